"""How flows are drawn: arrows by road, bands on a river with road legs to its ports."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch

from sim.draw import palette
from sim.draw.canvas import View, pick_axes
from sim.draw.flows import ENDS, THINNEST, Flows
from sim.draw.projection import Points
from sim.draw.routes import (
    Course,
    bend_arc,
    cut_river,
    find_course,
    make_path,
    shape_arrow,
    shape_band,
    trim,
)
from sim.scenario.via import terminals_of

_CHEVRON_EVERY = 75.0
"""Points between the marks that show which way a river band flows."""
_LEAST_BAND = 3.0
"""Points; narrower bands have no marks."""
_LANE_GAP = 0.8


@dataclass(frozen=True)
class Stroke:
    """A line in km to be drawn as an arrow or as a plain leg."""

    line: Points
    width: float
    """Points."""
    color: str
    cross_border: bool
    head: bool = True


@dataclass(frozen=True)
class Band:
    """What all flows of one kind carry along a river, stretch by stretch."""

    stretches: tuple[tuple[Points, float], ...]
    """Line in km, in the direction of the flow, and width in points."""
    color: str
    cross_border: bool


@dataclass
class _Lane:
    """The flows that share a river, a direction, a mode and a side of the border."""

    color: str
    cross_border: bool
    trips: list[tuple[Course, float]] = field(default_factory=list)

    def list_loads(self) -> list[tuple[float, float, float]]:
        """Return start, end (km along the river) and kt/yr of each stretch that carries any."""
        cuts = sorted({stop for course, _ in self.trips for stop in (course.start, course.end)})
        loads = []
        for low, high in pairwise(cuts):
            over = [
                amount
                for course, amount in self.trips
                if min(course.start, course.end) <= low and high <= max(course.start, course.end)
            ]
            if over:
                loads.append((low, high, sum(over)))
        return loads


def trace_flows(
    flows: Flows,
    view: View,
    radius: Mapping[str, float],
    ports: Mapping[str, Points],
    rivers: Sequence[Points],
    colors: Mapping[str, str],
) -> tuple[list[Stroke], list[Band]]:
    """Return the arrows and the river bands of the shown flows, in the order of drawing.

    `radius` gives the points on the sheet that the symbol of a site takes; `ports` maps the
    names in `via` to projected positions; `rivers` are the lines that barges may follow.
    """
    strokes: list[Stroke] = []
    lanes: dict[tuple[Hashable, ...], _Lane] = {}
    for flow in flows.shown.to_dict("records"):
        start, end = np.array([flow["x1"], flow["y1"]]), np.array([flow["x2"], flow["y2"]])
        gaps = [radius.get(str(flow[e]), 0.0) * view.km_per_point for e in ENDS]
        first, last = terminals_of(str(flow["via"])) or ("", "")
        color, crosses = pick_color(flow, colors), bool(flow["cross_border"])
        width = float(flow["width"])
        if first not in ports or last not in ports:
            line = trim(bend_arc(start, end), *gaps)
            strokes.append(Stroke(line, width, color, crosses))
            continue
        course = find_course(rivers, ports[first], ports[last])
        if course is None:
            corners = np.vstack([start, ports[first], ports[last], end])
            strokes.append(Stroke(trim(corners, *gaps), width, color, crosses))
            continue
        key = (course.river, str(flow["mode"]), crosses, color, course.downstream)
        lane = lanes.setdefault(key, _Lane(color, crosses))
        lane.trips.append((course, float(flow["amount"])))
        quays = [_stand_on(rivers[course.river], km) for km in (course.start, course.end)]
        there = np.vstack([bend_arc(start, ports[first]), quays[0]])
        onward = np.vstack([quays[1], bend_arc(ports[last], end)])
        strokes.append(Stroke(trim(there, gaps[0], 0.0), width, color, crosses, head=False))
        strokes.append(Stroke(trim(onward, 0.0, gaps[1]), width, color, crosses))
    return strokes, _lay_bands(lanes, rivers, flows.points_per_kt, view)


def _stand_on(river: Points, km: float) -> Points:
    return np.asarray(shapely.LineString(river).interpolate(km).coords[0])


def _lay_bands(
    lanes: Mapping[tuple[Hashable, ...], _Lane],
    rivers: Sequence[Points],
    points_per_kt: float,
    view: View,
) -> list[Band]:
    """Return the bands of all lanes, side by side on their river."""
    bands = []
    for river in range(len(rivers)):
        here = [(key, lanes[key]) for key in sorted(lanes, key=str) if key[0] == river]
        loads = [lane.list_loads() for _, lane in here]
        widths = [max(_width(kt, points_per_kt) for *_, kt in load) + _LANE_GAP for load in loads]
        left = -sum(widths) / 2
        for (key, lane), load, wide in zip(here, loads, widths, strict=True):
            offset = (left + wide / 2) * view.km_per_point
            left += wide
            parts = []
            for low, high, kt in load:
                line = cut_river(rivers[river], low, high, offset)
                parts.append((line if key[-1] else line[::-1], _width(kt, points_per_kt)))
            bands.append(Band(tuple(parts), lane.color, lane.cross_border))
    return bands


def _width(kt: float, points_per_kt: float) -> float:
    return max(THINNEST, kt * points_per_kt)


def draw_flows(
    strokes: Sequence[Stroke], bands: Sequence[Band], view: View, ax: Axes | None = None
) -> Axes:
    """Draw arrows, legs and river bands, those across a border on top; return the axes.

    What crosses a border has the full colour of its mode and a dark casing, the rest a lighter one.
    """
    ax = pick_axes(ax, view)
    for n, stroke in enumerate(strokes):
        outline = (
            shape_arrow(stroke.line, stroke.width, view.km_per_point)
            if stroke.head
            else shape_band(stroke.line, stroke.width * view.km_per_point)
        )
        order = 3 + stroke.cross_border + n / (len(strokes) + 1)
        _draw(
            ax, outline, view, order, style_arrow(stroke.color, stroke.cross_border, stroke.width)
        )
    for band in bands:
        _draw_band(ax, band, view)
    return ax


def _draw(ax: Axes, outline: Any, view: View, order: float, look: Mapping[str, Any]) -> None:
    if not outline.is_empty and outline.intersects(view.box):
        ax.add_patch(PathPatch(make_path(outline), zorder=order, **look))


def _draw_band(ax: Axes, band: Band, view: View) -> None:
    """Draw a band in one piece, with marks that show its direction."""
    parts = [shape_band(line, width * view.km_per_point) for line, width in band.stretches]
    widest = max(width for _, width in band.stretches)
    order = 3.5 + band.cross_border
    look = style_arrow(band.color, band.cross_border, widest)
    _draw(ax, shapely.union_all(parts).buffer(0.05 * view.km_per_point), view, order, look)
    for line, width in band.stretches:
        if width < _LEAST_BAND:
            continue
        for mark in list_chevrons(line, width, view.km_per_point):
            _draw(ax, mark, view, order + 0.2, {"facecolor": palette.LAND, "edgecolor": "none"})


def list_chevrons(line: Points, width: float, km_per_point: float) -> list[shapely.Polygon]:
    """Return small triangles along a line that point the way it runs."""
    course = shapely.LineString(line)
    long, half = 0.9 * width * km_per_point, 0.3 * width * km_per_point
    marks = []
    for km in np.arange(_CHEVRON_EVERY / 3, course.length / km_per_point, _CHEVRON_EVERY):
        at = km * km_per_point
        back = np.asarray(course.interpolate(at).coords[0])
        tip = np.asarray(course.interpolate(min(at + long, course.length)).coords[0])
        ahead = tip - back
        if float(np.hypot(*ahead)) < 0.5 * long:
            continue
        side = np.array([-ahead[1], ahead[0]]) / float(np.hypot(*ahead)) * half
        marks.append(shapely.Polygon([back + side, tip, back - side]))
    return marks


def pick_color(flow: Mapping[Hashable, Any], colors: Mapping[str, str]) -> str:
    """Return the colour of a flow: of its mode, or grey when it ends in storage or disposal."""
    return palette.DISPOSAL if flow["disposal"] else colors[str(flow["mode"])]


def style_arrow(color: str, cross_border: bool, width: float) -> dict[str, Any]:
    """Return face, edge and line width of an arrow whose shaft is `width` points."""
    if cross_border:
        casing = min(0.9, 0.3 * width)
        return {"facecolor": color, "edgecolor": palette.CASING, "linewidth": casing}
    light = palette.lighten(color, 0.35)
    return {"facecolor": light, "edgecolor": palette.LAND, "linewidth": 0.4}
