"""The time limit holds for whatever is solved: the plan, the causes, what prices are held to."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.diagnose.causes import find_causes
from sim.diagnose.worth import price_limits
from sim.errors import SolverLimitError
from sim.loader import load_case
from sim.network import build_network
from sim.scenario.settings import Solver
from sim.solve import Session
from tests.tiny_project import make_project


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Return a solved region in which waste is left over and limits bind."""
    return Session(build_network(load_case(make_project(tmp_path))))


def without_time(session: Session) -> None:
    """Leave no time for what is solved in a solver that is made from now on."""
    scenario = session.network.scenario
    solver = Solver.model_construct(time_limit=0.0, threads=1)
    object.__setattr__(scenario, "solver", solver)


def test_causes_end_with_the_limit(session: Session) -> None:
    """Causes are looked for in a solver of their own, within one limit for all wastes."""
    plan = session.solve()
    assert find_causes(session, plan)
    without_time(session)
    with pytest.raises(SolverLimitError, match="Time limit reached"):
        find_causes(session, plan)


def test_prices_share_one_limit(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many limits are held against re-solves, time is granted once for all of these."""
    plan = session.solve()
    granted: list[str] = []
    option = session.engine._option

    def note(name: str, value: bool | int | float | str) -> None:
        granted.extend([name] if name == "time_limit" else [])
        option(name, value)

    monkeypatch.setattr(session.engine, "_option", note)
    prices = price_limits(session, plan)
    assert sum(step is not None for p in prices for step in (p.one, p.tenth)) >= 4
    assert len(granted) == 3
    session.solve()
    assert len(granted) == 4
