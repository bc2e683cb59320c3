"""The ledger: every unused tonne has a cause, and the cause moved lets it in."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest

from sim.diagnose.causes import Cause, find_causes
from sim.diagnose.study import Findings
from sim.loader import load_case
from sim.network import build_network
from sim.results.tabulate import tabulate
from sim.scenario.document import Stage
from sim.solve import Session
from tests.seeds import some_of
from tests.study import MODES, Solved, csv, solve_study

MATERIALS = (
    "id,name_en,kind,waste_class\n"
    "a,Waste A,waste,general_I\nb,Waste B,waste,general_I\ns,Sludge,residue,general_I\n"
    "p,Product P,product,\nq,Product Q,product,\n"
)
TECHNOLOGIES = (
    "id,name_en,family,tier,counting\nmake_p,Maker of P,x,medium,product\n"
    "make_q,Maker of Q,x,medium,product\n"
)
RECIPES = "id,technology,name_en,activity,cost [CNY/t]\nrp,make_p,P,feed,10\nrq,make_q,Q,feed,10\n"
INPUTS = "recipe,material,min,max\nrp,a,0,0.8\nrp,b,0,1\nrq,a,0,1\nrq,b,0,0.5\nrq,s,0,0.2\n"
GROUPS = "recipe,group,materials,min,max\nrp,all,a; b,1,1\nrq,all,a; b; s,1,1\n"
YIELDS = "recipe,material,per,amount\nrp,p,activity,0.9\nrp,s,a,0.2\nrq,q,activity,1\n"


def base_tables(**changes: str) -> dict[str, str]:
    """Two zones in two provinces, three plants, two products."""
    tables = {
        "materials": MATERIALS,
        "technologies": TECHNOLOGIES,
        "recipes": RECIPES,
        "inputs": INPUTS,
        "groups": GROUPS,
        "yields": YIELDS,
        "modes": MODES,
        "areas": "id,level,name_en\nEast,province,East\nWest,province,West\n",
        "zones": "id,name_en,province\nz1,One,East\nz2,Two,West\n",
        "generation": "zone,material,amount [kt/yr]\nz1,a,100\nz1,b,50\nz2,a,80\n",
        "plants": "id,name_en,province\np1,P one,East\np2,P two,West\np3,P three,East\n",
        "lines": (
            "id,plant,technology,capacity [kt/yr]\n"
            "l1,p1,make_p,60\nl2,p2,make_q,40\nl3,p3,make_q,30\n"
        ),
        "markets": (
            "id,name_en,product,max [kt/yr],price [CNY/t]\nmp,For P,p,500,10\nmq,For Q,q,500,10\n"
        ),
        "links": csv(
            "origin,destination,mode,km [km]",
            [(z, p, "truck", 10) for z in ("z1", "z2", "p1") for p in ("p1", "p2", "p3")],
        ),
    }
    return {**tables, **changes}


def random_tables(rng: random.Random) -> dict[str, str]:
    """The same region with sizes, demands and links drawn at random."""
    ends = [(z, p) for z in ("z1", "z2", "p1") for p in ("p1", "p2", "p3") if z != p]
    links = [(z, p, "truck", rng.randint(5, 80)) for z, p in ends if rng.random() < 0.8]
    return base_tables(
        generation=csv(
            "zone,material,amount [kt/yr]",
            [(z, m, rng.randint(20, 200)) for z in ("z1", "z2") for m in ("a", "b")],
        ),
        lines=csv(
            "id,plant,technology,capacity [kt/yr]",
            [
                (f"l{i}", f"p{i}", rng.choice(("make_p", "make_q")), rng.randint(10, 120))
                for i in (1, 2, 3)
            ],
        ),
        markets=csv(
            "id,name_en,product,max [kt/yr],price [CNY/t]",
            [
                ("mp", "For P", "p", rng.randint(5, 90), 10),
                ("mq", "For Q", "q", rng.randint(5, 90), 10),
            ],
        ),
        links=csv("origin,destination,mode,km [km]", links or [("z1", "p1", "truck", 5)]),
    )


def random_scenario(rng: random.Random) -> dict[str, Any]:
    """Borders with quotas or closed, a budget, or a firm or slack or cost objective."""
    scenario: dict[str, Any] = {}
    if rng.random() < 0.5:
        scenario["borders"] = [
            {"from": "any", "to": "any", "rule": "filing", "quota": f"{rng.randint(0, 60)} kt/yr"}
        ]
    if rng.random() < 0.4:
        scenario["limits"] = [
            {"cap": "transport_cost", "at": f"{rng.uniform(0.2, 3):.3f} million CNY/yr"}
        ]
    if rng.random() < 0.4:
        scenario["objective"] = [
            {"maximize": "utilization_rate", "slack": f"{rng.randint(1, 8)} %"},
            {"minimize": "net_cost"},
        ]
    return scenario


def moved_bounds(
    session: Session, cause: Cause, by: float
) -> dict[tuple[str, tuple[Any, ...]], tuple[float, float]]:
    """Bounds of the rows of a cause, moved as the cause says, scaled to `by` tonnes."""
    bounds = {}
    for row, moved in zip(cause.rows, cause.moved, strict=True):
        lower, upper = session.bounds(row)
        far = moved / cause.probe * by * 1.01 + 1e-6
        bounds[row] = (lower - far, upper + far)
    return bounds


SEEDS = range(40)
ALWAYS = 8
"""So many are tried by every run of the tests."""


@cache
def region(seed: int) -> Solved:
    """Return a random region, solved once and tabulated."""
    rng = random.Random(seed)
    with TemporaryDirectory() as folder:
        study = solve_study(Path(folder), random_tables(rng), random_scenario(rng))
        assert len(study.tables.frames) > 1
    return study


@pytest.mark.xdist_group("ledger")
@pytest.mark.parametrize("seed", some_of(SEEDS, ALWAYS))
def test_relaxing_the_cause_lets_the_tonne_in(seed: int) -> None:
    """In random regions each named cause, moved, raises what is utilized net; left out, not."""
    study = region(seed)
    session = study.session
    hold_sums(study.tables.frames)
    goal = [Stage(maximize="net_utilized")]
    before = session.solve(goal).stages[0].value
    limited = [c for c in study.tables.findings.causes if c.rows]
    placed: dict[tuple[str, str], int] = {}
    for cause in limited:
        position = placed.get((cause.zone, cause.lot), 0)
        placed[cause.zone, cause.lot] = position + 1
        if position:
            continue
        step = cause.probe
        after = session.solve(goal, bounds=moved_bounds(session, cause, step)).stages[0].value
        assert after - before > 0.99 * step - 1e-6
        if len(cause.rows) > 1:
            for row in cause.rows:
                lower, upper = session.bounds(row)
                alone = session.solve(goal, bounds={row: (lower - 1e4, upper + 1e4)})
                assert alone.stages[0].value >= before - 1e-6


def hold_sums(frames: dict[str, pd.DataFrame]) -> None:
    """The reasons of each waste add up to what is unused of it."""
    listed = frames["unused"].groupby(["zone", "material"])["unused_kt_yr"].sum()
    due = frames["wastes"].set_index(["zone", "material"])["unused_kt_yr"]
    due = due[due > 1e-6]
    assert listed.to_dict() == pytest.approx(due.to_dict(), abs=1e-9)
    assert (frames["unused"]["unused_kt_yr"] > 0).all()


@pytest.mark.xdist_group("ledger")
def test_random_regions_show_every_kind_of_cause() -> None:
    """The random regions above are no idle check: among them each common cause appears."""
    missing = {"line_full", "market_full", "quota_full", "scenario_limit", "not_worth"}
    for seed in SEEDS:
        for reason in region(seed).tables["unused"]["reason"] if missing else ():
            missing -= {*reason.split("+")}
    assert not missing


def reasons(
    tables: dict[str, str], folder: Path, **scenario: Any
) -> dict[tuple[str, str], list[Any]]:
    """(zone, material) -> [(reason, cause, kt/yr)] of a study."""
    unused = solve_study(folder, tables, scenario).tables["unused"]
    found: dict[tuple[str, str], list[Any]] = {}
    for row in unused.itertuples():
        found.setdefault((row.zone, row.material), []).append(
            (row.reason, row.cause, round(row.unused_kt_yr, 3))
        )
    return found


QUOTA = "border_quota|any>any:any:utilization:1"
ONE = base_tables(
    generation="zone,material,amount [kt/yr]\nz1,b,100\n",
    lines="id,plant,technology,capacity [kt/yr]\nl1,p1,make_p,60\n",
    zones="id,name_en,province\nz1,One,East\n",
    plants="id,name_en,province\np1,P one,West\n",
    links="origin,destination,mode,km [km]\nz1,p1,truck,10\n",
)
"""One zone with 100 kt of b, one line of 60 kt in another province."""


@pytest.mark.parametrize(
    ("tables", "scenario", "due"),
    [
        ({}, {}, [("line_full", "line_capacity|l1", 40.0)]),
        (
            {"markets": "id,name_en,product,max [kt/yr],price [CNY/t]\nmp,For P,p,27,10\n"},
            {},
            [
                ("market_full", "market_max|mp", 30.0),
                ("line_full+market_full", "line_capacity|l1; market_max|mp", 40.0),
            ],
        ),
        (
            {},
            {"borders": [{"from": "any", "to": "any", "rule": "filing", "quota": "25 kt/yr"}]},
            [
                ("quota_full", QUOTA, 35.0),
                ("quota_full+line_full", f"{QUOTA}; line_capacity|l1", 40.0),
            ],
        ),
        (
            {},
            {"borders": [{"from": "any", "to": "any", "rule": "closed"}]},
            [("border_closed", "", 100.0)],
        ),
        (
            {},
            {"limits": [{"cap": "uptake", "at": "10 kt/yr"}]},
            [
                ("scenario_limit", "limit_cap|1:uptake", 50.0),
                ("scenario_limit+line_full", "limit_cap|1:uptake; line_capacity|l1", 40.0),
            ],
        ),
        (
            {
                "links": "origin,destination,mode,km [km]\nz1,p9,truck,10\n",
                "plants": "id,name_en,province\np1,P one,West\np9,No line,West\n",
            },
            {},
            [("out_of_reach", "", 100.0)],
        ),
        ({}, {"statuses": ["added"]}, [("switched_off", "", 100.0)]),
        (
            {"generation": "zone,material,amount [kt/yr]\nz1,a,100\n"},
            {},
            [
                ("recipe_full", "recipe_max|l1|rp|a", 60.0),
                ("line_full+recipe_full", "line_capacity|l1; recipe_max|l1|rp|a", 40.0),
            ],
        ),
    ],
)
def test_each_reason_by_hand(
    tmp_path: Path, tables: dict[str, str], scenario: dict[str, Any], due: list[Any]
) -> None:
    """With one waste and one line the reasons and their tonnes can be worked out by hand."""
    (found,) = reasons({**ONE, **tables}, tmp_path, **scenario).values()
    assert [(r, set(c.split("; ")), kt) for r, c, kt in found] == [
        (r, set(c.split("; ")), kt) for r, c, kt in due
    ]


OTHER_PATHS = {"simplex_dual_edge_weight_strategy": 1, "simplex_scale_strategy": 2}
"""Options by which the solver comes to other bases."""


@pytest.mark.parametrize("option", some_of([*OTHER_PATHS], 1))
def test_causes_do_not_hang_on_the_path_of_the_solver(project_root: Path, option: str) -> None:
    """Many limits could give way; which one is named is the same for other bases of the plan."""
    case = load_case(project_root / "scenarios/beijing-tianjin-hebei/baseline.yaml")
    network, found = build_network(case), []
    for name, value in (("random_seed", 0), (option, OTHER_PATHS[option])):
        session = Session(network)
        session.engine.highs.setOptionValue(name, value)
        found.append(find_causes(session, session.solve()))
    assert len(found[0]) > 50
    for cause, other in zip(*found, strict=True):
        assert (cause.zone, cause.lot, cause.rows) == (other.zone, other.lot, other.rows)
        assert cause.kt_yr == pytest.approx(other.kt_yr, rel=1e-4, abs=0.01)


@pytest.mark.parametrize(("near", "km"), [("l1", (10, 50)), ("l2", (50, 10))])
def test_of_equal_limits_the_cheapest_to_use_is_named(
    tmp_path: Path, near: str, km: tuple[int, int]
) -> None:
    """Two plants could take the waste, were they larger: the nearer one is the reason."""
    tables = {
        **ONE,
        "lines": "id,plant,technology,capacity [kt/yr]\nl1,p1,make_p,30\nl2,p2,make_p,30\n",
        "plants": "id,name_en,province\np1,P one,West\np2,P two,West\n",
        "links": f"origin,destination,mode,km [km]\nz1,p1,truck,{km[0]}\nz1,p2,truck,{km[1]}\n",
    }
    assert list(reasons(tables, tmp_path).values()) == [
        [("line_full", f"line_capacity|{near}", 40.0)]
    ]


def test_what_cost_leaves_has_its_cost(tmp_path: Path) -> None:
    """With cost alone as the goal, placing a tonne costs haul and processing less its revenue."""
    study = solve_study(tmp_path, ONE, {"objective": [{"minimize": "net_cost"}]})
    first, second = study.tables["unused"].to_dict("records")
    assert (first["reason"], first["unused_kt_yr"]) == ("not_worth", pytest.approx(60.0))
    assert first["cost_CNY_t"] == pytest.approx(10 * 0.5 + 10.0 - 0.9 * 10.0, rel=1e-6)
    assert (second["reason"], second["unused_kt_yr"]) == ("line_full", pytest.approx(40.0))


STRUCTURAL = ("switched_off", "reserved", "out_of_reach", "border_closed", "quality_refused")
"""Why a plant does not get a waste, the last thing in the way last."""


def barred(*reasons: str) -> dict[str, str]:
    """One zone, and for each reason a plant that does not get its waste for it."""
    lines = {
        reason: (
            reason,
            reason,
            "make_q" if reason == "quality_refused" else "make_p",
            50,
            "planned" if reason == "switched_off" else "operating",
            "z2" if reason == "reserved" else None,
        )
        for reason in reasons
    }
    return base_tables(
        zones="id,name_en,province\nz1,One,East\nz2,Two,East\n",
        generation="zone,material,amount [kt/yr]\nz1,a,100\n",
        plants=csv(
            "id,name_en,province",
            [(r, r, "West" if r == "border_closed" else "East") for r in reasons],
        ),
        lines=csv(
            "id,plant,technology,capacity [kt/yr],status,only_zones", [lines[r] for r in reasons]
        ),
        inputs="recipe,material,min,max\nrp,a,0,1\nrq,a,0,1\n",
        groups="recipe,group,materials,min,max\nrp,all,a,1,1\nrq,all,a,1,1\n",
        yields="recipe,material,per,amount\nrp,p,activity,0.9\nrq,q,activity,1\n",
        composition="material,property,value\na,Fe,8 %\n",
        quality="id,recipes,materials,scope,formula,name_en\n"
        "grade,rq,a,lot,Fe >= 0.10*mass,least iron\n",
        links=csv(
            "origin,destination,mode,km [km]",
            [
                (z, r, "truck", 10)
                for r in reasons
                for z in ("z1", "z2")
                if r != "out_of_reach" or z == "z2"
            ],
        ),
    )


@pytest.mark.parametrize("reason", STRUCTURAL)
def test_a_single_thing_in_the_way_is_told(tmp_path: Path, reason: str) -> None:
    """With one plant that does not get the waste the reason is that of this plant."""
    border = [{"from": "any", "to": "any", "rule": "closed"}]
    found = reasons(barred(reason), tmp_path, borders=border)
    assert found == {("z1", "a"): [(reason, "", 100.0)]}


@pytest.mark.parametrize(("first", "last"), [*pairwise(STRUCTURAL)])
@pytest.mark.parametrize("turned", [False, True])
def test_of_several_things_in_the_way_the_last_is_told(
    tmp_path: Path, first: str, last: str, turned: bool
) -> None:
    """Of two plants that do not get the waste the one that is nearer to it gives the reason."""
    pair = (last, first) if turned else (first, last)
    border = [{"from": "any", "to": "any", "rule": "closed"}]
    found = reasons(barred(*pair), tmp_path, borders=border)
    assert found == {("z1", "a"): [(last, "", 100.0)]}


def test_without_findings_reasons_are_structural(tmp_path: Path) -> None:
    """A plan tabulated without a study of its limits says that takers are full, and adds up."""
    study = solve_study(tmp_path, ONE)
    tables = tabulate(study.case, study.network, study.plan, Findings((), ()))
    assert tables["unused"]["reason"].tolist() == ["takers_full"]
    hold_sums(tables.frames)


def test_excluded_routes_name_the_line_that_is_not_open(tmp_path: Path) -> None:
    """A reserved line, a switched-off line and a switched-off mode are told by name."""
    lines = (
        "id,plant,technology,capacity [kt/yr],status,only_zones\n"
        "l1,p1,make_p,60,operating,\nl2,p2,make_q,40,mothballed,\nl3,p3,make_q,30,operating,z2\n"
    )
    tables = base_tables(
        lines=lines.replace("mothballed", "planned"),
        modes=MODES + "cart,Cart,road,0.9\n",
        links="origin,destination,mode,km [km]\nz1,p1,cart,9\nz1,p2,truck,9\nz2,p3,truck,9\n",
    )
    study = solve_study(tmp_path, tables, {"modes": ["truck"]})
    excluded = study.tables["excluded_routes"]
    told = {
        (r.origin, r.destination, r.material, r.reason, r.detail) for r in excluded.itertuples()
    }
    assert ("z1", "p3", "a", "reserved", "l3 (z2)") in told
    assert ("z1", "p2", "a", "switched_off", "l2 (planned)") in told
    assert ("z1", "p1", "a", "out_of_reach", "modes switched off: cart") in told


def test_a_cause_of_nothing_is_not_priced() -> None:
    """Only tonnes that could be placed carry a cost."""
    cause = Cause("z", "a", 1.0, ())
    assert not cause.is_priced_out
    assert replace(cause, cost_CNY_t=0.0).is_priced_out
