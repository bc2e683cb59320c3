"""What a solved plan says about itself: why tonnes are left over, and what limits are worth."""

from __future__ import annotations

from dataclasses import dataclass

from sim.solve.causes import Cause, find_causes
from sim.solve.plan import Plan
from sim.solve.session import Session
from sim.solve.worth import Price, price_limits


@dataclass(frozen=True)
class Findings:
    """Causes of unused waste and prices of binding limits."""

    causes: tuple[Cause, ...]
    prices: tuple[Price, ...]


def study_plan(session: Session, plan: Plan) -> Findings:
    """Return the findings of the plan that `session.solve()` just gave."""
    return Findings(find_causes(session, plan), price_limits(session, plan))
