"""Scenarios that extend others: what is replaced, merged and appended, and where it stands."""

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case, write_inputs
from sim.loader.case import Case
from tests.tiny_project import SCENARIO, make_project

HEAD = "format: 1\nname: child\ntitle: {en: Child}\nextends: tiny.yaml\n"


def load_child(root: Path, text: str, **overrides: str) -> Case:
    """Load a scenario that extends the tiny one."""
    make_project(root, **overrides)
    path = root / "scenarios" / "child.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_case(path)


def test_child_inherits_what_it_does_not_say(tmp_path: Path) -> None:
    """Region, objective, rules and changes come from the file that is extended."""
    child = load_child(tmp_path, "")
    parent = load_case(tmp_path / SCENARIO)
    assert child.scenario.name == "child"
    assert child.scenario.title.zh == ""
    assert child.scenario.extends is None
    for key in ("region", "objective", "borders", "limits", "change", "solver"):
        assert getattr(child.scenario, key) == getattr(parent.scenario, key)
    assert child.tables["lines"].equals(parent.tables["lines"])


def test_rules_and_changes_are_appended(tmp_path: Path) -> None:
    """Rules and changes of the child come after; each keeps the place it was written at."""
    child = load_child(
        tmp_path,
        "borders:\n"
        "  - {rule: closed}\n"
        "limits:\n"
        "  - {cap: unused, at: 1 Mt/yr}\n"
        "change:\n"
        "  - {table: lines, where: {technology: mill}, scale: {capacity: 2}}\n",
    )
    assert [rule.rule for rule in child.scenario.borders] == ["filing", "closed"]
    assert child.borders_at == ["scenarios/tiny.yaml:10", "scenarios/child.yaml:6"]
    assert [limit.metric for limit in child.scenario.limits][2:] == ["unused"]
    assert child.limits_at[1:] == ["scenarios/tiny.yaml:13", "scenarios/child.yaml:8"]
    capacity = child.tables["lines"].set_index("id")["capacity"]
    assert capacity["l2"] == 200 * 1.5 * 2


def test_other_keys_are_replaced(tmp_path: Path) -> None:
    """Lists such as the objective are replaced whole; the solver's keys one by one."""
    scenario = (
        "format: 1\nname: tiny\ntitle: {en: T}\nregion: tiny\nyear: 2024\n"
        "statuses: [operating, trial]\nsolver: {threads: 3, time_limit: 5 min}\n"
    )
    child = load_child(
        tmp_path,
        "year: 2030\nstatuses: [planned]\nobjective: [{minimize: net_cost}]\n"
        "solver: {threads: 2}\n",
        scenario=scenario,
    )
    assert child.scenario.year == 2030
    assert child.scenario.statuses == ["planned"]
    assert [stage.metric for stage in child.scenario.objective] == ["net_cost"]
    assert (child.scenario.solver.threads, child.scenario.solver.time_limit) == (2, 300.0)


def test_a_chain_of_three(tmp_path: Path) -> None:
    """The nearest file wins, and the changes are applied from the farthest to the nearest."""
    make_project(tmp_path)
    folder = tmp_path / "scenarios"
    middle = (
        "format: 1\nname: middle\ntitle: {en: M}\nextends: tiny.yaml\nyear: 2026\n"
        "change:\n  - {table: lines, where: {id: l1}, set: {capacity: 100 kt/yr}}\n"
    )
    last = (
        "format: 1\nname: last\ntitle: {en: L}\nextends: sub/middle.yaml\nyear: 2027\n"
        "change:\n  - {table: lines, where: {id: l1}, scale: {capacity: 3}}\n"
    )
    (folder / "sub").mkdir()
    (folder / "sub" / "middle.yaml").write_text(middle, encoding="utf-8")
    (folder / "sub" / "tiny.yaml").write_text(
        (tmp_path / SCENARIO).read_text(encoding="utf-8"), encoding="utf-8"
    )
    (folder / "last.yaml").write_text(last, encoding="utf-8")
    case = load_case(folder / "last.yaml")
    assert case.scenario.year == 2027
    assert case.tables["lines"].set_index("id")["capacity"]["l1"] == 300
    assert [file for file in case.inputs if file.endswith(".yaml")] == [
        "scenarios/last.yaml",
        "scenarios/sub/middle.yaml",
        "scenarios/sub/tiny.yaml",
    ]


def test_the_nearest_source_of_tables_wins(tmp_path: Path) -> None:
    """A folder of tables replaces an inherited region, and a region an inherited folder."""
    make_project(tmp_path, scenario="format: 1\nname: t\ntitle: {en: T}\nregion: tiny\n")
    folder = tmp_path / "scenarios"
    write_inputs(load_case(tmp_path / SCENARIO), folder)
    own = folder / "own.yaml"
    own.write_text(HEAD.replace("child", "own") + "tables: inputs\n", encoding="utf-8")
    back = folder / "back.yaml"
    text = HEAD.replace("child", "back").replace("tiny.yaml", "own.yaml") + "region: tiny\n"
    back.write_text(text, encoding="utf-8")
    assert load_case(own).origin["lines"][0] == "scenarios/inputs/lines.csv:2"
    assert load_case(back).origin["lines"][0] == "geodata/tiny/lines.csv:2"


def test_an_endless_chain_is_refused(tmp_path: Path) -> None:
    """More than sixteen files in a chain are refused where the chain becomes too long."""
    make_project(tmp_path)
    for i in range(30):
        text = f"format: 1\nname: s{i}\ntitle: {{en: S}}\nextends: s{i + 1}.yaml\n"
        (tmp_path / "scenarios" / f"s{i}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"s15.yaml:4: .*longer than 16 files"):
        load_case(tmp_path / "scenarios" / "s0.yaml")


def test_problem_of_the_parent_is_told_there(tmp_path: Path) -> None:
    """A wrong value that the child inherits is reported in the file that holds it."""
    with pytest.raises(InputError) as caught:
        load_child(
            tmp_path,
            "limits:\n  - {cap: unused, at: 1 km}\n",
            scenario="format: 1\nname: t\ntitle: {en: T}\nregion: tiny\n"
            "limits:\n  - {cap: unused, at: 1 kt}\n",
        )
    assert [p.where for p in caught.value.problems] == [
        "scenarios/child.yaml:6",
        "scenarios/tiny.yaml:6",
    ]
