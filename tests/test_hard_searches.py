"""Searches for what to open that take long: what is told, and what the time limit leaves."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from sim.errors import SolverLimitError
from sim.loader import load_case
from sim.network import build_network
from sim.solve import Session, mixed
from sim.solve.mixed import MixedEngine, Search
from sim.studies.run.run import RunOptions, run_case
from sim.studies.solve_case import Clock, be_silent
from tests.study import Solved, write_study
from tests.test_drainage import OPTIMUM, tables
from tests.test_sizes_and_steps import failed

NEARLY_ALL = {"floor": "net_utilized", "at": "117.03 kt/yr"}


def open_session(folder: Path, **solver: Any) -> tuple[Any, Session]:
    """The drainage network at least cost, in one stage."""
    keys = {"objective": [{"minimize": "net_cost"}], "limits": [NEARLY_ALL], "solver": solver}
    case = load_case(write_study(folder, tables(), keys))
    return case, Session(build_network(case))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have searches stand still once there is a plan that is not proved best."""
    hear = MixedEngine._hear

    def wait(self: MixedEngine, event: Any) -> None:
        hear(self, event)
        if 0.01 < event.data_out.mip_gap < 1e9:
            time.sleep(2.1)

    monkeypatch.setattr(MixedEngine, "_hear", wait)


def test_it_is_told_how_far_a_search_has_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gap falls from word to word, and time goes on."""
    monkeypatch.setattr(mixed, "TOLD_EVERY", 0.0)
    _, session = open_session(tmp_path)
    told: list[Search] = []
    session.tell_search(told.append)
    plan = session.solve()
    assert plan.choosing is not None
    assert plan.choosing.gap == 0.0
    some = [search for search in told if 0.0 < search.gap < 1.0]
    assert some
    assert all(0.0 <= search.seconds < 600.0 for search in told)
    assert some[-1].gap <= some[0].gap


@pytest.mark.usefixtures("slow")
def test_the_best_plan_at_the_time_limit_is_told_with_its_gap(tmp_path: Path) -> None:
    """It is not said to be optimal; the published optimum lies between its bound and its value."""
    case, session = open_session(tmp_path, time_limit="2 s", at_time_limit="best")
    plan = session.solve()
    how = plan.choosing
    assert how is not None
    assert how.is_cut_short
    assert how.gap > 0.0
    assert how.bounds[0] <= OPTIMUM * (1 + 1e-4)
    assert plan.stages[0].value >= OPTIMUM * (1 - 1e-3)
    found = Solved(case, session.network, session, plan)
    summary = found.tables.summary
    assert summary["status"] == "within_gap"
    assert summary["choices"]["is_cut_short"]
    assert any("not proved best" in note["en"] for note in summary["notes"])
    assert any("尚未证明最优" in note["zh"] for note in summary["notes"])
    assert failed(found, tmp_path) == set()


@pytest.mark.usefixtures("slow")
def test_without_a_word_the_time_limit_ends_the_search(tmp_path: Path) -> None:
    """There is a plan, but it is not proved best: none is taken."""
    _, session = open_session(tmp_path, time_limit="2 s")
    with pytest.raises(SolverLimitError, match="Time limit"):
        session.solve()


def test_a_search_that_is_interrupted_leaves_what_there_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing half done is left where the results would have stood."""
    keys = {"objective": [{"minimize": "net_cost"}], "limits": [NEARLY_ALL]}
    case = load_case(write_study(tmp_path, tables(), keys))
    target = tmp_path / "results" / "study"

    def interrupt(_self: MixedEngine, _event: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(MixedEngine, "_hear", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_case(case, target, RunOptions(basemap="none"), Clock(be_silent))
    assert not [*(tmp_path / "results").rglob("*")]
