"""What the values of a study make of its tables, held against the same bounds as cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sim.checks.sense import check_case
from sim.checks.unusual import find_unusual
from sim.errors import InputError, Problem
from sim.loader.case import Case
from sim.loader.change.variants import Setting, Study, vary, vary_case


def check_study(study: Study) -> None:
    """Raise every contradiction of the scenario, and of each value of its sweep alone, at once.

    Raises
    ------
    InputError
    """
    check_cases((study.case, *_each_value(study)))


def check_cases(cases: Iterable[Case], known: Iterable[Problem] = ()) -> None:
    """Raise every contradiction of several cases at once, each a single time.

    What is `known` to be wrong already is raised with it, and comes first.

    Raises
    ------
    InputError
    """
    problems = {str(problem): problem for problem in known}
    for case in cases:
        try:
            check_case(case)
        except InputError as error:
            problems |= {str(problem): problem for problem in error.problems}
    if problems:
        raise InputError(list(problems.values()))


def find_unusual_in(study: Study) -> list[Problem]:
    """Return what is odd in a scenario, or in one of the values of its sweep."""
    found = {str(p): p for case in (study.case, *_each_value(study)) for p in find_unusual(case)}
    return list(found.values())


def _each_value(study: Study) -> Iterator[Case]:
    """Yield the case of each value alone."""
    for number, parameter in enumerate(study.sweep.parameters):
        for value in parameter.values:
            varied = vary(study, [Setting(number, value)])
            where = study.loaded.document.where(
                ("sweep", "parameters", number, parameter.verb, parameter.column)
            )
            case, own = vary_case(study, varied), study.case
            limits = zip(case.scenario.limits, own.scenario.limits, own.limits_at, strict=True)
            borders = zip(case.scenario.borders, own.scenario.borders, own.borders_at, strict=True)
            yield replace(
                case,
                limits_at=[at if now == old else where for now, old, at in limits],
                borders_at=[at if now == old else where for now, old, at in borders],
            )
