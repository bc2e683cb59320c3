"""The cheapest way to a least rate of areas, which the scenario itself does not ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from tests.expansion_study import write


def test_least_rate_is_a_target(tmp_path: Path) -> None:
    """All waste arises in one province: 56 % of it is 280 kt, 80 of them built at 60 CNY/t."""
    goal = [{"minimize": "net_cost"}]
    found = sim.load(write(tmp_path, objective=goal)).target(least_rate="56 %")
    assert found.reached
    assert found.builds.set_index("line")["built_kt_yr"].to_dict() == pytest.approx({"l": 80.0})
    assert found.summary["net_cost_change_MCNY_yr"] == pytest.approx(80 * 0.06)
    assert found.summary["plans"]["best"]["least_rate"] == pytest.approx(0.9)
