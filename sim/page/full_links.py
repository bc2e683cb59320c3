"""Links of a plan that carry as much as they can: told, and drawn on the map."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.network.haulage import list_nodes
from sim.page.plans import Planned
from sim.rules.families import link_capacity
from sim.say.texts import Texts

_FULL = 1e-6
"""Part of its capacity that a full link may fall short of it by."""
_PLACES = ("zones", "plants", "sinks", "terminals", "markets")
_DIGITS = 2


def list_full_links(planned: Planned, texts: Texts) -> list[dict[str, Any]]:
    """Return the links whose capacity is reached: in words, and where they begin and end (km).

    Without x and y where an end has no place on the map.
    """
    rows = planned.plan.rows
    rows = rows[rows["constraint"] == link_capacity.NAME]
    full = rows[rows["value"] >= (1.0 - _FULL) * rows["upper"]]
    if full.empty:
        return []
    places = list_nodes(planned.case)
    sheet = planned.view.sheet(texts)
    told = []
    for (origin, destination, mode, *_), kt in zip(full["index"], full["upper"], strict=True):
        ends = places.reindex([origin, destination])
        entry: dict[str, Any] = {
            "text": texts.say(
                "page_full_link",
                start=_name(origin, texts),
                end=_name(destination, texts),
                mode=texts.name("modes", mode),
                amount=texts.amount(kt),
            )
        }
        if sheet is not None and ends[["lon", "lat"]].notna().all(axis=None):
            drawn = np.round(sheet.view.projection.project(ends["lon"], ends["lat"]), _DIGITS)
            entry |= {"x": drawn[:, 0].tolist(), "y": drawn[:, 1].tolist()}
        told.append(entry)
    return told


def _name(place: str, texts: Texts) -> str:
    named = (texts.name(kind, place) for kind in _PLACES)
    return next((name for name in named if name != place), place)
