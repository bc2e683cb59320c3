"""What the entries of `choose` pick from the tables: ids of lines and sinks, names of links."""

from __future__ import annotations

from sim.errors import Problem
from sim.loader.case import Record, Rows
from sim.loader.change.edits import Patch
from sim.loader.change.patch import pick_rows
from sim.loader.read.yaml_text import Document
from sim.say.message import message
from sim.scenario.document import Change, Scenario
from sim.scenario.link_name import link_name

Picked = tuple[tuple[str, ...], ...]
"""Ids of the rows that each entry picks, sorted."""


def pick_choices(
    scenario: Scenario, tables: dict[str, Rows], document: Document, problems: list[Problem]
) -> Picked:
    """Return the ids that each entry of `choose` speaks of; one that picks none is a problem."""
    found = []
    for number, entry in enumerate(scenario.choose):
        change = Change.model_construct(table=entry.table, where=entry.where)
        patch = Patch(change, ("choose", number), document, [])
        records = tables[entry.table].records
        picked = pick_rows(patch, tables, message("choose_idle"))
        found.append(tuple(sorted({_name(records[i]) for i in picked})))
        problems += patch.problems
    return tuple(found)


def _name(record: Record) -> str:
    """Return what a row is called: of a link its ends and mode."""
    values = record.values
    if "id" in values:
        return str(values["id"])
    return link_name(values["origin"], values["destination"], values["mode"])
