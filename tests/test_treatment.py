"""Lines that count as no utilization treat waste: what enters them is no uptake, what they leave
is not utilized yet, and every rate lies between 0 and 100 %."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.checks import check_case
from sim.errors import InputError
from sim.loader import load_case
from sim.results.tables import read_results
from sim.studies.run.run import RunOptions, run
from tests.study import solve_study, write_study

pytestmark = pytest.mark.usefixtures("undrawn")

TABLES = {
    "zones": "id,name_en,city,province\nz,Zone,c1,P\ny,Other,c2,Q\n",
    "areas": "id,level,name_en,parent\nP,province,P,\nQ,province,Q,\nc1,city,C1,P\nc2,city,C2,Q\n",
    "plants": "id,name_en,city,province\np,Plant,c1,P\nk,Kiln,c2,Q\n",
    "materials": """\
id,name_en,kind,waste_class
w,Waste,waste,general_I
a,Ash,residue,general_I
s,Slag,residue,general_I
g,Brick,product,
""",
    "modes": "id,name_en,medium\nd,Truck,road\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,d,1\ny,p,d,1\np,k,d,1\nz,k,d,1\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
    "technologies": "id,name_en,counting,tier\nt,Burner,none,high\nb,Brickworks,product,high\n",
    "recipes": "id,technology,name_en\nq,t,Burn\nr,b,Brick\n",
    "inputs": "recipe,material,min,max\nq,w,1,1\nr,a,1,1\n",
    "yields": "recipe,material,per,amount\nq,a,w,0.3\nr,g,activity,1\n",
    "markets": "id,name_en,product,price [CNY/t]\nm,Good,g,10\n",
    "lines": "id,plant,technology,capacity [kt/yr],min_load\nl,p,t,100,1\n",
}
BRICKS = TABLES["lines"] + "lb,p,b,{capacity},0\n"
OPEN = [{"from": "any", "to": "any", "class": "general", "rule": "open"}]
RATES = (
    "utilization_rate",
    "gross_utilization_rate",
    "utilization_rate_without_restoration",
    "utilization_rate_without_fill",
    "high_value_rate",
)


def verified(folder: Path, scenario: dict[str, Any] | None = None, **tables: str) -> Any:
    """Run a study with all its checks; return its figures and tables."""
    path = write_study(folder, {**TABLES, **tables}, scenario)
    out = run(path, RunOptions(basemap="none"))
    tables_ = read_results(out.folder)
    return {k["name"]: k["value"] for k in tables_.summary["kpis"]}, tables_


def hold(figures: dict[str, float]) -> None:
    """Hold what every plan keeps: rates in 0 to 100 %, and the tonnes add up."""
    assert all(-1e-12 <= figures[name] <= 1 + 1e-12 for name in RATES)
    parts = figures["net_utilized"] + figures["residues_disposed"] + figures["unused"]
    assert parts == pytest.approx(figures["generation"] + figures["legacy_used"])


def test_what_treatment_leaves_is_not_taken_off(tmp_path: Path) -> None:
    """A burner that must run stores 30 kt of ash of 100 kt: 0 %, not -30 %; all is unused."""
    figures, tables = verified(tmp_path)
    hold(figures)
    assert figures["utilization_rate"] == figures["gross_utilization_rate"] == 0
    assert (figures["residues_disposed"], figures["unused"]) == (0, 100)
    unused = tables["unused"].set_index("reason")["unused_kt_yr"].to_dict()
    assert unused == {"not_counted": 70, "treated_stored": 30}


def test_what_treatment_leaves_is_utilized_where_it_is_used(tmp_path: Path) -> None:
    """Of 30 kt of ash 20 kt go into bricks: 20 %, all of high value; 10 kt are stored."""
    figures, tables = verified(tmp_path, lines=BRICKS.format(capacity=20))
    hold(figures)
    assert figures["utilization_rate"] == pytest.approx(0.2)
    assert figures["high_value_rate"] == pytest.approx(0.2)
    unused = tables["unused"].set_index("reason")["unused_kt_yr"].to_dict()
    assert unused == {"not_counted": pytest.approx(70), "treated_stored": pytest.approx(10)}
    lines = tables["lines"].set_index("line")
    assert lines["uptake_kt_yr"].to_dict() == {"l": 0, "lb": pytest.approx(20)}
    assert lines["treated_kt_yr"].to_dict() == {"l": 100, "lb": 0}
    assert lines["net_utilized_kt_yr"].to_dict() == {"l": 0, "lb": pytest.approx(20)}
    inputs = tables["line_inputs"].set_index("line")["source"].to_dict()
    assert inputs == {"l": "zone", "lb": "treated"}


def test_residues_of_bricks_made_of_treated_ash_are_taken_off(tmp_path: Path) -> None:
    """Brickworks take 30 kt of ash and leave 6 kt of slag: uptake 30, net 24."""
    yields = TABLES["yields"] + "r,s,a,0.2\n"
    figures, _ = verified(tmp_path, lines=BRICKS.format(capacity=30), yields=yields)
    hold(figures)
    assert figures["uptake"] == pytest.approx(30)
    assert figures["residues_disposed"] == pytest.approx(6)
    assert figures["utilization_rate"] == pytest.approx(0.24)


def test_treated_residue_that_is_sold_is_utilized(tmp_path: Path) -> None:
    """A market outside takes 12 kt of the ash: 12 %."""
    markets = "id,name_en,product,price [CNY/t],max [kt/yr]\nm,Good,g,10,\nma,Ash,a,5,12\n"
    figures, tables = verified(tmp_path, markets=markets)
    hold(figures)
    assert figures["uptake"] == figures["net_utilized"] == pytest.approx(12)
    flows = tables["flows"].set_index("role")
    assert flows["treated"].to_dict() == {"sale": True, "storage": True, "utilization": False}
    assert float(tables["wastes"]["uptake_kt_yr"].sum()) == pytest.approx(12)


def test_a_product_of_treatment_is_no_utilization(tmp_path: Path) -> None:
    """What a burner makes for sale that is no waste does not make the burning a utilization."""
    figures, _ = verified(tmp_path, yields="recipe,material,per,amount\nq,a,w,0.3\nq,g,w,0.5\n")
    hold(figures)
    assert (figures["revenue"], figures["uptake"]) == (pytest.approx(0.5), 0)


def test_treatment_of_residues_of_utilization_is_taken_off_as_before(tmp_path: Path) -> None:
    """Brickworks leave 50 kt of slag of 100 kt; a burner makes 20 kt ash of it, stored: net 80."""
    figures, _ = verified(
        tmp_path,
        inputs="recipe,material,min,max\nq,s,1,1\nr,w,1,1\n",
        yields="recipe,material,per,amount\nr,s,w,0.5\nr,g,activity,1\nq,a,s,0.4\n",
        lines="id,plant,technology,capacity [kt/yr],min_load\nl,p,t,50,1\nlb,p,b,100,1\n",
    )
    hold(figures)
    assert figures["uptake"] == pytest.approx(100)
    assert figures["residues_disposed"] == pytest.approx(20)
    assert figures["net_utilized"] == pytest.approx(80)


def test_treated_and_counted_ash_of_one_plant_stay_apart(tmp_path: Path) -> None:
    """Ash of a burner and ash of a line that counts leave one plant: each counts as what it is.

    100 kt are burned to 30 kt of ash; 40 kt of another zone are utilized and leave 20 kt of ash.
    Of the 50 kt of ash a kiln takes 10; it takes ash that counts as uptake: net 40 - 20 + 10.
    """
    figures, tables = verified(
        tmp_path,
        {"borders": OPEN},
        materials=TABLES["materials"] + "v,Other waste,waste,general_I\n",
        generation=TABLES["generation"] + "y,v,40\n",
        technologies=TABLES["technologies"] + "f,Float,product,low\n",
        recipes=TABLES["recipes"] + "o,f,Float\n",
        inputs=TABLES["inputs"] + "o,v,1,1\n",
        yields=TABLES["yields"] + "o,a,v,0.5\n",
        lines="id,plant,technology,capacity [kt/yr],min_load\nl,p,t,100,1\nf,p,f,40,1\n"
        "lb,k,b,10,0\n",
    )
    hold(figures)
    assert figures["uptake"] == pytest.approx(50)
    assert figures["residues_disposed"] == pytest.approx(20)
    flows = tables["flows"][tables["flows"]["origin"] == "p"]
    away = {(r.role, bool(r.treated)): r.amount_kt_yr for r in flows.itertuples()}
    assert away["chain", True] == pytest.approx(10)
    assert away["storage", True] == pytest.approx(20)
    assert away["storage", False] == pytest.approx(20)


@pytest.mark.parametrize("limited", [False, True])
def test_generators_are_credited_through_treatment(tmp_path: Path, limited: bool) -> None:
    """100 and 50 kt are treated to 45 kt of ash, a kiln takes all: 30 % each, province by province.

    With the rate of a province limited the programme itself tells the generators apart.
    """
    limits = [{"floor": "utilization_rate", "province": "Q", "at": "30 %"}]
    figures, tables = verified(
        tmp_path,
        {"borders": OPEN, **({"limits": limits} if limited else {})},
        generation=TABLES["generation"] + "y,w,50\n",
        lines="id,plant,technology,capacity [kt/yr],min_load\nl,p,t,150,0\nlb,k,b,45,0\n",
    )
    hold(figures)
    areas = tables["areas"].set_index(["level", "area"])["utilization_rate_pct"]
    assert areas["province", "P"] == pytest.approx(30)
    assert areas["province", "Q"] == pytest.approx(30)
    assert figures["least_rate"] == pytest.approx(0.3)


def test_old_stock_that_is_treated_adds_up(tmp_path: Path) -> None:
    """Old stock that goes through a burner is in the base, and what is lost of it is unused."""
    figures, _ = verified(
        tmp_path,
        legacy="zone,material,stock [kt],yearly_limit [1/yr],reclaim_cost [CNY/t]\nz,w,500,0.1,1\n",
        lines="id,plant,technology,capacity [kt/yr],min_load\nl,p,t,150,1\nlb,p,b,45,0\n",
    )
    hold(figures)
    assert figures["legacy_used"] == pytest.approx(50)
    assert figures["utilization_rate"] == pytest.approx(45 / 150)


@pytest.mark.parametrize("counting", ["none", "product", "backfill", "restoration"])
def test_no_recipe_may_add_waste(tmp_path: Path, counting: str) -> None:
    """Utilized later on it would lift a rate above 100 %, taken off it would push one below 0."""
    tables = {
        **TABLES,
        "yields": "recipe,material,per,amount\nq,a,w,0.9\nq,s,w,0.3\n",
        "technologies": f"id,name_en,counting\nt,Burner,{counting}\nb,Brickworks,product\n",
    }
    with pytest.raises(InputError) as caught:
        check_case(load_case(write_study(tmp_path, tables)))
    (problem,) = caught.value.problems
    assert str(problem.where).endswith("yields.csv:3")
    assert "makes 1.2 t of waste and residue from 1 t of 'w'" in problem.say("en")
    assert "1.2 吨" in problem.say("zh")


def test_a_line_that_gives_back_all_it_takes_in_utilizes_nothing(tmp_path: Path) -> None:
    """The least that a rate can be is 0 %: 100 kt taken in, 100 kt of residue disposed of."""
    solved = solve_study(
        tmp_path,
        {
            **TABLES,
            "yields": "recipe,material,per,amount\nq,a,w,1\nr,g,activity,1\n",
            "lines": "id,plant,technology,capacity [kt/yr],min_load\nl,p,t,100,1\n",
            "technologies": "id,name_en,counting\nt,Burner,product\nb,Brickworks,product\n",
        },
    )
    assert solved.kpi("uptake") == pytest.approx(100)
    assert solved.kpi("residues_disposed") == pytest.approx(100)
    assert solved.kpi("utilization_rate") == pytest.approx(0, abs=1e-9)


def test_counted_recipes_are_as_before(tmp_path: Path) -> None:
    """Without treatment nothing is marked, and uptake is what zones deliver."""
    solved = solve_study(
        tmp_path,
        {**TABLES, "technologies": "id,name_en,counting\nt,Burner,product\nb,Brickworks,product\n"},
    )
    assert solved.kpi("uptake") == pytest.approx(100)
    assert solved.kpi("residues_disposed") == pytest.approx(30)
    assert not solved.network.lots["treated"].any()
