"""What the page hands out and takes in as files: the edits as a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.page.asked import Setup, read_asked
from sim.page.scenario_text import read_head, write_scenario_text

Told = Iterator[str | dict[str, Any]]


def tell_yaml(setup: Setup, body: dict[str, Any]) -> Told:
    """Tell the edits as a scenario file."""
    asked = read_asked(setup, body)
    yield {"text": write_scenario_text(asked), "file": f"{read_head(asked).name}.yaml"}
