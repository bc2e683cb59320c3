"""The shipped scenarios that ask what to build: each has a plan, and reaches what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.network import build_network
from sim.solve import Session

TARGETS = {
    "reach-90": {"utilization_rate": 0.90},
    "taihang-reach-80": {"utilization_rate": 0.80},
    "taihang-room-to-grow": {"utilization_rate": 0.8086},
    "taihang-best-under-budget": {},
}


def test_every_scenario_is_covered(project_root: Path) -> None:
    """No scenario of targets is shipped without being solved here."""
    assert {path.stem for path in (project_root / "scenarios/targets").glob("*.yaml")} == set(
        TARGETS
    )


@pytest.mark.parametrize("name", TARGETS)
def test_target_is_reached(project_root: Path, name: str) -> None:
    """The plan builds something, and has the rate, or keeps to the budget."""
    case = sim.load(project_root / "scenarios/targets" / f"{name}.yaml")
    plan = Session(build_network(case.data)).solve()
    found = {stage.metric: stage.value for stage in plan.stages}
    assert plan.build["amount_kt_yr"].sum() > 100.0
    for metric, least in TARGETS[name].items():
        assert found[metric] >= least - 1e-4
