"""HiGHS behind a small face: load once, change costs and rows in place, keep the basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from sim.errors import InfeasibleError, SolverLimitError, UnboundedError
from sim.scenario.document import Solver
from sim.solve.arrays import Arrays

Floats = NDArray[np.float64]
FEASIBILITY = 1e-9
"""Primal and dual feasibility tolerance asked of the solver."""
FACE = 1e-8
"""Reduced costs and duals below this, relative to the largest, count as zero."""


@dataclass(frozen=True)
class Optimum:
    """An optimal basis solution of one linear programme."""

    value: float
    columns: Floats
    column_duals: Floats
    row_values: Floats
    row_duals: Floats
    gap: float


class Engine:
    """A linear programme inside HiGHS that can be re-solved warm."""

    def __init__(self, arrays: Arrays, settings: Solver) -> None:
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.columns = len(arrays.column_names)
        self.rows = len(arrays.row_names)
        self._option("output_flag", False)
        self._option("threads", settings.threads)
        self._option("random_seed", 0)
        self._option("time_limit", settings.time_limit)
        self._option("primal_feasibility_tolerance", FEASIBILITY)
        self._option("dual_feasibility_tolerance", FEASIBILITY)
        self._load(arrays)

    def _option(self, name: str, value: object) -> None:
        if self.highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise SolverLimitError(f"HiGHS refuses option {name}={value}")

    def _load(self, arrays: Arrays) -> None:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, self.rows
        lp.col_cost_ = np.zeros(self.columns)
        lp.col_lower_ = np.zeros(self.columns)
        lp.col_upper_ = np.full(self.columns, highspy.kHighsInf)
        lp.row_lower_ = np.where(np.isinf(arrays.lower), -highspy.kHighsInf, arrays.lower)
        lp.row_upper_ = np.where(np.isinf(arrays.upper), highspy.kHighsInf, arrays.upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = arrays.matrix.indptr
        lp.a_matrix_.index_ = arrays.matrix.indices
        lp.a_matrix_.value_ = arrays.matrix.data
        if self.highs.passModel(lp) == highspy.HighsStatus.kError:
            raise SolverLimitError("HiGHS refuses the model")

    def aim(self, costs: Floats, *, maximize: bool) -> None:
        """Set the objective in place; the basis stays."""
        sense = highspy.ObjSense.kMaximize if maximize else highspy.ObjSense.kMinimize
        self.highs.changeObjectiveSense(sense)
        self.highs.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), costs)

    def pin(self, coefficients: Floats, lower: float, upper: float) -> None:
        """Add the row lower <= coefficients x <= upper."""
        where = np.flatnonzero(coefficients)
        self.highs.addRow(
            -highspy.kHighsInf if np.isinf(lower) else lower,
            highspy.kHighsInf if np.isinf(upper) else upper,
            len(where), where.astype(np.int32), coefficients[where],
        )  # fmt: skip

    def keep_optimal(self, optimum: Optimum) -> None:
        """Confine the model to the optimal face of the programme just solved.

        By complementary slackness every optimal plan has columns of nonzero reduced cost at
        zero and rows of nonzero dual at their bound, whichever optimal duals are looked at.
        """
        cut = FACE * max(1.0, float(np.abs(optimum.column_duals).max(initial=0.0)))
        fixed = np.flatnonzero(np.abs(optimum.column_duals) > cut).astype(np.int32)
        zero = np.zeros(len(fixed))
        self.highs.changeColsBounds(len(fixed), fixed, zero, zero)
        cut = FACE * max(1.0, float(np.abs(optimum.row_duals).max(initial=0.0)))
        lp = self.highs.getLp()
        lower, upper = np.asarray(lp.row_lower_), np.asarray(lp.row_upper_)
        for row in np.flatnonzero((np.abs(optimum.row_duals) > cut) & (lower < upper)):
            value = optimum.row_values[row]
            at_lower = abs(value - lower[row]) < abs(value - upper[row])
            bound = float(lower[row] if at_lower else upper[row])
            self.highs.changeRowBounds(int(row), bound, bound)

    def run(self) -> Optimum:
        """Solve from the present basis.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
            Each with a plain sentence.
        """
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            status = self._tell_apart()
        self._raise_unless_optimal(status)
        info = self.highs.getInfo()
        solution = self.highs.getSolution()
        value = float(info.objective_function_value)
        return Optimum(
            value,
            np.asarray(solution.col_value, dtype=float),
            np.asarray(solution.col_dual, dtype=float),
            np.asarray(solution.row_value, dtype=float),
            np.asarray(solution.row_dual, dtype=float),
            float(abs(info.primal_dual_objective_error)),
        )

    def _tell_apart(self) -> highspy.HighsModelStatus:
        self._option("presolve", "off")
        self.highs.run()
        self._option("presolve", "choose")
        status: highspy.HighsModelStatus = self.highs.getModelStatus()
        return status

    def _raise_unless_optimal(self, status: highspy.HighsModelStatus) -> None:
        match status:
            case highspy.HighsModelStatus.kOptimal:
                return
            case highspy.HighsModelStatus.kInfeasible:
                raise InfeasibleError("No plan satisfies all limits at once.")
            case highspy.HighsModelStatus.kUnbounded:
                raise UnboundedError(
                    "The objective can be improved without end: something is missing a bound."
                )
        words = self.highs.modelStatusToString(status)
        raise SolverLimitError(f"The solver stopped before an optimum: {words}.")
