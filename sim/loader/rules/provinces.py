"""Provinces of places: a blank one is that of the city; where borders may matter it is asked for.

Every later room reads the column `province` alone, so it is filled here, before and after changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sim.errors import Problem
from sim.loader.case import Record, Rows
from sim.loader.read.messages import at_column
from sim.loader.read.words import curb, show
from sim.say.message import message
from sim.scenario.document import Scenario
from sim.scenario.tables import TABLES

PROVINCE = "province"
PLACES = tuple(name for name, spec in TABLES.items() if {"city", PROVINCE} <= set(spec.references))
"""Tables whose rows lie in a city and a province."""
FROM = frozenset({*PLACES, "areas"})
"""Tables that say in which province places lie."""
_ENDS = ("zones", "plants", "sinks")
"""Tables of what waste leaves and goes to."""
_OWNERS = ("owner_zone", "owner_plant")


def inherit_provinces(tables: dict[str, Rows]) -> dict[str, Rows]:
    """Return the tables with the province of the city where a place states none."""
    parents = {r.values["id"]: r.values["parent"] for r in tables["areas"].records}
    return {**tables, **{name: _fill(tables[name], parents) for name in PLACES}}


def _fill(rows: Rows, parents: dict[str, str]) -> Rows:
    """Return the rows with provinces; the same object where all stand as they should."""
    filled = [_placed(record, parents) for record in rows.records]
    same = all(new is old for new, old in zip(filled, rows.records, strict=True))
    return rows if same else replace(rows, records=filled)


def _placed(record: Record, parents: dict[str, str]) -> Record:
    given, city = record.values[PROVINCE], record.values["city"]
    if given and PROVINCE not in record.inherited:
        return record
    found = parents.get(city, "")
    if found == given:
        return record
    inherited = record.inherited | {PROVINCE}
    return replace(record, values={**record.values, PROVINCE: found}, inherited=inherited)


def check_provinces(scenario: Scenario, tables: dict[str, Rows]) -> list[Problem]:
    """Return the places of unknown province that a border rule may have a say about.

    Rules of the scenario, or places in more than one province, make borders matter.
    """
    places = [(name, record) for name in _ENDS for record in _taking_part(scenario, tables[name])]
    known = {record.values[PROVINCE] for _, record in places} - {""}
    if not scenario.borders and len(known) < 2:
        return []
    return curb(
        [_ask(name, r) for name, r in places if not r.values[PROVINCE]], message("the_tables")
    )


def _taking_part(scenario: Scenario, rows: Rows) -> Iterator[Record]:
    """Yield zones and plants of the roles that take part, and sinks that are open to others."""
    for record in rows.records:
        owned = any(record.values.get(column) for column in _OWNERS)
        if not owned and record.values.get("role", scenario.roles[0]) in scenario.roles:
            yield record


def _ask(table: str, record: Record) -> Problem:
    name, city = show(record.values["id"]), record.values["city"]
    what = message("province_unknown", table=table, place=name)
    hint = message("give_parent", city=show(city)) if city else message("give_province")
    return Problem(record.where(PROVINCE, "city"), at_column(PROVINCE, what), hint, "province")
