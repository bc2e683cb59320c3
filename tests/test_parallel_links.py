"""Links beside each other inside one way: each that is better in something can be chosen.

A way by terminals has three parts, two legs and a trunk; links beside the cheapest of each part
have less handling, CO2, km or wet tonnes to pay for, and objectives and caps ask for that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.loader import load_case
from sim.network import Generation, build_network
from sim.network.large.generation import EVERY_ROUTE
from sim.network.unused_rows import list_unused_rows
from sim.results.flows import tabulate_flows
from sim.solve import Session
from tests.random_regions.compare import solve_both
from tests.random_regions.parallel import draw_parallel
from tests.seeds import some_of
from tests.study import Solved, solve_study, write_study
from tests.test_terminal_links import LINK, NOWHERE, figures_of_candidates, hold

LEGS = {
    **NOWHERE,
    "materials": "id,name_en,kind,waste_class,moisture\nw,Waste,waste,general_I,20 %\n",
    "modes": "id,name_en,medium,tariff [CNY/t/km],handling [CNY/t],co2 [kg/t/km]\n"
    "barge,Barge,water,0.05,10,0.02\nbelt,Belt,road,1,0,0.01\ntruck,Truck,road,0.5,0,0.1\n",
    "links": LINK + "z,A,truck,8,,\nz,A,belt,6,,\nB,p,truck,5,,\n",
}
"""To port A 8 km by truck at 0.5 or 6 km by belt at 1: 4 or 6 CNY, 0.8 or 0.06 kg a wet tonne."""
TRUNKS = {
    **NOWHERE,
    "modes": "id,name_en,medium,tariff [CNY/t/km],handling [CNY/t],co2 [kg/t/km]\n"
    "rail,Rail,rail,0.1,7,0.01\nroad,Road,road,0.5,3,0.1\n",
    "terminals": "id,name_en,mode\nta,TA,rail\ntm,TM,rail\ntx,TX,rail\n",
    "links": LINK + "z,ta,road,1,9,\nta,tx,rail,60,50,\nta,tm,rail,100,,\ntm,tx,rail,50,,\n"
    "tx,p,road,2,4,\n",
}
"""Two trunks: 60 km at a stated 50 and no handling, or 150 km at 0.1 and 7 of handling: 22."""


def moved(folder: Path, tables: dict[str, str], **scenario: Any) -> tuple[Solved, pd.DataFrame]:
    """Solve a study, hold its written tables against its input, and return its hauls."""
    solved = solve_study(folder, tables, scenario)
    hold(solved, folder / "out")
    flows = solved.tables["flows"]
    hauls = flows[flows["role"] == "utilization"].sort_values("km")
    return solved, hauls[["amount_kt_yr", "km", "cost_CNY_t", "co2_kg_t"]]


@pytest.mark.parametrize(
    ("objective", "km", "cost", "co2"),
    [
        ({"minimize": "net_cost"}, 313, 1.25 * (4 + 15 + 2.5 + 10), 1.25 * (0.8 + 6 + 0.5)),
        ({"minimize": "transport_cost"}, 313, 39.375, 9.125),
        ({"minimize": "transport_co2"}, 311, 1.25 * (6 + 15 + 2.5 + 10), 1.25 * (0.06 + 6 + 0.5)),
        ({"minimize": "transport_work"}, 311, 41.875, 8.2),
        ({"maximize": "transport_cost"}, 311, 41.875, 8.2),
    ],
)
def test_each_objective_finds_its_leg(
    tmp_path: Path, objective: dict[str, str], km: float, cost: float, co2: float
) -> None:
    """The truck is cheaper, the belt is shorter and cleaner; both are there for who asks."""
    rate = {"maximize": "utilization_rate"}
    _, hauls = moved(tmp_path, LEGS, objective=[rate, objective])
    assert hauls.to_numpy().tolist() == [pytest.approx([100, km, cost, co2])]


def test_a_cap_is_met_by_two_legs(tmp_path: Path) -> None:
    """Of 100 kt the cap on CO2 lets 40 kt go by truck; a plan with the truck alone had none."""
    limits = [{"cap": "transport_co2", "at": "0.857 kt/yr"}, {"floor": "uptake", "at": "100 kt/yr"}]
    solved, hauls = moved(tmp_path, LEGS, limits=limits, objective=[{"minimize": "net_cost"}])
    assert hauls["amount_kt_yr"].tolist() == pytest.approx([60, 40])
    assert hauls["km"].tolist() == [311, 313]
    flows = solved.tables["flows"]
    assert set(flows.loc[flows["role"] == "utilization", "via"]) == {"A>B", "A>B>>belt>A>B"}
    assert solved.kpi("transport_cost") + solved.kpi("handling_cost") == pytest.approx(
        (60 * 41.875 + 40 * 39.375) * 1e-3
    )


@pytest.mark.parametrize(
    ("objective", "km", "cost"),
    [
        ({"minimize": "net_cost"}, 153, 9 + 4 + 7 + 15),
        ({"minimize": "transport_cost"}, 153, 35),
        ({"minimize": "handling_cost"}, 63, 9 + 4 + 50),
        ({"minimize": "transport_co2"}, 63, 63),
        ({"minimize": "transport_work"}, 63, 63),
    ],
)
def test_each_objective_finds_its_trunk(
    tmp_path: Path, objective: dict[str, str], km: float, cost: float
) -> None:
    """The longer way over two links costs less; the link that states its cost needs no handling."""
    rate = {"maximize": "utilization_rate"}
    _, hauls = moved(tmp_path, TRUNKS, objective=[rate, objective])
    assert hauls[["amount_kt_yr", "km", "cost_CNY_t"]].to_numpy().tolist() == [[100, km, cost]]


def test_a_cap_on_handling_leaves_a_plan(tmp_path: Path) -> None:
    """No handling at all and all the waste used: there is one plan, over the dear trunk."""
    limits = [{"cap": "handling_cost", "at": "0 CNY/yr"}, {"floor": "uptake", "at": "100 kt/yr"}]
    _, hauls = moved(tmp_path, TRUNKS, limits=limits, objective=[{"minimize": "net_cost"}])
    assert hauls["km"].tolist() == [63]


def test_a_link_within_reach_counts_beside_a_cheaper_way_that_is_too_long(tmp_path: Path) -> None:
    """Rail goes no farther than 100 km: the way of 150 km is none, the link of 60 km is."""
    modes = TRUNKS["modes"].replace("co2 [kg/t/km]\n", "co2 [kg/t/km],reach [km]\n")
    modes = modes.replace("7,0.01", "7,0.01,100").replace("3,0.1", "3,0.1,")
    _, hauls = moved(tmp_path, {**TRUNKS, "modes": modes})
    assert hauls["km"].tolist() == [63]


LONG_BELT = {**LEGS, "links": LINK + "z,A,truck,8,,\nz,A,belt,90,,\nB,p,truck,5,,\n"}
LONG_RAIL = {**TRUNKS, "links": TRUNKS["links"].replace("60,50", "200,")}


@pytest.mark.parametrize(("tables", "line"), [(LONG_BELT, "3"), (LONG_RAIL, "3")])
def test_what_is_worse_in_all_is_left_out_and_told(
    tmp_path: Path, tables: dict[str, str], line: str
) -> None:
    """A belt of 90 km beside a truck of 8 km; rail of 200 km beside rail of 150 km."""
    case = load_case(write_study(tmp_path, tables))
    network = build_network(case)
    assert (network.routes["role"] == "utilization").sum() == 1
    rows = list_unused_rows(case, network)
    links = rows.loc[rows["table"] == "links", "at"].str.rpartition(":")[2]
    assert links.tolist() == [line]


BOTH = {
    **LEGS,
    "zones": "id,name_en\nz,Zone\ny,Yard\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\ny,w,60\n",
    "plants": "id,name_en\np,Plant\nq,Works\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,t,100\nm,q,t,80\n",
    "terminals": "id,name_en,mode,capacity [kt/yr]\nA,Port A,barge,90\nB,Port B,barge,\n"
    "C,Port C,barge,\n",
    "links": LEGS["links"] + "y,A,truck,9,,\ny,C,belt,4,,\nB,q,truck,7,,\nB,q,belt,9,2,\n"
    "A,B,barge,200,30,\nA,C,barge,90,,\nC,B,barge,190,,\n",
}
"""Parallel legs at both ends and parallel trunks between, some over a port that is bounded."""


@pytest.mark.parametrize("metric", ["net_cost", "transport_co2", "handling_cost", "transport_work"])
def test_large_regions_find_the_same_plans(tmp_path: Path, metric: str) -> None:
    """Routes that are generated reach the optimum of all that are listed, by the same ways."""
    objective = [{"maximize": "utilization_rate"}, {"minimize": metric}, {"minimize": "net_cost"}]
    case = load_case(write_study(tmp_path, BOTH, {"objective": objective}))
    listed = build_network(case).routes
    listed = listed[listed["role"] == "utilization"]
    candidates = figures_of_candidates(build_network(case, Generation(above=-1, each=1)))
    assert len({way for *_, way in candidates}) > 4
    assert {*candidates} == {
        *zip(*(listed[c] for c in ("origin", "destination", "way")), strict=True)
    }
    sessions = [
        Session(build_network(case, g)) for g in (EVERY_ROUTE, Generation(above=-1, each=1))
    ]
    plans = [session.solve() for session in sessions]
    whole, grown = (tabulate_flows(s.network, p) for s, p in zip(sessions, plans, strict=True))
    assert len(whole) > 2
    pd.testing.assert_frame_equal(grown, whole, rtol=1e-9)


@pytest.mark.parametrize("seed", some_of(range(8), 3))
def test_random_regions_of_parallel_links_have_the_oracles_optimum(
    tmp_path: Path, seed: int
) -> None:
    """Legs by truck and belt, every way over four stations: no optimum is missed."""
    both = solve_both(tmp_path, draw_parallel(seed))
    assert both.agree(), both
