"""Changes of the tables: which rows a change picks, and applying it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem
from sim.loader.case import Record, Rows, describe_key, index_keys
from sim.loader.change.edits import Patch, as_text, new_rows, scale_values, set_values, use_ends
from sim.loader.change.named import find_id, names_of, with_ids
from sim.loader.columns import columns_of
from sim.loader.read.messages import at_column, cell_problem
from sim.loader.read.words import closest, list_some, show
from sim.loader.read.yaml_text import Document
from sim.loader.rules.names import Names
from sim.loader.rules.provinces import FROM, inherit_provinces
from sim.say.message import Listing, Message, listed, message
from sim.scenario.document import Change
from sim.scenario.tables import SITES, TABLES, site_columns

_LEVELS = {"city": {"city"}, "province": {"province"}, "area": {"city", "province"}}


def apply_changes(
    tables: dict[str, Rows],
    changes: list[Change],
    document: Document,
    problems: list[Problem],
    *,
    first: int = 0,
) -> dict[str, Rows]:
    """Return the tables with the changes applied in order.

    `first` is the position in the document of the first of them. A change with a problem is left
    out, and its table counts as not whole from there on.
    """
    for i, change in enumerate(changes, start=first):
        patch = Patch(change, ("change", i), document, [])
        rows = apply_patch(patch, tables)
        if patch.problems:
            problems += patch.problems
            rows = replace(tables[change.table], whole=False)
        tables = {**tables, change.table: rows}
        tables = inherit_provinces(tables) if change.table in FROM else tables
    return tables


def apply_patch(patch: Patch, tables: dict[str, Rows]) -> Rows:
    """Return the changed rows; where the patch has problems they are not to be used."""
    patch = with_ids(patch, tables)
    change, rows = patch.change, tables[patch.change.table]
    if not (change.set or change.scale or change.use or change.drop or change.add):
        patch.refuse((), message("change_empty"), None, "no_match")
    if change.add is not None:
        records = [*rows.records, *new_rows(patch)]
        _refuse_duplicates(rows.records, records, ("add",), patch)
        return replace(rows, records=records)
    picked = pick_rows(patch, tables)
    if not picked:
        return rows
    if change.drop:
        return _drop(rows, picked, patch)
    chosen = [rows.records[i] for i in picked]
    edit = set_values if change.set else scale_values if change.scale else use_ends
    edited = dict(zip(picked, edit(chosen, patch), strict=True))
    records = [edited.get(i, record) for i, record in enumerate(rows.records)]
    if change.set:
        _refuse_duplicates(rows.records, records, ("set",), patch)
    return replace(rows, records=records)


def _drop(rows: Rows, picked: list[int], patch: Patch) -> Rows:
    gone = set(picked)
    dropped = {rows.records[i].values.get("id", ""): patch.where() for i in picked}
    kept = [record for i, record in enumerate(rows.records) if i not in gone]
    return replace(rows, records=kept, dropped=rows.dropped | dropped)


def _refuse_duplicates(
    before: list[Record], after: list[Record], steps: tuple[str | int, ...], patch: Patch
) -> None:
    """Refuse that a change makes two rows of one key."""
    table = patch.change.table
    if steps == ("set",) and not set(patch.change.set or {}) & set(TABLES[table].key):
        return
    kept = {id(row) for row in before}
    old = {key for key, rows in index_keys(table, before).items() if len(rows) > 1}
    for key, rows in index_keys(table, after).items():
        if len(rows) > 1 and key not in old:
            what = message("change_duplicates", table=table, key=describe_key(table, key))
            untouched = next((row for row in rows if id(row) in kept), rows[0])
            patch.refuse(steps, what, message("one_stands_at", at=untouched.at), "duplicate_row")


def pick_rows(patch: Patch, tables: dict[str, Rows], idle: Message | None = None) -> list[int]:
    """Return the positions of the rows that `where` picks; none is a problem.

    `idle` says what that would mean, where it is no change.
    """
    rows = tables[patch.change.table]
    picked = list(range(len(rows.records)))
    for column, wanted in patch.change.where.items():
        values = _wanted_values(column, wanted, patch, tables)
        cells = _cells(patch.change.table, column, tables)
        picked = [i for i in picked if _matches(cells[i], values)]
    if not picked and not patch.problems and rows.is_sound:
        patch.refuse(
            ("where",),
            say_no_row(patch.change.table, patch.change.where),
            idle or message("change_idle"),
            "no_match",
        )
    return picked


def say_no_row(table: str, where: Mapping[str, Any]) -> Message:
    """Return that no row of a table fulfils all conditions."""
    if not where:
        return message("no_row", table=table)
    conditions = [message("condition", column=c, value=_say(w)) for c, w in where.items()]
    return message("no_row_with", table=table, conditions=listed(conditions, "join_and"))


def _say(wanted: Any) -> Message | Listing:
    return listed(map(show, wanted), "join_or") if isinstance(wanted, list) else show(wanted)


def _matches(cell: Any, values: set[Hashable]) -> bool:
    return bool(values.intersection(cell)) if isinstance(cell, tuple) else cell in values


def _wanted_values(
    column: str, wanted: Any, patch: Patch, tables: dict[str, Rows]
) -> set[Hashable]:
    """Return the values of a column that a condition allows, each of which must occur."""
    rows = tables[patch.change.table]
    present = _present_values(_cells(patch.change.table, column, tables))
    areas = _areas_for(column, tables) if column in _LEVELS else None
    found: set[Hashable] = set()
    for entry in wanted if isinstance(wanted, list) else [wanted]:
        noted, text = len(patch.problems), as_text(entry)
        names = names_of(patch.change.table, column, tables) if areas is None else None
        if names is not None and _is_name(text, names) and text not in present:
            values = {find_id(text, names, patch, ("where", column))}
        else:
            values = _read_condition(column, text, areas, patch)
        if values and len(patch.problems) == noted and values.isdisjoint(present) and rows.is_sound:
            given = message("condition", column=column, value=show(as_text(entry)))
            what = message("no_row_with", table=patch.change.table, conditions=given)
            patch.refuse(("where", column), what, _suggest(entry, present, areas), "no_match")
        found |= values
    return found


def _is_name(text: Any, names: Names) -> bool:
    """Return whether a text is a name, which may hold brackets and spaces, and no id."""
    return isinstance(text, str) and text not in names.ids and bool(names.find(text))


def _cells(table: str, column: str, tables: dict[str, Rows]) -> list[Any]:
    """Return a column of every row; a column of the site where the table itself has none."""
    records = tables[table].records
    if column not in site_columns(table):
        return [record.values[column] for record in records]
    key, place = SITES[table]
    sites = {site.values["id"]: site.values[column] for site in tables[place].records}
    return [sites.get(record.values[key]) for record in records]


def _present_values(cells: list[Any]) -> set[Hashable]:
    present: set[Hashable] = set()
    for cell in cells:
        present |= set(cell) if isinstance(cell, tuple) else {cell}
    return present


def _areas_for(column: str, tables: dict[str, Rows]) -> Names:
    """Return the names of the areas that a column may hold."""
    levels = _LEVELS[column]
    return Names.of(r for r in tables["areas"].records if r.values["level"] in levels)


def _read_condition(column: str, text: Any, areas: Names | None, patch: Patch) -> set[Hashable]:
    """Return the values that one entry of a condition stands for."""
    if isinstance(text, (dict, list)):
        what = at_column(column, message("condition_wanted"))
        patch.refuse(("where", column), what, None, "type")
        return set()
    if text == "":
        return {None, ""}
    if areas is not None:
        return {text, *areas.find(text)}
    table = patch.change.table
    columns = patch.columns if column in patch.columns else columns_of(SITES[table][1])
    if columns[column].kind == "list":
        return {text}
    try:
        return {columns[column].adapter.validate_python(text)}
    except ValidationError as error:
        place = patch.where("where", column)
        patch.problems.append(cell_problem(error.errors()[0], columns[column], place))
        return set()


def _suggest(entry: Any, present: set[Hashable], areas: Names | None) -> Message:
    """Return the nearest of the values that occur, else some of them."""
    options = sorted(str(value) for value in present if value not in (None, ""))
    names = [
        name
        for name, ids in (areas.by_name if areas else {}).items()
        if not ids.isdisjoint(present)
    ]
    near = closest(str(entry), [*options, *names])
    if near is not None:
        return message("did_you_mean", near=near)
    if not options:
        return message("column_blank")
    return message("there_are", options=list_some(options))
