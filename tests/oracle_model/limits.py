"""Caps and floors of the scenario as rows of the programme."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from sim.model.build import limit_rows
from sim.network import Network
from sim.rules.metrics import LEVEL_OF
from tests.oracle_model.balance import balance_parts
from tests.oracle_model.metrics import metric_parts
from tests.oracle_model.programme import linear


def add_limits(model: Any, network: Network) -> None:
    """Add `limit_cap` and `limit_floor`: a rate r >= a is kept linear as U - a x D >= 0."""
    caps: dict[str, Any] = {}
    floors: dict[str, Any] = {}
    for index, limit in limit_rows(network).items():
        if limit.metric in LEVEL_OF:
            parts = balance_parts(model, network, limit.metric)
        else:
            parts = metric_parts(model, network, limit.metric, limit.scope)
        terms, bound = list(parts.terms), limit.amount - parts.constant
        if parts.below is not None:
            terms += [(-limit.amount * c, v) for c, v in parts.below]
            bound = limit.amount * parts.below_constant - parts.constant
        if not terms:
            terms = [(0.0, next(iter(model.ship.values())))]
        if limit.cap:
            caps[index] = linear(terms) <= bound
        else:
            floors[index] = linear(terms) >= bound
    model.limit_cap = pyo.Constraint(sorted(caps), rule=lambda _m, i: caps[i])
    model.limit_floor = pyo.Constraint(sorted(floors), rule=lambda _m, i: floors[i])
