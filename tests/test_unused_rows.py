"""Rows of the input that take no part: each is told with its place and reason, and none else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from sim.cli.main import cli
from sim.loader import load_case
from sim.loader.case import Case
from sim.network import build_network
from sim.network.unused_rows import list_unused_rows
from tests.study import solve_study, write_study
from tests.test_terminal_links import LINK, MODES, PORTS, WASTE

pytestmark = pytest.mark.usefixtures("undrawn")


BASE = {
    **WASTE,
    "areas": "id,level,name_en\nN,province,North\nS,province,South\n",
    "modes": MODES + "rail,Train,rail,0.1,8,,60,0.01\nbelt,Belt,road,,,,,\n",
    "zones": "id,name_en,province,lon,lat\nz,Zone,N,112.0,30.3\n",
    "plants": "id,name_en,province,lon,lat\np,Plant,N,115.0,30.3\nq,Works,S,112.2,30.3\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,t,100\nm,q,t,10\n",
    "terminals": PORTS + "A,Port A,barge,0,112.0,30.0\nB,Port B,barge,300,115.0,30.0\n",
    "places": "id,name_en,lon,lat\nt1,Town,112.0,30.3\nt2,Far town,118.0,30.3\n",
    "links": LINK + "z,A,truck,5,,\nz,q,belt,,1,\n",
}
"""A zone, two plants and two ports; all rows but those of the towns and the train count."""
ROLES = "id,name_en,role\n"


def told(folder: Path, *, scenario: dict[str, object] | None = None, **tables: str) -> set[str]:
    """Return `table:line reason` of the rows without a part."""
    case = load_case(write_study(folder, {**BASE, **tables}, scenario))
    rows = list_unused_rows(case, build_network(case))
    line = rows["at"].str.rpartition(":")[2]
    return set(rows["table"] + ":" + line + " " + rows["reason"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("z,B,rail,70,,", "no_way_over_it"),
        ("A,B,truck,290,,", "not_followed"),
        ("z,t1,truck,3,,", "not_followed"),
        ("t1,t2,truck,600,,", "no_road_between"),
        ("p,q,truck,3,,", "nothing_between"),
        ("z,A,rail,60,,", "link_beaten"),
        ("A,q,rail,40,,", "no_way_over_it"),
        ("z,q,truck,300,,", "way_beaten"),
    ],
)
def test_a_link_without_a_part_is_told(tmp_path: Path, row: str, reason: str) -> None:
    """The fourth line of table links is told with the reason, and the two before are not."""
    found = told(tmp_path, links=BASE["links"] + row + "\n")
    assert {f for f in found if f.startswith("links")} == {f"links:4 {reason}"}


def test_links_of_a_mode_that_is_off_are_told(tmp_path: Path) -> None:
    """Without barges neither ports nor their links take part."""
    found = told(tmp_path, scenario={"modes": ["truck", "belt"]})
    assert {
        "modes:3 mode_off",
        "modes:4 mode_off",
        "terminals:2 mode_off",
        "links:2 mode_off",
    } < found
    assert "links:3 mode_off" not in found


def test_a_link_over_a_closed_border_is_told(tmp_path: Path) -> None:
    """Nothing may enter the other province, so the belt that leads there stands still."""
    found = told(tmp_path, scenario={"borders": [{"rule": "closed"}]})
    assert "links:3 border_closed" in found


def test_each_table_tells_its_rows(tmp_path: Path) -> None:
    """One row of each table takes no part, for one reason each."""
    found = told(
        tmp_path,
        areas=BASE["areas"] + "W,province,West\n",
        zones="id,name_en,province,lon,lat,role\nz,Zone,N,112.0,30.3,core\n"
        "y,Other,N,112.1,30.3,core\nx,Out,N,112.1,30.3,neighbour\n",
        generation=WASTE["generation"] + "y,w,0\nx,w,5\n",
        legacy="zone,material,stock [kt],yearly_limit [1/yr]\nz,w,100,0\n",
        plants=BASE["plants"] + "o,Idle,N,115.0,30.3\n",
        sinks="id,name_en,province,kind,accepts\ns,Pit,N,landfill,v\n",
        markets="id,name_en,product,area,price [CNY/t]\nk,Goods,g,,1\nj,There,h,S,1\n",
        materials=WASTE["materials"] + "g,Good,product,,\nv,Vapour,residue,general_I,\n"
        "h,Heap,product,,\n",
        technologies=WASTE["technologies"] + "u,Unused\n",
        recipes=WASTE["recipes"] + "i,u,Idle,feed\n",
        inputs=WASTE["inputs"] + "i,w,1,1\n",
        yields="recipe,material,per,amount\ni,g,w,1\n",
        groups="recipe,group,materials,min,max\ni,all,w,1,1\n",
        quality="id,recipes,materials,scope,formula,name_en\nrule,i,w,blend,Zn <= 0.1*mass,Zinc\n",
        composition="material,producer,property,value\nw,,Zn,1 %\nv,,Zn,1 %\n",
        gate_prices="material,technology,province,price [CNY/t]\nw,,,5\nw,u,,7\n",
        names="level,id,name_en\nowner,Nobody,Nobody Ltd\n",
        scenario={"roles": ["core"]},
    )
    assert found == {
        "areas:4 no_place_there",
        "zones:3 nothing_arises",
        "zones:4 role_off",
        "generation:3 is_zero",
        "generation:4 role_off",
        "legacy:2 is_zero",
        "plants:4 no_line_on",
        "sinks:2 nothing_for_it",
        "markets:2 not_made",
        "markets:3 not_made",
        "materials:3 material_absent",
        "materials:4 material_absent",
        "materials:5 material_absent",
        "technologies:3 no_line_runs_it",
        "recipes:3 no_line_runs_it",
        "inputs:3 no_line_runs_it",
        "yields:2 no_line_runs_it",
        "groups:2 no_line_runs_it",
        "quality:2 no_line_runs_it",
        "composition:2 no_rule_asks",
        "composition:3 material_absent",
        "gate_prices:3 no_delivery",
        "names:2 names_nothing",
        "places:2 no_link",
        "places:3 no_link",
        "modes:4 no_way_by_it",
    }


def without(case: Case, rows: pd.DataFrame) -> Case:
    """Return the case without some rows."""
    tables, origin = dict(case.tables), dict(case.origin)
    for table, found in rows.groupby("table"):
        gone = [at in set(found["at"]) for at in origin[table]]
        tables[table] = tables[table][[not g for g in gone]].reset_index(drop=True)
        origin[table] = [at for at, g in zip(origin[table], gone, strict=True) if not g]
    return replace(case, tables=tables, origin=origin)


@pytest.mark.parametrize("scenario", ["", "handan-changzhi-anyang/", "beijing-tianjin-hebei/"])
def test_what_takes_no_part_can_be_left_out(project_root: Path, scenario: str) -> None:
    """Without the rows that are told the shipped regions have the same routes and recipes.

    But for links that say that two stations are nearer than trains go: without them the way
    around would be taken.
    """
    case = load_case(project_root / "scenarios" / f"{scenario}baseline.yaml")
    network = build_network(case)
    rows = list_unused_rows(case, network)
    assert len(rows) > 5
    assert not rows["at"].str.startswith("scenarios/library").any()
    bars = rows["reason"] == "out_of_reach"
    again = build_network(without(case, rows[~bars]))
    pd.testing.assert_frame_equal(again.routes, network.routes)
    pd.testing.assert_frame_equal(again.uses, network.uses)
    pd.testing.assert_frame_equal(again.makes, network.makes)


def test_shipped_links_to_a_port_act(project_root: Path) -> None:
    """The smelter and the flotation plant board at the port 4 km away that their rows name."""
    case = load_case(project_root / "scenarios" / "baseline.yaml")
    network = build_network(case)
    rows = list_unused_rows(case, network)
    assert not rows.loc[rows["table"] == "links", "row"].str.contains("p_qipanzhou").any()
    trunk = network.haulage.trunks["barge"][0]
    here = trunk.names.index("p_qipanzhou")
    ways = network.routes[network.routes["board"] == "p_qipanzhou"]
    for site in ("yangxin_hongsheng_smelter", "hongsheng_flotation"):
        own = ways[ways["origin"] == site]
        assert len(own) > 0
        for row in own.to_dict("records"):
            assert row["km"] >= 4 + trunk.km[here, trunk.names.index(row["alight"])]
    legs = network.haulage.legs["barge"].boarding
    known = legs[(legs["terminal"] == "p_qipanzhou") & (legs["row"] >= 0)]
    assert dict(zip(known["node"], known["km"], strict=True)) == {
        "hongsheng_flotation": 4.0,
        "yangxin_hongsheng_smelter": 4.0,
    }


def test_a_run_and_a_check_tell(tmp_path: Path) -> None:
    """Counts stand in the summary, a note names the tables, and a check says why."""
    solved = solve_study(tmp_path, BASE)
    counts = solved.tables.summary["unused_rows"]
    assert {"table": "places", "reason": "no_link", "rows": 2} in counts
    (note,) = [n for n in solved.tables.summary["notes"] if "took no part" in n["en"]]
    assert note["en"].startswith("Rows of the tables that took no part: 1 of modes, 2 of places")
    assert note["zh"].startswith("未参与计算的输入行：modes 1 行、places 2 行")
    table = solved.tables["unused_rows"]
    assert table["at"].tolist()[1:] == ["geodata/study/places.csv:2", "geodata/study/places.csv:3"]
    path = str(tmp_path / "scenarios" / "study.yaml")
    said = CliRunner().invoke(cli, ["check", path]).stdout
    assert "  places, rows that take no part: 2 – no link names the town\n" in said
    rows = json.loads(CliRunner().invoke(cli, ["check", "--json", path]).stdout)
    (entry,) = rows if isinstance(rows, list) else [rows]
    assert [row["row"] for row in entry["unused_rows"]] == ["rail", "t1", "t2"]


def test_nothing_is_told_where_all_take_part(tmp_path: Path) -> None:
    """Without the towns and the train there is no note, and the table is empty."""
    tables = {**BASE, "places": "id,name_en,lon,lat\n", "modes": MODES + "belt,Belt,road,,,,,\n"}
    solved = solve_study(tmp_path, tables)
    assert solved.tables.summary["unused_rows"] == []
    assert not any("took no part" in note["en"] for note in solved.tables.summary["notes"])
    assert solved.tables["unused_rows"].empty
