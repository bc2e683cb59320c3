"""Plans again after changes: a solver for each stage, which goes on from its own basis.

One solver for all stages has to take up another basis, factorize it and find its edge weights
before every stage; that costs more than the few pivots that a changed capacity takes. Here every
stage has a solver of its own. What reaches it from one plan to the next is what has changed:
bounds of rows, costs, rows that were not there before, and the face that the earlier stages leave.

Often the first stage keeps its duals, so its face is tried as it was; when there is a plan on it,
that plan is complementary to these duals, so the first stage needs no solve. `settle` makes up for
it, and for the ties, when nobody waits.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from sim.errors import InfeasibleError
from sim.rules.moved import Shift
from sim.scenario.document import Stage
from sim.solve.arrays import Floats, Ints
from sim.solve.balance import LeastRate
from sim.solve.engine import Engine
from sim.solve.forms import Form
from sim.solve.optimum import Face, Optimum
from sim.solve.plan import Plan
from sim.solve.session import TIE_BREAK, RowName, Session
from sim.solve.stages import Progress, outcome_of, slack_of, solve_form

NEAR = {"presolve": "off", "dual_simplex_cost_perturbation_multiplier": 0.0}
"""A few pivots from the last optimum there is nothing to presolve and no cycling to fear."""


@dataclass(frozen=True)
class Change:
    """What of a programme is other than it was built."""

    bounds: Mapping[RowName, tuple[float, float]] = field(default_factory=dict)
    """Bounds of some rows."""
    closed: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Columns that stay at nothing."""
    shifts: Mapping[str, Shift] = field(default_factory=dict)
    """Metric -> what is added to its constants."""
    forms: Mapping[str, Form] = field(default_factory=dict)
    """Metric -> what it is now, its constants as built; metrics left out are as they were."""
    rows: Sequence[Row] = ()
    """Rows that the programme was not built with."""


@dataclass(frozen=True)
class Row:
    """lower <= coefficients x <= upper."""

    name: RowName
    coefficients: Floats
    lower: float
    upper: float

    @cached_property
    def key(self) -> tuple[RowName, bytes]:
        """What tells rows apart, whatever their bounds."""
        return self.name, self.coefficients.tobytes()


class TooManyRowsError(Exception):
    """More rows came than a programme is to carry along: another one has to be built."""


MOST_ROWS = 64
"""Rows that come to a programme; those not in use stay in it, without bounds."""


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
        self._first: _Solved | None = None
        """What the first stage ended with."""
        first = session.form(self._stages[0].metric)
        self._may_pass = not (first.is_fractional or isinstance(first, LeastRate))
        self._change = Change()
        self._added: dict[tuple[RowName, bytes], int] = {}
        """Row that has come -> its place behind those that were built."""

    def solve(self, bounds: Mapping[RowName, tuple[float, float]], *, ties: bool = True) -> Plan:
        """Return the optimal plan under other bounds of some rows; the others are as built.

        Without `ties` it is any of the plans that are optimal in all stages of the scenario, in
        about half the time: the values of the stages are those of the plan, flows need not be.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        return self.solve_changed(Change(bounds), ties=ties)

    def solve_changed(self, change: Change, *, ties: bool = True) -> Plan:
        """Return the optimal plan of the changed programme; `ties` as in `solve`.

        Bounds of rows and no more are changed unless it `is_plain`.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError, TooManyRowsError
        """
        if self.is_plain:
            plan = self._solve(change, ties=ties)
        else:
            assert not any(map(len, (change.closed, change.forms, change.rows)))
            plan = self.session.solve(bounds=change.bounds)
        self._change = change
        return plan

    def settle(self) -> Plan:
        """Return the plan under the last bounds, ties broken, and be ready for the next change.

        For moments when nobody waits: what `solve` passed over is made up for.

        Raises
        ------
        UnboundedError, SolverLimitError
        """
        plan = self.solve_changed(self._change)
        if self._first is not None and not self._first.steps:
            solvers = self._open(self._change.bounds)
            self._first = self._solve_stage(0, solvers[0], self._within(self._change))
        return plan

    def _solve(self, change: Change, *, ties: bool) -> Plan:
        """Solve the stages, on the face that the first one left the last time if it has a plan."""
        began, progress = time.perf_counter(), None
        solvers = self._open(change.bounds)
        self._add_rows(change.rows, solvers)
        within, self._change = self._within(change), change
        if self._first is not None and self._may_pass_on(self._first, within):
            self._first = replace(self._first, steps=0)
            with suppress(InfeasibleError):
                progress = self._go_on(self._first, solvers, within, ties=ties)
        if progress is None:
            self._first = self._solve_stage(0, solvers[0], within)
            progress = self._go_on(self._first, solvers, within, ties=ties)
        seconds = {**self.session.seconds, "solve": time.perf_counter() - began}
        built = len(self.session.arrays.row_names)
        of_rows = within.lower[:built], within.upper[:built]
        plan = self.session.report(progress, len(self._stages) - 1, seconds, of_rows)
        is_other = change.shifts or change.forms
        return replace(plan, bases=tuple(progress.bases)) if is_other else plan

    def _may_pass_on(self, first: _Solved, within: _Bounds) -> bool:
        """Return whether the duals of the first stage may be those of now."""
        own = self._form(self._stages[0]).vector
        same = own is first.vector or np.array_equal(own, first.vector)
        if not (self._may_pass and same) or within.opens(first.bounds):
            return False
        return bool(np.isfinite(first.face.bound(within.lower, within.upper)).all())

    def _add_rows(self, rows: Sequence[Row], solvers: Sequence[_Solver]) -> None:
        """Give every solver the rows that are new to it; without bounds they say nothing."""
        fresh = [row for row in rows if row.key not in self._added]
        if len(self._added) + len(fresh) > MOST_ROWS:
            raise TooManyRowsError
        for row in fresh:
            for solver in solvers:
                solver.add_row(row.coefficients)
            self._added[row.key] = len(self.session.arrays.row_names) + len(self._added)

    def _form(self, stage: Stage) -> Form:
        """Return the metric of a stage as it is now."""
        form = self._change.forms.get(stage.metric) or self.session.form(stage.metric)
        shift = self._change.shifts.get(stage.metric)
        return form if shift is None else form.shifted(*shift)

    @cached_property
    def is_plain(self) -> bool:
        """Return whether stages confine later ones by faces alone."""
        forms = [self.session.form(stage.metric) for stage in self._stages]
        writes = any(isinstance(form, LeastRate) and form.is_fractional for form in forms)
        slack = any(slack_of(stage, 1.0) > 0.0 for stage in self._stages)
        return not (writes or slack or self.session.network.grows or self.session.chooses)

    def _open(self, bounds: Mapping[RowName, tuple[float, float]]) -> list[_Solver]:
        """Return a solver a stage and one for ties, each at the optimum under the first bounds.

        As built the session may have no plan.
        """
        if self._solvers is None:
            self.session.solve(bounds=bounds)
            self._rates = self.session.start.rates
            self._solvers = [self._solver(number) for number in range(len(self._stages) + 1)]
        return self._solvers

    def _solver(self, number: int) -> _Solver:
        arrays = self.session.arrays
        engine, stage = Engine(arrays, self.session.network.scenario.solver), len(arrays.row_names)
        for name, value in NEAR.items():
            engine.highs.setOptionValue(name, value)
        engine.bases[number, stage] = self.session.engine.bases[number, stage]
        engine.start_from(number)
        return _Solver(engine, self._within(Change()))

    def _within(self, change: Change) -> _Bounds:
        """Return the bounds of all rows and columns of the changed programme."""
        arrays, free = self.session.arrays, np.full(len(self._added), np.inf)
        lower, upper = np.append(arrays.lower, -free), np.append(arrays.upper, free)
        for name, (low, high) in change.bounds.items():
            row = self.session.row_of[name]
            lower[row], upper[row] = low, high
        for come in change.rows:
            at = self._added[come.key]
            lower[at], upper[at] = come.lower, come.upper
        columns = np.full(len(arrays.column_names), np.inf)
        columns[change.closed] = 0.0
        return _Bounds(lower, upper, columns)

    def _solve_stage(self, number: int, solver: _Solver, bounds: _Bounds) -> _Solved:
        """Solve one stage within bounds."""
        began, stage = time.perf_counter(), self._stages[number]
        form = self._form(stage)
        solver.confine(bounds)
        optimum, value, steps = solve_form(
            solver.engine, stage.metric, form, self._rates, maximize=stage.maximize is not None
        )
        seconds = time.perf_counter() - began
        return _Solved(optimum, bounds, form.vector, value, steps, seconds)

    def _go_on(
        self, first: _Solved, solvers: Sequence[_Solver], bounds: _Bounds, *, ties: bool
    ) -> Progress:
        """Solve the stages after the first, and break ties if that is wanted."""
        solved = [first]
        for number in range(1, len(self._stages) if ties else len(self._stages) - 1):
            bounds = bounds.on(solved[-1].face)
            solved.append(self._solve_stage(number, solvers[number], bounds))
        last = solved[-1].optimum
        if ties or len(solved) == 1:
            solvers[-1].confine(bounds.on(solved[-1].face))
            solvers[-1].engine.aim(self.session.weights(), maximize=False)
            last = solvers[-1].engine.run()
        progress = Progress()
        for stage, of in zip(self._stages, solved, strict=False):
            form = self._form(stage)
            value = of.value if of.steps else form.value(last.columns)
            base = form.base(last.columns)
            outcome = outcome_of(
                stage, value, 0.0, of.steps, of.optimum, of.seconds, is_defined=base > 0
            )
            progress.take(outcome, of.optimum, base)
        progress.optimum = last
        progress.solves += 1
        return progress


@dataclass(frozen=True)
class _Solved:
    """What a stage ended with."""

    optimum: Optimum
    bounds: _Bounds
    """The bounds it was solved within."""
    vector: Floats
    """The weights of its metric."""
    value: float
    steps: int
    """Programmes solved; none where the stage kept its duals."""
    seconds: float

    @cached_property
    def face(self) -> Face:
        """The face of optimal plans that it leaves to later stages."""
        return self.optimum.face(self.bounds.lower, self.bounds.upper, len(self.bounds.lower))


@dataclass(frozen=True)
class _Bounds:
    """Bounds of all rows, and the upper bounds of all columns."""

    lower: Floats
    upper: Floats
    columns: Floats

    def opens(self, before: _Bounds) -> bool:
        """Return whether columns are open that were closed before: their prices are not known."""
        return bool((self.columns > before.columns).any())

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

    def add_row(self, coefficients: Floats) -> None:
        """Add a row without bounds."""
        self.engine.add_row(coefficients)
        own = self._bounds
        lower, upper = np.append(own.lower, -np.inf), np.append(own.upper, np.inf)
        self._bounds = _Bounds(lower, upper, own.columns)

    def confine(self, new: _Bounds) -> None:
        """Change the bounds that are other than before; the time limit begins anew."""
        self.engine.grant_time()
        old = self._bounds
        columns = np.flatnonzero(old.columns != new.columns).astype(np.int32)
        if len(columns):
            self.engine.bound_columns(columns, new.columns[columns])
        rows = np.flatnonzero((old.lower != new.lower) | (old.upper != new.upper))
        if len(rows):
            where = rows.astype(np.int32)
            self.engine.bound_rows(where, new.lower[rows], new.upper[rows])
        self._bounds = new
