"""What can be reached from where, step by step."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)


def spread(begun: Iterable[Place], following: Mapping[Place, Iterable[Place]]) -> set[Place]:
    """Return the places begun from and all that follow of them.

    >>> sorted(spread("a", {"a": "bc", "c": "d", "e": "f"}))
    ['a', 'b', 'c', 'd']
    """
    reached = set(begun)
    queue = list(reached)
    while queue:
        fresh = set(following.get(queue.pop(), ())) - reached
        reached |= fresh
        queue += fresh
    return reached
