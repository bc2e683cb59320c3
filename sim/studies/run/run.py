"""One run: load, check, network, model, solve, tabulate, write, verify, map, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.checks import check_case, find_unusual
from sim.draw.paper import Paper
from sim.errors import VerificationError
from sim.folders.marker import MANIFEST
from sim.folders.place import claim
from sim.loader import load_case, write_inputs
from sim.loader.case import Case
from sim.processes.background import BackgroundWorker
from sim.results.package import PACKAGE, describe_package
from sim.results.tables import ResultTables
from sim.results.workbook import WORKBOOK, About, write_workbook
from sim.results.write import describe_run, write_json, write_tables
from sim.say.message import Message, in_both, message
from sim.say.texts import EN, Texts
from sim.solve.mixed import Search
from sim.solve.plan import StageOutcome
from sim.studies.fairness import add_fairness, with_floors
from sim.studies.solve_case import Clock, Tell, be_silent, note_odd, solve_case
from sim.verify.verify import summarize_failures, verify

DRAWING = "sim.studies.run.drawing"
"""The module that draws: with its libraries it takes longer to load than a region to solve."""


@dataclass(frozen=True)
class RunOptions:
    """How a run presents itself; nothing here changes the plan."""

    out: Path | None = None
    """Folder that gets the results folder; `results/` of the project when not given."""
    texts: Texts = EN
    basemap: str = "auto"
    """auto, schematic, natural-earth, tianditu, or none for no map."""
    pictures: tuple[str, ...] = ()
    """Further pictures, of PICTURES."""
    paper: Paper | None = None
    """The size in print of the maps; None: for the screen."""
    worker: BackgroundWorker | None = None
    """Draws in a process of its own while prices are computed; None: drawn here, afterwards."""
    edits: tuple[str, ...] = ()
    """What was changed against the scenario that the file extends, in sentences."""
    solved: Callable[[Sequence[StageOutcome]], None] = be_silent
    """Called with what the stages of the objective reached, as soon as that is known."""


@dataclass(frozen=True)
class RunOutcome:
    """Where a run's results are, and what they are."""

    folder: Path
    tables: ResultTables


@dataclass(frozen=True)
class Verified:
    """A plan whose tables, as they are written, hold against their input."""

    case: Case
    """With the floors of `no_worse_off`."""
    tables: ResultTables
    report: dict[str, Any]
    """The content of `verification.json`."""


def run(
    path: Path,
    options: RunOptions,
    tell: Tell = be_silent,
    note: Tell = be_silent,
    grown: Callable[[int, int], None] = be_silent,
    searched: Callable[[Search], None] = be_silent,
) -> RunOutcome:
    """Run the scenario of a file and write its results folder.

    `tell` is called with the name of each step, `note` with sentences for the user, `grown` with
    looks and routes whenever a large region gets further routes.

    Raises
    ------
    SimError
        Invalid input, no plan, solver limit or failed verification; then nothing is written.
    """
    clock = Clock(tell, note, grown, searched)
    with clock.step("load"):
        case = load_case(path)
    with clock.step("check"):
        check_case(case)
    target = (options.out or case.root / "results") / case.scenario.name
    return run_case(case, target, options, clock)


def run_case(case: Case, target: Path, options: RunOptions, clock: Clock) -> RunOutcome:
    """Solve a checked case and write its results folder to `target`.

    Raises
    ------
    SimError
        No plan, solver limit or failed verification; then nothing is written. `target` holds
        what did not come from this scenario; then nothing is solved.
    """

    def tell(text: Message) -> None:
        clock.tell_note(options.texts.tell(text))

    with claim(target, case.made_by("run"), tell) as place:
        fair = with_floors(case, clock)
        tables = place.write(lambda folder: _fill(folder, fair, options, clock))
    return RunOutcome(target, tables)


def plan_case(
    case: Case,
    clock: Clock,
    planned: Callable[[ResultTables], None] = be_silent,
    solved: Callable[[Sequence[StageOutcome]], None] = be_silent,
) -> ResultTables:
    """Return the tables of a case's plan with all that a run says of it, fairness and notes too.

    `planned` and `solved` are called as `solve_case` does.
    """
    tables = solve_case(case, clock, planned, solved)
    add_fairness(case, tables, clock)
    tables.summary["notes"] += [note_odd(problem) for problem in find_unusual(case)]
    if case.scenario.years is not None:
        tables.summary["notes"].append(in_both(message("years_wait", year=case.scenario.year)))
    tables.summary["times_s"] = {name: round(s, 3) for name, s in clock.seconds.items()}
    return tables


def write_verified(folder: Path, case: Case, tables: ResultTables, clock: Clock) -> dict[str, Any]:
    """Write tables, inputs and manifest of a run to a folder, verify them, return the report.

    Raises
    ------
    VerificationError
    """
    with clock.step("write"):
        write_tables(tables, folder)
        write_inputs(case, folder)
    with clock.step("verify"):
        report = verify(folder, case.scenario)
        write_evidence(folder, case, report)
    if not report["passed"]:
        raise VerificationError(message("results_contradict"), summarize_failures(report))
    return report


def write_evidence(folder: Path, case: Case, report: dict[str, Any]) -> None:
    """Write what the page of a run tells of its making: manifest and verification."""
    write_json(describe_run(case.inputs), folder / MANIFEST)
    write_json(report, folder / "verification.json")


def run_in_memory(case: Case, clock: Clock) -> Verified:
    """Solve a checked case and verify its tables in a folder that goes again.

    Raises
    ------
    SimError
        No plan, solver limit or failed verification.
    """
    fair = with_floors(case, clock)
    return verify_tables(fair, plan_case(fair, clock), clock)


def verify_tables(case: Case, tables: ResultTables, clock: Clock) -> Verified:
    """Verify tables as they would be written, in a folder that goes again.

    Raises
    ------
    VerificationError
    """
    with TemporaryDirectory(prefix="sim-") as folder:
        return Verified(case, tables, write_verified(Path(folder), case, tables, clock))


def save_run(
    case: Case, tables: ResultTables, target: Path, options: RunOptions, clock: Clock
) -> dict[str, Any]:
    """Write the results folder of a plan that was found before, all that a run writes.

    Returns the report of its verification.

    Raises
    ------
    SimError
        `target` holds what did not come from this scenario, or the verification fails.
    """

    def tell(text: Message) -> None:
        clock.tell_note(options.texts.tell(text))

    def fill(folder: Path) -> dict[str, Any]:
        drawing = _Drawing(folder, case, options)
        drawing.begin(tables)
        return _complete(folder, case, tables, drawing, options, clock)

    with claim(target, case.made_by("run"), tell) as place:
        return place.write(fill)


def _fill(folder: Path, case: Case, options: RunOptions, clock: Clock) -> ResultTables:
    """Solve a case, write everything a results folder holds, verify it, and draw it."""
    drawing = _Drawing(folder, case, options)
    try:
        tables = plan_case(case, clock, drawing.begin, options.solved)
        for text in tables.summary["notes"]:
            clock.tell_note(options.texts.of(text))
        report = _complete(folder, case, tables, drawing, options, clock)
    except BaseException:
        drawing.stop()
        raise
    tables.summary["verified_checks"] = len(report["checks"])
    return tables


def _complete(
    folder: Path,
    case: Case,
    tables: ResultTables,
    drawing: _Drawing,
    options: RunOptions,
    clock: Clock,
) -> dict[str, Any]:
    """Write and verify the tables of a plan, put them into a workbook, and draw it."""
    drawing.place(tables)
    report = write_verified(folder, case, tables, clock)
    drawing.begin_page(tables)
    with clock.step("workbook"):
        about = About(case.file, options.edits, case.inputs, case.tables)
        (folder / WORKBOOK).write_bytes(write_workbook(tables, about, options.texts))
        write_json(describe_package(case, folder, options.texts), folder / PACKAGE)
    with clock.step("map"):
        notes = drawing.finish()
    with clock.step("report"):
        drawing.finish_page()
    for text in notes:
        clock.tell_note(text)
    return report


class _Drawing:
    """The pictures of a run, begun as soon as there is a plan where a worker draws them."""

    def __init__(self, folder: Path, case: Case, options: RunOptions) -> None:
        self._folder, self._case = folder, case
        self._worker = options.worker or BackgroundWorker(DRAWING)
        self._is_apart = options.worker is not None
        self._options = {
            "texts": options.texts,
            "basemap": options.basemap,
            "pictures": options.pictures,
            "root": case.root,
            "paper": options.paper,
        }
        self._calls: list[tuple[Any, ...]] = []

    def _ask(self, function: str, *given: Any) -> None:
        """Have something drawn: by the worker as soon as it can, else when it is waited for."""
        self._calls.append((function, self._folder, *given, self._options))
        if self._is_apart:
            self._worker.ask(*self._calls[-1])

    def _wait(self) -> Any:
        """Return what the call asked for first gives."""
        return self._worker.answer(*self._calls.pop(0))

    def begin(self, tables: ResultTables) -> None:
        """Take the tables of the plan, to draw the map and the pictures of."""
        self._ask("draw", tables, self._case.tables)

    def place(self, tables: ResultTables) -> None:
        """Take all tables, to write sites and flows for other programs of."""
        self._ask("write_places", tables, self._case.tables)

    def begin_page(self, tables: ResultTables) -> None:
        """Take all tables, to make the page of; their verification is written."""
        self._ask("write_page", tables, self._case.tables, self._case.scenario)

    def finish(self) -> list[str]:
        """Return what there is to tell of the pictures when they are done."""
        notes: list[str] = self._wait()
        return notes

    def finish_page(self) -> None:
        """Wait for sites, flows and the page."""
        self._wait()
        self._wait()

    def stop(self) -> None:
        """Leave the pictures as they are."""
        self._worker.stop()
