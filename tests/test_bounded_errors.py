"""However much is wrong, it is told in few lines, in time and memory that grow with the input."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from sim.cli.main import main
from sim.cli.problems import MOST_SHOWN, pick_problems, tell_problems
from sim.errors import InputError, Problem
from sim.loader import load_case
from sim.loader.read import words
from sim.say.message import message, plain
from sim.say.texts import EN, Texts
from tests.tiny_project import FILES, LIBRARY, REGION, SCENARIO, make_project

MANY = 20_000


def many_keys() -> dict[str, str]:
    """Return a scenario of very many keys that mean nothing."""
    return {"scenario": FILES[SCENARIO] + "".join(f"k{n}: 1\n" for n in range(MANY))}


def many_limits(text: str) -> dict[str, str]:
    """Return a scenario of very many limits, each its own."""
    lines = "".join(f"  - {{{text.format(n=n)}}}\n" for n in range(15_000))
    return {"scenario": FILES[SCENARIO].replace("limits:\n", f"limits:\n{lines}")}


def many_rows(table: str, place: str, row: str) -> dict[str, str]:
    """Return a table of very many rows, each its own."""
    return {table: FILES[f"{place}/{table}.csv"] + "".join(row.format(n=n) for n in range(MANY))}


KINDS: dict[str, tuple[dict[str, str], int, str]] = {
    "unknown keys": (many_keys(), MANY, "unknown key 'k0'"),
    "units of limits": (many_limits("cap: net_cost, at: {n} kg"), 15_000, "'kg' does not measure"),
    "names of limits": (
        many_limits("cap: uptake, at: 1 kt/yr, zone: q{n}"),
        15_000,
        "there is no zone 'q0'",
    ),
    "ends of links": (
        many_rows("links", REGION, "zone_{n},plant_{n},road,{n} km\n"),
        2 * MANY,
        "'zone_0'",
    ),
    "cells": (many_rows("links", REGION, "z1,p2,road,{n} kg\n"), MANY, "'kg' does not measure"),
    "ragged rows": (many_rows("links", REGION, "z1,p2,{n}\n"), MANY, "3 cells"),
    "inputs of yields": (
        many_rows("yields", LIBRARY, "bake,brick,zz{n},1\n"),
        MANY,
        "'zz0' is neither",
    ),
    "the same row": (many_rows("links", REGION, "z1,p1,road,12 km\n"), MANY, "z1"),
    "columns": (
        {
            "links": FILES[f"{REGION}/links.csv"].replace(
                "km\n", "km," + ",".join(f"c{n}" for n in range(MANY)) + "\n", 1
            )
        },
        MANY,
        "unknown column 'c0'",
    ),
}
"""What is wrong very often -> the tables, how often, part of the first line."""


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every word that a near miss is looked for."""
    found: list[str] = []
    closest = words.closest

    def note(word: str, options: list[str]) -> str | None:
        found.append(word)
        return closest(word, options)

    for module in ("read.words", "rules.names", "change.patch"):
        monkeypatch.setattr(f"sim.loader.{module}.closest", note)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_much_is_wrong(
    tmp_path: Path, kind: str, looked_for: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """All are counted, some told, and a suggestion is sought for those alone."""
    overrides, count, first = KINDS[kind]
    path = make_project(tmp_path, **overrides)
    began = time.process_time()
    with pytest.raises(SystemExit) as ending:
        main(["check", str(path)])
    assert time.process_time() - began < 30
    assert ending.value.code == 2
    head, *lines = capsys.readouterr().err.splitlines()
    least = int(head.split("not valid: ")[1].split()[0])
    assert count <= least <= count + 10
    assert first in lines[0]
    assert len(lines) <= MOST_SHOWN + 10
    assert any("more" in line for line in lines[-4:])
    assert len(looked_for) <= 2 * words.MOST_PROBLEMS + 20


def test_json_says_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program gets more of them, and the number of the others."""
    overrides, count, _ = KINDS["ends of links"]
    path = make_project(tmp_path, **overrides)
    with pytest.raises(SystemExit):
        main(["check", str(path), "--json"])
    (told,) = json.loads(capsys.readouterr().out)
    problems = told["error"]["problems"]
    assert sum(problem["count"] for problem in problems) == count
    assert len(problems) == words.MOST_PROBLEMS + 1
    assert problems[-1]["code"] == "more"


def test_a_chain_of_scenarios_is_merged_in_one_go(tmp_path: Path) -> None:
    """Each of very many keys of a base and its child is looked at once: 60,000 take a moment."""
    path = make_project(tmp_path)
    keys = "".join(f"k{n}: 1\n" for n in range(60_000))
    base = FILES[SCENARIO] + keys
    (tmp_path / "scenarios" / "base.yaml").write_text(base, encoding="utf-8")
    path.write_text(f"format: 1\nname: c\ntitle: {{en: c}}\nextends: base.yaml\n{keys}", "utf-8")
    began = time.process_time()
    with pytest.raises(InputError) as refused:
        load_case(path)
    assert time.process_time() - began < 40
    assert str(refused.value.message).startswith("60000 problems")
    assert str(refused.value.problems[0].where) == "scenarios/tiny.yaml:5"


def test_places_of_a_chain(tmp_path: Path) -> None:
    """Of every key the file and line that it stands in: appended, merged or replaced."""
    path = make_project(tmp_path)
    child = """format: 1
name: c
title: {en: c}
extends: tiny.yaml
solver: {threads: 0}
limits:
  - {cap: net_cost, at: 1 kg}
objective:
  - {maximize: nothing}
"""
    path.with_name("c.yaml").write_text(child, encoding="utf-8")
    path.write_text(
        path.read_text("utf-8").replace("at: 10 %", "at: 10 kg") + "solver: {time_limit: 3 t}\n",
        "utf-8",
    )
    with pytest.raises(InputError) as refused:
        load_case(path.with_name("c.yaml"))
    places = [str(problem.where) for problem in refused.value.problems]
    assert places == [
        "scenarios/c.yaml:5",
        "scenarios/c.yaml:7",
        "scenarios/c.yaml:9",
        "scenarios/tiny.yaml:13",
        "scenarios/tiny.yaml:18",
    ]


def problem(file: str, line: int, code: str) -> Problem:
    """Return a problem."""
    return Problem(f"{file}:{line}", plain(f"{code} {line}"), code=code)


def test_every_kind_is_told() -> None:
    """A kind that is rare is not hidden by one that is frequent; nothing is left uncounted."""
    problems = [problem("a.csv", n, "often") for n in range(2, 800)]
    problems += [problem("b.csv", 7, "rare"), problem("a.csv", 900, "seldom")]
    problems += [Problem("c.csv", message("more_problems", count=5), code="more", count=5)]
    told = pick_problems(problems)
    assert len(told.shown) == MOST_SHOWN
    assert {p.code for p in told.shown} == {"often", "rare", "seldom"}
    assert [(str(p.where), count) for p, count in told.left] == [("a.csv:2", 750)]
    assert [p.count for p in told.counted] == [5]
    for language in ("en", "zh"):
        lines = tell_problems(problems, Texts(language))
        assert len(lines) == MOST_SHOWN + 3
        assert any("750" in line for line in lines)
    few = problems[:MOST_SHOWN]
    assert tell_problems(few, EN) == [p.say("en") for p in few]


def test_very_many_kinds_are_counted_together() -> None:
    """No number of kinds makes the list long, and the counts still add up."""
    problems = [problem(f"{n}.csv", line, "x") for n in range(300) for line in (1, 2, 3)]
    lines = tell_problems(problems, EN)
    assert len(lines) <= MOST_SHOWN + 22
    assert "more elsewhere" in lines[-2]
