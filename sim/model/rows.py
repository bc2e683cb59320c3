"""Families of rows, and rows over the whole, put below each other into one programme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csc_array

from sim.model.arrays import NONE, Arrays, Floats, Ints, Name
from sim.model.columns import Columns
from sim.rules.rows import Rows
from sim.scenario.records import tuples

NOTHING = 1e-9
"""A bound this near to zero holds for a row that nothing is in."""


@dataclass(frozen=True)
class Total:
    """One row over the columns of all periods."""

    name: Name
    coefficients: Floats
    lower: float
    upper: float
    routes: Floats
    """Lots x FIGURES: what routes add, also those not among the columns."""


@dataclass(frozen=True)
class Hopeless:
    """A row that nothing is in and whose bounds leave out zero."""

    name: Name
    lower: float
    upper: float


@dataclass(frozen=True)
class RowBlock:
    """The rows of a family in the programme, before they are repeated for every period."""

    keys: pd.DataFrame
    start: int


@dataclass
class _Sheet:
    """Rows as they are put below each other."""

    names: list[Name] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    blocks: dict[str, RowBlock] = field(default_factory=dict)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)

    def add_family(self, family: Rows, periods: tuple[int, ...]) -> None:
        """Add the rows of a family for every period, sorted by the text of their keys."""
        indices = list(tuples(family.keys))
        order = sorted(range(len(indices)), key=lambda i: str((*indices[i], periods[0])))
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        rows, columns, sizes = family.entries()
        many, start = len(periods), len(self.names)
        keys = family.keys.iloc[order].reset_index(drop=True)
        self.blocks[family.name] = RowBlock(keys, start)
        entries = start + repeat(place[rows], many), repeat(columns, many)
        self.entries.append((*entries, np.repeat(sizes, many)))
        for bounds, side in ((self.lower, family.lower), (self.upper, family.upper)):
            values = np.broadcast_to(np.asarray(side, dtype=float), len(order))
            bounds.append(np.repeat(values[order], many))
        self.names += [(family.name, (*indices[i], t)) for i in order for t in periods]

    def add_total(self, row: Total) -> None:
        """Add one row."""
        where = np.flatnonzero(row.coefficients)
        at = np.full(len(where), len(self.names))
        self.entries.append((at, where, row.coefficients[where]))
        self.lower.append(np.array([row.lower]))
        self.upper.append(np.array([row.upper]))
        self.names.append(row.name)


def assemble(
    families: list[Rows], totals: list[Total], columns: Columns, *, more: bool = False
) -> tuple[Arrays, list[Hopeless], dict[str, RowBlock]]:
    """Return the programme of the rows, those that nothing can satisfy, and where families are.

    Rows that nothing is in are left out, unless more columns may come.
    """
    sheet, periods = _Sheet(), columns.network.periods
    for family in families:
        sheet.add_family(family, periods)
    for total in totals:
        sheet.add_total(total)
    rows, cols, sizes = (np.concatenate([part[i] for part in sheet.entries]) for i in range(3))
    lower, upper = np.concatenate(sheet.lower), np.concatenate(sheet.upper)
    matrix = make_matrix(rows, cols, sizes, (len(lower), columns.count * len(periods)))
    filled = np.zeros(len(lower), dtype=bool)
    filled[matrix.indices] = True
    empty = np.flatnonzero(~filled & ((lower > NOTHING) | (upper < -NOTHING)))
    hopeless = [Hopeless(sheet.names[i], float(lower[i]), float(upper[i])) for i in empty]
    kept = np.flatnonzero(filled | more)
    if len(kept) < len(lower):
        matrix = _narrow(csc_array(matrix[kept]))
    names = [sheet.names[i] for i in kept]
    whole = columns.whole()
    integer = whole if whole.any() else NONE
    arrays = Arrays(matrix, lower[kept], upper[kept], names, columns.names(), integer)
    return arrays, hopeless, sheet.blocks


def repeat(numbers: Ints, many: int) -> Ints:
    """Return number x many + t for every period t."""
    return (numbers[:, None] * many + np.arange(many)).ravel()


def make_matrix(rows: Ints, columns: Ints, sizes: Floats, shape: tuple[int, int]) -> Any:
    """Return the sparse matrix; terms of the same place are added up."""
    matrix = csc_array(coo_array((sizes, (rows, columns)), shape=shape))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return _narrow(matrix)


def _narrow(matrix: Any) -> Any:
    """Give a matrix the numbers the solver takes."""
    matrix.sort_indices()
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return matrix
