"""The benchmark against peers: equal problems, right arithmetic, a page that says what it found."""

from __future__ import annotations

import csv
import doctest
import itertools
import platform
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import networkx as nx
import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_array, vstack

from benchmarks import main_job, quick
from benchmarks.machine import describe_machine
from benchmarks.scale import page, picture, table
from benchmarks.scale.in_order import solve_in_order
from benchmarks.scale.instance import make_instance, read_problem
from benchmarks.scale.measure import (
    ABSENT,
    FAILED,
    NOT_ATTEMPTED,
    OK,
    TOO_LARGE,
    TOO_LONG,
    Limits,
    Measurement,
    Plan,
    measure,
    measure_all,
    read_csv,
    write_csv,
)
from benchmarks.scale.peers import OURS, PEERS, SOLVERS
from benchmarks.scale.peers.own import plan
from benchmarks.scale.problem import (
    GOALS,
    MCNY_PER_KT,
    Answer,
    Goal,
    Problem,
    Recipes,
    Transport,
    load,
    save,
)
from benchmarks.scale.recipes import read_recipes
from benchmarks.scale.table import Aim, Results, check_aims, exponent
from sim.loader.case import Case
from sim.network import Generation, build_network

pytestmark = pytest.mark.xdist_group("benchmarks")
KINDS = ("transport", "recipes")
ROUTES = 300
POPEN = subprocess.Popen


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {kind: make_instance(kind, ROUTES) for kind in KINDS}


@pytest.fixture(scope="module")
def problems(cases: dict[str, Case]) -> dict[str, Problem]:
    return {kind: read_problem(case) for kind, case in cases.items()}


@pytest.fixture(scope="module")
def answers(cases: dict[str, Case]) -> dict[str, Answer]:
    return {kind: plan(case) for kind, case in cases.items()}


# ---- the problem ----------------------------------------------------------------------------


DEAR_CNY_T = 5000.0
"""Cost of leaving a tonne unused, so that all that can be taken is."""


def solve_transport(problem: Transport) -> tuple[float, float]:
    """Return rate and cost by networkx' network simplex, in whole numbers."""
    graph = nx.DiGraph()
    share, cost, _ = problem.goals()
    sources, plants = len(problem.supply_kt), len(problem.capacity_kt)
    paid = np.rint(cost.weights["ship"].reshape(sources, plants) / MCNY_PER_KT * 1e6).astype(int)
    amounts = np.rint(problem.supply_kt * 100).astype(int)
    graph.add_node("end", demand=int(amounts.sum()))
    for p, capacity in enumerate(problem.capacity_kt):
        graph.add_edge(("plant", p), "end", capacity=round(capacity * 100), weight=0)
    for s, amount in enumerate(amounts):
        left = round((problem.unused_CNY_t[s] + DEAR_CNY_T) * 1e6)
        graph.add_node(("source", s), demand=-int(amount))
        graph.add_edge(("source", s), "end", weight=left)
        for p in range(plants):
            graph.add_edge(("source", s), ("plant", p), weight=int(paid[s, p]))
    total, flows = nx.network_simplex(graph)
    unused = sum(flows["source", s]["end"] for s in range(sources)) / 100
    return 1 - unused / share.whole, (total / 1e6 / 100 - DEAR_CNY_T * unused) * MCNY_PER_KT


class Stages:
    """The arrays that peers get, solved by SciPy anew for every stage."""

    def __init__(self, problem: Recipes) -> None:
        self.sizes = problem.sizes
        first = dict(zip(self.sizes, np.cumsum([0, *self.sizes.values()]), strict=False))
        rows: dict[bool, list[tuple[coo_array, np.ndarray]]] = {True: [], False: []}
        for family in problem.families:
            entries = [
                (t.coefficients, t.rows, first[t.variable] + t.columns) for t in family.terms
            ]
            c, r, k = (np.concatenate(part) for part in zip(*entries, strict=True))
            sign = -1.0 if family.sense == ">=" else 1.0
            shape = (len(family.bound), sum(self.sizes.values()))
            matrix = coo_array((sign * c, (r, k)), shape=shape)
            rows[family.sense == "=="].append((matrix.tocsr(), sign * family.bound))
        self.equal, self.most = rows[True], rows[False]
        upper = [u for x, n in self.sizes.items() for u in problem.upper.get(x, [np.inf] * n)]
        self.bounds = np.column_stack([np.zeros(len(upper)), upper])

    def flat(self, weights: dict[str, np.ndarray]) -> np.ndarray:
        """Return weights of all columns."""
        parts = [weights.get(name, np.zeros(n)) for name, n in self.sizes.items()]
        return np.concatenate(parts)

    def optimize(self, sense: str, weights: dict[str, np.ndarray]) -> None:
        """Solve."""
        parts = {}
        for name, rows in (("eq", self.equal), ("ub", self.most)):
            matrices, bounds = zip(*rows, strict=True)
            parts |= {f"A_{name}": vstack(matrices), f"b_{name}": np.concatenate(bounds)}
        sign = -1.0 if sense == "max" else 1.0
        found = linprog(sign * self.flat(weights), bounds=self.bounds, method="highs", **parts)
        assert found.status == 0
        self.x = found.x

    def total(self, weights: dict[str, np.ndarray]) -> float:
        """Return a sum over columns."""
        return float(self.flat(weights) @ self.x)

    def hold(self, sense: str, weights: dict[str, np.ndarray], bound: float) -> None:
        """Add a row."""
        sign = -1.0 if sense == "max" else 1.0
        row = coo_array(sign * self.flat(weights)[None, :]).tocsr()
        self.most.append((row, np.array([sign * bound])))


def test_transport_is_the_same_problem(
    problems: dict[str, Problem], answers: dict[str, Answer]
) -> None:
    """Peers' arrays give this project's rate, cost and route count, by another method."""
    problem, ours = problems["transport"], answers["transport"]
    assert isinstance(problem, Transport)
    assert ours.candidates == problem.candidates
    assert ours.stages[:2] == pytest.approx(solve_transport(problem), rel=1e-7)
    cheaper = replace(problem, tariff=problem.tariff / 2)
    assert solve_transport(cheaper)[1] < ours.stages[1] * (1 - 1e-4)


def test_recipes_are_the_same_problem(
    problems: dict[str, Problem], answers: dict[str, Answer]
) -> None:
    """The rows read by hand give this project's three stages, and every family is among them."""
    problem, ours = problems["recipes"], answers["recipes"]
    assert isinstance(problem, Recipes)
    assert ours.candidates == problem.candidates
    assert ours.stages == pytest.approx(solve_in_order(problem.goals, Stages(problem)), rel=1e-7)
    assert problem.goals[0].below
    assert {family.name for family in problem.families} == {
        "zone_balance",
        "legacy_used_first",
        "plant_balance",
        "material_min",
        "material_max",
        "group_min",
        "group_max",
        "quality_0",
        "line_capacity",
        "market_max",
        "sink_capacity",
        "border_quota",
        "terminal_capacity",
    }


class TwoColumns:
    """x + y <= 1, and rows that are held; solved by trying every corner."""

    def __init__(self) -> None:
        self.rows = [((1.0, 1.0), 1.0), ((-1.0, 0.0), 0.0), ((0.0, -1.0), 0.0)]
        self.x = (0.0, 0.0)

    def optimize(self, sense: str, weights: dict[str, np.ndarray]) -> None:
        """Take the best corner."""
        corners = []
        for (a, p), (b, q) in itertools.combinations(self.rows, 2):
            across = a[0] * b[1] - a[1] * b[0]
            if across:
                corner = (p * b[1] - q * a[1]) / across, (a[0] * q - b[0] * p) / across
                if all(np.dot(c, corner) <= r + 1e-7 for c, r in self.rows):
                    corners.append(corner)
        best = max if sense == "max" else min
        self.x = best(corners, key=lambda corner: float(np.dot(weights["x"], corner)))

    def total(self, weights: dict[str, np.ndarray]) -> float:
        """Return a sum."""
        return float(np.dot(weights["x"], self.x))

    def hold(self, sense: str, weights: dict[str, np.ndarray], bound: float) -> None:
        """Add a row."""
        sign = -1.0 if sense == "max" else 1.0
        self.rows.append((tuple(sign * weights["x"]), sign * bound))


def test_a_rate_comes_before_a_cost() -> None:
    """The best of (4x + y) / (1 + 3x) with x + y <= 1 is 1 along x + y = 1; then the cost decides.

    Along it (4x + 1 - x) / (1 + 3x) = 1; below it less. Cost 2x + y is least at x = 0.
    """
    goals = (
        Goal("rate", "max", {"x": np.array([4.0, 1.0])}, {"x": np.array([3.0, 0.0])}, 1.0),
        Goal("cost", "min", {"x": np.array([2.0, 1.0])}),
    )
    assert solve_in_order(goals, TwoColumns()) == pytest.approx((1.0, 1.0), abs=1e-6)


def test_what_peers_do_not_state_is_refused(cases: dict[str, Case]) -> None:
    """A region with more than the peers' rows is no instance."""
    case = cases["recipes"]
    loaded = case.tables["lines"].assign(min_load=0.1)
    with pytest.raises(ValueError, match="least loads"):
        read_recipes(build_network(replace(case, tables={**case.tables, "lines": loaded})))
    with pytest.raises(ValueError, match="not listed"):
        read_recipes(build_network(case, Generation(above=-1)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("peer", PEERS)
def test_peers_find_our_optimum(
    peer: str, kind: str, problems: dict[str, Problem], answers: dict[str, Answer], tmp_path: Path
) -> None:
    """Every peer that is installed finds this project's optimum, in a process of its own."""
    solver = SOLVERS[peer]
    if kind not in solver.kinds:
        pytest.skip(f"{solver.title} knows networks only")
    if not solver.is_installed:
        pytest.skip(f"{solver.library} is not installed: extra bench")
    file = tmp_path / "instance"
    save(problems[kind], file)
    found = measure(peer, kind, ROUTES, (file, file), Limits(60.0, 4096.0))
    assert found.status == OK
    reached = [getattr(found, goal) for goal in GOALS[: solver.goals]]
    assert reached == pytest.approx(answers[kind].stages[: solver.goals], rel=1e-6)
    assert found.candidates == answers[kind].candidates


# ---- measuring ------------------------------------------------------------------------------


def run(code: str, limits: Limits, monkeypatch: pytest.MonkeyPatch) -> Measurement:
    """Measure a piece of code in the place of the worker."""

    def popen(_: list[str], **how: object) -> subprocess.Popen[bytes]:
        return POPEN([sys.executable, "-c", code], **how)  # type: ignore[call-overload]

    monkeypatch.setattr("benchmarks.scale.measure.subprocess.Popen", popen)
    return measure(OURS, "transport", 1, (Path("a"), Path("b")), limits)


def test_a_process_ends_at_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too long, too large and failed are told apart."""
    enough = Limits(60.0, 1e6)
    busy = "while True: pass"
    assert run(busy, Limits(0.1, 1e6), monkeypatch).status == TOO_LONG
    large = "import time; x = b'x' * 200_000_000; time.sleep(60)"
    assert run(large, Limits(60.0, 100.0), monkeypatch).status == TOO_LARGE
    assert run("raise SystemExit(3)", enough, monkeypatch).status == FAILED
    found = run("print('banner'); print('{\"wall_s\": 2.5}')", enough, monkeypatch)
    assert (found.status, found.wall_s) == (OK, 2.5)


def test_peers_that_are_absent_or_not_asked_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that is not installed, or not given so large an instance, has a row that says so."""
    monkeypatch.setattr("benchmarks.scale.peers.version_of", lambda name: "" * (name == "pulp"))
    plan = Plan(["recipes"], [2000], ["pulp"], 1, 1000, Limits(1, 1))
    assert [m.status for m in measure_all(plan)] == [ABSENT]
    monkeypatch.setattr("benchmarks.scale.peers.version_of", lambda _: "1")
    found = list(measure_all(plan))
    assert [m.status for m in found] == [NOT_ATTEMPTED]
    assert list(measure_all(plan, known=found)) == []


def test_one_instance_from_start_to_page(tmp_path: Path, project_root: Path) -> None:
    """The command measures this project in processes of its own and writes everything."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.scale",
            "--sizes",
            "100",
            "--kinds",
            "transport",
            "--peers",
            "",
            "--repeat",
            "1",
            "--write",
            str(tmp_path),
        ],
        cwd=project_root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = read_csv(tmp_path / "scale.csv")
    assert [m.solver for m in found] == [OURS]
    assert all(m.status == OK and m.wall_s > 0 and m.peak_mb > m.start_mb / 2 for m in found)
    text = (tmp_path / "scale.md").read_text(encoding="utf-8")
    assert "## Pure transport" in text
    for name in ("scale-time.png", "scale-memory.png"):
        assert f"images/{name}" in text
        assert 5_000 < (tmp_path / "images" / name).stat().st_size < 200_000


# ---- arithmetic and words -------------------------------------------------------------------


def measured(solver: str, routes: int, wall: float, **more: object) -> Measurement:
    figures = {"candidates": routes, "net_cost": 50.0, "peak_mb": 100.0, "cpu_s": wall, **more}
    return Measurement("transport", routes, solver, OK, wall_s=wall, **figures)  # type: ignore[arg-type]


KNOWN = Results(
    [
        measured(OURS, 1000, 1.0),
        measured(OURS, 1000, 9.0),
        measured(OURS, 1000, 2.0),
        measured(OURS, 100_000, 20.0),
        measured(OURS, 1_000_000, 63.2455532),
        measured("linopy", 1000, 1.0),
        measured("linopy", 100_000, 100.0, net_cost=50.0001),
        measured("linopy", 1_000_000, 632.455532, peak_mb=150.0),
        measured("linopy_ipm", 1_000_000, 189.7366596),
        Measurement("transport", 1_000_000, "pyomo", TOO_LARGE),
        Measurement("transport", 100_000, "pyomo", TOO_LONG, limit_s=100.0),
        Measurement("transport", 1_000_000, "pulp", NOT_ATTEMPTED),
    ]
)


def test_ratios_and_exponents() -> None:
    """Medians, ratios and slopes of known numbers."""
    assert KNOWN.value("transport", 1000, OURS, "wall_s") == 2.0
    assert KNOWN.ratio("transport", 1000, "linopy", "wall_s") == 0.5
    assert KNOWN.ratio("transport", 1_000_000, "pyomo", "wall_s") is None
    assert KNOWN.ratio("transport", 100_000, "pyomo", "cpu_s") is None
    assert KNOWN.least_ratio("transport", 100_000, "pyomo", "cpu_s") == 5.0
    ours = KNOWN.series("transport", OURS, "wall_s")
    assert table.steps(ours) == pytest.approx([0.5, 0.5])
    assert exponent(ours) == pytest.approx(0.5)
    assert exponent(ours[:1]) is None
    worst, goal, where = KNOWN.differences()[0]
    assert (worst, goal) == (pytest.approx(2e-6), "net_cost")
    assert (where.solver, where.routes) == ("linopy", 100_000)


def test_different_instances_are_noticed() -> None:
    """Solvers that counted other routes did not solve the same instance."""
    with pytest.raises(ValueError, match="different routes"):
        Results(
            [measured(OURS, 1000, 1.0), measured("linopy", 1000, 1.0, candidates=999)]
        ).candidates("transport", 1000)


def test_aims_are_held_against_figures() -> None:
    """The least ratio must be at least its bound, a figure of our own at most."""
    aims = [
        Aim("transport", 1e6, "wall_s", ("linopy", "linopy_ipm"), 6.0, "faster than both"),
        Aim("transport", 1e6, "wall_s", ("linopy",), 6.0, "faster"),
        Aim("transport", 1e6, "peak_mb", ("linopy",), 2.0, "smaller"),
        Aim("transport", 1e6, "wall_s", (), 60.0, "at most a minute"),
        Aim("transport", 1e6, "wall_s", ("pyomo",), 12.0, "not measured"),
        Aim("transport", 1e5, "wall_s", ("pyomo",), 4.0, "stopped at its limit"),
    ]
    found = check_aims(KNOWN, aims)
    words = ["faster than both", "faster", "smaller", "at most a minute", "stopped at its limit"]
    assert [aim.words for aim, _, _ in found] == words
    assert [value for _, value, _ in found] == pytest.approx([3.0, 10.0, 1.5, 63.2455532, 5.0])
    assert [reached for _, _, reached in found] == [False, True, False, False, True]


def test_page_says_what_was_found() -> None:
    """Ratios, statuses, exponents, aims and what was not attempted stand on the page."""
    text = page.write_page(KNOWN, ["images/a.png"], "Limits: none.")
    assert "| 1,000 | 2.0 | 0.50× |" in text
    assert "| 1,000,000 | 63 | 10× | 3.0× | not attempted | over the memory limit |" in text
    assert "| 100,000 | 20 | 5.0× | not measured | not measured | stopped, over 5.0× |" in text
    assert "| this project | 0.50 | 0.50 | 0.50 |" in text
    assert "differs by 2.0e-06" in text
    assert (
        "| transport, about 1e6 candidates | at least 6 times faster than the best of them | "
        "3.0× | no |" in text
    )
    assert "take 0.1 GB" in text


def test_measurements_are_read_as_written(tmp_path: Path) -> None:
    """The table of measurements holds all of them; a cell without a figure is blank."""
    write_csv(KNOWN.measurements, tmp_path / "a.csv")
    assert read_csv(tmp_path / "a.csv") == list(KNOWN.measurements)
    assert read_csv(tmp_path / "none.csv") == []
    with (tmp_path / "a.csv").open(encoding="utf-8") as stream:
        assert next(r for r in csv.DictReader(stream) if r["solver"] == "pyomo")["wall_s"] == ""


def test_problems_are_read_as_written(tmp_path: Path, problems: dict[str, Problem]) -> None:
    """A peer's process gets the very instance."""
    problem = problems["transport"]
    assert isinstance(problem, Transport)
    save(problem, tmp_path / "a")
    read = load(tmp_path / "a")
    assert isinstance(read, Transport)
    for ours, theirs in zip(problem.goals(), read.goals(), strict=True):
        assert np.array_equal(ours.weights["ship"], theirs.weights["ship"])


def test_machine_is_described_without_its_name_or_places() -> None:
    """Processor, cores and versions, no path, host or user; libraries that are absent left out."""
    text = describe_machine(("numpy", "no-such-library"))
    assert f"numpy {np.__version__}" in text
    assert "no-such-library" not in text
    assert "/" not in text
    assert platform.node() not in text
    assert "cores" in text


def test_whole_runs_are_told_as_measured(tmp_path: Path) -> None:
    """Runs are read as written; medians, exponents and aims of known numbers stand on the page."""
    jobs = [
        job(100_000, 10.0, 12.0),
        job(100_000, 14.0, 12.0),
        job(1_000_000, 80.0, 120.0, solve_s=46.0),
    ]
    main_job.write_csv(jobs, tmp_path / "a.csv")
    assert main_job.read_csv(tmp_path / "a.csv") == jobs
    text = main_job.report(jobs)
    assert "| 100,000 | 1.0 | 12 | 12 | 500 |" in text
    assert "size to size: 1.00." in text
    assert "| all files, s, at 1e6 | 90 | 80 | yes |" in text
    assert "| solve, s, at 1e6 | 45 | 46 | no |" in text


def job(routes: int, wall: float, cpu: float, **more: float) -> main_job.Job:
    """Return a run with these figures."""
    steps = dict.fromkeys((f"{step}_s" for step in main_job.STEPS), 0.5)
    known = {"first_s": 1.0, "peak_mb": 500.0, "load": 0.0, "utilization_rate": 0.8}
    figures = {**known, **steps, **more, "net_cost": 1.0, "wall_s": wall, "cpu_s": cpu}
    return main_job.Job(routes=routes, candidates=routes, **figures)


@pytest.mark.parametrize(
    "module", [table, page, picture, quick], ids=["table", "page", "picture", "quick"]
)
def test_the_examples_in_the_code_hold(module: ModuleType) -> None:
    """What docstrings show is what the functions return."""
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
