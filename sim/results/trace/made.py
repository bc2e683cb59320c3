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
        frames = []
        for c in self.cells:
            some = c.amounts != 0
            assert (c.rows[some] >= 0).all(), f"{c.table}.{c.column}: no such row"
            about = {"table": c.table, "column": c.column, "row": c.rows[some]}
            frames += [pd.DataFrame({**about, "amount": c.amounts[some]})] * bool(some.any())
        if not frames:
            return pd.DataFrame({**{name: [] for name in KEY}, "amount": np.zeros(0)})
        sums = pd.concat(frames).groupby(KEY, as_index=False, sort=True)["amount"].sum()
        sums = sums[sums["amount"] != 0.0]
        order = sums["amount"].abs().sort_values(ascending=False, kind="stable").index
        ordered: pd.DataFrame = sums.loc[order].reset_index(drop=True)
        return ordered


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
