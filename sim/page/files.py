"""What the page hands out and takes in as files: scenarios of its edits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.page.asked import Setup, read_asked
from sim.page.opening import open_text
from sim.page.project import find_file
from sim.page.saving import save_scenario
from sim.page.scenario_file import write_scenario

Told = Iterator[str | dict[str, Any]]


def tell_yaml(setup: Setup, body: dict[str, Any]) -> Told:
    """Tell the edits as a scenario file."""
    written = write_scenario(read_asked(setup, body))
    yield {"text": written.text, "file": written.path.name}


def save(setup: Setup, body: dict[str, Any]) -> Told:
    """Write the edits as a scenario of the project; tell its file."""
    yield {"file": save_scenario(read_asked(setup, body))}


def read_file(setup: Setup, body: dict[str, Any]) -> Told:
    """Tell a scenario of the project by its name, or a text as edits of one."""
    if body.get("file"):
        path = find_file(setup.root, setup.first, body["file"])
        yield {"scenario": path.relative_to(setup.root).as_posix(), "edits": []}
        return
    asked = find_file(setup.root, setup.first, body.get("scenario"))
    file = asked.relative_to(setup.root).as_posix()
    scenario, edits = open_text(setup, str(body.get("text") or ""), file)
    yield {"scenario": scenario, "edits": edits}
