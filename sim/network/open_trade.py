"""The same case without borders and without limits of the system: members trade freely."""

from __future__ import annotations

from dataclasses import replace

from sim.loader.case import Case
from sim.scenario.document import BorderRule, Stage

OPEN = BorderRule(purpose="any", rule="open")
"""Every pair, class and purpose is open, without surcharge."""


def without_limits(case: Case) -> Case:
    """Return the case without caps and floors: they are of the whole, nobody owns them."""
    update = {"limits": [], "objective": [Stage(minimize="net_cost")], "reference": None}
    scenario = case.scenario.model_copy(update=update)
    return replace(case, scenario=scenario, limits_at=[])


def open_borders(case: Case) -> Case:
    """Return the case with all borders open, for every class and purpose."""
    scenario = case.scenario.model_copy(update={"borders": [OPEN]})
    return replace(case, scenario=scenario, borders_at=[""])
