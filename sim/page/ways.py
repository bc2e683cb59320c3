"""No plan: which limits cannot hold together, and the ways out as edits of the page."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sim.page.asked import Asked
from sim.page.edits.edit import Overlay
from sim.page.edits.given import Keys
from sim.page.findings import read_case
from sim.page.offers import offer, offer_capacity, offer_cell, offer_demand
from sim.rules.family import EXPANSIONS
from sim.say.message import Message, message
from sim.studies.explain.edits import Edit as Change
from sim.studies.explain.sentences import name_limit, say_edit
from sim.studies.explain.study import Explanation, explain_loaded
from sim.studies.solve_case import Clock, be_silent

_MOST = 40
"""Limits of a conflict that are told one by one."""
_CAPACITY = ("lines", "capacity")
_DEMANDS = (("markets", "max"), ("markets", "min"))
"""Table and column of limits that edits have a kind for."""


def explain(asked: Asked) -> dict[str, Any]:
    """Return why there is no plan, and what would give one.

    Raises
    ------
    SimError
    """
    overlay, loaded, case = read_case(asked)
    found = explain_loaded(loaded, case, Clock(be_silent))
    texts = asked.texts
    conflict = [{"text": name_limit(limit, texts)} for limit in found.conflict[:_MOST]]
    ways = [
        {
            **_tell_way([say_edit(edit, texts) for edit in way.edits], asked),
            "change": way.change,
            "edits": [as_edit(edit, overlay, asked) for edit in way.edits],
        }
        for way in found.ways
    ]
    text = texts.tell(_say_head(found))
    return {"text": text, "status": found.status, "conflict": conflict, "ways": ways}


def _tell_way(steps: list[str], asked: Asked) -> dict[str, Any]:
    """Return a way out in words: its one step, or how many there are and each of them."""
    if len(steps) == 1:
        return {"text": steps[0], "steps": []}
    return {"text": asked.texts.say("page_way_steps", count=len(steps)), "steps": steps}


def _say_head(found: Explanation) -> Message:
    if found.status != "infeasible":
        return message("page_there_is_a_plan")
    return message("page_conflict_text" if found.ways else "page_no_way_out")


def as_edit(change: Change, overlay: Overlay, asked: Asked) -> dict[str, Any]:
    """Return another value of a limit as an edit of the page."""
    if change.section == "change":
        return _of_cell(change, asked)
    if change.section == EXPANSIONS:
        # The last entry that names a line holds.
        return offer("keys", keys={EXPANSIONS: [dict(change.entry)]})
    kept = len(asked.base.loaded.document.data.get(change.section) or [])
    gone = sum(entry is None for entry in overlay.altered.get(change.section, {}).values())
    if change.position < kept - gone:
        return _of_base(change, overlay, asked, kept)
    number = change.position - (kept - gone)
    owner = overlay.owners.get((change.section, number), "")
    old = next((edit for edit in asked.edits if edit.id == owner), None)
    entry = dict(change.entry)
    if isinstance(old, Keys):
        return _in_keys(old, change.section, _place_in(overlay, change.section, number), entry)
    if change.section == "limits":
        given = {"kind": "limit", **entry}
    else:
        fields = old.model_dump(by_alias=True, exclude_none=True) if old is not None else {}
        given = {**fields, "kind": "border", "quota": change.new}
    if old is None or old.kind != given["kind"]:
        return offer("keys", keys={change.section: [entry]})
    return {**offer(**given), "replaces": owner}


def _place_in(overlay: Overlay, section: str, number: int) -> int:
    """Return which of the entries that its edit adds to a list an entry is."""
    owner = overlay.owners[section, number]
    return sum(overlay.owners.get((section, n)) == owner for n in range(number))


def _in_keys(old: Keys, section: str, place: int, entry: dict[str, Any]) -> dict[str, Any]:
    """Return the keys of a file with another entry in the place of one."""
    keys = deepcopy(old.keys)
    keys[section][place] = entry
    return {**offer("keys", keys=keys), "replaces": old.id}


def _of_base(change: Change, overlay: Overlay, asked: Asked, kept: int) -> dict[str, Any]:
    """Return the edit that alters an entry of the base scenario."""
    gone = {n for n, entry in overlay.altered.get(change.section, {}).items() if entry is None}
    position = [n for n in range(kept) if n not in gone][change.position]
    if change.section == "limits":
        given: dict[str, Any] = {
            "kind": "limit_off",
            "position": position,
            "at": str(change.entry["at"]),
        }
    else:
        given = {"kind": "border_quota", "position": position, "quota": change.new}
    owner = overlay.alterers.get((change.section, position))
    return {**offer(**given), **({"replaces": owner} if owner else {})}


def _of_cell(change: Change, asked: Asked) -> dict[str, Any]:
    entry = dict(change.entry)
    where, column = entry["where"], next(iter(entry["set"]))
    cell = entry["table"], column
    if set(where) == {"id"} and cell == _CAPACITY:
        return offer_capacity(asked.edits, where["id"], change.new)
    if set(where) == {"id"} and cell in _DEMANDS:
        return offer_demand(asked.edits, where["id"], **{column: change.new})
    return offer_cell(asked.edits, entry)
