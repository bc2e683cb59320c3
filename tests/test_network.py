"""Distances, borders, lots and routes: what the programme is built from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from sim.geo.distance import RoadRules, build_road_network
from sim.network.access import direct_links
from sim.network.borders import Flow, passage
from sim.network.formula import FormulaError, read_formula
from sim.network.trunk import Terms, find_trunks
from sim.scenario.document import BorderRule
from tests.study import MODES, csv, solve_study
from tests.test_oracles import SINGLE_WASTE

RULES = RoadRules(circuity=1.3, circuity_short=1.4, short_distance_km=20, place_radius_km=15)


def frame(text: str) -> pd.DataFrame:
    """Return a frame of inline rows: first line the header, blanks separate."""
    header, *rows = [line.split() for line in text.strip().splitlines()]
    table = pd.DataFrame(rows, columns=header)
    for column in ("lon", "lat", "km", "chainage"):
        if column in table:
            table[column] = table[column].astype(float)
    return table.replace({"-": None, "True": True, "False": False})


NO_LINKS = pd.DataFrame(columns=["origin", "destination", "mode", "km", "both_ways"])
NO_PLACES = pd.DataFrame(columns=["id", "lon", "lat"])


def road(nodes: str, crossings: str, links: pd.DataFrame, places: pd.DataFrame) -> Any:
    """Return the road network of inline tables."""
    return build_road_network(
        frame(nodes).set_index("id"), frame(crossings), places, links, ["truck"], RULES
    )


def geodesic(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return km by pyproj, point by point."""
    return float(Geod(ellps="WGS84").inv(*a, *b)[2]) / 1000


def distance(net: Any, a: str, b: str) -> tuple[float, str]:
    """Return km and method of one pair."""
    row = net.distances(pd.Series([a]), pd.Series([b])).iloc[0]
    return float(row["km"]), str(row["method"])


NODES = """
id lon lat bank
a 115.0 30.2 left
b 115.6 30.2 left
c 115.0 30.0 right
d 115.1 30.2 left
"""
CROSSINGS = "lon lat\n115.5 30.1"


def test_roads_are_geodesics_times_circuity() -> None:
    """Long and short hauls have their own circuity."""
    net = road(NODES, CROSSINGS, NO_LINKS, NO_PLACES)
    km, method = distance(net, "a", "b")
    assert km == pytest.approx(1.3 * geodesic((115.0, 30.2), (115.6, 30.2)))
    assert method == "circuity"
    assert distance(net, "a", "d")[0] == pytest.approx(1.4 * geodesic((115.0, 30.2), (115.1, 30.2)))


def test_roads_to_the_other_bank_go_over_the_crossing() -> None:
    """Opposite banks are near on the map and far by road."""
    net = road(NODES, CROSSINGS, NO_LINKS, NO_PLACES)
    km, method = distance(net, "a", "c")
    over = geodesic((115.0, 30.2), (115.5, 30.1)) + geodesic((115.5, 30.1), (115.0, 30.0))
    assert km == pytest.approx(1.3 * over)
    assert method == "crossing"
    assert km > 4 * geodesic((115.0, 30.2), (115.0, 30.0))


def test_published_road_lengths_calibrate_pairs_near_the_towns() -> None:
    """Sites near two linked towns take the ratio of the published length."""
    places = frame("id lon lat\nt1 115.02 30.2\nt2 115.62 30.2")
    links = frame("origin destination mode km both_ways\nt1 t2 truck 90 True")
    net = road(NODES, CROSSINGS, links, places)
    km, method = distance(net, "b", "a")
    ratio = 90 / geodesic((115.02, 30.2), (115.62, 30.2))
    assert km == pytest.approx(ratio * geodesic((115.6, 30.2), (115.0, 30.2)))
    assert method == "published road"


def trunk_km(terminals: pd.DataFrame, links: pd.DataFrame, mode: str) -> pd.DataFrame:
    """Return the trunk km of a mode at 0.1 CNY/t/km, terminal x terminal."""
    modes = pd.DataFrame({"tariff": [0.1]}, index=[mode])
    links = links.assign(cost=np.nan, material="", capacity=np.nan, fixed_cost=0.0)
    known = direct_links(links, modes)
    (trunk,) = find_trunks(terminals, known, mode, Terms(0.1))
    return pd.DataFrame(trunk.km, index=trunk.names, columns=trunk.names)


def test_trunk_distances_by_chainage_and_by_links() -> None:
    """Ports take the difference of chainages; stations the shortest way over known links."""
    ports = frame("id mode chainage\np1 barge 10\np2 barge 250\np3 barge 90")
    km = trunk_km(ports, NO_LINKS, "barge")
    assert km.loc["p1", "p2"] == 240
    assert km.loc["p2", "p3"] == 160
    stations = frame("id mode\ns1 rail\ns2 rail\ns3 rail").assign(chainage=np.nan)
    links = frame("origin destination mode km both_ways\ns1 s2 rail 100 True\ns2 s3 rail 50 True\n")
    km = trunk_km(stations, links, "rail")
    assert km.loc["s3", "s1"] == 150
    assert trunk_km(stations, NO_LINKS, "rail").isna().all(axis=None)


def flow(**values: Any) -> Flow:
    """Return a flow from Hill province to Dale province."""
    given: dict[str, Any] = {
        "origin": ("Hill", "upton"),
        "destination": ("Dale", "downton"),
        "material": "slag",
        "waste_class": "general_II",
        "purpose": "utilization",
        **values,
    }
    return Flow(**given)


def rule(**values: Any) -> BorderRule:
    """Return a border rule."""
    return BorderRule.model_validate(values)


@pytest.mark.parametrize(
    ("rules", "flow_", "is_open"),
    [
        ([], flow(), True),
        ([], flow(purpose="disposal"), False),
        ([], flow(waste_class="hazardous"), False),
        ([], flow(destination=("Hill", "x"), waste_class="hazardous"), True),
        ([rule(rule="closed")], flow(), False),
        ([rule(rule="closed")], flow(destination=("Hill", "x")), True),
        ([rule(rule="closed"), rule(**{"from": "Hill"}, to="Dale", rule="open")], flow(), True),
        ([rule(rule="open"), rule(**{"from": "Hill"}, to="Dale", rule="closed")], flow(), False),
        ([rule(rule="approval")], flow(), False),
        ([rule(rule="approval", quota="5 kt/yr")], flow(), True),
        ([rule(**{"class": "hazardous"}, rule="closed")], flow(), True),
        ([rule(**{"class": "general"}, rule="closed")], flow(), False),
        ([rule(material="ash", rule="closed")], flow(), True),
        ([rule(**{"from": "upton"}, to="downton", rule="closed")], flow(), False),
        ([rule(purpose="any", rule="open")], flow(purpose="disposal"), True),
        (
            [rule(**{"from": "Hill"}, to="Hill", rule="closed")],
            flow(destination=("Hill", "x")),
            False,
        ),
    ],
)
def test_the_last_matching_border_rule_holds(
    rules: list[BorderRule], flow_: Flow, is_open: bool
) -> None:
    """Rules match by pair, class, material and purpose; `any` speaks of other provinces only."""
    assert passage(rules, flow_).open is is_open


def test_formulas_are_linear_in_properties() -> None:
    """Sums, differences and numbers times names are read onto one side."""
    formula = read_formula("CaO - 1.65*Al2O3 >= 2.8*0.9*SiO2 + 0.1*mass/2")
    assert formula.sense == ">="
    assert formula.coefficients == pytest.approx(
        {"CaO": 1.0, "Al2O3": -1.65, "SiO2": -2.52, "mass": -0.05}
    )


@pytest.mark.parametrize(
    "text",
    [
        "CaO",
        "CaO >= 3",
        "CaO*SiO2 <= mass",
        "CaO < mass",
        "1 <= CaO <= mass",
        "f(CaO) <= mass",
        "CaO <= 2**8*mass",
        "CaO <= __import__('os')*mass",
        "0*CaO <= 0*mass",
        "",
        "CaO <=",
    ],
)
def test_formulas_that_are_not_linear_are_refused(text: str) -> None:
    """Constants, products of names, calls and chains are errors that quote the text."""
    with pytest.raises(FormulaError):
        read_formula(text)


BORDER_STUDY = {
    **SINGLE_WASTE,
    "areas": "id,level,name_en\nA,province,A\nB,province,B\n",
    "zones": "id,name_en,province\nz,Z,A\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
    "plants": "id,name_en,province\np,P,B\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,use,80\n",
    "links": "origin,destination,mode,km [km],cost [CNY/t]\nz,p,truck,10,5\n",
}


def test_a_quota_bounds_what_crosses_and_is_priced(tmp_path: Path) -> None:
    """A quota of 30 kt lets 30 kt cross; one more kt is worth one kt, i.e. one point here."""
    rules = [
        {"from": "A", "to": "B", "rule": "filing", "quota": "30 kt/yr", "surcharge": "4 CNY/t"}
    ]
    solved = solve_study(tmp_path, BORDER_STUDY, {"borders": rules})
    assert solved.flow("z", "p") == pytest.approx(30)
    assert solved.kpi("border_cost") == pytest.approx(30 * 4 * 1e-3)
    prices = solved.tables["prices"].set_index("constraint")
    assert prices.loc["border_quota", "utilization_rate_pp_per_unit"] == pytest.approx(1.0)
    assert prices.loc["border_quota", "limit"] == 30


def test_a_closed_border_is_named_as_the_reason(tmp_path: Path) -> None:
    """Waste whose only taker is behind a closed border is unused for that reason."""
    solved = solve_study(tmp_path, BORDER_STUDY, {"borders": [{"rule": "closed"}]})
    assert solved.kpi("uptake") == 0
    (row,) = solved.tables["unused"].to_dict("records")
    assert row["reason"] == "border_closed"
    assert row["unused_kt_yr"] == pytest.approx(100)
    (excluded,) = solved.tables["excluded_routes"].to_dict("records")
    assert (excluded["reason"], excluded["reason_zh"]) == ("border_closed", "跨省关闭")


def test_a_delivery_below_grade_is_refused(tmp_path: Path) -> None:
    """A lot rule refuses the poor mine and takes the rich one of the same material."""
    tables = {
        **BORDER_STUDY,
        "zones": "id,name_en,province\nrich,R,B\npoor,P,B\n",
        "generation": "zone,material,amount [kt/yr]\nrich,w,20\npoor,w,20\n",
        "links": "origin,destination,mode,km [km],cost [CNY/t]\n"
        "poor,p,truck,10,5\nrich,p,truck,10,5\n",
        "composition": "material,producer,property,value\nw,,Fe,12 %\nw,poor,Fe,8 %\n",
        "quality": "id,recipes,materials,scope,formula,name_en\n"
        "grade,use,w,lot,Fe >= 0.10*mass,least iron\n",
    }
    solved = solve_study(tmp_path, tables)
    assert solved.flow("rich", "p") == pytest.approx(20)
    assert solved.flow("poor", "p") == 0
    unused = solved.tables["unused"].set_index("zone")
    assert unused.loc["poor", "reason"] == "quality_refused"


def test_a_full_port_does_not_hide_the_road(tmp_path: Path) -> None:
    """A cheaper barge does not remove the truck while its port has a limited throughput."""
    tables = {
        **BORDER_STUDY,
        "modes": "id,name_en,medium,tariff [CNY/t/km],access_reach [km]\n"
        "truck,Truck,road,0.5,\nbarge,Barge,water,0.01,50\n",
        "zones": "id,name_en,province,lon,lat\nz,Z,B,115,30\n",
        "plants": "id,name_en,province,lon,lat\np,P,B,116,30\n",
        "terminals": "id,name_en,mode,chainage [km],lon,lat,capacity [kt/yr]\n"
        "up,Up,barge,0,115,30,25\ndown,Down,barge,90,116,30,\n",
        "links": csv("origin,destination,mode,km [km],cost [CNY/t]", []),
    }
    solved = solve_study(tmp_path, tables)
    flows = solved.tables["flows"].query("role == 'utilization'").set_index("mode")
    assert flows.loc["barge", "amount_kt_yr"] == pytest.approx(25)
    assert flows.loc["truck", "amount_kt_yr"] == pytest.approx(55)
    assert flows.loc["barge", "via"] == "up>down"
    assert flows.loc["barge", "km"] == pytest.approx(90)


def test_a_line_reserved_for_a_zone_takes_no_other_waste(tmp_path: Path) -> None:
    """Own-mine backfill: the neighbour's waste stays where it is."""
    tables = {
        **BORDER_STUDY,
        "zones": "id,name_en,province\nown,O,B\nother,X,B\n",
        "generation": "zone,material,amount [kt/yr]\nown,w,20\nother,w,20\n",
        "lines": "id,plant,technology,capacity [kt/yr],only_zones\nl,p,use,80,own\n",
        "links": "origin,destination,mode,km [km],cost [CNY/t]\n"
        "other,p,truck,10,5\nown,p,truck,10,5\n",
    }
    solved = solve_study(tmp_path, tables)
    assert solved.flow("own", "p") == pytest.approx(20)
    assert solved.flow("other", "p") == 0


def test_residues_are_debited_along_the_chain(tmp_path: Path) -> None:
    """A tonne sorted in one plant and cleaned in the next is debited what both dispose of."""
    tables = {
        "materials": "id,name_en,kind,waste_class\nw,W,waste,general_I\nr,R,residue,general_I\n"
        "s,S,residue,general_I\ng,G,product,\n",
        "technologies": "id,name_en\nsort,Sort\nclean,Clean\n",
        "recipes": "id,technology,name_en,activity\nsort,sort,S,feed\nclean,clean,C,feed\n",
        "inputs": "recipe,material,min,max\nsort,w,1,1\nclean,r,1,1\n",
        "yields": "recipe,material,per,amount\nsort,g,w,0.4\nsort,r,w,0.6\n"
        "clean,g,r,0.5\nclean,s,r,0.5\n",
        "markets": "id,name_en,product,price [CNY/t]\nall,All,g,0\n",
        "modes": MODES,
        "zones": "id,name_en\nz1,Z1\nz2,Z2\n",
        "generation": "zone,material,amount [kt/yr]\nz1,w,60\nz2,w,40\n",
        "plants": "id,name_en\np,P\nq,Q\n",
        "lines": "id,plant,technology,capacity [kt/yr]\nlp,p,sort,100\nlq,q,clean,30\n",
        "links": "origin,destination,mode,km [km],cost [CNY/t]\n"
        "z1,p,truck,1,1\nz2,p,truck,1,1\np,q,truck,1,1\n",
    }
    solved = solve_study(tmp_path, tables)
    # 100 in; 60 residue, of which 30 cleaned: 30 + 15 disposed of; net 55
    assert solved.kpi("net_utilized") == pytest.approx(55)
    zones = solved.tables["zones"].set_index("zone")
    assert zones.loc["z1", "residues_disposed_kt_yr"] == pytest.approx(27)
    assert zones.loc["z2", "residues_disposed_kt_yr"] == pytest.approx(18)
    lines = solved.tables["lines"].set_index("line")
    assert lines.loc["lp", "net_utilized_kt_yr"] == pytest.approx(40)
    assert lines.loc["lq", "net_utilized_kt_yr"] == pytest.approx(15)
