"""What arrives at a plant is for its lines: a plant that makes a material is no way around a rule.

Plant pA makes 80 kt of a residue in province A, and pB a little of it in province B.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.diagnose.conflict import list_limits
from sim.diagnose.lift import ELASTIC
from sim.errors import InputError
from sim.loader import load_case
from sim.network import Generation, build_network
from sim.rules.families import FAMILIES
from sim.solve import Session
from sim.studies.run.run import RunOptions, run_case
from sim.studies.solve_case import Clock, be_silent
from sim.verify.verify import verify
from tests.seeds import some_of
from tests.study import MODES, Solved, csv, solve_study, write_study
from tests.test_fast_path import assert_same
from tests.test_growth import assert_same_plan, reduced_costs, solve_whole

MATERIALS = """\
id,name_en,kind,waste_class,storage_cost [CNY/t],purchase_price [CNY/t]
w,Waste,waste,general_I,1000,
v,Other waste,waste,general_I,1,
r,Residue,residue,general_I,1,
k,Clinker,intermediate,,,40
g,Good,product,,,
"""
RELAY = {
    "areas": "id,level,name_en\nA,province,A\nB,province,B\nC,province,C\n",
    "materials": MATERIALS,
    "technologies": "id,name_en\nmk,Make\nmv,Make from v\nuse,Use\n",
    "recipes": "id,technology,name_en\nmk,mk,Make\nmv,mv,Make from v\nuse,use,Use\n",
    "inputs": "recipe,material,min,max\nmk,w,1,1\nmv,v,1,1\nuse,r,1,1\n",
    "yields": "recipe,material,per,amount\nmk,r,w,0.8\nmv,r,v,0.8\nuse,g,activity,1\n",
    "modes": "id,name_en,medium\nt,Truck,road\n",
    "zones": "id,name_en,province\nzA,Zone A,A\nzB,Zone B,B\n",
    "generation": "zone,material,amount [kt/yr]\nzA,w,100\nzB,v,1\n",
    "plants": "id,name_en,province\npA,Plant A,A\npB,Plant B,B\npC,Plant C,C\n",
    "lines": """\
id,plant,technology,capacity [kt/yr],min_load
lA,pA,mk,100,1
lB,pB,use,1,
lBm,pB,mv,1,
""",
    "links": """\
origin,destination,mode,cost [CNY/t]
zA,pA,t,0
zB,pB,t,0
pA,pB,t,10
""",
    "markets": "id,name_en,product,area,price [CNY/t]\nm,Good,g,,100\n",
    "sinks": """\
id,name_en,kind,owner_plant,province,fee [CNY/t]
sA,Store of pA,storage,pA,A,100
sB,Store of pB,storage,pB,B,1
""",
}
"""Storing costs 100 in A and 1 in B, and disposal across provinces is closed."""
STATION = {
    "technologies": RELAY["technologies"] + "transfer,Transfer station\n",
    "recipes": RELAY["recipes"] + "transfer,transfer,Transfer\n",
    "inputs": RELAY["inputs"] + "transfer,r,1,1\n",
    "yields": RELAY["yields"] + "transfer,r,r,1\n",
}


def relay(folder: Path, scenario: dict[str, Any] | None = None, **changes: str) -> Solved:
    """Solve the study with other tables."""
    return solve_study(folder, {**RELAY, **changes}, scenario)


def rates(solved: Solved) -> dict[str, float]:
    """Return zone -> net rate, per cent."""
    zones = solved.tables["zones"]
    return dict(zip(zones["zone"], zones["utilization_rate_pct"], strict=True))


def assert_adds_up(solved: Solved) -> None:
    """Hold the credit of all wastes against the figures of the region."""
    wastes = solved.tables["wastes"]
    for column, name in (("net_utilized_kt_yr", "net_utilized"), ("uptake_kt_yr", "uptake")):
        assert wastes[column].sum() == pytest.approx(solved.kpi(name), abs=1e-7)
    flows = solved.tables["flows"]
    ended = flows[(flows["origin_kind"] == "plant") & (flows["destination_kind"] == "sink")]
    residues = wastes["residues_disposed_kt_yr"].sum()
    assert residues == pytest.approx(ended["amount_kt_yr"].sum(), abs=1e-7)


# -- what passes -------------------------------------------------------------------------------


def test_ban_on_disposal_is_not_walked_around(tmp_path: Path) -> None:
    """The line in B takes 1 kt, so 1 kt goes to B; 79 of 80 kt are stored where they are made."""
    solved = relay(tmp_path)
    assert solved.flow("pA", "pB") == pytest.approx(1.0)
    assert solved.flow("pA", "sA") == pytest.approx(79.0)
    assert solved.flow("pB", "sB") == pytest.approx(0.8)
    assert rates(solved) == pytest.approx({"zA": 21.0, "zB": 20.0})
    assert_adds_up(solved)


def test_area_of_a_market_is_not_walked_around(tmp_path: Path) -> None:
    """A market in B buys what B makes, 0.8 kt, and nothing that A made."""
    markets = RELAY["markets"] + "mr,Residue in B,r,B,50\n"
    solved = relay(tmp_path, markets=markets)
    assert solved.flow("pB", "mr") == pytest.approx(0.8)
    assert solved.flow("pA", "pB") == pytest.approx(1.0)
    assert rates(solved) == pytest.approx({"zA": 21.0, "zB": 100.0})
    assert_adds_up(solved)


def test_closed_border_is_not_walked_around(tmp_path: Path) -> None:
    """A to C is closed, A to B and B to C are open: C gets the 0.8 kt that B makes."""
    lines = RELAY["lines"] + "lC,pC,use,90,\n"
    links = RELAY["links"] + "pB,pC,t,10\npA,pC,t,1\n"
    closed = [{"from": "A", "to": "C", "class": "general", "rule": "closed"}]
    solved = relay(tmp_path, {"borders": closed}, lines=lines, links=links)
    assert solved.flow("pA", "pC") == 0.0
    assert solved.flow("pB", "pC") == pytest.approx(0.8)
    assert solved.flow("pA", "pB") == pytest.approx(1.0)
    assert rates(solved) == pytest.approx({"zA": 21.0, "zB": 100.0})


CLINKER = {
    "inputs": RELAY["inputs"] + "kiln,v,1,1\ngrind,k,1,1\nkilnA,w,1,1\n",
    "yields": "recipe,material,per,amount\nkiln,k,activity,1\nkilnA,k,activity,1\n"
    "grind,g,activity,1\nmk,r,w,0.8\nmv,r,v,0.8\nuse,g,activity,1\n",
    "technologies": "id,name_en\nkiln,Kiln\nkilnA,Kiln A\ngrind,Mill\nmk,M\nmv,M\nuse,U\n",
    "recipes": "id,technology,name_en,cost [CNY/t]\nkiln,kiln,Kiln,0\nkilnA,kilnA,Kiln,0\n"
    "grind,grind,Grind,5\nmk,mk,M,0\nmv,mv,M,0\nuse,use,U,0\n",
    "lines": "id,plant,technology,capacity [kt/yr],min_load\n"
    "kA,pA,kilnA,100,1\nkB,pB,kiln,1,\nmB,pB,grind,3,\n",
    "markets": "id,name_en,product,area,price [CNY/t]\nm,Good,g,,100\nmk,Clinker in B,k,B,60\n"
    "dump,Clinker for nothing,k,,0\n",
}
"""Kilns in A (100 kt) and B (1 kt), a mill of 3 kt in B; clinker costs 40 and sells at 60 in B."""


def test_intermediates_do_not_pass_either(tmp_path: Path) -> None:
    """The kiln of B sells its own 1 kt; the mill takes 3 kt that come from A; nothing is traded.

    Before, B sold A's clinker, and any amount bought at 40, as its own.
    """
    solved = relay(tmp_path, {"objective": [{"minimize": "net_cost"}]}, **CLINKER)
    assert solved.flow("pB", "mk") == pytest.approx(1.0)
    assert solved.flow("pA", "pB") == pytest.approx(3.0)
    assert solved.plan.buy["amount_kt_yr"].sum() == pytest.approx(0.0)
    assert solved.kpi("revenue") == pytest.approx((3 * 100 + 1 * 60) * 1e-3)


def test_a_transfer_station_passes_on(tmp_path: Path) -> None:
    """A line that takes a residue and hands it on, 30 kt a year: 31 kt go to B, 30.8 are stored."""
    lines = RELAY["lines"] + "lT,pB,transfer,30,\n"
    solved = relay(tmp_path, **{**STATION, "lines": lines})
    assert solved.flow("pA", "pB") == pytest.approx(31.0)
    assert solved.flow("pB", "sB") == pytest.approx(30.8)
    assert solved.flow("pA", "sA") == pytest.approx(49.0)
    assert_adds_up(solved)


def test_a_transfer_station_for_waste_counts_what_is_used_in_the_end(tmp_path: Path) -> None:
    """Of 100 kt that a station takes in, 60 are used at C and 40 stored: 60 % utilized."""
    tables = {
        **RELAY,
        "technologies": "id,name_en\ntransfer,Transfer station\nburn,Burn\n",
        "recipes": "id,technology,name_en\ntransfer,transfer,Transfer\nburn,burn,Burn\n",
        "inputs": "recipe,material,min,max\ntransfer,w,1,1\nburn,w,1,1\n",
        "yields": "recipe,material,per,amount\ntransfer,w,w,1\nburn,g,activity,1\n",
        "lines": "id,plant,technology,capacity [kt/yr]\nlT,pB,transfer,100\nlC,pC,burn,60\n",
        "links": "origin,destination,mode,cost [CNY/t]\nzA,pB,t,1\npB,pC,t,1\n",
    }
    solved = solve_study(tmp_path, tables)
    assert solved.flow("pB", "pC") == pytest.approx(60.0)
    assert solved.kpi("net_utilized") == pytest.approx(60.0)
    assert rates(solved)["zA"] == pytest.approx(60.0)
    assert_adds_up(solved)


# -- who is credited ---------------------------------------------------------------------------


def test_what_arrives_is_used_and_what_leaves_is_own(tmp_path: Path) -> None:
    """B makes 0.8 kt and uses 1.5: with 1 kt from A, which is cheap, 0.3 of its own are stored.

    Deliveries of A lose nothing in B; of B's own 0.8 kt, 0.3 are stored.
    """
    lines = RELAY["lines"].replace("lB,pB,use,1,", "lB,pB,use,1.5,")
    lines = lines.replace("lA,pA,mk,100,1", "lA,pA,mk,1.25,1")
    costs = [{"minimize": "disposal_cost"}, {"minimize": "net_cost"}]
    solved = relay(tmp_path, {"objective": costs}, lines=lines)
    assert solved.flow("pA", "pB") == pytest.approx(1.0)
    assert solved.flow("pB", "sB") == pytest.approx(0.3)
    wastes = solved.tables["wastes"].set_index("zone")
    assert wastes["residues_disposed_kt_yr"].to_dict() == pytest.approx({"zA": 0.0, "zB": 0.3})
    assert_adds_up(solved)


def test_a_station_that_must_run_is_refused(tmp_path: Path) -> None:
    """With a least load it could turn in itself: what it hands on would be its feed."""
    lines = "id,plant,technology,capacity [kt/yr],min_load\nlA,pA,mk,50,1\nlT,pC,transfer,30,0.5\n"
    with pytest.raises(InputError, match="could run on nothing but its own") as refused:
        relay(tmp_path, **{**STATION, "lines": lines})
    (problem,) = refused.value.problems
    assert str(problem.where).endswith("lines.csv:3")


# -- what the row is ---------------------------------------------------------------------------


def test_written_files_hold_it(tmp_path: Path) -> None:
    """A whole run passes its verification, the check of what plants pass on included."""
    lines = RELAY["lines"] + "lT,pB,transfer,30,\n"
    case = load_case(write_study(tmp_path, {**RELAY, **STATION, "lines": lines}))
    outcome = run_case(case, tmp_path / "out", RunOptions(basemap="none"), Clock(be_silent))
    checks = {c["name"]: c for c in verify(outcome.folder, case.scenario)["checks"]}
    assert all(check["passed"] for check in checks.values())
    assert "shipped_own" in checks


def test_rows_stand_where_a_lot_arrives_and_leaves(tmp_path: Path) -> None:
    """One row, the same in the readable programme; physics: no limit, no price, not elastic."""
    network = build_network(load_case(write_study(tmp_path, RELAY)))
    assert network.relays.to_numpy().tolist() == [["pB", "r"]]
    assert_same(network, [{}], with_change=False)
    session = Session(network)
    assert ("shipped_own", ("pB", "r", network.periods[0])) in session.row_of
    limits = list_limits(network, session.arrays.row_names)
    assert not {"shipped_own"} & ({key[0] for key in limits} | set(ELASTIC))
    assert not FAMILIES["shipped_own"].is_priced


# -- large regions -----------------------------------------------------------------------------


def scattered(seed: int, many: int = 12) -> dict[str, str]:
    """Return tables of plants about the map that make a residue, use it, or do both."""
    random = np.random.default_rng(seed)

    def site(number: int, what: str) -> tuple[Any, ...]:
        at = (round(115 + 2 * random.random(), 4), round(30 + 2 * random.random(), 4))
        return f"{what}{number}", f"{what} {number}", "ABC"[number % 3], *at

    def amount(low: float, high: float) -> float:
        return round(float(random.uniform(low, high)), 3)

    header, plants = "id,name_en,province,lon,lat", range(many)
    lines = [(f"m{n}", f"p{n}", "mk", amount(5, 60)) for n in plants if n % 4 != 3]
    lines += [(f"u{n}", f"p{n}", "use", amount(2, 30)) for n in plants if n % 4]
    lines += [(f"t{n}", f"p{n}", "transfer", amount(1, 9)) for n in plants if n % 6 == 1]
    return {
        **RELAY,
        **STATION,
        "modes": "id,name_en,medium,tariff [CNY/t/km],handling [CNY/t]\nt,Truck,road,0.5,4\n"
        "s,Small truck,road,0.8,1\n",
        "zones": csv(header, [site(n, "z") for n in plants]),
        "generation": csv(
            "zone,material,amount [kt/yr]", [(f"z{n}", "w", amount(5, 60)) for n in plants]
        ),
        "plants": csv(header, [site(n, "p") for n in plants]),
        "lines": csv("id,plant,technology,capacity [kt/yr]", lines),
        "links": csv("origin,destination,mode,cost [CNY/t]", [("z0", "p0", "t", 3)]),
        "sinks": csv(
            "id,name_en,kind,province,lon,lat,capacity [kt/yr],fee [CNY/t]",
            [(f"d{n}", "Dump", "landfill", "ABC"[n], 116 + n / 9, 31, 20 + n, 2) for n in range(3)],
        ),
        "markets": "id,name_en,product,area,max [kt/yr],price [CNY/t]\n"
        "m,Good,g,,,100\nmr,Residue in B,r,B,300,90\n",
    }


BORDERS = {
    "borders": [
        {"from": "A", "to": "C", "class": "general", "rule": "closed"},
        {"from": "B", "to": "C", "class": "general", "rule": "filing", "quota": "9 kt/yr"},
    ]
}
OBJECTIVES: dict[str, list[dict[str, str]]] = {
    "rate first": [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}],
    "cost alone": [{"minimize": "net_cost"}],
}


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("seed", some_of(range(3), 2))
def test_few_routes_give_the_plan_of_all(tmp_path: Path, seed: int, objective: str) -> None:
    """Routes that are priced as they pay see the row: same plan, and without the row another."""
    scenario = {**BORDERS, "objective": OBJECTIVES[objective]}
    case = load_case(write_study(tmp_path, scattered(seed), scenario))
    few = assert_same_plan(solve_whole(case))
    row = [row for (name, _), row in few.row_of.items() if name == "shipped_own"]
    assert len(row) >= 6
    network = build_network(case)
    through = Session(replace(network, relays=network.relays.iloc[:0])).solve()
    assert through.stages[-1].value != pytest.approx(few.solve().stages[-1].value, rel=1e-6)


def test_reduced_costs_know_the_row(tmp_path: Path) -> None:
    """The price of a candidate out of a plant holds the dual of the row, as the solver's does."""
    scenario = {**BORDERS, "objective": OBJECTIVES["cost alone"]}
    case = load_case(write_study(tmp_path, scattered(1), scenario))
    session = Session(build_network(case, Generation(above=-1, each=40)))
    growth, form = session.growth, session.form("net_cost")
    assert growth is not None
    session.engine.aim(form.vector, maximize=False)
    optimum = session.engine.run()
    own = [row for (name, _), row in session.row_of.items() if name == "shipped_own"]
    assert np.abs(optimum.row_duals[own]).max() > 1e-3
    found = reduced_costs(growth.pricer, growth.duals_of(form.routes, optimum.row_duals, 1.0))
    names = session.network.routes[["origin", "destination", "lot", "mode"]].apply(tuple, axis=1)
    pairs = [(found[n], optimum.column_duals[i]) for i, n in names.items() if n in found]
    assert len(pairs) > 100
    ours, theirs = np.array(pairs).T
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-10)


@pytest.mark.parametrize("seed", some_of(range(3), 2))
def test_credit_of_scattered_plants_adds_up(tmp_path: Path, seed: int) -> None:
    """Chains of many plants, stations among them: credits sum to the region, files verify."""
    case = load_case(write_study(tmp_path, scattered(seed), BORDERS))
    outcome = run_case(case, tmp_path / "out", RunOptions(basemap="none"), Clock(be_silent))
    wastes, kpis = outcome.tables["wastes"], outcome.tables.summary["kpis"]
    net = next(k["value"] for k in kpis if k["name"] == "net_utilized")
    assert wastes["net_utilized_kt_yr"].sum() == pytest.approx(net, abs=1e-6)
    assert verify(outcome.folder, case.scenario)["passed"]


def test_a_line_is_no_source_of_what_it_takes(tmp_path: Path) -> None:
    """A yard that nothing can come to uses nothing; with a way to it, it hands on what comes."""
    tables = {
        "materials": "id,name_en,kind,waste_class\nw,Waste,waste,general_I\n"
        "r,Residue,residue,general_I\n",
        "technologies": "id,name_en,counting\nmake,Make,product\nyard,Yard,none\n",
        "recipes": "id,technology,name_en,activity\nmake,make,Make,feed\nyard,yard,Yard,feed\n",
        "inputs": "recipe,material,min,max\nmake,w,1,1\nyard,r,1,1\n",
        "yields": "recipe,material,per,amount\nmake,r,w,0.5\nyard,r,r,1\n",
        "modes": MODES,
        "zones": "id,name_en\nz,Zone\n",
        "generation": "zone,material,amount [kt/yr]\nz,w,10\n",
        "plants": "id,name_en\np,Plant\nq,Yard\n",
        "lines": "id,plant,technology,capacity [kt/yr]\na,p,make,10\nb,q,yard,10\n",
        "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,1\n",
    }
    apart = build_network(load_case(write_study(tmp_path / "apart", tables)))
    assert set(apart.uses["line"]) == {"a"}
    joined = {**tables, "links": tables["links"] + "p,q,truck,1\n"}
    network = build_network(load_case(write_study(tmp_path / "joined", joined)))
    assert set(network.uses["line"]) == {"a", "b"}
