"""Rates of areas where nothing is generated: there is no least of them, and a run says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.results.tables import read_results
from sim.studies.run.run import RunOptions, run
from tests.study import MODES, write_study

TABLES = {
    "areas": "id,level,name_en,parent\nP,province,P,\nQ,province,Q,\nc,city,C,P\n",
    "zones": "id,name_en,city,province\nz,Zone,c,P\ny,Other,,Q\n",
    "plants": "id,name_en,province\np,Plant,P\n",
    "materials": "id,name_en,kind,waste_class\nw,Waste,waste,general_I\n",
    "modes": MODES,
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,5\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,{amount}\n",
    "technologies": "id,name_en\nt,Kiln\n",
    "recipes": "id,technology,name_en\nq,t,Fire\n",
    "inputs": "recipe,material,min,max\nq,w,1,1\n",
    "lines": "id,plant,technology,capacity [kt/yr]\na,p,t,30\n",
}
BALANCES: list[dict[str, Any]] = [
    {"objective": [{"maximize": "least_rate"}, {"minimize": "net_cost"}]},
    {"objective": [{"maximize": "least_rate", "slack": "2 %"}, {"minimize": "net_cost"}]},
    {"objective": [{"minimize": "rate_spread"}, {"maximize": "utilization_rate"}]},
    {"objective": [{"maximize": "least_rate", "by": "city"}]},
    {"limits": [{"floor": "least_rate", "at": "40 %"}]},
    {"limits": [{"cap": "rate_spread", "at": "10 %"}]},
]


def solve(folder: Path, amount: float, scenario: dict[str, Any], legacy: str = "") -> Any:
    tables = {**TABLES, "generation": TABLES["generation"].format(amount=amount)}
    if legacy:
        tables["legacy"] = legacy
    outcome = run(write_study(folder, tables, scenario), RunOptions(basemap="none"))
    return read_results(outcome.folder).summary


@pytest.mark.parametrize("scenario", BALANCES, ids=str)
def test_a_balance_of_nothing_is_not_defined(tmp_path: Path, scenario: dict[str, Any]) -> None:
    """Nothing arises anywhere: the run ends well, nothing moves, and no rate is made up.

    An objective without bound (exit 6) stood here.
    """
    summary = solve(tmp_path, 0.0, scenario)
    figures = {row["name"]: row["value"] for row in summary["kpis"]}
    assert figures["least_rate"] is None
    assert figures["rate_spread"] is None
    assert figures["uptake"] == 0
    stages = {row["metric"]: row["value"] for row in summary["objectives"]}
    assert all(stages[m] is None for m in stages if "rate" in m)
    assert any(
        "no waste" in note["en"].lower() or "nothing" in note["en"].lower()
        for note in summary["notes"]
    )


def test_old_stock_alone_makes_no_rate_of_an_area(tmp_path: Path) -> None:
    """Areas with old stock and no generation have no rate; the stock may be used all the same."""
    legacy = "zone,material,stock [kt],yearly_limit [1/yr],reclaim_cost [CNY/t]\nz,w,500,0.1,1\n"
    scenario = {"objective": [{"maximize": "least_rate"}, {"maximize": "uptake"}]}
    summary = solve(tmp_path, 0.0, scenario, legacy)
    figures = {row["name"]: row["value"] for row in summary["kpis"]}
    assert figures["least_rate"] is None
    assert figures["uptake"] == pytest.approx(30)


def test_one_area_that_generates_is_the_least(tmp_path: Path) -> None:
    """Only P generates, 100 kt, and 30 can be used: the least rate is 30 %, nothing of Q's."""
    summary = solve(tmp_path, 100.0, BALANCES[0])
    figures = {row["name"]: row["value"] for row in summary["kpis"]}
    assert figures["least_rate"] == pytest.approx(0.3)
    assert summary["objectives"][0]["value"] == pytest.approx(0.3)
