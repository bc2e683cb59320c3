"""Who pays and who earns: payments by actor under stated gate prices."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.results.actors import INSIDE, ITEMS, KINDS
from sim.rules.metrics import COST_PARTS
from sim.say import WORDS
from tests.chain_study import SCENARIO, TABLES
from tests.study import Solved, solve_study


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """The chain study with a tax on what is stored."""
    scenario = {**SCENARIO, "tax_storage": True}
    return solve_study(tmp_path_factory.mktemp("actors"), TABLES, scenario)


def amounts(solved: Solved, kind: str, actor: str) -> dict[str, float]:
    """Item -> million CNY of an actor."""
    table = solved.tables["actors"]
    own = table[(table["kind"] == kind) & (table["actor"] == actor)]
    return {str(k): v for k, v in own.groupby("item")["amount_MCNY_yr"].sum().items()}


def test_the_generator_is_paid_at_its_gate(solved: Solved) -> None:
    """100 kt of slag at 40 CNY/t; the taker pays the haul."""
    assert amounts(solved, "generator", "z1") == pytest.approx({"gate": 4.0})


def test_the_row_that_says_most_holds(solved: Solved) -> None:
    """Of four rows for ash that for the technology and the province: the generator pays 2."""
    paid = {"gate": -50 * 2e-3, "transport": -50 * 2e-3}
    assert amounts(solved, "generator", "z2") == pytest.approx(paid)


def test_a_plant_pays_takes_and_passes_on(solved: Solved) -> None:
    """It buys slag, pays 6 for the tailings that it sends over the border, stores and is taxed."""
    due = {
        "gate": -4.0 - 60 * 6e-3,
        "transport": -0.1 - 60 * 5e-3,
        "border": -60 * 3e-3,
        "storage": -30 * 15e-3,
        "tax": -30 * 15e-3,
        "processing": -5.0,
        "sales": 9.0,
    }
    assert amounts(solved, "plant", "p1") == pytest.approx(due)


def test_taxes_and_surcharges_go_to_provinces(solved: Solved) -> None:
    """The tax goes where the waste is stored, the surcharge to the province that takes it."""
    assert amounts(solved, "province", "A") == pytest.approx({"tax": 30 * 15e-3})
    assert amounts(solved, "province", "B") == pytest.approx({"border": 60 * 3e-3})


def test_carriers_spend_what_they_earn(solved: Solved) -> None:
    """A tariff is taken as the cost of moving."""
    moved = 0.1 + 0.3 + 0.1
    due = {"transport": moved, "operation": -moved}
    assert amounts(solved, "carrier", "truck") == pytest.approx(due)


def test_balances_add_up(solved: Solved) -> None:
    """All actors together earn nothing; those inside minus the net cost; gates cancel out."""
    table = solved.tables["actors"]
    total = table["amount_MCNY_yr"]
    inside = table["kind"].isin(INSIDE)
    assert total.sum() == pytest.approx(0.0, abs=1e-12)
    assert total[inside].sum() == pytest.approx(-solved.kpi("net_cost"))
    gates = table[table["item"] == "gate"]
    assert gates["amount_MCNY_yr"].sum() == pytest.approx(0.0, abs=1e-12)
    assert gates["amount_MCNY_yr"].abs().sum() > 1


def test_items_are_the_parts_of_the_cost(solved: Solved) -> None:
    """What those inside pay for each item is the part of the cost of that name."""
    table = solved.tables["actors"]
    inside = table[table["kind"].isin(INSIDE)]
    sums = -inside.groupby("item")["amount_MCNY_yr"].sum()
    costs = solved.tables["costs"].set_index("part")["amount_MCNY_yr"]
    for part in ("processing", "tax", "border", "purchase"):
        assert sums.get(part, 0.0) == pytest.approx(costs[part], abs=1e-12), part
    assert sums["sales"] == pytest.approx(costs["revenue"])
    assert sums["storage"] == pytest.approx(costs["disposal"])
    assert sums["operation"] == pytest.approx(costs["transport"] + costs["handling"])
    waste = inside[(inside["scope"] == "waste") & (inside["item"] != "gate")]
    assert -waste["amount_MCNY_yr"].sum() == pytest.approx(solved.kpi("logistics_cost"))


def test_gate_prices_move_money_alone(solved: Solved, tmp_path: Path) -> None:
    """Without gate prices the plan and its net cost are the same, and takers pay the haul."""
    tables = {name: text for name, text in TABLES.items() if name != "gate_prices"}
    other = solve_study(tmp_path, tables, {**SCENARIO, "tax_storage": True})
    key = ["origin", "destination", "amount_kt_yr", "cost_MCNY_yr"]
    pd.testing.assert_frame_equal(other.tables["flows"][key], solved.tables["flows"][key])
    assert other.kpi("net_cost") == solved.kpi("net_cost")
    assert "gate" not in set(other.tables["actors"]["item"])
    assert amounts(other, "plant", "p2")["transport"] == pytest.approx(-0.4)


def test_actors_are_described(solved: Solved) -> None:
    """Names in both languages, owner and province; every kind and item has words."""
    table = solved.tables["actors"]
    found = {(row.kind, row.actor): row for row in table.itertuples()}
    assert found["plant", "p1"].owner == "Works"
    assert found["generator", "z2"].province == "B"
    assert found["province", "A"].name_zh == "甲省"
    assert found["carrier", "truck"].name_en == "Truck"
    assert {f"actor_{k}" for k in KINDS} | {f"actor_item_{i}" for i in ITEMS} <= set(WORDS)
    assert set(COST_PARTS) - {"revenue", "capex"} <= set(ITEMS)
