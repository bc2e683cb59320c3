"""What plants buy outside the region: price and bound by plant, paid or being paid."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.checks import check_case
from sim.errors import InputError
from sim.loader import load_case
from tests.family_studies import BASE
from tests.study import Solved, solve_study, write_study

PLANTS = {
    **BASE,
    "materials": BASE["materials"].replace("c,Clay,virgin,,100", "c,Clay,virgin,,{price}"),
    "plants": "id,name_en,province\np,Plant,Q\nr,Other,Q\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,50\nz,r,truck,50\n",
    "inputs": "recipe,material,min,max\nq,w,0.5,0.5\nq,c,0.5,0.5\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,k,200\ns,r,k,200\n",
}
COST = [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}]


def solve(folder: Path, purchases: str, price: str = "100", objective: object = COST) -> Solved:
    tables = {**PLANTS, "materials": PLANTS["materials"].format(price=price)}
    text = "plant,material,price [CNY/t],max [kt/yr]\n" + purchases
    return solve_study(folder, {**tables, "purchases": text}, {"objective": objective})


def bought(done: Solved) -> dict[str, float]:
    frame = done.plan.buy
    return dict(zip(frame["plant"], frame["amount_kt_yr"], strict=True))


def test_each_plant_pays_its_own_price(tmp_path: Path) -> None:
    """100 kt of clay each: p at 80, r at the price of the material."""
    done = solve(tmp_path, "p,c,80,\n")
    assert done.kpi("purchase_cost") == pytest.approx((100 * 80 + 100 * 100) * 1e-3)


def test_a_bound_holds_at_its_plant_alone(tmp_path: Path) -> None:
    """p gets 30 kt of clay, so it runs 60; r is free."""
    done = solve(tmp_path, "p,c,,30\n")
    assert bought(done) == pytest.approx({"p": 30, "r": 100})
    prices = done.tables["prices"].set_index("index")
    assert prices.loc["p|c", "net_utilized_kt/yr_per_unit"] == pytest.approx(1.0)
    assert prices.loc["p|c", "name_en"] == "Purchase of Clay at Plant"


def test_only_plants_with_a_row_buy_what_has_no_price(tmp_path: Path) -> None:
    """Without `purchase_price` clay is to be had where a row says so."""
    assert bought(solve(tmp_path, "p,c,80,\n", price="")) == pytest.approx({"p": 100})


def test_being_paid_for_what_is_taken_is_bounded(tmp_path: Path) -> None:
    """p is paid 500 a tonne of clay: it takes what its line can use, and no more."""
    done = solve(tmp_path, "p,c,-500,\n", objective=[{"minimize": "net_cost"}])
    assert bought(done)["p"] == pytest.approx(100)
    assert done.kpi("purchase_cost") == pytest.approx(-50)
    actors = done.tables["actors"]
    paid = actors[(actors["item"] == "purchase") & (actors["actor"] == "p")]
    assert abs(paid["amount_MCNY_yr"].sum()) == pytest.approx(50)


def test_waste_is_not_bought_and_a_price_stands_somewhere(tmp_path: Path) -> None:
    """Both are told at their line."""
    tables = {**PLANTS, "materials": PLANTS["materials"].format(price="")}
    text = "plant,material,max [kt/yr]\np,c,5\np,w,5\n"
    path = write_study(tmp_path, {**tables, "purchases": text})
    with pytest.raises(InputError) as caught:
        check_case(load_case(path))
    said = [(p.where, p.code) for p in caught.value.problems]
    assert said == [
        ("geodata/study/purchases.csv:2", "missing"),
        ("geodata/study/purchases.csv:3", "waste_for_sale"),
    ]
