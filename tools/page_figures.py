"""The figures of the walkthrough of the planner's page, found by a planner without a browser.

A page of the docs has each of them between two marks, `<!-- =NAME -->…<!-- = -->`: within a line,
in the cell of a table, or a whole block. What was done step by step stands in WALK, as the page's
own list of edits; `python -m tools.build_page_pictures` walks in a browser and writes it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from sim.page import tasks
from sim.page.asked import Setup
from tools.blocks import ROOT

SCENARIO = "scenarios/baseline.yaml"
WALK = ROOT / "docs" / "images" / "page" / "walk.json"
PAGES = {"en": ROOT / "docs" / "page.md", "zh": ROOT / "docs" / "page.zh.md"}
SAVED = "what-if"
"""Name of the scenario that the walk saves."""
_MARK = re.compile(r"(<!-- =(?P<name>[\w.-]+) -->)(?P<shown>.*?)(<!-- = -->)", re.DOTALL)
Walk = dict[str, list[dict[str, Any]]]
"""Step -> the edits that the page holds after it."""


def read_walk() -> Walk:
    """Return what was done, step by step."""
    walk: Walk = json.loads(WALK.read_text(encoding="utf-8"))
    return walk


@cache
def find_figures(language: str) -> dict[str, str]:
    """Return name -> figure or sentence, as the page shows it in a language."""
    setup, found, walk = Setup(ROOT, SCENARIO), {}, read_walk()
    for step, edits in walk.items():
        *_, last = tasks.plan(setup, {"lang": language, "edits": edits})
        assert isinstance(last, dict)
        found |= _name(step, last["plan"])
    final = {"lang": language, "edits": walk["closed"], "name": SAVED, "title": ""}
    *_, effects = tasks.effects(setup, final)
    assert isinstance(effects, dict)
    for n, edit in enumerate(effects["edits"]):
        found[f"edit.{n}.text"] = edit["text"]
        found[f"edit.{n}.why"] = edit["why"] or ""
    *_, written = tasks.yaml(setup, final)
    assert isinstance(written, dict)
    keys = written["text"][written["text"].index("extends:") :].strip()
    found["yaml"] = f"\n```yaml\n{keys}\n```\n"
    return found


def _name(step: str, plan: dict[str, Any]) -> dict[str, str]:
    found = {}
    for card in plan["cards"]:
        for part in ("title", "shown", "note", "change", "change_pct"):
            found[f"{step}.{card['id']}.{part}"] = str(card[part])
    for n, line in enumerate(plan["changed"]):
        for part in ("name", "uptake", "change"):
            found[f"{step}.changed.{n}.{part}"] = str(line[part])
    return found


def fill(text: str, figures: dict[str, str]) -> str:
    """Return a page with its figures.

    >>> fill("It is <!-- =a.b -->old<!-- = --> now.", {"a.b": "new"})
    'It is <!-- =a.b -->new<!-- = --> now.'

    Raises
    ------
    KeyError
        The page names a figure that there is not.
    """
    return _MARK.sub(lambda mark: f"{mark[1]}{figures[mark['name']]}{mark[4]}", text)


def names_in(page: Path) -> list[str]:
    """Return the names of the figures of a page."""
    return [mark["name"] for mark in _MARK.finditer(page.read_text(encoding="utf-8"))]
