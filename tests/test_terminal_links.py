"""Links between sites and terminals, and between terminals: they win over every estimate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.loader import load_case, write_inputs
from sim.network import Generation, Network, build_network
from sim.network.figures import OF_WAYS, per_dry_tonne
from sim.results.write import write_tables
from sim.verify.verify import verify
from tests.study import Solved, solve_study, write_study

WASTE = {
    "materials": "id,name_en,kind,waste_class,moisture\nw,Waste,waste,general_I,\n",
    "technologies": "id,name_en\nt,Use\n",
    "recipes": "id,technology,name_en,activity\nr,t,Use,feed\n",
    "inputs": "recipe,material,min,max\nr,w,1,1\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,t,100\n",
}
MODES = (
    "id,name_en,medium,tariff [CNY/t/km],handling [CNY/t],reach [km],access_reach [km],"
    "co2 [kg/t/km]\n"
    "truck,Truck,road,0.5,5,200,,0.1\nbarge,Barge,water,0.05,10,,60,0.02\n"
)
LINK = "origin,destination,mode,km [km],cost [CNY/t],both_ways\n"
PORTS = "id,name_en,mode,chainage [km],lon,lat\n"
NOWHERE = {
    **WASTE,
    "modes": MODES,
    "zones": "id,name_en\nz,Zone\n",
    "plants": "id,name_en\np,Plant\n",
    "terminals": PORTS + "A,Port A,barge,0,,\nB,Port B,barge,300,,\n",
    "links": LINK + "z,A,truck,5,,\nB,p,truck,5,,\n",
}
"""A zone and a plant that nothing but links joins to two ports; no place has coordinates."""
PLACED = {
    **NOWHERE,
    "zones": "id,name_en,lon,lat\nz,Zone,112.0,30.3\n",
    "plants": "id,name_en,lon,lat\np,Plant,115.0,30.3\n",
    "terminals": PORTS + "A,Port A,barge,0,112.0,30.0\nB,Port B,barge,300,115.0,30.0\n",
}
"""The same with coordinates: the estimate of a leg to a port is 43 km."""


def flow_of(folder: Path, tables: dict[str, str], **scenario: Any) -> pd.Series[Any]:
    """Solve a study, hold its written tables against its input, and return its one haul."""
    solved = solve_study(folder, tables, scenario)
    hold(solved, folder / "out")
    flows = solved.tables["flows"]
    (row,) = flows[flows["role"] == "utilization"].to_dict("records")
    return pd.Series(row)


def hold(solved: Solved, folder: Path) -> None:
    """Verify the written tables of a study."""
    folder.mkdir()
    write_tables(solved.tables, folder)
    write_inputs(solved.case, folder)
    report = verify(folder, solved.case.scenario)
    assert report["passed"], report


@pytest.mark.parametrize("tables", [NOWHERE, PLACED], ids=["plain", "coordinates"])
def test_links_to_ports_are_taken(tmp_path: Path, tables: dict[str, str]) -> None:
    """Two legs of 5 km at 0.5, 300 km of river at 0.05, loading at 10: 30 CNY/t for 100 kt."""
    flow = flow_of(tmp_path, tables)
    assert (flow["amount_kt_yr"], flow["via"]) == (100, "A>B")
    assert flow["cost_MCNY_yr"] == pytest.approx(3.0)
    assert flow["km"] == 310
    assert flow["co2_kg_t"] == pytest.approx(0.1 * 10 + 0.02 * 300)


def test_stated_costs_of_legs_and_trunk_add_up_with_tariffs(tmp_path: Path) -> None:
    """Road 9 and rail 50 from links that state them, one km of road at its tariff of 0.5."""
    tables = {
        **NOWHERE,
        "modes": "id,name_en,medium,access_reach [km],tariff [CNY/t/km],handling [CNY/t]\n"
        "road,Road,road,,0.5,3\nrail,Rail,rail,100,0.1,7\n",
        "terminals": "id,name_en,mode\nta,TA,rail\ntx,TX,rail\n",
        "links": LINK + "z,ta,road,1,9,\nta,tx,rail,10,50,\ntx,p,road,1,,\n",
    }
    flow = flow_of(tmp_path, tables)
    assert flow["cost_CNY_t"] == pytest.approx(9 + 50 + 0.5)
    assert flow["km"] == 12


def test_stated_costs_are_of_dry_and_tariffs_of_wet_tonnes(tmp_path: Path) -> None:
    """With 20 % of water, tariffs and loading cost 1.25 times as much; a stated cost does not."""
    tables = {
        **NOWHERE,
        "materials": WASTE["materials"].replace("general_I,", "general_I,20 %"),
        "links": LINK + "z,A,truck,,9,\nB,p,truck,5,,\n",
    }
    flow = flow_of(tmp_path, tables)
    assert flow["cost_CNY_t"] == pytest.approx(9 + 1.25 * (15 + 2.5 + 10))
    assert flow["km"] == 305
    assert flow["co2_kg_t"] == pytest.approx(1.25 * (0.1 * 5 + 0.02 * 300))


def test_a_leg_by_the_mode_itself_is_one_haul_with_the_trunk(tmp_path: Path) -> None:
    """A siding of 20 km and 100 km of line are paid as 120 km, and loaded once."""
    tables = {
        **NOWHERE,
        "modes": "id,name_en,medium,tariff [CNY/t/km],handling [CNY/t],minimum_charge [CNY/t]\n"
        "road,Road,road,0.5,3,\nrail,Rail,rail,0.1,7,11\n",
        "terminals": "id,name_en,mode\nta,TA,rail\ntx,TX,rail\n",
        "links": LINK + "z,ta,rail,20,,\nta,tx,rail,100,,\ntx,p,road,2,,\n",
    }
    assert flow_of(tmp_path, tables)["cost_CNY_t"] == pytest.approx(0.1 * 120 + 7 + 0.5 * 2)


def test_the_cheapest_way_over_links_of_a_trunk_is_taken(tmp_path: Path) -> None:
    """Three stations on: 30 + 0.1 x 40 by two links beat 50 by one; loading is paid for the km."""
    tables = {
        **NOWHERE,
        "modes": "id,name_en,medium,tariff [CNY/t/km],handling [CNY/t]\n"
        "road,Road,road,0.5,3\nrail,Rail,rail,0.1,7\n",
        "terminals": "id,name_en,mode\nta,TA,rail\ntm,TM,rail\ntx,TX,rail\n",
        "links": LINK
        + "z,ta,road,1,9,\nta,tx,rail,,50,\nta,tm,rail,,30,\ntm,tx,rail,40,,\ntx,p,road,2,,\n",
    }
    flow = flow_of(tmp_path, tables)
    assert flow["cost_CNY_t"] == pytest.approx(9 + 30 + 4 + 7 + 1)
    assert flow["km"] == 43


def test_a_link_counts_beyond_the_access_reach(tmp_path: Path) -> None:
    """150 km to the port are more than 60 km; the link says that this way is there."""
    tables = {**NOWHERE, "links": LINK + "z,A,truck,150,,\nB,p,truck,5,,\n"}
    assert flow_of(tmp_path, tables)["km"] == 455


@pytest.mark.parametrize(("row", "moved"), [("A,z", 0), ("z,A", 100)])
def test_a_link_one_way_holds_that_way(tmp_path: Path, row: str, moved: float) -> None:
    """A port with a way to the zone alone cannot be boarded from it."""
    tables = {**NOWHERE, "links": LINK + f"{row},truck,5,,false\nB,p,truck,5,,\n"}
    solved = solve_study(tmp_path, tables)
    assert solved.flow("z", "p") == moved


def test_a_mode_without_tariff_goes_between_terminals_at_stated_costs(tmp_path: Path) -> None:
    """Neither mode has a tariff: the costs of three links are all there is."""
    tables = {
        **NOWHERE,
        "modes": "id,name_en,medium\ntruck,Truck,road\nbarge,Barge,water\n",
        "links": LINK + "z,A,truck,,4,\nA,B,barge,,20,\nB,p,truck,,6,\n",
    }
    flow = flow_of(tmp_path, tables)
    assert (flow["cost_CNY_t"], flow["distance_method"]) == (30, "cost only")
    assert np.isnan(flow["km"])


def test_a_terminal_without_coordinates_leaves_the_others_in_reach(tmp_path: Path) -> None:
    """A third port that nobody has placed takes nothing away: the estimates stand."""
    tables = {**PLACED, "links": LINK}
    plain = solve_study(tmp_path / "a", tables).kpi("transport_cost")
    tables["terminals"] += "A0,Port nowhere,barge,50,,\n"
    assert solve_study(tmp_path / "b", tables).kpi("transport_cost") == plain > 0


def test_one_more_link_never_takes_a_terminal_away(tmp_path: Path) -> None:
    """A link to a port that takes 30 kt leaves the nearest other port open: all 100 kt move."""
    tables = {
        **PLACED,
        "terminals": "id,name_en,mode,chainage [km],capacity [kt/yr],lon,lat\n"
        "A,Port A,barge,0,,112.0,30.0\nB,Port B,barge,300,,115.0,30.0\nC,Port C,barge,20,30,,\n",
        "links": LINK + "z,C,truck,5,,\nB,p,truck,5,,\n",
    }
    solved = solve_study(tmp_path, tables)
    hold(solved, tmp_path / "out")
    by = solved.tables["flows"].set_index("via")["amount_kt_yr"]
    assert (by["C>B"], by["A>B"]) == (30, 70)


MANY = {
    **PLACED,
    "materials": WASTE["materials"].replace("general_I,", "general_I,20 %"),
    "zones": "id,name_en,lon,lat\nz,Zone,112.0,30.3\ny,Yard,112.1,30.1\nx,Site,,\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\ny,w,50\nx,w,20\n",
    "plants": "id,name_en,lon,lat\np,Plant,115.0,30.3\nq,Works,114.9,30.1\no,Other,113.0,30.2\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,t,100\nm,q,t,60\nn,o,t,30\n",
    "modes": MODES + "rail,Train,rail,0.1,8,,60,0.01\nbelt,Belt,road,,,,,\n",
    "terminals": "id,name_en,mode,chainage [km],capacity [kt/yr],lon,lat\n"
    "A,Port A,barge,0,40,112.0,30.0\nB,Port B,barge,300,,115.0,30.0\nC,Port C,barge,20,,,\n"
    "s,Station,rail,,,112.2,30.2\nt1,Terminus,rail,,,114.8,30.2\nu,Halt,rail,,,113.1,30.2\n",
    "links": LINK + "z,C,belt,,3,\nx,C,truck,9,,\nx,s,rail,4,,\ns,u,rail,90,12,\nu,t1,rail,150,,\n"
    "t1,q,truck,7,,\nB,q,belt,2,1,false\ny,p,truck,320,,\n"
    "C,q,truck,80,,\n",
}
"""Ports and stations with links, stated costs, a siding, a throughput and one way only."""


def figures_of_candidates(network: Network) -> dict[tuple[str, ...], tuple[float, ...]]:
    """Return the figures of every candidate by its names."""
    candidates, found = network.candidates, {}
    assert candidates is not None
    for block in candidates.blocks():
        at, bits = block.located, candidates.open_modes(block)
        for m, way in enumerate(candidates.hauls.modes):
            for row, end in zip(*((bits >> m) & 1).nonzero(), strict=True):
                start = block.rows[row]
                f = candidates.hauls.figures(way, at.origin[[start]], at.destination[[end]])
                per_t = per_dry_tonne(f.columns, at.wet)
                key = (at.pool.origins[start], at.pool.destinations[end], way)
                found[key] = tuple(float(pd.Series(per_t[name]).iloc[0]) for name in OF_WAYS)
    return found


@pytest.mark.parametrize("objective", [{"minimize": "net_cost"}, {"maximize": "transport_cost"}])
def test_large_regions_know_the_same_ways(tmp_path: Path, objective: dict[str, str]) -> None:
    """Implicit candidates and listed routes are the same ways with the same figures."""
    case = load_case(write_study(tmp_path, MANY, {"objective": [objective]}))
    routes = build_network(case).routes
    listed = routes[(routes["role"] == "utilization") & (routes["distance_method"] != "link")]
    table = {
        (r["origin"], r["destination"], r["way"]): tuple(r[name] for name in OF_WAYS)
        for r in listed.to_dict("records")
        if (r["origin"], r["destination"]) != ("y", "p")
    }
    found = figures_of_candidates(build_network(case, Generation(above=-1, each=1)))
    assert len({way for *_, way in table}) > 4
    assert found.keys() == table.keys()
    for key, figures in table.items():
        assert found[key] == pytest.approx(figures, rel=1e-12)


def test_a_way_by_its_links_is_verified_from_what_is_written(tmp_path: Path) -> None:
    """The plan of many links passes; a leg that costs more than its link says does not."""
    solved = solve_study(tmp_path, MANY)
    hold(solved, tmp_path / "out")
    flows = tmp_path / "out" / "flows.csv"
    frame = pd.read_csv(flows)
    by_port = frame["via"].fillna("").str.startswith("C>")
    assert by_port.any()
    for column, by in (("cost_CNY_t", 1.2), ("cost_MCNY_yr", 1.2)):
        frame.loc[by_port, column] *= by
    frame.to_csv(flows, index=False)
    assert not verify(tmp_path / "out", solved.case.scenario)["passed"]
