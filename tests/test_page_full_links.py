"""Links whose capacity is reached are told and drawn; what is built has its edge on the map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.page.answer import tell_atlas
from sim.page.asked import Setup
from tests.page_parts import ask, make_example, plan_of


def atlas_of(setup: Setup, *edits: dict[str, Any], lang: str = "en") -> Any:
    """The map of edits."""
    asked = ask(setup, *edits, lang=lang)
    return tell_atlas(asked, plan_of(asked))


def link(capacity: str) -> dict[str, Any]:
    """A belt from the north mine to the cement works that costs next to nothing."""
    row = {"origin": "north_mine", "destination": "cement_works", "mode": "truck", "km": "5 km"}
    added = {"table": "links", "add": [{**row, "cost": "0.1 CNY/t", "capacity": capacity}]}
    return {"kind": "keys", "keys": {"change": [added]}}


def test_a_full_link_is_told_and_drawn(tmp_path: Path) -> None:
    """One with room to spare is not."""
    setup = make_example(tmp_path / "example")
    (full,) = atlas_of(setup, link("50 kt/yr"))["full"]
    assert full["text"] == "North mine – West cement works, truck: carries all it can, 50 kt/yr"
    places = atlas_of(setup, link("50 kt/yr"))
    mine = next(zone for zone in places["zones"] if zone["id"] == "north_mine")
    works = next(plant for plant in places["plants"] if plant["id"] == "cement_works")
    assert (full["x"], full["y"]) == ([mine["x"], works["x"]], [mine["y"], works["y"]])
    (chinese,) = atlas_of(setup, link("50 kt/yr"), lang="zh")["full"]
    assert "已达通道能力上限 5 万吨/年" in chinese["text"]
    assert atlas_of(setup, link("9 Mt/yr"))["full"] == []
    assert atlas_of(setup)["full"] == []


def test_what_is_built_has_an_edge_and_is_told(tmp_path: Path) -> None:
    """At the mill that the plan makes larger."""
    setup = make_example(tmp_path / "example")
    told = atlas_of(setup, {"kind": "expand", "line": "grinding-mill", "up_to": 100})
    (built,) = [plant for plant in told["plants"] if "edge" in plant]
    assert built["id"] == "grinding"
    assert built["built"]
    assert [edge["color"] for edge in told["edges"]] == [built["edge"]]


def test_a_plant_that_is_called_by_its_technology_says_it_once(tmp_path: Path) -> None:
    """The name of a new plant is what its technology is called, unless the planner says more."""
    setup = make_example(tmp_path / "example")
    place = {"lon": 112.3, "lat": 31.2, "province": "Westland", "name_zh": "新建制砖"}
    plant = {**place, "name_en": "New: Brick works"}
    edit = {"kind": "add_plant", "plant": plant, "technology": "brickworks", "capacity": 90}
    for lang, said in (
        ("en", "new plant New: Brick works (Westland), 90 kt/yr"),
        ("zh", "新增设施“新建制砖”（西省），9 万吨/年"),
    ):
        asked = ask(setup, edit, lang=lang)
        assert asked.edits[0].say(asked.ground, asked.texts) == said
