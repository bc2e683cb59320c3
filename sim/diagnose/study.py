"""What a solved plan says about itself: why tonnes are left over, and what limits are worth."""

from __future__ import annotations

from dataclasses import dataclass

from sim.diagnose.causes import Cause, find_causes
from sim.diagnose.turned import Turned, turn_each
from sim.diagnose.worth import Price, price_limits
from sim.solve.plan import Plan
from sim.solve.session import Session

LARGEST = 8
"""Wastes whose causes are looked for in a large region."""


@dataclass(frozen=True)
class Findings:
    """Causes of unused waste and prices of binding limits."""

    causes: tuple[Cause, ...]
    prices: tuple[Price, ...] | None
    """None where limits were not priced: a plan that was given has no duals."""
    turned: tuple[Turned, ...] = ()
    """What turning switches would do, where there are any."""


def study_plan(session: Session, plan: Plan) -> Findings:
    """Return the findings of the plan that `session.solve()` just gave.

    In a large region the causes of the largest wastes are looked for, among the routes at hand,
    and prices are not held against re-solves.
    """
    if session.network.grows:
        return Findings(find_causes(session, plan, LARGEST), price_limits(session, plan, 0))
    causes, prices = find_causes(session, plan), price_limits(session, plan)
    return Findings(causes, prices, turn_each(session, plan))
