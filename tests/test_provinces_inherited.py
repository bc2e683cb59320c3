"""A place whose province is blank lies in that of its city; unknown provinces open no border.

One zone in a city of province A, a plant in B; waste that crosses needs what the rules ask.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.loader import load_case, write_inputs
from sim.loader.change.variants import Setting, load_study, vary
from sim.network import build_network
from tests.study import Solved, solve_study, write_study

TABLES = {
    "areas": """\
id,level,name_en,parent
A,province,A,
B,province,B,
a1,city,City of A,A
b1,city,City of B,B
lost,city,City of nowhere,
""",
    "materials": """\
id,name_en,kind,waste_class
w,Waste,waste,hazardous
v,Other waste,waste,general_I
g,Good,product,
""",
    "technologies": "id,name_en\nmk,Make\n",
    "recipes": "id,technology,name_en\nmk,mk,Make\nmv,mk,Make of v\n",
    "inputs": "recipe,material,min,max\nmk,w,1,1\nmv,v,1,1\n",
    "yields": "recipe,material,per,amount\nmk,g,activity,1\nmv,g,activity,1\n",
    "modes": "id,name_en,medium\nt,Truck,road\n",
    "zones": "id,name_en,city,province\nz,Zone,a1,\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,10\nz,v,20\n",
    "plants": "id,name_en,city,province\np,Plant,b1,B\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,mk,100\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,t,1\nz,tip,t,0\n",
    "markets": "id,name_en,product,area,price [CNY/t]\nm,Good,g,B,100\n",
    "sinks": "id,name_en,kind,city,province,fee [CNY/t]\ntip,Tip,landfill,b1,,0\n",
}


def solve(folder: Path, scenario: dict[str, Any] | None = None, **changes: str) -> Solved:
    """Solve the study with other tables."""
    return solve_study(folder, {**TABLES, **changes}, scenario)


def refusal(folder: Path, scenario: dict[str, Any] | None = None, **changes: str) -> list[str]:
    """Return what is wrong with the study, place and words."""
    with pytest.raises(InputError) as error:
        load_case(write_study(folder, {**TABLES, **changes}, scenario))
    return [f"{p.where}: {p.what} ({p.hint})" for p in error.value.problems]


def test_hazardous_waste_does_not_cross_from_a_blank_province(tmp_path: Path) -> None:
    """The zone lies in A through its city: 10 kt of hazardous waste stay, 20 kt of other go."""
    solved = solve(tmp_path)
    assert solved.flow("z", "p") == pytest.approx(20.0)
    assert solved.kpi("cross_border") == pytest.approx(20.0)
    assert solved.flow("z", "tip") == 0.0
    areas = solved.tables["areas"].set_index(["level", "area"])
    assert areas.loc[("province", "A"), "generation_kt_yr"] == pytest.approx(30.0)


def test_closed_border_holds_for_a_blank_province(tmp_path: Path) -> None:
    """Closed for general waste as well, nothing leaves the zone."""
    closed = [{"from": "A", "to": "B", "class": "general", "rule": "closed"}]
    assert solve(tmp_path, {"borders": closed}).flow("z", "p") == 0.0


def test_market_of_a_province_knows_its_plants(tmp_path: Path) -> None:
    """A plant with a blank province sells in the market of the province of its city."""
    plants = "id,name_en,city,province\np,Plant,b1,\n"
    assert solve(tmp_path, plants=plants).flow("p", "m") == pytest.approx(20.0)


def test_every_table_of_places_inherits(tmp_path: Path) -> None:
    """Zones, plants, sinks and terminals, in the case and in the input it is written to."""
    tables = {
        **TABLES,
        "plants": "id,name_en,city,province\np,Plant,b1,\n",
        "terminals": "id,name_en,mode,city,province\nx,Port,b,a1,\n",
        "modes": "id,name_en,medium,tariff [CNY/t/km]\nt,Truck,road,\nb,Barge,water,0.1\n",
    }
    case = load_case(write_study(tmp_path, tables))
    found = {n: case.tables[n]["province"].tolist() for n in ("zones", "plants", "sinks")}
    assert found == {"zones": ["A"], "plants": ["B"], "sinks": ["B"]}
    assert case.tables["terminals"]["province"].tolist() == ["A"]
    write_inputs(case, tmp_path / "out")
    assert "A" in (tmp_path / "out" / "inputs" / "zones.csv").read_text().splitlines()[1].split(",")


def test_changes_see_and_move_what_is_inherited(tmp_path: Path) -> None:
    """`where: province` finds the lines of a plant with a blank one; a new city brings its own."""
    tables = {**TABLES, "plants": "id,name_en,city,province\np,Plant,b1,\n"}
    changes = [
        {"table": "lines", "where": {"province": "B"}, "scale": {"capacity": 0.05}},
        {"table": "plants", "where": {"id": "p"}, "set": {"city": "a1"}},
        {"table": "plants", "add": [{"id": "q", "name_en": "New", "city": "b1"}]},
    ]
    case = load_case(write_study(tmp_path, tables, {"change": changes}))
    assert case.tables["lines"]["capacity"].tolist() == [5.0]
    assert case.tables["plants"].set_index("id")["province"].to_dict() == {"p": "A", "q": "B"}


def test_sweep_moves_a_place(tmp_path: Path) -> None:
    """A sweep over the city of a plant takes the province along."""
    tables = {**TABLES, "plants": "id,name_en,city,province\np,Plant,b1,\n"}
    parameter = {"name": "city", "table": "plants", "set": {"city": ["a1", "b1"]}}
    path = write_study(tmp_path, tables, {"sweep": {"kind": "grid", "parameters": [parameter]}})
    study = load_study(path)
    found = [
        vary(study, [Setting(0, city)]).tables["plants"].records[0].values["province"]
        for city in ("a1", "b1")
    ]
    assert found == ["A", "B"]


@pytest.mark.parametrize("city", ["", "lost"])
def test_unknown_province_is_asked_for_where_there_are_two(tmp_path: Path, city: str) -> None:
    """A plant and a sink in two provinces: a zone of no province is refused, with its line."""
    zones = f"id,name_en,city,province\nz,Zone,{city},\n"
    plants = "id,name_en,city,province\np,Plant,b1,\nq,Other,a1,\n"
    (said,) = refusal(tmp_path, zones=zones, plants=plants)
    assert said.startswith("geodata/study/zones.csv:2: province: the province of 'z' in table")
    assert ("'parent' of city 'lost'" in said) == (city == "lost")


def test_unknown_province_is_asked_for_where_a_rule_stands(tmp_path: Path) -> None:
    """One province and a border rule: all that have none are told at once."""
    rule = [{"from": "any", "to": "any", "class": "general", "rule": "closed"}]
    said = refusal(
        tmp_path,
        {"borders": rule},
        plants="id,name_en,city,province\np,Plant,,\n",
        sinks="id,name_en,kind,city,province,fee [CNY/t]\ntip,Tip,landfill,,,0\n",
    )
    assert [line.split(":")[0] for line in said] == [
        "geodata/study/plants.csv",
        "geodata/study/sinks.csv",
    ]


def test_study_without_provinces_stays_valid(tmp_path: Path) -> None:
    """A textbook case names no province: there are no borders, and all is taken."""
    solved = solve(
        tmp_path,
        areas="id,level,name_en,parent\n",
        zones="id,name_en\nz,Zone\n",
        plants="id,name_en\np,Plant\n",
        markets="id,name_en,product,price [CNY/t]\nm,Good,g,100\n",
        sinks="id,name_en,kind,fee [CNY/t]\ntip,Tip,landfill,0\n",
    )
    assert solved.flow("z", "p") == pytest.approx(30.0)


@pytest.mark.parametrize("table", ["zones", "plants", "sinks"])
def test_contradiction_names_both_provinces(tmp_path: Path, table: str) -> None:
    """A place in a city of A that says B is refused with its line, city and both provinces."""
    text = TABLES[table].replace("a1,", "a1,B").replace("b1,B", "b1,A").replace("b1,,", "b1,A,")
    (said,) = refusal(tmp_path, **{table: text})
    city, found, given = ("a1", "A", "B") if table == "zones" else ("b1", "B", "A")
    assert said.startswith(f"geodata/study/{table}.csv:2:")
    assert f"city '{city}' lies in '{found}', not in '{given}'" in said


def test_provinces_reach_the_network(tmp_path: Path) -> None:
    """Nothing between the loader and the programme reads a blank."""
    network = build_network(load_case(write_study(tmp_path, TABLES)))
    assert network.zones["province"].tolist() == ["A"]
    assert network.areas["province"] == {"z": "A"}
