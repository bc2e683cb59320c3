"""Who goes first where processors are few: plans before what is verified and explained."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from sim.page import handlers, planner
from sim.page.handlers import Service
from sim.page.settings import Settings


@pytest.mark.parametrize(("given", "steps"), [({}, []), ({"is_behind": True}, [10])])
def test_slow_work_steps_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], steps: list[int]
) -> None:
    """A planner steps behind when it is told to, and not otherwise."""
    taken: list[int] = []
    monkeypatch.setattr(os, "nice", taken.append, raising=False)
    monkeypatch.setattr(planner, "_setup", None)
    planner.set_up({"root": str(tmp_path), "first": "scenarios/a.yaml", **given})
    assert taken == steps


def test_plans_have_processes_of_the_first_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes for slow tasks are told to step behind."""
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(handlers, "Pool", lambda _size, setup, _patience: told.append(setup))
    settings = Settings(root=Path("here"), first="scenarios/a.yaml")
    service = Service(settings, "plans", 0, 1.0)  # type: ignore[arg-type]
    assert service.pool_for("plan") == "plans"
    service.pool_for("settle")
    assert [setup["is_behind"] for setup in told] == [True]
