"""Ordered objectives: each stage is solved, then kept within its slack while the next is.

A rate U/(G + S) is linear-fractional. It is maximized exactly by Dinkelbach's method
(Management Science 13, 1967): maximize U - r(G + S) for the current rate r, take the rate of
the solution as the next r, until the best value is zero. The steps are finite and each
is a warm re-solve with other costs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from sim.errors import InfeasibleError, SolverLimitError
from sim.model.columns import Columns
from sim.rules.metrics import METRICS
from sim.say.message import message
from sim.scenario.document import Stage
from sim.scenario.fields import Unit
from sim.solve.arrays import Floats
from sim.solve.balance import LeastRate, maximize_least
from sim.solve.engine import Engine
from sim.solve.forms import Form
from sim.solve.optimum import Optimum
from sim.solve.plan import Choosing, StageOutcome
from sim.solve.route_weights import route_weights, weight_of

PIN = 1e-9
"""Tolerance of a stage kept with slack, relative to the size of its value."""
RATE_STEPS = 50
SETTLED = 1e-10
"""A rate has settled when its surplus is below this, relative to the denominator."""


@dataclass
class Progress:
    """What the stages leave behind."""

    stages: list[StageOutcome] = field(default_factory=list)
    duals: list[Floats] = field(default_factory=list)
    """Row duals of each stage, in the unit of its metric per unit of the row."""
    bases: list[float] = field(default_factory=list)
    """Denominator of each stage's metric at its optimum; 1 for an amount."""
    optimum: Optimum | None = None
    solves: int = 0

    def take(self, outcome: StageOutcome, optimum: Optimum, base: float) -> None:
        """Add what a stage has reached; `base` is the denominator of its metric."""
        self.duals.append(optimum.row_duals / base if base > 0 else optimum.row_duals * 0.0)
        self.bases.append(base)
        self.optimum = optimum
        self.solves += outcome.solves
        self.stages.append(outcome)


class Source(Protocol):
    """Where further columns come from while stages are solved."""

    def foresee(
        self,
        stages: Sequence[tuple[str, bool]],
        form_of: Callable[[str], Form],
        rates: dict[str, float],
    ) -> int:
        """Add columns that stages are likely to want, before the first of them is solved.

        `stages` are metrics, and whether each is maximized; `rates` are updated, for their search
        to start from. Returns how many programmes it took.
        """
        ...

    def widen(self, form: Form | None, optimum: Optimum, *, maximize: bool) -> bool:
        """Add columns that would improve an optimum of a form (None: of the names' weights).

        Returns whether there were any; then the stage has to be solved again.
        """
        ...

    def rescue(self) -> bool:
        """Add columns until there is a plan; return whether there is one."""
        ...

    def keep(self, cut: float) -> None:
        """Remember the optimum last looked at as a face: reduced costs below `cut` are zero."""
        ...


def solve_in_order(
    engine: Engine,
    stages: Sequence[Stage],
    form_of: Callable[[str], Form],
    rates: dict[str, float],
    source: Source | None = None,
    choosing: Choosing | None = None,
) -> Progress:
    """Solve the stages one after the other, each confined to what the earlier ones left.

    `rates` holds the last value of each rate, a start for the next search; it is updated. Where
    a source has more columns, `form_of` must know them as soon as they are in the engine. Where
    choices were made before, slack is counted from what their search has reached.
    """
    progress = Progress()
    reached = [] if choosing is None else choosing.reached
    if source is not None:
        progress.solves += source.foresee(
            [(s.metric, s.maximize is not None) for s in stages], form_of, rates
        )
    for number, stage in enumerate(stages):
        engine.start_from(number)
        best = dict(reached[number : number + 1]).get(stage.metric)
        _solve_stage(engine, stage, form_of, rates, progress, source, best)
        engine.remember(number)
    return progress


def break_ties(
    engine: Engine,
    weights: Callable[[], Floats],
    number: int,
    progress: Progress,
    source: Source | None = None,
) -> None:
    """Choose among equal plans by a fixed weight of each column's name, not by row order."""
    engine.start_from(number)
    while True:
        engine.aim(weights(), maximize=False)
        progress.optimum = engine.run()
        progress.solves += 1
        if source is None or not source.widen(None, progress.optimum, maximize=False):
            break
    engine.remember(number)


def column_weights(columns: Columns) -> Floats:
    """Return a weight in [1, 2) for each column, from its name alone.

    The name of a route is its ends, lot and mode, not its place in the table.
    """
    names, periods = columns.names(), columns.network.periods
    weights = np.array([1.0 if name[0] == "ship" else weight_of(name) for name in names])
    ship = columns.block("ship")[:, None] * len(periods) + np.arange(len(periods))
    weights[ship.ravel()] = route_weights(columns.network.routes, periods)
    return weights


def _solve_stage(
    engine: Engine,
    stage: Stage,
    form_of: Callable[[str], Form],
    rates: dict[str, float],
    progress: Progress,
    source: Source | None,
    best: float | None,
) -> None:
    began, solves = time.perf_counter(), 0
    name, maximize = stage.metric, stage.maximize is not None
    while True:
        form = form_of(name)
        try:
            optimum, value, steps = solve_form(engine, name, form, rates, maximize=maximize)
        except InfeasibleError:
            if source is None or not source.rescue():
                raise
            continue
        solves += steps
        if source is None or not source.widen(form, optimum, maximize=maximize):
            break
    found, better = value, (max if maximize else min)
    if best is not None and slack_of(stage, value) > 0:
        value = better(value, best)
    slack = slack_of(stage, value)
    if slack > 0:
        at = value - slack if maximize else value + slack
        at = min(at, found) if maximize else max(at, found)
        keep_within(engine, form, at, maximize=maximize, columns=optimum.columns)
        engine.has_plan = True
    else:
        cut = engine.keep_optimal(optimum)
        if source is not None:
            source.keep(cut)
    base = form.base(optimum.columns)
    seconds = time.perf_counter() - began
    outcome = outcome_of(stage, value, slack, solves, optimum, seconds, is_defined=base > 0)
    if isinstance(form, LeastRate):
        base = form.weight(optimum.row_duals, optimum.columns)
    progress.take(outcome, optimum, base)


def outcome_of(
    stage: Stage,
    value: float,
    slack: float,
    solves: int,
    optimum: Optimum,
    seconds: float,
    *,
    is_defined: bool = True,
) -> StageOutcome:
    """Return what a stage has reached, to be kept."""
    sense = "minimize" if stage.maximize is None else "maximize"
    return StageOutcome(
        stage.metric,
        sense,
        value if is_defined else 0.0,
        slack,
        solves,
        optimum.gap,
        seconds,
        is_defined,
    )


def solve_form(
    engine: Engine, name: str, form: Form, rates: dict[str, float], *, maximize: bool
) -> tuple[Optimum, float, int]:
    """Return the optimum of a metric, its value, and how many programmes it took."""
    if isinstance(form, LeastRate) and maximize:
        return maximize_least(engine, form)
    if form.below is not None:
        found = _solve_rate(engine, form, rates.get(name, 0.0), maximize=maximize)
        rates[name] = found[1]
        return found
    engine.aim(form.vector, maximize=maximize)
    optimum = engine.run()
    return optimum, optimum.value + form.offset, 1


def _solve_rate(
    engine: Engine, form: Form, rate: float, *, maximize: bool
) -> tuple[Optimum, float, int]:
    """Return the optimum of a fraction, its value, and how many programmes it took."""
    assert form.below is not None
    for step in range(1, RATE_STEPS + 1):
        engine.aim(form.vector - rate * form.below, maximize=maximize)
        optimum = engine.run()
        base = form.base(optimum.columns)
        if base <= 0:
            return optimum, 0.0, step
        surplus = form.value(optimum.columns) * base - rate * base
        rate = form.value(optimum.columns)
        if abs(surplus) <= SETTLED * base or not form.below.any():
            return optimum, rate, step
    raise SolverLimitError(message("rate_unsettled", steps=RATE_STEPS))


def slack_of(stage: Stage, value: float) -> float:
    """Return what a stage may give up, in the unit of its metric."""
    spec = METRICS[stage.metric]
    if not spec.is_rate and stage.slack.strip().endswith(("%", "％")):
        return float(Unit("").read(stage.slack)) * abs(value)
    return float(Unit(spec.unit).read(stage.slack))


def keep_within(
    engine: Engine, form: Form, at: float, *, maximize: bool, columns: Floats | None = None
) -> float:
    """Add the row that keeps a metric no worse than `at`, with a tolerance scaled to it.

    `columns` is the plan at hand, if any. Returns what the row was divided by, to undo on its dual.
    """
    if isinstance(form, LeastRate) and form.is_fractional:
        sizes = [r.below_offset for r in form.rates] if columns is None else form.sizes(columns)
        form.write_rows(engine, at, sizes)
    row, bound = form.as_row(at)
    size = max(1.0, abs(at)) if form.below is None else abs(form.below_offset) or 1.0
    tolerance = PIN * size
    lower = bound - tolerance if maximize else -np.inf
    upper = np.inf if maximize else bound + tolerance
    scale = float(np.abs(row).max(initial=0.0)) or 1.0
    routes = None if form.routes is None else form.routes / scale
    engine.pin(row / scale, lower / scale, upper / scale, routes)
    return scale
