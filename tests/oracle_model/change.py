"""The change from a reference plan, made linear: what a flow gains, and what it loses."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyomo.environ as pyo

from sim.network import Network
from tests.oracle_model.programme import linear

Flow = tuple[str, str, str]
"""Origin, destination, material."""
COUNTED_ROLES = ("utilization", "chain")


def reference_amounts(network: Network) -> dict[Flow, float]:
    """Return flow -> kt/yr in the reference plan."""
    if network.reference is None:
        return {}
    keyed = network.reference.groupby(["origin", "destination", "material"])["amount_kt_yr"].sum()
    return dict(zip(keyed.index.tolist(), map(float, keyed), strict=True))


def add_change(model: Any, network: Network) -> None:
    """Add `change[o,d,m,t]` >= |flow - reference|, as one row for more and one for less."""
    due = reference_amounts(network)
    routes: dict[Flow, list[Any]] = defaultdict(list)
    material = network.lots["material"].to_dict()
    counted = network.routes[network.routes["role"].isin(COUNTED_ROLES)]
    for route, origin, destination, lot in counted[["origin", "destination", "lot"]].itertuples():
        routes[origin, destination, material[lot]].append(route)
    index = [(*flow, t) for flow in sorted(routes) for t in network.periods]
    model.change = pyo.Var(index, domain=pyo.NonNegativeReals)

    def row(sign: float, *key: Any) -> Any:
        flow, t = key[:-1], key[-1]
        ships = [(-sign, model.ship[route, t]) for route in routes[flow]]
        return linear([(1.0, model.change[key]), *ships]) >= -sign * due.get(flow, 0.0)

    model.change_more = pyo.Constraint(index, rule=lambda _m, *key: row(1.0, *key))
    model.change_less = pyo.Constraint(index, rule=lambda _m, *key: row(-1.0, *key))


def change_parts(model: Any, network: Network) -> tuple[list[tuple[float, Any]], float]:
    """Return terms and constant of half the sum of all changes.

    The constant is what reference flows lose that have no route here.
    """
    here = {key[:-1] for key in model.change}
    lost = sum(kt for flow, kt in reference_amounts(network).items() if flow not in here)
    return [(0.5, variable) for variable in model.change.values()], 0.5 * lost * len(
        network.periods
    )
