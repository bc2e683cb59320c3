"""What a planner can do for the page: a function a request."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any

from sim.errors import SimError
from sim.page import ways
from sim.page.answer import GROUND, tell_atlas, tell_more, tell_shown
from sim.page.asked import Asked, Setup, language_of, read_asked
from sim.page.comparing import tell_comparison
from sim.page.detail import pick_detail
from sim.page.edits import read_edits
from sim.page.edits.edit import EditError
from sim.page.files import check_kind, make_file
from sim.page.findings import find_all, settle_plan
from sim.page.opening import open_text
from sim.page.patches import patch, remember
from sim.page.plans import Planned, find_plan
from sim.page.project import find_file
from sim.page.saving import save_scenario
from sim.page.scenario_file import write_scenario
from sim.page.start import tell_scenarios, tell_start
from sim.page.study import tell_study
from sim.page.usual import tell_usual
from sim.page.why import tell_edits
from sim.results.tabulate import add_findings, tabulate_plan
from sim.say.texts import Texts
from sim.studies.run.run import verify_tables
from sim.studies.solve_case import Clock, be_silent

Item = dict[str, Any]
Told = Iterator[str | Item]
"""Names of steps, and last the answer."""
TRIED = 8
"""Newest edits whose absence is tried."""


def scenarios(setup: Setup, body: Item) -> Told:
    """Tell the scenarios of the project, also where the one that was asked for cannot be opened."""
    yield {"scenarios": tell_scenarios(setup, Texts(language_of(body)))}


def start(setup: Setup, body: Item) -> Told:
    """Tell what the page begins with."""
    asked = read_asked(setup, {**body, "edits": []})
    atlas = None
    try:
        planned = yield from find_plan(asked.base, asked.edits)
        atlas = tell_atlas(asked, planned)
    except SimError:
        pass
    yield tell_start(asked, atlas)


def plan(setup: Setup, body: Item) -> Told:
    """Tell the plan of some edits; what is to be painted first, where that is asked for."""
    asked = read_asked(setup, body)
    yield {"step": "edits", "edits": list(_say_edits(asked))}
    reference = yield from _reference(asked)
    planned = yield from find_plan(asked.base, asked.edits)
    shown = tell_shown(asked, planned, reference or planned)
    shown |= _tell_map(shown["atlas"], body)
    if body.get("first"):
        yield {"step": "shown", "plan": shown}
        shown = {}
    yield {"plan": {**shown, **tell_more(asked, planned, reference or planned)}}


def _tell_map(atlas: Item | None, body: Item) -> Item:
    """Return the map of a plan as far as the page that asks has not got it."""
    if atlas is None:
        return {"atlas": None}
    own = {name: part for name, part in atlas.items() if name not in GROUND}
    if body.get("box") != atlas["box"]:
        return {"atlas": atlas, "map": remember(own)}
    changes = patch(str(body.get("has")), own)
    told = {"atlas": own} if changes is None else {"atlas": None, "changes": changes}
    return {**told, "map": remember(own)}


def _say_edits(asked: Asked) -> Iterator[Item]:
    """Yield each edit in words, before anything is planned; those about nothing are told later."""
    for edit in asked.edits:
        with suppress(EditError):
            yield {"id": edit.id, "text": edit.say(asked.ground, asked.texts)}


def _reference(asked: Asked) -> Generator[str, None, Planned | None]:
    """Yield the steps of the plan that is compared with; return it, None where it has none."""
    try:
        edits = read_edits(asked.body.get("reference") or [])
        return (yield from find_plan(asked.base, edits))
    except SimError:
        return None


def settle(setup: Setup, body: Item) -> Told:
    """Solve the plan from nothing, write its tables to a folder that goes, and verify them."""
    asked = read_asked(setup, body)
    found = yield from settle_plan(asked)
    yield "tabulate"
    tables = tabulate_plan(found.case, found.network, found.plan)
    tables = add_findings(tables, found.case, found.network, found.plan, None)
    yield "verify"
    report = verify_tables(found.case, tables, Clock(be_silent)).report
    yield {
        "verified": len(report["checks"]),
        "passed": bool(report["passed"]),
        "notes": [asked.texts.of(note) for note in tables.summary["notes"]],
    }


def effects(setup: Setup, body: Item) -> Told:
    """Tell of each edit whether the plan is another without it, and if not, why."""
    asked = read_asked(setup, body)
    planned = yield from find_plan(asked.base, asked.edits)
    for edit in [edit for edit in asked.edits if edit.on][-TRIED:]:
        others = [other for other in asked.edits if other is not edit]
        with suppress(SimError):
            yield from find_plan(asked.base, others)
    yield {"edits": tell_edits(asked, planned, asked.texts)}


def detail(setup: Setup, body: Item) -> Told:
    """Tell the tables of a plan, what limits are worth, or why waste of a zone is unused."""
    asked = read_asked(setup, body)
    tell = pick_detail(asked, str(body.get("what")))
    yield tell((yield from find_all(asked)))


def explain(setup: Setup, body: Item) -> Told:
    """Tell why there is no plan, and the ways out."""
    yield "explain"
    yield ways.explain(read_asked(setup, body))


def compare(setup: Setup, body: Item) -> Told:
    """Tell what differs between two lists of edits."""
    yield (yield from tell_comparison(read_asked(setup, body)))


def study(setup: Setup, body: Item) -> Told:
    """Tell a study of the plan, with progress."""
    yield from tell_study(read_asked(setup, body))


def usual(setup: Setup, body: Item) -> Told:
    """Tell what is usual of a technology at a place."""
    yield tell_usual(read_asked(setup, body))


def yaml(setup: Setup, body: Item) -> Told:
    """Tell the scenario file of the edits."""
    written = write_scenario(read_asked(setup, body))
    yield {"text": written.text, "file": written.path.name}


def save(setup: Setup, body: Item) -> Told:
    """Save the edits as a scenario of the project."""
    yield {"file": save_scenario(read_asked(setup, body))}


def open_(setup: Setup, body: Item) -> Told:
    """Tell the edits that a scenario file is made of; a file of the project is by itself."""
    if body.get("file"):
        path = find_file(setup.root, setup.first, body["file"])
        yield {"scenario": path.relative_to(setup.root).as_posix(), "edits": []}
        return
    asked = str(body.get("scenario") or setup.first)
    file, edits = open_text(setup, str(body.get("text") or ""), asked)
    yield {"scenario": file, "edits": edits}


def download(setup: Setup, body: Item) -> Told:
    """Tell a file of the plan."""
    asked, what = read_asked(setup, body), check_kind(body.get("what"))
    yield from make_file(asked, what)


TASKS: dict[str, Callable[[Setup, Item], Told]] = {
    "scenarios": scenarios,
    "start": start,
    "plan": plan,
    "settle": settle,
    "effects": effects,
    "detail": detail,
    "explain": explain,
    "compare": compare,
    "study": study,
    "usual": usual,
    "yaml": yaml,
    "save": save,
    "open": open_,
    "download": download,
}
"""Name of a task -> what does it."""
