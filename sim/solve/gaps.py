"""Whether a programme has a plan at all: the least by which its rows must be violated.

A solver that looks for a plan where there is none proves so by a ray along which its prices grow
without end, and in a programme of long chains it loses itself on the way there. With a gap in
every row that doing nothing violates there always is an optimum, and prices stay bounded.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array, hstack

from sim.scenario.settings import Solver
from sim.solve.arrays import Arrays, Floats, violated_by_nothing
from sim.solve.mixed import open_engine
from sim.solve.tolerances import FEASIBILITY


class Gaps:
    """A programme with gaps in an engine of its own, in which rows can be left out."""

    def __init__(self, arrays: Arrays, settings: Solver) -> None:
        self._arrays = arrays
        self._engine = open_engine(_with_gaps(arrays), settings)
        self._engine.primal = True
        costs = np.zeros(self._engine.columns)
        costs[arrays.matrix.shape[1] :] = 1.0
        self._engine.aim(costs, maximize=False)
        self.proof: Floats = np.zeros(len(arrays.row_names))
        """Weight of each row in the proof that the rows just tried cannot all hold."""

    def free(self, row: int) -> None:
        """Leave a row out."""
        self._engine.bound_row(row, -np.inf, np.inf)

    def restore(self, row: int) -> None:
        """Take a row in again."""
        lower, upper = self._arrays.lower[row], self._arrays.upper[row]
        self._engine.bound_row(row, float(lower), float(upper))

    def can_be_closed(self) -> bool:
        """Return whether a plan satisfies all rows that are in.

        Raises
        ------
        SolverLimitError
        """
        optimum = self._engine.run()
        self.proof = optimum.row_duals
        widest = optimum.columns[self._arrays.matrix.shape[1] :].max(initial=0.0)
        return bool(widest <= FEASIBILITY * self._arrays.size)


def _with_gaps(arrays: Arrays) -> Arrays:
    """Return the programme with a column of its own in every row that doing nothing violates."""
    rows, signs = violated_by_nothing(arrays.lower, arrays.upper)
    shape = arrays.matrix.shape[0], len(rows)
    gaps = csc_array((signs, (rows, np.arange(len(rows)))), shape=shape)
    names = [("gap", (row,)) for row in rows.tolist()]
    return replace(
        arrays,
        matrix=csc_array(hstack([arrays.matrix, gaps])),
        column_names=[*arrays.column_names, *names],
    )
