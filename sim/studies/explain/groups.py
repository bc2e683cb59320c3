"""The limits of a conflict in few lines: by family and place, the decisive ones first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.rules.families import by_group
from sim.rules.family import ConflictGroup
from sim.say.message import Bilingual
from sim.studies.explain.limits import Limitation
from sim.studies.explain.study import Explanation

MOST_ALONE = 8
"""Up to so many limits of a family are told one by one."""


@dataclass(frozen=True)
class LimitGroup:
    """Limits of a group, in the order in which they are told."""

    group: ConflictGroup
    places: tuple[tuple[Bilingual, tuple[Limitation, ...]], ...]
    """Place in both languages ('' for none), and its limits; that with most first."""

    @property
    def limits(self) -> tuple[Limitation, ...]:
        """Return all limits of the group."""
        return tuple(limit for _, inside in self.places for limit in inside)

    @property
    def is_told_alone(self) -> bool:
        """Return whether each limit has a line of its own."""
        return self.group.is_policy or len(self.limits) <= MOST_ALONE

    @property
    def places_in_files(self) -> tuple[str, ...]:
        """Return `file:line` of the first of the limits in each file that they stand in."""
        first: dict[str, int] = {}
        for limit in self.limits:
            file, _, line = limit.at.rpartition(":")
            first[file] = min(int(line), first.get(file, int(line)))
        return tuple(f"{file}:{line}" for file, line in first.items())


def group_limits(found: Explanation) -> Iterator[LimitGroup]:
    """Yield the limits of a conflict by family, those of policy first, then by place.

    Decisive is what a way out changes: it comes first in its place, and its place in its family;
    then what is largest.
    """
    decisive = {edit.limit.key for way in found.ways for edit in way.edits}

    def rank(limit: Limitation) -> tuple[bool, float, tuple[str, tuple[str, ...]]]:
        size = limit.value if limit.value is not None and math.isfinite(limit.value) else 0.0
        return limit.key not in decisive, -abs(size), limit.key

    for name in reversed(by_group()):
        inside = sorted((x for x in found.conflict if x.family == name), key=rank)
        if inside:
            yield LimitGroup(inside[0].group, _by_place(inside, decisive))


def _by_place(
    limits: Sequence[Limitation], decisive: set[tuple[str, tuple[str, ...]]]
) -> tuple[tuple[Bilingual, tuple[Limitation, ...]], ...]:
    """Return the places of limits: those with a decisive one first, then those with most."""
    places: dict[Bilingual, list[Limitation]] = {}
    for limit in limits:
        places.setdefault(limit.place, []).append(limit)

    def rank(item: tuple[Bilingual, list[Limitation]]) -> tuple[bool, int, str, str]:
        place, inside = item
        return not any(x.key in decisive for x in inside), -len(inside), place.en, place.zh

    ordered = sorted(places.items(), key=rank)
    return tuple((place, tuple(inside)) for place, inside in ordered)
