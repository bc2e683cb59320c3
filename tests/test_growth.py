"""Routes priced in blocks and taken in as they pay give the plan of the programme with all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.errors import InfeasibleError
from sim.loader import load_case, scenario_document
from sim.loader.case import Case
from sim.network import Generation, Network, build_network
from sim.network.large.candidates import Candidates
from sim.scenario.document import Stage
from sim.solve import Plan, Session
from sim.solve.growth import HAULED, certificate
from sim.solve.optimum import Optimum
from sim.solve.pricing import Pricer, StageDuals
from sim.synthetic import Size, make_case
from tests.seeds import some_of

FEW = Generation(above=-1, each=1, block=700)
"""Forced on, with one route of every origin and destination to begin with, and small blocks."""
KEY = ["origin", "destination", "lot", "way"]
FIGURES = ["km", "haul_CNY_t", "handling_CNY_t", "co2_kg_t", "border_CNY_t"]


def with_scenario(case: Case, **changes: Any) -> Case:
    """Return the case with other keys of its scenario."""
    whole = scenario_document(case)
    scenario = type(case.scenario).model_validate({**whole, **changes})
    limits, borders = ["here"] * len(scenario.limits), ["here"] * len(scenario.borders)
    return replace(case, scenario=scenario, limits_at=limits, borders_at=borders)


def loaded(case: Case) -> Case:
    """Return the case with least loads on the lines that form."""
    lines = case.tables["lines"].copy()
    lines["min_load"] = np.where(lines["technology"].str.startswith("form"), 0.5, 0.0)
    return replace(case, tables={**case.tables, "lines": lines})


SLACK = [
    {"maximize": "utilization_rate", "slack": "0.5 %"},
    {"minimize": "net_cost", "slack": "1 %"},
    {"minimize": "transport_co2"},
]
LIMITS = [
    {"cap": "logistics_cost", "at": "515 million CNY/yr"},
    {"floor": "utilization_rate", "province": "Province_1", "at": "40 %"},
]
HARD = [{"floor": "utilization_rate", "at": "48.7 %"}]
"""Just below what all routes together can reach; the routes to begin with cannot."""
SMALL = Size(30, 30, 5, 3)
STUDIES: dict[str, Any] = {
    "stages with slack": lambda: with_scenario(make_case(SMALL), objective=SLACK),
    "caps and floors": lambda: with_scenario(make_case(SMALL), limits=LIMITS),
    "high value first": lambda: with_scenario(
        make_case(SMALL), objective=[{"maximize": "high_value_rate"}, {"minimize": "net_co2"}]
    ),
    "least loads": lambda: loaded(make_case(SMALL)),
    "a floor out of reach of the first routes": lambda: with_scenario(
        make_case(SMALL), limits=HARD
    ),
    "pure transport": lambda: make_case(Size(20, 20, 3, 2, "transport")),
    "least rate of the provinces": lambda: with_scenario(
        make_case(SMALL),
        objective=[
            {"maximize": "least_rate", "by": "province", "slack": "1 %"},
            {"minimize": "net_cost"},
        ],
    ),
    "storage taxed": lambda: with_scenario(make_case(SMALL), tax_storage=True),
}


OFTEN = {
    "stages with slack",
    "pure transport",
    "least rate of the provinces",
    "a floor out of reach of the first routes",
}
"""Studies that are always solved by the interior-point method too."""


def flows(network: Network, plan: Plan) -> pd.Series[float]:
    """Return what moves on each route that is used, by the names of the route."""
    shipped = plan.ship.join(network.routes[KEY], on="route")
    used: pd.Series[float] = shipped.set_index(KEY)["amount_kt_yr"]
    return used[used > 0].sort_index()


@dataclass(frozen=True)
class Whole:
    """A case solved with all its routes."""

    case: Case
    network: Network
    session: Session
    plan: Plan


def solve_whole(case: Case) -> Whole:
    """Solve a case with all its routes."""
    network = build_network(case)
    session = Session(network)
    return Whole(case, network, session, session.solve())


@cache
def study(name: str) -> Whole:
    """Return a study, solved once with all its routes."""
    return solve_whole(STUDIES[name]())


def assert_same_plan(all_routes: Whole) -> Session:
    """Solve with few routes, compare everything with the whole, and return the session."""
    full, part = all_routes.network, build_network(all_routes.case, FEW)
    assert len(part.routes) < len(full.routes)
    pd.testing.assert_frame_equal(full.uses, part.uses)
    few = Session(part)
    a, b = all_routes.plan, few.solve()
    for mine, theirs in zip(a.stages, b.stages, strict=True):
        assert mine.value == pytest.approx(theirs.value, rel=1e-9, abs=1e-9)
    both = pd.concat([flows(full, a), flows(few.network, b)], axis=1).fillna(0.0).to_numpy()
    assert np.abs(both[:, 0] - both[:, 1]).max() < 1e-6
    for name in ("act", "buy", "use", "reclaim"):
        pd.testing.assert_frame_equal(getattr(a, name), getattr(b, name), atol=1e-6)
    assert len(few.network.routes) < len(full.routes)
    return few


@pytest.mark.xdist_group("growth-studies")
@pytest.mark.parametrize("name", STUDIES)
def test_few_routes_give_the_plan_of_all(name: str) -> None:
    """Stages of every sort, limits, contracts and taxes: same values, same plan, ties included."""
    assert_same_plan(study(name))


@pytest.mark.xdist_group("growth-studies")
@pytest.mark.parametrize("name", some_of(sorted(STUDIES, key=OFTEN.__contains__)[::-1], len(OFTEN)))
def test_interior_point_method_gives_the_same_plan(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cold solves by the interior-point method, sifted re-solves and rough prices: same plan."""
    whole = study(name)
    network, plan = whole.network, whole.plan
    assert not whole.session.engine.interior
    monkeypatch.setattr("sim.solve.hardness.LARGE", 0)
    monkeypatch.setattr("sim.solve.engine.GROWN", 0.0)
    few = Session(build_network(whole.case, FEW))
    assert few.engine.interior == (name != "pure transport")
    again = few.solve()
    for mine, theirs in zip(plan.stages, again.stages, strict=True):
        assert mine.value == pytest.approx(theirs.value, rel=1e-9, abs=1e-9)
    both = pd.concat([flows(network, plan), flows(few.network, again)], axis=1).fillna(0.0)
    assert np.abs(np.diff(both.to_numpy())).max() < 1e-6


def test_interior_point_method_is_for_cold_solves() -> None:
    """The first solve of a stage takes interior-point steps; a re-solve from its basis none."""
    session = Session(build_network(make_case(Size(60, 60, 6, 3))))
    engine, steps = session.engine, []
    run = engine.run

    def counted() -> Optimum:
        optimum = run()
        steps.append(engine.highs.getInfo().ipm_iteration_count)
        return optimum

    engine.run, engine.interior = counted, True  # type: ignore[method-assign]
    for _ in range(2):
        session.solve([Stage(minimize="net_cost")])
    assert steps[0] > 0
    assert max(steps[len(steps) // 2 :]) <= 0


@pytest.mark.xdist_group("growth")
@pytest.mark.parametrize("scenario", some_of(["legacy-drawdown", "tight-budget"], 1))
def test_shipped_region_is_the_same_with_few_routes(project_root: Path, scenario: str) -> None:
    """On the shipped region, old stock (a true fraction) and a budget included."""
    whole = solve_whole(load_case(project_root / "scenarios" / f"{scenario}.yaml"))
    few = assert_same_plan(whole)
    proof = certificate(few.growth, ["utilization_rate", "net_cost"])
    assert proof is not None
    hauled = whole.network.routes
    assert proof["candidates"] == hauled["role"].isin(HAULED).sum()
    assert proof["routes_in_programme"] < proof["candidates"] / 2
    stages = ["utilization_rate", "net_cost", "transport_work", "names"]
    assert [stage["metric"] for stage in proof["stages"]] == stages
    assert all(stage["missed_by"] <= stage["tolerance"] for stage in proof["stages"])
    assert proof["stages"][0]["priced"] > 0.9 * proof["candidates"]


def every_candidate(candidates: Candidates) -> dict[Any, Any]:
    """Return the figures of every candidate by its names."""
    found = {}
    for block in candidates.blocks():
        located, bits = block.located, candidates.open_modes(block)
        border = located.borders
        for m, mode in enumerate(candidates.hauls.modes):
            rows, ends = np.nonzero((bits >> m) & 1)
            starts = block.rows[rows]
            f = candidates.hauls.figures(mode, located.origin[starts], located.destination[ends])
            for i, (o, d) in enumerate(zip(starts, ends, strict=True)):
                area = border.origin[o], border.destination[d]
                key = located.pool.origins[o], located.pool.destinations[d], located.pool.lot, mode
                found[key] = (
                    f.km[i],
                    f.haul_CNY[i] * located.wet,
                    f.handling_CNY * located.wet,
                    f.co2_kg[i] * located.wet,
                    border.cost_CNY_t[area],
                    border.quota[area],
                    border.crosses[area],
                )
    return found


@pytest.mark.parametrize("what", ["baseline", "synthetic"])
def test_candidates_are_the_routes_of_the_table(project_root: Path, what: str) -> None:
    """The implicit candidates and the written routes are the same set with the same figures."""
    path = project_root / "scenarios" / "baseline.yaml"
    case = load_case(path) if what == "baseline" else make_case(SMALL)
    candidates = build_network(case, FEW).candidates
    assert candidates is not None
    routes = build_network(case).routes
    hauled = routes[routes["role"].isin(HAULED)]
    known = {
        (candidates.hauls.origins[o], candidates.hauls.destinations[d])
        for o, d in zip(*candidates.hauls.known, strict=True)
    }
    table = {
        tuple(key): (*numbers, quota, crosses)
        for key, numbers, quota, crosses in zip(
            hauled[KEY].itertuples(index=False),
            hauled[FIGURES].itertuples(index=False),
            hauled["quota"],
            hauled["cross_border"],
            strict=True,
        )
        if tuple(key[:2]) not in known
    }
    found = every_candidate(candidates)
    assert found.keys() == table.keys()
    assert candidates.count() == len(table)
    for key, figures in table.items():
        assert found[key][:5] == pytest.approx(figures[:5], rel=1e-13)
        assert found[key][5:] == figures[5:]


def test_reduced_costs_are_those_of_the_solver() -> None:
    """The price of a candidate is the reduced cost the solver gives the same column."""
    case = with_scenario(make_case(SMALL), limits=LIMITS)
    session = Session(build_network(case, Generation(above=-1, each=40)))
    growth = session.growth
    assert growth is not None
    form = session.form("net_cost")
    session.engine.aim(form.vector, maximize=False)
    optimum = session.engine.run()
    duals = growth.duals_of(form.routes, optimum.row_duals, 1.0)
    found = reduced_costs(growth.pricer, duals)
    routes = session.network.routes
    names = routes[KEY].apply(tuple, axis=1)
    compared = [(found[n], optimum.column_duals[i]) for i, n in names.items() if n in found]
    assert len(compared) > 200
    ours, theirs = np.array(compared).T
    assert np.abs(theirs).max() > 1e-3
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-10)


def reduced_costs(pricer: Pricer, duals: StageDuals) -> dict[Any, float]:
    """Return the reduced cost of every candidate by its names."""
    found = {}
    for block in pricer.candidates.blocks():
        bits, pool = pricer.candidates.open_modes(block), block.located.pool
        for m, mode in enumerate(pricer.candidates.hauls.modes):
            rows, ends = np.nonzero((bits >> m) & 1)
            costs = pricer.reduced(block, mode, (rows, ends), duals)
            for o, d, cost in zip(block.rows[rows], ends, costs, strict=True):
                found[pool.origins[o], pool.destinations[d], pool.lot, mode] = float(cost)
    return found


def test_an_infeasible_study_stays_infeasible() -> None:
    """Where no route helps, the search ends and says that there is no plan."""
    case = with_scenario(make_case(SMALL), limits=[{"floor": "utilization_rate", "at": "99.9 %"}])
    with pytest.raises(InfeasibleError):
        Session(build_network(case, FEW)).solve()


def test_few_routes_have_no_plan_and_more_are_found() -> None:
    """A floor that the first routes cannot meet is met by routes added for it."""
    session = Session(build_network(with_scenario(make_case(SMALL), limits=HARD), FEW))
    with pytest.raises(InfeasibleError):
        session.engine.run()
    assert session.solve().stages[0].value > 0


def test_small_regions_list_their_routes(project_root: Path) -> None:
    """Generation does not touch a region of ordinary size, nor one asked about a change."""
    case = load_case(project_root / "scenarios" / "baseline.yaml")
    assert not build_network(case, Generation()).grows
    asked = with_scenario(make_case(SMALL), objective=[{"minimize": "change_from_reference"}])
    assert not build_network(asked, FEW).grows


def test_block_size_changes_nothing() -> None:
    """Blocks of one row and one block for all give the same plan."""
    case = make_case(Size(15, 15, 4, 2))
    plans = []
    for block in (1, 10**6):
        session = Session(build_network(case, replace(FEW, block=block)))
        plan = session.solve()
        plans.append(flows(session.network, plan))
    assert plans[0].index.equals(plans[1].index)
    assert plans[0].to_numpy() == pytest.approx(plans[1].to_numpy(), abs=1e-7)
