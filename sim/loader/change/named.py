"""Names in place of ids in what a change says: a plant, material or area by what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.loader.case import Rows
from sim.loader.change.edits import Patch, as_text
from sim.loader.read.words import show
from sim.loader.rules.names import Names, join_names
from sim.say.message import message
from sim.scenario.tables import TABLES

_ID = "id"


def names_of(table: str, column: str, tables: Mapping[str, Rows]) -> Names | None:
    """Return the ids and names that a column of a table may hold; None where it holds no id.

    Those of the rows themselves for `id`, else those of the tables that the column refers to.
    """
    spec = TABLES[table]
    has_names = "name_en" in spec.row.model_fields
    of = spec.references.get(column, (table,) if column == _ID and has_names else ())
    if not of:
        return None
    return join_names(Names.of(tables[name].records, tables[name].broken) for name in of)


def find_id(text: Any, names: Names, patch: Patch, steps: tuple[str | int, ...]) -> Any:
    """Return the id that a name stands for; the text itself where it is an id or no name.

    A name of several things is refused.
    """
    found = names.find(text) if isinstance(text, str) else frozenset()
    if len(found) > 1:
        what = message("name_of_several", name=show(text))
        patch.refuse(steps, what, names.suggest(text), "ambiguous")
    return next(iter(found)) if len(found) == 1 else text


def with_ids(patch: Patch, tables: Mapping[str, Rows]) -> Patch:
    """Return a change whose cells, set or added, hold ids where names were written."""
    change = patch.change
    if change.add is not None:
        rows = [
            _cells(row, patch, tables, ("add", number)) for number, row in enumerate(change.add)
        ]
        return replace(patch, change=change.model_copy(update={"add": rows}))
    if change.set is not None:
        cells = _cells(change.set, patch, tables, ("set",))
        return replace(patch, change=change.model_copy(update={"set": cells}))
    return patch


def _cells(
    cells: Mapping[str, Any],
    patch: Patch,
    tables: Mapping[str, Rows],
    steps: tuple[str | int, ...],
) -> dict[str, Any]:
    named = {}
    for column, raw in cells.items():
        names = None if column == _ID else names_of(patch.change.table, column, tables)
        named[column] = raw if names is None else _named(raw, names, patch, (*steps, column))
    return named


def _named(raw: Any, names: Names, patch: Patch, steps: tuple[str | int, ...]) -> Any:
    if isinstance(raw, list):
        return [find_id(as_text(part), names, patch, steps) for part in raw]
    return find_id(as_text(raw), names, patch, steps)
