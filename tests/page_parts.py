"""What the tests of the page share: the example project, and requests as the page sends them."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

from sim.cli.project import create
from sim.page.asked import Asked, Setup, read_asked
from sim.page.plans import Planned, find_plan

FIRST = "scenarios/baseline.yaml"


def make_example(folder: Path) -> Setup:
    """Copy the example project into a folder."""
    create(folder)
    return Setup(folder, FIRST)


def ask(setup: Setup, *edits: dict[str, Any], **more: Any) -> Asked:
    """A request with some edits, numbered where they have no id."""
    numbered = [{"id": f"e{n}", **edit} for n, edit in enumerate(edits, start=1)]
    return read_asked(setup, {"edits": numbered, **more})


def finish(steps: Generator[Any, None, Any]) -> Any:
    """What a piece of work returns in the end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def plan_of(asked: Asked) -> Planned:
    """The plan of a request."""
    planned: Planned = finish(find_plan(asked.base, asked.edits))
    return planned
