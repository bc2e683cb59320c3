"""The lines that flows take on the interactive map, cut so that what shares a river adds up."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from sim.draw.projection import Points
from sim.draw.routes import Course, bend_arc, cut_river, find_course
from sim.scenario.via import terminals_of

_DECIMALS = 2
_ARC_POINTS = 9


@dataclass
class Legs:
    """Lines in km, each drawn once however many flows take it."""

    ports: Mapping[str, Points]
    """Terminal -> position."""
    rivers: Sequence[Points]
    """Lines that barges may follow."""
    lines: list[dict[str, Any]] = field(default_factory=list)
    """x and y, and whether flows end there (`head`) or pass along a river (`river`)."""
    _index: dict[Hashable, int] = field(default_factory=dict)
    _cuts: dict[int, list[float]] = field(default_factory=dict)

    def survey(self, vias: Sequence[str]) -> None:
        """Find where the rivers are cut: at every port that any of the flows uses."""
        for via in vias:
            course = self._course(via)
            if course is not None:
                stops = self._cuts.setdefault(course.river, [])
                stops += [round(course.start, 3), round(course.end, 3)]
        self._cuts = {river: sorted(set(stops)) for river, stops in self._cuts.items()}

    def trace(self, start: Points, end: Points, via: str) -> list[int]:
        """Return the numbers of the legs from start to end, in order."""
        course = self._course(via)
        first, last = terminals_of(via) or ("", "")
        if first not in self.ports or last not in self.ports:
            return [self._add(bend_arc(start, end), head=True)]
        here, there = self.ports[first], self.ports[last]
        if course is None:
            return [self._add(np.vstack([start, here, there, end]), head=True)]
        return [
            self._add(bend_arc(start, here)),
            *self._follow(course),
            self._add(bend_arc(there, end), head=True),
        ]

    def _course(self, via: str) -> Course | None:
        first, last = terminals_of(via) or ("", "")
        if first not in self.ports or last not in self.ports:
            return None
        return find_course(self.rivers, self.ports[first], self.ports[last])

    def _follow(self, course: Course) -> list[int]:
        low, high = sorted((round(course.start, 3), round(course.end, 3)))
        stops = [km for km in self._cuts.get(course.river, []) if low <= km <= high] or [low, high]
        parts = []
        for near, far in pairwise(stops):
            key = ("river", course.river, near, far)
            if key not in self._index:
                self._index[key] = self._keep(cut_river(self.rivers[course.river], near, far), True)
            parts.append(self._index[key])
        return parts if course.downstream else parts[::-1]

    def _add(self, points: Points, *, head: bool = False) -> int:
        thin = points[:: max(1, (len(points) - 1) // _ARC_POINTS)]
        thin = thin if np.array_equal(thin[-1], points[-1]) else np.vstack([thin, points[-1]])
        key = (head, thin.round(_DECIMALS).tobytes())
        if key not in self._index:
            self._index[key] = self._keep(thin, False, head)
        return self._index[key]

    def _keep(self, points: Points, river: bool, head: bool = False) -> int:
        x, y = list_xy(points)
        self.lines.append({"x": x, "y": y, "river": river, "head": head})
        return len(self.lines) - 1


def list_xy(points: Points) -> tuple[list[float], list[float]]:
    """Return x and y of points, rounded to 10 m."""
    rounded = np.round(points, _DECIMALS)
    return rounded[:, 0].tolist(), rounded[:, 1].tolist()
