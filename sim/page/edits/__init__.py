"""The kinds of edits: each knows its fields, its keys of a scenario, and its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from pydantic import ValidationError

from sim.errors import InputError, Problem
from sim.loader.change.extend import extend
from sim.loader.load import Loaded
from sim.loader.read.messages import explain
from sim.loader.read.words import show
from sim.page.edits import building, given, lines, plants, rules, trade
from sim.page.edits.edit import Edit, EditError, Ground, Overlay
from sim.say.message import message
from sim.scenario.escaping import CONTROL

KINDS: dict[str, type[Edit]] = {
    str(get_args(kind.model_fields["kind"].annotation)[0]): kind
    for part in (lines, building, trade, rules, plants, given)
    for kind in part.KINDS
}
"""Kind -> what it is."""


def read_edits(given: Sequence[Any]) -> list[Edit]:
    """Return the edits of a request, those that are switched off included.

    Raises
    ------
    InputError
        All that is wrong, each at the id of its edit.
    """
    problems: list[Problem] = []
    found = [edit for entry in given if (edit := _read_edit(entry, problems)) is not None]
    seen: set[str] = set()
    for edit in found:
        if edit.id in seen:
            problems.append(Problem(edit.id, message("page_edit_twice"), code="duplicate"))
        seen.add(edit.id)
    if problems:
        raise InputError(problems)
    return found


def _read_edit(entry: Any, problems: list[Problem]) -> Edit | None:
    where = str(entry.get("id", "?"))[:40] if isinstance(entry, dict) else "?"
    kind = entry.get("kind") if isinstance(entry, dict) else None
    known = KINDS.get(kind) if isinstance(kind, str) else None
    if known is None:
        what = message("page_edit_kind", kind=str(kind)[:80])
        problems.append(Problem(where, what, code="kind"))
        return None
    if held := next((text for text in _texts_in(entry) if CONTROL.search(text)), None):
        problems.append(Problem(where, message("control_in", text=show(held)), code="control"))
        return None
    try:
        return known.model_validate(entry)
    except ValidationError as error:
        for cell in error.errors():
            what, hint, code = explain(cell)
            column = ".".join(str(step) for step in cell["loc"][:2])
            told = message("page_edit_field", field=column, what=what) if column else what
            problems.append(Problem(where, told, hint, code))
        return None


def _texts_in(part: Any) -> Iterator[str]:
    """Yield every text of an edit as it was sent."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in (*part, *part.values()):
            yield from _texts_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts_in(inner)


def apply(base: Loaded, edits: Iterable[Edit]) -> tuple[Overlay, Loaded]:
    """Return what the edits that are on add to a scenario, and the scenario with it.

    It is what a file that extends the scenario and has these keys would be read as.

    Raises
    ------
    InputError
        All that is wrong, each at the id of its edit.
    """
    overlay, ground = Overlay(base), Ground(base)
    problems: list[Problem] = []
    for edit in edits:
        if not edit.on:
            continue
        overlay.own(edit.id)
        try:
            edit.write(overlay, ground)
        except EditError as error:
            problems.append(Problem(edit.id, error.message, code="unknown"))
    try:
        keys, replaced = overlay.whole()
        loaded = base if overlay.is_empty else extend(base, keys, overlay.owner_of, replaced)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return overlay, loaded
