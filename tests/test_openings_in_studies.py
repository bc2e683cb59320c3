"""Studies where something is opened or not claim nothing that cannot be had."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.say.texts import EN
from sim.studies.frontier.sentences import tell_frontier
from tests.provinces import region
from tests.study import write_study

LINES = (
    "id,plant,technology,capacity [kt/yr],fixed_cost\n"
    "line_A,plant_A,use,100,0.5 million CNY/yr\nline_B,plant_B,use,100,0.2 million CNY/yr\n"
)


def with_fixed_costs(folder: Path) -> sim.Case:
    """Return two provinces, a line each."""
    tables = region({("A", "slag"): 100.0, ("B", "slag"): 100.0}, {"A": 100.0, "B": 100.0})
    return sim.load(write_study(folder, {**tables, "lines": LINES}))


def test_points_between_are_looked_for(tmp_path: Path) -> None:
    """Two lines of 100 kt/yr for 0.5 and 0.2 million a year, and waste beside each.

    100 kt go to B alone for 0.2 + 0.7 million (B's own waste costs 8 CNY/t there, A's 6): so at
    half of the cost of both, 1.0 million, at least 100 kt are used; a mixture of both ends would
    have none or 200.
    """
    case = with_fixed_costs(tmp_path)
    front = case.frontier("net_cost", "net_utilized", points=9, accuracy=0.05)
    found = front.found.frontier
    assert not found.ratio.is_convex
    assert len(found.points) > 5
    assert found.error > 0.05
    assert front.summary["optimal"] is True
    halfway = max(p.y for p in found.points if p.x <= 1.0 + 1e-9)
    assert halfway >= 100.0 - 1e-6
    assert any("opened or not" in text for text in tell_frontier(front.found, EN))


def test_a_game_of_openings_is_divided(tmp_path: Path) -> None:
    """B opens a line of its own; A alone earns nothing: what nobody wants to open stays closed."""
    together = with_fixed_costs(tmp_path).synergy()
    assert list(together.coalitions["net_utilized_kt_yr"]) == pytest.approx([100.0, 100.0, 200.0])
    assert list(together.coalitions["net_benefit_MCNY_yr"]) == pytest.approx([0.0, 0.0, 0.0])
    assert together.summary["linear"] is False
    assert "owen" not in together.summary["measures"]["net_benefit"]["divisions"]
