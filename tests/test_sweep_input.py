"""What the key `sweep` may say: every mistake is told at its line, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case
from sim.loader.change.variants import load_study, vary
from sim.loader.describe.resolve import scenario_document
from sim.studies.sweep.points import plan_points
from tests.tiny_project import FILES, SCENARIO, make_project

START = 18
"""Line of the key `sweep` when it is appended to the tiny scenario."""
GOOD = "{name: a, table: lines, where: {id: l1}, scale: {capacity: [0.8, 1.2]}}"
LOADED = {
    "nothing to vary": ("  kind: grid\n", 0, "parameters", "missing"),
    "unknown kind": (f"  kind: gird\n  parameters: [{GOOD}]\n", 1, "'gird'", "'grid'"),
    "unknown key": (
        f"  kind: grid\n  paramters: [{GOOD}]\n  parameters: [{GOOD}]\n",
        2,
        "'paramters'",
        "'parameters'",
    ),
    "unknown key of a parameter": (
        "  kind: grid\n  parameters:\n    - {name: a, tabel: lines, scale: {capacity: [1]}}\n",
        3,
        "'tabel'",
        "'table'",
    ),
    "unknown column": (
        "  kind: grid\n  parameters:\n    - {name: a, table: lines, scale: {capcity: [1, 2]}}\n",
        3,
        "'capcity'",
        "'capacity'",
    ),
    "unknown column of where": (
        "  kind: grid\n  parameters:\n"
        "    - {name: a, table: lines, where: {di: l1}, scale: {capacity: [1, 2]}}\n",
        3,
        "'di'",
        "it has",
    ),
    "no verb": (
        "  kind: grid\n  parameters:\n    - {name: a, table: lines}\n",
        3,
        "set, scale, use",
        "none",
    ),
    "two columns": (
        "  kind: grid\n  parameters:\n    - name: a\n      table: lines\n"
        "      scale: {capacity: [1, 2], availability: [1, 2]}\n",
        5,
        "exactly one",
        "",
    ),
    "no values": (
        "  kind: grid\n  parameters:\n    - {name: a, table: lines, scale: {capacity: []}}\n",
        3,
        "no values",
        "",
    ),
    "same value twice": (
        "  kind: grid\n  parameters:\n    - {name: a, table: lines, scale: "
        "{capacity: [1, 2, 1]}}\n",
        3,
        "given twice",
        "",
    ),
    "not a factor": (
        "  kind: grid\n  parameters:\n    - {name: a, table: lines, scale: "
        "{capacity: [1, more]}}\n",
        3,
        "'more'",
        "number",
    ),
    "negative factor": (
        "  kind: grid\n  parameters:\n    - {name: a, table: lines, scale: {capacity: [1, -1]}}\n",
        3,
        "below 0",
        "",
    ),
    "not an end": (
        "  kind: grid\n  parameters:\n    - {name: a, table: lines, use: {capacity: [lo]}}\n",
        3,
        "'lo'",
        "'low'",
    ),
    "two targets": (
        "  kind: grid\n  parameters:\n    - name: a\n      table: lines\n"
        "      limit: {cap: net_cost}\n      scale: {capacity: [1, 2]}\n",
        5,
        "exclude",
        "",
    ),
    "where without table": (
        "  kind: grid\n  parameters:\n    - name: a\n      where: {id: l1}\n"
        "      set: {tax_storage: [true]}\n",
        4,
        "'where'",
        "'table'",
    ),
    "field that no limit has": (
        "  kind: grid\n  parameters:\n    - {name: a, limit: {cap: net_cost}, set: {quota: [1]}}\n",
        3,
        "'quota'",
        "at",
    ),
    "key that cannot be varied": (
        "  kind: grid\n  parameters:\n    - {name: a, set: {region: [x]}}\n",
        3,
        "'region'",
        "tax_storage",
    ),
    "range outside of tables": (
        "  kind: grid\n  parameters:\n    - {name: a, limit: {cap: net_cost}, use: {at: [low]}}\n",
        3,
        "'use'",
        "table",
    ),
    "scaled word": (
        "  kind: grid\n  parameters:\n    - {name: a, border: {from: East}, scale: {rule: [2]}}\n",
        3,
        "'rule'",
        "quantity",
    ),
    "two of one name": (
        f"  kind: grid\n  parameters:\n    - {GOOD}\n    - {GOOD}\n",
        4,
        "two parameters",
        "'a'",
    ),
    "name of a column": (
        "  kind: grid\n  parameters:\n    - {name: status, table: lines, scale: {capacity: [2]}}\n",
        3,
        "'status'",
        "points.csv",
    ),
    "lists of unequal length": (
        f"  kind: list\n  parameters:\n    - {GOOD}\n"
        "    - {name: b, table: lines, scale: {availability: [1]}}\n",
        2,
        "[2, 1]",
        "",
    ),
    "samples of a grid": (
        f"  kind: grid\n  samples: 10\n  parameters: [{GOOD}]\n",
        2,
        "samples",
        "sampled",
    ),
    "unknown metric": (
        f"  kind: grid\n  parameters: [{GOOD}]\n  metrics: [netcost]\n",
        3,
        "'netcost'",
        "'net_cost'",
    ),
    "metric twice": (
        f"  kind: grid\n  parameters: [{GOOD}]\n  metrics: [uptake, uptake]\n",
        3,
        "twice",
        "'uptake'",
    ),
}
"""What is appended, at which line below `sweep` it is told, and two texts of the message."""
TRIED = {
    "no such row": (
        "{name: a, table: lines, where: {id: l9}, scale: {capacity: [2]}}",
        "'l9'",
        "l1, l2",
    ),
    "no range": (
        "{name: a, table: lines, where: {id: l2}, use: {capacity: [high]}}",
        "high end",
        "capacity",
    ),
    "wrong unit": ("{name: a, table: lines, set: {capacity: [5 CNY/t]}}", "CNY/t", "12 kt/yr"),
    "beyond its bound": (
        "{name: a, table: lines, set: {availability: [120 %]}}",
        "above 100 %",
        "availability",
    ),
    "outside its range": (
        "{name: a, table: generation, where: {zone: z2}, set: {amount_low: [500 kt/yr]}}",
        "above",
        "amount",
    ),
    "no such limit": (
        "{name: a, limit: {cap: net_co2}, scale: {at: [2]}}",
        "'net_co2'",
        "cap net_cost",
    ),
    "no such border": (
        "{name: a, border: {from: West}, set: {rule: [closed]}}",
        "'West'",
        "East to",
    ),
    "wrong amount": (
        "{name: a, limit: {cap: net_cost}, set: {at: [5 kt/yr]}}",
        "kt/yr",
        "million CNY/yr",
    ),
    "bare rate": ("{name: a, limit: {floor: utilization_rate}, set: {at: ['60']}}", "60 %", ""),
    "no quota to scale": (
        "{name: a, border: {from: East}, scale: {quota: [2]}}",
        "none to scale",
        "",
    ),
    "unknown mode": ("{name: a, set: {modes: [[raod]]}}", "'raod'", "'road'"),
    "not a list": ("{name: a, set: {statuses: [operating]}}", "'operating'", "list"),
    "unknown rule": ("{name: a, border: {from: East}, set: {rule: [shut]}}", "'shut'", "closed"),
    "dangling name": (
        "{name: a, table: lines, where: {id: l1}, set: {plant: [p9]}}",
        "'p9'",
        "plants",
    ),
}
"""Parameters whose values cannot be applied, and two texts of the message."""


def project_with(root: Path, sweep: str) -> Path:
    """Write the tiny project with a sweep; return its scenario."""
    assert FILES[SCENARIO].count("\n") == START - 1
    return make_project(root, scenario=f"{FILES[SCENARIO]}sweep:\n{sweep}")


@pytest.mark.parametrize("name", LOADED)
def test_bad_sweep_is_refused(tmp_path: Path, name: str) -> None:
    """A sweep of the wrong form is told once, at its line, already when the scenario is read."""
    sweep, line, *says = LOADED[name]
    with pytest.raises(InputError) as caught:
        load_case(project_with(tmp_path, str(sweep)))
    (problem,) = caught.value.problems
    assert problem.where == f"{SCENARIO}:{START + int(line)}"
    assert all(str(word) in str(problem) for word in says), problem


@pytest.mark.parametrize("name", TRIED)
def test_values_are_tried(tmp_path: Path, name: str) -> None:
    """Every value is tried alone before anything is solved; each mistake is at the parameter."""
    parameter, *says = TRIED[name]
    path = project_with(tmp_path, f"  kind: grid\n  parameters:\n    - {parameter}\n")
    assert load_case(path).scenario.sweep is not None
    with pytest.raises(InputError) as caught:
        load_study(path)
    (problem,) = caught.value.problems
    assert problem.where == f"{SCENARIO}:{START + 3}"
    assert all(word in str(problem) for word in says), problem


@pytest.mark.parametrize(
    ("values", "says"),
    [("[1.0]", "nothing to draw"), ("[1, 2, 3, 4]", "no range"), ("[1.2, 0.8]", "must rise")],
)
def test_samples_need_ranges(tmp_path: Path, values: str, says: str) -> None:
    """A sampled study draws from two or three rising values."""
    sweep = f"  kind: sampled\n  parameters:\n    - {GOOD.replace('[0.8, 1.2]', values)}\n"
    with pytest.raises(InputError) as caught:
        load_study(project_with(tmp_path, sweep))
    (problem,) = caught.value.problems
    assert problem.where == f"{SCENARIO}:{START + 3}"
    assert says in str(problem)


def test_scenario_without_sweep_is_refused(tmp_path: Path) -> None:
    """A scenario that asks for no study is told what to add."""
    with pytest.raises(InputError, match="has no sweep"):
        load_study(make_project(tmp_path))


def test_sweep_changes_no_run(tmp_path: Path) -> None:
    """The key leaves the case of `sim run`, and what is written of it, as they were."""
    plain = load_case(make_project(tmp_path / "a"))
    swept = load_case(project_with(tmp_path / "b", f"  kind: grid\n  parameters: [{GOOD}]\n"))
    for table, frame in plain.tables.items():
        assert frame.equals(swept.tables[table]), table
    assert scenario_document(swept) == scenario_document(plain)


def test_child_replaces_the_sweep(tmp_path: Path) -> None:
    """A scenario inherits a sweep whole, or replaces it whole."""
    base = project_with(tmp_path, f"  kind: sampled\n  samples: 7\n  parameters: [{GOOD}]\n")
    child = base.with_name("child.yaml")
    head = "format: 1\nname: child\ntitle: {en: Child}\nextends: tiny.yaml\n"
    child.write_text(head, encoding="utf-8")
    assert load_study(child).sweep.samples == 7
    other = GOOD.replace("name: a", "name: b")
    child.write_text(f"{head}sweep:\n  kind: list\n  parameters: [{other}]\n", encoding="utf-8")
    sweep = load_study(child).sweep
    assert (sweep.kind, [p.name for p in sweep.parameters]) == ("list", ["b"])


def test_limits_are_picked_in_either_language(tmp_path: Path) -> None:
    """A limit of a province, and a border rule, are found by the Chinese name as well."""
    sweep = (
        "  kind: list\n  parameters:\n"
        "    - {name: a, limit: {province: 西省}, set: {at: [20 %]}}\n"
        "    - {name: b, border: {from: 东省}, set: {surcharge: [9 元/吨]}}\n"
    )
    study = load_study(project_with(tmp_path, sweep))
    (point,) = plan_points(study)
    scenario = vary(study, point.settings).scenario
    assert [limit.amount for limit in scenario.limits] == [900.0, 0.2]
    assert [rule.surcharge for rule in scenario.borders] == [9.0]
