"""Points of a study against cold runs of the same variants written by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.loader.change.variants import Study, load_study
from sim.network import build_network
from sim.solve import Session
from sim.studies.sweep.bounds import RightHandSides
from sim.studies.sweep.points import plan_points
from sim.studies.sweep.study import OPTIMAL, PointResult, PointSolver, name_limits, solving_order
from sim.studies.sweep.tables import (
    tabulate_binding,
    tabulate_distributions,
    tabulate_drivers,
    tabulate_points,
    tabulate_responses,
    tabulate_swings,
    write_row,
)
from tests.seeds import some_of
from tests.sweep_studies import (
    METRICS,
    OLD_STOCK,
    RICH,
    by_hand,
    solve_cold,
    with_sweep,
    write_project,
    write_scenario,
)

pytestmark = pytest.mark.xdist_group("sweep")

WARM: tuple[dict[str, Any], ...] = (
    {
        "name": "capacity",
        "table": "lines",
        "where": {"id": "grinding-mill"},
        "scale": {"capacity": [0.6, 1.3]},
    },
    {"name": "all capacities", "table": "lines", "scale": {"capacity": [0.8]}},
    {
        "name": "availability",
        "table": "lines",
        "where": {"id": "cement-kiln"},
        "set": {"availability": ["55 %"]},
    },
    {
        "name": "added line",
        "table": "lines",
        "where": {"id": "new-mill"},
        "set": {"capacity": ["100 kt/yr", "60 万吨/年"]},
    },
    {
        "name": "least load",
        "table": "lines",
        "where": {"id": "flotation-line"},
        "scale": {"capacity": [0.7]},
    },
    {
        "name": "demand",
        "table": "markets",
        "where": {"product": "cement"},
        "use": {"max": ["low", "typical", "high"]},
    },
    {
        "name": "group",
        "table": "markets",
        "where": {"group": "cement"},
        "set": {"group_max": ["1500 kt/yr"]},
    },
    {
        "name": "contract",
        "table": "markets",
        "where": {"id": "brick-all"},
        "set": {"min": ["200 kt/yr"]},
    },
    {"name": "quota", "border": {"from": "Westland"}, "set": {"quota": ["100 kt/yr", "0 kt/yr"]}},
    {"name": "quota factor", "border": {"from": "Westland"}, "scale": {"quota": [1.5]}},
    {
        "name": "terminals",
        "table": "terminals",
        "where": {"id": "port_west"},
        "set": {"capacity": ["40 kt/yr"]},
    },
    {"name": "sinks", "table": "sinks", "where": {"id": "tip"}, "scale": {"capacity": [0.5]}},
    {"name": "budget", "limit": {"cap": "logistics_cost"}, "set": {"at": ["60 million CNY/yr"]}},
    {"name": "budget factor", "limit": {"cap": "logistics_cost"}, "scale": {"at": [0.8]}},
    {"name": "floor", "limit": {"floor": "gross_utilization_rate"}, "set": {"at": ["30 %"]}},
    {"name": "cost cap", "limit": {"cap": "net_cost"}, "set": {"at": ["0 CNY/yr"]}},
)
"""Parameters that change right-hand sides and nothing else."""
COLD: tuple[dict[str, Any], ...] = (
    {"name": "tariff", "table": "modes", "where": {"id": "truck"}, "scale": {"tariff": [2.0]}},
    {"name": "generation", "table": "generation", "use": {"amount": ["high"]}},
    {
        "name": "share",
        "table": "inputs",
        "where": {"recipe": "brick", "material": "tailings"},
        "set": {"max": ["40 %"]},
    },
    {
        "name": "carbon",
        "table": "parameters",
        "where": {"id": "carbon_price"},
        "use": {"value": ["high"]},
    },
    {
        "name": "no line",
        "table": "lines",
        "where": {"id": "brick-line"},
        "set": {"capacity": ["0 kt/yr"]},
    },
    {"name": "no bound", "table": "markets", "where": {"id": "brick-all"}, "set": {"max": [None]}},
    {"name": "rule", "border": {"from": "Westland"}, "set": {"rule": ["closed"]}},
    {"name": "surcharge", "border": {"from": "Westland"}, "set": {"surcharge": ["30 CNY/t"]}},
    {"name": "tax", "set": {"tax_storage": [True]}},
    {"name": "modes", "set": {"modes": [["truck"]]}},
    {"name": "statuses", "set": {"statuses": [["operating"]]}},
    {"name": "objective", "set": {"objective": [[{"minimize": "net_cost"}]]}},
)
"""Parameters that change the programme itself."""

ALIKE = {"all capacities", "availability", "quota factor", "budget factor", "cost cap", "contract"}
"""Parameters that move a right-hand side of a family that another one moves as well."""


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the scenarios folder of the example project."""
    return write_project(tmp_path_factory.mktemp("project"))


def make_study(scenarios: Path, base: Any, kind: str, parameters: Any, **more: Any) -> Study:
    return load_study(write_scenario(scenarios, with_sweep(base, kind, parameters, **more)))


def compare_to_cold(scenarios: Path, base: Any, result: PointResult, changes: Any) -> None:
    """Fail where a point differs from the cold run of the variant written by hand."""
    scenario = {**by_hand(base, *changes), "name": "by-hand"}
    cold = solve_cold(write_scenario(scenarios, scenario))
    if isinstance(cold, str):
        assert result.status == cold
        assert result.reason
        assert result.metrics == {}
    else:
        assert result.status == OPTIMAL, result.reason
        assert result.metrics == pytest.approx(cold, rel=1e-7, abs=1e-6)


@pytest.fixture(scope="module")
def moved(scenarios: Path) -> dict[str, list[PointResult]]:
    """Return the points of one study with every parameter, by the name of the parameter."""
    study = make_study(scenarios, RICH, "one_at_a_time", [*WARM, *COLD])
    base, *points = plan_points(study)
    solver = PointSolver(study)
    solver.solve(base)
    found: dict[str, list[PointResult]] = {}
    for point in points:
        name = study.sweep.parameters[point.settings[0].parameter].name
        found.setdefault(name, []).append(solver.solve(point))
    return found


@pytest.mark.parametrize(
    "parameter",
    some_of(
        sorted([*WARM, *COLD], key=lambda p: p["name"] in ALIKE), len([*WARM, *COLD]) - len(ALIKE)
    ),
    ids=lambda p: p["name"],
)
def test_points_equal_cold_runs(
    scenarios: Path, moved: dict[str, list[PointResult]], parameter: dict[str, Any]
) -> None:
    """A point equals the cold run of its variant; right-hand sides never build a programme anew."""
    for result in moved[parameter["name"]]:
        assert result.is_warm == (parameter in WARM)
        value = result.point.settings[0].value
        compare_to_cold(scenarios, RICH, result, [(parameter, value)])


@pytest.mark.parametrize(
    "parameter",
    some_of(
        [
            {"name": "stock", "table": "legacy", "scale": {"stock": [0.3, 2.0]}},
            {"name": "yearly", "table": "legacy", "set": {"yearly_limit": ["3 %/yr", "0 /yr"]}},
            {
                "name": "floor",
                "limit": {"floor": "gross_utilization_rate"},
                "set": {"at": ["45 %"]},
            },
            {"name": "capacity", "table": "lines", "scale": {"capacity": [0.7, 1.2]}},
        ],
        2,
    ),
    ids=lambda p: p["name"],
)
def test_points_with_old_stock_equal_cold_runs(scenarios: Path, parameter: dict[str, Any]) -> None:
    """Where old stock makes the rate a true fraction, points equal cold runs as well."""
    stock = {
        **RICH,
        "objective": [{"maximize": "utilization_rate", "slack": "0.5 %"}, {"minimize": "net_cost"}],
        "change": [*RICH["change"], OLD_STOCK],
    }
    study = make_study(scenarios, stock, "one_at_a_time", [parameter])
    solver = PointSolver(study)
    for point in plan_points(study)[1:]:
        value = study.sweep.parameters[0].values[point.number - 2]
        compare_to_cold(scenarios, stock, solver.solve(point), [(parameter, value)])


def test_combined_points_equal_cold_runs(scenarios: Path) -> None:
    """Points that move several things at once equal cold runs, across two programmes."""
    chosen = [COLD[0] | {"scale": {"tariff": [1.0, 3.0]}}, WARM[0], WARM[3]]
    study = make_study(scenarios, RICH, "grid", chosen)
    solver = PointSolver(study)
    points = plan_points(study)
    results = [solver.solve(point) for point in solving_order(study, points)]
    assert [r.is_warm for r in results] == [False, True, True, True] * 2
    for result in results[::3]:
        changes = [(chosen[s.parameter], s.value) for s in result.point.settings]
        compare_to_cold(scenarios, RICH, result, changes)


def test_samples_equal_cold_runs(scenarios: Path) -> None:
    """Drawn values, written by hand, give the same plans; a range is interpolated row by row."""
    parameters = [
        {
            "name": "kiln",
            "table": "lines",
            "where": {"id": "cement-kiln"},
            "set": {"capacity": ["1500 kt/yr", "3 Mt/yr"]},
        },
        {
            "name": "mill",
            "table": "lines",
            "where": {"technology": "mill"},
            "scale": {"capacity": [0.5, 1.0, 1.1]},
        },
        {
            "name": "west",
            "table": "markets",
            "where": {"id": "cement-west"},
            "use": {"max": ["low", "typical", "high"]},
        },
    ]
    study = make_study(scenarios, RICH, "sampled", parameters, samples=5, seed=3)
    solver = PointSolver(study)
    for point in plan_points(study):
        kiln, mill, share = (s.value for s in point.settings)
        low, typical, high = 900.0, 1100.0, 1300.0
        west = np.interp(share, [0, 0.5, 1], [low, typical, high])
        by = {"name": "west", "table": "markets", "where": {"id": "cement-west"}, "set": {"max": 0}}
        changes = [(parameters[0], kiln), (parameters[1], mill), (by, f"{west} kt/yr")]
        compare_to_cold(scenarios, RICH, solver.solve(point), changes)


def test_order_of_points_does_not_matter(scenarios: Path) -> None:
    """Solved forwards, backwards or alone, a point has the same figures and binding limits."""
    study = make_study(
        scenarios,
        RICH,
        "sampled",
        [
            WARM[0],
            WARM[1] | {"scale": {"capacity": [0.6, 1.0, 1.4]}},
            WARM[5],
            WARM[13] | {"scale": {"at": [0.2, 1.2]}},
        ],
        samples=24,
    )
    points = plan_points(study)
    forwards, backwards = PointSolver(study), PointSolver(study)
    first = {p.id: forwards.solve(p) for p in points}
    second = {p.id: backwards.solve(p) for p in reversed(points)}
    assert {r.status for r in first.values()} == {OPTIMAL, "infeasible"}
    for key, result in first.items():
        assert result.status == second[key].status
        assert result.metrics == pytest.approx(second[key].metrics, rel=1e-9, abs=1e-7)
        assert result.binding == second[key].binding
    alone = PointSolver(study).solve(points[-1])
    assert alone.metrics == pytest.approx(first[points[-1].id].metrics, rel=1e-9, abs=1e-7)


def test_right_hand_sides_are_the_programmes(scenarios: Path) -> None:
    """Bounds read from a case are those its programme is built with, in every family."""
    study = make_study(
        scenarios, {**RICH, "change": [*RICH["change"], OLD_STOCK]}, "grid", [WARM[0]]
    )
    network = build_network(study.case)
    session = Session(network)
    reader = RightHandSides(study.loaded, network, session)
    families = Counter(row[0] for rows in reader.own.values() for row in rows)
    assert set(families) == {
        "line_capacity",
        "line_min_load",
        "market_max",
        "market_min",
        "market_group_max",
        "sink_capacity",
        "terminal_capacity",
        "legacy_limit",
        "border_quota",
    }
    for rows in reader.own.values():
        for row, bounds in rows.items():
            if row in session.row_of:
                assert bounds == pytest.approx(session.bounds(row))


def test_samples_are_a_latin_hypercube(scenarios: Path) -> None:
    """The seed fixes the points; every slice of a range is hit once; typical is the median."""
    parameters = [
        {"name": "a", "table": "lines", "scale": {"capacity": [0.5, 1.0, 3.0]}},
        {"name": "b", "border": {"from": "Westland"}, "set": {"rule": ["filing", "closed"]}},
    ]

    def draw(seed: int) -> list[tuple[Any, ...]]:
        study = make_study(scenarios, RICH, "sampled", parameters, samples=20, seed=seed)
        return [tuple(s.value for s in point.settings) for point in plan_points(study)]

    first = draw(5)
    assert first == draw(5)
    assert first != draw(6)
    factors = np.array([a for a, _ in first])
    shares = np.interp(factors, [0.5, 1.0, 3.0], [0.0, 0.5, 1.0])
    assert sorted(np.floor(shares * 20)) == list(range(20))
    assert Counter(b for _, b in first) == {"filing": 10, "closed": 10}


def test_kinds_of_studies(scenarios: Path) -> None:
    """A grid combines, a list goes in step, one at a time begins with the scenario as it is."""
    two = [WARM[0], WARM[3]]

    def values(kind: str) -> list[list[Any]]:
        study = make_study(scenarios, RICH, kind, two)
        return [[point.value(0), point.value(1)] for point in plan_points(study)]

    a, b, x, y = 0.6, 1.3, "100 kt/yr", "60 万吨/年"
    assert values("grid") == [[a, x], [a, y], [b, x], [b, y]]
    assert values("list") == [[a, x], [b, y]]
    assert values("one_at_a_time") == [[None, None], [a, None], [b, None], [None, x], [None, y]]


def test_ids_follow_content(scenarios: Path) -> None:
    """An id changes with the input and the values, not with names, seeds or other values."""

    def ids(base: Any, parameter: Any) -> list[str]:
        study = make_study(scenarios, base, "grid", [parameter])
        return [point.id for point in plan_points(study)]

    first = ids(RICH, WARM[0])
    assert ids({**RICH, "title": {"en": "Other"}}, WARM[0] | {"name": "other"}) == first
    more = WARM[0] | {"scale": {"capacity": [0.6, 0.9, 1.3]}}
    assert [ids(RICH, more)[n] for n in (0, 2)] == first
    assert not set(ids({**RICH, "tax_storage": True}, WARM[0])) & set(first)
    assert not set(ids(RICH, WARM[0] | {"where": {"id": "cement-mill"}})) & set(first)


def test_invalid_combination_is_a_row(scenarios: Path) -> None:
    """Values that are right alone and wrong together make a point with its reason."""
    parameters = [
        {
            "name": "least",
            "table": "markets",
            "where": {"id": "brick-all"},
            "set": {"min": ["20 kt/yr", "300 kt/yr"]},
        },
        {
            "name": "most",
            "table": "markets",
            "where": {"id": "brick-all"},
            "set": {"max": ["250 kt/yr", "350 kt/yr"]},
        },
    ]
    study = make_study(scenarios, RICH, "grid", parameters)
    results = [PointSolver(study).solve(point) for point in plan_points(study)]
    assert [r.status for r in results] == [OPTIMAL, OPTIMAL, "invalid_input", results[3].status]
    assert "min 300 is above max 250" in results[2].reason
    assert "rich.yaml:" in results[2].reason
    assert "rich.yaml:" in results[2].reason_zh
    assert "大于" in results[2].reason_zh
    assert "above" not in results[2].reason_zh


def test_tables_of_a_study(scenarios: Path) -> None:
    """Swings are sorted, failures counted, binding limits counted over points with a plan."""
    parameters = [
        WARM[0],
        WARM[13] | {"scale": {"at": [0.05, 0.8]}},
        {
            "name": "kiln",
            "table": "lines",
            "where": {"id": "cement-kiln"},
            "scale": {"capacity": [0.5, 1.2]},
        },
    ]
    study = make_study(scenarios, RICH, "one_at_a_time", parameters)
    points, solver = plan_points(study), PointSolver(study)
    results = solver.solve_block(points)
    rows = [write_row(study, result) for result in results]
    table = tabulate_points(study.sweep, points, list(reversed(rows)))
    assert list(table["point"]) == [1, 2, 3, 4, 5, 6, 7]
    assert list(table["status"]).count("infeasible") == 1
    rates = [100 * r.metrics["utilization_rate"] for r in results if r.metrics]
    assert list(table["utilization_rate_pct"].dropna()) == pytest.approx(rates)
    responses = tabulate_responses(study, points, table)
    assert list(responses["number"].dropna()) == [0.6, 1.3, 0.05, 0.8, 0.5, 1.2]
    swings = tabulate_swings(study.sweep, responses)
    own = swings[swings["metric"] == "net_cost"]
    assert list(own["swing"]) == sorted(own["swing"], reverse=True)
    kiln = own.set_index("parameter").loc["kiln"]
    costs = [results[n].metrics["net_cost"] for n in (0, 5, 6)]
    assert (kiln["least"], kiln["most"]) == pytest.approx((min(costs), max(costs)))
    assert own.set_index("parameter").loc["budget factor", "failed"] == 1
    binding = tabulate_binding(table, name_limits(study)).set_index("limit")
    full = sum("line_capacity|brick-line" in r.binding for r in results)
    assert binding.loc["line_capacity|brick-line", "points"] == full > 0
    assert binding.loc["line_capacity|brick-line", "share_pct"] == pytest.approx(100 * full / 6)
    assert "brick" in binding.loc["line_capacity|brick-line", "name_en"]


def test_distribution_and_drivers(scenarios: Path) -> None:
    """Quantiles are those of the points; a monotone parameter alone has rank correlation 1."""
    kiln = {
        "name": "kiln",
        "table": "lines",
        "where": {"technology": "mill"},
        "scale": {"capacity": [0.3, 0.9]},
    }
    study = make_study(scenarios, RICH, "sampled", [kiln], samples=25)
    points, solver = plan_points(study), PointSolver(study)
    rows = [write_row(study, solver.solve(point)) for point in points]
    table = tabulate_points(study.sweep, points, rows)
    found = tabulate_distributions(study.sweep, table).set_index("metric").loc["net_utilized"]
    values = table["net_utilized_kt_yr"]
    assert found["q50"] == pytest.approx(values.median())
    assert found["mean"] == pytest.approx(values.mean())
    assert found["least"] == values.min() < found["q05"] < found["q95"] < found["most"]
    drivers = tabulate_drivers(study, points, table).set_index(["metric", "parameter"])
    assert drivers.loc[("net_utilized", "kiln"), "rank_correlation"] == pytest.approx(1.0)
    assert set(METRICS) >= set(drivers.index.get_level_values("metric"))


def test_time_limit_is_of_each_solve(scenarios: Path) -> None:
    """A long study does not run out of time: the limit moves on with the solver's clock."""
    limited = {**RICH, "solver": {"time_limit": "60 s"}}
    study = make_study(scenarios, limited, "grid", [WARM[0]])
    session = Session(build_network(study.case))
    highs = session.engine.highs
    session.solve()
    used = highs.getRunTime()
    assert used > 0
    session.solve()
    assert highs.getOptionValue("time_limit")[1] == pytest.approx(used + 60.0)
