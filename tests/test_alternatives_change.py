"""Least change against a reference plan: brute force, caps, what is refused, verification."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.cli.main import main
from sim.cli.project import create
from sim.errors import InputError
from sim.loader import load_case
from sim.results.tables import read_table, write_table
from sim.verify.verify import verify
from tests.seeds import some_of
from tests.study import MODES, Solved, csv, solve_file, write_study

HEADER = "role,origin,destination,material,amount_kt_yr"
LEAST = [{"maximize": "utilization_rate"}, {"minimize": "change_from_reference"}]
Flows = dict[tuple[int, int], int]


def study(folder: Path, supply: list[int], capacity: list[int], before: Flows, **keys: Any) -> Path:
    """Write a transport study with a reference plan; return its scenario."""
    zones, plants = range(len(supply)), range(len(capacity))
    tables = {
        "materials": "id,name_en,kind,waste_class,storage_cost [CNY/t]\n"
        "w,Waste,waste,general_I,0\ng,Good,product,,0\n",
        "technologies": "id,name_en,tier\nuse,Use,medium\n",
        "recipes": "id,technology,name_en,activity\nuse,use,Use,product\n",
        "inputs": "recipe,material,min,max\nuse,w,1,1\n",
        "yields": "recipe,material,per,amount\nuse,g,activity,1\n",
        "markets": "id,name_en,product,price [CNY/t]\nall,All,g,0\n",
        "modes": MODES,
        "zones": csv("id,name_en", [(f"z{i}", f"z{i}") for i in zones]),
        "generation": csv(
            "zone,material,amount [kt/yr]", [(f"z{i}", "w", s) for i, s in enumerate(supply)]
        ),
        "plants": csv("id,name_en", [(f"p{j}", f"p{j}") for j in plants]),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr]",
            [(f"l{j}", f"p{j}", "use", c) for j, c in enumerate(capacity)],
        ),
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t]",
            [(f"z{i}", f"p{j}", "truck", 1, 5 + i + j) for i in zones for j in plants],
        ),
    }
    write_reference(folder, before)
    return write_study(folder, tables, {"reference": "results/before", "objective": LEAST, **keys})


def write_reference(folder: Path, before: Flows) -> Path:
    """Write the flows of an earlier plan; what is sold or stored does not count."""
    path = folder / "results" / "before" / "flows.csv"
    path.parent.mkdir(parents=True)
    rows = [("utilization", f"z{i}", f"p{j}", "w", kt) for (i, j), kt in before.items()]
    rows += [("sale", "p0", "all", "g", 999), ("storage", "z0", "store:z0", "w", 999)]
    path.write_text(csv(HEADER, rows), encoding="utf-8")
    return path


def plans(supply: list[int], capacity: list[int]) -> list[Flows]:
    """Return every plan in whole kt: the optimum of a transport problem is among them."""
    pairs = [(i, j) for i in range(len(supply)) for j in range(len(capacity))]
    found = []
    for amounts in itertools.product(*(range(min(supply[i], capacity[j]) + 1) for i, j in pairs)):
        plan = dict(zip(pairs, amounts, strict=True))
        sent = [sum(kt for (i, _), kt in plan.items() if i == z) for z in range(len(supply))]
        taken = [sum(kt for (_, j), kt in plan.items() if j == p) for p in range(len(capacity))]
        if all(a <= b for a, b in zip([*sent, *taken], [*supply, *capacity], strict=True)):
            found.append(plan)
    return found


def change(plan: Flows, before: Flows) -> float:
    """Return half the sum of the differences."""
    return sum(abs(plan.get(k, 0) - before.get(k, 0)) for k in {*plan, *before}) / 2


def case_of(seed: int) -> tuple[list[int], list[int], Flows]:
    """Return supply, capacity and a reference that no longer fits, from a seed."""
    rng = random.Random(seed)
    supply, capacity = ([rng.randint(1, 6) for _ in range(2)] for _ in range(2))
    before = {(i, j): rng.randint(0, 5) for i in range(2) for j in range(2)}
    return supply, capacity, before


@pytest.mark.parametrize("seed", some_of(range(8), 4))
def test_least_change_equals_brute_force(tmp_path: Path, seed: int) -> None:
    """Of all plans with the largest use, the one nearest to the reference is found."""
    supply, capacity, before = case_of(seed)
    solved = solve_file(study(tmp_path, supply, capacity, before))
    everything = plans(supply, capacity)
    most = max(sum(plan.values()) for plan in everything)
    due = min(change(plan, before) for plan in everything if sum(plan.values()) == most)
    assert solved.kpi("net_utilized") == pytest.approx(most, abs=1e-6)
    assert solved.kpi("change_from_reference") == pytest.approx(due, abs=1e-6)
    assert solved.plan.stages[1].value == pytest.approx(due, abs=1e-6)
    found = {(i, j): solved.flow(f"z{i}", f"p{j}") for i in range(2) for j in range(2)}
    assert sum(abs(found[k] - before[k]) for k in found) / 2 == pytest.approx(due, abs=1e-6)


@pytest.mark.parametrize("seed", some_of(range(8), 4))
def test_cap_on_change_equals_brute_force(tmp_path: Path, seed: int) -> None:
    """With the change capped, the largest use is that of the best plan near the reference."""
    supply, capacity, before = case_of(seed)
    everything = plans(supply, capacity)
    nearest = min(change(plan, before) for plan in everything)
    cap = nearest + 1.0
    solved = solve_file(
        study(
            tmp_path,
            supply,
            capacity,
            before,
            objective=LEAST[:1],
            limits=[{"cap": "change_from_reference", "at": f"{cap} kt/yr"}],
        )
    )
    due = max(sum(plan.values()) for plan in everything if change(plan, before) <= cap)
    assert solved.kpi("net_utilized") >= due - 1e-6
    assert solved.kpi("net_utilized") <= due + 1.0
    assert solved.kpi("change_from_reference") <= cap + 1e-6


def test_a_tonne_that_moves_counts_one(tmp_path: Path) -> None:
    """30 kt that a smaller plant can no longer take go to the other: a change of 30 kt/yr."""
    solved = solve_file(study(tmp_path, [100], [40, 80], {(0, 0): 70, (0, 1): 30}))
    assert solved.kpi("change_from_reference") == pytest.approx(30.0)
    assert solved.flow("z0", "p1") == pytest.approx(60.0)


def test_flow_without_a_route_counts_as_lost(tmp_path: Path) -> None:
    """What went to a plant that is gone is half lost, and half found again elsewhere."""
    solved = solve_file(study(tmp_path, [50], [80], {(0, 0): 20, (0, 7): 30}))
    assert solved.kpi("change_from_reference") == pytest.approx(30.0)
    gone = solve_file(study(tmp_path / "b", [20], [80], {(0, 0): 20, (0, 7): 30}))
    assert gone.kpi("change_from_reference") == pytest.approx(15.0)
    assert gone.plan.stages[1].value == pytest.approx(15.0)


def kpi_names(solved: Solved) -> set[str]:
    """Return the names of the figures that a run reports."""
    return {str(row["name"]) for row in solved.tables.summary["kpis"]}


def test_change_is_reported_where_a_reference_is_given(tmp_path: Path) -> None:
    """A reference alone adds the figure and no column; without one there is no such figure."""
    plain = {"objective": [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}]}
    named = solve_file(study(tmp_path / "a", [50], [80], {(0, 0): 20}, **plain))
    assert named.kpi("change_from_reference") == pytest.approx(15.0)
    assert named.plan.change.empty
    other = solve_file(study(tmp_path / "b", [50], [80], {(0, 0): 20}, reference=None, **plain))
    assert "change_from_reference" not in kpi_names(other)
    assert other.plan.counts["columns"] == named.plan.counts["columns"]


# -- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "text", "where", "what"),
    [
        ({"reference": None}, None, "study.yaml:", "needs a reference plan"),
        ({"reference": "results/nowhere"}, None, "study.yaml:", "no folder 'results/nowhere'"),
        ({"reference": "results"}, None, "study.yaml:", "no file flows.csv"),
        ({"reference": "../outside"}, None, "study.yaml:", "may not be used"),
        (
            {"objective": [{"maximize": "change_from_reference"}]},
            None,
            "study.yaml:",
            "minimized or capped only",
        ),
        (
            {"limits": [{"floor": "change_from_reference", "at": "3 kt/yr"}]},
            None,
            "study.yaml:",
            "minimized or capped only",
        ),
        ({}, "role,origin,destination\n", "results/before/flows.csv:1", "no column"),
        (
            {},
            f"{HEADER}\nutilization,z0,p0,w,lots\n",
            "results/before/flows.csv:2",
            "'lots' is not an amount",
        ),
        (
            {},
            f"{HEADER}\nutilization,z0,p0,w,-5\n",
            "results/before/flows.csv:2",
            "'-5' is not an amount",
        ),
        ({}, f"{HEADER}\nutilization,elsewhere,far,w,5\n", "study.yaml:", "no zone or plant of"),
    ],
)
def test_wrong_reference_is_refused(
    tmp_path: Path, keys: dict[str, Any], text: str | None, where: str, what: str
) -> None:
    """Each mistake is reported with its file and line."""
    path = study(tmp_path, [50], [80], {(0, 0): 20}, **keys)
    if text is not None:
        (tmp_path / "results" / "before" / "flows.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_case(path)
    (problem,) = caught.value.problems
    assert where in problem.where
    assert problem.where.rpartition(":")[2].isdigit()
    assert what in str(problem.what)


# -- the whole way -----------------------------------------------------------------------------


def test_run_with_reference_is_verified_and_reproducible(tmp_path: Path) -> None:
    """A run near the baseline verifies, hashes the reference, runs again from its own folder."""
    path = create(tmp_path / "project")
    main(["run", str(path), "--basemap", "none", "--json"])
    gentle = path.with_name("gentle.yaml")
    content = {
        "format": 1,
        "name": "gentle",
        "title": {"en": "Gentle"},
        "extends": "closed-border.yaml",
        "reference": "results/baseline",
        "objective": [
            {"maximize": "utilization_rate", "slack": "1 %"},
            {"minimize": "change_from_reference"},
        ],
    }
    gentle.write_text(yaml.safe_dump(content), encoding="utf-8")
    main(["run", str(gentle), "--basemap", "none", "--json"])
    folder = tmp_path / "project" / "results" / "gentle"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert "results/baseline/flows.csv" in manifest["inputs_sha256"]
    resolved = folder / "scenario.resolved.yaml"
    main(["run", str(resolved), "--basemap", "none", "--json", "--out", str(tmp_path / "again")])
    again = tmp_path / "again" / "gentle"
    for table in ("flows", "lines", "unused"):
        first, second = ((f / f"{table}.csv").read_text(encoding="utf-8") for f in (folder, again))
        assert first == second
    scenario = load_case(resolved).scenario
    assert verify(folder, scenario)["passed"]
    flows = read_table(folder / "reference" / "flows.csv")
    flows["amount_kt_yr"] *= 1.1
    write_table(flows, folder / "reference" / "flows.csv")
    failed = {c["name"] for c in verify(folder, scenario)["checks"] if not c["passed"]}
    assert {"kpis", "objectives"} <= failed


def test_nothing_changes_against_itself(tmp_path: Path) -> None:
    """The plan nearest to the best plan, without slack, is the best plan."""
    path = create(tmp_path / "project")
    main(["run", str(path), "--basemap", "none", "--json"])
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content |= {"name": "same", "reference": "results/baseline", "objective": LEAST}
    same = path.with_name("same.yaml")
    same.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert solve_file(same).kpi("change_from_reference") == pytest.approx(0.0, abs=1e-6)
