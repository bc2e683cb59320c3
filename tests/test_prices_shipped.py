"""Prices of the shipped scenarios against finite differences, one session a scenario."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.diagnose.worth import Price, price_limits
from sim.loader import load_case
from sim.network import build_network
from sim.rules.families import FAMILIES
from sim.solve import Plan, Session
from tests.seeds import some_of

SCENARIOS = (
    "legacy-drawdown",
    "tight-budget",
    "baseline",
    "handan-changzhi-anyang/baseline",
    "closed-borders",
    "open-borders",
    "nameplate",
    "no-placeholders",
    "solid-waste-binder",
    "handan-changzhi-anyang/legacy-drawdown",
)
OFTEN = 2
"""So many are tried each time: a rate that old stock moves, and a budget. The others have other
figures, not other rules."""
SAMPLE = 4
RESOLVED = ["legacy-drawdown", "tight-budget", "baseline"]


@cache
def priced(root: Path, name: str) -> tuple[Session, Plan, tuple[Price, ...]]:
    """Return session, plan and prices of a shipped scenario, made once."""
    session = Session(build_network(load_case(root / "scenarios" / f"{name}.yaml")))
    plan = session.solve()
    return session, plan, price_limits(session, plan, 10 if name in RESOLVED else 0)


def moved(session: Session, price: Price, size: float) -> tuple[float, float]:
    """Return value and denominator of the first stage with the limit moved by `size`."""
    goal = session.network.scenario.objective[:1]
    lower, upper = session.bounds(price.row)
    by = size * price.moves[0][1]
    bounds = {price.row: (lower + by, upper + by)}
    plan = session.solve(goal, bounds=bounds)
    return plan.stages[0].value, plan.bases[0]


@pytest.mark.xdist_group("shipped-prices")
@pytest.mark.parametrize("name", some_of(SCENARIOS, OFTEN))
def test_prices_hold_inside_their_range(project_root: Path, name: str) -> None:
    """Inside its range a price equals the difference quotient both ways; beyond, it bounds it.

    A fraction N/D is not concave in a limit where old stock moves D; N - r D at the old rate r is,
    so there the bound is that of the old denominator over the new one.
    """
    session, plan, found_prices = priced(project_root, name)
    first = plan.stages[0].metric
    prices = [p for p in found_prices if FAMILIES[p.row[0]].is_limit]
    worthy = [p for p in prices if abs(p.worth[first]) > 1e-8]
    assert len(worthy) >= SAMPLE
    compared = 0
    for price in worthy[:: max(1, len(worthy) // SAMPLE)][:SAMPLE]:
        for room in (price.end - price.limit, price.limit - price.start):
            sign = 1.0 if room == price.end - price.limit else -1.0
            if room > 1e-3:
                step = sign * min(0.9 * room, 1.0)
                found = moved(session, price, step)[0] - plan.stages[0].value
                assert found == pytest.approx(price.worth[first] * step, rel=2e-4, abs=1e-10)
                compared += 1
        step = price.direction * 0.25 * abs(price.limit)
        value, base = moved(session, price, step)
        most = price.worth[first] * step * plan.bases[0] / base
        assert value - plan.stages[0].value <= most * 1.001 + 1e-9
    assert compared >= SAMPLE


@pytest.mark.xdist_group("shipped-prices")
@pytest.mark.parametrize("name", some_of(RESOLVED, 2))
def test_re_solves_tell_why_they_differ(project_root: Path, name: str) -> None:
    """A re-solve that differs from the price has left the range or the vertex is degenerate."""
    _, plan, prices = priced(project_root, name)
    first = plan.stages[0].metric
    checked = [p for p in prices if p.one is not None]
    assert len(checked) == 10
    for price in checked:
        for step in (price.one, price.tenth):
            assert step is not None
            inside = price.start - 1e-9 <= price.limit + step.size <= price.end + 1e-9
            if inside:
                assert price.verdict(first, step) == "equal"
            before = plan.stages[0].value * plan.bases[0]
            after = plan.stages[0].value + step.change[first]
            base = (before + step.change["net_utilized"]) / after
            most = price.worth[first] * step.size * plan.bases[0] / base
            assert step.change[first] <= most * 1.001 + 1e-9
            assert np.sign(step.size) == price.direction
