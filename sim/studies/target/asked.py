"""What is asked: a target of a metric, and which money the way to it shall take least of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from sim.errors import InputError, Problem
from sim.loader.case import Case
from sim.loader.read.messages import explain
from sim.rules.metric import CAPITAL, MONEY
from sim.rules.metrics import METRICS
from sim.say.message import listed, message
from sim.scenario.document import Limit, Scenario, Stage
from sim.scenario.expansion import Expansion
from sim.studies.frontier.folder import check_axes
from sim.studies.frontier.study import Axis

NET_COST = "net_cost"
UP_TO = "100 %"
TARGETS = tuple(METRICS)
"""Metrics that a target may be of."""
MONIES = tuple(
    name
    for name, metric in METRICS.items()
    if metric.unit in (MONEY, CAPITAL) and metric.better == "low"
)
"""Metrics that the way to it may take least of."""


@dataclass(frozen=True)
class Asked:
    """A target and how the way to it is looked for."""

    metric: str
    at: float
    """Least that is wanted of a metric of which more is better, else most; canonical unit."""
    money: str = NET_COST
    up_to: str | None = None
    """How far every line may grow where the scenario does not say what may be built; None:
    `UP_TO`."""
    points: int = 10
    """Targets along the curve of costs, beside those that are told anyway."""

    @property
    def axis(self) -> Axis:
        """Return the metric with its better direction."""
        return Axis(self.metric)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return the objective of the cheapest way: the money, net cost, then the metric."""
        monies = dict.fromkeys((self.money, NET_COST))
        costs = [Stage.of("minimize", name) for name in monies if name != self.metric]
        return (*costs, self.axis.best())

    @property
    def best_stages(self) -> tuple[Stage, ...]:
        """Return the objective that goes as far as can be, whatever it costs, then cheaply."""
        *costs, best = self.stages
        return best, *costs


def read_target(metric: str, text: str, at: str) -> float:
    """Return the target that a text says, in the unit of its metric; `at` is where it stands.

    Raises
    ------
    InputError
    """
    spec = METRICS[metric]
    verb = "floor" if spec.better == "high" else "cap"
    content = {verb: spec.in_document, "at": text, "by": spec.level}
    try:
        return Limit.model_validate(content).amount
    except ValidationError as error:
        what, hint, _ = explain(error.errors()[0])
        raise InputError([Problem(at, what, hint, "quantity")]) from None


def check_up_to(text: str, at: str) -> None:
    """Refuse what says no size, nor a part of one; `at` is where it stands.

    Raises
    ------
    InputError
    """
    try:
        Expansion(up_to=text)
    except ValidationError as error:
        what, hint, _ = explain(error.errors()[0])
        raise InputError([Problem(at, what, hint, "quantity")]) from None


def own_target(case: Case, at: str) -> tuple[str, float]:
    """Return the target that a scenario has itself: the one metric that it limits as a whole.

    Raises
    ------
    InputError
        There is none, or more than one; `at` is where one could have been given.
    """
    found = [limit for limit in case.scenario.limits if _is_target(limit)]
    if len(found) == 1:
        return found[0].metric, found[0].amount
    what = message("target_missing" if not found else "target_many")
    raise InputError([Problem(at, what, message("target_hint"), "missing")])


def _is_target(limit: Limit) -> bool:
    """Return whether a limit demands something of the whole of what is good."""
    return not limit.scope and limit.floor is not None


def check_asked(case: Case, metrics: Sequence[str], at: str) -> None:
    """Refuse a metric and a money that cannot be held against each other.

    `case` says what may be built.

    Raises
    ------
    InputError
    """
    metric, money = metrics
    for name, allowed in ((metric, TARGETS), (money, MONIES)):
        if name not in allowed:
            what = message("target_no_metric", metric=name)
            hint = message("target_metrics", metrics=listed(allowed))
            raise InputError([Problem(at, what, hint, "metric")])
    check_axes(case, money, metric, at)


def without_own(case: Case, metric: str) -> Case:
    """Return a case without its own limits on the whole of a metric: the target stands instead."""
    kept = [
        (limit, place)
        for limit, place in zip(case.scenario.limits, case.limits_at, strict=True)
        if limit.scope or limit.metric != metric
    ]
    limits = [limit for limit, _ in kept]
    scenario = case.scenario.model_copy(update={"limits": limits})
    return replace(case, scenario=scenario, limits_at=[place for _, place in kept])


def target_scenario(scenario: Scenario, asked: Asked, *, reached: bool) -> Scenario:
    """Return the scenario whose plan is the cheapest way, or the farthest there is."""
    limits = [asked.axis.limit(asked.at)] if reached else []
    stages = asked.stages if reached else asked.best_stages
    return scenario.model_copy(
        update={"objective": list(stages), "limits": [*scenario.limits, *limits]}
    )
