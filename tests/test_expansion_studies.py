"""What is built in other hands: exported programmes, large regions, coalitions, explanations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pandas as pd
import pyomo.environ as pyo
import pytest

import sim
from sim.exchange import plan_from_values, solve_in_stages, to_pyomo
from sim.loader import load_case
from sim.loader.case import Case
from sim.model import build_arrays
from sim.network import build_network
from sim.network.open_trade import build_open_network, without_limits
from sim.network.players import find_players
from sim.solve import Session
from sim.solve.coalition import CoalitionSolver, members_of
from sim.solve.production import divide
from sim.synthetic import make_case
from tests.expansion_study import TARGET, write
from tests.study import solve_file
from tests.test_exchange import highs, write_file
from tests.test_exchange import solve_file as solve_written
from tests.test_growth import SMALL, assert_same_plan, solve_whole, with_scenario

CHEAPEST = [{"minimize": "net_cost"}]
REPLACING = [
    {"where": {"id": "l"}, "up_to": "50 %"},
    {"where": {"id": "n"}, "closes": {"ratio": "0.2", "where": {"id": "l"}}},
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The hand study with a replacement: the works close a fifth of what they build.

    412 kt/yr are 300 in the kiln, 140 in the works, less the 28 that close.
    """
    folder = tmp_path_factory.mktemp("building")
    target = [{"floor": "net_utilized", "at": "412 kt/yr"}]
    path = write(folder, objective=CHEAPEST, limits=target, expand=REPLACING)
    return load_case(path)


def test_pyomo_builds_the_same_and_its_plan_is_read(case: Case) -> None:
    """The exported model has the columns by their names, reaches the optimum, and comes back."""
    programme = build_arrays(build_network(case))
    model = to_pyomo(programme)
    solve_in_stages(model, highs())
    ours = Session(build_network(case)).solve()
    assert pyo.value(model.build["n", 2025]) == pytest.approx(140.0)
    read = plan_from_values(programme, model)
    assert read.stages[0].value == pytest.approx(ours.stages[0].value)
    pd.testing.assert_frame_equal(read.build, ours.build, atol=1e-6)
    pd.testing.assert_frame_equal(read.close, ours.close, atol=1e-6)
    assert pyo.value(model.close["l", "2", 2025]) == pytest.approx(28.0)


@pytest.mark.parametrize("kind", ["mps", "lp"])
def test_files_hold_what_is_built(case: Case, tmp_path: Path, kind: Any) -> None:
    """HiGHS reads the file and finds the optimum with what is built."""
    solver: highspy.Highs = solve_written(write_file(case, kind, 1, tmp_path))
    ours = Session(build_network(case)).solve()
    assert solver.getInfo().objective_function_value == pytest.approx(ours.stages[0].value)


def test_large_regions_build_the_same() -> None:
    """Routes taken in one by one lead to the same plan, what is built included."""
    small = make_case(SMALL)
    lines = small.tables["lines"].copy()
    technologies = small.tables["technologies"].assign(capex=150.0)
    named = lines["id"].tolist()
    lines.loc[::4, "status"] = "candidate"
    tables = {**small.tables, "lines": lines, "technologies": technologies}
    whole = with_scenario(
        replace(small, tables=tables),
        statuses=["operating", "assumed", "added", "candidate"],
        expand=[{"where": {"id": named[1::4]}, "up_to": "40 %"}],
        objective=[{"maximize": "utilization_rate", "slack": "1 %"}, {"minimize": "net_cost"}],
    )
    solved = solve_whole(whole)
    few = assert_same_plan(solved).solve()
    assert solved.plan.build["amount_kt_yr"].sum() > 1.0
    pd.testing.assert_frame_equal(solved.plan.build, few.build, atol=1e-6)


def test_a_player_builds_at_its_own_plants_alone(tmp_path: Path) -> None:
    """A coalition has its members' sites: alone the zone or the plant can do nothing."""
    network = build_open_network(without_limits(load_case(write(tmp_path))))
    players = find_players(network, "province")
    production = divide(Session(network), players)
    count = len(players.names)
    solver = CoalitionSolver(production, "net_utilized")
    alone = [solver.value(members_of(1 << number, count)) for number in range(count)]
    together = solver.value(members_of((1 << count) - 1, count))
    assert together == pytest.approx(450.0)
    assert max(alone) == pytest.approx(0.0, abs=1e-9)
    built = [i for i, (name, _) in enumerate(production.arrays.column_names) if name == "build"]
    owners = {players.names[production.owner[column]] for column in built}
    assert owners == {"Q"}


def test_prices_by_hand(tmp_path: Path) -> None:
    """A kt/yr of the kiln is worth its annuity where it may grow on; of its bound the difference.

    At 300 % the kiln alone grows, by 230 kt/yr: one more of nameplate saves 20 CNY/t a year. Up to
    50 % the works follow at 65 CNY a tonne, so that one more for the kiln at 60 saves 5.
    """
    grown = [{"where": {"id": "l"}, "up_to": "300 %"}]
    wide = solve_file(write(tmp_path / "a", objective=CHEAPEST, limits=TARGET, expand=grown))
    prices = wide.tables["prices"].set_index(["constraint", "index"])["net_cost_MCNY/yr_per_unit"]
    assert prices["line_capacity", "l"] == pytest.approx(-0.020)
    assert ("build_max", "l") not in prices.index
    tight = solve_file(write(tmp_path / "b", objective=CHEAPEST, limits=TARGET))
    table = tight.tables["prices"].set_index(["constraint", "index"])
    assert table.loc[("build_max", "l"), "net_cost_MCNY/yr_per_unit"] == pytest.approx(-0.005)
    assert table.loc[("build_max", "l"), "unit"] == "kt/yr"
    assert table.loc[("line_capacity", "l"), "net_cost_MCNY/yr_per_unit"] == pytest.approx(-0.025)


def test_investment_is_capped_and_minimized(tmp_path: Path) -> None:
    """A budget holds: 30 million build 100 kt/yr of the works and none of the dearer kiln."""
    limits = [{"cap": "investment", "at": "30 million CNY"}]
    stages = [{"maximize": "utilization_rate"}, *CHEAPEST]
    solved = solve_file(write(tmp_path, objective=stages, limits=limits))
    kpis = {row["name"]: row["value"] for row in solved.tables.summary["kpis"]}
    assert kpis["investment"] == pytest.approx(30.0)
    assert kpis["capacity_built"] == pytest.approx(100.0)
    assert kpis["utilization_rate"] == pytest.approx(0.6)
    units = {row["name"]: row["unit"] for row in solved.tables.summary["kpis"]}
    assert (units["investment"], units["capacity_built"]) == ("MCNY", "kt/yr")
    assert np.isclose(kpis["capex_cost"], 3.0)


def test_an_entry_with_steps_and_an_opening_is_varied(tmp_path: Path) -> None:
    """Each point of the sweep costs what the scenario with that bound written into it costs."""
    entry = {"where": {"id": "l"}, "up_to": "50 %", "cost": "400 CNY/(t/yr)", "life": "20 yr"}
    entry |= {"at_least": "30 kt/yr", "step": "20 kt/yr", "opening": "1 million CNY"}
    aim = {"objective": CHEAPEST, "limits": TARGET}
    case = sim.load(write(tmp_path / "swept", expand=[entry], **aim))
    sizes = ["80 kt/yr", "100 kt/yr"]
    swept = case.sweep(
        {
            "kind": "grid",
            "metrics": ["net_cost"],
            "parameters": [{"name": "size", "expand": {"entry": 1}, "set": {"up_to": sizes}}],
        }
    )
    found = swept.points["net_cost_MCNY_yr"].tolist()
    alone = [
        sim.load(write(tmp_path / size.partition(" ")[0], expand=[{**entry, "up_to": size}], **aim))
        .run()
        .kpis.loc["net_cost", "value"]
        for size in sizes
    ]
    assert found == pytest.approx(alone)
    assert found[0] != pytest.approx(found[1])
