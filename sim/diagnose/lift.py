"""The programme with every limit elastic, and with what each waste gains as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from sim.errors import SolverLimitError
from sim.network.idle import Run, Want, find_idle
from sim.rules.families import FAMILIES
from sim.say.message import message
from sim.solve.arrays import Floats
from sim.solve.endings import LOST
from sim.solve.engine import AS_IT_IS, PRIMAL
from sim.solve.route_weights import weight_of
from sim.solve.session import RowName, Session
from sim.solve.threads import solve

ELASTIC = {f.name: f.softness for f in FAMILIES.values() if f.softness is not None}
"""Rows that may give way, and what a unit of it costs: what planners can move comes first."""
APART = 1e-6
"""How far equal weights are moved apart, by the names of the rows: one movement is the cheapest."""
LOOSE = 1e-7
"""How far (kt/yr) what must stay may move, so that rounding is no obstacle."""
FREE = highspy.kHighsInf

Waste = tuple[str, str]
"""(zone, lot)."""


@dataclass(frozen=True)
class Short:
    """What may be missing of what is asked for: `most` tonnes, each of so much net gain."""

    most: float
    worth: float = 1.0


@dataclass
class Lift:
    """The elastic programme, its numbering and its solver."""

    highs: Any
    rows: list[int]
    """Row of each elastic column, in the order of the columns."""
    elastic: range
    """Columns of the movements."""
    uptake: dict[Waste, int]
    """Waste -> row of what leaves its zone for plants."""
    gain: dict[Waste, int]
    """Waste -> row of its uptake less all residues disposed of."""
    weights: Floats
    size: int
    asked: Waste = ("", "")
    """The waste that more is asked of."""
    _basis: Any = None
    """Basis that searches begin at, with the tonnes missing in it."""
    _rows: list[Any] = field(default_factory=list)
    """What the rows are there before anything is asked for."""

    @property
    def short(self) -> int:
        """Return the column of the tonnes short of what is asked for."""
        return self.size - 1

    def aim(self, costs: Mapping[int, float] | Floats, beside: Floats | None = None) -> None:
        """Minimize the costs of columns; `beside` are costs of the first columns."""
        new = np.zeros(self.size)
        if beside is not None:
            new[: len(beside)] = beside
        if isinstance(costs, Mapping):
            for column, cost in costs.items():
                new[column] = cost
        else:
            new[: len(costs)] = costs
        self.highs.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), new)

    def ask(self, waste: Waste, uptake: tuple[float, float], gain: float, short: Short) -> None:
        """Ask for an uptake and a net gain of a waste, of which tonnes may be missing."""
        self.asked = waste
        self.bound(self.uptake[waste], *uptake)
        self.bound(self.gain[waste], gain)
        self._allow(waste, 1.0, short.worth, short.most)

    def ask_no_more(self, waste: Waste, uptake: float) -> None:
        """Ask for an uptake of a waste and nothing else."""
        self.bound(self.uptake[waste], uptake)
        self.bound(self.gain[waste], -FREE)
        self._allow(waste, 0.0, 0.0, 0.0)

    def _allow(self, waste: Waste, tonnes: float, net: float, most: float) -> None:
        self.highs.changeCoeff(self.uptake[waste], self.short, tonnes)
        self.highs.changeCoeff(self.gain[waste], self.short, net)
        self.highs.changeColBounds(self.short, 0.0, most)

    def place(self) -> Floats | None:
        """Return the optimal columns for what is asked, or None.

        The search begins at the plan, with all that is asked for missing: from there the primal
        simplex method finds its way in few steps, whatever the costs are.
        """
        if self._basis.valid:
            rows = self._rows.copy()
            rows[self.uptake[self.asked]] = highspy.HighsBasisStatus.kLower
            self._basis.row_status = rows
            self.highs.setBasis(self._basis)
        self.highs.setOptionValue("simplex_strategy", PRIMAL)
        return self.solve()

    def stay(self) -> None:
        """Begin searches at the basis of this moment."""
        self._basis = self.highs.getBasis()
        if self._basis.valid:
            self._rows, columns = list(self._basis.row_status), list(self._basis.col_status)
            columns[self.short] = highspy.HighsBasisStatus.kBasic
            self._basis.col_status = columns

    def free(self, columns: Iterable[int]) -> None:
        """Let these movements be made, and no others."""
        wanted = set(columns)
        upper = np.array([FREE if c in wanted else 0.0 for c in self.elastic])
        where = np.array(self.elastic, dtype=np.int32)
        self.highs.changeColsBounds(len(where), where, np.zeros(len(where)), upper)

    def bound(self, row: int, lower: float, upper: float = FREE) -> None:
        """Bound a row."""
        self.highs.changeRowBounds(row, lower, upper)

    def solve(self) -> Floats | None:
        """Return the optimal columns, or None when there is no plan.

        Raises
        ------
        SolverLimitError
            All solves together take longer than the time limit of the scenario.
        """
        status = solve(self.highs)
        if status in LOST:
            self.highs.clearSolver()
            status = solve(self.highs)
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise SolverLimitError(
                message("solver_stopped", status=message(f"solver_status_{status.name}"))
            )
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        return np.asarray(self.highs.getSolution().col_value, dtype=float)


def build_lift(session: Session, routes: Mapping[Waste, list[int]], plan: Floats) -> Lift:
    """Return the programme with elastic limits, standing at the plan."""
    arrays = session.arrays
    rows, size = arrays.matrix.shape
    idle = find_idle(session.network)
    spoken_for = {
        (name, index) for name in ELASTIC for index in FAMILIES[name].spoken_for(session.network)
    }
    give = [
        (row, -1.0 if up else 1.0, ELASTIC[name])
        for row, (name, index) in enumerate(arrays.row_names)
        if name in ELASTIC and (name, index[:-1]) not in spoken_for and _may_give(name, index, idle)
        for up in (True, False)
        if np.isfinite(arrays.upper[row] if up else arrays.lower[row])
    ]
    matrix = _extend(arrays.matrix, routes, give, session.form("net_utilized").vector)
    wastes = list(routes)
    count = len(wastes)
    lower = np.concatenate([arrays.lower, [0.0], np.full(2 * count, -np.inf)])
    upper = np.concatenate([arrays.upper, [0.0], np.full(2 * count, np.inf)])
    total = matrix.shape[1]
    low, high = np.zeros(total), np.full(total, np.inf)
    low[-2] = -np.inf
    high[-1] = 0.0
    high[size : size + len(give)] = 0.0
    for column, (name, _) in enumerate(arrays.column_names):
        if name == "reclaim":
            low[column], high[column] = max(plan[column] - LOOSE, 0.0), plan[column] + LOOSE
    highs = _load(matrix, (lower, upper), (low, high))
    highs.setOptionValue("time_limit", session.network.scenario.solver.time_limit)
    _start(highs, session, (rows, size), 2 * count, len(give))
    lift = Lift(
        highs,
        [row for row, _, _ in give],
        range(size, size + len(give)),
        {w: rows + 1 + i for i, w in enumerate(wastes)},
        {w: rows + 1 + count + i for i, w in enumerate(wastes)},
        np.array([w * _apart(arrays.row_names[row]) for row, _, w in give]),
        total,
    )
    lift.stay()
    return lift


def _may_give(name: str, index: tuple[Any, ...], idle: Mapping[Run, Want]) -> bool:
    """Return whether a row may give: recipes that cannot run let nothing in, however they read.

    Unless all they lack is an input: then its least share is what stands in the way.
    """
    family = FAMILIES[name]
    want = idle.get(tuple(index[:2])) if family.is_rule else None
    return want is None or (want.reason == "input" and family.is_least_of_recipe)


def _apart(name: RowName) -> float:
    """Return a factor near 1 that is a row's own."""
    return 1.0 + APART * (weight_of(name) - 1.0)


def _extend(
    matrix: Any,
    routes: Mapping[Waste, list[int]],
    give: list[tuple[int, float, float]],
    net: Floats,
) -> Any:
    """Return the matrix with the movements, the residues, and the rows of every waste.

    Columns: those of the programme, movements, d, tonnes. Rows: those of the programme,
    `all uptake - net - d = 0`, uptake of each waste, uptake of each waste less d.
    """
    rows, size = matrix.shape
    moves = csc_array(
        ([s for _, s, _ in give], ([r for r, _, _ in give], range(len(give)))),
        shape=(rows, len(give)),
    )
    places = [(i, c) for i, columns in enumerate(routes.values()) for c in columns]
    uptake = csr_array(
        (np.ones(len(places)), ([i for i, _ in places], [c for _, c in places])),
        shape=(len(routes), size),
    )
    disposed = csr_array((np.asarray(uptake.sum(axis=0)).ravel() - net)[None, :])
    nothing = csr_array((len(routes), len(give)))
    blank = csr_array((1, len(give)))
    top = hstack([matrix, moves, csc_array((rows, 2))])
    middle = hstack([disposed, blank, csr_array([[-1.0, 0.0]])])
    first = hstack([uptake, nothing, csr_array((len(routes), 2))])
    less = csr_array(np.tile([-1.0, 0.0], (len(routes), 1)))
    second = hstack([uptake, nothing, less])
    return csc_array(vstack([top, middle, first, second]))


def _load(matrix: Any, rows: tuple[Floats, Floats], columns: tuple[Floats, Floats]) -> Any:
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("primal_feasibility_tolerance", 1e-9),
        ("dual_feasibility_tolerance", 1e-9),
        ("dual_simplex_cost_perturbation_multiplier", 0.0),
        ("simplex_scale_strategy", AS_IT_IS),
        ("primal_simplex_bound_perturbation_multiplier", 0.0),
    ):
        highs.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_ = np.zeros(matrix.shape[1])
    lp.col_lower_, lp.col_upper_ = columns
    lp.row_lower_, lp.row_upper_ = rows
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.indptr
    lp.a_matrix_.index_ = matrix.indices
    lp.a_matrix_.value_ = matrix.data
    highs.passModel(lp)
    return highs


def _start(highs: Any, session: Session, shape: tuple[int, int], wastes: int, moves: int) -> None:
    """Start from the basis of the plan: movements at zero, the new rows free."""
    rows, size = shape
    basis = session.engine.highs.getBasis()
    if not basis.valid:
        return
    at_lower, basic = highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic
    wider = highspy.HighsBasis()
    wider.col_status = [*list(basis.col_status)[:size], *[at_lower] * moves, basic, at_lower]
    wider.row_status = [*list(basis.row_status)[:rows], at_lower, *[basic] * wastes]
    wider.valid = True
    highs.setBasis(wider)
