"""What the page asks for and is not there, and how long its work may take."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sim.errors import InputError
from sim.page import planner, tasks
from sim.page.asked import Setup
from sim.page.pool import Pool, TooLongError
from sim.say.texts import ZH
from tests.page_parts import FIRST, make_example


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The example project."""
    return make_example(tmp_path_factory.mktemp("page") / "example")


@pytest.mark.parametrize("what", ["zone:nope", "line:brick-line", "line:nope", "borders", "None"])
def test_a_detail_that_is_not_there(setup: Setup, what: str) -> None:
    """A zone that the scenario lacks is no zone whose waste is all used; nor is a line a table."""
    with pytest.raises(InputError) as refused:
        next(iter(tasks.detail(setup, {"edits": [], "what": what})))
    told = planner.tell_error(refused.value, ZH)
    assert told["status"] == 404
    assert what.removeprefix("zone:") in told["problems"][0]["what"]


def test_the_time_limit_is_that_of_the_scenario(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request may take what its own scenario allows, whichever was opened first."""
    other = setup.root / "scenarios" / "patient.yaml"
    keys = "format: 1\nname: patient\ntitle: {en: Patient}\nextends: baseline.yaml\n"
    other.write_text(keys + "solver: {time_limit: 7777 s}\n", encoding="utf-8")
    planner.set_up({"root": str(setup.root), "first": FIRST})
    monkeypatch.setattr(planner, "_do", lambda *_: iter(()))
    asked: dict[str, Any] = {"edits": []}
    first = planner.begin("plan", asked)
    assert planner.begin("plan", {**asked, "scenario": "scenarios/patient.yaml"}) == 7777
    assert planner.begin("plan", asked) == first != 7777
    assert planner.begin("plan", {**asked, "scenario": "scenarios/gone.yaml"}) == 0


def test_work_ends_after_what_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one scenario is allowed is not what the other is."""
    monkeypatch.setattr("sim.page.pool.MODULE", "tests.page_sleeper")

    async def try_it() -> None:
        pool = Pool(1, {})
        await pool.run("count", {}, limit=30)
        with pytest.raises(TooLongError) as ended:
            await pool.run("steps", {"of": 10**6, "allowed": 0.2}, limit=0.1)
        assert ended.value.seconds == pytest.approx(0.3)
        await pool.run("count", {}, limit=30)
        done = await pool.run("steps", {"of": 6, "allowed": 60}, limit=0.1)
        assert done == {"counted": 0}
        pool.end()

    asyncio.run(try_it())
