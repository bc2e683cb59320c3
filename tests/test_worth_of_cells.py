"""What a limit is worth is told per unit of the cell that a planner writes, and what solving again
found leads: a run with the cell changed by one unit, or by a tenth, changes as much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.results.borders import say_worth
from sim.say.texts import EN
from tests.study import Solved, solve_study

TABLES = {
    "areas": "id,level,name_en,parent\nP,province,P,\nQ,province,Q,\n",
    "zones": "id,name_en,province\nz,Zone,P\n",
    "plants": "id,name_en,province\np,Plant,P\n",
    "materials": "id,name_en,kind,waste_class\nw,Waste,waste,general_I\ng,Brick,product,\n",
    "modes": "id,name_en,medium\nd,Truck,road\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,d,50\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,500\n",
    "technologies": "id,name_en,capex [CNY/(t/yr)],life [yr]\nt,Kiln,100,10\n",
    "recipes": "id,technology,name_en,cost [CNY/t]\nq,t,Fire,10\n",
    "inputs": "recipe,material,min,max\nq,w,1,1\n",
    "yields": "recipe,material,per,amount\nq,g,activity,1\n",
    "markets": "id,name_en,product,price [CNY/t]\nm,Good,g,20\n",
    "lines": "id,plant,technology,capacity [kt/yr],availability,min_load,status\n"
    "l,p,t,200,80 %,{least},{status}\n",
}
LEGACY = "zone,material,stock [kt],yearly_limit [1/yr],reclaim_cost [CNY/t]\nz,w,400,0.05,3\n"
RATE, COST = {"maximize": "utilization_rate"}, {"minimize": "net_cost"}
STATUSES = {"statuses": ["operating", "added"]}
MEASURES = {
    "utilization_rate": ("utilization_rate_pp_per_unit", "rate_change_pp", 100.0),
    "net_utilized": ("net_utilized_kt/yr_per_unit", "net_utilized_change_kt_yr", 1.0),
    "net_cost": ("net_cost_MCNY/yr_per_unit", "net_cost_change_MCNY_yr", 1.0),
}


def study(
    folder: Path,
    scenario: dict[str, Any],
    least: str = "0",
    status: str = "operating",
    **tables: str,
) -> Solved:
    lines = TABLES["lines"].format(least=least, status=status)
    return solve_study(folder, {**TABLES, "lines": lines, **tables}, {**STATUSES, **scenario})


def row_of(solved: Solved, constraint: str) -> pd.Series[Any]:
    prices = solved.tables["prices"]
    return prices[prices["constraint"] == constraint].iloc[0]


def edit(table: str, where: dict[str, str], cell: str, to: str) -> dict[str, Any]:
    return {"change": [{"table": table, "where": where, "set": {cell: to}}]}


LINE = {"id": "l"}
DEAR = {
    "plants": "id,name_en,province\np,Plant,P\nfar,Far plant,P\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,d,50\nz,far,d,150\n",
    "lines": TABLES["lines"].format(least="0", status="added") + "k,far,t,100,1,0,operating\n",
}
"""A dear line takes what the budget leaves; more capacity of the cheap one must be paid from it."""
CELLS: dict[str, tuple[dict[str, Any], dict[str, str], str, float, list[str], tuple[str, Any]]] = {
    "capacity": (
        {"objective": [RATE, COST]},
        {},
        "line_capacity",
        200,
        ["201 kt/yr", "220 kt/yr"],
        ("lines", LINE),
    ),
    "capacity of a new line, with its capital": (
        {"objective": [RATE, COST]},
        {"status": "added"},
        "line_capacity",
        200,
        ["201 kt/yr", "220 kt/yr"],
        ("lines", LINE),
    ),
    "capacity of a new line under a budget": (
        {"objective": [RATE], "limits": [{"cap": "net_cost", "at": "12 million CNY/yr"}]},
        DEAR,
        "line_capacity",
        200,
        ["201 kt/yr", "220 kt/yr"],
        ("lines", LINE),
    ),
    "least load": (
        {"objective": [COST]},
        {"least": "50 %"},
        "line_min_load",
        50,
        ["49 %", "45 %"],
        ("lines", LINE),
    ),
    "yearly limit of old stock": (
        {"objective": [{"maximize": "net_utilized"}, COST]},
        {"legacy": LEGACY, "generation": "zone,material,amount [kt/yr]\nz,w,100\n"},
        "legacy_limit",
        5,
        ["6 %/yr", "5.5 %/yr"],
        ("legacy", {"zone": "z", "material": "w"}),
    ),
}
CELL = {"line_capacity": "capacity", "line_min_load": "min_load", "legacy_limit": "yearly_limit"}


@pytest.mark.parametrize("name", CELLS)
def test_a_price_is_per_unit_of_the_cell(tmp_path: Path, name: str) -> None:
    """Limit, price and re-solves equal what runs with the very cell changed do."""
    scenario, tables, constraint, limit, changed, (table, where) = CELLS[name]
    before = study(tmp_path / "before", scenario, **tables)
    row = row_of(before, constraint)
    assert row["limit"] == pytest.approx(limit)
    assert row["from"] <= row["limit"] * (1 + 1e-9)
    for step, to in zip(("one", "tenth"), changed, strict=True):
        cell = edit(table, where, CELL[constraint], to)
        after = study(tmp_path / step, {**scenario, **cell}, **tables)
        moved = (1.0 if step == "one" else 0.1 * limit) * (
            1.0 if row["relaxed"] == "upwards" else -1.0
        )
        for measure, (per_unit, solved, scale) in MEASURES.items():
            due = (after.kpi(measure) - before.kpi(measure)) * scale
            assert row[f"{step}_{solved}"] == pytest.approx(due, abs=1e-6), (step, measure)
            assert row[per_unit] * moved == pytest.approx(due, rel=1e-3, abs=1e-6), (step, measure)
        assert row[f"{step}_check"] == "equal"


def test_one_more_of_a_capacity_counts_what_is_available_of_it(tmp_path: Path) -> None:
    """Of one more kt/yr 80 % are available: 0.8 kt/yr, at (50 + 10 - 20) CNY/t 0.032 million."""
    row = row_of(study(tmp_path, {"objective": [RATE, COST]}), "line_capacity")
    assert row["net_utilized_kt/yr_per_unit"] == pytest.approx(0.8)
    assert row["net_cost_MCNY/yr_per_unit"] == pytest.approx(0.032)
    assert (row["limit"], row["value"]) == (pytest.approx(200), pytest.approx(200))
    assert row["to"] == pytest.approx(500 / 0.8)
    assert "One more kt/yr adds 0.8 kt/yr utilized" in row["sentence_en"]
    assert "holds from 0 kt/yr to 625 kt/yr" in row["sentence_en"]


def test_a_duty_moves_with_the_capacity(tmp_path: Path) -> None:
    """A line that must run in full takes 0.8 kt more for each kt of capacity, at a cost."""
    scenario = {"objective": [{"minimize": "unused"}, COST]}
    row = row_of(study(tmp_path, scenario, least="1"), "line_capacity")
    assert row["one_net_utilized_change_kt_yr"] == pytest.approx(0.8)
    assert row["net_utilized_kt/yr_per_unit"] == pytest.approx(0.8)


KINK = {
    "generation": "zone,material,amount [kt/yr]\nz,w,160\n",
    "sinks": "id,name_en,province,kind,owner_zone,fee [CNY/t]\ns,Pond,P,pond,z,0\n",
}


def test_a_kink_is_told_by_solving_again(tmp_path: Path) -> None:
    """Waste and capacity just match: a dual may say 0.8, one more kt/yr of capacity does nothing.

    What leads is what solving again found; no dual stands in the words without its range.
    """
    solved = study(tmp_path, {"objective": [RATE, COST]}, **KINK)
    prices = solved.tables["prices"]
    for row in prices[prices["class"] == "limit"].to_dict("records"):
        assert row["one_net_utilized_change_kt_yr"] == pytest.approx(0, abs=1e-9)
        assert "adds" not in row["sentence_en"]
        assert "holds" not in row["sentence_en"]
    assert solved.tables.summary["additions"] == []


def test_a_floor_at_a_kink_leads_with_what_was_solved_again(tmp_path: Path) -> None:
    """A floor of 32 % just fills the cheap line (160 kt at 40 CNY/t); the next would cost 140.

    One point less is 5 kt at 40 CNY/t, whichever side of the kink the dual stands on.
    """
    floor = {"floor": "utilization_rate", "at": "32 %"}
    lines = TABLES["lines"].format(least="0", status="operating") + "k,far,t,100,1,0,operating\n"
    solved = study(tmp_path, {"objective": [COST], "limits": [floor]}, **{**DEAR, "lines": lines})
    row = row_of(solved, "limit_floor")
    assert row["one_net_cost_change_MCNY_yr"] == pytest.approx(-5 * 40 * 1e-3)
    addition = solved.tables.summary["additions"][0]
    assert addition["name_en"].startswith("Floor under")
    assert "saves 0.2 million CNY/yr" in addition["worth_en"]
    assert "saves 0.2 million CNY/yr" in row["sentence_en"]
    assert "this very value" not in row["sentence_en"]


def test_what_was_solved_again_ranks_and_stands_first(tmp_path: Path) -> None:
    """Rows come by what one more unit did when solved; these columns stand before the duals."""
    lines = TABLES["lines"].format(least="0", status="operating") + "k,p,t,100,50 %,0,operating\n"
    solved = solve_study(tmp_path, {**TABLES, "lines": lines}, {"objective": [RATE, COST]})
    prices = solved.tables["prices"]
    columns = list(prices.columns)
    assert columns.index("one_rate_change_pp") < columns.index("utilization_rate_pp_per_unit")
    limits = prices[prices["class"] == "limit"]
    found = limits["one_rate_change_pp"].abs().to_list()
    assert found == sorted(found, reverse=True)
    assert limits["index"].to_list() == ["l", "k"]


def test_a_quota_is_worth_what_solving_again_found(tmp_path: Path) -> None:
    """Quota and capacity bind at once (160 kt): one more of the quota alone changes nothing."""
    tables = {"plants": "id,name_en,province\np,Plant,Q\n"}
    quota = [{"from": "P", "to": "Q", "class": "general", "rule": "filing", "quota": "160 kt/yr"}]
    solved = study(tmp_path, {"objective": [RATE, COST], "borders": quota}, **tables)
    borders = solved.tables["borders"]
    row = borders[borders["kind"] == "quota"].iloc[0]
    assert row["net_utilized_kt/yr_per_unit"] == pytest.approx(0, abs=1e-9)
    assert say_worth(row.to_dict(), EN) == "has room"
