"""Ranges of flows: exact, and no search for a least that a plan at hand shows.

One zone with 100 kt, a line of 40 kt at each of two plants. Used together at most 40 kt, each may
have 0 to 40 kt, and the plan with the most at one has none at the other. Used together at least
60 kt, each has 20 to 40 kt.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.loader import load_case
from sim.network import build_network
from sim.solve import Keep, Session
from sim.solve.distance import flow_space
from sim.solve.engine import Engine
from sim.studies.alternatives.study import find_alternatives
from tests.study import write_study
from tests.test_idle_lines import tables


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Return a session of the two plants."""
    second = ("new", "q", "mk", 40, "operating")
    return Session(build_network(load_case(write_study(tmp_path, tables(second)))))


@pytest.mark.parametrize(
    ("keep", "due", "solves"),
    [
        (Keep("net_utilized", 40.0, at_least=False), (0.0, 40.0), 2),
        (Keep("net_utilized", 60.0, at_least=True), (20.0, 40.0), 4),
    ],
)
def test_a_least_that_is_seen_is_not_sought(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    keep: Keep,
    due: tuple[float, float],
    solves: int,
) -> None:
    """Both ranges are right, in as many solves as it takes."""
    session.solve()
    space, runs, real = flow_space(session), [], Engine.run
    monkeypatch.setattr(Engine, "run", lambda engine: runs.append(1) or real(engine))
    found = session.extent([space.one(0), space.one(1)], [keep])
    assert found == [pytest.approx(due, abs=1e-5)] * 2
    assert len(runs) == solves
    assert not session.engine.primal


def test_a_direction_takes_two_solves(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Going furthest, and choosing among the equal plans there by their names."""
    session.solve()
    space, runs, real = flow_space(session), [], Engine.run
    monkeypatch.setattr(Engine, "run", lambda engine: runs.append(1) or real(engine))
    plan = session.reach(space.direction(np.ones(2)), maximize=True)
    assert len(runs) == 2
    assert plan.use["amount_kt_yr"].tolist() == pytest.approx([40.0, 40.0])


def test_flows_of_one_size_stand_in_the_order_of_their_names(session: Session) -> None:
    """Both flows are 40 kt: what rounding leaves of a difference puts neither first."""
    found = find_alternatives(session, 2, "5 %")
    assert found.flows["destination"].tolist() == ["p", "q"]
    assert found.flows["high"].tolist() == pytest.approx([40.0, 40.0])
