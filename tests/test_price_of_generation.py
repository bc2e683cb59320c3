"""What a tonne more that arises costs or brings: told beside the limits, held against re-solves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.family_studies import BASE, RATE
from tests.study import Solved, solve_study

COST = [{"minimize": "net_cost"}]
WORTH = {
    "utilization_rate": ("utilization_rate_pp_per_unit", 100.0),
    "net_utilized": ("net_utilized_kt/yr_per_unit", 1.0),
    "net_cost": ("net_cost_MCNY/yr_per_unit", 1.0),
}
TWO = {
    **BASE,
    "materials": BASE["materials"].replace("purchase_price [CNY/t]", "storage_cost [CNY/t]"),
    "zones": "id,name_en,province\nz,Zone,P\ny,Other zone,Q\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,5\ny,p,truck,30\n",
}
TWO["materials"] = TWO["materials"].replace("general_I,\nv", "general_I,7\nv")
"""Storing a tonne of w costs 7; z is nearer than y."""


def made(z: float, y: float, share: str = "") -> str:
    return f"zone,material,amount [kt/yr],stored_max\nz,w,{z},{share}\ny,w,{y},\n"


def solve(folder: Path, z: float, y: float, share: str = "", **scenario: Any) -> Solved:
    scenario = {"objective": RATE, **scenario}
    return solve_study(folder, {**TWO, "generation": made(z, y, share)}, scenario)


def told(done: Solved) -> pd.DataFrame:
    prices = done.tables["prices"]
    return prices[prices["class"] == "arising"].set_index("index")


CASES: dict[str, tuple[tuple[float, float, str], dict[str, Any]]] = {
    "full": ((150, 90, ""), {}),
    "room": ((100, 60, ""), {}),
    "cost": ((150, 90, ""), {"objective": COST}),
    "floor": (
        (150, 90, ""),
        {
            "objective": COST,
            "limits": [{"floor": "utilization_rate", "zone": "y", "at": "40 %"}],
        },
    ),
    "store": ((150, 90, "20 %"), {"objective": COST}),
    "unused": (
        (150, 90, ""),
        {"objective": COST, "limits": [{"cap": "unused", "at": "60 kt/yr"}]},
    ),
    "floor that is no row": (
        (150, 90, ""),
        {"objective": COST, "limits": [{"floor": "high_value_rate", "at": "1e-16 %"}]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_what_one_more_tonne_changes(name: str, tmp_path: Path) -> None:
    """Each zone's price equals the difference of two solves, in every measure."""
    (z, y, share), scenario = CASES[name]
    before = solve(tmp_path / "before", z, y, share, **scenario)
    step = 0.01
    for index, more in (("z", (z + step, y)), ("y", (z, y + step))):
        after = solve(tmp_path / index, *more, share, **scenario)
        for metric, (column, size) in WORTH.items():
            change = (after.kpi(metric) - before.kpi(metric)) / step
            key = [i for i in told(before).index if i.startswith(f"{index}|")]
            found = float(told(before).loc[key[0], column]) if key else 0.0
            assert found == pytest.approx(change * size, rel=2e-3, abs=1e-6), (index, metric)


def test_it_is_no_limit_and_says_what_it_is(tmp_path: Path) -> None:
    """Its class is its own, it stands behind all limits, and its name is what arises."""
    prices = solve(tmp_path, 150, 90).tables["prices"]
    assert prices["class"].tolist() == sorted(
        prices["class"], key=["limit", "rule", "arising"].index
    )
    row = told(solve(tmp_path / "again", 150, 90)).loc["z|w"]
    assert row["name_en"] == "Waste that arises at Zone"
    assert row["name_zh"] == "Zone产生的Waste"
    assert row["limit"] == row["value"] == 150


def test_it_is_left_out_where_duals_do_not_tell(tmp_path: Path) -> None:
    """Where rates of areas are compared generation is a coefficient: nothing is told."""
    objective = [{"maximize": "least_rate"}, {"minimize": "net_cost"}]
    assert told(solve(tmp_path, 150, 90, objective=objective)).empty
