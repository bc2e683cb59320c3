"""One run: load, check, network, model, solve, tabulate, write, verify, map, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.analyses.fairness import add_fairness, with_floors
from sim.analyses.solve_case import Clock, Tell, be_silent, solve_case
from sim.checks import check_case
from sim.errors import VerificationError
from sim.loader import load_case, write_inputs
from sim.loader.case import Case
from sim.maps.draw_map import save_map
from sim.maps.geojson import write_flows, write_sites
from sim.maps.pictures import save_pictures, save_transfer_map
from sim.message import message
from sim.report.write_report import write_report
from sim.results.tables import ResultTables
from sim.results.verify import summarize_failures, verify
from sim.results.write import describe_run, write_json, write_tables, write_whole


@dataclass(frozen=True)
class RunOptions:
    """How a run presents itself; nothing here changes the plan."""

    out: Path | None = None
    """Folder that gets the results folder; `results/` of the project when not given."""
    language: str = "en"
    basemap: str = "auto"
    """auto, schematic, natural-earth, tianditu, or none for no map."""
    pictures: tuple[str, ...] = ()
    """Further pictures, of PICTURES."""


@dataclass(frozen=True)
class RunOutcome:
    """Where a run's results are, and what they are."""

    folder: Path
    tables: ResultTables


def run(
    path: Path,
    options: RunOptions,
    tell: Tell = be_silent,
    note: Tell = be_silent,
    grown: Callable[[int, int], None] = be_silent,
) -> RunOutcome:
    """Run the scenario of a file and write its results folder.

    `tell` is called with the name of each step, `note` with sentences for the user, `grown` with
    looks and routes whenever a large region gets further routes.

    Raises
    ------
    SimError
        Invalid input, no plan, solver limit or failed verification; then nothing is written.
    """
    clock = Clock(tell, note, grown)
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
        No plan, solver limit or failed verification; then nothing is written.
    """
    case = with_floors(case, clock)
    tables = solve_case(case, clock)
    add_fairness(case, tables, clock)
    for text in tables.summary["notes"]:
        clock.tell_note(text[options.language])
    write_whole(target, lambda folder: _fill(folder, case, tables, options, clock))
    return RunOutcome(target, tables)


def _fill(
    folder: Path, case: Case, tables: ResultTables, options: RunOptions, clock: Clock
) -> None:
    """Write everything a results folder holds, verify it, and draw it."""
    with clock.step("write"):
        tables.summary["times_s"] = {name: round(s, 3) for name, s in clock.seconds.items()}
        write_tables(tables, folder)
        write_inputs(case, folder)
        write_json(describe_run(case.inputs), folder / "manifest.json")
    with clock.step("verify"):
        report = verify(folder, case.scenario)
        write_json(report, folder / "verification.json")
    tables.summary["verified_checks"] = len(report["checks"])
    if not report["passed"]:
        raise VerificationError(
            message("results_contradict"),
            summarize_failures(report),
        )
    with clock.step("map"):
        _draw(folder, case, tables, options, clock.tell_note)
    with clock.step("report"):
        _report(folder, case, tables, options)


def _draw(folder: Path, case: Case, tables: ResultTables, options: RunOptions, note: Tell) -> None:
    """Write the map as PNG and SVG, and the sites and flows as GeoJSON."""
    frames = {**tables.frames, "terminals": case.tables["terminals"], "modes": case.tables["modes"]}
    write_sites(frames, folder / "sites.geojson")
    write_flows(frames, folder / "flows.geojson")
    kind: Any = None if options.basemap == "auto" else options.basemap
    language: Any = options.language
    notes: list[str] = []
    if options.pictures:
        notes += save_pictures(
            options.pictures, frames, tables.summary, folder, case.tables["areas"], language
        )
    if options.basemap != "none":
        place: Any = {"language": language, "root": case.root, "kind": kind}
        notes += save_map(frames, tables.summary, folder, **place).notes
        if "transfers" in options.pictures:
            save_transfer_map(frames, tables.summary, folder, **place)
    for text in dict.fromkeys(notes):
        note(text)


def _report(folder: Path, case: Case, tables: ResultTables, options: RunOptions) -> None:
    """Write the page; boundaries that may not be passed on stay out of it."""
    drawn = options.basemap in ("natural-earth", "tianditu")
    language: Any = options.language
    write_report(
        folder, tables, case.tables, case.scenario, root=case.root, language=language,
        kind="natural-earth" if drawn else "schematic",
    )  # fmt: skip
