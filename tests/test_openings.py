"""What to open: fixed costs, least loads if used, and how many may be open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.errors import InfeasibleError, InputError
from sim.loader import load_case, write_inputs
from sim.network import build_network
from sim.results.write import write_tables
from sim.solve import Session
from sim.studies.explain.study import explain_conflict
from sim.studies.solve_case import Clock, be_silent
from sim.verify.verify import verify
from tests.family_studies import BASE, RATE, used
from tests.seeds import some_of
from tests.study import Solved, csv, solve_study, write_study
from tests.warehouse_library import PROBLEMS, SCENARIO, tables_of

COST = [{"minimize": "net_cost"}]
KILNS = "id,plant,technology,capacity [kt/yr],fixed_cost,min_load,if_used\n"
"""Columns of kilns at the plant to which a tonne costs 50 CNY, 10 to fire, and brings 20."""


def solve(folder: Path, lines: str, **scenario: Any) -> Solved:
    """Solve the study with these kilns."""
    return solve_study(folder, {**BASE, "lines": KILNS + lines}, scenario)


def opened(solved: Solved) -> set[str]:
    """What is open."""
    on = solved.plan.on
    return set(on.loc[on["amount_kt_yr"] > 0, "id"])


def failed_checks(solved: Solved, folder: Path) -> set[str]:
    """The checks that the written tables fail."""
    write_tables(solved.tables.all, folder)
    write_inputs(solved.case, folder)
    report = verify(folder, solved.case.scenario)
    return {check["name"] for check in report["checks"] if not check["passed"]}


def test_the_cheaper_kiln_is_opened_and_pays_once(tmp_path: Path) -> None:
    """130 kt go at 40 CNY/t, and 3 million for the kiln that costs less: 8.2 million."""
    lines = "l,p,k,200,3 million CNY/yr,,\nm,p,k,200,5 million CNY/yr,,\n"
    found = solve(tmp_path, lines, objective=COST, limits=[used(130)])
    assert opened(found) == {"l"}
    assert found.kpi("net_cost") == pytest.approx(8.2)
    assert found.kpi("fixed_cost") == pytest.approx(3.0)


def test_a_second_kiln_is_opened_where_one_is_too_small(tmp_path: Path) -> None:
    """230 kt need both: 230 x 0.04 + 8 = 17.2 million."""
    lines = "l,p,k,200,3 million CNY/yr,,\nm,p,k,200,5 million CNY/yr,,\n"
    found = solve(tmp_path, lines, objective=COST, limits=[used(230)])
    assert opened(found) == {"l", "m"}
    assert found.kpi("net_cost") == pytest.approx(17.2)
    assert failed_checks(found, tmp_path) == set()


def test_opening_is_not_worth_what_it_costs(tmp_path: Path) -> None:
    """Bricks for 70 earn 10 a tonne, 2 million in all: a kiln for 3 million stays closed, one for
    1 million runs; the table says what turning either would change."""
    tables = {
        **BASE,
        "markets": "id,name_en,product,price [CNY/t]\nm,Bricks wanted,b,70\n",
        "lines": KILNS + "l,p,k,200,3 million CNY/yr,,\n",
    }
    dear = solve_study(tmp_path / "dear", tables, {"objective": COST})
    assert opened(dear) == set()
    (row,) = dear.tables["openings"].to_dict("records")
    assert (row["open"], row["used_kt_yr"]) == ("no", 0.0)
    assert row["turned_net_cost_change_MCNY_yr"] == pytest.approx(1.0)
    assert "costs 1 million CNY/yr more" in row["sentence_en"]
    assert "净成本增加 100 万元/年" in row["sentence_zh"]
    reasons = set(dear.tables["unused"]["reason"])
    assert "not_open" in reasons
    tables["lines"] = KILNS + "l,p,k,200,1 million CNY/yr,,\n"
    cheap = solve_study(tmp_path / "cheap", tables, {"objective": COST})
    assert opened(cheap) == {"l"}
    (row,) = cheap.tables["openings"].to_dict("records")
    assert row["turned_net_cost_change_MCNY_yr"] == pytest.approx(1.0)


def test_a_least_load_if_used_holds_only_if_used(tmp_path: Path) -> None:
    """Of 30 kt a kiln with a least load of 50 takes none; without `if_used` there is no plan."""
    small = {**BASE, "generation": "zone,material,amount [kt/yr]\nz,w,30\n"}
    tables = {**small, "lines": KILNS + "l,p,k,100,,0.5,true\n"}
    found = solve_study(tmp_path / "if", tables, {"objective": RATE})
    assert opened(found) == set()
    assert found.kpi("net_utilized") == 0.0
    assert failed_checks(found, tmp_path) == set()
    tables["lines"] = KILNS + "l,p,k,100,,0.5,\n"
    with pytest.raises(InfeasibleError):
        solve_study(tmp_path / "must", tables, {"objective": RATE})


def test_so_many_are_open_as_the_scenario_says(tmp_path: Path) -> None:
    """Of three kilns at most one is open, the largest; exactly two cost what they cost."""
    lines = "a,p,k,100,,,\nb,p,k,200,,,\nc,p,k,150,,,\n"
    one = solve(tmp_path / "1", lines, objective=RATE, choose=[{"at_most": 1, "of": "lines"}])
    assert opened(one) == {"b"}
    assert one.kpi("net_utilized") == pytest.approx(200.0)
    where = {"id": ["a", "c"]}
    two = solve(
        tmp_path / "2",
        lines,
        objective=COST,
        limits=[used(120)],
        choose=[{"exactly": 1, "of": "lines", "where": where}],
    )
    assert len(opened(two) & {"a", "c"}) == 1
    assert failed_checks(two, tmp_path) == set()


def test_a_number_of_sites_stands_in_a_conflict_with_a_way_out(tmp_path: Path) -> None:
    """250 kt need two kilns of 200: `at_most: 1` is to blame, and the way out is 2."""
    path = write_study(
        tmp_path,
        {**BASE, "lines": KILNS + "a,p,k,200,,,\nb,p,k,200,,,\n"},
        {"objective": RATE, "limits": [used(250)], "choose": [{"at_most": 1, "of": "lines"}]},
    )
    found = explain_conflict(path, Clock(be_silent))
    assert {limit.key[0] for limit in found.conflict} >= {"choose_most", "limit_floor"}
    edits = [e for way in found.ways for e in way.edits if e.section == "choose"]
    assert [edit.new for edit in edits] == [2]
    assert edits[0].yaml == "- {at_most: 2, of: lines}"


def test_the_same_choice_in_any_order_of_rows(tmp_path: Path) -> None:
    """Of equal kilns the same one is open however the table is sorted."""
    rows = [f"{name},p,k,200,1 million CNY/yr,,\n" for name in "abcd"]
    limits, found = [used(150)], []
    for number, order in enumerate(([0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0])):
        lines = "".join(rows[i] for i in order)
        found.append(opened(solve(tmp_path / str(number), lines, objective=COST, limits=limits)))
    assert len(found[0]) == 1
    assert found[0] == found[1] == found[2]


def test_a_sink_costs_only_if_it_is_used(tmp_path: Path) -> None:
    """What cannot be fired goes to the pond whose fee and opening are least together."""
    sinks = "id,name_en,province,kind,capacity [kt/yr],fee [CNY/t],fixed_cost\n"
    tables = {
        **BASE,
        "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
        "materials": BASE["materials"]
        .replace("purchase_price [CNY/t]", "purchase_price [CNY/t],storage_cost")
        .replace("general_I,\n", "general_I,,900 CNY/t\n")
        .replace("virgin,,100\n", "virgin,,100,\n")
        .replace("product,,\n", "product,,,\n"),
        "lines": KILNS + "l,p,k,20,,,\n",
        "sinks": sinks + "s,Near,P,pond,500,10,5 million CNY/yr\nt,Far,P,pond,500,60,\n",
        "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,50\nz,s,truck,0\nz,t,truck,0\n",
    }
    found = solve_study(tmp_path, tables, {"objective": RATE})
    assert opened(found) == set()
    assert found.flow("z", "t") == pytest.approx(80.0)
    tables["generation"] = "zone,material,amount [kt/yr]\nz,w,220\n"
    more = solve_study(tmp_path / "more", tables, {"objective": RATE})
    assert opened(more) == {"s"}
    assert more.flow("z", "s") == pytest.approx(200.0)
    assert failed_checks(more, tmp_path) == set()


def test_written_openings_are_held_against_the_input(tmp_path: Path) -> None:
    """A kiln said to be closed that runs, a wrong cost and too many sites are each found."""
    lines = "a,p,k,200,1 million CNY/yr,,\nb,p,k,200,2 million CNY/yr,,\n"
    choose = [{"at_most": 1, "of": "lines"}]
    found = solve(tmp_path / "s", lines, objective=RATE, choose=choose)
    assert failed_checks(found, tmp_path) == set()
    path = tmp_path / "openings.csv"
    right = pd.read_csv(path)
    for change in ({"open": "yes"}, {"open": "no"}, {"fixed_cost_MCNY_yr": 9.0}):
        right.assign(**change).to_csv(path, index=False)
        report = verify(tmp_path, found.case.scenario)
        assert "openings" in {c["name"] for c in report["checks"] if not c["passed"]}


def test_choices_are_told_in_the_summary(tmp_path: Path) -> None:
    """Gap, bounds and nodes stand there; the plan is optimal, and a note says what prices hold."""
    lines = "l,p,k,200,3 million CNY/yr,,\n"
    found = solve(tmp_path, lines, objective=COST, limits=[used(130)])
    summary = json.loads(json.dumps(found.tables.summary))
    assert summary["status"] == "optimal"
    assert summary["choices"]["gap"] == 0.0
    assert summary["choices"]["open"] == summary["choices"]["of"] == 1
    assert summary["choices"]["bounds"] == pytest.approx([8.2])
    assert any("hold with these choices" in note["en"] for note in summary["notes"])


def test_what_is_chosen_of_nothing_is_told_at_its_line(tmp_path: Path) -> None:
    """A condition that picks no row is refused where it stands."""
    choose = [{"at_most": 1, "of": "lines", "where": {"id": "nothing"}}]
    path = write_study(tmp_path, BASE, {"objective": RATE, "choose": choose})
    with pytest.raises(InputError) as refused:
        load_case(path)
    (problem,) = refused.value.problems
    assert problem.code == "no_match"
    assert problem.where.startswith("scenarios/study.yaml:")


@pytest.mark.parametrize("name", ["cap41", "cap64", "cap131"])
def test_warehouses_cost_what_is_published(name: str, tmp_path: Path) -> None:
    """The optimum of the library is found and proved."""
    problem = PROBLEMS[name]
    case = load_case(write_study(tmp_path, tables_of(problem), SCENARIO))
    plan = Session(build_network(case)).solve()
    assert plan.choosing is not None
    assert plan.choosing.gap == 0.0
    assert plan.stages[1].value * 1e3 == pytest.approx(problem.optimum, rel=1e-8)


@pytest.mark.parametrize("seed", some_of(range(8), 3))
def test_choices_are_those_of_enumeration(seed: int, tmp_path: Path) -> None:
    """On random regions no set of open kilns is better than the one chosen."""
    random = np.random.default_rng(seed)
    tables, scenario = random_region(random)
    chosen = solve_study(tmp_path / "chosen", tables, scenario)
    kilns = [row.split(",") for row in tables["lines"].splitlines()[1:]]
    best = np.inf
    for mask in range(2 ** len(kilns)):
        some = [kiln for i, kiln in enumerate(kilns) if mask >> i & 1]
        if len(some) > 2:
            continue
        plain = [f"{','.join(kiln[:4])},,{kiln[5]},\n" for kiln in some]
        fixed = sum(float(kiln[4].split()[0]) for kiln in some)
        lines = "".join(plain) or "none,p0,k,1,,,\n"
        case = {**tables, "lines": KILNS + lines}
        keys = {k: v for k, v in scenario.items() if k != "choose"}
        if not some:
            keys["statuses"] = ["planned"]
        try:
            plan = solve_study(tmp_path / str(mask), case, keys).plan
        except InfeasibleError:
            continue
        best = min(best, plan.stages[0].value + fixed)
    assert chosen.plan.stages[0].value == pytest.approx(best, rel=1e-7, abs=1e-7)


def random_region(random: np.random.Generator) -> tuple[dict[str, str], dict[str, Any]]:
    """A region of 3 zones and 4 kilns with fixed costs and least loads, at most 2 of them open."""
    zones = [(f"z{i}", f"Z{i}", "P") for i in range(3)]
    plants = [(f"p{i}", f"P{i}", "Q") for i in range(4)]
    amounts = [(f"z{i}", "w", int(random.integers(20, 90))) for i in range(3)]
    ways = [
        (zone[0], plant[0], "truck", int(random.integers(5, 90)))
        for zone in zones
        for plant in plants
    ]
    kilns = [
        (
            f"l{i}",
            f"p{i}",
            "k",
            int(random.integers(60, 160)),
            f"{random.uniform(0.2, 3.0):.3f} million CNY/yr",
            f"{random.uniform(0.0, 0.6):.2f}",
            "true",
        )
        for i in range(4)
    ]
    tables = {
        **BASE,
        "zones": csv("id,name_en,province", zones),
        "plants": csv("id,name_en,province", plants),
        "generation": csv("zone,material,amount [kt/yr]", amounts),
        "links": csv("origin,destination,mode,cost [CNY/t]", ways),
        "markets": "id,name_en,product,price [CNY/t]\nm,Bricks wanted,b,75\n",
        "lines": csv(KILNS.strip(), kilns),
    }
    return tables, {"objective": COST, "choose": [{"at_most": 2, "of": "lines"}]}


def test_building_is_begun_where_it_pays_and_then_by_a_least_amount(tmp_path: Path) -> None:
    """Bricks for 70 earn 10 a tonne. A kt/yr costs 100 CNY/(t/yr) over 10 years without interest,
    so 10 a year and nothing is left: with 50 it is 5, and 100 kt/yr earn 0.5 million. An opening
    of 4 million costs 0.4 of these, one of 6 million too much; what is built is at least 80."""
    tables = {
        **BASE,
        "markets": "id,name_en,product,price [CNY/t]\nm,Bricks wanted,b,70\n",
        "parameters": "id,value\ndiscount_rate,0 %\n",
        "lines": "id,plant,technology,capacity [kt/yr],status\nn,p,k,100,candidate\n",
    }
    entry = {"where": {"id": "n"}, "cost": "50 CNY/(t/yr)", "life": "10 yr"}

    def built(opening: str, name: str, **more: Any) -> Solved:
        expand = [{**entry, "opening": opening, **more}]
        keys = {"statuses": ["operating", "candidate"], "objective": COST, "expand": expand}
        return solve_study(tmp_path / name, tables, keys)

    pays = built("4 million CNY", "pays", at_least="80 kt/yr")
    assert opened(pays) == {"n"}
    assert pays.kpi("net_cost") == pytest.approx(-0.1)
    assert pays.kpi("investment") == pytest.approx(9.0)
    assert failed_checks(pays, tmp_path) == set()
    dear = built("6 million CNY", "dear")
    assert opened(dear) == set()
    assert dear.kpi("investment") == 0.0
    tables["generation"] = "zone,material,amount [kt/yr]\nz,w,70\n"
    small = built("1 million CNY", "small", at_least="80 kt/yr")
    assert opened(small) == {"n"}
    assert small.kpi("capacity_built") == pytest.approx(80.0)
    assert small.kpi("net_cost") == pytest.approx(0.1 + 0.4 - 0.7)
