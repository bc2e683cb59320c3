"""What is told of inputs that say too little or too much, each at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.checks import find_unusual
from sim.errors import InputError
from sim.loader import load_case
from tests.family_studies import BASE
from tests.study import solve_study, write_study

LINES = "id,plant,technology,capacity [kt/yr],status\n"


def test_every_wrong_currency_is_told(tmp_path: Path) -> None:
    """Three entries are wrong, each in its own way: each is told at its line."""
    wrong = {"currency": {"usd": 7, "EUR": 0, "GBP": 9.1, "year": "soon"}}
    with pytest.raises(InputError) as refused:
        load_case(write_study(tmp_path, BASE, wrong))
    problems = [p for p in refused.value.problems if p.code == "currency"]
    assert len({p.where for p in problems}) == 3
    said = " ".join(p.what.say("en") for p in problems)
    assert "usd" in said
    assert "EUR" in said
    assert "GBP" not in said


def test_a_candidate_of_no_size_is_told(tmp_path: Path) -> None:
    """Its capacity is 0 and no entry says more; one that an entry names is in order."""
    tables = {**BASE, "lines": LINES + "l,p,k,100,\nn,p,k,0,candidate\n"}
    keys = {"statuses": ["operating", "candidate"]}
    tables["technologies"] = "id,name_en,capex [CNY/(t/yr)],life [yr]\nk,Kiln,300,20\n"
    told = [str(p) for p in find_unusual(load_case(write_study(tmp_path / "a", tables, keys)))]
    (one,) = [text for text in told if "its capacity is 0" in text]
    assert "lines.csv:3" in one
    entry = {"where": {"id": "n"}, "up_to": "50 kt/yr", "cost": "100 CNY/(t/yr)", "life": "10 yr"}
    named = write_study(tmp_path / "b", tables, {**keys, "expand": [entry]})
    assert not [p for p in find_unusual(load_case(named)) if "its capacity is 0" in str(p)]


def test_a_purchase_of_a_few_fen_is_not_odd(tmp_path: Path) -> None:
    """0.1875 CNY/t is a price of textbooks; 0.05 is odd."""
    for price, odd in (("0.1875", False), ("0.05", True)):
        tables = {**BASE, "materials": BASE["materials"].replace("virgin,,100", f"virgin,,{price}")}
        case = load_case(write_study(tmp_path / price, tables, {}))
        told = [str(p) for p in find_unusual(case) if "purchase_price" in str(p)]
        assert bool(told) is odd


def test_unused_tonnes_are_whole_where_they_are(tmp_path: Path) -> None:
    """Of 500 kt a kiln takes 200; another 200 could go to the one that is not open."""
    tables = {
        **BASE,
        "markets": "id,name_en,product,price [CNY/t]\nm,Bricks wanted,b,70\n",
        "lines": "id,plant,technology,capacity [kt/yr],fixed_cost\n"
        "l,p,k,200,1 million CNY/yr\nm,p,k,200,3 million CNY/yr\n",
    }
    found = solve_study(tmp_path, tables, {"objective": [{"minimize": "net_cost"}]})
    assert set(found.tables["unused"]["unused_kt_yr"]) == {200.0, 100.0}


def test_a_point_of_least_load_counts_what_is_built_as_well(tmp_path: Path) -> None:
    """A line of 100 kt/yr grows by 100 and must run at half load: 0.1 points more cost what 0.2 kt
    more of a waste cost that nobody would take, not 0.1."""
    tables = {
        **BASE,
        "parameters": "id,value\ndiscount_rate,0 %\n",
        "lines": "id,plant,technology,capacity [kt/yr],min_load\nl,p,k,100,0.5\n",
    }
    entry = {"where": {"id": "l"}, "up_to": "100 kt/yr", "cost": "100 CNY/(t/yr)", "life": "10 yr"}
    floor = {"floor": "capacity_built", "at": "100 kt/yr"}
    keys = {"objective": [{"minimize": "net_cost"}], "limits": [floor], "expand": [entry]}
    found = solve_study(tmp_path / "now", tables, keys)
    prices = found.tables["prices"]
    (row,) = prices[prices["constraint"] == "line_min_load"].to_dict("records")
    tables["lines"] = "id,plant,technology,capacity [kt/yr],min_load\nl,p,k,100,0.51\n"
    more = solve_study(tmp_path / "more", tables, keys)
    change = more.kpi("net_cost") - found.kpi("net_cost")
    assert change == pytest.approx(2 * 0.04)
    assert row["limit"] == pytest.approx(50.0)
    assert row["net_cost_MCNY/yr_per_unit"] == pytest.approx(change)
    assert row["to"] == pytest.approx(100.0)
