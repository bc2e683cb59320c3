"""Studies as functions of a case; each is a method of `Case` too, which says what it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.api.alternatives import Alternatives
from sim.api.case import Case, load
from sim.api.explanation import Explanation
from sim.api.frontier import Frontier
from sim.api.sweep import Sweep
from sim.api.synergy import Synergy
from sim.api.target import Target

Given = Case | str | Path
"""A case, or the file of a scenario."""


def _case(given: Given) -> Case:
    return given if isinstance(given, Case) else load(given)


def frontier(case: Given, x: str, y: str, **asked: Any) -> Frontier:
    """Return the exact trade-off between two metrics, as `Case.frontier` does."""
    return _case(case).frontier(x, y, **asked)


def sweep(case: Given, spec: dict[str, Any] | None = None, **asked: Any) -> Sweep:
    """Return the variants of a case, as `Case.sweep` does."""
    return _case(case).sweep(spec, **asked)


def alternatives(case: Given, number: int = 5, **asked: Any) -> Alternatives:
    """Return plans nearly as good as the best, as `Case.alternatives` does."""
    return _case(case).alternatives(number, **asked)


def synergy(case: Given, players: Any = "province", **asked: Any) -> Synergy:
    """Return the value of cooperation, as `Case.synergy` does."""
    return _case(case).synergy(players, **asked)


def target(case: Given, **asked: Any) -> Target:
    """Return the cheapest way to a target, as `Case.target` does."""
    return _case(case).target(**asked)


def explain(case: Given) -> Explanation:
    """Return why a case has no plan, or what binds, as `Case.explain` does."""
    return _case(case).explain()
