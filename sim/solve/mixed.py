"""A programme some of whose columns are whole numbers, inside HiGHS: its optimum has no duals."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from sim.errors import InfeasibleError
from sim.scenario.settings import Solver
from sim.solve.arrays import Arrays, Floats
from sim.solve.endings import LOST
from sim.solve.engine import Engine
from sim.solve.optimum import Optimum

TOLD_EVERY = 2.0
"""Seconds between two words on how far a search has come."""
_FEASIBLE = 2
"""How HiGHS calls the status of a solution that obeys all rows."""


@dataclass(frozen=True)
class Search:
    """How far a search for whole numbers has come."""

    gap: float
    """Between the best plan found and what no plan can do better than, as a share; infinite
    without a plan."""
    seconds: float
    nodes: int


class MixedEngine(Engine):
    """A mixed-integer programme that is solved again and again under other costs and rows."""

    def __init__(self, arrays: Arrays, settings: Solver) -> None:
        super().__init__(arrays, settings)
        self._takes_best = settings.at_time_limit == "best"
        self._whole = np.flatnonzero(arrays.integer).astype(np.int32)
        kinds = np.full(len(self._whole), highspy.HighsVarType.kInteger)
        self.highs.changeColsIntegrality(len(self._whole), self._whole, kinds)
        self.tell: Callable[[Search], None] = lambda _search: None
        """Called every few seconds while a search goes on."""
        self._began = self._told = time.perf_counter()
        # The solver asks whether to go on more often than it logs, and also where it logs nothing.
        self.highs.cbMipInterrupt.subscribe(self._hear)
        self._most = np.full(self.columns, highspy.kHighsInf)
        self._had_plan = False
        self._options({"mip_rel_gap": settings.gap, "mip_abs_gap": 0.0})

    @property
    def is_best_found(self) -> bool:
        """Return whether a search was ended by the time limit, with a plan that is taken."""
        is_over = self.highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
        has_plan = self.highs.getInfo().primal_solution_status == _FEASIBLE
        return bool(self._takes_best and is_over and has_plan)

    def _hear(self, event: Any) -> None:
        """Tell how far the search has come, if that was told some time ago."""
        now, data = time.perf_counter(), event.data_out
        if now - self._told >= TOLD_EVERY:
            self._told = now
            self.tell(Search(data.mip_gap, now - self._began, data.mip_node_count))

    def run(self) -> Optimum:
        """Solve with the costs and bounds as they are, and tell how far that has come."""
        self._began = self._told = time.perf_counter()
        return super().run()

    def start_at(self, columns: Floats) -> None:
        """Let the next search begin with a plan that is known."""
        solution = highspy.HighsSolution()
        solution.col_value = columns.tolist()
        self.highs.setSolution(solution)

    def fix_whole(self, columns: Floats) -> None:
        """Confine whole numbers to those of a plan, rounded: a search is a millionth off.

        Rounding can leave no plan.
        """
        self._had_plan, self.has_plan = self.has_plan, False
        values = np.round(columns[self._whole])
        self.highs.changeColsBounds(len(values), self._whole, values, values)

    def free_whole(self) -> None:
        """Undo `fix_whole`."""
        self.has_plan = self._had_plan
        zero = np.zeros(len(self._whole))
        self.highs.changeColsBounds(len(zero), self._whole, zero, self._most[self._whole])

    def bound_columns(self, columns: NDArray[np.int32], upper: Floats) -> None:
        """Change the upper bounds of columns; those of whole numbers outlast `fix_whole`."""
        super().bound_columns(columns, upper)
        self._most[columns] = upper

    def run_settled(self) -> Optimum:
        """Search, and solve once more with what was found open settled to the last digit."""
        found = self.run()
        self.fix_whole(found.columns)
        try:
            return self.run()
        except InfeasibleError:  # rounding alone leaves no plan
            return found
        finally:
            self.free_whole()

    def missed(self) -> float:
        """Return how much better than the one found a plan can be at most, by the last search."""
        info = self.highs.getInfo()
        gap = abs(float(info.mip_dual_bound) - float(info.objective_function_value))
        return gap if math.isfinite(gap) else 0.0

    def _find_again(self) -> highspy.HighsModelStatus:
        """Search anew where a plan is known to be left: presolve has rounded it away."""
        self.highs.clearSolver()
        status = self._tell_apart()
        return status if status != highspy.HighsModelStatus.kInfeasible else LOST[0]

    def _accept(self, status: highspy.HighsModelStatus) -> None:
        if not self.is_best_found:
            super()._accept(status)

    def _read_optimum(self) -> Optimum:
        found = super()._read_optimum()
        rows = np.zeros(self.highs.getNumRow())
        return replace(found, column_duals=np.zeros(self.columns), row_duals=rows)


def run_settled(engine: Engine) -> Optimum:
    """Return the optimum, with whole numbers whole to the last digit where there are any."""
    return engine.run_settled() if isinstance(engine, MixedEngine) else engine.run()


def open_engine(arrays: Arrays, settings: Solver) -> Engine:
    """Return a solver for a programme, whether some of its columns are whole numbers or not."""
    return (MixedEngine if arrays.integer.any() else Engine)(arrays, settings)
