"""Caps and floors on what is sold, used, made, bought and carried, and on ratios of two of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.loader import load_case, write_inputs
from sim.loader.change.variants import load_study
from sim.results.write import write_tables
from sim.studies.explain.study import explain_conflict
from sim.studies.solve_case import Clock, be_silent
from sim.studies.sweep.points import plan_points
from sim.studies.sweep.study import PointSolver
from sim.verify.verify import verify
from tests.family_studies import BASE
from tests.study import Solved, solve_study, write_study

COST = [{"minimize": "net_cost"}]
MILL = {
    **BASE,
    "plants": "id,name_en,province\np,Plant,Q\nr,Other,P\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,10\nz,r,truck,20\n",
    "inputs": "recipe,material,min,max\nq,w,0,0.8\nq,c,0,1\n",
    "groups": "recipe,group,materials,min,max\nq,all,w; c,1,1\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,k,200\ns,r,k,100\n",
    "markets": "id,name_en,product,price [CNY/t]\nm,Bricks wanted,b,200\nn,Others,b,150\n",
}
"""A brick of waste costs 20 (30 at r) and sells for 200; one of clay costs 110: all is made."""


def solve(folder: Path, *limits: dict[str, Any], **tables: str) -> Solved:
    scenario = {"objective": COST, "limits": list(limits)}
    done = solve_study(folder, {**MILL, **tables}, scenario)
    written = folder / "written"
    written.mkdir()
    write_tables(done.tables.all, written)
    write_inputs(done.case, written)
    report = verify(written, done.case.scenario)
    assert report["passed"], [c for c in report["checks"] if not c["passed"]]
    return done


def test_what_a_market_takes_and_what_is_sold_in_all(tmp_path: Path) -> None:
    """At most 120 kt to the better market, 250 kt in all: the rest goes to the other."""
    done = solve(
        tmp_path,
        {"cap": "sold", "market": "m", "at": "120 kt/yr"},
        {"cap": "sold", "material": "b", "at": "250 kt/yr"},
    )
    flows = done.tables["flows"]
    sold = flows[flows["role"] == "sale"].groupby("destination")["amount_kt_yr"].sum()
    assert sold.to_dict() == pytest.approx({"m": 120, "n": 130})


def test_a_ratio_of_two_amounts_is_linear(tmp_path: Path) -> None:
    """No more than 0.5 t of waste in a tonne of bricks: 150 kt of 300."""
    half = {"cap": "used", "material": "w", "over": {"amount": "made", "material": "b"}}
    done = solve(tmp_path, {**half, "at": "50 %"})
    assert done.kpi("uptake") == pytest.approx(150)
    prices = done.tables["prices"].set_index("constraint").loc["limit_cap"]
    assert prices["unit"] == "%"
    assert prices["name_en"] == "Cap on Used by lines, Waste, per Made by lines, Brick"
    per_point = -300 * 0.01 * (100 - 20 + 0) * 1e-3
    assert prices["net_cost_MCNY/yr_per_unit"] == pytest.approx(per_point, rel=0.2)


def test_floors_and_places(tmp_path: Path) -> None:
    """At least 90 kt of clay bought in province Q, though waste is cheaper."""
    done = solve(tmp_path, {"floor": "bought", "material": "c", "province": "Q", "at": "90 kt/yr"})
    bought = done.plan.buy.groupby("plant")["amount_kt_yr"].sum()
    assert bought["p"] == pytest.approx(90)


def test_what_goes_by_a_way(tmp_path: Path) -> None:
    """A worse mode is kept where the better one is capped, though no link has a capacity."""
    links = "origin,destination,mode,cost [CNY/t]\nz,p,truck,10\nz,p,cart,60\n"
    modes = "id,name_en,medium\ntruck,Truck,road\ncart,Cart,road\n"
    cap = {"cap": "carried", "from": "z", "to": "p", "mode": "truck", "at": "100 kt/yr"}
    done = solve(tmp_path, cap, links=links, modes=modes)
    flows = done.tables["flows"].query("destination == 'p'").set_index("mode")["amount_kt_yr"]
    assert flows.to_dict() == pytest.approx({"truck": 100, "cart": 60})


def test_what_cannot_be_asked_is_told_at_its_line(tmp_path: Path) -> None:
    """Keys of other amounts, unknown names, and ratios of metrics are refused."""
    limits = [
        {"cap": "sold", "technology": "k", "at": "1 kt/yr"},
        {"cap": "uptake", "plant": "p", "at": "1 kt/yr"},
    ]
    path = write_study(tmp_path, MILL, {"limits": limits})
    with pytest.raises(InputError) as caught:
        load_case(path)
    said = [str(problem.what) for problem in caught.value.problems]
    assert len(said) == 2
    assert "'technology'" in said[0]
    assert "'plant'" in said[1]
    path = write_study(tmp_path, MILL, {"limits": [{"cap": "sold", "market": "q", "at": "1 t/yr"}]})
    with pytest.raises(InputError) as caught:
        load_case(path)
    assert "market" in str(caught.value.problems[0].what)


def test_a_conflict_names_it_and_says_a_way_out(tmp_path: Path) -> None:
    """A floor of what is made beyond the capacity: both stand in the conflict."""
    limits = [{"floor": "made", "material": "b", "plant": "r", "at": "150 kt/yr"}]
    path = write_study(tmp_path, MILL, {"objective": COST, "limits": limits})
    found = explain_conflict(path, Clock(be_silent))
    assert {limit.key[0] for limit in found.conflict} == {"limit_floor", "line_capacity"}
    news = [edit for way in found.ways for edit in way.edits if edit.section == "limits"]
    assert news[0].entry == {"floor": "made", "material": "b", "plant": "r", "at": "100 kt/yr"}


def test_a_sweep_moves_it(tmp_path: Path) -> None:
    """The amount of a limit is a right-hand side; a ratio means another programme."""
    pick = {"limit": {"cap": "sold", "market": "m"}}
    sweep = {
        "kind": "list",
        "parameters": [{"name": "most", **pick, "set": {"at": ["50 kt/yr", "80 kt/yr"]}}],
        "metrics": ["revenue"],
    }
    limits = [{"cap": "sold", "market": "m", "at": "120 kt/yr"}]
    path = write_study(tmp_path, MILL, {"objective": COST, "limits": limits, "sweep": sweep})
    study = load_study(path)
    solver = PointSolver(study)
    tight, loose = [solver.solve(point) for point in plan_points(study)]
    assert loose.is_warm
    assert loose.metrics["revenue"] - tight.metrics["revenue"] == pytest.approx(30 * 50e-3)
