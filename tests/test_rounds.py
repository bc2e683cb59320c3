"""A residue that goes round several plants earns nothing by it, and nothing runs on nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.checks import check_case
from sim.errors import InputError
from sim.loader import load_case
from tests.study import solve_study, write_study
from tests.test_terminal_links import hold

ROUND = {
    "materials": "id,name_en,kind,waste_class\nw,Waste,waste,general_I\n"
    "r,Tailings,residue,general_I\ns,Slurry,residue,general_I\n",
    "technologies": "id,name_en,tier\nmill,Mill,low\nwet,Wetting,high\ndry,Drying,low\n",
    "recipes": "id,technology,name_en,activity,cost [CNY/t]\nmill,mill,Mill,feed,1\n"
    "wet,wet,Wet,feed,1\ndry,dry,Dry,feed,1\n",
    "inputs": "recipe,material,min,max\nmill,w,1,1\nwet,r,1,1\ndry,s,1,1\n",
    "yields": "recipe,material,per,amount\nmill,r,w,0.6\nwet,s,r,1\ndry,r,s,1\n",
    "modes": "id,name_en,medium\nt,Truck,road\n",
    "zones": "id,name_en\nz,Z\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
    "plants": "id,name_en\np,P\nq,Q\no,O\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nlp,p,mill,1000\nlq,q,wet,80\nlo,o,dry,80\n",
    "links": "origin,destination,mode,cost [CNY/t],both_ways\n"
    "z,p,t,1,no\np,q,t,1,no\nq,o,t,1,yes\n",
}
"""Of 100 kt 60 kt come back as tailings, which two plants may turn round and round."""


@pytest.mark.parametrize(
    ("metric", "high"), [("utilization_rate", 0), ("high_value_rate", 0), ("processing_cost", 0)]
)
def test_going_round_is_no_utilization(tmp_path: Path, metric: str, high: float) -> None:
    """40 kt stay in the mill however often 60 kt go round; the high tier keeps nothing."""
    goals = [{"maximize": metric}, {"maximize": "utilization_rate"}]
    solved = solve_study(tmp_path, ROUND, {"objective": goals})
    hold(solved, tmp_path / "out")
    assert solved.kpi("uptake") <= 100 + 1e-6
    assert solved.kpi("net_utilized") == pytest.approx(40)
    assert solved.kpi("residues_disposed") == pytest.approx(60)
    assert solved.kpi("high_value_rate") == pytest.approx(high)


def test_a_line_that_must_run_needs_feed(tmp_path: Path) -> None:
    """80 kt that nobody gave would go round for ever: both lines of the round are told."""
    lines = "id,plant,technology,capacity [kt/yr],min_load\nlp,p,mill,1000,\nlq,q,wet,80,1\n"
    tables = {**ROUND, "lines": lines + "lo,o,dry,80,1\n"}
    with pytest.raises(InputError) as refused:
        check_case(load_case(write_study(tmp_path, tables)))
    assert [p.where.rpartition("/")[2] for p in refused.value.problems] == [
        "lines.csv:3",
        "lines.csv:4",
    ]
    assert "come back to it whole through other recipes" in str(refused.value)


def test_a_round_that_splits_and_joins_is_one(tmp_path: Path) -> None:
    """Half to slurry and half to tailings that are wetted again: nothing is lost either."""
    lines = "id,plant,technology,capacity [kt/yr],min_load\nlp,p,mill,1000,\nlq,q,wet,80,1\n"
    tables = {
        **ROUND,
        "yields": "recipe,material,per,amount\nmill,r,w,0.6\nwet,s,r,0.5\nwet,r,r,0.5\ndry,r,s,1\n",
        "lines": lines + "lo,o,dry,80,\n",
    }
    with pytest.raises(InputError, match="min_load"):
        check_case(load_case(write_study(tmp_path, tables)))


def test_a_round_that_loses_something_may_have_to_run(tmp_path: Path) -> None:
    """One per cent is lost in drying, so what goes round must be fed, and the plan is right."""
    lines = "id,plant,technology,capacity [kt/yr],min_load\nlp,p,mill,1000,\nlq,q,wet,80,1\n"
    tables = {
        **ROUND,
        "yields": ROUND["yields"].replace("dry,r,s,1", "dry,r,s,0.99"),
        "lines": lines + "lo,o,dry,80,1\n",
    }
    solved = solve_study(tmp_path, tables, {"objective": [{"minimize": "net_cost"}]})
    hold(solved, tmp_path / "out")
    assert solved.flow("p", "q") > 0.8 - 1e-6
