"""Objectives and prices that are odd but valid: stages that undo each other within their slack,
costs beside which everything else is small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.cli.project import create
from sim.results.tables import read_results
from sim.studies.run.run import RunOptions, run
from tests.seeds import some_of
from tests.study import Solved, solve_file, solve_study, write_study

pytestmark = pytest.mark.usefixtures("undrawn")

TABLES = {
    "areas": "id,level,name_en,parent\nP,province,P,\nQ,province,Q,\n",
    "zones": "id,name_en,province,lon,lat\nz,Zone,P,115,30\n",
    "plants": "id,name_en,province,lon,lat\np,Plant,P,115.2,30\nq,Other,Q,115.4,30\n",
    "materials": "id,name_en,kind,waste_class,moisture\nw,Waste,waste,general_I,7 %\n",
    "modes": "id,name_en,medium,tariff [CNY/t/km]\ntruck,Truck,road,0.37\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,3200.1\n",
    "technologies": "id,name_en\nt,Kiln\n",
    "recipes": "id,technology,name_en\nk,t,Fire\n",
    "inputs": "recipe,material,min,max\nk,w,1,1\n",
    "lines": "id,plant,technology,capacity [kt/yr]\na,p,t,1033.7\nb,q,t,741.3\n",
}
BEST = (1033.7 + 741.3) / 3200.1
"""All lines full: the largest rate."""


def stages(*signs: str, slack: str = "5 %", metric: str = "utilization_rate") -> dict[str, Any]:
    names = {"+": "maximize", "-": "minimize"}
    listed: list[dict[str, str]] = [{names[sign]: metric, "slack": slack} for sign in signs]
    listed[-1].pop("slack")
    return {"objective": listed}


def values(solved: Solved) -> list[float]:
    return [row["value"] for row in solved.tables.summary["objectives"]]


def test_max_min_max_within_slack_come_back(tmp_path: Path) -> None:
    """Largest, 5 points less, 5 points more: the largest again; the third stage finds the first.

    `No plan exists` stood here, with an empty list of limits.
    """
    solved = solve_study(tmp_path, TABLES, stages("+", "-", "+"))
    assert values(solved) == pytest.approx([BEST, BEST - 0.05, BEST], abs=1e-8)
    assert solved.kpi("utilization_rate") == pytest.approx(BEST, abs=1e-8)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as `sim new` makes it."""
    project = tmp_path_factory.mktemp("example") / "project"
    create(project)
    return project


@pytest.mark.parametrize("slack", some_of(["0.3 %", "7.7 %", "1 %", "2 %", "5 %", "11 %"], 2))
def test_the_example_comes_back_to_its_best(example: Path, slack: str) -> None:
    """The same of the example: chains, quality rules and borders meet at the largest rate."""
    path = example / "scenarios" / "loop.yaml"
    content = {
        "format": 1,
        "name": "loop",
        "title": {"en": "Loop"},
        "extends": "baseline.yaml",
        **stages("+", "-", "+", slack=slack),
    }
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    best, low, again = values(solve_file(path))
    assert low == pytest.approx(best - float(slack.rstrip(" %")) / 100, abs=1e-8)
    assert again == pytest.approx(best, abs=1e-8)


def test_min_max_min_within_slack(tmp_path: Path) -> None:
    """None, 5 points, none."""
    solved = solve_study(tmp_path, TABLES, stages("-", "+", "-"))
    assert values(solved) == pytest.approx([0.0, 0.05, 0.0], abs=1e-8)


def test_a_relative_slack_is_of_its_own_stage(tmp_path: Path) -> None:
    """Of amounts 10 % are of each stage's own value: 1775, 1597.5, then at most 1757.25."""
    solved = solve_study(tmp_path, TABLES, stages("+", "-", "+", slack="10 %", metric="uptake"))
    assert values(solved) == pytest.approx([1775.0, 1597.5, 1757.25], rel=1e-8)


def test_four_stages_with_other_slacks(tmp_path: Path) -> None:
    """Largest less 3 points, then up by 2 of those, then down: each stage stays in its band."""
    objective = [
        {"maximize": "utilization_rate", "slack": "3 %"},
        {"minimize": "utilization_rate", "slack": "2 %"},
        {"maximize": "utilization_rate", "slack": "1 %"},
        {"minimize": "net_cost"},
    ]
    solved = solve_study(tmp_path, TABLES, {"objective": objective})
    assert values(solved)[:3] == pytest.approx([BEST, BEST - 0.03, BEST - 0.01], abs=1e-8)
    assert solved.kpi("utilization_rate") == pytest.approx(BEST - 0.02, abs=1e-8)


@pytest.mark.parametrize("capacity", some_of([1.0 / 3.0, 98765.4321, 123.456, 7.77, 1033.7], 3))
@pytest.mark.parametrize("slack", some_of(["0.3333 %", "37.7 %", "0.1 %", "5 %"], 2))
def test_stages_that_undo_each_other_always_have_a_plan(
    tmp_path: Path, capacity: float, slack: str
) -> None:
    """Whatever the size of the study, coming back to the first stage is no contradiction."""
    tables = {
        **TABLES,
        "generation": f"zone,material,amount [kt/yr]\nz,w,{capacity * 2.2}\n",
        "lines": f"id,plant,technology,capacity [kt/yr]\na,p,t,{capacity * 0.7}\n"
        f"b,q,t,{capacity * 0.4}\n",
    }
    solved = solve_study(tmp_path, tables, stages("+", "-", "+", slack=slack))
    assert values(solved)[2] == pytest.approx(0.5, abs=2e-8)


def verified(folder: Path, scenario: dict[str, Any], **tables: str) -> dict[str, float]:
    out = run(write_study(folder, {**TABLES, **tables}, scenario), RunOptions(basemap="none"))
    return {k["name"]: k["value"] for k in read_results(out.folder).summary["kpis"]}


@pytest.mark.parametrize("surcharge", some_of([1e8, 1e6, 1e3], 1))
def test_a_large_surcharge_hides_no_haul(tmp_path: Path, surcharge: float) -> None:
    """741.3 kt cross a border at a million CNY/t: the haul beside it is still the tariff's.

    The haul was found as cost less surcharge, from costs written with ten digits.
    """
    rule = {"from": "P", "to": "Q", "rule": "filing", "surcharge": f"{surcharge} CNY/t"}
    found = verified(tmp_path, {"borders": [rule]})
    assert found["border_cost"] == pytest.approx(741.3 * surcharge * 1e-3, rel=1e-9)
    near = verified(tmp_path / "near", {})
    assert found["transport_cost"] == pytest.approx(near["transport_cost"], rel=1e-9)


@pytest.mark.parametrize("table", ["fee", "lead", "handling", "barge"])
def test_other_large_costs_hide_no_haul_either(tmp_path: Path, table: str) -> None:
    """A fee of a sink, waiting, handling; and the road legs of a barge, known in sum only."""
    lead = {"from": "P", "to": "Q", "rule": "filing", "lead": "10 d", "lead_cost": "1e5 CNY/t/d"}
    sinks = "id,name_en,province,lon,lat,kind,fee [CNY/t]\ns,Tip,P,115.1,30,landfill,{}\n"
    tables = {
        "fee": {"sinks": sinks.format("1e6")},
        "lead": {},
        "handling": {
            "modes": TABLES["modes"]
            .replace("]\n", "],handling [CNY/t]\n")
            .replace("0.37", "0.37,1e6")
        },
        "barge": {
            "modes": "id,name_en,medium,tariff [CNY/t/km]\ntruck,Truck,road,0.9\n"
            "barge,Barge,water,0.01\n",
            "terminals": "id,name_en,province,lon,lat,mode,chainage [km]\n"
            "x,X,P,115.02,30.01,barge,0\ny,Y,Q,115.39,30.02,barge,36\n",
        },
    }[table]
    rule = {"from": "P", "to": "Q", "rule": "filing", "surcharge": "1e6 CNY/t"}
    found = verified(tmp_path, {"borders": [lead if table == "lead" else rule]}, **tables)
    assert found["utilization_rate"] == pytest.approx(BEST)


BUYING = {
    **TABLES,
    "materials": "id,name_en,kind,waste_class,purchase_price [CNY/t]\n"
    "w,Waste,waste,general_I,\nc,Clinker,intermediate,,300\ng,Good,product,,\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
    "technologies": "id,name_en\nt,Kiln\nu,Mill\n",
    "recipes": "id,technology,name_en,cost [CNY/t]\nk,t,Fire,10\nm,u,Grind,0\n",
    "inputs": "recipe,material,min,max\nk,w,0.5,0.5\nk,c,0.5,0.5\nm,c,1,1\n",
    "yields": "recipe,material,per,amount\nm,g,activity,1\n",
    "markets": "id,name_en,product,price [CNY/t]\nbuyers,Buyers,g,0\n",
    "lines": "id,plant,technology,capacity [kt/yr]\na,p,t,100\nb,q,u,20\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,2\np,q,truck,1000\nq,p,truck,1000\n",
}
"""Two plants that buy clinker, and a dear way to carry it from one to the other."""


def test_the_largest_net_cost_is_that_of_lines_that_run(tmp_path: Path) -> None:
    """All lines full: 50 kt hauled at 2, 100 kt fired at 10, 50 + 20 kt bought at 300 CNY/t.

    Clinker that is bought is for the lines of its plant: none is carried about at 1000 CNY/t.
    """
    objective = {"objective": [{"maximize": "net_cost"}]}
    path = write_study(tmp_path, BUYING, objective)
    outcome = run(path, RunOptions(out=tmp_path / "out", basemap="none"))
    (stage,) = read_results(outcome.folder).summary["objectives"]
    assert stage["value"] == pytest.approx(0.1 + 1.0 + 15.0 + 6.0, rel=1e-9)


@pytest.mark.parametrize(
    "objective",
    [
        [{"maximize": "net_cost"}],
        [
            {"maximize": "net_cost", "slack": "5 %"},
            {"minimize": "cross_border", "slack": "100 kt/yr"},
            {"minimize": "utilization_rate"},
            {"maximize": "transport_work"},
        ],
    ],
)
def test_the_dearest_plan_of_the_example_passes_verification(
    example: Path, objective: list[dict[str, str]]
) -> None:
    """What is bought and used stands in the tables, also where a plan is to cost a lot."""
    path = example / "scenarios" / "dearest.yaml"
    content = {
        "format": 1,
        "name": "dearest",
        "title": {"en": "Dearest"},
        "extends": "baseline.yaml",
        "objective": objective,
    }
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    outcome = run(path, RunOptions(out=example / "out", basemap="none"))
    value = read_results(outcome.folder).summary["objectives"][0]["value"]
    assert value == pytest.approx(solve_file(path).tables.summary["objectives"][0]["value"])
    assert value > 0
