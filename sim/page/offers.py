"""Edits that the page offers: another number for one row, whether the tables or an edit have it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.page.edits.edit import Edit
from sim.page.edits.plants import AddPlant

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

    The market that an edit has added with a plant is another one there.
    """
    for edit in _added(edits):
        if edit.market is not None and edit.market_id == market and "max" in bounds:
            return _instead(edit, market=edit.market.model_copy(update=bounds))
    return offer("demand", market=market, **bounds)


def _added(edits: Iterable[Edit]) -> list[AddPlant]:
    return [edit for edit in edits if edit.on and isinstance(edit, AddPlant)]


def _instead(edit: AddPlant, **fields: Any) -> Offer:
    given = edit.model_copy(update=fields).model_dump(exclude_none=True, exclude={"id"})
    return {**given, "replaces": edit.id}
