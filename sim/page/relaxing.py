"""A limit relaxed by a tenth, as an edit of the page: what "do this" does."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sim.network import build_network
from sim.page.asked import Asked
from sim.page.findings import Found
from sim.page.ways import as_edit
from sim.rules.families import FAMILIES
from sim.studies.explain.edits import edit_to
from sim.studies.explain.limits import GROUP, Limits

STEP = 0.1
"""Part of a limit that it is relaxed by, as the table of prices was solved again with."""


class Relaxer:
    """Relaxes the limits of a plan."""

    def __init__(self, asked: Asked, found: Found) -> None:
        self._asked, self._found = asked, found

    @cached_property
    def limits(self) -> Limits:
        """The limits of the plan, described."""
        found = self._found
        return Limits(found.loaded, found.case, build_network(found.case))

    def edits(self, constraint: str, index: str) -> list[dict[str, Any]]:
        """Return the edit that relaxes a limit by a tenth; none where none would.

        `constraint` and `index` are those of the tables of prices and of unused waste.
        """
        if constraint not in GROUP:
            return []
        family = FAMILIES[constraint]
        limit = self.limits.describe((constraint, family.subject_of(tuple(index.split("|")))))
        if not limit.value:
            return []
        sign = 1.0 if family.gives == "up" else -1.0
        change = edit_to(self.limits, limit, _round(limit.value + sign * STEP * abs(limit.value)))
        if change is None:
            return []
        if change.section == "limits" and change.position >= self._stated:
            return []  # a floor of `no_worse_off`: no entry states it
        return [as_edit(change, self._found.overlay, self._asked)]

    @property
    def _stated(self) -> int:
        """Return how many limits the scenario and the edits state."""
        base = self._asked.base.loaded.document.data.get("limits") or []
        overlay = self._found.overlay
        gone = sum(entry is None for entry in overlay.altered.get("limits", {}).values())
        return len(base) - gone + len(overlay.keys.get("limits") or [])


def _round(value: float) -> float:
    """Return six significant digits: what a person would type.

    >>> _round(1100.0000000000002)
    1100.0
    """
    return float(f"{value:.6g}")
