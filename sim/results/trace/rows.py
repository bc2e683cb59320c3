"""Cells of the input as rows of a table: where each stands, what it says, and how firmly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.loader.case import Case
from sim.loader.columns import columns_of, range_of, unit_of
from sim.network import Network
from sim.results.names import Names, NamesIn
from sim.results.trace.figures import Part, Traced
from sim.rules.family import BORDERS, ENTRIES, EXPANSIONS
from sim.scenario.records import tuples
from sim.scenario.tables import TABLES

COLUMNS = (
    "figure",
    "part",
    "at",
    "table",
    "column",
    "row",
    "name_en",
    "name_zh",
    "value",
    "unit",
    "low",
    "high",
    "source",
    "year",
    "confidence",
    "status",
    "amount",
    "amount_unit",
    "share",
)
"""Columns of `trace.csv`, in order."""
OBJECTIVE, CHOICES = "objective", "choose"
SECTIONS: Mapping[str, Callable[[Case], tuple[Sequence[Any], Sequence[str]]]] = {
    BORDERS: lambda case: (case.scenario.borders, case.borders_at),
    ENTRIES: lambda case: (case.scenario.limits, case.limits_at),
    EXPANSIONS: lambda case: (case.scenario.expand, case.expand_at),
    CHOICES: lambda case: (case.scenario.choose, case.choose_at),
    OBJECTIVE: lambda case: (case.scenario.objective, case.stages_at),
}
"""Section of the scenario that cells may stand in -> its entries, and where each stands."""
ASSUMED = "assumed"
_SOURCED = ("source", "year", "confidence", "status")


class RowTexts:
    """Says what rows of the input are, in both languages."""

    def __init__(self, case: Case, network: Network) -> None:
        self._case = case
        self._names = Names(network, case.tables["areas"])
        recipes = case.tables["recipes"].to_dict("records")
        self._recipes = {str(recipe["id"]): recipe for recipe in recipes}

    def name(self, table: str, row: int, key: Sequence[str]) -> dict[str, str]:
        """Return what a row is called, that has a key: name_en and name_zh."""
        return {
            f"name_{names.texts.language}": self._say(names, table, row, key)
            for names in self._names.both
        }

    def _say(self, names: NamesIn, table: str, row: int, key: Sequence[str]) -> str:
        if table not in SECTIONS:
            return names.texts.join(self._label(names, cell) for cell in key)
        entry = SECTIONS[table](self._case)[0][row]
        if table == BORDERS:
            ends = {"origin": names.area(entry.from_), "destination": names.area(entry.to)}
            return names.texts.say("trace_border", **ends)
        if table == ENTRIES:
            return names.about(entry.metric, entry.asked)
        if table == OBJECTIVE:
            return names.texts.say("trace_kept", metric=names.about(entry.metric, {}))
        return names.texts.say("trace_entry", section=table, number=row + 1)

    def _label(self, names: NamesIn, cell: str) -> str:
        if cell in self._recipes:
            return names.texts.pick(self._recipes[cell], "name") or cell
        return names.label(cell)


class RowReader:
    """Reads cells of the input with all that is known of their rows."""

    def __init__(self, case: Case, network: Network) -> None:
        self._case, self._texts = case, RowTexts(case, network)
        self._places: dict[tuple[str, str], list[str]] = {}
        self._known: dict[str, dict[str, list[Any]]] = {}

    def _cells(self, table: str) -> dict[str, list[Any]]:
        """Return column -> the cells of a table."""
        if table not in self._known:
            frame = self._case.tables[table]
            self._known[table] = {str(name): frame[name].tolist() for name in frame}
        return self._known[table]

    def _key(self, table: str, row: int) -> list[str]:
        """Return the cells that a row of the input is told by."""
        if table in SECTIONS:
            return [str(row + 1)]
        cells = (str(self._cells(table)[name][row]) for name in TABLES[table].key)
        return [cell for cell in cells if cell not in ("", "nan")]

    def read(self, table: str, column: str, row: int) -> dict[str, Any]:
        """Return where a cell stands, what it says, its range, and where that is from."""
        key = self._key(table, row)
        about = {"table": table, "column": column, "row": "|".join(key)}
        about |= self._texts.name(table, row, key)
        if table in SECTIONS:
            return {**about, **self._of_entry(table, column, row)}
        cells = {name: values[row] for name, values in self._cells(table).items()}
        ends = range_of(table, column) or ("", "")
        return {
            **about,
            "at": self._place(table, column, row),
            "value": _number(cells[column]),
            "unit": columns_of(table)[column].spec.shown or columns_of(table)[column].unit,
            **{end: cells.get(name) for end, name in zip(("low", "high"), ends, strict=True)},
            **{name: cells[name] for name in _SOURCED if name in cells},
        }

    def lean(self, cells: pd.DataFrame) -> float:
        """Return which share of cells (`Made.tabulate`) is of assumed rows, counted by size."""
        places = zip(cells["table"].tolist(), cells["row"].tolist(), strict=True)
        known = [self._confidence(*place) for place in places]
        return lean_on_assumed(cells.assign(confidence=known))

    def _confidence(self, table: str, row: int) -> str:
        if table in SECTIONS or "confidence" not in self._case.tables[table]:
            return ""
        return str(self._cells(table)["confidence"][row])

    def _place(self, table: str, column: str, row: int) -> str:
        if (table, column) not in self._places:
            self._places[table, column] = self._case.places(table, column)
        return self._places[table, column][row]

    def _of_entry(self, section: str, column: str, row: int) -> dict[str, Any]:
        entries, places = SECTIONS[section](self._case)
        entry = entries[row]
        if section == ENTRIES:
            return {"at": places[row], "value": entry.amount, "unit": entry.spec.unit}
        unit = unit_of(type(entry).model_fields[column])
        return {
            "at": places[row],
            "value": _number(getattr(entry, column)),
            "unit": unit.canonical if unit else "",
        }


def _number(value: Any) -> float | None:
    """Return what a cell says where it is a number."""
    return float(value) if isinstance(value, (int, float)) else None


def tabulate_trace(reader: RowReader, traced: Traced) -> pd.DataFrame:
    """Return `trace.csv`: a row a cell, part by part, the largest first.

    Shares are of the size of the part: those of a figure below zero add up to -1.
    """
    parts = [tabulate_part(reader, traced.name, part) for part in traced.parts]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def tabulate_part(
    reader: RowReader, name: str, part: Part, most: int | None = None
) -> pd.DataFrame:
    """Return the rows of a part, the largest first, `most` at most, with COLUMNS."""
    cells = part.cells.head(most) if most else part.cells
    rows = [_row(reader, name, part, cell) for cell in tuples(cells)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(reader: RowReader, name: str, part: Part, cell: tuple[Any, ...]) -> dict[str, Any]:
    *place, amount = cell
    return {
        "figure": name,
        "part": part.name,
        **reader.read(*place),
        "amount": amount if part.is_sum else float("nan"),
        "amount_unit": part.unit if part.is_sum else "",
        "share": amount / abs(part.total) if part.is_sum and part.total else float("nan"),
    }


def lean_on_assumed(rows: pd.DataFrame) -> float:
    """Return which share of a part is of assumed rows, counted by size whatever the sign."""
    sizes = rows["amount"].abs()
    whole = float(sizes.sum())
    return float(sizes[rows["confidence"].eq(ASSUMED)].sum()) / whole if whole else 0.0
