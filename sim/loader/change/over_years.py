"""The cases of the years of a scenario: its tables and rules, moved along their paths."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError, Problem
from sim.loader.case import Case
from sim.loader.change.variant_levels import read_levels
from sim.loader.change.variant_overlaps import check_overlaps
from sim.loader.change.variants import Setting, Study, vary, vary_case
from sim.loader.describe.resolve import write_number
from sim.loader.load import Loaded, load_rows, make_case
from sim.say.message import message
from sim.scenario.sweep import Sweep
from sim.scenario.years import YearPath, Years

AT = ("years", "paths")
"""Where paths stand in the document."""


@dataclass(frozen=True)
class CaseOverYears:
    """A scenario with the years it plans for."""

    case: Case
    """The scenario as it stands, no path applied."""
    years: Years
    cases: tuple[Case, ...]
    """The case of each year; tables that no path moves are the same objects."""


def load_years(path: Path) -> CaseOverYears:
    """Read a scenario and its tables, and return the case of every year.

    Raises
    ------
    InputError
        It plans for no years, or all that is wrong with it in any of them, with `file:line`.
    """
    loaded = load_rows(path)
    years = loaded.scenario.years
    if years is None:
        where = loaded.document.where(())
        raise InputError([Problem(where, message("no_years"), message("add_years"), "no_years")])
    return CaseOverYears(*_along(loaded, years))


def _along(loaded: Loaded, years: Years) -> tuple[Case, Years, tuple[Case, ...]]:
    case = make_case(loaded)
    if not years.paths:
        return case, years, tuple(_dated(case, year) for year in years.at)
    # Paths have as many values each as years are given; as parameters of a study they are one list.
    parameters = [path.parameter for path in years.paths]
    sweep = Sweep.model_construct(kind="list", parameters=parameters)
    study = Study(loaded, case, sweep, AT)
    problems = {str(p): p for p in check_overlaps(loaded, sweep, AT)}
    cases = []
    for year in years.at:
        try:
            settings = [
                Setting(number, value_at(loaded, path, year))
                for number, path in enumerate(years.paths)
            ]
            cases.append(_dated(vary_case(study, vary(study, settings)), year))
        except InputError as error:
            problems |= {str(problem): problem for problem in error.problems}
    if problems:
        raise InputError(list(problems.values()))
    return case, years, tuple(cases)


def _dated(case: Case, year: int) -> Case:
    return replace(case, scenario=case.scenario.model_copy(update={"year": year}))


def value_at(loaded: Loaded, path: YearPath, year: int) -> Any:
    """Return the value of a path in a year: straight between two amounts, else the last word."""
    points = path.points
    known = list(points)
    levels = read_levels(loaded, path.parameter)
    if levels.kind == "words":
        return points[known[max(0, bisect_right(known, year) - 1)]]
    numbers = [levels.number(value) for value in points.values()]
    number = float(np.interp(year, known, np.asarray(numbers, dtype=float)))
    if levels.kind == "factor":
        return number
    return f"{write_number(number)} {levels.unit}".strip()
