"""The exact trade-off between two metrics: what one costs in terms of the other.

Points are found by keeping x within a limit and optimizing y. The dual of that limit is a line
that no plan lies above, so between two neighbours the frontier is known to lie below the two
lines of its ends, and above what mixing their plans gives. The stretch where it is known worst
is divided where the lines meet, until it is known well enough everywhere.

Let N/D be a metric, D = 1 for an amount. The programme at a limit x0 with value y0 has the dual
mu, so that for every plan  N_y - y0 D_y <= mu (N_x - x0 D_x), hence
y <= y0 + mu (x - x0) D_x/D_y. The line to the right is as steep as the largest D_x/D_y, the one
to the left as flat as the least. Two amounts, or two rates of one base, make it one line. One plan
has one D_x/D_y: with r the ratio of the duals of two neighbours, no plan lies higher above their
chord than (sqrt r - 1)/(sqrt r + 1) times the rise between them, whatever its D_x/D_y.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from sim.errors import InfeasibleError, InputError, Problem
from sim.message import message
from sim.scenario.catalogue import METRICS, Metric
from sim.scenario.document import Limit, Scenario, Stage
from sim.solve import Keep, Plan, Session

_NEAR_END = 0.01
"""A stretch is halved where its lines meet nearer to an end than this share of it."""
_SAME = 1e-9
"""Two points are one when they are nearer than this share of the whole frontier."""
_FLAT = 1e-6
"""A frontier that bulges less than this share of its size is a straight line."""

Report = Callable[[int, float], None]


@dataclass(frozen=True)
class Axis:
    """A metric and its better direction."""

    name: str

    @property
    def metric(self) -> Metric:
        """Return the metric's entry in the catalogue."""
        return METRICS[self.name]

    @property
    def sign(self) -> float:
        """Return 1 if more is better, else -1."""
        return 1.0 if self.metric.better == "high" else -1.0

    def best(self) -> Stage:
        """Return the stage that makes the metric as good as can be."""
        if self.sign > 0:
            return Stage.model_validate({"maximize": self.name})
        return Stage.model_validate({"minimize": self.name})

    def keep(self, at: float) -> Keep:
        """Return the demand that the metric be no worse than `at`."""
        return Keep(self.name, at, at_least=self.sign > 0)

    def limit(self, at: float) -> Limit:
        """Return the same demand as an entry of a scenario's limits."""
        unit = self.metric.unit
        text = f"{at!r} {unit}" if unit else f"{100.0 * at!r} %"
        return Limit.model_validate({"floor" if self.sign > 0 else "cap": self.name, "at": text})


@dataclass(frozen=True)
class Point:
    """A plan of the frontier. Cost is x turned so that less, gain is y so that more is better."""

    x: float
    y: float
    cost: float
    gain: float
    price: float
    """Gain for one more unit of cost: the slope of a line that supports the frontier here."""
    left: float
    """Gain falls at least this steeply towards less cost."""
    right: float
    """Gain rises at most this steeply towards more cost."""
    dual: float
    """Numerator of y for one more unit of the numerator of x."""
    mix: float
    """D_x/D_y of the plan."""
    plan: Plan
    held_at: float | None = None
    """Limit on x that gave the point; None at the ends."""


@dataclass(frozen=True)
class Stretch:
    """What is known of the frontier between two neighbouring points."""

    over: float
    """Most by which it can lie above the chord."""
    under: float
    """Most by which it can lie below the chord; zero between amounts."""
    at: float
    """Cost at which to look next."""
    slope: float
    """Gain per unit of cost along the chord."""

    def error(self, width: float, span: float) -> float:
        """Return the largest distance from the chord, as a share of the whole frontier.

        It is the smaller one of the distance in y at the same x and in x at the same y.
        """
        most = max(self.over, self.under)
        return min(most / span, most / self.slope / width)


@dataclass(frozen=True)
class Frontier:
    """The trade-off between x and y, from the best x to the best y."""

    x: Axis
    y: Axis
    points: tuple[Point, ...]
    stretches: tuple[Stretch, ...]
    solves: int
    ratio: tuple[float, float] = field(default=(1.0, 1.0))

    @property
    def span(self) -> float:
        """Return how much y differs between the ends."""
        return self.points[-1].gain - self.points[0].gain

    @property
    def width(self) -> float:
        """Return how much x differs between the ends."""
        return self.points[-1].cost - self.points[0].cost

    @property
    def errors(self) -> list[float]:
        """Return how far the frontier can lie from each of its chords, as a share of its size.

        At the same x the y, or at the same y the x, is off by at most this share of its span.
        """
        return [s.error(self.width, self.span) for s in self.stretches]

    @property
    def error(self) -> float:
        """Return the largest of the errors."""
        return max(self.errors, default=0.0)

    @property
    def knee(self) -> int | None:
        """Return the number of the point farthest above the line between the ends, if any is."""
        if len(self.points) < 3:
            return None
        first = self.points[0]
        bulge = [
            (p.gain - first.gain) / self.span - (p.cost - first.cost) / self.width
            for p in self.points
        ]
        number = int(np.argmax(bulge))
        return number if bulge[number] > _FLAT else None


def trace_frontier(
    session: Session,
    x: str,
    y: str,
    accuracy: float = 1e-3,
    most: int = 40,
    report: Report | None = None,
) -> Frontier:
    """Return the frontier of y against x, known everywhere to `accuracy` times its span in y.

    At most `most` points are found; `report` is called with their number and the error so far.

    Raises
    ------
    InputError
        x and y are the same metric.
    InfeasibleError, UnboundedError, SolverLimitError
    """
    return _Search(session, Axis(x), Axis(y)).run(accuracy, most, report or (lambda _n, _e: None))


class _Search:
    """Finds points and divides stretches."""

    def __init__(self, session: Session, x: Axis, y: Axis) -> None:
        if x.name == y.name:
            what, hint = message("frontier_same", metric=x.name), message("frontier_name_two")
            raise InputError([Problem("--x, --y", what, hint, "same")])
        self.session, self.x, self.y = session, x, y
        self.ratio = self._ratio_range()
        self.solves = 0

    def run(self, accuracy: float, most: int, report: Report) -> Frontier:
        """Return the frontier."""
        points = self._ends()
        stuck: set[tuple[float, float]] = set()
        while True:
            pairs = list(pairwise(points))
            stretches = [self._stretch(p, q) for p, q in pairs]
            found = Frontier(
                self.x, self.y, tuple(points), tuple(stretches), self.solves, self.ratio
            )
            report(len(points), found.error)
            wanting = [
                (error, n)
                for n, (error, (p, q)) in enumerate(zip(found.errors, pairs, strict=True))
                if error > accuracy and (p.cost, q.cost) not in stuck
            ]
            if len(points) >= most or not wanting:
                return found
            _, number = max(wanting)
            new = self._point(stretches[number].at)
            p, q = pairs[number]
            apart = _SAME * found.width
            if p.cost + apart < new.cost < q.cost - apart:
                points.insert(number + 1, new)
            else:
                stuck.add((p.cost, q.cost))

    # -- points ----------------------------------------------------------------------------

    def _solve(self, first: Axis, second: Axis, keep: tuple[Keep, ...] = ()) -> Plan:
        plan = self.session.solve([first.best(), second.best()], keep=keep)
        self.solves += plan.counts["solves"]
        return plan

    def _ends(self) -> list[Point]:
        """Return the plan best in x, then y, and the plan best in y, then x; one if they agree."""
        cheap = self._read(self._solve(self.x, self.y))
        rich = self._read(self._solve(self.y, self.x))
        if rich.gain - cheap.gain <= _SAME * max(1.0, abs(rich.gain)) or (
            rich.cost - cheap.cost <= _SAME * max(1.0, abs(rich.cost))
        ):
            return [rich]
        return [self._lean_right(cheap), self._lean_left(rich)]

    def _read(self, plan: Plan, held_at: float | None = None) -> Point:
        """Return the point of a plan, with no more than is known without duals."""
        values = {s.metric: s.value for s in plan.stages}
        bases = {s.metric: base for s, base in zip(plan.stages, plan.bases, strict=True)}
        x, y = values[self.x.name], values[self.y.name]
        mix = bases[self.x.name] / bases[self.y.name] if bases[self.y.name] > 0 else 1.0
        return Point(
            x=x, y=y, cost=-self.x.sign * x, gain=self.y.sign * y,
            price=math.nan, left=0.0, right=math.inf, dual=math.nan, mix=mix,
            plan=plan, held_at=held_at,
        )  # fmt: skip

    def _priced(self, point: Point, dual: float) -> Point:
        low, high = self.ratio
        price = dual * point.mix
        return replace(point, price=price, left=dual * low, right=dual * high, dual=dual)

    def _point(self, cost: float) -> Point:
        at = -self.x.sign * cost
        plan = self._solve(self.y, self.x, (self.x.keep(at),))
        return self._priced(self._read(plan, at), abs(plan.kept[0]))

    def _lean_right(self, cheap: Point) -> Point:
        """Return the end of least cost with its price: what a first unit of cost gains."""
        try:
            plan = self._solve(self.y, self.x, (self.x.keep(cheap.x),))
        except InfeasibleError:
            return cheap
        return self._priced(cheap, abs(plan.kept[0]))

    def _lean_left(self, rich: Point) -> Point:
        """Return the end of most gain with its price: what the last unit of cost gained."""
        try:
            plan = self._solve(self.x, self.y, (self.y.keep(rich.y),))
        except InfeasibleError:
            return rich
        dual = abs(plan.kept[0])
        return self._priced(rich, 1.0 / dual) if dual > 0 else rich

    # -- bounds ----------------------------------------------------------------------------

    def _ratio_range(self) -> tuple[float, float]:
        """Return the least and largest D_x/D_y that any plan has."""
        form_x, form_y = (self.session.form(axis.name) for axis in (self.x, self.y))
        if (
            form_x.below is not None
            and form_y.below is not None
            and form_x.below_offset == form_y.below_offset
            and np.array_equal(form_x.below, form_y.below)
        ):
            return 1.0, 1.0
        (low_x, high_x), (low_y, high_y) = self._base_range(self.x), self._base_range(self.y)
        if low_x <= 0 or low_y <= 0:
            return 0.0, math.inf
        return low_x / high_y, high_x / low_y

    def _base_range(self, axis: Axis) -> tuple[float, float]:
        form = self.session.form(axis.name)
        if form.below is None:
            return 1.0, 1.0
        if not form.below.any():
            return form.below_offset, form.below_offset
        ((low, high),) = self.session.extent([form.below])
        return low + form.below_offset, high + form.below_offset

    def _stretch(self, p: Point, q: Point) -> Stretch:
        """Return what the lines of both ends say of the frontier between them."""
        width, rise = q.cost - p.cost, q.gain - p.gain
        middle, slope = (p.cost + q.cost) / 2, rise / width
        steep, flat = max(p.right, slope), min(q.left, slope)
        if math.isinf(steep):
            over, at = (slope - flat) * width, middle
        else:
            share = (slope - flat) / (steep - flat) if steep > flat else 0.0
            over, at = (steep - slope) * share * width, p.cost + share * width
        under = 0.0
        if self.ratio[0] < self.ratio[1]:
            under = rise * _bow(max(p.mix / q.mix, q.mix / p.mix))
            bow = rise * _bow(p.dual / q.dual) if q.dual > 0 and p.dual > 0 else math.inf
            over, at = min((over, at), (bow, middle))
        meets_inside = _NEAR_END < (at - p.cost) / width < 1.0 - _NEAR_END and over >= under
        return Stretch(over, under, at if meets_inside else middle, slope)


def _bow(ratio: float) -> float:
    """Return how far k t/(k t + 1 - t) rises above t for t in [0, 1], nothing for k <= 1."""
    root = math.sqrt(max(ratio, 1.0))
    return (root - 1.0) / (root + 1.0)


def point_scenario(frontier: Frontier, number: int, scenario: Scenario) -> Scenario:
    """Return the scenario whose optimal plan is a point: x limited, then y and x optimized."""
    point, x, y = frontier.points[number], frontier.x, frontier.y
    first, second = (x, y) if number == 0 and len(frontier.points) > 1 else (y, x)
    limits = list(scenario.limits)
    if point.held_at is not None:
        limits.append(x.limit(point.held_at))
    name = f"{scenario.name[:24]}-{y.name[:16]}-{x.name[:16]}-{number + 1:02d}"
    return scenario.model_copy(
        update={"name": name, "objective": [first.best(), second.best()], "limits": limits}
    )


def check_point(session_of: Callable[[Scenario], Session], scenario: Scenario) -> float:
    """Return the first objective of a point's scenario, solved from scratch and alone."""
    alone = scenario.model_copy(update={"objective": scenario.objective[:1]})
    return session_of(alone).solve().stages[0].value
