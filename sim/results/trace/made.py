"""What a figure is made of: cells of the input, each with what it adds to the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.model.arrays import Floats, Ints

KEY = ["table", "column", "row"]
"""Where a cell stands: the position of its row among those of the case's table."""


@dataclass(frozen=True)
class Cells:
    """Cells of one column, and what each adds."""

    table: str
    """Input table; `borders` or `expand` of the scenario."""
    column: str
    rows: Ints
    """Positions in the table, or among the entries of the scenario."""
    amounts: Floats
    """In the unit of the figure."""


@dataclass(frozen=True)
class Made:
    """A sum over cells of the input: what metrics are written with (`sim.rules.metric`)."""

    cells: tuple[Cells, ...] = ()

    def __add__(self, other: Made) -> Made:
        return Made((*self.cells, *other.cells))

    def __mul__(self, by: float) -> Made:
        return Made(tuple(Cells(c.table, c.column, c.rows, by * c.amounts) for c in self.cells))

    def __sub__(self, other: Made) -> Made:
        return self + other * -1.0

    @property
    def total(self) -> float:
        """Return the figure that the cells add up to."""
        return sum(float(c.amounts.sum()) for c in self.cells)

    def tabulate(self) -> pd.DataFrame:
        """Return KEY and `amount`, one row a cell that adds something, the largest first."""
        sums: dict[tuple[str, str], Floats] = {}
        for c in self.cells:
            some = c.amounts != 0
            assert (c.rows[some] >= 0).all(), f"{c.table}.{c.column}: no such row"
            own = np.bincount(c.rows[some], c.amounts[some]).astype(float)
            known = sums.get((c.table, c.column), np.zeros(0))
            size = max(len(own), len(known))
            sums[c.table, c.column] = _wide(own, size) + _wide(known, size)
        found = [
            (table, column, int(row), float(amounts[row]))
            for (table, column), amounts in sorted(sums.items())
            for row in np.flatnonzero(amounts)
        ]
        found.sort(key=lambda cell: -abs(cell[3]))
        return pd.DataFrame(found, columns=[*KEY, "amount"]).astype({"amount": float})


def _wide(amounts: Floats, size: int) -> Floats:
    """Return amounts with zeros behind them, so many in all."""
    return np.concatenate([amounts, np.zeros(size - len(amounts))])


class Finder:
    """Finds rows of input tables by columns of theirs."""

    def __init__(self, case: Case) -> None:
        self._tables = case.tables
        self._known: dict[tuple[str, ...], dict[tuple[object, ...], int]] = {}

    def rows(self, table: str, **keys: Sequence[object] | pd.Series | np.ndarray) -> Ints:
        """Return the position of the row of each key; -1 where there is none."""
        places = self._places(table, tuple(keys))
        wanted = list(zip(*(np.asarray(values, object) for values in keys.values()), strict=True))
        return np.fromiter((places.get(key, -1) for key in wanted), np.int64, len(wanted))

    def _places(self, table: str, columns: tuple[str, ...]) -> dict[tuple[object, ...], int]:
        """Return the cells of columns -> the position of their row."""
        if (table, *columns) not in self._known:
            cells = zip(*(self._tables[table][name].tolist() for name in columns), strict=True)
            self._known[table, *columns] = {key: row for row, key in enumerate(cells)}
        return self._known[table, *columns]

    def cells(
        self, table: str, column: str, amounts: Floats, **keys: Sequence[object] | pd.Series
    ) -> Cells:
        """Return the cells of a column that amounts belong to, by the keys of their rows."""
        return Cells(table, column, self.rows(table, **keys), amounts)
