"""A link to a market is one more way: it shuts out nobody, and an added way never costs.

Shops that sell at the gate keep doing so whoever gets a link; where the market says that goods are
hauled to it, the links are what selling costs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.loader import load_case
from sim.network.unused_rows import list_unused_rows
from sim.studies.run.run import RunOptions, run_case
from sim.studies.solve_case import Clock, be_silent
from sim.verify.verify import verify
from tests.seeds import some_of
from tests.study import Solved, csv, solve_study, write_study

COST = {"objective": [{"minimize": "net_cost"}]}
TABLES = {
    "materials": "id,name_en,kind,waste_class\nw,Waste,waste,general_I\ng,Good,product,\n",
    "technologies": "id,name_en\nmk,Make\n",
    "recipes": "id,technology,name_en\nmk,mk,Make\n",
    "inputs": "recipe,material,min,max\nmk,w,1,1\n",
    "yields": "recipe,material,per,amount\nmk,g,activity,1\n",
    "modes": "id,name_en,medium\nt,Truck,road\nb,Barge,water\n",
    "zones": "id,name_en\nz,Zone\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
    "plants": "id,name_en\np,Shop\nq,Second shop\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nlp,p,mk,60\nlq,q,mk,30\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,t,1\nz,q,t,1\n",
    "markets": "id,name_en,product,price [CNY/t]\nm,Buyers,g,10\n",
}


def solve(folder: Path, *links: str, **changes: str) -> Solved:
    """Solve the study with further links, as rows of the table."""
    text = TABLES["links"] + "".join(f"{link}\n" for link in links)
    return solve_study(folder, {**TABLES, "links": text, **changes}, COST)


def test_link_of_one_shop_takes_nothing_from_the_other(tmp_path: Path) -> None:
    """90 kt sold at 10 with hauls of 1: -0.81 million CNY, with the link of one shop as without."""
    assert solve(tmp_path / "a").kpi("net_cost") == pytest.approx(-0.81)
    linked = solve(tmp_path / "b", "p,m,t,3")
    assert linked.kpi("net_cost") == pytest.approx(-0.81)
    assert linked.flow("q", "m") == pytest.approx(30.0)


HAULED = "id,name_en,product,price [CNY/t],hauled\nm,Buyers,g,10,true\n"


def test_the_last_shop_with_a_link_pays_no_more_for_it(tmp_path: Path) -> None:
    """With a link from every shop all still sell at the gate, and the links are told as unused."""
    solved = solve(tmp_path, "p,m,t,3", "q,m,t,4")
    assert solved.kpi("net_cost") == pytest.approx(-0.81)
    rows = list_unused_rows(solved.case, solved.network)
    links = rows[rows["table"] == "links"]
    assert links["reason"].tolist() == ["market_at_gate"] * 2


def test_more_cost_may_be_wanted(tmp_path: Path) -> None:
    """Where a stage maximizes what hauling costs the links carry goods, else they are dropped."""
    tables = {**TABLES, "links": TABLES["links"] + "p,m,t,3\n"}
    dear = solve_study(tmp_path, tables, {"objective": [{"maximize": "transport_cost"}]})
    assert dear.kpi("transport_cost") == pytest.approx(0.09 + 0.18)


def test_a_hauled_market_takes_nothing_without_a_link(tmp_path: Path) -> None:
    """The shop without a link does not sell, and what it could make is not made."""
    solved = solve(tmp_path, "p,m,t,3", markets=HAULED)
    assert (solved.flow("p", "m"), solved.flow("q", "m")) == (pytest.approx(60.0), 0.0)


def test_where_goods_are_hauled_the_links_are_the_cost(tmp_path: Path) -> None:
    """Hauling the 60 kt of one at 3 and the 30 kt of the other at 4 costs 0.3 million CNY."""
    solved = solve(tmp_path, "p,m,t,3", "q,m,t,4", "q,m,b,5", markets=HAULED)
    assert solved.kpi("net_cost") == pytest.approx(-0.81 + 0.18 + 0.12)
    flows = solved.tables["flows"]
    assert set(flows.loc[flows["role"] == "sale", "mode"]) == {"t"}


def test_market_with_a_place_is_hauled_to(tmp_path: Path) -> None:
    """A market with coordinates is not at the gate: the shop without a way does not sell."""
    markets = "id,name_en,product,price [CNY/t],lon,lat\nm,Buyers,g,10,115,30\n"
    solved = solve(tmp_path, "p,m,t,3", markets=markets)
    assert solved.flow("p", "m") == pytest.approx(60.0)
    assert solved.flow("q", "m") == 0.0


def test_area_of_a_market_holds_for_links(tmp_path: Path) -> None:
    """A link does not bring a shop of another province into a market; its own sell at the gate."""
    solved = solve(
        tmp_path,
        "p,m,t,3",
        areas="id,level,name_en\nA,province,A\nB,province,B\n",
        zones="id,name_en,province\nz,Zone,A\n",
        plants="id,name_en,province\np,Shop,A\nq,Second shop,B\n",
        markets="id,name_en,product,area,price [CNY/t]\nm,Buyers,g,B,10\n",
    )
    assert solved.flow("p", "m") == 0.0
    assert solved.flow("q", "m") == pytest.approx(30.0)


def test_files_verify(tmp_path: Path) -> None:
    """Sales at the gate beside sales over a link of the same market pass every check."""
    tables = {**TABLES, "links": TABLES["links"] + "p,m,t,3\n"}
    case = load_case(write_study(tmp_path, tables, COST))
    outcome = run_case(case, tmp_path / "out", RunOptions(basemap="none"), Clock(be_silent))
    assert verify(outcome.folder, case.scenario)["passed"]


def shops(seed: int) -> tuple[dict[str, str], list[tuple[Any, ...]]]:
    """Return tables of a tiny region, and links that could be added to it.

    Every plant may get a link to every market. Links hold one way: a link of both ways would be
    corrected, not joined, by one the other way.
    """
    random = np.random.default_rng(seed)
    plants, zones = range(3), range(2)

    def cost() -> float:
        return round(float(random.uniform(0, 12)), 2)

    ways: list[tuple[Any, ...]] = [
        (start, end, mode, cost(), "no")
        for start, ends in (
            *((f"z{n}", [f"p{k}" for k in plants]) for n in zones),
            *((f"p{n}", ["m", "n"]) for n in plants),
            *((f"p{n}", [f"p{k}" for k in plants if k != n]) for n in plants),
        )
        for end in ends
        for mode in ("t", "b")
    ]
    order = random.permutation(len(ways))
    chosen = [ways[i] for i in order]
    sizes = random.uniform(5, 60, 8).round(1)
    tables = {
        **TABLES,
        "materials": TABLES["materials"] + "i,Half,intermediate,\nj,Fine good,product,\n",
        "technologies": "id,name_en\nmk,Make\nfin,Finish\n",
        "recipes": "id,technology,name_en\nmk,mk,Make\nhalf,mk,Half\nfin,fin,Finish\n",
        "inputs": "recipe,material,min,max\nmk,w,1,1\nhalf,w,1,1\nfin,i,1,1\n",
        "yields": "recipe,material,per,amount\nmk,g,activity,1\nhalf,i,activity,1\n"
        "fin,j,activity,1\n",
        "zones": "id,name_en\nz0,Zone\nz1,Zone\n",
        "generation": csv(
            "zone,material,amount [kt/yr]", [(f"z{n}", "w", sizes[n]) for n in zones]
        ),
        "plants": csv("id,name_en", [(f"p{n}", "Plant") for n in plants]),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr]",
            [
                *((f"l{n}", f"p{n}", "mk", sizes[2 + n]) for n in plants),
                *((f"f{n}", f"p{n}", "fin", sizes[5 + n]) for n in plants),
            ],
        ),
        "markets": "id,name_en,product,max [kt/yr],price [CNY/t]\nm,Buyers,g,40,10\n"
        "n,Others,j,,14\n",
    }
    return tables, chosen


@pytest.mark.parametrize("seed", some_of(range(6), 2))
def test_an_added_link_never_worsens_the_optimum(tmp_path: Path, seed: int) -> None:
    """Links of all sorts are added one after the other: the net cost never rises."""
    tables, ways = shops(seed)
    header, best = "origin,destination,mode,cost [CNY/t],both_ways", np.inf
    for count in range(4, len(ways) + 1, 4):
        links = csv(header, ways[:count])
        solved = solve_study(tmp_path / str(count), {**tables, "links": links}, COST)
        cost = solved.kpi("net_cost")
        assert cost <= best + 1e-9
        best = cost
    assert best < 0
