"""What a large region cannot be asked for without all its routes is refused before it is solved."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from sim.errors import InputError
from sim.network import Generation, build_network
from sim.network.large import generation
from sim.rules.metrics import METRICS
from tests.test_growth import SMALL, make_case, with_scenario

OF_REFERENCE = [name for name, metric in METRICS.items() if metric.needs_reference]
LARGE = Generation(above=-1, each=1)
LIMITS = [{"cap": name, "at": "1 kt/yr"} for name in OF_REFERENCE]
STAGES = [{"minimize": name} for name in OF_REFERENCE]


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that holds the routes as formulas, and not written down."""
    monkeypatch.setattr(generation, "bytes_here", lambda: 0.5e9)
    monkeypatch.setattr(generation, "bytes_of_listed", lambda pairs: 1e9)


@pytest.mark.parametrize(
    ("keys", "where"),
    [({"limits": LIMITS}, "scenarios/a.yaml:7"), ({"objective": STAGES}, "scenarios/a.yaml")],
    ids=["limits", "objective"],
)
@pytest.mark.usefixtures("little_memory")
def test_a_metric_that_needs_all_routes_is_refused(keys: dict[str, Any], where: str) -> None:
    """With its place, what it takes, and that every other metric can be asked for."""
    case = with_scenario(make_case(SMALL), **keys)
    case = replace(
        case, file="scenarios/a.yaml", limits_at=["scenarios/a.yaml:7"] * bool(keys.get("limits"))
    )
    with pytest.raises(InputError) as caught:
        build_network(case, LARGE)
    (problem,) = caught.value.problems
    assert problem.where == where
    assert "'change_from_reference' needs every route of the region written down" in str(problem)
    assert "take about 1 GB of memory" in str(problem)
    assert "all other objectives and limits can be asked of a large region" in str(problem)
    assert "要求写出区域内的全部路线" in problem.say("zh")


@pytest.mark.usefixtures("little_memory")
def test_other_metrics_are_taken() -> None:
    """And a region that is not large is never refused."""
    assert build_network(make_case(SMALL), LARGE).grows
    case = with_scenario(make_case(SMALL), objective=STAGES)
    assert not build_network(case, Generation(above=sys.maxsize)).grows
