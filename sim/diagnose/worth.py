"""What a limit is worth: duals of every stage, the range they hold over, and real re-solves.

The dual of a row is the change of the stage's metric per unit of the row's bound, whatever
the sense of the stage; that is the only convention of sign, and `_worth_of_stages` applies it.
A stage kept with slack is a row whose bound moves with the stage's own value, so what a limit
is worth in a later stage includes what it is worth in the pinned ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.diagnose.arising import Arising, can_tell
from sim.diagnose.units_of_rows import RowUnit, Units
from sim.errors import SimError
from sim.rules.families import FAMILIES
from sim.rules.metrics import METRICS
from sim.scenario.document import Stage
from sim.solve.arrays import Floats
from sim.solve.balance import LeastRate
from sim.solve.plan import Plan
from sim.solve.session import RowName, Session
from sim.solve.stages import Progress, slack_of

MEASURES = {
    name: Stage(maximize=name) if metric.better == "high" else Stage(minimize=name)
    for name, metric in METRICS.items()
    if metric.priced
}
"""What every limit is measured in, besides the stages of the scenario."""
RESOLVED = 10
"""How many limits are solved again, with one unit and with a tenth more."""
NOTHING = 1e-9
"""A worth below this is zero."""
_KINK = 1e-6
"""A range shorter than this part of the limit is none."""
_ORDER = {"limit": 0, "rule": 1, "identity": 2}
"""Kind of a family -> its place in the table."""
AGREES = 1e-3
"""A price and a re-solve agree when they differ by less than this part of the larger."""


@dataclass(frozen=True)
class Step:
    """A limit moved by `size` of its units: what each metric became more."""

    size: float
    change: Mapping[str, float]
    """Metric -> its change."""


@dataclass(frozen=True)
class Price:
    """What one binding row is worth."""

    row: RowName
    unit: str
    """Unit of the limit as planners write it; empty for a rate or a share."""
    limit: float
    """The limit in that unit; rates and shares as fractions."""
    value: float
    upper: bool
    """Whether the row is bounded from above; then more of it is a relaxation."""
    worth: Mapping[str, float]
    """Metric -> its change per unit of the limit."""
    start: float
    end: float
    """Values of the limit between which the worth in the first stage holds."""
    moves: tuple[tuple[RowName, float], ...]
    """Rows whose bounds move with the limit, the row itself first, and how far per unit of it."""
    adds: Mapping[str, float]
    """Metric -> what a unit of the limit adds to it whatever the plan."""
    one: Step | None = None
    """Solved again, relaxed by one unit (by one point, for a rate)."""
    tenth: Step | None = None
    """Solved again, relaxed by a tenth of the limit."""

    @property
    def direction(self) -> float:
        """Return +1 when a higher limit is a relaxation, else -1."""
        return 1.0 if self.upper else -1.0

    @property
    def unit_step(self) -> float:
        """Return one unit as planners say it: a point where the limit is a rate or a share."""
        return 0.01 if self.unit == "" else 1.0

    @property
    def room(self) -> float:
        """Return how far the limit may be relaxed while the worth holds; 0 at a kink."""
        room = self.end - self.limit if self.upper else self.limit - self.start
        return room if room > _KINK * max(1.0, abs(self.limit)) else 0.0

    def is_confirmed(self) -> bool:
        """Return whether a re-solve by one unit changes every metric as the worth says."""
        return self.one is not None and all(
            self.verdict(metric, self.one) == "equal" for metric in self.worth
        )

    def gain(self, metric: str) -> float:
        """Return how far relaxing by a unit moves a metric: solved again where it was."""
        if self.one is not None:
            return _size(self.one.change[metric])
        return _size(self.worth[metric] * self.unit_step)

    def verdict(self, metric: str, step: Step) -> str:
        """Return how a re-solve compares with the price: equal, beyond_range or degenerate."""
        due = self.worth[metric] * step.size
        found = step.change[metric]
        size = max(abs(due), abs(found))
        if abs(due - found) <= AGREES * size + NOTHING * max(1.0, abs(step.size)):
            return "equal"
        room = self.end - self.limit if step.size > 0 else self.limit - self.start
        return "degenerate" if room <= _KINK * max(1.0, abs(self.limit)) else "beyond_range"


def price_limits(session: Session, plan: Plan, resolve: int = RESOLVED) -> tuple[Price, ...]:
    """Return the price of every binding row, most valuable first; `resolve` limits are checked.

    Those are checked whose prices promise most; where a re-solve is known its figure ranks the
    limit. Limits come before rules. The session is left as it was found.
    """
    measured = measure(session, plan)
    stages, progress, worth = measured.stages, measured.progress, measured.worth
    ranges = _ranges(session, stages[0], progress)
    prices = _prices_of(session, progress, worth, ranges, measured.arising)
    first = stages[0].metric
    then = stages[1].metric

    def rank(price: Price) -> tuple[int, float, float, str]:
        family = FAMILIES[price.row[0]]
        return _ORDER[family.kind], -price.gain(first), -price.gain(then), str(price.row)

    prices.sort(key=rank)
    with session.engine.unperturbed(), session.engine.on_one_limit():
        prices = _check_by_resolve(session, stages, progress, plan, prices, resolve)
    return tuple(sorted(prices, key=rank))


@dataclass(frozen=True)
class Measured:
    """What every row is worth in every stage and measure, at one plan."""

    session: Session
    stages: Sequence[Stage]
    progress: Progress
    worth: Mapping[str, Floats]
    """Metric -> its change per unit of the bound of each row."""
    arising: Arising | None

    def unit_of(self, row: RowName) -> RowUnit:
        """Return how the limit that planners write relates to the bound of a row."""
        if self.arising is not None and FAMILIES[row[0]].informs is not None:
            return self.arising.unit_of(row)
        assert self.progress.optimum is not None
        return Units(self.session, self.progress.optimum.columns).of(row)

    def worth_of(self, unit: RowUnit, row: RowName, metric: str) -> float:
        """Return the change of a metric per unit of the limit of a row."""
        return _worth_of_unit(self.session, unit, self.session.row_of[row], self.worth)[metric]


def measure(session: Session, plan: Plan) -> Measured:
    """Return what rows are worth at the plan that a session has found; it is left as it was."""
    stages = measured_stages(session)
    progress = _run(session, stages, {}, plan)
    worth = _worth_of_stages(session, stages, progress)
    return Measured(session, stages, progress, worth, _arising(session, stages, progress))


def measured_stages(session: Session) -> list[Stage]:
    """Return the stages of the scenario, and the measures that are not among them."""
    stages = list(session.network.scenario.objective)
    named = {stage.metric for stage in stages}
    return [*stages, *(stage for name, stage in MEASURES.items() if name not in named)]


def _size(worth: float) -> float:
    return float(f"{abs(worth):.9g}") if abs(worth) > NOTHING else 0.0


def _run(
    session: Session,
    stages: Sequence[Stage],
    bounds: Mapping[RowName, tuple[float, float]],
    plan: Plan,
) -> Progress:
    engine = session.engine
    engine.reset()
    for row, (lower, upper) in bounds.items():
        engine.bound_row(session.row_of[row], lower, upper)
    rates = {stage.metric: stage.value for stage in plan.stages}
    return session.in_order(stages, rates)


def _worth_of_stages(
    session: Session, stages: Sequence[Stage], progress: Progress
) -> dict[str, Floats]:
    """Return metric -> its change per unit of the bound of each row."""
    assert progress.optimum is not None
    count = len(session.arrays.row_names)
    worth: dict[str, Floats] = {}
    pins: list[tuple[str, float]] = []
    for stage, duals in zip(stages, progress.duals, strict=True):
        total = duals[:count].copy()
        for number, (metric, lever) in enumerate(pins):
            total += duals[count + number] * lever * worth[metric]
        worth.setdefault(stage.metric, total)
        value = progress.stages[len(worth) - 1].value
        if slack_of(stage, value) > 0:
            lever = lever_of(session, stage, value, progress.optimum.columns)
            pins.append((stage.metric, lever))
    return worth


def lever_of(session: Session, stage: Stage, value: float, columns: Floats) -> float:
    """Return how far the bound of a stage's pin moves per unit of the stage's value."""
    form = session.form(stage.metric)
    given_up = slack_of(stage, value + 1.0) - slack_of(stage, value)
    row, _ = form.as_row(value)
    scale = float(np.abs(row).max(initial=0.0)) or 1.0
    return (1.0 - given_up if stage.maximize else 1.0 + given_up) * form.base(columns) / scale


def _ranges(session: Session, stage: Stage, progress: Progress) -> tuple[Floats, Floats]:
    """Return the bounds of each row between which the basis of the first stage stays optimal."""
    engine = session.engine
    engine.reset()
    engine.start_from(0)
    form, value = session.form(stage.metric), progress.stages[0].value
    costs = form.vector if form.below is None else form.vector - value * form.below
    if isinstance(form, LeastRate) and form.is_fractional:
        assert progress.optimum is not None
        form.write_rows(engine, value, form.sizes(progress.optimum.columns))
    engine.aim(costs, maximize=stage.maximize is not None)
    engine.run()
    _, ranging = engine.highs.getRanging()
    scaled_back = 0.5**engine.bound_scale
    one = np.asarray(ranging.row_bound_dn.value_, dtype=float) * scaled_back
    other = np.asarray(ranging.row_bound_up.value_, dtype=float) * scaled_back
    return np.minimum(one, other), np.maximum(one, other)


def _prices_of(
    session: Session,
    progress: Progress,
    worth: Mapping[str, Floats],
    ranges: tuple[Floats, Floats],
    arising: Arising | None,
) -> list[Price]:
    """Return the prices of all binding rows, and of what arises."""
    assert progress.optimum is not None
    prices = []
    units = Units(session, progress.optimum.columns)
    sizes = [np.abs(values * _hundred(metric)) for metric, values in worth.items()]
    binds = np.max(sizes, axis=0) > NOTHING
    for number, row in enumerate(session.arrays.row_names):
        family = FAMILIES[row[0]]
        informs = arising is not None and family.informs is not None
        if not (informs or (family.is_priced and binds[number])):
            continue
        lower, upper = session.bounds(row)
        is_upper = bool(np.isfinite(upper))
        bound = upper if is_upper else lower
        unit = arising.unit_of(row) if arising is not None and informs else units.of(row)
        limit = unit.of_bound(bound)
        prices.append(
            Price(
                row,
                unit.name,
                limit,
                unit.of_bound(float(progress.optimum.row_values[number])),
                is_upper,
                _worth_of_unit(session, unit, number, worth),
                min(unit.of_bound(float(ranges[0][number])), limit),
                max(unit.of_bound(float(ranges[1][number])), limit),
                ((row, unit.size), *unit.others),
                unit.adds,
            )
        )
    return prices


def _arising(session: Session, stages: Sequence[Stage], progress: Progress) -> Arising | None:
    """Return the units of what arises, where duals tell what it is worth."""
    if not can_tell(session, stages, progress):
        return None
    assert progress.optimum is not None
    reached = {s.metric: found.value for s, found in zip(stages, progress.stages, strict=True)}
    return Arising(session, reached, progress.optimum.columns)


def _worth_of_unit(
    session: Session, unit: RowUnit, number: int, worth: Mapping[str, Floats]
) -> dict[str, float]:
    """Return metric -> its change per unit of a limit: of its row and of all that moves with it."""
    rows = [(number, unit.size), *((session.row_of[row], by) for row, by in unit.others)]
    return {
        metric: sum(float(values[row]) * by for row, by in rows) + unit.adds.get(metric, 0.0)
        for metric, values in worth.items()
    }


def _hundred(metric: str) -> float:
    return 100.0 if METRICS[metric].is_rate else 1.0


def _check_by_resolve(
    session: Session,
    stages: Sequence[Stage],
    before: Progress,
    plan: Plan,
    prices: Sequence[Price],
    most: int,
) -> list[Price]:
    """Return the prices, the first `most` limits with re-solves by one unit and by a tenth."""
    checked = []
    settled = _settling(stages)
    for number, price in enumerate(prices):
        if number >= most or not FAMILIES[price.row[0]].is_limit:
            checked.append(price)
            continue
        one = price.direction * price.unit_step
        tenth = price.direction * 0.1 * abs(price.limit)
        steps = [
            _step(session, settled, before, plan, price, size) if size else None
            for size in (one, tenth)
        ]
        checked.append(Price(**{**vars(price), "one": steps[0], "tenth": steps[1]}))
    return checked


def _settling(stages: Sequence[Stage]) -> list[Stage]:
    """Return the stages that fix what every measure is; the rate fixes what is utilized net."""
    named = {stage.metric for stage in stages}
    same = "net_utilized" if "utilization_rate" in named else ""
    return [stage for stage in stages if stage.metric != same or stage is stages[0]]


def _step(
    session: Session,
    stages: Sequence[Stage],
    before: Progress,
    plan: Plan,
    price: Price,
    size: float,
) -> Step | None:
    """Return what a re-solve with the limit moved by `size` changes; None if there is no plan."""
    assert before.optimum is not None
    moved = {row: _moved(session.bounds(row), size * by) for row, by in price.moves}
    try:
        after = _run(session, stages, moved, plan)
    except SimError:
        return None
    assert after.optimum is not None
    change = {
        metric: session.form(metric).value(after.optimum.columns)
        - session.form(metric).value(before.optimum.columns)
        + size * price.adds.get(metric, 0.0)
        for metric in dict.fromkeys([*(s.metric for s in stages), *MEASURES])
    }
    return Step(size, change)


def _moved(bounds: tuple[float, float], by: float) -> tuple[float, float]:
    lower, upper = bounds
    return (
        lower + by if np.isfinite(lower) else lower,
        upper + by if np.isfinite(upper) else upper,
    )
