"""OR-tools' SimpleMinCostFlow: a network code, for whole numbers and networks only.

Its method is cost scaling (push-relabel). Amounts are whole hundredths of a kt as they stand. Costs
are rounded to a ten-thousandth of a CNY/t; the cost of the flows is worked out with the true ones.
It takes one objective: waste left over costs so much that the rate comes first, and transport work
is not asked for.
"""

from __future__ import annotations

import time

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from benchmarks.scale.problem import MCNY_PER_KT, Answer, Floats, Ints, Transport

PER_KT = 100
PER_CNY = 10_000
DEAR_CNY_T = 1e6
"""What leaving a tonne of waste over costs beside the truth: more than any detour of others."""


def transport(problem: Transport) -> Answer:
    """Solve a transport problem: arcs to plants, and from there, or unused, to the end."""
    share, cost, work = problem.goals()
    paid_CNY_t = cost.weights["ship"] / MCNY_PER_KT
    left_CNY_t = cost.weights["unused"] / MCNY_PER_KT + DEAR_CNY_T
    supply, capacity = whole(problem.supply_kt), whole(problem.capacity_kt)
    sources, plants = len(supply), len(capacity)
    end = sources + plants
    source, plant = np.arange(sources), sources + np.arange(plants)
    tails = np.concatenate([np.repeat(source, plants), source, plant]).astype(np.int32)
    heads = np.concatenate([np.tile(plant, sources), np.full(sources + plants, end)])
    most = np.concatenate([np.repeat(supply, plants), supply, capacity])
    paid = np.concatenate([paid_CNY_t, left_CNY_t, np.zeros(plants)])
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        tails, heads.astype(np.int32), most, np.rint(paid * PER_CNY).astype(np.int64)
    )
    flow.set_nodes_supplies(
        np.append(source, end).astype(np.int32), np.append(supply, -supply.sum())
    )
    modelled = time.perf_counter()
    if (status := flow.solve()) != flow.OPTIMAL:
        raise RuntimeError(status.name)
    flows = flow.flows(arcs) / PER_KT
    ship, unused = np.split(flows[: sources * plants + sources], [sources * plants])
    reached = (
        float(ship.sum()) / share.whole,
        float(ship @ cost.weights["ship"] + unused @ cost.weights["unused"]),
        float(ship @ work.weights["ship"]),
    )
    return Answer(reached, ship, modelled, problem.candidates)


def whole(amounts: Floats) -> Ints:
    """Return amounts as whole hundredths of a kt.

    Raises
    ------
    ValueError
        They are not.
    """
    found = np.rint(amounts * PER_KT)
    if not np.allclose(found, amounts * PER_KT, rtol=0, atol=1e-6):
        raise ValueError(f"amounts are not whole hundredths: {amounts[:3]}")
    return found.astype(np.int64)
