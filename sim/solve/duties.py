"""What a coalition cannot keep: least loads and contracts that its members alone cannot meet.

A line whose least load cannot be met stands still, and a contract that cannot be kept is void.
Which they are is found by the least shortfall, each counted as a part of what is asked for. What
then stands still may be missed by others, so the search is repeated until there is a plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, hstack

from sim.rules.families import FAMILIES
from sim.solve.arrays import Arrays, Floats
from sim.solve.mixed import open_engine
from sim.solve.production import Members, Production

Rows = NDArray[np.int64]
_SHORT = 1e-7
"""A shortfall below this part of what is asked for is rounding."""
_STEP = 1e-4
"""How much more each duty counts than the one before it: of equal shortfalls one is taken."""


@dataclass(frozen=True)
class Duties:
    """The rows that ask a player for a least amount, and what stands still without each."""

    rows: Rows
    columns: tuple[NDArray[np.int64], ...]
    """Of each row the columns of its line; none of a contract."""

    def closed(self, missed: frozenset[int]) -> NDArray[np.int64]:
        """Return the columns that stand still where these rows are not kept."""
        parts = [c for row, c in zip(self.rows, self.columns, strict=True) if int(row) in missed]
        return np.concatenate([np.empty(0, dtype=np.int64), *parts])


def list_duties(arrays: Arrays) -> Duties:
    """Return the least loads and contracts of a programme."""
    rows = [
        row
        for row, (name, _) in enumerate(arrays.row_names)
        if arrays.lower[row] > 0 and FAMILIES[name].is_limit and FAMILIES[name].gives == "down"
    ]
    of_line: dict[object, list[int]] = {}
    for column, (name, index) in enumerate(arrays.column_names):
        if name in ("act", "use"):
            of_line.setdefault(index[0], []).append(column)
    columns = [
        of_line[arrays.row_names[row][1][0]]
        if FAMILIES[arrays.row_names[row][0]].owner == "line"
        else []
        for row in rows
    ]
    return Duties(
        np.array(rows, dtype=np.int64), tuple(np.array(c, dtype=np.int64) for c in columns)
    )


class DutyFinder:
    """Finds which duties a coalition cannot keep, in a programme with a gap in each of them."""

    def __init__(self, production: Production, duties: Duties) -> None:
        self._production, self._duties = production, duties
        arrays = production.arrays
        count, self._own = len(duties.rows), arrays.matrix.shape[1]
        shape = arrays.matrix.shape[0], count
        gaps = csc_array((np.ones(count), (duties.rows, np.arange(count))), shape=shape)
        names = [("gap", (int(row),)) for row in duties.rows]
        self._arrays = replace(
            arrays,
            matrix=_narrow(csc_array(hstack([arrays.matrix, gaps]))),
            column_names=[*arrays.column_names, *names],
        )

    def find(self, members: Members) -> frozenset[int]:
        """Return the rows that a coalition cannot keep.

        Raises
        ------
        InfeasibleError
            It has no plan for another reason.
        """
        missed: frozenset[int] = frozenset()
        while True:
            gaps, asked = self._gaps(members, missed)
            short = self._duties.rows[gaps > _SHORT * asked]
            if not len(short):
                return missed
            missed |= {int(row) for row in short}

    def _gaps(self, members: Members, missed: frozenset[int]) -> tuple[Floats, Floats]:
        """Return the least shortfall of each duty, and what it asks for."""
        lower, upper = self._production.bounds(members)
        lower = lower.copy()
        lower[list(missed)] = 0.0
        asked = lower[self._duties.rows]
        engine = open_engine(self._arrays, self._production.settings)
        engine.primal = True
        costs = np.zeros(self._arrays.matrix.shape[1])
        sizes = np.where(asked > 0, asked, 1.0)
        costs[self._own :] = (1.0 + _STEP * np.arange(len(asked))) / sizes
        engine.aim(costs, maximize=False)
        rows = np.arange(len(lower), dtype=np.int32)
        engine.bound_rows(rows, lower, upper)
        closed = self._production.closed(members)
        closed[self._duties.closed(missed)] = True
        shut = np.flatnonzero(closed).astype(np.int32)
        engine.bound_columns(shut, np.zeros(len(shut)))
        return engine.run().columns[self._own :], asked


def _narrow(matrix: csc_array) -> csc_array:
    """Give a matrix the numbers the solver takes."""
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return matrix
