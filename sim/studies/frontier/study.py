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

The least of several rates N_g/D_g is such a metric with D = sum(w_g D_g), the weights w_g from the
duals of the point: then D = 1 in its plan. Where old stock may be used the weights, and with them
D_x/D_y of one plan, differ from point to point by a factor, with which r is multiplied.

Where something is opened or not plans cannot be mixed, and duals are those of one choice. Then all
that is known between two points is that the frontier lies between their gains.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.rules.metric import Metric
from sim.rules.metrics import METRICS
from sim.scenario.document import Limit, Scenario, Stage
from sim.solve import Keep
from sim.solve.starts import Packed

_NEAR_END = 0.01
"""A stretch is halved where its lines meet nearer to an end than this share of it."""
_FLAT = 1e-6
"""A frontier that bulges less than this share of its size is a straight line."""


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
        return Stage.of("maximize" if self.sign > 0 else "minimize", self.name)

    def keep(self, at: float) -> Keep:
        """Return the demand that the metric be no worse than `at`."""
        return Keep(self.name, at, at_least=self.sign > 0)

    def limit(self, at: float) -> Limit:
        """Return the same demand as an entry of a scenario's limits."""
        unit = self.metric.unit
        text = f"{at!r} {unit}" if unit else f"{100.0 * at!r} %"
        verb, name = "floor" if self.sign > 0 else "cap", self.metric.in_document
        return Limit.model_validate({verb: name, "at": text, "by": self.metric.level})


@dataclass(frozen=True)
class Ratio:
    """What D_x/D_y can be."""

    low: float = 1.0
    """The least that any plan has."""
    high: float = 1.0
    turn: float = 1.0
    """Factor by which that of one plan can differ from point to point."""
    is_convex: bool = True
    """Whether plans can be mixed; not where something is opened or not."""


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
    mixes: tuple[float, ...]
    """D_x/D_y of the plan, for every denominator of x and of y."""
    figures: dict[str, float]
    """Every metric of the plan."""
    start: Packed
    """What points beside it start from."""
    key: str
    """Says how the point came about: equal keys, equal points."""
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
    ratio: Ratio = Ratio()

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

    def is_best_x(self, number: int) -> bool:
        """Return whether a point is the end of the best x, so that x is optimized first."""
        return number == 0 and len(self.points) > 1

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


def stretch_between(p: Point, q: Point, ratio: Ratio) -> Stretch:
    """Return what the lines of two neighbours say of the frontier between them."""
    width, rise = q.cost - p.cost, q.gain - p.gain
    middle, slope = (p.cost + q.cost) / 2, rise / width
    if not ratio.is_convex:
        return Stretch(rise, rise, middle, slope)
    steep, flat = max(p.right, slope), min(q.left, slope)
    if math.isinf(steep):
        over, at = (slope - flat) * width, middle
    else:
        share = (slope - flat) / (steep - flat) if steep > flat else 0.0
        over, at = (steep - slope) * share * width, p.cost + share * width
    under = 0.0
    if ratio.low < ratio.high:
        mixes = [a / b for a, b in zip(p.mixes, q.mixes, strict=True)]
        under = rise * _bow(max(max(m, 1.0 / m) for m in mixes))
        duals = p.dual / q.dual * ratio.turn if q.dual > 0 and p.dual > 0 else math.inf
        bow = rise * _bow(duals) if math.isfinite(duals) else math.inf
        over, at = min((over, at), (bow, middle))
    meets_inside = _NEAR_END < (at - p.cost) / width < 1.0 - _NEAR_END and over >= under
    return Stretch(over, under, at if meets_inside else middle, slope)


def _bow(ratio: float) -> float:
    """Return how far k t/(k t + 1 - t) rises above t for t in [0, 1], nothing for k <= 1."""
    root = math.sqrt(max(ratio, 1.0))
    return (root - 1.0) / (root + 1.0)


def problem_of(
    scenario: Scenario, first: Axis, then: Axis | None, x: Axis, held_at: float | None
) -> Scenario:
    """Return the scenario with x limited, that optimizes `first`, and among its optima `then`."""
    stages = [axis.best() for axis in (first, then) if axis is not None]
    limits = [*scenario.limits, *([] if held_at is None else [x.limit(held_at)])]
    return scenario.model_copy(update={"objective": stages, "limits": limits})


def point_scenario(frontier: Frontier, number: int, scenario: Scenario) -> Scenario:
    """Return the scenario whose optimal plan is a point: x limited, then y and x optimized."""
    point, x, y = frontier.points[number], frontier.x, frontier.y
    first, second = (x, y) if frontier.is_best_x(number) else (y, x)
    problem = problem_of(scenario, first, second, x, point.held_at)
    name = f"{scenario.name[:24]}-{y.name[:16]}-{x.name[:16]}-{number + 1:02d}"
    return problem.model_copy(update={"name": name})
