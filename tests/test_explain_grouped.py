"""An impossible target in few lines: ways out first, then limits by family and place, the decisive
ones first, however many they are."""

from __future__ import annotations

import pytest

from sim.say.texts import EN, ZH
from sim.studies.explain.groups import group_limits
from sim.studies.explain.sentences import describe, write_lines
from sim.studies.explain.study import Explanation, explain
from sim.studies.solve_case import Clock
from tests.study import MODES, write_study

CITIES = {"c1": 9, "c2": 5, "c3": 4, "c4": 3, "c5": 2, "c6": 1, "c7": 1}
"""City -> how many plants with a full line stand there."""
PLANTS = [(f"p{city[1:]}{n}", city) for city, count in CITIES.items() for n in range(count)]
TABLES = {
    "areas": "id,level,name_en,name_zh,parent\nP,province,P,,\n"
    + "".join(f"{city},city,Town {city[1:]},城{city[1:]},P\n" for city in CITIES),
    "zones": "id,name_en,city,province\nz,Zone,c1,P\n",
    "plants": "id,name_en,city,province\n"
    + "".join(f"{plant},Works {plant},{city},P\n" for plant, city in PLANTS),
    "materials": "id,name_en,kind,waste_class\nw,Waste,waste,general_I\n",
    "modes": MODES,
    "links": "origin,destination,mode,cost [CNY/t]\n"
    + "".join(f"z,{plant},truck,{5 + n}\n" for n, (plant, _) in enumerate(PLANTS)),
    "generation": "zone,material,amount [kt/yr]\nz,w,1000\n",
    "technologies": "id,name_en\nt,Kiln\n",
    "recipes": "id,technology,name_en\nq,t,Fire\n",
    "inputs": "recipe,material,min,max\nq,w,1,1\n",
    "lines": "id,plant,technology,capacity [kt/yr]\n"
    + "".join(f"l-{plant},{plant},t,{10 + n}\n" for n, (plant, _) in enumerate(PLANTS)),
}
FLOOR = {"limits": [{"floor": "utilization_rate", "at": "95 %"}]}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Explanation:
    path = write_study(tmp_path_factory.mktemp("target"), TABLES, FLOOR)
    return explain(path, Clock(lambda _: None))


def test_ways_out_lead(found: Explanation) -> None:
    """What can be done stands before why; both before anything long."""
    lines = list(write_lines(found, EN))
    ways, why = (
        next(n for n, line in enumerate(lines) if line.startswith(words))
        for words in ("Ways out", "These 26 limits")
    )
    assert ways == 2
    assert ways < why


def test_few_lines_tell_many_limits(found: Explanation) -> None:
    """26 limits: the floor by itself, 25 capacities by town.

    The town whose capacity a way out raises comes first, then those with most.
    """
    assert len(found.conflict) == 26
    lines = list(write_lines(found, EN))
    why = lines[lines.index(next(x for x in lines if x.startswith("These 26"))) + 1 :]
    assert why[0] == "  scenarios/study.yaml:7: Floor under Utilization rate (net): 95 %"
    assert why[1] == "  geodata/study/lines.csv:2: 25 capacities of lines"
    heads = [line.strip().partition(":")[0] for line in why[2:7]]
    assert heads == ["Town 7 (1)", "Town 1 (9)", "Town 2 (5)", "Town 3 (4)", "Town 4 (3)"]
    assert why[7].strip() == "and 3 more in 2 other places"
    assert why[3].endswith("and 7 more")
    assert len(why) == 9


def test_the_decisive_come_first(found: Explanation) -> None:
    """Within families and places, limits that a way out changes stand before larger ones."""
    changed = {edit.limit.key for way in found.ways for edit in way.edits}
    capacities = next(g for g in group_limits(found) if g.group.name == "capacity")
    assert changed & {x.key for x in capacities.limits}
    for _, inside in capacities.places:
        decisive = [limit.key in changed for limit in inside]
        assert decisive == sorted(decisive, reverse=True)
        rest = [x.value or 0.0 for x in inside if x.key not in changed]
        assert rest == sorted(rest, reverse=True)


def test_chinese_names_families_and_places(found: Explanation) -> None:
    text = "\n".join(write_lines(found, ZH))
    assert "25 条产线的产能" in text
    assert "城1（9项）" in text
    assert "另有 3 项，分布于其他 2 处" in text


def test_machines_get_every_limit_with_its_family_and_place(found: Explanation) -> None:
    listed = describe(found)["conflict"]
    assert len(listed) == 26
    assert {row["family"] for row in listed} == {"limits", "capacity"}
    assert {row["place"] for row in listed if row["family"] == "capacity"} == {
        f"Town {city[1:]}" for city in CITIES
    }
