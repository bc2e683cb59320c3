"""Prices of limits: signs, units, slack, words and re-solves, against real changes of input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.results.prices import CHANGES
from sim.results.tables import read_table, write_table
from tests.study import Solved, solve_study
from tests.test_ledger import base_tables

STAGES = ("utilization_rate", "net_utilized", "net_cost")
COLUMNS = {
    "utilization_rate": "utilization_rate_pp_per_unit",
    "net_utilized": "net_utilized_kt/yr_per_unit",
    "net_cost": "net_cost_MCNY/yr_per_unit",
}
RATE = {"maximize": "utilization_rate"}
COST = {"minimize": "net_cost"}
LITTLE_A = {"table": "generation", "where": {"zone": "z2"}, "set": {"amount": "5 kt/yr"}}
LITTLE_B = {
    "table": "generation",
    "where": {"zone": "z1", "material": "b"},
    "set": {"amount": "5 kt/yr"},
}
QUOTA = [{"from": "any", "to": "any", "rule": "filing", "quota": "20 kt/yr"}]


def change(table: str, id_: str, column: str, to: str) -> dict[str, Any]:
    return {"change": [{"table": table, "where": {"id": id_}, "set": {column: to}}]}


CASES: dict[str, tuple[dict[str, Any], str, str, dict[str, Any], float]] = {
    "capacity": ({}, "line_capacity", "l1", change("lines", "l1", "capacity", "60.1 kt/yr"), 0.1),
    "demand": (
        {"change": [{"table": "markets", "where": {"id": "mq"}, "set": {"max": "50 kt/yr"}}]},
        "market_max",
        "mq",
        change("markets", "mq", "max", "50.1 kt/yr"),
        0.1,
    ),
    "quota": (
        {"borders": QUOTA, "change": [LITTLE_A]},
        "border_quota",
        "any>any:any:utilization:1",
        {"borders": [{**QUOTA[0], "quota": "20.1 kt/yr"}]},
        0.1,
    ),
    "budget": (
        {"limits": [{"cap": "transport_cost", "at": "0.3 million CNY/yr"}]},
        "limit_cap",
        "1:transport_cost",
        {"limits": [{"cap": "transport_cost", "at": "0.301 million CNY/yr"}]},
        0.001,
    ),
    "slack": (
        {"objective": [{**RATE, "slack": "3 %"}, COST]},
        "line_capacity",
        "l1",
        {
            "objective": [{**RATE, "slack": "3 %"}, COST],
            **change("lines", "l1", "capacity", "60.1 kt/yr"),
        },
        0.1,
    ),
    "relative slack": (
        {"objective": [{"maximize": "net_utilized", "slack": "4 %"}, COST]},
        "line_capacity",
        "l1",
        {
            "objective": [{"maximize": "net_utilized", "slack": "4 %"}, COST],
            **change("lines", "l1", "capacity", "60.1 kt/yr"),
        },
        0.1,
    ),
    "floor": (
        {"objective": [COST], "limits": [{"floor": "utilization_rate", "at": "30 %"}]},
        "limit_floor",
        "1:utilization_rate",
        {"objective": [COST], "limits": [{"floor": "utilization_rate", "at": "30.1 %"}]},
        0.1,
    ),
    "share": (
        {"change": [LITTLE_B]},
        "recipe_max",
        "l1|rp|a",
        {
            "change": [
                LITTLE_B,
                {
                    "table": "inputs",
                    "where": {"recipe": "rp", "material": "a"},
                    "set": {"max": "80.01 %"},
                },
            ]
        },
        0.01,
    ),
}


def differences(before: Solved, after: Solved) -> dict[str, float]:
    """Change of each measure, rates in points."""
    return {
        m: (after.kpi(m) - before.kpi(m)) * (100.0 if m == "utilization_rate" else 1.0)
        for m in STAGES
    }


@pytest.mark.parametrize("name", CASES)
def test_a_price_is_what_a_changed_input_does(tmp_path: Path, name: str) -> None:
    """Rate, tonnes and cost per unit of a limit equal those of a run with the limit changed.

    The worth of a stage kept with slack is that of its best value, not of the part kept.
    """
    scenario, constraint, index, changed, step = CASES[name]
    before = solve_study(tmp_path / "before", base_tables(), scenario)
    after = solve_study(tmp_path / "after", base_tables(), {**scenario, **changed})
    prices = before.tables["prices"]
    row = prices[(prices["constraint"] == constraint) & (prices["index"] == index)]
    due = differences(before, after)
    assert any(abs(v) > 1e-6 for v in due.values())
    kept = {"relative slack": ("net_cost",)}.get(name, STAGES)
    for measure in kept:
        found = float(row.iloc[0][COLUMNS[measure]])
        assert found * step == pytest.approx(due[measure], rel=2e-3, abs=2e-6), measure


UNITS: dict[str, tuple[dict[str, Any], str, str, float]] = {
    "capacity": (change("lines", "l1", "capacity", "61 kt/yr"), "line_capacity", "l1", 1.0),
    "quota": (
        {"borders": [{**QUOTA[0], "quota": "21 kt/yr"}]},
        "border_quota",
        "any>any:any:utilization:1",
        1.0,
    ),
    "floor": (
        {"limits": [{"floor": "utilization_rate", "at": "29 %"}]},
        "limit_floor",
        "1:utilization_rate",
        -1.0,
    ),
}
"""Case -> its input relaxed by one unit, the row, and whether that is one more or one less."""
TENTHS: dict[str, dict[str, Any]] = {
    "capacity": change("lines", "l1", "capacity", "66 kt/yr"),
    "quota": {"borders": [{**QUOTA[0], "quota": "22 kt/yr"}]},
    "floor": {"limits": [{"floor": "utilization_rate", "at": "27 %"}]},
}


@pytest.mark.parametrize("name", UNITS)
def test_the_columns_solved_again_are_those_of_a_changed_input(tmp_path: Path, name: str) -> None:
    """A limit relaxed by a unit, and by a tenth: points, tonnes and cost of a run with it so.

    A cap is relaxed upwards, a floor downwards.
    """
    relaxed, constraint, index, direction = UNITS[name]
    scenario = CASES[name][0]
    before = solve_study(tmp_path / "before", base_tables(), scenario)
    prices = before.tables["prices"]
    row = prices[(prices["constraint"] == constraint) & (prices["index"] == index)].iloc[0]
    (price,) = (
        p
        for p in before.tables.findings.prices
        if (p.row[0], p.limit) == (constraint, row["limit"] / (100.0 if name == "floor" else 1.0))
    )
    assert price.direction == direction
    for step, changed in (("one", relaxed), ("tenth", TENTHS[name])):
        after = solve_study(tmp_path / step, base_tables(), {**scenario, **changed})
        due = differences(before, after)
        assert any(abs(v) > 1e-3 for v in due.values())
        for measure, column in CHANGES.items():
            assert row[f"{step}_{column}"] == pytest.approx(due[measure], rel=1e-6, abs=1e-7)


def test_a_slack_in_per_cent_is_of_the_best_value(tmp_path: Path) -> None:
    """Where each tonne used costs money, 4 % of the tonnes are given up for the cost."""
    goal = {"objective": [{"maximize": "net_utilized"}]}
    best = solve_study(tmp_path / "best", base_tables(), goal)
    loose = solve_study(tmp_path / "loose", base_tables(), CASES["relative slack"][0])
    assert loose.kpi("net_utilized") == pytest.approx(0.96 * best.kpi("net_utilized"), rel=1e-7)


def test_a_floor_is_relaxed_downwards_in_words(tmp_path: Path) -> None:
    """The rate asked for is a point less, and what that saves is said; so is a tenth less."""
    study = solve_study(tmp_path, base_tables(), CASES["floor"][0])
    row = study.tables["prices"].set_index("constraint").loc["limit_floor"]
    assert row["one_rate_change_pp"] == pytest.approx(-1.0, abs=1e-6)
    assert row["tenth_rate_change_pp"] == pytest.approx(-3.0, abs=1e-6)
    assert row["one_net_utilized_change_kt_yr"] == pytest.approx(-2.3, abs=1e-6)
    assert row["one_net_cost_change_MCNY_yr"] < 0


def test_a_budget_is_said_in_words(tmp_path: Path) -> None:
    """The sentence names the limit, what one more unit adds, its cost, and how far it holds."""
    study = solve_study(tmp_path, base_tables())
    row = study.tables["prices"].iloc[0]
    assert row["sentence_en"].startswith(f"{row['name_en']}: One more kt/yr adds ")
    assert "million CNY/yr" in row["sentence_en"]
    assert "holds" in row["sentence_en"]
    assert "每增加 1 万吨/年，净利用量增加" in row["sentence_zh"]


def test_chinese_counts_in_ten_thousand_tonnes(tmp_path: Path) -> None:
    """Per 万吨 the tonnes are the same number as per kt, the points ten times as many."""
    study = solve_study(tmp_path, base_tables())
    first = study.tables.summary["additions"][0]
    row = study.tables["prices"].iloc[0]
    assert f"{row['net_utilized_kt/yr_per_unit']:.3g} 万吨/年" in first["worth_zh"]
    assert f"{row['utilization_rate_pp_per_unit'] * 10:+.2g} 个百分点" in first["worth_zh"]


def test_the_table_reads_back_as_written(tmp_path: Path) -> None:
    """Limits, ranges and changes of re-solves are numbers again after reading."""
    study = solve_study(tmp_path, base_tables())
    prices = study.tables["prices"]
    write_table(prices, tmp_path / "prices.csv")
    again = read_table(tmp_path / "prices.csv")
    for column in ("limit", "from", "to", "one_rate_change_pp", "tenth_net_cost_change_MCNY_yr"):
        assert again[column].to_list() == pytest.approx(prices[column].to_list(), nan_ok=True)
    assert again["one_check"].isin(["", "equal", "beyond_range", "degenerate"]).all()
