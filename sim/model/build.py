"""The programme of a network as arrays: rows, columns, bounds, and metrics over the columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, hstack

from sim.model.areas import RATE, list_areas, list_rate_rows
from sim.model.arrays import Arrays, Floats
from sim.model.columns import Columns
from sim.model.constraints import all_families, route_families
from sim.model.rows import Hopeless, RowBlock, Total, assemble, make_matrix, repeat
from sim.model.weights import Metric, Metrics
from sim.network import Network
from sim.rules.families import limit_cap, limit_floor
from sim.rules.family import Family
from sim.rules.metrics import LEVEL_OF, METRICS, is_least
from sim.scenario.document import Limit


@dataclass(frozen=True)
class Vectors:
    """A metric over all columns: (above x + constant), over (below x + below_constant)."""

    above: Floats
    constant: float
    below: Floats | None = None
    below_constant: float = 1.0
    routes: Floats | None = None
    """Lots x FIGURES: what routes add to `above`, also those not among the columns."""


@dataclass(frozen=True)
class Programme:
    """The programme of a network."""

    network: Network
    columns: Columns
    arrays: Arrays
    metrics: Metrics
    hopeless: tuple[Hopeless, ...]
    """Rows that nothing is in and that cannot hold: then no plan exists."""
    blocks: dict[str, RowBlock]
    """Where the rows of each constraint stand, rows over the whole left out."""
    totals: tuple[Total, ...]
    """The rows over the whole, which stand behind all others."""

    def vectors(self, name: str, scope: Mapping[str, str] | None = None) -> Vectors:
        """Return a metric, narrowed to the waste of a scope, as vectors over the columns."""
        return _vectors(self.metrics, self.metrics.metric(name, dict(scope or {})))


def _vectors(metrics: Metrics, metric: Metric) -> Vectors:
    above, routes = metrics.vector(metric.above), metric.above.routes
    if metric.below is None:
        return Vectors(above, metric.above.constant, routes=routes)
    below = metrics.vector(metric.below)
    return Vectors(above, metric.above.constant, below, metric.below.constant, routes)


def build_arrays(network: Network, *, with_change: bool = False) -> Programme:
    """Return the programme of a network; `with_change` if the change from a reference is asked."""
    columns = Columns(network, with_change or asks_for_change(network))
    metrics = Metrics(network, columns)
    families = all_families(network, columns)
    totals = list_totals(network, metrics)
    arrays, hopeless, blocks = assemble(families, totals, columns, more=network.grows)
    arrays = replace(arrays, size=network.size_kt_yr)
    return Programme(network, columns, arrays, metrics, tuple(hopeless), blocks, tuple(totals))


def list_totals(network: Network, metrics: Metrics) -> list[Total]:
    """Return the rows over the whole: rates of areas, and limits of the scenario."""
    return [*list_rate_rows(network, metrics), *list_limit_rows(network, metrics)]


def reprice(programme: Programme, network: Network) -> Programme:
    """Return the programme of a network whose costs alone are others.

    Its arrays are the same ones, unless a limit holds a sum of these costs.
    """
    metrics = Metrics(network, programme.columns)
    totals = list_totals(network, metrics)
    if not all(map(_is_same, totals, programme.totals)):
        return build_arrays(network, with_change=programme.columns.with_change)
    return replace(programme, network=network, metrics=metrics)


def _is_same(one: Total, other: Total) -> bool:
    """Return whether two rows over the whole say the same."""
    is_bound_same = (one.lower, one.upper) == (other.lower, other.upper)
    return is_bound_same and np.array_equal(one.coefficients, other.coefficients)


_AT_PLANTS = ("runs", "shares", "groups", "uses", "makes", "rules", "purchases")
"""Tables of what goes on inside plants, which new routes change nothing of."""


def extend(programme: Programme, routes: pd.DataFrame) -> tuple[Programme, Any]:
    """Return the programme with further routes, and their columns as a sparse matrix.

    The new columns stand behind all others. Rows stay as they are.
    """
    old, many = programme.network, len(programme.network.periods)
    labels = len(old.routes) + np.arange(len(routes))
    fresh = routes.set_axis(pd.Index(labels, name=old.routes.index.name))
    few = replace(old, routes=fresh, **{name: getattr(old, name).iloc[:0] for name in _AT_PLANTS})
    columns = Columns(few)
    parts = []
    for family in route_families(few, columns):
        block = programme.blocks[family.name]
        rows, cols, sizes = family.entries_in(block.keys, len(routes))
        parts.append((block.start + rows, cols, sizes))
    rows, cols, sizes = (np.concatenate([p[i] for p in parts]) for i in range(3))
    entries = [(repeat(rows, many), repeat(cols, many), np.repeat(sizes, many))]
    metrics, count = Metrics(few, columns), len(routes) * many
    first = len(programme.arrays.row_names) - len(programme.totals)
    for number, total in enumerate(list_totals(few, metrics)):
        at = np.flatnonzero(total.coefficients[:count])
        entries.append((np.full(len(at), first + number), at, total.coefficients[at]))
    rows, cols, sizes = (np.concatenate([e[i] for e in entries]) for i in range(3))
    block = make_matrix(rows, cols, sizes, (len(programme.arrays.row_names), count))
    return _append(programme, fresh, block), block


def _append(programme: Programme, fresh: pd.DataFrame, block: Any) -> Programme:
    """Return the programme with the routes and their columns behind the others."""
    old, arrays = programme.network, programme.arrays
    network = replace(old, routes=pd.concat([old.routes, fresh]))
    columns = replace(
        programme.columns, network=network, added=programme.columns.added + len(fresh)
    )
    names = [("ship", (label, t)) for label in fresh.index.tolist() for t in old.periods]
    wider = replace(
        arrays,
        matrix=csc_array(hstack([arrays.matrix, block])),
        column_names=[*arrays.column_names, *names],
    )
    metrics = Metrics(network, columns)
    return replace(programme, network=network, columns=columns, arrays=wider, metrics=metrics)


def list_limit_rows(network: Network, metrics: Metrics) -> list[Total]:
    """Return limit_cap and limit_floor: a rate r >= a is kept linear as U - a x D >= 0."""
    rows = []
    for index, limit in limit_rows(network).items():
        metric = _vectors(metrics, metrics.metric(limit.metric, limit.asked))
        row, bound = metric.above, limit.amount - metric.constant
        if metric.below is not None:
            row = metric.above - limit.amount * metric.below
            bound = limit.amount * metric.below_constant - metric.constant
        name = limit_family(limit).name, (index,)
        lower, upper = (-np.inf, bound) if limit.cap else (bound, np.inf)
        routes = metric.routes if metric.routes is not None else np.zeros((0, 0))
        rows.append(Total(name, row, lower, upper, routes))
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


def limit_family(limit: Limit) -> Family:
    """Return the family that the row of a cap or floor belongs to."""
    return limit_cap.FAMILY if limit.cap else limit_floor.FAMILY


def asks_for_change(network: Network) -> bool:
    """Return whether a stage or a limit of the scenario is about the change."""
    return any(METRICS[metric].needs_reference for metric in network.scenario.metrics)


def limit_position(index: str) -> int:
    """Return which entry of the scenario's limits a row stands for.

    >>> limit_position("2:utilization_rate,province=West")
    1
    """
    return int(index.partition(":")[0]) - 1


def limit_index(position: int, limit: Limit) -> str:
    """Return the index of a limit's row: its position and metric, and what it is narrowed to."""
    scope = "".join(f",{level}={name}" for level, name in limit.asked.items())
    return f"{position + 1}:{limit.metric}{scope}"
