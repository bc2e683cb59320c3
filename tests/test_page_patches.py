"""What the page is told of a map when it has another one already."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.page.patches import patch, remember
from sim.page.tasks import plan
from tests.page_parts import make_example
from tests.page_scripts import empty_page

OLD = {
    "flows": [{"kt": 1.0}, {"kt": 2.0}, {"kt": 3.0}],
    "zones": [{"id": "a"}, {"id": "b"}],
    "legs": [],
    "goods": [0, 1],
    "box": [0.0, 9.0],
}
NEW = {
    "flows": [{"kt": 3.0}, {"kt": 2.5}],
    "zones": [{"id": "a"}, {"id": "b"}],
    "legs": [{"x": [1.0, None]}],
    "goods": [1, 0],
    "box": [0.0, 9.0],
}
CHANGES = {"flows": [2, {"kt": 2.5}], "legs": [{"x": [1.0, None]}], "goods": [1, 0]}


def test_entries_that_stay_are_told_by_their_numbers() -> None:
    """Parts that are the same are left out; what was never told cannot be built upon."""
    key = remember(OLD)
    assert patch(key, NEW) == CHANGES
    assert patch(key, OLD) == {}
    assert patch("another", NEW) is None


def test_the_page_makes_the_whole_map_of_it(project_root: Path) -> None:
    """Also of lists of numbers, and of those that were empty."""
    with empty_page(project_root) as page:
        made = page.evaluate(
            "async ([old, changes]) => (await import('/planner.js')).patched(old, changes)",
            [OLD, CHANGES],
        )
    assert made == NEW


def test_an_edit_sends_little(tmp_path: Path) -> None:
    """A capacity again as it was: nothing of the map. Another one: less than the map."""
    setup = make_example(tmp_path / "example")

    def ask(value: float, **has: Any) -> dict[str, Any]:
        edit = {"id": "e1", "kind": "capacity", "line": "grinding-mill", "value": value}
        *_, told = plan(setup, {"edits": [edit], **has})
        assert isinstance(told, dict)
        found: dict[str, Any] = told["plan"]
        return found

    first = ask(900.0)
    has = {"box": first["atlas"]["box"], "has": first["map"]}
    assert ask(900.0, **has)["changes"] == {}
    other = ask(1300.0, **has)
    assert other["atlas"] is None
    assert len(json.dumps(other["changes"])) < 0.7 * len(json.dumps(ask(1300.0)["atlas"]))
    assert ask(1300.0, box=has["box"], has="forgotten")["atlas"]["zones"]
