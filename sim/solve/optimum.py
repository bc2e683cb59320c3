"""An optimum of one linear programme, and the face of optimal plans that it shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.solve.arrays import Floats

FACE = 1e-8
"""Reduced costs and duals below this, relative to the largest, count as zero."""


@dataclass(frozen=True)
class Face:
    """What an optimum confines every optimal plan to."""

    fixed: NDArray[np.int32]
    """Columns at zero."""
    rows: NDArray[np.int32]
    """Rows at one of their bounds."""
    at_upper: NDArray[np.bool_]
    """Which of the two, row by row."""
    zero_below: float = 0.0
    """What reduced costs were taken for zero below."""

    def bound(self, lower: Floats, upper: Floats) -> Floats:
        """Return where its rows are kept, given the bounds of all rows."""
        return np.where(self.at_upper, upper[self.rows], lower[self.rows])


@dataclass(frozen=True)
class Optimum:
    """An optimal basis solution of one linear programme."""

    value: float
    columns: Floats
    column_duals: Floats
    row_values: Floats
    row_duals: Floats
    gap: float
    row_sizes: Floats
    """Largest coefficient of each row of the model, at least 1."""

    def face(self, lower: Floats, upper: Floats, count: int) -> Face:
        """Return the optimal face, given the bounds of all rows; pins stand behind `count` rows.

        By complementary slackness every optimal plan has columns of nonzero reduced cost at
        zero and rows of nonzero dual at their bound, whichever optimal duals are looked at.
        What a dual is worth is told by the reduced costs that it makes: a share of a million
        tonnes a tonne has one of a millionth.
        """
        zero_below = FACE * max(1.0, float(np.abs(self.column_duals).max(initial=0.0)))
        fixed = np.flatnonzero(np.abs(self.column_duals) > zero_below).astype(np.int32)
        cut = FACE * max(1.0, float(np.abs(self.row_duals[:count]).max(initial=0.0)))
        pins = np.ones(len(self.row_duals) - len(self.row_sizes))
        worth = np.abs(self.row_duals) * np.concatenate([self.row_sizes, pins])
        tight = (worth > cut) & (lower < upper)
        rows = np.flatnonzero(tight).astype(np.int32)
        value = self.row_values[rows]
        at_upper = np.abs(value - lower[rows]) >= np.abs(value - upper[rows])
        return Face(fixed, rows, at_upper, zero_below)
