"""Links: a capacity for all materials and both ways together, cost and permission by material."""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy.optimize import linprog

from sim.checks import check_case
from sim.errors import InputError
from sim.loader import load_case
from sim.network import build_network
from tests.study import Solved, solve_study, write_study

HEADER = "origin,destination,mode,cost [CNY/t],material,capacity [kt/yr]\n"
BOTH = {
    "materials": "id,name_en,kind,waste_class\na,A,waste,general_I\nb,B,waste,general_I\n",
    "zones": "id,name_en\nz1,First\nz2,Second\n",
    "generation": "zone,material,amount [kt/yr]\nz1,a,60\nz2,b,50\n",
    "plants": "id,name_en\np,Plant\nq,Other plant\n",
    "technologies": "id,name_en\ntake-a,Takes A\ntake-b,Takes B\n",
    "recipes": "id,technology,name_en\nra,take-a,A\nrb,take-b,B\n",
    "inputs": "recipe,material,min,max\nra,a,1,1\nrb,b,1,1\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nla,p,take-a,60\nlb,q,take-b,50\n",
    "modes": "id,name_en,medium\nroad,Road,road\n",
}
COST = [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}]


def solve(folder: Path, links: str, **more: str) -> Solved:
    return solve_study(folder, {**BOTH, "links": HEADER + links, **more}, {"objective": COST})


def refused(folder: Path, links: str, **more: str) -> list[str]:
    path = write_study(folder, {**BOTH, "links": HEADER + links, **more})
    with pytest.raises(InputError) as caught:
        check_case(load_case(path))
    return [f"{p.where}: {p.what}" for p in caught.value.problems]


TERMINALS = {
    "modes": "id,name_en,medium\nroad,Road,road\nrail,Rail,rail\n",
    "terminals": "id,name_en,mode\ns1,Start,rail\ns2,Middle,rail\ns3,End,rail\n",
}
ONE = {
    "generation": "zone,material,amount [kt/yr]\nz1,a,60\nz1,b,50\n",
    "plants": "id,name_en\np,Plant\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nla,p,take-a,60\nlb,p,take-b,50\n",
}
"""Both wastes at one zone, both takers at one plant."""


def test_two_commodities_share_a_link(tmp_path: Path) -> None:
    """60 kt of A and 50 of B over a link of 80, or by a dearer one: 30 kt take that.

    By hand: going round costs A 20 and B 30 more a tonne, so A goes round; and a plain LP agrees.
    """
    links = "z1,p,road,10,a,80\nz1,p,road,10,b,80\n"
    by_rail = "z1,s1,road,0,,\ns1,s2,rail,30,,\ns2,p,road,0,,\n"
    done = solve(tmp_path, links + by_rail, **ONE, **TERMINALS)
    flows = done.tables["flows"].set_index(["material", "mode"])["amount_kt_yr"]
    assert flows.groupby("mode").sum()["road"] == pytest.approx(80)
    assert flows.groupby("mode").sum()["rail"] == pytest.approx(30)
    lp = linprog(
        [10, 30, 10, 30],
        A_ub=[[1, 0, 1, 0]],
        b_ub=[80],
        A_eq=[[1, 1, 0, 0], [0, 0, 1, 1]],
        b_eq=[60, 50],
    )
    assert done.kpi("net_cost") == pytest.approx(lp.fun * 1e-3)


def test_both_ways_together(tmp_path: Path) -> None:
    """60 kt one way and 50 the other do not fit over a single track of 80; over two they do."""
    rail = "z1,s1,road,0,,\nq,s1,road,0,,\nz2,s2,road,0,,\np,s2,road,0,,\n"
    single = solve(tmp_path / "single", rail + "s1,s2,rail,5,,80\n", **TERMINALS)
    assert single.kpi("uptake") == pytest.approx(80)
    two = "s1,s2,rail,5,,80,false\ns2,s1,rail,5,,80,false\n"
    header = HEADER.rstrip() + ",both_ways\n"
    legs = "".join(f"{row},\n" for row in rail.split())
    links = header + legs + two
    done = solve_study(tmp_path / "two", {**BOTH, **TERMINALS, "links": links}, {"objective": COST})
    assert done.kpi("uptake") == pytest.approx(110)


def test_a_way_over_several_links_stands_in_each(tmp_path: Path) -> None:
    """Two stretches of 100 and 70: 70 go all the way; a way beside takes the rest."""
    legs = "z1,s1,road,0,,\ns3,p,road,0,,\n"
    stretches = "s1,s2,rail,5,,100\ns2,s3,rail,5,,70\n"
    done = solve(tmp_path / "a", legs + stretches, **ONE, **TERMINALS)
    assert done.kpi("uptake") == pytest.approx(70)
    prices = done.tables["prices"].set_index("index")
    assert prices.loc["s2|s3|rail", "net_utilized_kt/yr_per_unit"] == pytest.approx(1.0)
    beside = solve(tmp_path / "b", legs + stretches + "s1,s3,rail,50,,\n", **ONE, **TERMINALS)
    assert beside.kpi("uptake") == pytest.approx(110)
    assert beside.kpi("net_cost") == pytest.approx((70 * 10 + 40 * 50) * 1e-3)


def test_cost_and_permission_by_material(tmp_path: Path) -> None:
    """A has a row of its own, B goes by the row for all; without that row B does not go there."""
    both = solve(tmp_path / "both", "z1,p,road,10,a,\nz1,p,road,25,,\n", **ONE)
    assert both.kpi("net_cost") == pytest.approx((60 * 10 + 50 * 25) * 1e-3)
    alone = solve(tmp_path / "alone", "z1,p,road,10,a,\n", **ONE)
    assert alone.flow("z1", "p") == pytest.approx(60)
    unused = alone.tables["unused"].set_index("material")
    assert unused.loc["b", "reason"] == "out_of_reach"


def test_a_dearer_row_of_a_material_is_kept(tmp_path: Path) -> None:
    """The row for all is cheaper, but A has its own: no way of another material undercuts it."""
    done = solve(tmp_path, "z1,p,road,40,a,\nz1,p,road,10,,\n", **ONE)
    assert done.kpi("net_cost") == pytest.approx((60 * 40 + 50 * 10) * 1e-3)


def test_rows_of_a_link_agree(tmp_path: Path) -> None:
    """One link has one capacity; terminals carry every material; all is told at once."""
    links = "z1,p,road,10,a,80\nz1,p,road,10,b,70\nz1,s1,road,0,a,\ns1,s2,rail,5,,\n"
    said = refused(tmp_path, links, **{**ONE, **TERMINALS})
    assert len(said) == 2
    assert "links.csv:3: capacity" in said[0]
    assert "links.csv:4: material" in said[1]


def test_a_link_of_towns_has_no_capacity(tmp_path: Path) -> None:
    """A published road length is no link that carries anything."""
    places = "id,name_en,lon,lat\nx,X,115,30\ny,Y,116,30\n"
    links = "origin,destination,mode,km [km],capacity [kt/yr]\nx,y,road,100,5\n"
    path = write_study(tmp_path, {**BOTH, **ONE, "places": places, "links": links})
    with pytest.raises(InputError) as caught:
        load_case(path)
    assert "town" in str(caught.value.problems[0].what)


def test_the_network_lists_what_is_limited(tmp_path: Path) -> None:
    """Only links with a capacity are numbered, and routes name them."""
    path = write_study(tmp_path, {**BOTH, **ONE, "links": HEADER + "z1,p,road,10,,80\n"})
    network = build_network(load_case(path))
    assert network.links["capacity_kt_yr"].tolist() == [80.0]
    assert set(network.routes["over"]) == {"", str(network.links.index[0])}
