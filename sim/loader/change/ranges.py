"""Cells that carry a range, and a case with each of them at a position of its own in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError, Problem
from sim.loader.case import Case, Record
from sim.loader.change.edits import Patch
from sim.loader.change.patch import pick_rows
from sim.loader.change.wholes import CONTENTS, Analyses
from sim.loader.load import Loaded
from sim.loader.rules.meaning import BOUNDS
from sim.say.message import message
from sim.scenario.document import Change
from sim.scenario.ensemble import RangePick, ranged_columns
from sim.scenario.fields import PARAMETERS
from sim.scenario.tables import TABLES
from sim.units import parse

Floats = NDArray[np.float64]
CellName = tuple[str, tuple[Any, ...], str]
"""Table, key of the row, column: the same in all scenarios that share the data."""


@dataclass(frozen=True)
class RangedCell:
    """A cell that carries a range; numbers are in the canonical unit of its column."""

    table: str
    key: tuple[Any, ...]
    column: str
    low: float
    typical: float
    high: float
    kind: tuple[str, ...]
    """What the row is of: its cells in the columns `alike` of its table."""
    at: str
    """`file:line` of the row, or of the change that gave it."""

    @property
    def name(self) -> CellName:
        """Return what the cell is known by."""
        return self.table, self.key, self.column


def list_ranges(loaded: Loaded) -> list[RangedCell]:
    """Return every cell whose range is wider than nothing, in the order of tables and keys.

    An end that is not given is the typical value. A cell that the scenario has moved to an end of
    its range is decided, and is none of them.
    """
    cells = [
        cell
        for table, rows in loaded.tables.items()
        for column in ranged_columns(table)
        for record in rows.records
        if (cell := _read_cell(table, column, record)) is not None
    ]
    return sorted(cells, key=lambda cell: (cell.table, cell.column, tuple(map(str, cell.key))))


def carries_ranges(case: Case) -> bool:
    """Return whether some cell of a case carries a range."""
    ends = (
        case.tables[table][f"{column}_{end}"]
        for table in TABLES
        for column in ranged_columns(table)
        for end in ("low", "high")
    )
    return any(bool((end.notna() & end.ne("")).any()) for end in ends)


def _read_cell(table: str, column: str, record: Record) -> RangedCell | None:
    typical = record.values[column]
    if typical is None or record.typical.get(column, typical) != typical:
        return None
    ends = [record.values[f"{column}_{end}"] for end in ("low", "high")]
    cells = [typical if cell in (None, "") else cell for cell in (ends[0], typical, ends[1])]
    if isinstance(typical, str):
        unit = PARAMETERS[record.values["id"]].canonical
        cells = [parse(cell, unit) for cell in cells]
    low, middle, high = map(float, cells)
    if low == high:
        return None
    spec = TABLES[table]
    key = tuple(record.values[name] for name in spec.key)
    kind = tuple(str(record.values[name] or "") for name in spec.alike)
    return RangedCell(table, key, column, low, middle, high, kind, record.where(column))


class Mover:
    """Moves ranged cells of one case."""

    def __init__(self, case: Case, cells: Sequence[RangedCell]) -> None:
        self._case = case
        self._blocks = _group(case, cells)
        contents = [block.rows for block in self._blocks if (block.table, block.column) == CONTENTS]
        self._analyses = Analyses(case.tables[CONTENTS[0]], *contents)

    def move(self, positions: Floats) -> Case:
        """Return the case with each cell at a position: 0 low, 0.5 typical, 1 high.

        In between the value goes straight from one to the next. What a row demands besides,
        that the most is not less than the least, holds: the cell stops there. The oxides of an
        analysis stay within the whole.
        """
        frames = dict(self._case.tables)
        for block in self._blocks:
            frame = frames[block.table]
            cells = frame[block.column].to_numpy(copy=True)
            cells[block.rows] = block.values(positions[block.numbers])
            if (block.table, block.column) == CONTENTS:
                self._analyses.keep_whole(cells)
            moved = pd.Series(cells, index=frame.index, dtype=frame[block.column].dtype)
            frames[block.table] = frame.assign(**{block.column: moved})
        return replace(self._case, tables=frames)

    @property
    def columns(self) -> Mapping[str, frozenset[str]]:
        """Return table -> columns that are moved."""
        found: dict[str, frozenset[str]] = {}
        for block in self._blocks:
            found[block.table] = found.get(block.table, frozenset()) | {block.column}
        return found


@dataclass(frozen=True)
class _Block:
    """The ranged cells of one column."""

    table: str
    column: str
    numbers: NDArray[np.int64]
    """Places among all cells."""
    rows: NDArray[np.int64]
    """Places in the frame of the table."""
    ends: Floats
    """Low, typical, high x cells."""
    least: Floats
    """What each cell must not go below."""
    units: tuple[str, ...]
    """Of cells that are texts with a unit; else nothing."""

    def values(self, positions: Floats) -> Any:
        """Return the cells at these positions."""
        low, typical, high = self.ends
        below = low + (typical - low) * np.minimum(2.0 * positions, 1.0)
        above = typical + (high - typical) * (2.0 * positions - 1.0)
        numbers = np.maximum(np.where(positions <= 0.5, below, above), self.least)
        if not self.units:
            return numbers
        texts = [f"{n!r} {u}".strip() for n, u in zip(numbers.tolist(), self.units, strict=True)]
        return np.array(texts, dtype=object)


def _group(case: Case, cells: Sequence[RangedCell]) -> list[_Block]:
    """Return the cells column by column."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for number, cell in enumerate(cells):
        numbers.setdefault((cell.table, cell.column), []).append(number)
    return [_block(case, t, c, of, [cells[n] for n in of]) for (t, c), of in numbers.items()]


def _block(
    case: Case, table: str, column: str, numbers: list[int], cells: list[RangedCell]
) -> _Block:
    frame = case.tables[table]
    keys = frame[list(TABLES[table].key)].astype(object)
    keys = keys.where(keys.notna(), None)
    row_of = {tuple(key): row for row, key in enumerate(keys.itertuples(index=False, name=None))}
    rows = np.array([row_of[_blank_as_none(cell.key)] for cell in cells], dtype=np.int64)
    ends = np.array([[c.low, c.typical, c.high] for c in cells], dtype=float).T
    least = np.full(len(cells), -np.inf)
    for of, low, high in BOUNDS:
        if (of, high) == (table, column):
            least = np.nan_to_num(frame[low].to_numpy(float)[rows], nan=-np.inf)
    is_text = table == "parameters"
    units = tuple(PARAMETERS[cell.key[0]].canonical for cell in cells) if is_text else ()
    return _Block(table, column, np.array(numbers, dtype=np.int64), rows, ends, least, units)


def _blank_as_none(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(None if cell != cell else cell for cell in key)


def pick_cells(loaded: Loaded, pick: RangePick, path: tuple[str | int, ...]) -> set[CellName]:
    """Return the cells of the rows that a pick speaks of, whether they carry a range or not.

    Raises
    ------
    InputError
        It picks no row; told at `path` in the document.
    """
    problems: list[Problem] = []
    content = {"table": pick.table, "where": pick.where, "use": {pick.columns[0]: "typical"}}
    patch = Patch(Change.model_validate(content), path, loaded.document, problems)
    rows = pick_rows(patch, loaded.tables, idle=message("pick_idle"))
    if problems:
        raise InputError(problems)
    records, key = loaded.tables[pick.table].records, TABLES[pick.table].key
    return {
        (pick.table, tuple(records[row].values[name] for name in key), column)
        for row in rows
        for column in pick.columns
    }
