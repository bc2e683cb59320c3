"""Targets that no plan can reach are told apart and explained in few steps of the solver.

Steps are counted, not seconds: a search that loses itself takes steps or ends at the time limit.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from sim.cli.main import main
from sim.cli.project import create
from sim.errors import InfeasibleError
from sim.loader import load_case
from sim.network import build_network
from sim.solve import Session
from sim.solve.engine import Engine
from sim.solve.gaps import Gaps
from sim.solve.optimum import Optimum
from sim.studies.explain.study import Explanation, explain
from sim.studies.solve_case import Clock, be_silent

pytestmark = pytest.mark.usefixtures("undrawn")

TAIHANG, NORTH = "handan-changzhi-anyang", "beijing-tianjin-hebei"
RATE = {"floor": "utilization_rate", "at": "99 %"}
FLOOR = ("limit_floor", ("1:utilization_rate",))
LEAST = {"floor": "least_rate", "at": "99 %"}
GROSS = {"floor": "gross_utilization_rate", "at": "99 %"}
TWO = [RATE, {"cap": "process_co2", "at": "1 kt/yr"}]
BUDGET = [{"cap": "gross_cost", "at": "1 million CNY/yr"}]
MOST_CALLS, MOST_STEPS = 120, 100_000
SHIPPED: dict[str, tuple[str, list[Mapping[str, Any]], int, str]] = {
    "rate": ("baseline", [RATE], 30, "83.56 %"),
    "gross": ("baseline", [GROSS], 33, "95.95 %"),
    "least": ("baseline", [LEAST], 32, "83.56 %"),
    "cost": ("baseline", BUDGET, 1, "967.6 million CNY/yr"),
    "two": ("baseline", TWO, 2, "0.8412 %"),
    "budget": ("tight-budget", [RATE], 10, "71.08 %"),
    "taihang": (f"{TAIHANG}/baseline", [RATE], 57, "55.01 %"),
    "taihang-balanced": (f"{TAIHANG}/balanced", [RATE], 57, "55.01 %"),
    "north": (f"{NORTH}/baseline", [RATE], 11, "39.88 %"),
    "north-province": (
        f"{NORTH}/baseline",
        [{"floor": "utilization_rate", "province": "Hebei", "at": "95 %"}],
        37,
        "63.93 %",
    ),
}
"""Scenario, limits, size of the conflict, and what the first limit would have to be."""
OFTEN = ("taihang",)
"""Those that are tried each time: a conflict of many limits; of few ones see the small region."""
KILNS = (1, 2, 3, 5, 6, 7, 8, 10, 12, *range(17, 26))
LINES = ("P042", *(f"P0{number}" for number in (50, 51, 52, 53, 63, 64, 65, 66)))
KNOWN = {
    FLOOR,
    *(("line_capacity", (f"R1-P{number:03}-kiln",)) for number in KILNS),
    *(("line_capacity", (f"R1-{name}",)) for name in LINES),
    ("group_max", ("clinker_corr", "WASTE")),
    ("group_max", ("tail_sand", "SUM_ALL")),
}
"""The conflict of `rate`: every kiln, what it takes, backfill, bricks, blocks and sand."""


@dataclass
class Count:
    """Calls and steps of the simplex method of all engines."""

    calls: int = 0
    steps: int = 0


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    """Count what engines do from now on."""
    counted, run = Count(), Engine.run

    def counting(engine: Engine) -> Optimum:
        try:
            return run(engine)
        finally:
            counted.calls += 1
            counted.steps += int(engine.highs.getInfo().simplex_iteration_count)

    monkeypatch.setattr(Engine, "run", counting)
    return counted


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Path:
    """Return a copy of the shipped project."""
    copy = tmp_path_factory.mktemp("shipped")
    for folder in ("scenarios", "geodata"):
        shutil.copytree(project_root / folder, copy / folder)
    return copy


def write(project: Path, base: str, limits: Sequence[Mapping[str, Any]], **more: Any) -> Path:
    """Write a scenario with limits; a search that loses itself ends after three minutes."""
    path = project / "scenarios" / f"{base}-impossible.yaml"
    keys = {
        "format": 1,
        "name": "impossible",
        "title": {"en": "Impossible"},
        "extends": f"{Path(base).name}.yaml",
        "limits": limits,
        "solver": {"time_limit": "180 s"},
        **more,
    }
    path.write_text(yaml.safe_dump(keys, allow_unicode=True), encoding="utf-8")
    return path


def explained(path: Path) -> Explanation:
    return explain(path, Clock(be_silent))


@pytest.mark.parametrize(
    "name", [n if n in OFTEN else pytest.param(n, marks=pytest.mark.thorough) for n in SHIPPED]
)
def test_a_target_out_of_reach_is_explained_in_few_steps(
    name: str, project: Path, count: Count
) -> None:
    base, limits, size, needed = SHIPPED[name]
    found = explained(write(project, base, limits))
    assert found.status == "infeasible"
    assert len(found.conflict) == size
    assert name != "rate" or {limit.key for limit in found.conflict} == KNOWN
    ways = [edit.yaml for way in found.ways for edit in way.edits]
    assert any(needed in text for text in ways), ways
    assert count.calls <= MOST_CALLS, count
    assert count.steps <= MOST_STEPS, count


@pytest.mark.parametrize(
    ("limits", "size", "needed"),
    [
        ([GROSS], 2, "65 %"),
        ([{**LEAST, "at": "50 %"}], 6, "47.67 %"),
        (TWO, 2, "1.04 %"),
        (BUDGET, 1, "47.5 million CNY/yr"),
        ([{**RATE, "province": "Westland"}], 3, "province: Westland, at: 47.67 %"),
    ],
)
def test_in_a_small_region_too(
    limits: list[Mapping[str, Any]], size: int, needed: str, tmp_path: Path, count: Count
) -> None:
    """A gross rate, the least of the provinces, two limits, a budget alone, and one province."""
    create(tmp_path / "p")
    found = explained(write(tmp_path / "p", "baseline", limits))
    assert found.status == "infeasible"
    assert len(found.conflict) == size
    ways = [edit.yaml for way in found.ways for edit in way.edits]
    assert any(needed in text for text in ways), ways
    assert count.calls <= MOST_CALLS, count
    assert count.steps < 2_000, count


def test_a_run_says_which_limits_conflict_and_the_ways_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create(tmp_path / "p")
    path = write(tmp_path / "p", "baseline", [RATE])
    with pytest.raises(SystemExit) as ended:
        main(["run", str(path), "--out", str(tmp_path / "results")])
    assert ended.value.code == 3
    told = capsys.readouterr().err
    assert "These 2 limits cannot hold together" in told
    assert "lower the floor under Utilization rate (net) from 99 % to 55.44 %" in told
    assert not (tmp_path / "results").exists()


def test_a_share_that_a_recipe_cannot_have_is_named(tmp_path: Path, count: Count) -> None:
    """Bricks of at least 90 % ash, and at most 60 % as ever, by a line that must run."""
    create(tmp_path / "p")
    ash = {"recipe": "brick", "group": "ash_share", "materials": "ash", "min": "90 %"}
    full = {"table": "lines", "where": {"id": "brick-line"}, "set": {"min_load": "100 %"}}
    change = [{"table": "groups", "add": [ash]}, full]
    found = explained(write(tmp_path / "p", "baseline", [], change=change))
    assert {limit.key[0] for limit in found.conflict} == {
        "group_min",
        "recipe_max",
        "line_min_load",
    }
    assert count.steps < 2_000, count


@pytest.mark.parametrize("limits", [[RATE], [{"cap": "gross_cost", "at": "1 CNY/yr"}]])
def test_the_proof_adds_up_to_what_nothing_can_satisfy(
    limits: list[Mapping[str, Any]], tmp_path: Path
) -> None:
    """Farkas: rows weighted by the proof demand more than columns >= 0 can give."""
    create(tmp_path / "p")
    network = build_network(load_case(write(tmp_path / "p", "baseline", limits)))
    arrays = Session(network).arrays
    gaps = Gaps(arrays, network.scenario.solver)
    assert not gaps.can_be_closed()
    weight = np.where(np.abs(gaps.proof) > 1e-9, gaps.proof, 0.0)
    bound = np.where(weight > 0, arrays.lower, arrays.upper)
    demanded = float((weight[weight != 0] * bound[weight != 0]).sum())
    assert (arrays.matrix.T @ weight).max() <= 1e-9
    assert demanded > 1e-3


def test_no_plan_is_found_out_before_the_first_stage(tmp_path: Path, count: Count) -> None:
    create(tmp_path / "p")
    network = build_network(load_case(write(tmp_path / "p", "baseline", [RATE])))
    session = Session(network)
    with pytest.raises(InfeasibleError):
        session.solve()
    assert count.calls == 1
    assert session.engine.highs.getInfo().simplex_iteration_count <= 0


def test_a_target_within_reach_changes_nothing(tmp_path: Path) -> None:
    """A floor below what the plan reaches anyhow leaves the plan as it is."""
    create(tmp_path / "p")
    plans = []
    for floors in ([], [{**RATE, "at": "10 %"}]):
        network = build_network(load_case(write(tmp_path / "p", "baseline", floors)))
        plans.append(Session(network).solve())
    assert [stage.value for stage in plans[0].stages] == pytest.approx(
        [stage.value for stage in plans[1].stages], rel=1e-12
    )
    assert np.allclose(plans[0].ship, plans[1].ship, atol=1e-7)
