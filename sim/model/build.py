"""The programme of a network as arrays: rows, columns, bounds, and metrics over the columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.model.areas import RATE, list_areas, list_rate_rows
from sim.model.arrays import Arrays, Floats
from sim.model.columns import Columns
from sim.model.constraints import all_families
from sim.model.rows import Hopeless, Total, assemble
from sim.model.weights import Metric, Metrics
from sim.network import Network
from sim.scenario.catalogue import CHANGE, LEVEL_OF, is_least
from sim.scenario.document import Limit


@dataclass(frozen=True)
class Vectors:
    """A metric over all columns: (above x + constant), over (below x + below_constant)."""

    above: Floats
    constant: float
    below: Floats | None = None
    below_constant: float = 1.0


@dataclass(frozen=True)
class Programme:
    """The programme of a network."""

    network: Network
    columns: Columns
    arrays: Arrays
    metrics: Metrics
    hopeless: tuple[Hopeless, ...]
    """Rows that nothing is in and that cannot hold: then no plan exists."""

    def vectors(self, name: str, scope: Mapping[str, str] | None = None) -> Vectors:
        """Return a metric, narrowed to the waste of a scope, as vectors over the columns."""
        return _vectors(self.metrics, self.metrics.metric(name, dict(scope or {})))


def _vectors(metrics: Metrics, metric: Metric) -> Vectors:
    above = metrics.vector(metric.above)
    if metric.below is None:
        return Vectors(above, metric.above.constant)
    below = metrics.vector(metric.below)
    return Vectors(above, metric.above.constant, below, metric.below.constant)


def build_arrays(network: Network, *, with_change: bool = False) -> Programme:
    """Return the programme of a network; `with_change` if the change from a reference is asked."""
    columns = Columns(network, with_change or asks_for_change(network))
    metrics = Metrics(network, columns)
    families = all_families(network, columns)
    totals = [*list_rate_rows(network, metrics), *list_limit_rows(network, metrics)]
    arrays, hopeless = assemble(families, totals, columns)
    return Programme(network, columns, arrays, metrics, tuple(hopeless))


def list_limit_rows(network: Network, metrics: Metrics) -> list[Total]:
    """Return limit_cap and limit_floor: a rate r >= a is kept linear as U - a x D >= 0."""
    rows = []
    for index, limit in limit_rows(network).items():
        metric = _vectors(metrics, metrics.metric(limit.metric, limit.scope))
        row, bound = metric.above, limit.amount - metric.constant
        if metric.below is not None:
            row = metric.above - limit.amount * metric.below
            bound = limit.amount * metric.below_constant - metric.constant
        name = "limit_cap" if limit.cap else "limit_floor", (index,)
        lower, upper = (-np.inf, bound) if limit.cap else (bound, np.inf)
        rows.append(Total(name, row, lower, upper))
    return sorted(rows, key=lambda total: total.name)


def limit_rows(network: Network) -> dict[str, Limit]:
    """Return index -> the limit of each row.

    A floor under the least rate of a level is a floor under the rate of each of its areas, which
    is linear with old stock too; every other limit is one row.
    """
    rows: dict[str, Limit] = {}
    for position, limit in enumerate(network.scenario.limits):
        if not is_least(limit.metric):
            rows[limit_index(position, limit)] = limit
            continue
        level = LEVEL_OF[limit.metric]
        for area in list_areas(network, level):
            one = Limit.model_validate({"floor": RATE, level: area, "at": limit.at})
            rows[limit_index(position, one)] = one
    return rows


def asks_for_change(network: Network) -> bool:
    """Return whether a stage or a limit of the scenario is about the change."""
    scenario = network.scenario
    asked = {stage.metric for stage in scenario.objective} | {i.metric for i in scenario.limits}
    return CHANGE in asked


def limit_index(position: int, limit: Limit) -> str:
    """Return the index of a limit's row: its position and metric, and what it is narrowed to."""
    scope = "".join(f",{level}={name}" for level, name in limit.scope.items())
    return f"{position + 1}:{limit.metric}{scope}"
