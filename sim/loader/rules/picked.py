"""What the entries of `choose` pick from the tables: ids of lines and sinks."""

from __future__ import annotations

from sim.errors import Problem
from sim.loader.case import Rows
from sim.loader.change.edits import Patch
from sim.loader.change.patch import pick_rows
from sim.loader.read.yaml_text import Document
from sim.scenario.document import Change, Scenario

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
        found.append(tuple(sorted(str(records[i].values["id"]) for i in pick_rows(patch, tables))))
        problems += patch.problems
    return tuple(found)
