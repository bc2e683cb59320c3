"""Runs as arguments of a command: results folders, or scenarios that are run where stale."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sim.cli.options import doing
from sim.cli.same_name import refuse_equal_name
from sim.errors import InputError, Problem
from sim.folders.marker import Origin, Source
from sim.folders.place import check_place
from sim.loader import Case, load_case
from sim.say.message import message
from sim.say.texts import Texts
from sim.studies.compare.study import MOST_RUNS, ComparedRun, read_current, read_run
from sim.studies.run.run import RunOptions, run

_SUFFIXES = (".yaml", ".yml")
_LONGEST = 150
"""Characters of the name of the folder of a comparison."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Bounds:
    """How many runs a command takes."""

    command: str
    least: int
    key: str
    """The sentence where there are too few or too many."""


@dataclass(frozen=True)
class Given:
    """An argument: a results folder, or a scenario with the folder of its results."""

    path: Path
    folder: Path
    case: Case | None = None
    """The scenario as it is now; None for a results folder."""
    found: ComparedRun | None = None
    """The results where they are there and current."""


def name_folder(command: str, names: Sequence[str]) -> str:
    """Return the name of a folder made from runs; a long one is cut and made unique."""
    name = f"{command}-{'-'.join(names)}"
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 9]}-{sha256(name.encode()).hexdigest()[:8]}"


def read_arguments(
    paths: Sequence[Path], options: RunOptions, tell: Tell, bounds: Bounds
) -> list[Given]:
    """Return what the arguments stand for.

    Raises
    ------
    InputError
        Every problem of any of them, and of their number.
    """
    problems: list[Problem] = []
    given: list[Given] = []
    if not bounds.least <= len(paths) <= MOST_RUNS:
        what = message(bounds.key, most=MOST_RUNS, given=len(paths))
        problems.append(Problem(bounds.command, what))
    for path in paths:
        tell(options.texts.label(path.name, options.texts.say("compare_reading")))
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


def find_origin(command: str, given: Sequence[Given]) -> Origin:
    """Return what marks a folder that a command makes from runs."""
    folders = [Path(os.path.realpath(one.folder)) for one in given]
    return Origin(command, tuple(Source(folder.parent, folder.name) for folder in folders))


def check_places(given: Sequence[Given]) -> None:
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


def read_runs(
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
