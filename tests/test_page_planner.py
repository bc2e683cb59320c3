"""Planner processes: killed and replaced where nobody wants their work, without hurting others."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.cli.main import main
from sim.errors import InputError
from sim.loader import load_case
from sim.page import planner, tasks
from sim.page.asked import Setup
from sim.page.pool import PlannerLostError, Pool, TooLongError
from sim.page.saving import save_scenario
from sim.say.texts import EN
from sim.studies.run.run import RunOptions, run_in_memory
from sim.studies.solve_case import Clock, be_silent
from tests.page_parts import FIRST, ask, make_example, plan_of

MODULE = "tests.page_sleeper"
NEW = {
    "name_en": "New works",
    "name_zh": "新厂",
    "lon": 112.3,
    "lat": 31.2,
    "province": "Westland",
    "city": "Westport",
}


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The example project."""
    return make_example(tmp_path_factory.mktemp("planner") / "example")


def tell(setup: Setup, task: str, *edits: dict[str, Any], **body: Any) -> dict[str, Any]:
    """The answer of a task."""
    numbered = [{"id": f"e{n}", **edit} for n, edit in enumerate(edits, start=1)]
    *_, told = tasks.TASKS[task](setup, {"edits": numbered, **body})
    assert isinstance(told, dict)
    return told


# -- processes -------------------------------------------------------------------------------------


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """Two processes that sleep and count instead of planning."""
    monkeypatch.setattr("sim.page.pool.MODULE", MODULE)
    made = Pool(2, {}, patience=0.3)
    yield made
    made.end()


def test_long_work_is_killed_and_others_go_on(pool: Pool) -> None:
    """Work over its time is ended, its process replaced; what another does comes out right."""

    async def both() -> None:
        before = pool.pids
        long = asyncio.create_task(pool.run("sleep", {"seconds": 60}, limit=0.5))
        assert await pool.run("count", {"to": 3}, limit=30) == {"counted": 3}
        with pytest.raises(TooLongError):
            await long
        assert await pool.run("count", {"to": 2}, limit=30) == {"counted": 2}
        assert await pool.run("count", {"to": 4}, limit=30) == {"counted": 4}
        while pool.pids == before:
            await asyncio.sleep(0.05)
        assert len(set(before) & set(pool.pids)) == 1

    asyncio.run(both())


def test_work_that_nobody_wants_is_let_go(pool: Pool) -> None:
    """A cancelled request frees its planner: at the next step, or by its end."""

    async def let_go() -> None:
        seen: list[Any] = []

        async def see(item: Any) -> None:
            seen.append(item)

        stepwise = asyncio.create_task(pool.run("steps", {"of": 1000}, limit=60, tell=see))
        while not seen:
            await asyncio.sleep(0.01)
        stuck = asyncio.create_task(pool.run("sleep", {"seconds": 60}, limit=60))
        await asyncio.sleep(0.1)
        before = pool.pids
        for work in (stepwise, stuck):
            work.cancel()
        answers = [pool.run("count", {"to": n}, limit=30) for n in (1, 2)]
        assert await asyncio.gather(*answers) == [{"counted": 1}, {"counted": 2}]
        while pool.pids == before:
            await asyncio.sleep(0.05)
        assert len(set(before) & set(pool.pids)) == 1

    asyncio.run(let_go())


def test_a_planner_that_dies_is_replaced(pool: Pool) -> None:
    """Who waits for a process that is gone is told so; the next request is answered."""

    async def lose() -> None:
        with pytest.raises(PlannerLostError):
            await pool.run("die", {}, limit=30)
        for number in (1, 2, 3):
            assert await pool.run("count", {"to": number}, limit=30) == {"counted": number}

    asyncio.run(lose())


def test_who_worked_last_works_next(pool: Pool) -> None:
    """A planner that has a plan at hand is asked again."""

    async def ask_twice() -> None:
        first = await pool.run("who", {}, limit=30)
        assert await pool.run("who", {}, limit=30) == first

    asyncio.run(ask_twice())


# -- what planners tell ----------------------------------------------------------------------------


def test_errors_are_told_not_raised(setup: Setup) -> None:
    """Wrong edits are an answer of the planner, with the status that the page gets."""
    planner.set_up({"root": str(setup.root), "first": FIRST})
    planner.begin("plan", {"edits": [{"id": "e1", "kind": "none"}], "lang": "zh"})
    told = planner.advance()
    assert told["error"]["status"] == 400
    assert told["error"]["problems"][0]["where"] == "e1"


def test_an_edit_that_did_nothing_says_why(setup: Setup) -> None:
    """New lines that stand idle, limits that do not bind, capacity not wanted: each says why."""
    kiln = {"kind": "capacity", "line": "cement-kiln", "value": 9000}
    cap = {"kind": "limit", "cap": "net_co2", "at": 99999}
    more = {"kind": "capacity", "line": "cement-kiln", "value": 9500}
    idle = {"kind": "add_plant", "plant": NEW, "technology": "flotation", "capacity": 100}
    tell(setup, "plan", kiln)
    _, told = tell(setup, "plan", kiln, cap)["plan"]["edits"]
    assert told["did"] is False
    assert told["why"].startswith("the plan keeps within it anyway: ")
    (told,) = tell(setup, "plan", more)["plan"]["edits"]
    assert told["did"] in (None, True)
    first, second = tell(setup, "effects", kiln, {**more, "id": "e2"})["edits"]
    assert (first["did"], first["why"]) == (False, second["why"])
    assert second["why"].startswith("capacity was not the limit: it runs at ")
    zero = {"kind": "generation", "zone": "smelter", "material": "smelter_slag", "value": 0}
    tell(setup, "plan", zero)
    told = tell(setup, "plan", zero, idle)["plan"]["edits"][1]
    assert told["did"] is False
    assert "copper slag" in told["why"]
    chinese = tell(setup, "plan", zero, idle, lang="zh")["plan"]["edits"][1]
    assert "铜渣" in chinese["why"]


def test_a_new_plant_without_a_market_says_so(setup: Setup) -> None:
    """A line whose product nobody buys cannot run, and the product is named."""
    drop = {
        "kind": "keys",
        "keys": {"change": [{"table": "markets", "where": {"product": "brick"}, "drop": True}]},
    }
    new = {"kind": "add_plant", "plant": NEW, "technology": "brickworks", "capacity": 100}
    told = tell(setup, "plan", drop, new)["plan"]["edits"][1]
    assert told == {
        "id": "e2",
        "text": told["text"],
        "did": False,
        "why": "it cannot run: brick has no market",
    }
    sold = {**new, "market": {"product": "brick", "area": "Westland", "max": 90, "price": 120}}
    assert tell(setup, "plan", drop, sold)["plan"]["edits"][1]["did"] is not False


def test_usual_is_filled_in(setup: Setup) -> None:
    """Where a planner points, size, place, recipe and market come from the region's own data."""
    told = tell(setup, "usual", technology="brickworks", lon="114.1", lat="30.6", lang="zh")
    assert (told["capacity"], told["availability"]) == (400.0, 0.8)
    assert (told["province"], told["city"]) == ("Eastland", "Eastport")
    assert told["recipes"] == ["brick"]
    assert [market["id"] for market in told["markets"]] == ["brick-all"]
    assert "投资约 0.72 亿元（按年产能 180 元/吨）。" in told["notes"]


def test_costs_and_markets_follow_what_is_given(setup: Setup) -> None:
    """Half the usual size costs half; in the other province its own markets are named."""
    place = {"technology": "brickworks", "lon": "114.1", "lat": "30.6", "lang": "zh"}
    told = tell(setup, "usual", **place, capacity="200", province="Westland")
    assert told["capacity"] == 400.0
    assert (told["province"], told["city"]) == ("Westland", "")
    assert "投资约 0.36 亿元（按年产能 180 元/吨）。" in told["notes"]


def test_a_settled_plan_is_verified(setup: Setup) -> None:
    """The tables of a plan, written and read again, hold against its input."""
    told = tell(setup, "settle", {"kind": "capacity", "line": "brick-line", "value": 500})
    assert told["passed"] is True
    assert told["verified"] > 20


def test_saved_edits_run_to_the_last_digit(setup: Setup) -> None:
    """A run of the saved file gives the very figures of the settled plan."""
    edits = [
        {"kind": "capacity", "line": "brick-line", "value": 512.3},
        {"kind": "border", "rule": "closed", "purpose": "any", "from": "Westland"},
        {"kind": "add_plant", "plant": NEW, "technology": "mill", "capacity": 333.3},
    ]
    asked = ask(setup, *edits, name="settled-edits")
    file = setup.root / save_scenario(asked)
    run = run_in_memory(load_case(file), Clock(be_silent))
    shown = plan_of(asked).summary["kpis"]
    for mine, theirs in zip(shown, run.tables.summary["kpis"], strict=True):
        assert mine["value"] == pytest.approx(theirs["value"], rel=1e-9, abs=1e-9), mine["name"]
    assert RunOptions().texts == EN


def test_no_plan_has_ways_out(setup: Setup) -> None:
    """Each way out is a list of edits that give a plan; own limits are replaced, not added to."""
    edits = [
        {"kind": "limit", "floor": "utilization_rate", "at": 0.5},
        {"kind": "limit", "cap": "logistics_cost", "at": 30},
    ]
    told = tell(setup, "explain", *edits)
    assert told["status"] == "infeasible"
    assert told["ways"]
    for way in told["ways"]:
        given = {f"e{n}": {"id": f"e{n}", **edit} for n, edit in enumerate(edits, start=1)}
        for number, change in enumerate(way["edits"]):
            key = change.pop("replaces", f"w{number}")
            given[key] = {**change, "id": key}
        assert "plan" in tell(setup, "plan", edits=list(given.values()))
        assert way["text"]
        assert len(way["steps"]) == (0 if len(way["edits"]) == 1 else len(way["edits"]))
    assert any(way["steps"] for way in told["ways"])
    assert not any("below" in way["text"] for way in told["ways"])


def test_numbers_of_a_file_are_told(setup: Setup) -> None:
    """What keys of a file change is told, so that the panels show it; edits alone tell nothing."""
    change = [
        {"table": "lines", "where": {"id": "brick-line"}, "scale": {"capacity": 1.5}},
        {"table": "markets", "where": {"product": "brick"}, "set": {"price": "90 CNY/t"}},
        {"table": "generation", "where": {"zone": "north_mine"}, "scale": {"amount": 2}},
    ]
    keys = {"kind": "keys", "keys": {"change": change}}
    scaled = {"kind": "capacity_scale", "technology": "brickworks", "factor": 2}
    given = tell(setup, "plan", keys, scaled)["plan"]["given"]
    assert given["lines"] == {"brick-line": {"capacity": 1200.0, "availability": 0.8, "on": True}}
    assert {row["price"] for row in given["markets"].values()} == {90.0}
    assert set(given["generation"]) == {"north_mine"}
    assert tell(setup, "plan", scaled)["plan"]["given"] == {}
    assert tell(setup, "plan", {**keys, "on": False})["plan"]["given"] == {}


def test_limits_offer_to_be_moved(setup: Setup) -> None:
    """What a limit is worth comes with an edit that moves it by a tenth, and what that gave."""
    told = tell(setup, "detail", what="limits")
    first = next(item for item in told["items"] if "brick-line" in item["text"])
    assert first["edits"][0]["value"] == 440.0
    assert first["note"]
    zone = tell(setup, "detail", what="zone:north_mine")
    assert zone["sentences"] == ["638 kt/yr of its waste is not used."]
    assert zone["items"]
    tables = tell(setup, "detail", what="tables")["tables"]
    assert {"figures", "zones", "lines", "unused", "prices"} <= {table["key"] for table in tables}


# -- the command -----------------------------------------------------------------------------------


def test_a_broken_scenario_ends_the_command(
    setup: Setup, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors of the loader are told as by any other command, and nothing is served."""
    path = setup.root / "scenarios" / "broken.yaml"
    path.write_text("format: 1\nname: broken\ntitle: {en: B}\nregion: nowhere\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["page", str(path), "--no-browser"])
    path.unlink()
    assert ended.value.code == 2
    assert "scenarios/broken.yaml:4" in capsys.readouterr().err
    with pytest.raises(InputError):
        ask(setup, scenario="scenarios/broken.yaml")


def test_ctrl_c_ends_all_processes(setup: Setup) -> None:
    """The command says where the page is; Ctrl-C ends it and its planners."""
    command = [sys.executable, "-m", "sim", "page", str(setup.root / FIRST), "--no-browser"]
    with subprocess.Popen(
        command,
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as started:
        assert started.stdout is not None
        line = started.stdout.readline()
        assert line.startswith("The page is at http://127.0.0.1:")
        children = list_children(started.pid)
        assert len(children) == 2
        started.send_signal(signal.SIGINT)
        _, errors = started.communicate(timeout=20)
    assert "Traceback" not in errors
    assert started.returncode == 130
    assert not [pid for pid in children if is_running(pid)]


def list_children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(child) for child in found.split()]


def is_running(pid: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
