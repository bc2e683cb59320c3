"""Every kind of edit: what it says, and that the file saved of it gives the same plan."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sim.errors import InputError
from sim.loader import load_case
from sim.loader.load import make_case
from sim.network import Generation, build_network
from sim.page.asked import Setup
from sim.page.edits import KINDS, apply, read_edits
from sim.page.opening import open_text
from sim.page.saving import save_scenario
from sim.page.scenario_file import write_scenario
from sim.solve import Session
from tests.page_parts import FIRST, ask, make_example, plan_of

SALE = {"product": "brick", "area": "Westland", "max": 80, "price": 110}
NEW = {"lon": 112.3, "lat": 31.2, "province": "Westland", "city": "Westport"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")

CASES: dict[str, dict[str, Any]] = {
    "capacity": {"line": "cement-kiln", "value": 1234.567},
    "capacity_scale": {"technology": "mill", "factor": 1.2},
    "capacity_scale_province": {"province": "Eastland", "factor": 0.5},
    "load": {"technology": "kiln", "value": 0.615},
    "switch": {"plant": "grinding", "to": "off"},
    "demand": {"market": "brick-all", "max": 480.25, "min": 10},
    "price": {"market": "cement-east", "value": 312.5},
    "generation": {"zone": "north_mine", "material": "tailings", "value": 77.7},
    "generation_new": {"zone": "smelter", "material": "ash", "value": 30},
    "generation_scale": {"province": "Westland", "factor": 0.9},
    "border": {
        "from": "Westland",
        "to": "Eastland",
        "class": "general",
        "rule": "filing",
        "quota": 100.5,
        "surcharge": 3,
    },
    "border_closed": {"rule": "closed", "purpose": "any"},
    "expand": {"line": "cement-mill", "up_to": 123.45},
    "objective": {"stages": [{"minimize": "net_co2"}, {"maximize": "utilization_rate"}]},
    "limit": {"cap": "logistics_cost", "at": 60.5},
    "limit_rate": {"floor": "utilization_rate", "province": "Westland", "at": 0.333},
    "limit_text": {"cap": "net_co2", "at": "2 Mt/yr"},
    "carbon_price": {"value": 85},
    "parameter": {"parameter": "circuity", "value": "1.4"},
    "add_plant": {
        "plant": {**NEW, "name_en": "New brick works", "name_zh": "新砖厂"},
        "technology": "brickworks",
        "capacity": 90,
        "availability": 0.85,
        "market": SALE,
    },
    "keys": {
        "keys": {
            "modes": ["truck"],
            "change": [
                {"table": "zones", "where": {"id": "smelter"}, "drop": True},
                {"table": "generation", "where": {"zone": "smelter"}, "drop": True},
            ],
        }
    },
}
"""Kind, with a word after it where there are several -> fields of an edit."""
ALTERED: dict[str, dict[str, Any]] = {
    "limit_off": {"position": 0},
    "limit_off_at": {"position": 0, "at": 95.5},
    "border_quota": {"position": 0, "quota": 120},
}
"""Edits of entries of `more-grinding.yaml`, the scenario with a limit."""


def kind_of(name: str) -> str:
    """The kind of a case."""
    return next(kind for kind in sorted(KINDS, key=len, reverse=True) if name.startswith(kind))


def edit_of(name: str) -> dict[str, Any]:
    """The edit of a case."""
    fields = CASES[name] if name in CASES else ALTERED[name]
    return {"kind": kind_of(name), **fields}


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The example project; tests that write into it take names of their own."""
    return make_example(tmp_path_factory.mktemp("page") / "example")


def test_every_kind_has_a_case() -> None:
    """No kind of edit is left untried."""
    assert {kind_of(name) for name in (*CASES, *ALTERED)} == set(KINDS)


@pytest.mark.parametrize("name", [*CASES, *ALTERED])
def test_saved_edit_gives_the_same_plan(name: str, setup: Setup) -> None:
    """The plan of a saved scenario, solved from nothing, is that of the page to nine digits."""
    base = FIRST if name in CASES else "scenarios/more-grinding.yaml"
    label = f"saved-{name.replace('_', '-')}"
    asked = ask(setup, edit_of(name), scenario=base, name=label)
    planned = plan_of(asked)
    file = save_scenario(asked)
    assert file == f"scenarios/{label}.yaml"
    case = load_case(setup.root / file)
    for table, frame in planned.case.tables.items():
        assert frame.equals(case.tables[table]), table
    cold = Session(build_network(case, Generation())).solve()
    assert [stage.value for stage in planned.plan.stages] == pytest.approx(
        [stage.value for stage in cold.stages], rel=1e-9, abs=1e-9
    )
    assert planned.case.scenario.limits == case.scenario.limits
    assert planned.case.scenario.borders == case.scenario.borders


@pytest.mark.parametrize("name", [*CASES, *ALTERED])
def test_edit_is_said_in_both_languages(name: str, setup: Setup) -> None:
    """An edit is told in planners' words and units; nothing of the catalogue is left open."""
    base = FIRST if name in CASES else "scenarios/more-grinding.yaml"
    asked = ask(setup, edit_of(name), scenario=base)
    english, chinese = (
        asked.edits[0].say(asked.ground, asked.base.texts(language)) for language in ("en", "zh")
    )
    assert CHINESE.search(chinese)
    assert not CHINESE.search(english)
    assert "{" not in english + chinese


def test_capacity_is_told_in_units_of_planners(setup: Setup) -> None:
    """Chinese planners count in 万吨/年."""
    asked = ask(setup, {"kind": "capacity", "line": "cement-kiln", "value": 3000})
    edit, ground = asked.edits[0], asked.ground
    assert edit.say(ground, asked.base.texts("zh")) == (
        "西部水泥厂·水泥窑：产能由 250 万吨/年改为 300 万吨/年"
    )
    assert edit.say(ground, asked.base.texts("en")) == (
        "West cement works – cement kiln: capacity 3 Mt/yr instead of 2.5 Mt/yr"
    )


@pytest.mark.parametrize("name", [name for name in CASES if name != "keys"])
def test_saved_edits_can_be_opened(name: str, setup: Setup) -> None:
    """The text of a saved scenario is read as edits that give equal tables and rules."""
    asked = ask(setup, edit_of(name))
    file, edits = open_text(setup, write_scenario(asked).text, FIRST)
    assert file == FIRST
    before, after = (
        make_case(apply(asked.base.loaded, read)[1]) for read in (asked.edits, read_edits(edits))
    )
    for table, frame in before.tables.items():
        assert frame.equals(after.tables[table]), table
    assert before.scenario.borders == after.scenario.borders
    assert before.scenario.limits == after.scenario.limits


def test_plain_edits_come_back_as_their_kind(setup: Setup) -> None:
    """What has a kind of its own does not come back as keys."""
    given = [edit_of(name) for name in ("capacity", "price", "border", "limit", "demand")]
    given[-1].pop("min")
    _, edits = open_text(setup, write_scenario(ask(setup, *given)).text, FIRST)
    assert sorted(edit["kind"] for edit in edits) == sorted(edit["kind"] for edit in given)
    (capacity,) = (edit for edit in edits if edit["kind"] == "capacity")
    assert capacity["value"] == 1234.567


def test_problems_stand_at_their_edits(setup: Setup) -> None:
    """All that is wrong is told at once, each at the id of its edit."""
    asked = ask(
        setup,
        {"kind": "capacity", "line": "nobody", "value": 1},
        {"kind": "limit", "cap": "logistics_cost", "at": "7 kg"},
        {"kind": "capacity", "line": "cement-kiln", "value": 100},
        {"kind": "border", "from": "Nowhere", "rule": "closed"},
        {"kind": "limit", "floor": "utilization_rate", "at": 5.0},
    )
    with pytest.raises(InputError) as caught:
        apply(asked.base.loaded, asked.edits)
    assert {str(p.where) for p in caught.value.problems} >= {"e1", "e2", "e5"}
    assert "e3" not in {str(p.where) for p in caught.value.problems}
    del asked.edits[4], asked.edits[1], asked.edits[0]
    with pytest.raises(InputError) as caught:
        apply(asked.base.loaded, asked.edits)
    assert [str(p.where) for p in caught.value.problems] == ["e4"]


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ({"id": "e1", "kind": "nothing"}, "nothing"),
        ({"id": "e1", "kind": "capacity", "line": "x", "value": -1}, "value"),
        ({"id": "e1", "kind": "capacity", "line": "x", "value": "<b>"}, "value"),
        ({"id": "e1", "kind": "capacity", "line": "x", "value": 1, "more": 2}, "more"),
        ({"id": "e1", "kind": "load", "value": 0.5}, "technology"),
        ({"id": "e1", "kind": "generation", "zone": "z"}, "factor"),
        ({"id": "<script>", "kind": "switch", "line": "x", "to": "on"}, "id"),
        (7, "None"),
    ],
)
def test_bad_edits_are_refused_in_words(entry: Any, part: str) -> None:
    """What an edit may hold is bounded, and said in both languages."""
    with pytest.raises(InputError) as caught:
        read_edits([entry])
    (problem,) = caught.value.problems
    assert part in problem.what.say("en")
    assert CHINESE.search(problem.what.say("zh"))


def test_switched_on_line_takes_part(setup: Setup) -> None:
    """A planned line runs once it is switched on; its status joins those that take part."""
    plan = {"table": "lines", "where": {"id": "brick-line"}, "set": {"status": "planned"}}
    off = {"kind": "keys", "keys": {"change": [plan]}}
    without, with_it = (
        plan_of(ask(setup, off, *more))
        for more in ([], [{"kind": "capacity", "line": "cement-mill", "value": 1500}])
    )
    assert "brick-line" not in set(without.frames["lines"]["line"])
    assert "brick-line" not in set(with_it.frames["lines"]["line"])
    added = {
        "kind": "add_plant",
        "plant": {**NEW, "name_en": "New"},
        "technology": "brickworks",
        "capacity": 50,
    }
    case = plan_of(ask(setup, added)).case
    assert "added" in case.scenario.statuses
    row = case.tables["lines"].set_index("id").loc["e1-line"]
    assert row["status"] == "added"


def test_edits_that_are_off_do_nothing(setup: Setup) -> None:
    """An edit that is switched off leaves the scenario as it is."""
    asked = ask(setup, {"kind": "border", "rule": "closed", "purpose": "any", "on": False})
    overlay, loaded = apply(asked.base.loaded, asked.edits)
    assert overlay.is_empty
    assert loaded is asked.base.loaded


def test_a_file_is_replaced_only_when_asked(setup: Setup) -> None:
    """A saved scenario never takes the place of a file without being told to."""
    first = ask(setup, edit_of("capacity"), name="mine")
    file = setup.root / save_scenario(first)
    before = file.read_text(encoding="utf-8")
    second = ask(setup, edit_of("price"), name="mine")
    with pytest.raises(InputError) as caught:
        save_scenario(second)
    assert [p.code for p in caught.value.problems] == ["exists"]
    assert file.read_text(encoding="utf-8") == before
    save_scenario(ask(setup, edit_of("price"), name="mine", overwrite=True))
    assert "312.5" in file.read_text(encoding="utf-8")
    for name in ("baseline", "../escape", "a/b", ""):
        with pytest.raises(InputError):
            save_scenario(ask(setup, edit_of("price"), name=name, overwrite=True))
    assert not list(setup.root.rglob(".*.new"))


def test_opening_tells_lines(setup: Setup) -> None:
    """A text that is wrong is refused with the line of what is wrong."""
    text = "format: 1\nname: x\ntitle: {en: x}\nextends: baseline.yaml\nlimits:\n  - {cap: no}\n"
    with pytest.raises(InputError) as caught:
        open_text(setup, text, FIRST)
    assert str(caught.value.problems[0].where) == "scenario.yaml:6"
    with pytest.raises(InputError) as caught:
        open_text(setup, "format: 1\nname: x\n", FIRST)
    assert "extends" in str(caught.value.problems[0])
