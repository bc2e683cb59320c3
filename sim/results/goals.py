"""Goals that stand for nothing: stages and limits of what is always 0, or is not known of ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from sim.checks.coverage import limits_on_nothing
from sim.errors import Problem
from sim.loader.case import Case
from sim.model.columns import Columns
from sim.model.weights import Metrics
from sim.network import Network, build_network
from sim.network.unknown import find_known_in_part
from sim.results.known import count_left_out
from sim.results.missing import list_missing
from sim.rules.amounts import AMOUNTS, LIMITED
from sim.rules.metrics import METRICS
from sim.say.message import message
from sim.scenario.document import Limit, Stage


def odd_goals(case: Case, network: Network) -> Iterator[Problem]:
    """Yield stages and limits that are always 0 in a network, or leave out what is not known.

    Nothing is said where no zone, waste or line takes part, which is told by itself, or where
    routes are not all written down.
    """
    if network.grows or list_missing(network):
        return
    columns = Columns(network, with_change=network.reference is not None)
    metrics, unknown = Metrics(network, columns), find_known_in_part(network, network.routes)
    told = {problem.where for problem in limits_on_nothing(case)}
    for goal, where in _goals(case):
        if goal.metric not in AMOUNTS and count_left_out(goal.metric, network, unknown):
            yield _in_part(goal.metric, where, network, unknown)
        elif where not in told and _is_nothing(goal, metrics):
            name = LIMITED[goal.metric].in_document
            yield Problem(where, message("goal_of_nothing", metric=name), None, "unusual")


def known_in_part(case: Case, names: Iterable[str], at: str) -> Iterator[Problem]:
    """Yield metrics asked for at a place, not in the scenario, that leave out what is not known."""
    if case.tables["links"]["km"].notna().all():
        return
    network = build_network(case)
    unknown = find_known_in_part(network, network.routes)
    for name in names:
        if count_left_out(name, network, unknown):
            yield _in_part(name, at, network, unknown)


def _in_part(name: str, where: str, network: Network, unknown: pd.DataFrame) -> Problem:
    count = count_left_out(name, network, unknown)
    metric = METRICS[name].in_document
    what = message("goal_in_part", metric=metric, count=count, of=len(unknown))
    return Problem(where, what, message("goal_in_part_hint"), "unusual")


def _goals(case: Case) -> Iterator[tuple[Stage | Limit, str]]:
    yield from zip(case.scenario.objective, case.stages_at, strict=True)
    yield from zip(case.scenario.limits, case.limits_at, strict=True)


def _is_nothing(goal: Stage | Limit, metrics: Metrics) -> bool:
    """Return whether nothing that a plan may do adds to a metric."""
    scope = goal.asked if isinstance(goal, Limit) else {}
    above = metrics.metric(goal.metric, scope).above
    return above.constant == 0 and not metrics.vector(above).any()
