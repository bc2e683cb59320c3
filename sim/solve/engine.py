"""HiGHS behind a small face: load once, change costs and rows in place, keep the basis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from sim.errors import SolverLimitError
from sim.say.message import message
from sim.scenario.settings import Solver
from sim.solve.arrays import Arrays, size_rows, violated_by_nothing
from sim.solve.endings import LOST, SOLVED, raise_unless_solved
from sim.solve.optimum import Optimum
from sim.solve.threads import solve
from sim.solve.tolerances import EXACT, FEASIBILITY, ROUGH

Floats = NDArray[np.float64]
Bases = dict[tuple[int, int], tuple[int, Any]]
DUAL, PRIMAL = 1, 4
"""Strategies of the simplex method."""
SMALL = 1e-12
"""Coefficients below this count as none: less than any tolerance makes of them."""
AS_IT_IS = 0
"""No scaling: in kt, CNY and shares coefficients are of a size already, and what is optimal in
scaled numbers may take a second solve to be so in ours."""
GROWN = 0.03
"""New columns per row from which on an old basis helps less than the interior-point method."""
NEAR = 2
"""Columns per row that an interior-point solve looks at, where an optimum is at hand."""


class Engine:
    """A linear programme inside HiGHS that can be re-solved warm."""

    def __init__(self, arrays: Arrays, settings: Solver) -> None:
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.columns, self.rows = len(arrays.column_names), len(arrays.row_names)
        self._lower, self._upper = arrays.lower, arrays.upper
        self._asked: dict[int, tuple[float, float]] = {}
        self.goes_on = False
        """Whether a stage that was never solved goes on from the basis at hand."""
        self.has_plan = False
        """Whether a plan is known to be left: an optimum that the model was confined around."""
        self._tightened: set[int] = set()
        self._pins: list[tuple[float, float]] = []
        self._written: dict[tuple[int, int], float] = {}
        self._matrix, self._row_sizes = arrays.matrix, size_rows(arrays)
        self.pinned_routes: list[Floats | None] = []
        self.interior = False
        """Whether cold solves go by the interior-point method (with crossover to a basis)."""
        self.primal = False
        """Whether solves go by the primal simplex method even where no columns were added."""
        self._cold, self._added = True, 0
        self._last: Optimum | None = None
        self._costs, self._maximizes = np.zeros(self.columns), False
        self._fixed: list[NDArray[np.int32]] = []
        self.bases: Bases = {}
        """(stage, rows of the model) -> columns then, and the basis that the stage ended with."""
        self._option("output_flag", False)
        self._option("threads", settings.threads)
        self._option("random_seed", 0)
        self._time_limit, self._is_shared = settings.time_limit, False
        self.grant_time()
        self._options(EXACT)
        self._option("simplex_scale_strategy", AS_IT_IS)
        self._option("small_matrix_value", SMALL)
        self.bound_scale = max(0, -math.floor(math.log2(arrays.size)))
        self._option("user_bound_scale", self.bound_scale)
        self._load(arrays)

    def _option(self, name: str, value: bool | int | float | str) -> None:
        if self.highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise SolverLimitError(message("solver_option", option=f"{name}={value}"))

    def _options(self, options: Mapping[str, float | str]) -> None:
        for name, value in options.items():
            self._option(name, value)

    def grant_time(self) -> None:
        """Begin the time limit anew: the solver's clock runs on from solve to solve."""
        if not self._is_shared:
            self._option("time_limit", self.highs.getRunTime() + self._time_limit)

    @contextmanager
    def on_one_limit(self) -> Iterator[None]:
        """Have many solves share the time limit of one."""
        self.grant_time()
        self._is_shared = True
        try:
            yield
        finally:
            self._is_shared = False

    def _load(self, arrays: Arrays) -> None:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, self.rows
        lp.col_cost_ = np.zeros(self.columns)
        lp.col_lower_ = np.zeros(self.columns)
        lp.col_upper_ = np.full(self.columns, highspy.kHighsInf)
        lp.row_lower_, lp.row_upper_ = arrays.lower, arrays.upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = arrays.matrix.indptr
        lp.a_matrix_.index_ = arrays.matrix.indices
        lp.a_matrix_.value_ = arrays.matrix.data
        if self.highs.passModel(lp) == highspy.HighsStatus.kError:
            raise SolverLimitError(message("solver_model"))

    @contextmanager
    def unperturbed(self) -> Iterator[None]:
        """Leave costs as they are: to undo their perturbation costs most of a short re-solve."""
        self._option("dual_simplex_cost_perturbation_multiplier", 0.0)
        try:
            yield
        finally:
            self._option("dual_simplex_cost_perturbation_multiplier", 1.0)

    def reset(self) -> None:
        """Undo every pin, face and changed bound; bases are kept for warm starts."""
        self.grant_time()
        count = self.highs.getNumRow()
        if count > self.rows:
            where = np.arange(self.rows, count, dtype=np.int32)
            self.highs.deleteRows(len(where), where)
        for (row, column), coefficient in self._written.items():
            self.highs.changeCoeff(row, column, coefficient)
        self._written = {}
        for fixed in self._fixed:
            free = np.full(len(fixed), highspy.kHighsInf)
            self.highs.changeColsBounds(len(fixed), fixed, np.zeros(len(fixed)), free)
        rows = np.array(sorted(self._tightened | self._asked.keys()), dtype=np.int32)
        self.bound_rows(rows, self._lower[rows], self._upper[rows])
        self._fixed, self._tightened, self._asked, self._pins = [], set(), {}, []
        self.has_plan = False
        self.pinned_routes = []

    def face(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the columns kept at zero and the rows kept at a bound since the last reset."""
        fixed = np.unique(np.concatenate([np.empty(0, dtype=np.int32), *self._fixed]))
        return fixed.astype(np.int32), np.array(sorted(self._tightened), dtype=np.int32)

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Give a row other bounds until the next reset."""
        self._asked[row] = lower, upper
        self.highs.changeRowBounds(row, lower, upper)

    def set_coefficient(self, row: int, column: int, coefficient: float) -> None:
        """Give a row another coefficient until the next reset."""
        if (row, column) not in self._written:
            self._written[row, column] = float(self._matrix[row, column])
        self.highs.changeCoeff(row, column, coefficient)

    def bound_rows(self, rows: NDArray[np.int32], lower: Floats, upper: Floats) -> None:
        """Change the bounds of rows inside the solver, nothing remembered."""
        self.highs.changeRowsBounds(len(rows), rows, lower, upper)

    def bound_columns(self, columns: NDArray[np.int32], upper: Floats) -> None:
        """Change the upper bounds of columns inside the solver, nothing remembered."""
        self.highs.changeColsBounds(len(columns), columns, np.zeros(len(columns)), upper)

    def asked_bounds(self) -> tuple[Floats, Floats]:
        """Return the bounds of the model's rows with the changes asked for, faces left out."""
        lower, upper = self._lower.copy(), self._upper.copy()
        for row, (low, high) in self._asked.items():
            lower[row], upper[row] = low, high
        return lower, upper

    def _all_bounds(self) -> tuple[Floats, Floats]:
        """Return the bounds of the model's rows and of the pins behind them."""
        lower, upper = self.asked_bounds()
        pins = np.array(self._pins, dtype=float).reshape(-1, 2)
        return np.concatenate([lower, pins[:, 0]]), np.concatenate([upper, pins[:, 1]])

    def remember(self, number: int) -> None:
        """Keep the basis as the start of the same stage in later solves."""
        self.bases[number, self.highs.getNumRow()] = self.columns, self.highs.getBasis()

    def start_from(self, number: int) -> None:
        """Take up the basis the stage ended with before, if the model has the same rows."""
        known = self.bases.get((number, self.highs.getNumRow()))
        self._cold = known is None and not self.goes_on
        if known is not None:
            columns, basis = known
            missing = self.columns - columns
            if missing:
                new = [highspy.HighsBasisStatus.kLower] * missing
                basis.col_status = [*basis.col_status, *new]
                self.bases[number, self.highs.getNumRow()] = self.columns, basis
            self.highs.setBasis(basis)

    def add_columns(self, matrix: Any) -> None:
        """Add columns x >= 0 behind the others; the matrix (CSC) has a row for every pin too.

        The basis stays, so that the next solve goes on by the primal simplex method.
        """
        count = matrix.shape[1]
        starts = matrix.indptr[:-1].astype(np.int32)
        self._append(np.zeros(count), starts, matrix.indices.astype(np.int32), matrix.data)
        self.columns += count
        self._added += count

    def _append(self, costs: Floats, starts: Any, rows: Any, values: Floats) -> None:
        """Hand columns x >= 0 to HiGHS: where each begins, the row and the value of each entry."""
        count = len(costs)
        free = np.full(count, highspy.kHighsInf)
        self.highs.addCols(count, costs, np.zeros(count), free, len(rows), starts, rows, values)

    def add_row(self, coefficients: Floats) -> None:
        """Add a row without bounds to a model that nothing is pinned in; the basis stays."""
        where, sizes = np.flatnonzero(coefficients).astype(np.int32), np.abs(coefficients)
        self.highs.addRow(-np.inf, np.inf, len(where), where, coefficients[where])
        self.rows += 1
        self._lower, self._upper = np.append(self._lower, -np.inf), np.append(self._upper, np.inf)
        self._row_sizes = np.append(self._row_sizes, max(1.0, float(sizes.max(initial=0.0))))

    def aim(self, costs: Floats, *, maximize: bool) -> None:
        """Set the objective in place; the basis stays."""
        if maximize == self._maximizes and np.array_equal(costs, self._costs):
            return
        self._costs, self._maximizes = costs.copy(), maximize
        sense = highspy.ObjSense.kMaximize if maximize else highspy.ObjSense.kMinimize
        self.highs.changeObjectiveSense(sense)
        self.highs.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), costs)

    def pin(
        self, coefficients: Floats, lower: float, upper: float, routes: Floats | None = None
    ) -> None:
        """Add the row lower <= coefficients x <= upper.

        `routes` (lots x figures) says what columns that are added later have in it.
        """
        where = np.flatnonzero(coefficients).astype(np.int32)
        self._pins.append((lower, upper))
        self.pinned_routes.append(routes)
        self.highs.addRow(lower, upper, len(where), where, coefficients[where])

    def shortfall(self) -> tuple[float, Floats]:
        """Return the least total by which rows must be violated, and the row duals of it.

        Every row that doing nothing violates gets a column of its own for as long as this takes.
        """
        lower, upper = self._all_bounds()
        rows, signs = violated_by_nothing(lower, upper)
        many = len(rows)
        self.aim(np.zeros(self.columns), maximize=False)
        self._append(np.ones(many), np.arange(many, dtype=np.int32), rows, signs)
        self.highs.run()
        status = self.highs.getModelStatus()
        value = float(self.highs.getInfo().objective_function_value)
        duals = np.asarray(self.highs.getSolution().row_dual, dtype=float)
        where = np.arange(self.columns, self.columns + many, dtype=np.int32)
        self.highs.deleteCols(many, where)
        raise_unless_solved(status)
        return value, duals

    def keep_optimal(self, optimum: Optimum) -> float:
        """Confine the model to the optimal face of the programme just solved.

        Returns what reduced costs were taken for zero below.
        """
        lower, upper = self._all_bounds()
        face = optimum.face(lower, upper, self.rows)
        zero = np.zeros(len(face.fixed))
        self.highs.changeColsBounds(len(face.fixed), face.fixed, zero, zero)
        self._fixed.append(face.fixed)
        bound = face.bound(lower, upper)
        self.bound_rows(face.rows, bound, bound)
        self._tightened.update(face.rows[face.rows < self.rows].tolist())
        self.has_plan = True
        return face.zero_below

    def run(self) -> Optimum:
        """Solve from the present basis.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
            Each with a plain sentence.
        """
        if not self.interior:
            self._run_simplex()
        elif self._cold or self._last is None:
            self._run_interior()
        elif self._added > GROWN * self.rows:
            self._sift(self._last)
        else:
            self._run_simplex()
        self._cold, self._added = False, 0
        status = self.highs.getModelStatus()
        if status in LOST:
            status = self._start_over()
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            status = self._tell_apart()
        if status == highspy.HighsModelStatus.kInfeasible and self.has_plan:
            status = self._find_again()
        self._accept(status)
        optimum = self._read_optimum()
        self._last = optimum
        return optimum

    def _accept(self, status: highspy.HighsModelStatus) -> None:
        """Return where there is a solution to go on with."""
        raise_unless_solved(status)

    def _run_simplex(self) -> None:
        self._option("simplex_strategy", PRIMAL if self.primal or self._added else DUAL)
        solve(self.highs)
        self._option("simplex_strategy", DUAL)

    def _sift(self, last: Optimum) -> None:
        """Solve without the columns far from paying, then with all from the basis found.

        Those that pay after all join in, until they are few. The last optimum stays within
        reach: its columns have no reduced cost. (Sifting: Bixby, Gregory, Lustig, Marsten,
        Shanno 1992, Operations Research 40.)
        """
        order = np.argsort(np.abs(last.column_duals), kind="stable")
        unused = np.flatnonzero(last.columns <= 0.0)
        far = np.setdiff1d(np.intersect1d(order[NEAR * self.rows :], unused), self.face()[0])
        far = far.astype(np.int32, copy=False)
        while True:
            self.bound_columns(far, np.zeros(len(far)))
            self._run_interior()
            duals = np.asarray(self.highs.getSolution().col_dual, dtype=float)[far]
            self.bound_columns(far, np.full(len(far), highspy.kHighsInf))
            pays = (-duals if self._maximizes else duals) < -FEASIBILITY
            if pays.sum() <= GROWN * self.rows:
                break
            far = far[~pays]
        self._run_simplex()

    def _run_interior(self) -> None:
        self.highs.clearSolver()
        self._option("solver", "ipx")
        solve(self.highs)
        self._option("solver", "choose")

    def run_roughly(self) -> Optimum:
        """Return a plan and prices that are about right: an interior point some way off optimal.

        Neither is feasible to the tolerances of an optimum; to be used as a hint alone.
        """
        self._options(ROUGH)
        self._run_interior()
        self._options(EXACT)
        hint = self._read_optimum()
        self.highs.clearSolver()
        return hint

    def try_run(self) -> Optimum | None:
        """Solve from the present basis; None where no optimum was reached, whatever the reason."""
        self.grant_time()
        is_optimal = solve(self.highs) in SOLVED
        return self._read_optimum() if is_optimal else None

    def _read_optimum(self) -> Optimum:
        info = self.highs.getInfo()
        solution = self.highs.getSolution()
        value = float(info.objective_function_value)
        return Optimum(
            value,
            np.asarray(solution.col_value, dtype=float),
            np.asarray(solution.col_dual, dtype=float),
            np.asarray(solution.row_value, dtype=float),
            np.asarray(solution.row_dual, dtype=float),
            float(abs(info.primal_dual_objective_error)) if self.columns else 0.0,
            self._row_sizes,
        )

    def _start_over(self) -> highspy.HighsModelStatus:
        """Solve without the warm basis, which can be too ill-conditioned to go on from.

        Where the simplex method loses its way again, the interior-point method has a try.
        """
        self.highs.clearSolver()
        if solve(self.highs) in LOST:
            self._run_interior()
        status: highspy.HighsModelStatus = self.highs.getModelStatus()
        return status

    def _find_again(self) -> highspy.HighsModelStatus:
        """Solve anew where a plan is known to be left: only rounding can be in the way.

        The row that keeps a stage may cross limits that it all but coincides with by a hair.
        """
        status = self._start_over()
        return status if status != highspy.HighsModelStatus.kInfeasible else LOST[0]

    def _tell_apart(self) -> highspy.HighsModelStatus:
        self._option("presolve", "off")
        status = solve(self.highs)
        self._option("presolve", "choose")
        return status
