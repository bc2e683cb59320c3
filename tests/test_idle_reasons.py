"""A line that cannot run is told the true reason: no market is not a market that buys nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.checks.idle import idle_lines, idle_notes
from sim.loader import load_case
from sim.network import Generation, build_network
from tests.study import csv, write_study
from tests.test_idle_lines import WAYS, tables

MARKETS = "id,name_en,product,area,group,max [kt/yr],group_max [kt/yr],price [CNY/t]\n"
AREAS = "id,name_en,level\nEast,East,province\nWest,West,province\n"
PLACED = {
    "areas": AREAS,
    "zones": "id,name_en,province\nz,Zone,East\n",
    "plants": "id,name_en,province\np,Plant,West\nq,Other plant,West\n",
}
CLOSED = {"borders": [{"from": "East", "to": "West", "rule": "closed"}]}
HALF = csv("id,plant,technology,capacity [kt/yr],status", [("old", "p", "half", 10, "operating")])
CASES: dict[str, tuple[dict[str, str], dict[str, Any], tuple[str, str]]] = {
    "its only market takes 0": (
        tables(markets=MARKETS + "m,Buyers,g,,,0,,10\n"),
        {},
        ("demand", "g"),
    ),
    "the group of its markets takes 0": (
        tables(markets=MARKETS + "m,Buyers,g,,all,,0,10\nn,More,g,,all,5,0,10\n"),
        {},
        ("demand", "g"),
    ),
    "its market was closed by a change": (
        tables(),
        {"change": [{"table": "markets", "where": {}, "set": {"max": "0 kt/yr"}}]},
        ("demand", "g"),
    ),
    "its market is of another area": (
        tables(markets=MARKETS + "m,Buyers,g,East,,,,10\n", **PLACED),
        {},
        ("market", "g"),
    ),
    "no market names its product": (
        tables(markets=MARKETS + "m,Buyers,h,,,,,10\n"),
        {},
        ("product", "g"),
    ),
    "a line that takes what it makes has no way": (
        tables(ways=WAYS, lines=HALF + "b,q,fin,10,operating\n"),
        {},
        ("taker", "i"),
    ),
    "the border is closed to its input": (
        tables(**PLACED),
        CLOSED,
        ("barred", "w"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_true_reason(tmp_path: Path, name: str) -> None:
    """Also where the routes of the region are not all written down."""
    text, scenario, due = CASES[name]
    case = load_case(write_study(tmp_path, text, scenario))
    assert idle_lines(case, build_network(case))["old"] == due
    assert idle_lines(case, build_network(case, Generation(above=-1, each=1)))["old"] == due


def test_an_input_that_a_quality_rule_refuses(tmp_path: Path) -> None:
    """It has a way to the line, so that no way is asked for."""
    text = tables(
        quality="id,name_en,recipes,scope,formula\nclean,Clean,mk,lot,Cu <= 0.01*mass\n",
        composition="material,property,value\nw,Cu,0.5\n",
    )
    case = load_case(write_study(tmp_path, text))
    assert idle_lines(case, build_network(case))["old"] == ("barred", "w")


def test_a_market_of_0_is_to_be_raised_not_added(tmp_path: Path) -> None:
    """The note names `max`, and no longer asks for a row that is there."""
    text = tables(markets=MARKETS + "m,Buyers,g,,,0,,10\n")
    case = load_case(write_study(tmp_path, text))
    (note,) = idle_notes(case, build_network(case))
    assert "Raise 'max' or 'group_max' in table 'markets'" in note["en"]
    assert "Add a row" not in note["en"]
    assert "请提高表“markets”中的“max”" in note["zh"]


@pytest.mark.parametrize(("column", "value"), [("capacity", "0 kt/yr"), ("availability", "0 %")])
def test_a_line_without_capacity_leads_to_the_0(tmp_path: Path, column: str, value: str) -> None:
    """Where a change of the scenario takes its capacity away, the change is named."""
    change = [{"table": "lines", "where": {"id": "old"}, "set": {column: value}}]
    case = load_case(write_study(tmp_path, tables(), {"change": change}))
    (note,) = idle_notes(case, build_network(case))
    assert "scenarios/study.yaml:" in note["en"]
    assert "lines.csv" not in note["en"]
    assert "a capacity or availability of 0" in note["en"]
