"""Charts that the page asks for: frontier and sweep of the edited scenario, and their end."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import pytest

from sim.api.case import Case
from sim.errors import InputError
from sim.page.asked import Setup
from sim.page.edits import apply
from sim.page.pool import Pool
from sim.page.study import tell_study
from tests.page_parts import FIRST, ask, make_example, plan_of

EDIT = {"kind": "capacity", "line": "cement-mill", "value": 1800}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The example project."""
    return make_example(tmp_path_factory.mktemp("study") / "example")


def study(setup: Setup, kind: str, *edits: dict[str, Any], **more: Any) -> tuple[list[Any], Any]:
    """What a study tells on the way, and in the end."""
    options = more.pop("options")
    *steps, last = tell_study(ask(setup, *edits, kind=kind, options=options, **more))
    return steps, last["study"]


def values(told: Any) -> list[list[float | None]]:
    """The numbers of the table."""
    return [[cell["value"] for cell in row] for row in told["rows"]]


def test_frontier_is_that_of_the_edited_scenario(setup: Setup) -> None:
    """Its points are those of `sim frontier`, its end is the plan that the page shows."""
    options = {"x": "net_cost", "y": "utilization_rate", "points": 4}
    steps, told = study(setup, "frontier", EDIT, options=options)
    assert all(step["of"] == 4 and 0 < step["done"] <= 4 for step in steps)
    asked = ask(setup, EDIT)
    case = Case(apply(asked.base.loaded, asked.edits)[1], "en")
    points = case.frontier("net_cost", "utilization_rate", points=4, check=False).points
    rate = points["utilization_rate_pct"] / 100
    assert [row[1] for row in values(told)] == pytest.approx(rate.tolist(), rel=1e-6)
    planned = plan_of(asked)
    assert values(told)[-1][1] == pytest.approx(planned.plan.stages[0].value, rel=1e-7)
    assert told["svg"].lstrip().startswith("<?xml")
    assert told["sentences"]


@pytest.mark.parametrize(
    ("options", "edits"),
    [
        ({"technology": "mill", "from": 0.5, "to": 1.5, "points": 3}, [EDIT]),
        ({"vary": "load", "line": "cement-kiln", "from": 0.8, "to": 1}, []),
        ({"vary": "generation", "material": "tailings", "from": 1, "to": 2, "points": 2}, []),
        ({"vary": "price", "market": "cement-east", "from": 0.9, "to": 1.1, "points": 2}, []),
        ({"vary": "demand", "market": "brick-all", "from": 0.5, "to": 1, "points": 2}, []),
        (
            {"vary": "carbon_price", "from": 50, "to": 150, "points": 2},
            [{"kind": "carbon_price", "value": 80}],
        ),
        (
            {"vary": "limit", "limit": 0, "from": 0.5, "to": 1, "points": 2},
            [{"kind": "limit", "cap": "logistics_cost", "at": 40}],
        ),
    ],
)
def test_sweep_varies_what_is_asked(
    options: dict[str, Any], edits: list[dict[str, Any]], setup: Setup
) -> None:
    """Each number can be varied; all is said in the language of the reader."""
    steps, told = study(setup, "sweep", *edits, options=options, lang="zh")
    points = options.get("points", 5)
    assert steps[-1] == {"done": points, "of": points}
    assert len(told["rows"]) == points
    first = [row[0] for row in values(told)]
    assert first[0] == options["from"]
    assert first[-1] == options["to"]
    assert CHINESE.search(told["columns"][0]["title"])
    assert CHINESE.search(told["sentences"][0])
    assert ".0 时" not in told["sentences"][0]


def test_point_of_a_sweep_is_the_plan_of_the_edit(setup: Setup) -> None:
    """Half of a capacity in the sweep is half of it as an edit."""
    options = {"technology": "mill", "from": 0.5, "to": 1, "points": 2}
    _, told = study(setup, "sweep", options=options)
    half = plan_of(ask(setup, {"kind": "capacity_scale", "technology": "mill", "factor": 0.5}))
    assert values(told)[0][1] == pytest.approx(half.plan.stages[0].value, rel=1e-9)
    assert "0.5 times what it was" in told["sentences"][0]


def test_points_without_a_plan_are_told(setup: Setup) -> None:
    """A limit that no plan keeps leaves blanks, and says why."""
    floor = {"kind": "limit", "floor": "utilization_rate", "at": 0.5}
    options = {"vary": "limit", "limit": 0, "from": 1, "to": 1.9, "points": 2}
    _, told = study(setup, "sweep", floor, options=options)
    assert values(told)[1][1] is None
    assert told["sentences"][-1].startswith("1 of 2 points have no plan")


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("tarot", {}),
        ("frontier", {"x": "net_cost", "y": "net_cost"}),
        ("frontier", {"points": 1_000}),
        ("sweep", {}),
        ("sweep", {"vary": "limit", "limit": 7}),
        ("sweep", {"technology": "mill", "from": "<b>"}),
        ("sweep", {"technology": "nothing"}),
        ("sweep", {"technology": "mill", "points": 10_000}),
        ("sweep", ["x"]),
        ("frontier", {"x": "nothing"}),
    ],
)
def test_what_cannot_be_studied_is_refused(kind: str, options: Any, setup: Setup) -> None:
    """Every wrong option is an error of the input, in words."""
    with pytest.raises(InputError) as caught:
        study(setup, kind, options=options)
    assert CHINESE.search(caught.value.problems[0].say("zh"))


def is_alive(pid: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_who_cancels_a_study_ends_its_process_alone(tmp_path: Path) -> None:
    """The process is killed and replaced; another one and the next request go on."""
    root = make_example(tmp_path / "example").root
    pool = Pool(2, {"root": str(root), "first": FIRST})
    body = {"kind": "sweep", "options": {"technology": "mill", "points": 60}, "edits": []}
    before = pool.pids

    async def work() -> None:
        seen = asyncio.Event()

        async def tell(item: dict[str, Any]) -> None:
            if "done" in item:
                seen.set()

        studying = asyncio.create_task(pool.run("study", body, limit=60, tell=tell))
        await asyncio.wait_for(seen.wait(), 60)
        studying.cancel()
        answers = await asyncio.gather(
            studying,
            *(pool.run("plan", {"edits": []}, limit=60) for _ in range(2)),
            return_exceptions=True,
        )
        assert isinstance(answers[0], asyncio.CancelledError)
        assert all("plan" in answer for answer in answers[1:] if isinstance(answer, dict))
        assert all(isinstance(answer, dict) for answer in answers[1:])

    try:
        asyncio.run(work())
        ended = set(before) - set(pool.pids)
        assert len(ended) == 1
        assert not is_alive(ended.pop())
    finally:
        pool.end()
