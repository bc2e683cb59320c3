"""The shipped scenarios that ask what to build: each has a plan, and reaches what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.network import build_network
from sim.solve import Session
from sim.studies.frontier.table import plan_figures
from tests.seeds import some_of

TAIHANG = "handan-changzhi-anyang"
REACHED = {
    "reach-90": 0.90,
    f"{TAIHANG}/reach-80": 0.80,
    f"{TAIHANG}/room-to-grow": 0.8473,
    f"{TAIHANG}/best-under-budget": 0.7536,
}
"""Scenario -> the utilization rate that its plan has at least."""


@pytest.mark.parametrize("name", some_of([*REACHED][::-1], 2))
def test_target_is_reached(project_root: Path, name: str) -> None:
    """The plan builds something and has the rate; with a budget it keeps to that as well."""
    case = sim.load(project_root / "scenarios" / f"{name}.yaml")
    session = Session(build_network(case.data))
    plan = session.solve()
    figures = plan_figures(session.network, plan)
    assert plan.build["amount_kt_yr"].sum() > 100.0
    assert figures["utilization_rate"] >= REACHED[name] - 1e-6
    if name.endswith("budget"):
        assert figures["investment"] == pytest.approx(1000.0)
