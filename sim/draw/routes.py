"""Lines and outlines that flows take on the map: arcs, courses of rivers, arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.path import Path

from sim.draw.projection import Points

_BEND = 0.16
_ARC_POINTS = 24
_NEAR_KM = 15.0
"""How far a port may stand from the drawn river that it belongs to."""
_DETOUR = 3.0
"""A river that is longer than this many straight lines does not join the two ports."""
_SMOOTH_KM = 0.3


@dataclass(frozen=True)
class Course:
    """The stretch of a river between two ports."""

    river: int
    """Number of the river line."""
    start: float
    """Where the first port stands, km along the line."""
    end: float

    @property
    def downstream(self) -> bool:
        """Return whether the stretch runs the way the line was drawn."""
        return self.start < self.end


def bend_arc(start: Points, end: Points, bend: float = _BEND) -> Points:
    """Return a curve from start to end that leans to the left, so that both ways stay apart."""
    chord = end - start
    middle = (start + end) / 2 + bend * np.array([-chord[1], chord[0]])
    t = np.linspace(0.0, 1.0, _ARC_POINTS)[:, None]
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end)


def find_course(rivers: Sequence[Points], start: Points, end: Points) -> Course | None:
    """Return the stretch of the nearest river that joins two ports; None where none does."""
    a, b = shapely.Point(start), shapely.Point(end)
    best: tuple[float, Course] | None = None
    for i, points in enumerate(rivers):
        line = shapely.LineString(points)
        apart = max(line.distance(a), line.distance(b))
        course = Course(i, float(line.project(a)), float(line.project(b)))
        length = abs(course.end - course.start)
        if apart > _NEAR_KM or not 0 < length <= _DETOUR * a.distance(b):
            continue
        if best is None or apart < best[0]:
            best = (apart, course)
    return None if best is None else best[1]


def cut_river(river: Points, start: float, end: float, offset: float = 0.0) -> Points:
    """Return the river from `start` to `end` km along its line, `offset` km to the left of it."""
    low, high = min(start, end), max(start, end)
    part = shapely.ops.substring(shapely.LineString(river), low, high).simplify(_SMOOTH_KM)
    if offset:
        moved = part.offset_curve(offset, join_style="round")
        part = moved if moved.geom_type == "LineString" and len(moved.coords) else part
    return np.asarray(part.coords)


def trim(points: Points, head: float, tail: float) -> Points:
    """Return the line without its first `head` and last `tail` km; a stub when it is too short."""
    line = shapely.LineString(points)
    if head + tail > 0.75 * line.length:
        share = 0.75 * line.length / (head + tail)
        head, tail = head * share, tail * share
    return np.asarray(shapely.ops.substring(line, head, line.length - tail).coords)


def shape_band(points: Points, width: float) -> shapely.Polygon:
    """Return the outline of a line `width` km wide with square ends."""
    return shapely.LineString(points).buffer(width / 2, cap_style="flat", join_style="round")


def shape_arrow(points: Points, width: float, km_per_point: float) -> shapely.Polygon:
    """Return the outline of an arrow along a line in km; `width` of the shaft in points."""
    line = shapely.LineString(points)
    head = min((2.4 + 2.1 * width**0.75) * km_per_point, 0.62 * line.length)
    half = max(0.55 * head, 0.85 * width * km_per_point)
    neck = shapely.ops.substring(line, 0.0, line.length - head)
    tip, base = np.asarray(line.coords[-1]), np.asarray(neck.coords[-1])
    ahead = (tip - base) / max(float(np.hypot(*(tip - base))), 1e-9)
    across = np.array([-ahead[1], ahead[0]]) * half
    barb = shapely.Polygon([tip, base + across, base - across])
    if neck.geom_type != "LineString" or neck.length <= 0:
        return barb
    joined = shape_band(np.asarray(neck.coords), width * km_per_point).union(barb).buffer(0)
    return joined if joined.geom_type == "Polygon" else barb


def make_path(area: shapely.Polygon | shapely.MultiPolygon) -> Path:
    """Return the outline of an area as a matplotlib path."""
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(area))]
    codes = []
    for ring in rings:
        code = np.full(len(ring), Path.LINETO, dtype=Path.code_type)
        code[0], code[-1] = Path.MOVETO, Path.CLOSEPOLY
        codes.append(code)
    return Path(np.vstack(rings), np.concatenate(codes))
