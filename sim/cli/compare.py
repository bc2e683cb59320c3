"""`sim compare`: two or more runs side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

from sim.cli.compare_show import show_comparison
from sim.cli.options import basemap_option, bom_option, doing, json_option, lang_option, out_option
from sim.cli.same_name import refuse_equal_name
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command, option
from sim.errors import InputError, Problem
from sim.folders.marker import Origin, Source
from sim.folders.place import check_place, claim
from sim.loader import Case, load_case
from sim.say.message import message
from sim.say.texts import Texts
from sim.studies.compare.folder import fill_comparison, make_distinct
from sim.studies.compare.study import (
    MOST_RUNS,
    ComparedRun,
    Comparison,
    read_current,
    read_run,
    summarize_comparison,
)
from sim.studies.compare.study import compare as compare_runs
from sim.studies.run.run import RunOptions, run

_LONGEST = 150
"""Characters of the name of the folder of a comparison."""
_SUFFIXES = (".yaml", ".yml")
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Given:
    """An argument: a results folder, or a scenario with the folder of its results."""

    path: Path
    folder: Path
    case: Case | None = None
    """The scenario as it is now; None for a results folder."""
    found: ComparedRun | None = None
    """The results where they are there and current."""


@command("compare")
@argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path))
@out_option
@basemap_option
@option("--transfers", is_flag=True, help="help_transfers")
@bom_option
@lang_option
@json_option
def compare(
    runs: tuple[Path, ...],
    out: Path | None,
    basemap: str,
    transfers: bool,
    texts: Texts,
    as_json: bool,
) -> None:
    """Compare RUNS: results folders, or scenarios that are run where their results are stale.

    The first is the reference. Writes a folder of tables and maps.
    """
    screen, errors = Screen(), Screen(stderr=True)
    options = RunOptions(out, texts, basemap, ("transfers",) if transfers else ())
    with errors.status("") as status:
        comparison, folder = compare_paths(runs, options, status.update, errors.print)
    if as_json:
        content = {"folder": str(folder), "summary": summarize_comparison(comparison)}
        echo_json(content)
    else:
        show_comparison(screen, comparison, folder, texts)


def compare_paths(
    paths: Sequence[Path], options: RunOptions, tell: Tell, note: Tell
) -> tuple[Comparison, Path]:
    """Compare the runs of results folders and scenarios; return it and the folder written.

    Scenarios are run first where their results do not exist or were made from other input.

    Raises
    ------
    SimError
        Anything is wrong with an argument or its input, or a scenario has no plan; then no
        comparison is written, and nothing is run before all input has been found valid.
    """
    given = _read_arguments(paths, options, lambda path: tell(_doing(path, "reading", options)))
    names = make_distinct(one.found.name if one.found else one.folder.name for one in given)
    target = (options.out or given[0].folder.parent) / name_folder(names)
    _check_places(given)
    with claim(target, _find_origin(given), lambda text: note(options.texts.tell(text))) as place:
        runs = _read_runs(given, names, options, tell, note)
        tell(options.texts.say("compare_comparing"))
        comparison = compare_runs(runs)
        tell(options.texts.say("compare_drawing"))
        place.write(lambda folder: fill_comparison(folder, comparison, options, note))
    return comparison, target


def name_folder(names: Sequence[str]) -> str:
    """Return the name of the folder of a comparison; a long one is cut and made unique."""
    name = f"compare-{'-'.join(names)}"
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 9]}-{sha256(name.encode()).hexdigest()[:8]}"


def _doing(path: Path, what: str, options: RunOptions) -> str:
    return options.texts.label(path.name, options.texts.say(f"compare_{what}"))


def _read_arguments(
    paths: Sequence[Path], options: RunOptions, tell: Callable[[Path], None]
) -> list[Given]:
    """Return what the arguments stand for; every problem of any of them is told at once."""
    problems: list[Problem] = []
    given: list[Given] = []
    if not 2 <= len(paths) <= MOST_RUNS:
        what = message("compare_count", most=MOST_RUNS, given=len(paths))
        problems.append(Problem("compare", what))
    for path in paths:
        tell(path)
        try:
            given.append(_read_argument(path, options))
        except InputError as error:
            problems += error.problems
    seen: dict[Path, Given] = {}
    for one in given:
        if (place := Path(os.path.realpath(one.folder))) in seen:
            problems.append(_refuse_same(one, seen[place]))
        seen.setdefault(place, one)
    if problems:
        raise InputError(problems)
    return given


def _read_argument(path: Path, options: RunOptions) -> Given:
    if path.suffix.lower() in _SUFFIXES and not path.is_dir():
        case = load_case(path)
        folder = (options.out or case.root / "results") / case.scenario.name
        return Given(path, folder, case, read_current(folder, case))
    return Given(path, path, found=read_run(path))


def _refuse_same(one: Given, other: Given) -> Problem:
    """Return the problem that two arguments mean one results folder."""
    if one.case and other.case and not one.path.samefile(other.path):
        return refuse_equal_name(one.path, one.case.scenario.name, other.path)
    what = message("compare_same", other=other.path)
    return Problem(str(one.path), what, message("compare_same_hint"), "same_run")


def _find_origin(given: Sequence[Given]) -> Origin:
    folders = [Path(os.path.realpath(one.folder)) for one in given]
    return Origin("compare", tuple(Source(folder.parent, folder.name) for folder in folders))


def _check_places(given: Sequence[Given]) -> None:
    """Refuse, before anything is run, to write the results of a scenario over something else."""
    problems: list[Problem] = []
    for one in given:
        if one.found is None and one.case is not None:
            try:
                check_place(one.folder, one.case.made_by("run"))
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(problems)


def _read_runs(
    given: Sequence[Given], names: Sequence[str], options: RunOptions, tell: Tell, note: Tell
) -> list[ComparedRun]:
    """Return the runs under their names, after running what is not current."""
    runs: list[ComparedRun] = []
    for one, name in zip(given, names, strict=True):
        found = one.found
        if found is None:
            run(one.path, options, _announce(one.path, options.texts, tell), note)
            found = read_run(one.folder)
        runs.append(ComparedRun(name, found.results, found.case))
    return runs


def _announce(path: Path, texts: Texts, tell: Tell) -> Tell:
    return lambda step: tell(doing(path, step, texts))
