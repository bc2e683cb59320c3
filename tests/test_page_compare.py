"""Two states of the page side by side: inputs, figures, maps on one scale, the difference."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.page.asked import Setup
from sim.page.comparing import tell_comparison
from sim.page.saving import save_scenario
from sim.say.texts import EN
from sim.studies.compare.sentences import write_value
from sim.studies.compare.study import compare, read_run
from sim.studies.run.run import RunOptions, run
from tests.page_parts import ask, finish, make_example

MORE = {"id": "e1", "kind": "capacity", "line": "cement-mill", "value": 1800}
CLOSED = {"id": "e2", "kind": "border", "rule": "closed", "purpose": "any"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The example project."""
    return make_example(tmp_path_factory.mktemp("compare") / "example")


def told_of(setup: Setup, a: list[Any], b: list[Any], **more: Any) -> dict[str, Any]:
    """What is told of two lists of edits."""
    found: dict[str, Any] = finish(tell_comparison(ask(setup, a=a, b=b, **more)))
    return found


def test_inputs_and_results_are_those_of_a_comparison_of_runs(setup: Setup) -> None:
    """The figures and cells that differ are those of `sim compare` of the saved scenarios."""
    told = told_of(setup, [], [MORE, CLOSED])
    folders: list[Path] = []
    for name, edits in (("one", []), ("other", [MORE, CLOSED])):
        file = save_scenario(ask(setup, *edits, name=name))
        folders.append(run(setup.root / file, RunOptions(basemap="none")).folder)
    found = compare([read_run(folder) for folder in folders])
    assert len(told["inputs"]) == len(found.inputs)
    assert [(row["a"], row["b"]) for row in told["inputs"]] == [
        tuple(
            write_value(row[f"{name}:value"], EN) if row[f"{name}:value"] else ""
            for name in ("one", "other")
        )
        for row in found.inputs.to_dict("records")
    ]
    assert ("1500 kt/yr", "1800 kt/yr") in [(row["a"], row["b"]) for row in told["inputs"]]
    changes = found.kpis.set_index("name")["other:difference"]
    for row in told["results"]:
        if row["change_value"] is not None:
            due = changes[row["id"]]
            assert row["change_value"] == pytest.approx(due, rel=1e-6, abs=1e-6), row["id"]
    assert {row["id"] for row in told["results"]} == set(found.kpis["name"])


def test_maps_are_drawn_alike(setup: Setup) -> None:
    """Both have one box; the difference holds what flows more and what flows less."""
    told = told_of(setup, [MORE], [CLOSED], lang="zh")
    assert told["atlas_a"]["box"] == told["atlas_b"]["box"] == told["difference"]["box"]
    assert told["atlas_a"]["flows"]
    assert len(told["difference"]["modes"]) <= 2
    assert told["difference"]["flows"]
    assert all(CHINESE.search(row["title"]) for row in told["results"])
    json.dumps(told, allow_nan=False)


def test_equal_states_differ_in_nothing(setup: Setup) -> None:
    """An edit that is off is none: nothing differs, and no flow of the difference is left."""
    told = told_of(setup, [MORE], [MORE, {**CLOSED, "on": False}])
    assert told["inputs"] == []
    assert {row["change"] for row in told["results"]} == {""}
    assert told["sentences"] == []
    assert told["difference"] is None or not told["difference"]["flows"]


def test_changes_are_told_in_sentences(setup: Setup) -> None:
    """What moves most is said, flows and lines, as a comparison of runs says it."""
    told = told_of(setup, [], [CLOSED])
    assert told["sentences"]
    assert all(
        CHINESE.search(said) for said in told_of(setup, [], [CLOSED], lang="zh")["sentences"]
    )


def test_wrong_edits_are_refused(setup: Setup) -> None:
    """Errors of either state stand at their edit."""
    with pytest.raises(InputError) as caught:
        told_of(setup, [], [{**MORE, "line": "nobody"}])
    assert str(caught.value.problems[0].where) == "e1"


def test_the_ends_of_a_range_are_named(setup: Setup) -> None:
    """A demand set by hand has no range any more: its lost ends have names of the field."""
    demand = {"id": "e1", "kind": "demand", "market": "cement-west", "max": 1300}
    for language, names in {
        "zh": {"需求上限", "需求上限（低值）", "需求上限（高值）"},
        "en": {"most that is bought", "most that is bought, low", "most that is bought, high"},
    }.items():
        rows = told_of(setup, [], [demand], lang=language)["inputs"]
        told = {re.split("[:：] ?", row["what"], maxsplit=1)[1] for row in rows}
        assert told == names


def test_inputs_are_told_in_the_words_of_planners(setup: Setup) -> None:
    """No key of a table or of the scenario, no id: not of a new plant, nor of what it takes."""
    place = {"name_en": "New", "name_zh": "新建", "lon": 112.3, "lat": 31.2}
    plant = {**place, "province": "Westland", "city": "Westport"}
    added = {"kind": "add_plant", "plant": plant, "technology": "mill", "capacity": 90}
    entry = {"table": "lines", "where": {"id": "brick-line"}, "set": {"min_load": "10 %"}}
    cell = {"id": "e2", "kind": "keys", "keys": {"change": [entry]}}
    told = told_of(setup, [], [{"id": "e1", **added}, cell], lang="zh")
    assert {row["what"]: row["b"] for row in told["inputs"]} == {
        "设施：新建": "城市 西港；省份 西省；经度 112.3；纬度 31.2",
        "产线：新建 · 水泥粉磨": "设施 新建；技术 水泥粉磨；产能 9 万吨/年；状态 新增",
        "东部砖厂 · 制砖：最低负荷": "10 %",
    }
