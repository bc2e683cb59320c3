"""The rates of areas held together, as the formulation reads. See `sim.model.areas`."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from sim.model.areas import PER_CENT, RATE, list_areas, refuse_bent_spread
from sim.network import Network
from sim.rules.metrics import LEVEL_OF, is_least
from tests.oracle_model.metrics import MetricParts, Terms, metric_parts
from tests.oracle_model.programme import linear


def add_balance(model: Any, network: Network) -> None:
    """Add `least`, `greatest`, `rate_least` and `rate_greatest` for the levels that are balanced.

    Raises
    ------
    InputError
        A spread is asked for while old stock may be used.
    """
    refuse_bent_spread(network)
    levels, spread = network.scenario.balanced, network.scenario.spread
    periods = network.periods
    model.least = pyo.Var(list(levels), periods, domain=pyo.NonNegativeReals)
    model.greatest = pyo.Var(list(spread), periods, domain=pyo.NonNegativeReals)
    index = [(level, area) for level in levels for area in list_areas(network, level)]

    def row(bound: Any, level: str, area: str, *, with_stock: bool) -> tuple[Any, float]:
        parts = metric_parts(model, network, RATE, {level: area})
        made = parts.below_constant
        bounding: Terms = [(-made / PER_CENT, bound[level, t]) for t in periods]
        stock = parts.below or [] if with_stock else []
        return linear([*parts.terms, *stock, *bounding]), -made

    def least(_m: Any, level: str, area: str) -> Any:
        left, right = row(model.least, level, area, with_stock=True)
        return left >= right

    def greatest(_m: Any, level: str, area: str) -> Any:
        left, right = row(model.greatest, level, area, with_stock=False)
        return left <= right

    model.rate_least = pyo.Constraint(index, rule=least)
    model.rate_greatest = pyo.Constraint([i for i in index if i[0] in spread], rule=greatest)


def balance_parts(model: Any, network: Network, metric: str) -> MetricParts:
    """Return the least rate, or the spread, in terms of the variables that stand for it."""
    level, one = LEVEL_OF[metric], 1.0 / PER_CENT
    least: Terms = [(one, model.least[level, t]) for t in network.periods]
    if is_least(metric):
        return MetricParts(least, -1.0)
    greatest: Terms = [(one, model.greatest[level, t]) for t in network.periods]
    return MetricParts([*greatest, *((-size, v) for size, v in least)])
