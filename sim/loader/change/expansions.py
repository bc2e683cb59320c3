"""The key `expand`: which lines each entry is about, and whether all is known that it needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.errors import Problem
from sim.loader.case import Record, Rows
from sim.loader.change.edits import Patch
from sim.loader.change.patch import pick_rows
from sim.loader.read.words import show
from sim.loader.read.yaml_text import Document, Path
from sim.say.message import message
from sim.scenario.document import Change, Scenario
from sim.scenario.expansion import LINES, Expansion, Picked
from sim.scenario.region_rows import CANDIDATE

KEY = "expand"


def resolve_expansions(
    scenario: Scenario, tables: dict[str, Rows], document: Document, problems: list[Problem]
) -> Scenario:
    """Return the scenario whose entries of `expand` name their lines by id.

    Entries that pick no line, and lines of which the size or the cost is not known, are noted.
    """
    noted = len(problems)
    entries = [
        _resolve(entry, (KEY, number), tables, document, problems)
        for number, entry in enumerate(scenario.expand)
    ]
    resolved = scenario.model_copy(update={"expand": entries})
    if len(problems) == noted and tables[LINES].whole:
        problems += _find_unknown(resolved, tables, document)
    return resolved


def _resolve(
    entry: Expansion,
    path: Path,
    tables: dict[str, Rows],
    document: Document,
    problems: list[Problem],
) -> Expansion:
    update: dict[str, Any] = {"where": _pick(entry, path, tables, document, problems)}
    if entry.closes is not None:
        old = _pick(entry.closes, (*path, "closes"), tables, document, problems)
        update["closes"] = entry.closes.model_copy(update={"where": old})
    return entry.model_copy(update=update)


def _pick(
    part: Picked,
    path: Path,
    tables: dict[str, Rows],
    document: Document,
    problems: list[Problem],
) -> dict[str, list[str]]:
    """Return a condition that names the lines which `where` picks, sorted."""
    patch = Patch(Change(table="lines", where=part.where, drop=True), path, document, [])
    picked = pick_rows(patch, tables, message("expand_no_line"))
    problems += patch.problems
    return {"id": sorted(str(tables[LINES].records[i].values["id"]) for i in picked)}


def _find_unknown(
    scenario: Scenario, tables: dict[str, Rows], document: Document
) -> Iterable[Problem]:
    """Yield the lines that may be built without it being known how much, or what it costs."""
    technologies = {r.values["id"]: r.values for r in tables["technologies"].records}
    entry_of = {line: i for i, e in enumerate(scenario.expand) for line in e.where["id"]}
    for record in tables[LINES].records:
        number = entry_of.get(str(record.values["id"]))
        is_candidate = record.values["status"] == CANDIDATE
        if record.values["status"] not in scenario.statuses:
            continue
        if number is None and not is_candidate:
            continue
        entry = Expansion() if number is None else scenario.expand[number]
        at = record.where("status") if number is None else document.where((KEY, number))
        technology = technologies.get(record.values["technology"], {})
        yield from _ask(entry, record, technology, at, is_candidate=is_candidate)


def _ask(
    entry: Expansion, record: Record, technology: dict[str, object], at: str, *, is_candidate: bool
) -> Iterable[Problem]:
    line = show(record.values["id"])
    if entry.up_to is None and not is_candidate:
        yield Problem(at, message("expand_no_size", line=line), message("expand_give_size"), "size")
    is_stated = entry.cost is not None or entry.scale is not None
    if not is_stated and technology and technology["capex"] is None:
        what = message("expand_no_cost", line=line, technology=show(record.values["technology"]))
        yield Problem(at, what, message("expand_give_cost"), "cost")
