"""Plans again after changed row bounds: a solver for each stage, which goes on from its own basis.

One solver for all stages has to take up another basis, factorize it and find its edge weights
before every stage; that costs more than the few pivots that a changed capacity takes. Here every
stage has a solver of its own. What reaches it from one plan to the next is what has changed:
bounds of rows, and the face that the earlier stages leave.

Often the first stage keeps its duals, so its face is tried as it was; when there is a plan on it,
that plan is complementary to these duals, so the first stage needs no solve.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from sim.errors import InfeasibleError
from sim.scenario.document import Stage
from sim.solve.arrays import Floats
from sim.solve.balance import LeastRate
from sim.solve.engine import Engine
from sim.solve.optimum import Face, Optimum
from sim.solve.plan import Plan
from sim.solve.session import TIE_BREAK, RowName, Session
from sim.solve.stages import Progress, outcome_of, slack_of, solve_form

_OPTIONS = {
    "presolve": "off",
    "simplex_scale_strategy": 0,
    "dual_simplex_cost_perturbation_multiplier": 0.0,
}
"""A few pivots from the last optimum there is nothing to presolve and no cycling to fear; a solve
in scaled numbers can take a second one to be right in ours."""


class Replanner:
    """Plans of a session under changed row bounds, within milliseconds of each other.

    Each equals the plan that the session finds, but for the last digits. Scenarios that keep
    stages with slack or balance fractional rates are solved by the session.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._stages: list[Stage] = [*session.network.scenario.objective, TIE_BREAK]
        self._solvers: list[_Solver] | None = None
        self._rates: dict[str, float] = {}
        self._known: list[tuple[Optimum, Face]] = []
        """What each stage ended with."""
        first = session.form(self._stages[0].metric)
        self._may_pass = not (first.is_fractional or isinstance(first, LeastRate))

    def solve(self, bounds: Mapping[RowName, tuple[float, float]]) -> Plan:
        """Return the optimal plan under other bounds of some rows; the others are as built.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        if not self._is_plain():
            return self.session.solve(bounds=bounds)
        if self._solvers is None:
            self._solvers = self._open()
        began = time.perf_counter()
        lower, upper = self.session.arrays.lower.copy(), self.session.arrays.upper.copy()
        for name, (low, high) in bounds.items():
            row = self.session.row_of[name]
            lower[row], upper[row] = low, high
        progress = self._in_order(self._solvers, lower, upper)
        seconds = {**self.session.seconds, "solve": time.perf_counter() - began}
        return self.session.report(progress, len(self._stages) - 1, seconds, (lower, upper))

    def _is_plain(self) -> bool:
        """Return whether stages confine later ones by faces alone."""
        forms = [self.session.form(stage.metric) for stage in self._stages]
        writes = any(isinstance(form, LeastRate) and form.is_fractional for form in forms)
        slack = any(slack_of(stage, 1.0) > 0.0 for stage in self._stages)
        return not (writes or slack or self.session.network.grows)

    def _open(self) -> list[_Solver]:
        """Return a solver a stage and one for ties, each at the optimum of the session."""
        self.session.solve()
        self._rates = self.session.start.rates
        bases, arrays = self.session.engine.bases, self.session.arrays
        count = len(arrays.row_names)
        solvers = []
        for number in range(len(self._stages) + 1):
            engine = Engine(arrays, self.session.network.scenario.solver)
            for name, value in _OPTIONS.items():
                engine.highs.setOptionValue(name, value)
            engine.bases[number, count] = bases[number, count]
            engine.start_from(number)
            bounds = _Bounds(arrays.lower, arrays.upper, np.full(engine.columns, np.inf))
            solvers.append(_Solver(engine, bounds))
        return solvers

    def _in_order(self, solvers: Sequence[_Solver], lower: Floats, upper: Floats) -> Progress:
        """Solve the stages, the first one only if its face of the last time has no plan."""
        if self._may_pass and self._known:
            with suppress(InfeasibleError):
                return self._solve_from(1, solvers, lower, upper)
        return self._solve_from(0, solvers, lower, upper)

    def _solve_from(
        self, start: int, solvers: Sequence[_Solver], lower: Floats, upper: Floats
    ) -> Progress:
        bounds = _Bounds(lower, upper, np.full(solvers[0].engine.columns, np.inf))
        known, told = self._known[:start], []
        self._known = []
        for number, (stage, solver) in enumerate(zip(self._stages, solvers, strict=False)):
            began, form = time.perf_counter(), self.session.form(stage.metric)
            if number < start:
                optimum, face = known[number]
                value, steps = np.nan, 0
            else:
                solver.confine(bounds)
                optimum, value, steps = solve_form(
                    solver.engine, stage.metric, form, self._rates,
                    maximize=stage.maximize is not None,
                )  # fmt: skip
                face = optimum.face(lower, upper, solver.engine.rows)
                known.append((optimum, face))
            bounds = bounds.on(face)
            told.append((stage, form, optimum, value, steps, time.perf_counter() - began))
        solvers[-1].confine(bounds)
        solvers[-1].engine.aim(self.session.weights(), maximize=False)
        last = solvers[-1].engine.run()
        self._known = known
        progress = Progress()
        for stage, form, optimum, value, steps, seconds in told:
            found = value if steps else form.value(last.columns)
            outcome = outcome_of(stage, found, 0.0, steps, optimum, seconds)
            progress.take(outcome, optimum, form.base(last.columns))
        progress.optimum = last
        progress.solves += 1
        return progress


@dataclass(frozen=True)
class _Bounds:
    """Bounds of all rows, and the upper bounds of all columns."""

    lower: Floats
    upper: Floats
    columns: Floats

    def on(self, face: Face) -> _Bounds:
        """Return the bounds with an optimal face kept."""
        lower, upper, columns = self.lower.copy(), self.upper.copy(), self.columns.copy()
        lower[face.rows] = upper[face.rows] = face.bound(self.lower, self.upper)
        columns[face.fixed] = 0.0
        return _Bounds(lower, upper, columns)


class _Solver:
    """The solver of one stage, and the bounds it has."""

    def __init__(self, engine: Engine, bounds: _Bounds) -> None:
        self.engine, self._bounds = engine, bounds

    def confine(self, new: _Bounds) -> None:
        """Change the bounds that are other than before."""
        old = self._bounds
        columns = np.flatnonzero(old.columns != new.columns).astype(np.int32)
        if len(columns):
            self.engine.bound_columns(columns, new.columns[columns])
        rows = np.flatnonzero((old.lower != new.lower) | (old.upper != new.upper))
        if len(rows):
            where = rows.astype(np.int32)
            self.engine.bound_rows(where, new.lower[rows], new.upper[rows])
        self._bounds = new
