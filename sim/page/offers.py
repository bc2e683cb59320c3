"""Edits that the page offers: another number for one row, whether the tables or an edit have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.page.edits.edit import Edit
from sim.page.edits.given import Keys
from sim.page.edits.plants import AddPlant
from sim.page.edits.trade import Demand

Offer = dict[str, Any]


def offer(kind: str, **fields: Any) -> Offer:
    """Return an edit to be added to the list."""
    return {**fields, "kind": kind, "on": True, "name": ""}


def offer_capacity(edits: Iterable[Edit], line: str, value: float) -> Offer:
    """Return the edit by which a line has another capacity, kt/yr.

    A line that an edit has added is another one there: the offer `replaces` that edit.
    """
    for edit in _added(edits):
        if edit.line_id == line:
            return _instead(edit, capacity=value)
    return offer("capacity", line=line, value=value)


def offer_demand(edits: Iterable[Edit], market: str, **bounds: float) -> Offer:
    """Return the edit by which a market has another `max` or `min`, kt/yr.

    The market that an edit has added with a plant is another one there. A bound that an edit of
    the market gives already stays: the page puts the offer in the place of that edit.
    """
    edits = list(edits)
    for edit in _added(edits):
        if edit.market is not None and edit.market_id == market and "max" in bounds:
            return _instead(edit, market=edit.market.model_copy(update=bounds))
    given: dict[str, float] = {}
    for other in edits:
        if isinstance(other, Demand) and other.on and other.market == market:
            given = other.model_dump(include={"max", "min"}, exclude_none=True)
    return offer("demand", market=market, **{**given, **bounds})


def offer_cell(edits: Iterable[Edit], entry: Mapping[str, Any]) -> Offer:
    """Return the edit by which a cell that no other kind is about has another value.

    One of the same cell alone is replaced. `entry` is a change that sets one column of one row.
    """
    given = offer("keys", keys={"change": [dict(entry)]})
    for edit in edits:
        if isinstance(edit, Keys) and edit.on and _is_about(edit, entry):
            return {**given, "replaces": edit.id}
    return given


def _is_about(edit: Keys, entry: Mapping[str, Any]) -> bool:
    """Return whether keys change the cell of a change, and nothing else."""
    changes = edit.keys.get("change")
    if len(edit.keys) != 1 or not isinstance(changes, list) or len(changes) != 1:
        return False
    return _cell_of(changes[0]) == _cell_of(entry)


def _cell_of(entry: Any) -> tuple[Any, ...]:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("set"), Mapping):
        return ()
    return entry.get("table"), entry.get("where"), tuple(entry["set"])


def _added(edits: Iterable[Edit]) -> list[AddPlant]:
    return [edit for edit in edits if edit.on and isinstance(edit, AddPlant)]


def _instead(edit: AddPlant, **fields: Any) -> Offer:
    given = edit.model_copy(update=fields).model_dump(exclude_none=True, exclude={"id"})
    return {**given, "replaces": edit.id}
