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
Line = tuple[list[float], list[float]]
"""x and y, km."""


@dataclass(frozen=True)
class Ways:
    """Where flows may go on a map, and the lines of those that were looked at, remembered."""

    ports: Mapping[str, Points]
    """Terminal -> position."""
    rivers: Sequence[Points]
    """Lines that barges may follow."""
    _courses: dict[str, Course | None] = field(default_factory=dict)
    _lines: dict[Hashable, Line] = field(default_factory=dict)

    def course(self, via: str) -> Course | None:
        """Return the stretch of a river between the first and the last port of a way."""
        if via not in self._courses:
            first, last = terminals_of(via) or ("", "")
            known = first in self.ports and last in self.ports
            found = find_course(self.rivers, self.ports[first], self.ports[last]) if known else None
            self._courses[via] = found
        return self._courses[via]

    def bend(self, start: Points, end: Points) -> Line:
        """Return the arc between two points."""
        key = start.tobytes(), end.tobytes()
        if key not in self._lines:
            self._lines[key] = _thin(bend_arc(start, end))
        return self._lines[key]

    def cut(self, river: int, near: float, far: float) -> Line:
        """Return a stretch of a river, km along its line."""
        key = river, near, far
        if key not in self._lines:
            self._lines[key] = list_xy(cut_river(self.rivers[river], near, far))
        return self._lines[key]


@dataclass
class Legs:
    """Lines in km, each drawn once however many flows take it."""

    ways: Ways
    lines: list[dict[str, Any]] = field(default_factory=list)
    """x and y, and whether flows end there (`head`) or pass along a river (`river`)."""
    _index: dict[Hashable, int] = field(default_factory=dict)
    _cuts: dict[int, list[float]] = field(default_factory=dict)

    def survey(self, vias: Sequence[str]) -> None:
        """Find where the rivers are cut: at every port that any of the flows uses."""
        for via in vias:
            course = self.ways.course(via)
            if course is not None:
                stops = self._cuts.setdefault(course.river, [])
                stops += [round(course.start, 3), round(course.end, 3)]
        self._cuts = {river: sorted(set(stops)) for river, stops in self._cuts.items()}

    def trace(self, start: Points, end: Points, via: str) -> list[int]:
        """Return the numbers of the legs from start to end, in order."""
        ports, course = self.ways.ports, self.ways.course(via)
        first, last = terminals_of(via) or ("", "")
        if first not in ports or last not in ports:
            return [self._add(self.ways.bend(start, end), head=True)]
        here, there = ports[first], ports[last]
        if course is None:
            return [self._add(_thin(np.vstack([start, here, there, end])), head=True)]
        return [
            self._add(self.ways.bend(start, here)),
            *self._follow(course),
            self._add(self.ways.bend(there, end), head=True),
        ]

    def _follow(self, course: Course) -> list[int]:
        low, high = sorted((round(course.start, 3), round(course.end, 3)))
        stops = [km for km in self._cuts.get(course.river, []) if low <= km <= high] or [low, high]
        parts = []
        for near, far in pairwise(stops):
            key = ("river", course.river, near, far)
            if key not in self._index:
                self._index[key] = self._keep(self.ways.cut(course.river, near, far), river=True)
            parts.append(self._index[key])
        return parts if course.downstream else parts[::-1]

    def _add(self, line: Line, *, head: bool = False) -> int:
        key = head, tuple(line[0]), tuple(line[1])
        if key not in self._index:
            self._index[key] = self._keep(line, head=head)
        return self._index[key]

    def _keep(self, line: Line, *, river: bool = False, head: bool = False) -> int:
        self.lines.append({"x": line[0], "y": line[1], "river": river, "head": head})
        return len(self.lines) - 1


def _thin(points: Points) -> Line:
    """Return fewer points of a line, its ends among them."""
    thin = points[:: max(1, (len(points) - 1) // _ARC_POINTS)]
    return list_xy(thin if np.array_equal(thin[-1], points[-1]) else np.vstack([thin, points[-1]]))


def list_xy(points: Points) -> Line:
    """Return x and y of points, rounded to 10 m."""
    rounded = np.round(points, _DECIMALS)
    return rounded[:, 0].tolist(), rounded[:, 1].tolist()
