"""What reaching more costs up front: the investment against the tonnes utilized."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.loader import load_case
from sim.studies.frontier.folder import check_axes, trace_case
from sim.studies.frontier.search import Asked
from sim.studies.memory import Memory
from sim.studies.solve_case import be_silent
from sim.workers import Crew
from tests.expansion_study import write


def test_investment_against_tonnes(tmp_path: Path) -> None:
    """200 kt run today. The works take 150 kt for 300 CNY a t/yr, then the kiln 100 for 400."""
    case = load_case(write(tmp_path))
    check_axes(case, "investment", "net_utilized", "--x, --y")
    asked = Asked(1e-3)
    found = trace_case(
        case, "investment", "net_utilized", asked, Crew(workers=1), Memory(), be_silent
    )
    assert found.about["optimal"] is True
    corners = [(p.x, p.y) for p in found.frontier.points]
    assert corners == [
        pytest.approx((0.0, 200.0), abs=1e-6),
        pytest.approx((45.0, 350.0)),
        pytest.approx((85.0, 450.0)),
    ]
    prices = [p.price for p in found.frontier.points]
    assert prices[0] == pytest.approx(1000 / 300)
    assert prices[-1] == pytest.approx(1000 / 400)
