"""The trade-off of two metrics: against network flow, closed forms, dense grids and cold runs."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import yaml

from sim.cli.main import main
from sim.cli.project import create
from sim.errors import InputError
from sim.loader import load_case
from sim.network import Network, build_network
from sim.results.credit import tabulate_wastes
from sim.results.kpis import compute_kpis
from sim.rules.metrics import METRICS
from sim.scenario.document import Limit, Stage
from sim.solve import Keep, Plan, Session
from sim.studies.frontier.search import trace_frontier
from sim.studies.frontier.study import Frontier
from tests.seeds import some_of
from tests.study import MODES, csv, write_study

PAIRS = (
    ("net_cost", "utilization_rate"),
    ("transport_work", "net_utilized"),
    ("utilization_rate", "net_cost"),
    ("net_cost", "net_co2"),
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """Return the network of the example project."""
    return build_network(load_case(create(tmp_path_factory.mktemp("example"))))


@pytest.fixture(scope="module")
def traced(example: Network) -> dict[tuple[str, str], Frontier]:
    """Trace every pair once, in one session."""
    session = Session(example)
    return {pair: trace_frontier(session, *pair) for pair in PAIRS}


def figures(network: Network, plan: Plan) -> dict[str, float]:
    """Return every metric of a plan."""
    return compute_kpis(network, plan, tabulate_wastes(network, plan))


def best(metric: str) -> Stage:
    """Return the stage that makes a metric as good as can be."""
    verb = "maximize" if METRICS[metric].better == "high" else "minimize"
    return Stage.model_validate({verb: metric})


def close(found: float, due: float) -> bool:
    """Return whether two values agree to a millionth."""
    return abs(found - due) <= 1e-6 * max(1.0, abs(due))


@pytest.mark.xdist_group("frontier")
@pytest.mark.parametrize("pair", PAIRS)
class TestExample:
    """Frontiers of the example project."""

    def test_ends_are_the_two_optima(
        self, traced: dict[tuple[str, str], Frontier], example: Network, pair: tuple[str, str]
    ) -> None:
        """The first point is the best x there is, the last one the best y, by cold solves."""
        found = traced[pair]
        for metric, value in zip(pair, (found.points[0].x, found.points[-1].y), strict=True):
            scenario = example.scenario.model_copy(update={"objective": [best(metric)]})
            alone = Session(replace(example, scenario=scenario)).solve()
            assert close(value, alone.stages[0].value)
        assert len(found.points) > 4

    def test_points_are_optimal_on_a_cold_solve(
        self, traced: dict[tuple[str, str], Frontier], example: Network, pair: tuple[str, str]
    ) -> None:
        """With x limited in the scenario and y alone to optimize, a new session finds the same."""
        x, y = pair
        side = "floor" if METRICS[x].better == "high" else "cap"
        for point in traced[pair].points[1:]:
            unit = METRICS[x].unit or "%"
            at = point.x + 1e-9 * abs(point.x) * (-1 if side == "floor" else 1)
            at *= 1.0 if METRICS[x].unit else 100.0
            limit = Limit.model_validate({side: x, "at": f"{at!r} {unit}"})
            update = {"objective": [best(y)], "limits": [*example.scenario.limits, limit]}
            scenario = example.scenario.model_copy(update=update)
            alone = Session(replace(example, scenario=scenario)).solve()
            assert close(point.y, alone.stages[0].value)

    def test_plans_have_the_figures_of_their_points(
        self, traced: dict[tuple[str, str], Frontier], example: Network, pair: tuple[str, str]
    ) -> None:
        """The plan kept with a point has its x and its y."""
        for point in traced[pair].points:
            assert close(point.figures[pair[0]], point.x)
            assert close(point.figures[pair[1]], point.y)

    def test_it_is_monotone_and_bends_one_way(
        self, traced: dict[tuple[str, str], Frontier], pair: tuple[str, str]
    ) -> None:
        """More cost always brings more gain, and ever less of it (the rates have a fixed base)."""
        points = traced[pair].points
        assert all(p.cost < q.cost and p.gain < q.gain for p, q in pairwise(points))
        slopes = [(q.gain - p.gain) / (q.cost - p.cost) for p, q in pairwise(points)]
        assert all(a >= b * (1 - 1e-6) for a, b in pairwise(slopes))
        for point, (before, after) in zip(points[1:-1], pairwise(slopes), strict=True):
            assert after * (1 - 1e-5) <= point.price <= before * (1 + 1e-5)

    def test_stated_accuracy_holds_on_a_dense_grid(
        self, traced: dict[tuple[str, str], Frontier], example: Network, pair: tuple[str, str]
    ) -> None:
        """Between the points the line is off by no more than was stated, and never above."""
        found, session = traced[pair], Session(example)
        assert found.error <= 1e-3
        costs, gains = [[getattr(p, a) for p in found.points] for a in ("cost", "gain")]
        sign = {name: 1.0 if METRICS[name].better == "high" else -1.0 for name in pair}
        worst = 0.0
        for cost in np.linspace(costs[0], costs[-1], 61)[1:-1]:
            keep = Keep(pair[0], -sign[pair[0]] * cost, at_least=sign[pair[0]] > 0)
            gain = sign[pair[1]] * session.solve([best(pair[1])], keep=[keep]).stages[0].value
            in_y = (gain - np.interp(cost, costs, gains)) / found.span
            in_x = (np.interp(gain, gains, costs) - cost) / found.width
            assert in_y >= -1e-7
            worst = max(worst, min(in_y, in_x))
        assert worst <= found.error + 1e-7

    def test_knee_is_the_farthest_from_the_line_between_the_ends(
        self, traced: dict[tuple[str, str], Frontier], pair: tuple[str, str]
    ) -> None:
        """No point of the frontier lies farther from the chord, measured in its own box."""
        found = traced[pair]
        u = np.array([(p.cost - found.points[0].cost) / found.width for p in found.points])
        v = np.array([(p.gain - found.points[0].gain) / found.span for p in found.points])
        assert found.knee is not None
        assert found.knee == int(np.argmax(np.abs(v - u) / np.sqrt(2.0)))


WASTES = {
    "materials": "id,name_en,kind,waste_class,storage_cost [CNY/t]\n"
    "w,Waste,waste,general_I,0\nn,Not used,waste,general_I,0\ng,Good,product,,0\n",
    "technologies": "id,name_en,tier\nuse,Use,medium\n",
    "recipes": "id,technology,name_en,activity\nuse,use,Use,product\n",
    "inputs": "recipe,material,min,max\nuse,w,1,1\n",
    "yields": "recipe,material,per,amount\nuse,g,activity,1\n",
    "markets": "id,name_en,product,price [CNY/t]\nall,All,g,0\n",
    "modes": MODES,
}


def study(
    folder: Path,
    supply: list[int],
    capacity: list[int],
    cost: dict[tuple[int, int], int],
    **more: str,
) -> Network:
    """Return the network of a study: zones, plants, and a cost in CNY/t for each link."""
    tables = {
        **WASTES,
        "zones": csv("id,name_en", [(f"z{i}", f"z{i}") for i in range(len(supply))]),
        "generation": csv(
            "zone,material,amount [kt/yr]", [(f"z{i}", "w", s) for i, s in enumerate(supply)]
        ),
        "plants": csv("id,name_en", [(f"p{j}", f"p{j}") for j in range(len(capacity))]),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr]",
            [(f"l{j}", f"p{j}", "use", c) for j, c in enumerate(capacity)],
        ),
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t]",
            [(f"z{i}", f"p{j}", "truck", 1, c) for (i, j), c in sorted(cost.items())],
        ),
        **more,
    }
    return build_network(load_case(write_study(folder, tables)))


@pytest.mark.parametrize("seed", some_of(range(6), 2))
def test_frontier_equals_parametric_network_flow(tmp_path: Path, seed: int) -> None:
    """With one waste the frontier of tonnage against cost is the least cost of every flow."""
    rng = random.Random(seed)
    supply = [rng.randint(5, 40) for _ in range(rng.randint(2, 4))]
    capacity = [rng.randint(5, 40) for _ in range(rng.randint(2, 3))]
    links = [(i, j) for i in range(len(supply)) for j in range(len(capacity))]
    cost = {link: rng.randint(1, 90) for link in links}
    session = Session(study(tmp_path, supply, capacity, cost))
    found = trace_frontier(session, "net_cost", "net_utilized", accuracy=1e-4, most=200)
    most = min(sum(supply), sum(capacity))
    due = [_least_cost(supply, capacity, cost, amount) for amount in range(most + 1)]
    assert found.points[0].x == pytest.approx(0.0, abs=1e-9)
    assert found.points[-1].x == pytest.approx(due[most], rel=1e-9)
    for point in found.points:
        assert point.x == pytest.approx(
            np.interp(point.y, range(most + 1), due), rel=1e-7, abs=1e-7
        )
    shown = np.interp(range(most + 1), [p.y for p in found.points], [p.x for p in found.points])
    assert np.abs(shown - due).max() <= 1e-4 * due[most] * 1.01


def _least_cost(
    supply: list[int], capacity: list[int], cost: dict[tuple[int, int], int], amount: int
) -> float:
    """Return the least cost of using an amount, in million CNY, by network simplex."""
    graph = nx.DiGraph()
    graph.add_node("s", demand=-amount)
    graph.add_node("t", demand=amount)
    for i, size in enumerate(supply):
        graph.add_edge("s", ("z", i), capacity=size, weight=0)
    for j, size in enumerate(capacity):
        graph.add_edge(("p", j), "t", capacity=size, weight=0)
    for (i, j), weight in cost.items():
        graph.add_edge(("z", i), ("p", j), weight=weight)
    return float(nx.min_cost_flow_cost(graph)) * 1e-3


def old_stock(folder: Path) -> Network:
    """Return a study whose rate has a base that grows: old stock counts below the line too."""
    return study(
        folder,
        [10],
        [500],
        {(0, 0): 20},
        generation="zone,material,amount [kt/yr]\nz0,w,10\nz0,n,50\n",
        legacy="zone,material,stock,yearly_limit,reclaim_cost\nz0,w,1 Mt,20 %/yr,30 CNY/t\n",
    )


def rate_at(cost: float) -> float:
    """Return the best rate of that study for a cost: 10 kt at 20 CNY/t, then stock at 50 CNY/t."""
    fresh = min(cost / 0.02, 10.0)
    stock = max(cost - 0.2, 0.0) / 0.05
    return (fresh + stock) / (60.0 + stock)


@pytest.mark.parametrize(
    ("x", "y"), [("net_cost", "utilization_rate"), ("utilization_rate", "net_cost")]
)
def test_rate_with_a_growing_base_follows_its_closed_form(tmp_path: Path, x: str, y: str) -> None:
    """The curve is bent all along; points lie on it, and the stated accuracy holds between."""
    found = trace_frontier(Session(old_stock(tmp_path)), x, y, accuracy=5e-3, most=200)
    assert found.ratio.low < found.ratio.high
    assert found.error <= 5e-3
    assert len(found.points) < 40
    money, rates = [
        [getattr(p, axis) for p in found.points]
        for axis in (("x", "y") if x == "net_cost" else ("y", "x"))
    ]
    assert rates == pytest.approx([rate_at(m) for m in money], abs=1e-8)
    order = np.argsort(money)
    grid = np.linspace(0.0, max(money), 2001)
    shown = np.interp(grid, np.array(money)[order], np.array(rates)[order])
    due = np.array([rate_at(c) for c in grid])
    off_rate = np.abs(due - shown) / (max(rates) - min(rates))
    off_money = np.abs(np.interp(due, np.array(rates)[order], np.array(money)[order]) - grid)
    worst = np.minimum(off_rate, off_money / max(money)).max()
    assert worst <= found.error + 1e-9
    assert worst > found.error / 50


def test_dual_is_the_slope_where_the_curve_is_smooth(tmp_path: Path) -> None:
    """The price of a point is the derivative of the closed form."""
    found = trace_frontier(Session(old_stock(tmp_path)), "net_cost", "utilization_rate", 5e-3)
    for point in found.points:
        if 0.21 < point.x < 10.0:
            step = 1e-5
            slope = (rate_at(point.x + step) - rate_at(point.x - step)) / (2 * step)
            assert point.price == pytest.approx(slope, rel=1e-5)


def test_straight_frontier_has_no_knee(tmp_path: Path) -> None:
    """One price for everything: two ends, a straight line, no knee."""
    session = Session(study(tmp_path, [30], [20], {(0, 0): 5}))
    found = trace_frontier(session, "net_cost", "net_utilized")
    assert [p.x for p in found.points] == pytest.approx([0.0, 0.1], abs=1e-9)
    assert [p.y for p in found.points] == pytest.approx([0.0, 20.0], abs=1e-6)
    assert found.knee is None
    assert found.error == pytest.approx(0.0, abs=1e-9)
    assert [p.price for p in found.points] == pytest.approx([200.0, 200.0])


def test_metrics_that_agree_have_one_point(tmp_path: Path) -> None:
    """Where one plan is best in both, there is nothing to trade."""
    session = Session(study(tmp_path, [30], [20], {(0, 0): 5}))
    found = trace_frontier(session, "net_utilized", "utilization_rate")
    assert [p.x for p in found.points] == pytest.approx([20.0])
    assert [p.y for p in found.points] == pytest.approx([2 / 3])
    assert found.knee is None


def test_most_points_are_kept_to(example: Network) -> None:
    """With few points the error is larger, and stated so."""
    few = trace_frontier(Session(example), *PAIRS[0], accuracy=1e-4, most=4)
    assert len(few.points) == 4
    assert few.error > 1e-4


def test_the_same_metric_twice_is_refused(example: Network) -> None:
    """A metric cannot be traded against itself."""
    with pytest.raises(InputError, match="both 'net_cost'"):
        trace_frontier(Session(example), "net_cost", "net_cost")


def test_kept_metric_stays_kept_to_the_last_stage(example: Network) -> None:
    """What the first stage reached under a kept metric, the final plan still has."""
    session = Session(example)
    keep = [Keep("net_cost", -566.0, at_least=False)]
    plan = session.solve([best("utilization_rate"), best("net_cost")], keep=keep)
    kpis = figures(example, plan)
    assert kpis["utilization_rate"] == pytest.approx(plan.stages[0].value, rel=1e-8)
    assert kpis["net_cost"] == pytest.approx(-566.0, rel=1e-8)


def test_stage_after_a_slack_is_held(example: Network) -> None:
    """The cost found within a slack of the rate is the cost of the plan, also after the ties."""
    first = Stage.model_validate({"maximize": "utilization_rate", "slack": "1 %"})
    plan = Session(example).solve([first, best("net_cost")])
    kpis = figures(example, plan)
    assert kpis["net_cost"] == pytest.approx(plan.stages[1].value, rel=1e-8)
    assert kpis["utilization_rate"] == pytest.approx(plan.stages[0].value - 0.01, rel=1e-6)


# -- the command -------------------------------------------------------------------------------


def run_sim(*arguments: str) -> int:
    """Run the command in this process; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def test_command_writes_points_that_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Table, chart, full plans of ends and knee; a point's scenario run alone gives its figures."""
    path = create(tmp_path / "project")
    arguments = ["--x", "net_cost", "--y", "utilization_rate", "--accuracy", "2 %"]
    assert run_sim("frontier", str(path), *arguments, "--keep-plans", "--basemap", "none") == 0
    said = capsys.readouterr().out
    folder = tmp_path / "project" / "results" / "frontier-baseline-utilization_rate-net_cost"
    assert said.replace("\n", "").rstrip().endswith(str(folder))
    assert "Knee: " in said
    table = pd.read_csv(folder / "frontier.csv")
    assert table["optimal"].all()
    assert list(table["is_end"]) == [True, *[False] * (len(table) - 2), True]
    knee = table[table["is_knee"]].iloc[0]
    kept = sorted(entry.name for entry in (folder / "plans").iterdir())
    assert [int(name[-2:]) for name in kept] == sorted({1, int(knee["point"]), len(table)})
    for name in kept:
        assert (folder / "plans" / name / "verification.json").exists()
    for name in ("frontier.png", "frontier.svg", "frontier.json", "manifest.json"):
        assert (folder / name).stat().st_size > 0
    scenario = folder / str(knee["scenario"])
    out = tmp_path / "again"
    assert run_sim("run", str(scenario), "--out", str(out), "--basemap", "none") == 0
    name = yaml.safe_load(scenario.read_text(encoding="utf-8"))["name"]
    summary = json.loads((out / name / "summary.json").read_text(encoding="utf-8"))
    kpis = {row["name"]: row["value"] for row in summary["kpis"]}
    assert 100 * kpis["utilization_rate"] == pytest.approx(knee["y_utilization_rate_pct"])
    assert kpis["net_cost"] == pytest.approx(knee["x_net_cost_MCNY_yr"], rel=1e-6)
    assert kpis["transport_work"] == pytest.approx(knee["transport_work_Mt_km_yr"], rel=1e-6)


def test_command_speaks_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --lang zh figures are in 亿元 and no English word is left."""
    path = create(tmp_path / "project")
    arguments = ["--x", "net_cost", "--y", "net_utilized", "--accuracy", "5 %", "--no-check"]
    assert run_sim("frontier", str(path), *arguments, "--lang", "zh") == 0
    said = capsys.readouterr().out.split("图：")[0]
    assert "亿元/年" in said
    assert "万吨/年" in said
    assert "拐点" in said
    assert not any(word.isascii() and word.isalpha() for word in said.split())


def test_command_is_the_same_twice(tmp_path: Path) -> None:
    """Two runs write the same table, the same picture and the same scenarios."""
    path = create(tmp_path / "project")
    contents = []
    for out in ("a", "b"):
        arguments = ["--x", "net_cost", "--y", "net_co2", "--accuracy", "5 %", "--json"]
        assert run_sim("frontier", str(path), *arguments, "--out", str(tmp_path / out)) == 0
        folder = tmp_path / out / "frontier-baseline-net_co2-net_cost"
        files = sorted(f for f in folder.rglob("*") if f.is_file())
        contents.append({str(f.relative_to(folder)): f.read_bytes() for f in files})
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--accuracy", "many"], "not a number"),
        (["--accuracy", "150 %"], "not a share between"),
        (["--x", "utilization_rate"], "name two different metrics"),
        (["--x", "happiness"], "happiness"),
        (["--points", "1"], "--points"),
    ],
)
def test_wrong_options_exit_2_and_write_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    """What cannot be meant is refused with what was wrong, and no folder appears."""
    path = create(tmp_path / "project")
    given = ["--x", "net_cost", "--y", "utilization_rate", *arguments]
    assert run_sim("frontier", str(path), *given) == 2
    assert words in capsys.readouterr().err
    assert [p.name for p in (tmp_path / "project" / "results").iterdir()] == ["README.md"]
