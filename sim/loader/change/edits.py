"""What a change does to the rows it picked: set, scale, move within the range, add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem
from sim.loader.case import Record
from sim.loader.columns import Column, columns_of, range_of
from sim.loader.read.messages import at_column, cell_problem
from sim.loader.read.words import list_some, show, suggest
from sim.loader.read.yaml_text import Document, Path
from sim.say.message import Message, Sayable, message
from sim.scenario.document import Change
from sim.scenario.tables import TABLES

_ASSUMED = "assumed"


@dataclass(frozen=True)
class Patch:
    """A change, where it stands, and what is wrong with it."""

    change: Change
    path: Path
    document: Document
    problems: list[Problem]

    @property
    def columns(self) -> dict[str, Column]:
        """Return the columns of the table that is changed."""
        return columns_of(self.change.table)

    def where(self, *steps: str | int) -> str:
        """Return the place of a key of the change."""
        return self.document.where((*self.path, *steps))

    def refuse(
        self, steps: tuple[str | int, ...], what: Message, hint: Sayable | None, code: str
    ) -> None:
        """Note a problem at a key of the change."""
        self.problems.append(Problem(self.where(*steps), what, hint, code))


def as_text(value: Any) -> Any:
    """Return a YAML scalar as a CSV cell would hold it; lists keep their entries.

    >>> as_text(True), as_text(None), as_text(["a", None])
    ('true', '', ['a', ''])
    """
    if isinstance(value, list):
        return [as_text(entry) for entry in value]
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def set_values(picked: list[Record], patch: Patch) -> list[Record]:
    """Return the rows with new values; a number that is set loses its range and its source."""
    values: dict[str, Any] = {}
    for column, raw in (patch.change.set or {}).items():
        values[column] = _read_cell(patch.columns[column], raw, patch, ("set", column))
    values = {**_blank_ranges(values, patch), **values}
    if _sets_figure(values, patch):
        values.setdefault("confidence", _ASSUMED)
    places = {column: patch.where("set", column) for column in values}
    return [
        replace(
            record,
            values=record.values | values,
            typical={c: v for c, v in record.typical.items() if c not in values},
            changed=record.changed | places,
            inherited=record.inherited - set(values),
        )
        for record in picked
    ]


def _read_cell(column: Column, raw: Any, patch: Patch, steps: tuple[str | int, ...]) -> Any:
    """Return the value of a cell that a change gives, in the unit of its column."""
    text = as_text(raw)
    if text == "":
        if column.required:
            what = at_column(column.name, message("must_not_be_blank"))
            patch.refuse(steps, what, None, "missing")
        return column.default
    try:
        return column.adapter.validate_python(text)
    except ValidationError as error:
        patch.problems.append(cell_problem(error.errors()[0], column, patch.where(*steps)))
        return column.default


def _blank_ranges(values: Mapping[str, Any], patch: Patch) -> dict[str, Any]:
    """Return blanks for the ranges of the columns that are set: they do not hold any more."""
    ranges = (range_of(patch.change.table, column) or () for column in values)
    return {end: patch.columns[end].default for pair in ranges for end in pair}


def _sets_figure(values: Mapping[str, Any], patch: Patch) -> bool:
    """Return whether the change gives a number that may have had a published source."""
    table, columns = patch.change.table, patch.columns
    is_figure = any(columns[c].takes_unit or range_of(table, c) is not None for c in values)
    return is_figure and "confidence" in columns


def scale_values(picked: list[Record], patch: Patch) -> list[Record]:
    """Return the rows with columns, and the ends of their ranges, multiplied: each cell once.

    An end goes with its column unless the change gives it a factor of its own.
    """
    factors = patch.change.scale or {}
    for column, factor in factors.items():
        steps = ("scale", column)
        if not patch.columns[column].takes_unit:
            numbers = list_some(c.name for c in patch.columns.values() if c.takes_unit)
            what = message("cannot_be_scaled", column=show(column))
            patch.refuse(steps, what, message("quantities_are", columns=numbers), "not_a_number")
        elif all(record.values[column] is None for record in picked):
            what = message("blank_everywhere", column=show(column))
            patch.refuse(steps, what, None, "no_match")
        else:
            ends = set(range_of(patch.change.table, column) or ()) - set(factors)
            place = patch.where(*steps)
            picked = [_scaled(r, column, ends, factor, place, patch) for r in picked]
    return picked


def _scaled(
    record: Record, column: str, ends: set[str], factor: float, place: str, patch: Patch
) -> Record:
    values = {
        name: None if record.values[name] is None else record.values[name] * factor
        for name in (column, *sorted(ends))
    }
    typical = {c: v * factor for c, v in record.typical.items() if c == column}
    for name, value in values.items():
        _refuse_impossible(patch, column, patch.columns[name], record.values[name], value)
    confidence = {"confidence": _ASSUMED} if "confidence" in patch.columns else {}
    return replace(
        record,
        values=record.values | values | confidence,
        typical=record.typical | typical,
        changed=record.changed | dict.fromkeys(values, place),
    )


def _refuse_impossible(
    patch: Patch, named: str, column: Column, old: float | None, new: float | None
) -> None:
    """Refuse a factor that takes a cell out of what is possible; Bq/kg have no bound."""
    is_activity = column.kind == "content" and old is not None and old > 1
    wrong = None if new is None or is_activity else column.spec.find_impossible(new)
    if wrong is not None:
        patch.refuse(("scale", named), at_column(column.name, wrong[0]), None, "bound")


def use_ends(picked: list[Record], patch: Patch) -> list[Record]:
    """Return the rows with an end of the range as the value; rows without it keep theirs."""
    for column, end in (patch.change.use or {}).items():
        ends = range_of(patch.change.table, column)
        if ends is None:
            ranged = [c for c in patch.columns if range_of(patch.change.table, c)]
            hint = suggest(column, ranged, "ranges_have") or message("no_ranges")
            patch.refuse(
                ("use", column), message("no_range", column=show(column)), hint, "no_range"
            )
            continue
        place = patch.where("use", column)
        moved = [_moved(record, column, end, place) for record in picked]
        if end != "typical" and all(m is record for m, record in zip(moved, picked, strict=True)):
            what = message("no_end", end=message(f"end_{end}"), column=show(column))
            patch.refuse(("use", column), what, None, "no_match")
        picked = moved
    return picked


def _moved(record: Record, column: str, end: str, place: str) -> Record:
    """Return the row with `column` at an end of its range, the typical value kept aside."""
    typical = record.typical.get(column, record.values[column])
    value = typical if end == "typical" else record.values[f"{column}_{end}"]
    if value is None or value == "":
        return record
    return replace(
        record,
        values=record.values | {column: value},
        typical=record.typical | {column: typical},
        changed=record.changed | {column: place},
    )


def new_rows(patch: Patch) -> list[Record]:
    """Return the rows that a change adds; each has the place of the change."""
    rows = (_new_row(number, cells, patch) for number, cells in enumerate(patch.change.add or []))
    return [row for row in rows if row is not None]


def _new_row(number: int, cells: Mapping[str, Any], patch: Patch) -> Record | None:
    noted = len(patch.problems)
    for column in cells:
        if column not in patch.columns:
            what = message("no_column", table=patch.change.table, column=show(column))
            hint = suggest(column, list(patch.columns), "it_has")
            patch.refuse(("add", number, column), what, hint, "unknown_column")
    texts = {column: as_text(raw) for column, raw in cells.items() if column in patch.columns}
    try:
        row = TABLES[patch.change.table].row.model_validate(
            {column: text for column, text in texts.items() if text != ""}
        )
    except ValidationError as error:
        for cell in error.errors():
            name = str(cell["loc"][0])
            place = patch.where("add", number, name)
            patch.problems.append(cell_problem(cell, patch.columns[name], place))
        return None
    return Record(dict(row.__dict__), patch.where()) if len(patch.problems) == noted else None
