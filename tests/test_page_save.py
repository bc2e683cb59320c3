"""Saving the page's edits: the file, and where it may be written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError, Problem
from sim.loader import load_case
from sim.loader.describe.scenario_text import write_scenario_text
from sim.loader.load import load_rows
from sim.loader.read.yaml_text import read_yaml
from sim.page import planner
from sim.page.asked import Setup
from sim.page.edits import apply
from sim.page.edits.write import quantity
from sim.page.saving import save_scenario
from sim.page.scenario_file import is_own, write_scenario
from sim.page.tasks import open_, save, yaml
from sim.results.kpis import read_figures
from sim.say.message import message
from sim.say.texts import EN
from sim.studies.run.run import RunOptions, run
from sim.units import parse
from tests.page_parts import FIRST, ask, make_example, plan_of

EDITS: list[dict[str, Any]] = [
    {"kind": "capacity", "line": "cement-mill", "value": 1800.0, "name": "Mill #2: more"},
    {"kind": "capacity_scale", "technology": "brickworks", "factor": 1.1},
    {
        "kind": "border",
        "from": "Westland",
        "to": "Eastland",
        "rule": "filing",
        "quota": 100.1,
        "class": "general",
    },
    {"kind": "switch", "line": "no-such-line", "to": "off", "on": False},
    {"kind": "limit", "cap": "net_cost", "at": 900.25},
]
TEXT = """\
# Written by the planner's page: {mark}
format: 1
name: mine
title:
  en: Mine
  zh: Mine
description:
  en: 'Changed against ''Example: today'': West cement works – cement mill: capacity 1.8 Mt/yr \
instead
    of 1.5 Mt/yr.'
  zh: 相对“示例：现状”的改动：西部水泥厂·水泥粉磨：产能由 150 万吨/年改为 180 万吨/年。
extends: baseline.yaml
change:
  # Mill #2: more: West cement works – cement mill: capacity 1.8 Mt/yr instead of 1.5 Mt/yr
  - {{table: lines, where: {{id: cement-mill}}, set: {{capacity: 1.8 Mt/yr}}}}
"""


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    """The example project."""
    return make_example(tmp_path / "example")


def refuse(setup: Setup, **body: Any) -> tuple[str, str]:
    """Code of the refusal to save, and its words."""
    with pytest.raises(InputError) as caught:
        save_scenario(ask(setup, *EDITS, **body))
    problem = caught.value.problems[0]
    return problem.code, problem.say("en")


def test_file_is_what_a_person_would_write(setup: Setup) -> None:
    """Units as people write them, the sentence of an edit above its entry, one line an entry."""
    written = write_scenario(ask(setup, EDITS[0], name="mine", title="Mine"))
    mark = written.text.splitlines()[0].rpartition(" ")[2]
    assert written.text == TEXT.format(mark=mark)
    assert is_own(written.text)
    assert not is_own(written.text.replace("1.8 Mt/yr}", "1.9 Mt/yr}"))


@pytest.mark.parametrize("value", [1200.0, 920.5, 1234.5678901234567, 0.1 + 0.2, 1e-7, 8.7e8, 0.0])
@pytest.mark.parametrize("unit", ["kt/yr", "MCNY/yr", "CNY/t", "", "share"])
def test_quantities_are_read_back_to_the_last_bit(value: float, unit: str) -> None:
    """What the page writes is the number that it planned with."""
    assert parse(quantity(value, unit), "" if unit == "share" else unit) == value


def test_texts_that_look_like_something_else_stay_texts() -> None:
    """Plain where the loader reads it as it is, in quotes where it would not."""
    given = {
        "a": ["true", "No", "null", "~", "", "0.70", "1:30", "- x", "a: b", "#c", "矿", "{", " x "],
        "b": [{"is": True, "none": None, "number": 0.1, "many": [1, 2]}],
        "c": {"d": "'q' \"r\""},
    }
    text = write_scenario_text(given, {("b", 0): "line\nend \x07 \u202e # done", ("c",): "x"})
    read = read_yaml(text, "x", []).data
    assert read == {**given, "b": [{"is": True, "none": None, "number": "0.1", "many": ["1", "2"]}]}
    assert "  # line end # done\n" in text
    assert "0.70\n" in text


def test_saved_file_is_read_as_what_was_planned(setup: Setup) -> None:
    """Its tables, rules and figures are those of the plan that the page shows."""
    asked = ask(setup, *EDITS, name="saved", title="Saved")
    planned = plan_of(asked)
    (told,) = save(
        setup, {"edits": [{"id": f"e{n}", **e} for n, e in enumerate(EDITS)], "name": "saved"}
    )
    assert told == {"file": "scenarios/saved.yaml"}
    case = load_case(setup.root / "scenarios/saved.yaml")
    for table, frame in planned.case.tables.items():
        assert frame.equals(case.tables[table]), table
    shown = read_figures(planned.summary["kpis"])
    out = run(setup.root / "scenarios/saved.yaml", RunOptions(basemap="none"))
    figures = read_figures(out.tables.summary["kpis"])
    assert figures.keys() == shown.keys()
    assert {k: v for k, v in figures.items() if v == v} == pytest.approx(
        {k: v for k, v in shown.items() if v == v}, rel=1e-9, abs=1e-9
    )


def test_text_is_read_as_a_file_of_its_name_would_be(setup: Setup) -> None:
    """Before it is written, a scenario is what it is afterwards: places, hashes, tables."""
    written = write_scenario(ask(setup, *EDITS, name="later"))
    before = written.load(setup.root)
    written.path.write_text(written.text, encoding="utf-8")
    after = load_rows(written.path, setup.root)
    assert before.project.hashes == after.project.hashes
    assert before.document == after.document
    assert before.file == after.file == "scenarios/later.yaml"


def test_saving_takes_no_place_of_others(setup: Setup) -> None:
    """A file is replaced when asked; one of other hands when asked twice; a base never."""
    folder = setup.root / "scenarios"
    assert refuse(setup, name="baseline", overwrite="any")[0] == "own"
    assert refuse(setup, name="")[0] == "name"
    for name in ("../x", "a/b", "C:x", ".hidden", "x" * 200):
        assert refuse(setup, name=name, overwrite="any")[0] == "name"
    (folder / "notes.yaml").write_text("mine: 1\n", encoding="utf-8")
    assert refuse(setup, name="notes")[0] == "exists"
    assert refuse(setup, name="notes", overwrite=True)[0] == "foreign"
    assert (folder / "notes.yaml").read_text(encoding="utf-8") == "mine: 1\n"
    assert save_scenario(ask(setup, *EDITS, name="notes", overwrite="any"))
    assert save_scenario(ask(setup, *EDITS, name="notes", overwrite=True))
    child = (folder / "closed-border.yaml").read_text(encoding="utf-8")
    (folder / "child.yaml").write_text(
        child.replace("closed-border", "child").replace("baseline.yaml", "notes.yaml"),
        encoding="utf-8",
    )
    code, said = refuse(setup, name="notes", overwrite="any")
    assert code == "base"
    assert "child.yaml" in said
    (folder / "other.yaml").write_text(child.replace("closed-border", "taken"), encoding="utf-8")
    assert refuse(setup, name="taken")[0] == "same_name"
    assert not list(setup.root.rglob("*.new"))


def test_link_that_leads_outside_is_left_alone(setup: Setup, tmp_path: Path) -> None:
    """Nothing outside of the project is written, whatever stands in its place."""
    outside = tmp_path / "outside.yaml"
    outside.write_text("mine: 1\n", encoding="utf-8")
    (setup.root / "scenarios" / "link.yaml").symlink_to(outside)
    assert refuse(setup, name="link", overwrite="any")[0] == "outside"
    assert outside.read_text(encoding="utf-8") == "mine: 1\n"


def test_a_file_that_is_there_is_a_conflict() -> None:
    """Who asks is told by the status that the file may be replaced on request."""
    for code, status in (("exists", 409), ("foreign", 409), ("name", 400)):
        error = InputError([Problem("x", message("page_exists"), code=code)])
        told = planner.tell_error(error, EN)
        assert told["status"] == status
        assert told["problems"][0]["code"] == code


def test_yaml_opens_as_the_edits_it_came_of(setup: Setup) -> None:
    """Text out, edits in: the same tables and rules; a name of the project is opened by itself."""
    asked = ask(setup, *EDITS, name="mine")
    (told,) = yaml(setup, {"edits": [{"id": f"e{n}", **e} for n, e in enumerate(EDITS)]})
    assert told["file"] == "baseline-edited.yaml"
    (opened,) = open_(setup, {"text": told["text"]})
    assert opened["scenario"] == FIRST
    before = apply(asked.base.loaded, asked.edits)[1]
    after = apply(asked.base.loaded, ask(setup, *opened["edits"]).edits)[1]
    assert before.scenario == after.scenario
    for table, rows in before.tables.items():
        assert [r.values for r in rows.records] == [r.values for r in after.tables[table].records]
    (chosen,) = open_(setup, {"file": "scenarios/more-grinding.yaml"})
    assert chosen == {"scenario": "scenarios/more-grinding.yaml", "edits": []}
    with pytest.raises(InputError):
        list(open_(setup, {"file": "../outside.yaml"}))
