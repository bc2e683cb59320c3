"""Families of rows as tables: the keys of the rows, their bounds, and the terms on their left.

A term is a column with a coefficient, in the row with the same key. Terms whose key has no row
are left out, so a family needs to name its rows once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.rules.joins import join_numbers, number_rows
from sim.rules.tables import Floats, Ints

Bound = float | Floats | pd.Series


@dataclass
class Rows:
    """The rows of one constraint."""

    name: str
    keys: pd.DataFrame
    """One row a constraint; unique."""
    lower: Bound = -np.inf
    upper: Bound = np.inf
    terms: list[tuple[Floats, Ints, pd.DataFrame]] = field(default_factory=list)
    """Coefficients, columns and keys."""
    cells: Bound | None = None
    """The share that each row allows, where it is written `part - share x base <= | >= 0`."""
    base: list[tuple[Ints, pd.DataFrame]] = field(default_factory=list)
    """Columns and keys of the whole that the shares are taken of."""

    def add(self, coefficient: Bound, columns: Ints, keys: pd.DataFrame) -> Rows:
        """Add coefficient x column to the row with the same key, for every row of `keys`."""
        size = np.broadcast_to(np.asarray(coefficient, dtype=float), len(columns))
        self.terms.append((size, columns, keys.set_axis(self.keys.columns, axis=1)))
        return self

    def less_share(self, cells: Bound, columns: Ints, keys: pd.DataFrame) -> Rows:
        """Take off share x column in the row with the same key, for every row of `keys`.

        `cells` is the share that each row of the family allows, as the input table states it.
        """
        self.cells = cells
        named = keys.set_axis(self.keys.columns, axis=1)
        self.base.append((columns, named))
        of_row = np.broadcast_to(np.asarray(cells, dtype=float), len(self.keys))
        at = locate(self.keys, named)
        return self.add(-np.append(of_row, 0.0)[at], columns, named)

    def only_with_terms(self, *, more: bool) -> Rows:
        """Leave out rows that nothing is in, unless more terms may come."""
        if more:
            return self
        filled = np.zeros(len(self.keys), dtype=bool)
        for _, _, keys in self.terms:
            at = locate(self.keys, keys)
            filled[at[at >= 0]] = True
        self.lower = np.broadcast_to(np.asarray(self.lower, dtype=float), len(filled))[filled]
        self.upper = np.broadcast_to(np.asarray(self.upper, dtype=float), len(filled))[filled]
        if self.cells is not None:
            self.cells = np.broadcast_to(np.asarray(self.cells, dtype=float), len(filled))[filled]
        self.keys = self.keys[filled].reset_index(drop=True)
        return self

    def entries_in(self, keys: pd.DataFrame, below: int) -> tuple[Ints, Ints, Floats]:
        """Return what `entries` does of the columns numbered below, by the rows of `keys`."""
        few = Rows(self.name, keys)
        for size, columns, names in self.terms:
            at = np.flatnonzero(columns < below)
            few.terms.append((size[at], columns[at], names.iloc[at]))
        return few.entries()

    def entries(self) -> tuple[Ints, Ints, Floats]:
        """Return row (of this family), column and coefficient of every term."""
        rows, columns, sizes = [], [], []
        for size, column, keys in self.terms:
            at = locate(self.keys, keys)
            known = at >= 0
            rows.append(at[known])
            columns.append(column[known])
            sizes.append(size[known])
        if not rows:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
        return np.concatenate(rows), np.concatenate(columns), np.concatenate(sizes)


def locate(table: pd.DataFrame, keys: pd.DataFrame) -> Ints:
    """Return the position in `table` of each row of `keys`; -1 where it is not there.

    Both have the same columns, in the same order; the rows of `table` are unique.
    """
    if not len(table) or not len(keys):
        return np.full(len(keys), -1, dtype=np.int64)
    if table.shape[1] == 1:
        found = pd.Index(table.iloc[:, 0]).get_indexer(pd.Index(keys.iloc[:, 0]))
    else:
        pairs = ([table[name], keys[other]] for name, other in zip(table, keys, strict=True))
        ours, theirs = join_numbers(*map(number_rows, pairs))
        found = pd.Index(ours).get_indexer(pd.Index(theirs))
    positions: Ints = found.astype(np.int64)
    return positions
