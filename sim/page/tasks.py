"""What a planner can do for the page: a function a request."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

from sim.errors import SimError
from sim.page.answer import GROUND, tell_atlas, tell_plan
from sim.page.asked import Asked, Setup, read_asked
from sim.page.edits import read_edits
from sim.page.files import read_file, save, tell_yaml
from sim.page.plans import Planned, find_plan
from sim.page.start import tell_start

Told = Iterator[str | dict[str, Any]]
"""Names of steps, and last the answer."""


def start(setup: Setup, body: dict[str, Any]) -> Told:
    """Tell what the page begins with."""
    asked = read_asked(setup, {**body, "edits": []})
    atlas = None
    try:
        planned = yield from find_plan(asked.base, asked.edits)
        atlas = tell_atlas(asked, planned)
    except SimError:
        pass
    yield tell_start(asked, atlas)


def plan(setup: Setup, body: dict[str, Any]) -> Told:
    """Tell the plan of some edits."""
    asked = read_asked(setup, body)
    reference = yield from _reference(asked)
    planned = yield from find_plan(asked.base, asked.edits)
    told = tell_plan(asked, planned, reference or planned)
    atlas = told["atlas"]
    if atlas is not None and body.get("box") == atlas["box"]:
        told["atlas"] = {key: value for key, value in atlas.items() if key not in GROUND}
    told["edits"] = [
        {"id": edit.id, "text": edit.say(asked.ground, asked.texts), "did": True, "why": ""}
        for edit in asked.edits
    ]
    yield {"plan": told}


def _reference(asked: Asked) -> Generator[str, None, Planned | None]:
    """Yield the steps of the plan that is compared with; return it, None where it has none."""
    edits = read_edits(asked.body.get("reference") or [])
    try:
        return (yield from find_plan(asked.base, edits))
    except SimError:
        return None


TASKS: dict[str, Callable[[Setup, dict[str, Any]], Told]] = {
    "start": start, "plan": plan,
    "yaml": tell_yaml, "save": save, "open": read_file,
}  # fmt: skip
"""Name of a task -> what does it."""
