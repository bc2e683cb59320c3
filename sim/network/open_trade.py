"""The same case without borders and without limits of the system: members trade freely."""

from __future__ import annotations

from dataclasses import replace

from sim.loader.case import Case
from sim.network.build import build_network
from sim.network.types import Network
from sim.scenario.document import BorderRule, Stage

_GRANTED = [
    BorderRule.model_validate({"class": "any", "purpose": "any", "rule": "open"}),
    BorderRule.model_validate(
        {"class": "hazardous", "purpose": "any", "rule": "approval", "quota": "1 kt/yr"}
    ),
]
"""Open for every pair, class and purpose; approvals for hazardous waste, their quota taken off."""


def without_limits(case: Case) -> Case:
    """Return the case without caps, floors and `choose`: nobody owns what is of the whole.

    What is opened is proved best, since values are compared.
    """
    update = {
        "limits": [],
        "choose": [],
        "objective": [Stage(minimize="net_cost")],
        "reference": None,
        "solver": case.scenario.solver.exact,
    }
    scenario = case.scenario.model_copy(update=update)
    return replace(case, scenario=scenario, limits_at=[], choose_at=[], picked=())


def build_open_network(case: Case) -> Network:
    """Return the network of a case in which everything may cross every border, free and without
    quota."""
    scenario = case.scenario.model_copy(update={"borders": _GRANTED})
    network = build_network(replace(case, scenario=scenario, borders_at=["" for _ in _GRANTED]))
    routes = network.routes.assign(quota="")
    return replace(network, routes=routes, quotas=network.quotas.iloc[:0])
