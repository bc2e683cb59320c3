"""Every metric of the registry is a stage, a limit, a figure, a scope, and is verified and told.

A metric is written in one file; trial metrics put beside the others work from the command line.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.loader import load_case, write_inputs
from sim.network import Network, build_network
from sim.network.figures import FIGURES, OF_WAYS
from sim.results.credit import tabulate_wastes
from sim.results.kpis import compute_kpis, read_figures
from sim.results.tables import ResultTables
from sim.results.tabulate import tabulate
from sim.results.write import write_tables
from sim.rules.ingredients import read_ingredients
from sim.rules.metric import COLUMN_UNITS, Metric
from sim.rules.metrics import GENERATION, HEADLINE, METRICS, WITH_CAPITAL
from sim.rules.metrics.waste import generated
from sim.scenario.document import Limit, Scenario, Stage
from sim.solve import Plan, Session
from sim.verify.verify import verify
from tests.study import write_study
from tests.test_verify import SCENARIO, TABLES

ROOT = Path(__file__).parents[1]
PROVINCE = "B"
BEFORE = "origin,destination,material,amount_kt_yr,role\nz1,p1,slag,9,utilization\n"
GROWING = [{"where": {}, "up_to": "50 %", "cost": "20 CNY/(t/yr)"}]
CONSTANT = {"capex_cost"}
"""Metrics that no plan of this region can change."""
SCOPED = [name for name, metric in METRICS.items() if metric.scoped]
OFTEN = {"utilization_rate", "net_cost", "city_rate_spread"}
"""Metrics whose own plans are written and verified always: a rate, a sum, one of areas."""


def write_region(folder: Path, metric: Metric, **keys: Any) -> Path:
    """Write the region; without old stock for a spread, with a reference for a change from it."""
    tables = dict(TABLES)
    if metric.level is not None and metric.better == "low":
        del tables["legacy"]
    if metric.needs == "switches":
        head, *rows = tables["lines"].splitlines()
        costs = [f"{row},{1 + number} million CNY/yr" for number, row in enumerate(rows)]
        tables["lines"] = "\n".join([f"{head},fixed_cost", *costs]) + "\n"
    if metric.needs_reference:
        (folder / "results" / "before").mkdir(parents=True, exist_ok=True)
        (folder / "results" / "before" / "flows.csv").write_text(BEFORE, encoding="utf-8")
        keys = {"reference": "results/before", **keys}
    if metric.needs_building:
        keys = {"expand": GROWING, **keys}
    return write_study(folder, tables, {**SCENARIO, "limits": [], **keys})


def solve(path: Path) -> tuple[Network, Plan]:
    """Solve a scenario file."""
    network = build_network(load_case(path))
    return network, Session(network).solve()


def figures_of(network: Network, plan: Plan) -> dict[str, float]:
    """Return what is told of a plan."""
    return compute_kpis(network, plan, tabulate_wastes(network, plan))


def solve_and_verify(path: Path) -> tuple[ResultTables, Plan, list[str]]:
    """Solve, write to the folder `out` and verify; return also the checks that failed."""
    case = load_case(path)
    network = build_network(case)
    plan = Session(network).solve()
    tables = tabulate(case, network, plan)
    folder = path.parent / "out"
    folder.mkdir()
    write_tables(tables, folder)
    write_inputs(case, folder)
    return tables, plan, failures(folder, case.scenario)


def failures(folder: Path, scenario: Scenario) -> list[str]:
    """Return the names of the checks that failed."""
    return [c["name"] for c in verify(folder, scenario)["checks"] if not c["passed"]]


def stage(metric: Metric, *, worse: bool = False) -> dict[str, str]:
    """Return the stage that makes a metric as good (or as bad) as can be."""
    verb = "maximize" if (metric.better == "high") != worse else "minimize"
    name = metric.in_document
    return {verb: name, **({"by": metric.level} if metric.level else {})}


def limit(metric: Metric, at: float, *, worse: bool = False, **scope: str) -> dict[str, str]:
    """Return the limit that keeps a metric at least so good (or at most)."""
    key = "floor" if (metric.better == "high") != worse else "cap"
    amount = f"{100 * at:.12g} %" if metric.is_rate else f"{at:.12g} {metric.unit}"
    by = {"by": metric.level} if metric.level else {}
    return {key: metric.in_document, "at": amount, **by, **scope}


def of_scope(metric: Metric, network: Network, plan: Plan) -> float:
    """Return a metric of the waste of the province, from the table of wastes."""
    wastes = tabulate_wastes(network, plan)
    rows = wastes[wastes["zone"].map(network.zones["province"]) == PROVINCE]
    amount = float(rows[metric.amount_column].sum())
    base = float(rows["generation_kt_yr"].sum() + rows["legacy_used_kt_yr"].sum())
    return amount / base if metric.is_rate else amount


@pytest.fixture(scope="module")
def session_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Metric], Session]:
    """The programme of the region that a metric is asked for in; one for metrics alike."""

    @cache
    def first(level: str | None, better: str, needs: tuple[bool, bool, str]) -> Session:
        metric = next(
            m
            for m in METRICS.values()
            if (m.level, (m.needs_reference, m.needs_building, m.needs)) == (level, needs)
            and (level is None or m.better == better)
        )
        folder = tmp_path_factory.mktemp(metric.name)
        path = write_region(folder, metric, objective=[stage(metric)])
        return Session(build_network(load_case(path)))

    def key(m: Metric) -> tuple[str | None, str, tuple[bool, bool, str]]:
        needs = m.needs_reference, m.needs_building, m.needs
        return m.level, m.better if m.level else "", needs

    return lambda m: first(*key(m))


@pytest.fixture(scope="module")
def reach(session_of: Callable[[Metric], Session]) -> Callable[[Metric], tuple[float, float]]:
    """What a metric is at its best, and at its worst or where nobody asks for it."""

    def find(metric: Metric) -> tuple[float, float]:
        session = session_of(metric)
        best = session.solve([Stage.model_validate(stage(metric))]).stages[0].value
        if not metric.one_way:
            worse = [Stage.model_validate(stage(metric, worse=True))]
            return best, session.solve(worse).stages[0].value
        plan = session.solve([Stage(maximize="uptake")])
        return best, figures_of(session.network, plan)[metric.name]

    return find


def half_way(metric: Metric, best: float, low: float) -> dict[str, list[dict[str, str]]]:
    """Return the scenario's keys with a limit half-way between a metric's best and its worst."""
    goal = {"maximize": "uptake"} if metric.one_way else stage(metric, worse=True)
    return {"objective": [goal], "limits": [limit(metric, (best + low) / 2)]}


def solve_with(network: Network, keys: dict[str, list[dict[str, str]]]) -> dict[str, float]:
    """Return the figures of the region's plan where the scenario asks for something else."""
    scenario = network.scenario.model_copy(
        update={
            "objective": [Stage.model_validate(one) for one in keys["objective"]],
            "limits": [Limit.model_validate(one) for one in keys["limits"]],
        }
    )
    network = replace(network, scenario=scenario)
    return figures_of(network, Session(network).solve())


def write_scoped(folder: Path, metric: Metric, session: Session) -> tuple[Path, float]:
    """Write the region with a limit of the province near its best; return also where it is.

    `session` is that of the region without the limit.
    """
    free = session.solve([Stage.model_validate(stage(metric))])
    at = of_scope(metric, session.network, free) * (0.9 if metric.better == "high" else 1.1)
    kept = limit(metric, at, worse=True, province=PROVINCE)
    path = write_region(folder / "kept", metric, objective=[stage(metric)], limits=[kept])
    return path, at


@pytest.mark.parametrize("name", METRICS)
def test_it_is_a_stage_and_a_figure(name: str, session_of: Callable[[Metric], Session]) -> None:
    """What a stage reaches is the figure told of the plan, from the same weights."""
    session = session_of(METRICS[name])
    stages = [Stage.model_validate(stage(METRICS[name])), Stage(minimize="net_cost")]
    plan = session.solve(stages)
    told = figures_of(session.network, plan)[name]
    assert told == pytest.approx(plan.stages[0].value, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("name", METRICS)
def test_it_is_a_cap_or_a_floor(
    name: str,
    reach: Callable[[Metric], tuple[float, float]],
    session_of: Callable[[Metric], Session],
) -> None:
    """Half-way between its best and its worst a limit binds, and the plan keeps it."""
    metric = METRICS[name]
    best, low = reach(metric)
    if name in CONSTANT:
        assert best == pytest.approx(low)
        return
    assert abs(best - low) > 1e-3
    told = solve_with(session_of(metric).network, half_way(metric, best, low))[name]
    if metric.one_way:
        sign = 1.0 if metric.better == "high" else -1.0
        assert sign * told >= sign * (best + low) / 2 - 1e-6
    elif metric.needs == "switches":
        # What is open is whole: fixed costs of this region move in steps of a million.
        assert (best + low) / 2 - 1.0 < told <= (best + low) / 2
    else:
        assert told == pytest.approx((best + low) / 2, rel=1e-6)


@pytest.mark.parametrize("name", SCOPED)
def test_it_is_limited_to_a_province(
    name: str, tmp_path: Path, session_of: Callable[[Metric], Session]
) -> None:
    """A limit of one province binds there, and the table of wastes says so."""
    metric = METRICS[name]
    path, at = write_scoped(tmp_path, metric, session_of(metric))
    assert of_scope(metric, *solve(path)) == pytest.approx(at, rel=1e-6)


@pytest.mark.parametrize("about", ["change_from_reference", "investment", "fixed_cost"])
def test_every_figure_is_recomputed(about: str, tmp_path: Path) -> None:
    """The summary tells of metrics in their words; one that is off by a thousandth is found."""
    metric = METRICS[about]
    path = write_region(tmp_path, metric, objective=[stage(metric), {"minimize": "net_cost"}])
    assert solve_and_verify(path)[2] == []
    summary, scenario = path.parent / "out" / "summary.json", load_case(path).scenario
    content = json.loads(summary.read_text(encoding="utf-8"))
    rows = {row["name"]: row for row in content["kpis"]}
    told = [name for name in METRICS if name in rows]
    if about != "change_from_reference":
        told = [name for name in told if METRICS[name].needs]
    asked = [m.name for m in METRICS.values() if not m.needs]
    assert about in told
    assert {*asked} - {*rows} <= {"change_from_reference"}
    missed = []
    for name in told:
        row, metric = rows[name], METRICS[name]
        assert (row["unit"], row["en"], row["zh"]) == (metric.unit, metric.en, metric.zh)
        right = row["value"]
        row["value"] += max(0.001, 0.001 * abs(right))
        summary.write_text(json.dumps(content), encoding="utf-8")
        if "kpis" not in failures(summary.parent, scenario):
            missed.append(name)
        row["value"] = right
    assert missed == []


@pytest.mark.parametrize(
    "name", [n if n in OFTEN else pytest.param(n, marks=pytest.mark.thorough) for n in METRICS]
)
def test_its_plans_are_verified(
    name: str,
    tmp_path: Path,
    reach: Callable[[Metric], tuple[float, float]],
    session_of: Callable[[Metric], Session],
) -> None:
    """The written results of its stage, its limit and its limit of a province pass every check."""
    metric = METRICS[name]
    objective = [stage(metric), {"minimize": "net_cost"}]
    tables, plan, failed = solve_and_verify(write_region(tmp_path, metric, objective=objective))
    assert failed == []
    told = read_figures(tables.summary["kpis"])[name]
    assert told == pytest.approx(plan.stages[0].value, rel=1e-7, abs=1e-7)
    if name not in CONSTANT:
        keys = half_way(metric, *reach(metric))
        path = write_region(tmp_path / "limit", metric, **keys)
        assert solve_and_verify(path)[2] == []
    if metric.scoped:
        kept, _ = write_scoped(tmp_path, metric, session_of(metric))
        assert solve_and_verify(kept)[2] == []


@pytest.mark.parametrize("name", METRICS)
def test_it_is_told(name: str) -> None:
    """The formulation and the reference name it; unit, words and denominator are in order."""
    metric = METRICS[name]
    formulation = (ROOT / "docs" / "formulation.md").read_text(encoding="utf-8")
    assert re.search(rf"`{name}`", formulation)
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert f"| `{name}` | {metric.unit or 'share'} | {metric.en} | {metric.zh} |" in reference
    assert metric.unit in COLUMN_UNITS
    assert (metric.over is generated) == (metric.is_rate and metric.level is None)
    assert re.search(r"[\u4e00-\u9fff]|^CO2", metric.zh)
    assert metric.name == name


def test_ingredients_are_read_off_the_formulas() -> None:
    """What holds capital, and which figures of ways count how, follow from what is written."""
    assert WITH_CAPITAL == {"net_cost": 1.0, "gross_cost": 1.0, "capex_cost": 1.0}
    net = read_ingredients(METRICS["net_cost"])
    assert net.most["routes", "price_CNY_t"] == -1e-3
    assert net.least["routes", "haul_CNY_t"] == 1e-3
    logistics = read_ingredients(METRICS["logistics_cost"])
    known = logistics.least["routes", "haul_CNY_t"], logistics.most["routes", "haul_CNY_t"]
    assert known == (0.0, 1e-3)
    disposed = read_ingredients(METRICS["net_utilized"])
    assert disposed.least["routes", "residue_disposed"] == -1.0
    used = {
        figure
        for metric in METRICS.values()
        for table, figure in read_ingredients(metric).most
        if table == "routes"
    }
    assert used == {*FIGURES}
    assert {*OF_WAYS} <= used


def test_generation_stands_in_the_headline_and_is_no_metric() -> None:
    """What arises is told in the block and in the summary; no plan can change it."""
    assert GENERATION.name in HEADLINE
    assert GENERATION.name not in METRICS


TRIAL = '''"""A trial: what lines of the medium tier keep, and the share of it."""

from sim.rules.metric import FLOW, RATE, Metric
from sim.rules.metrics.waste import disposed, generated


def solid(w):
    return w.kept_in("tier", {"medium", "high"}) + w.reclaimed() + disposed(w) * 0.5


METRICS = (
    Metric(name="solid_use", unit=FLOW, en="Solid use", zh="固化利用量", better="high",
           weigh=solid, scoped=True, headline=65),
    Metric(name="solid_rate", unit=RATE, en="Solid rate", zh="固化利用率", better="high",
           weigh=solid, over=generated, amount="solid_use", scoped=True),
    Metric(name="fresh_rate", unit=RATE, en="Fresh rate", zh="原生固废利用率", better="high",
           weigh=lambda w: w.used("fresh", {"tier": {"medium", "high"}}), over=generated,
           scoped=True),
)
'''
CHECKED = """    solid = kept_where("tier", "medium", "high") + reclaimed + 0.5 * disposed
    rates = {
        "solid_rate": solid,
        "fresh_rate": sum(
            row["amount_kt_yr"]
            for row in facts.results("line_inputs")
            if row["source"] in FRESH and facts.technology(row["line"])["tier"] != "low"
        ),
"""
CHECKED_AMOUNT = """        "net_utilized": net,
        "solid_use": solid,
"""


def write_trial(house: Path, *, verified: bool) -> None:
    """Put two trial metrics into a copy of the package, in its own file and the verification."""
    shutil.copytree(ROOT / "sim", house / "sim")
    (house / "sim" / "rules" / "metrics" / "trial.py").write_text(TRIAL, encoding="utf-8")
    if verified:
        path = house / "sim" / "verify" / "figures.py"
        text = path.read_text(encoding="utf-8")
        for old, new in (
            ("    rates = {\n", CHECKED),
            ('        "net_utilized": net,\n', CHECKED_AMOUNT),
        ):
            assert text.count(old) == 1
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def run_trial(house: Path, scenario: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Solve the region with the copy of the package."""
    path = write_study(house, TABLES, {**SCENARIO, **scenario})
    command = [
        sys.executable,
        "-m",
        "sim",
        "run",
        str(path),
        "--out",
        str(house / "results"),
        "--basemap",
        "none",
    ]
    environment = {**os.environ, "PYTHONPATH": str(house)}
    return subprocess.run(
        command, cwd=house, env=environment, capture_output=True, text=True, check=False
    )


def test_a_trial_metric_needs_its_file_and_its_check(tmp_path: Path) -> None:
    """Metrics in one new file, stated again in the verification, are stages, limits of the
    whole and of a province, figures, columns and lines of the KPI block; all of it is verified."""
    write_trial(tmp_path, verified=True)
    scenario = {
        "objective": [{"maximize": "solid_rate", "slack": "1 %"}, {"minimize": "net_cost"}],
        "limits": [
            {"floor": "solid_use", "at": "30 kt/yr"},
            {"floor": "solid_use", "province": "A", "at": "12 kt/yr"},
            {"cap": "solid_rate", "province": "B", "at": "90 %"},
            {"floor": "fresh_rate", "zone": "z1", "at": "10 %"},
        ],
    }
    done = run_trial(tmp_path, scenario)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Solid use" in done.stdout
    folder = tmp_path / "results" / "rich"
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    figures = read_figures(summary["kpis"])
    header, *rows = (folder / "wastes.csv").read_text(encoding="utf-8").splitlines()
    at = header.split(",").index("solid_use_kt_yr")
    total = sum(float(row.split(",")[at]) for row in rows)
    assert total == pytest.approx(figures["solid_use"], rel=1e-8)
    assert {"solid_rate_pct", "fresh_rate_pct", "fresh_rate_kt_yr"} <= {*header.split(",")}
    prices = (folder / "prices.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "solid_rate_pp_per_unit" in prices
    resolved = yaml.safe_load((folder / "scenario.resolved.yaml").read_text(encoding="utf-8"))
    assert len(resolved["limits"]) == 4


def test_a_metric_without_a_check_is_named(tmp_path: Path) -> None:
    """A figure that nothing recomputes fails the verification in plain words."""
    write_trial(tmp_path, verified=False)
    done = run_trial(tmp_path, {"limits": [{"floor": "solid_use", "at": "30 kt/yr"}]})
    assert done.returncode == 5
    assert "nothing recomputes 'solid_use'" in done.stdout + done.stderr
