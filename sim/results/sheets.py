"""What the sheets of a workbook of results show: names for ids, words for codes, and totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.results.credit import RATE_BASE, RATE_PARTS
from sim.results.heads import WORTHS, Head, head_of, named_head, unit_of_change
from sim.results.tables import OPTIONAL
from sim.results.transfers import LEVELS
from sim.say import WORDS
from sim.say.figures import read_number
from sim.say.texts import Texts

_ORDER = (
    "areas",
    "zones",
    "wastes",
    "unused",
    "transfers",
    "borders",
    "flows",
    "lines",
    "line_inputs",
    "line_outputs",
    "built",
    "openings",
    "costs",
    "actors",
    "prices",
    "excluded_routes",
    "unused_rows",
)
"""Tables in the order a reader asks for them: the whole, its parts, and why."""
_OWN = ("zone", "area", "actor", "id", "part")
"""Columns of ids whose names stand in the columns `name_…`."""
_LEFT_OUT = frozenset({"family", "cause", "constraint", "index"})
"""Columns that only programs read."""
_CODES = {
    "role": "code",
    "origin_kind": "code",
    "destination_kind": "code",
    "material_kind": "code",
    "kind": "code",
    "level": "code",
    "tier": "code",
    "counting": "code",
    "status": "status",
    "confidence": "code",
    "cost_confidence": "code",
    "scope": "code",
    "partner": "code",
    "source": "code",
    "class": "code",
    "purpose": "code",
    "rule": "code",
    "waste_class": "code",
    "relaxed": "code",
    "one_check": "code",
    "tenth_check": "code",
    "distance_method": "code",
    "open": "code",
    "reason": "code",
    "treated": "code",
    "cross_border": "code",
    "change": "code",
    "table": "compare_table",
}
"""Column of codes -> where the catalogue says them."""
_ADDED = frozenset({"kt_yr", "MCNY_yr", "MCNY", "Mt_km_yr"})
"""Units of amounts that add up."""
_EVERY = frozenset({"zones", "wastes", "unused", "costs", "actors", "transfers"})
"""Tables all of whose amounts add up over the rows."""
_SOME = {
    "flows": frozenset({"cost_MCNY_yr", "revenue_MCNY_yr", "co2_kt_yr", "work_Mt_km_yr"}),
    "lines": frozenset(
        {
            "uptake_kt_yr",
            "residue_input_kt_yr",
            "residues_made_kt_yr",
            "net_utilized_kt_yr",
            "capex_MCNY_yr",
            "treated_kt_yr",
        }
    ),
    "built": frozenset({"investment_MCNY", "annuity_MCNY_yr"}),
}
"""Table -> its amounts that add up. Flows count a tonne again on each leg of its chain, and the
activity of a line is of products or of feed: neither has a sum."""


_OF_ROW = {"prices": ("limit", "value", "from", "to")}
"""Table -> its columns whose numbers are in the unit that their row names."""
_QUOTAS = "kt/yr"
"""Unit of the limits of a table that names none."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: a table of results or a part of it."""

    key: str
    """The words `sheet <key>` and `tells <key>` are about it."""
    table: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class Shown:
    """A column of a sheet."""

    column: str
    """Of the table."""
    head: Head
    is_summed: bool = False
    rate: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """Amounts of which the first less the others, over the sum of the second, is the rate."""


def list_sheets(tables: Mapping[str, pd.DataFrame]) -> Iterator[Sheet]:
    """Yield the sheets of tables; one of something that the scenario does not ask for is absent.

    Transfers between provinces and between cities stand apart, so that each adds up. Of limits
    there are those that planners set, and what arises, not the rules of recipes.
    """
    for name in _ORDER:
        frame = tables[name]
        if name in OPTIONAL and frame.empty:
            continue
        if name == "transfers":
            for level in LEVELS:
                rows = frame[frame["level"] == level].drop(columns="level")
                yield Sheet(f"{name} {level}", name, rows)
        elif name == "prices":
            yield Sheet(name, name, frame[frame["class"] != "rule"])
        else:
            yield Sheet(name, name, frame)


def shown_columns(sheet: Sheet, texts: Texts) -> list[Shown]:
    """Return the columns that a reader of one language is shown, in order.

    A name stands in place of its id, and texts in the other language are left out.
    """
    given = list(map(str, sheet.frame.columns))
    names = {column: _name_of(column, given, texts) for column in given}
    taken = {name for name in names.values() if name}
    shown = []
    for column in given:
        if column in taken or column in _LEFT_OUT or _is_other(column, texts):
            continue
        name = names[column]
        if name:
            shown.append(Shown(name, named_head(column, texts)))
        else:
            shown.append(_as_it_is(sheet, column, given, texts))
    return shown


def _name_of(column: str, given: list[str], texts: Texts) -> str:
    """Return the column that names what a column has the ids of; blank where there is none."""
    if column.endswith(("_en", "_zh")):
        return ""
    language = texts.language
    own = (f"name_{language}",) if column in _OWN else ()
    known = (f"{column}_name_{language}", f"{column}_{language}", *own)
    return next((name for name in known if name in given), "")


def _is_other(column: str, texts: Texts) -> bool:
    """Return whether a column is in the other language than the reader's."""
    ending = column.rpartition("_")[2]
    return ending in ("en", "zh") and ending != texts.language


def _as_it_is(sheet: Sheet, column: str, given: list[str], texts: Texts) -> Shown:
    stem, _, ending = column.rpartition("_")
    head = named_head(stem, texts) if ending == texts.language else head_of(column, texts)
    rates = RATE_PARTS if sheet.table in ("zones", "wastes") else {}
    parts = rates.get(column)
    rate = (tuple(parts), RATE_BASE) if parts and {*parts, *RATE_BASE} <= {*given} else None
    adds = head.unit in _ADDED and sheet.table in _EVERY
    return Shown(column, head, adds or column in _SOME.get(sheet.table, ()), rate)


def say_cells(sheet: Sheet, column: str, texts: Texts) -> list[Any]:
    """Return the cells of a column: codes in the words of the reader, limits in his units."""
    cells = sheet.frame[column].tolist()
    if column in _OF_ROW.get(sheet.table, ()):
        return _divide(cells, _sizes_of_rows(sheet, texts))
    if column in WORTHS:
        changed = texts.step_scale(unit_of_change(WORTHS[column])).size
        return _divide(cells, [changed / size for size in _sizes_of_rows(sheet, texts)])
    group = _CODES.get(column.rpartition(":")[2])
    if group:
        return [texts.word(group, cell) if cell != "" else "" for cell in cells]
    return [_say_unit(cell, texts) for cell in cells] if column == "unit" else cells


def _sizes_of_rows(sheet: Sheet, texts: Texts) -> list[float]:
    """Return how much of the canonical unit of its limit one of the reader's is, row by row."""
    frame = sheet.frame
    units = frame["unit"].tolist() if "unit" in frame else [_QUOTAS] * len(frame)
    return [texts.scale_of(unit).size for unit in units]


def _divide(cells: list[Any], sizes: list[float]) -> list[Any]:
    """Return numbers in units of these sizes; what is no number stays as it is."""
    numbers = map(read_number, cells)
    return [
        cell if number is None else number / size
        for cell, number, size in zip(cells, numbers, sizes, strict=True)
    ]


def _say_unit(unit: str, texts: Texts) -> str:
    """Return a canonical unit as the reader counts."""
    known = texts.scale_of(unit).unit
    return texts.say(f"unit {known}") if f"unit {known}" in WORDS else known
