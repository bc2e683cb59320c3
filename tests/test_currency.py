"""Amounts in other currencies, in the tables and in the scenario, at the rates of the scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case
from tests.family_studies import BASE
from tests.study import solve_study, write_study

ABROAD = {
    **BASE,
    "links": "origin,destination,mode,cost\nz,p,truck,5 USD/t\n",
    "markets": "id,name_en,product,price [EUR/t]\nm,Bricks wanted,b,20\n",
}
MONEY = {"USD": "7 CNY", "EUR": 8, "year": 2024}
COST = [{"minimize": "net_cost"}]


def test_tables_and_limits_in_other_currencies(tmp_path: Path) -> None:
    """Haul 35, firing 10, a brick sells for 160: 115 a tonne; a cap of 7.1 million stops at 64."""
    limits = [{"cap": "gross_cost", "at": "0.45 million USD/yr"}]
    scenario = {"objective": COST, "currency": MONEY, "limits": limits}
    done = solve_study(tmp_path, ABROAD, scenario)
    fired = 0.45 * 7 / 45e-3
    assert done.flow("z", "p") == pytest.approx(fired)
    assert done.kpi("net_cost") == pytest.approx(-fired * 115e-3)
    notes = [note["en"] for note in done.tables.all.summary["notes"]]
    said = "1 USD = 7 CNY, 1 EUR = 8 CNY (prices of 2024)"
    assert any(said in note for note in notes)


def test_without_a_rate_it_is_refused(tmp_path: Path) -> None:
    """Another currency needs a rate, and a rate is a number above 0."""
    with pytest.raises(InputError) as caught:
        load_case(write_study(tmp_path / "a", ABROAD))
    assert {problem.where for problem in caught.value.problems} == {
        "geodata/study/links.csv:2",
        "geodata/study/markets.csv:1",
    }
    for wrong in ({"usd": 7}, {"USD": 0}, {"CNY": 1}, {"USD": 7, "year": "soon"}):
        path = write_study(tmp_path / "b", ABROAD, {"currency": wrong})
        with pytest.raises(InputError) as caught:
            load_case(path)
        places = [problem.where for problem in caught.value.problems]
        assert any(place.startswith("scenarios/study.yaml:") for place in places)


def test_resolved_inputs_are_in_yuan(tmp_path: Path) -> None:
    """A case knows one currency: what is written with results is read again without the rates."""
    case = load_case(write_study(tmp_path, ABROAD, {"currency": MONEY}))
    assert case.tables["links"]["cost"].tolist() == [35.0]
    assert case.tables["markets"]["price"].tolist() == [160.0]
