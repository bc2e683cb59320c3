"""Capacity that the plan builds: what the scenario says of it, the plan, its prices and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim
from sim.checks import find_unusual
from sim.errors import InputError
from sim.loader import load_case, write_inputs
from sim.model import build_arrays
from sim.network import build_network
from sim.results.tables import read_results
from sim.results.tabulate import tabulate
from sim.results.write import write_tables
from sim.verify.verify import verify
from tests.expansion_study import SCENARIO, TABLES, TARGET, write
from tests.study import Solved, solve_file
from tests.test_fast_path import assert_same

CHEAPEST = [{"minimize": "net_cost"}]
REPLACE = {"ratio": "1.25", "where": {"id": "l"}}


def amounts(frame: pd.DataFrame) -> dict[str, float]:
    """Line -> amount of a frame of a plan."""
    return dict(zip(frame["line"], frame["amount_kt_yr"], strict=True))


def passes(solved: Solved, folder: Path) -> bool:
    """Whether the written tables of a plan pass the verification, read back as they are."""
    folder.mkdir()
    tables = tabulate(solved.case, solved.network, solved.plan)
    write_tables(tables, folder)
    write_inputs(solved.case, folder)
    assert list(read_results(folder).frames) == list(tables.frames)
    report = verify(folder, load_case(folder / "scenario.resolved.yaml").scenario)
    return bool(report["passed"])


def test_cheapest_way_by_hand(tmp_path: Path) -> None:
    """The kiln grows first, the works take the rest; money and capital as worked out by hand."""
    solved = solve_file(write(tmp_path, objective=CHEAPEST, limits=TARGET))
    assert amounts(solved.plan.build) == pytest.approx({"l": 100.0, "n": 130.0})
    built = solved.tables["built"].set_index("line")
    assert built["investment_MCNY"].to_dict() == pytest.approx({"l": 40.0, "n": 39.0})
    assert built["annuity_MCNY_yr"].to_dict() == pytest.approx({"l": 2.0, "n": 3.9})
    assert built["today_kt_yr"].to_dict() == pytest.approx({"l": 200.0, "n": 0.0})
    lines = solved.tables["lines"].set_index("line")
    assert lines["capacity_kt_yr"].to_dict() == pytest.approx({"l": 300.0, "n": 130.0})
    assert lines["load_pct"].to_dict() == pytest.approx({"l": 100.0, "n": 100.0})
    # 430 kt by truck at 50, 300 fired at 10, 130 pressed at 5, 430 sold at 20; 5.9 of capital.
    assert solved.plan.stages[0].value == pytest.approx(21.5 + 3.0 + 0.65 - 8.6 + 5.9)
    assert passes(solved, tmp_path / "out")


def test_without_the_key_nothing_is_built(tmp_path: Path) -> None:
    """Without `expand` and candidates there is neither a column nor a table of what is built."""
    solved = solve_file(write(tmp_path, statuses=["operating"], expand=[]))
    assert solved.plan.build.empty
    assert not {name for name, _ in solved.session.arrays.column_names} & {"build", "close"}
    folder = tmp_path / "out"
    assert passes(solved, folder)
    assert not (folder / "built.csv").exists()


def test_replacement_closes_old_capacity(tmp_path: Path) -> None:
    """1.25 t of the kiln close for each t that is built; the works pay if the kiln is dear."""
    entry = {"where": {"id": "n"}, "closes": REPLACE}
    dear = "id,technology,name_en,cost [CNY/t]\nq,k,Fire,90\nr,n,Press,5\n"
    tables = {"recipes": dear}
    goal = [{"floor": "net_utilized", "at": "160 kt/yr"}]
    path = write(tmp_path, tables, objective=CHEAPEST, limits=goal, expand=[entry])
    solved = solve_file(path)
    assert amounts(solved.plan.build) == pytest.approx({"n": 150.0})
    closed = solved.plan.close["amount_kt_yr"].tolist()
    assert closed[0] == pytest.approx(187.5) or closed[0] > 187.5
    assert amounts(solved.plan.act)["l"] == pytest.approx(10.0)
    assert passes(solved, tmp_path / "out")


def test_arrays_are_the_readable_programme(tmp_path: Path) -> None:
    """Rows, columns and metrics of building equal those written in Pyomo."""
    lines = (
        "id,plant,technology,capacity [kt/yr],status,availability,min_load\n"
        "l,p,k,200,operating,90 %,20 %\nn,p,n,150,candidate,80 %,30 %\n"
    )
    expand = [
        {"where": {"id": "l"}, "up_to": "50 %"},
        {
            "where": {"technology": "n"},
            "cost": "250 CNY/(t/yr)",
            "life": "15 yr",
            "closes": REPLACE,
        },
    ]
    limits = [{"cap": "investment", "at": "90 million CNY"}]
    network = build_network(
        load_case(write(tmp_path, {"lines": lines}, expand=expand, limits=limits))
    )
    assert_same(network, [{}], with_change=False)
    families = {name for name, _ in build_arrays(network).arrays.row_names}
    assert {"built_capacity", "built_min_load", "build_max", "replacement", "close_max"} <= families


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no line": ({"where": {"id": "x"}, "up_to": "5 kt/yr"}, "no row of table 'lines' has id 'x'"),
    "no column": ({"where": {"colour": "x"}, "up_to": "5 kt/yr"}, "colour"),
    "no size": ({"where": {"id": "l"}}, "how much may be built at line 'l'"),
    "no unit": ({"where": {"id": "l"}, "up_to": "5 km"}, "does not measure"),
    "no old line": (
        {"where": {"id": "n"}, "closes": {"ratio": "1", "where": {"id": "y"}}},
        "no row of table 'lines' has id 'y'",
    ),
    "a key": ({"where": {"id": "n"}, "upto": "5 kt/yr"}, "upto"),
    "a ratio": ({"where": {"id": "n"}, "closes": {"ratio": "-1", "where": {"id": "l"}}}, "ratio"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, case: str) -> None:
    """Entries that name nothing, or leave out what is needed, are refused with their line."""
    entry, told = WRONG[case]
    with pytest.raises(InputError) as caught:
        load_case(write(tmp_path, expand=[entry]))
    found = [problem for problem in caught.value.problems if told in str(problem)]
    assert found, caught.value
    assert "scenarios/study.yaml:" in found[0].where


def test_unknown_cost_is_refused(tmp_path: Path) -> None:
    """A technology without `capex` can be built only at a `cost` of the entry."""
    tables = {"technologies": "id,name_en\nk,Kiln\nn,New works\n"}
    with pytest.raises(InputError) as caught:
        load_case(write(tmp_path, tables))
    text = str(caught.value)
    assert "line 'n' costs is not known" in text
    assert "line 'l' costs is not known" in text
    cost = {"cost": "1 CNY/(t/yr)"}
    both = [{"where": {}, "up_to": "9 kt/yr", **cost}]
    assert len(build_network(load_case(write(tmp_path / "b", tables, expand=both))).expansions) == 2


def test_what_takes_no_part_is_told(tmp_path: Path) -> None:
    """Entries of lines that are off, that a later entry speaks of, or whose old lines are off."""
    lines = TABLES["lines"] + "x,p,k,50,planned\n"
    entries = [
        {"where": {"id": "l"}, "up_to": "10 kt/yr"},
        {"where": {"id": "l"}, "up_to": "20 kt/yr", "cost": "400000 CNY/(t/yr)"},
        {"where": {"id": "x"}, "up_to": "20 kt/yr"},
        {"where": {"id": "n"}, "closes": {"ratio": "1", "where": {"id": "x"}}},
    ]
    case = load_case(write(tmp_path, {"lines": lines}, expand=entries))
    told = [(p.where.rpartition(":")[2], str(p.what)) for p in find_unusual(case)]
    first = int(case.expand_at[0].rpartition(":")[2])
    assert [line for line, _ in told] == sorted(line for line, _ in told)
    texts = [text for _, text in told]
    assert ["takes no part" in text for text in texts] == [True, False, True, False], told
    assert "cost: 400000" in texts[1].replace(",", "")
    assert "nothing can be built" in texts[3]
    assert int(told[0][0]) == first


def test_last_entry_wins(tmp_path: Path) -> None:
    """Of the entries that name a line the last one holds, whole."""
    later = [
        *SCENARIO["expand"],
        {"where": {"technology": "k"}, "up_to": "30 kt/yr", "life": "5 yr"},
    ]
    frame = build_network(load_case(write(tmp_path, expand=later))).expansions.set_index("line")
    assert frame.loc["l", "up_to_kt_yr"] == 30.0
    assert frame.loc["l", "annuity_CNY_t"] == 80.0
    assert frame.loc["n", "up_to_kt_yr"] == 150.0


def test_python_adds_an_entry(tmp_path: Path) -> None:
    """`case.expand` is one more entry; a wrong one is told at the line of the call."""
    case = sim.load(write(tmp_path, objective=CHEAPEST, limits=TARGET))
    wider = case.expand(where={"id": "l"}, up_to="300 %")
    result = wider.run()
    assert result.kpi("capacity_built") == pytest.approx(230.0)
    built = result.built.set_index("line")["built_kt_yr"]
    assert built["l"] == pytest.approx(230.0)
    assert result.built.attrs["units"]["investment_MCNY"] == "million CNY"
    with pytest.raises(InputError) as caught:
        case.expand(where={"id": "m"}, up_to="5 kt/yr")
    assert "test_expansions.py:" in caught.value.problems[0].where


def test_the_page_tells_the_case_of_the_tests() -> None:
    """The case by hand in the documentation has the numbers that are tested here."""
    page = (Path(__file__).parents[1] / "docs" / "building.md").read_text(encoding="utf-8")
    for said in (
        "| kiln | 400 | 20 | 400 / 20 = 20 | 50 + 10 − 20 + 20 = 60 |",
        "| new works | 300 | 10 | 300 / 10 = 30 | 50 + 5 − 20 + 30 = 65 |",
        "| kiln | 200 | 100 | 40 | 2.0 |",
        "| new works | 0 | 130 | 39 | 3.9 |",
        "22.45 million CNY/yr",
    ):
        assert said in page
