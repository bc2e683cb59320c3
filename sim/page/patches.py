"""A map against the one that the page has: entries of lists that stay are told by their numbers."""

from __future__ import annotations

import marshal
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from secrets import token_hex
from typing import Any

from sim.page.keep import keep

KEPT = 12
"""Maps that a planner remembers to have told."""
Told = Mapping[str, Any]


@dataclass(frozen=True)
class _Map:
    """A map that was told."""

    parts: Told

    @cached_property
    def places(self) -> dict[str, dict[bytes, int]]:
        """Return part -> content of each entry -> its number, for lists of entries."""
        return {
            name: {_content(entry): number for number, entry in enumerate(part)}
            for name, part in self.parts.items()
            if _has_entries(part)
        }


_MAPS: OrderedDict[str, _Map] = OrderedDict()


def remember(atlas: Told) -> str:
    """Remember a map; return the key it is known by, which no other planner gives."""
    key = token_hex(8)
    keep(_MAPS, key, _Map(atlas), KEPT)
    return key


def patch(known: str, atlas: Told) -> dict[str, Any] | None:
    """Return what a map has other than one that was told; None where that is not remembered.

    Parts that are the same are left out. Of a list of entries, those of the map that was told
    are their numbers there.
    """
    before = _MAPS.get(known)
    if before is None:
        return None
    found: dict[str, Any] = {}
    for name, part in atlas.items():
        places = before.places.get(name)
        if places is not None and _has_entries(part):
            entries = [places.get(_content(entry), entry) for entry in part]
            if entries != list(range(len(places))):
                found[name] = entries
        elif name not in before.parts or part != before.parts[name]:
            found[name] = part
    return found


def _content(entry: Any) -> bytes:
    """Return what tells entries apart; version 2 does not look at who else holds a part of one."""
    return marshal.dumps(entry, 2)


def _has_entries(part: Any) -> bool:
    return isinstance(part, list) and bool(part) and all(isinstance(one, dict) for one in part)
