"""What is valid and odd: told with its line and its likely meaning, and taken as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sim.checks.coverage import limits_on_nothing
from sim.checks.expansions import unusual_expansions
from sim.checks.physics import unusual_contents, unusual_mass
from sim.errors import Problem
from sim.loader.case import Case
from sim.loader.columns import columns_of, unit_of
from sim.loader.read.messages import at_column
from sim.network.borders import covers
from sim.say.message import message
from sim.scenario.document import BorderRule
from sim.scenario.fields import ANY_NUMBER, PARAMETERS
from sim.scenario.records import records
from sim.scenario.tables import TABLES
from sim.units import parse

MOST_TOLD = 20
"""Oddities that are told; the rest is counted."""
WASTE_LIKE = ("waste", "residue")


def find_unusual(case: Case) -> list[Problem]:
    """Return what is odd in a case, in the order of files and lines of each kind."""
    checks: tuple[Callable[[Case], Iterator[Problem]], ...] = (
        _cells,
        _parameters,
        _borders,
        unusual_mass,
        unusual_contents,
        _idle_quotas,
        limits_on_nothing,
        unusual_expansions,
    )
    found = [*case.told, *(problem for check in checks for problem in check(case))]
    rest = len(found) - MOST_TOLD
    more = [Problem(message("the_tables"), message("count_more", count=rest))] if rest > 0 else []
    return [*found[:MOST_TOLD], *more]


def _cells(case: Case) -> Iterator[Problem]:
    """Yield cells outside of the usual range of their column."""
    for table in TABLES:
        frame = case.tables[table]
        for column in columns_of(table).values():
            least, most = column.spec.usual
            if column.spec.usual == ANY_NUMBER:
                continue
            values = frame[column.name].to_numpy(float)
            odd = (values < least) | ((values != 0) & (np.abs(values) < column.spec.small))
            if column.kind != "content":  # above one it is an activity, in Bq/kg
                odd |= values > most
            places = case.places(table, column.name) if odd.any() else []
            for row in odd.nonzero()[0]:
                doubt = column.spec.find_unusual(float(values[row]))
                if doubt is not None:
                    what = at_column(column.name, doubt[0])
                    yield Problem(places[row], what, doubt[1], "unusual")


def _parameters(case: Case) -> Iterator[Problem]:
    frame = case.tables["parameters"]
    for row, where in zip(records(frame), case.places("parameters", "value"), strict=True):
        spec = PARAMETERS[row.id]
        doubt = spec.find_unusual(parse(row.value, spec.canonical))
        if doubt is not None:
            yield Problem(where, at_column(row.id, doubt[0]), doubt[1], "unusual")


def _borders(case: Case) -> Iterator[Problem]:
    specs = {name: unit_of(info) for name, info in BorderRule.model_fields.items()}
    for rule, where in zip(case.scenario.borders, case.borders_at, strict=True):
        for name, spec in specs.items():
            number = getattr(rule, name) if spec else None
            doubt = spec.find_unusual(number) if spec and number is not None else None
            if doubt is not None:
                yield Problem(where, at_column(name, doubt[0]), doubt[1], "unusual")


def _idle_quotas(case: Case) -> Iterator[Problem]:
    """Yield quotas for a class that no waste has."""
    materials = case.tables["materials"]
    classes = set(materials.loc[materials["kind"].isin(WASTE_LIKE), "waste_class"].dropna())
    for rule, where in zip(case.scenario.borders, case.borders_at, strict=True):
        if rule.quota and not any(covers(rule.waste_class, own) for own in classes):
            what = message("quota_idle", named=rule.waste_class)
            yield Problem(where, what, None, "unusual")
