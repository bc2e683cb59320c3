"""The base map of the interactive map: lakes, rivers, names, province lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from sim.draw import palette
from sim.draw.canvas import View
from sim.draw.ground import list_lines, project_shapes
from sim.draw.projection import Points
from sim.geo.basemap import Basemap
from sim.report.legs import list_xy
from sim.report.safe import escape_plot
from sim.say.texts import Texts

_COARSE_KM = 0.15
_MARGIN = 0.25
"""How much more than the view is there to be moved into, as a part of its width."""
_RIVER_WIDTH = {1: 3.2, 2: 1.8, 3: 1.1}
_TOWN_SIZE = {1: 15, 2: 13, 3: 11}
_HALO = "0 0 3px #f7f6f1, 0 0 3px #f7f6f1, 0 0 2px #f7f6f1"
_TOWNS_SHOWN = 2
"""Least important rank of a town that is shown."""

Trace = dict[str, Any]


def trace_ground(basemap: Basemap, view: View, texts: Texts) -> list[Trace]:
    """Return the traces under the flows, from the bottom up."""
    traces = [_trace_lakes(basemap, view)]
    for rank, group in basemap.rivers.groupby("rank"):
        lines = list_lines(_clip(group, view))
        width = _RIVER_WIDTH.get(int(str(rank)), 1.0)
        traces.append(trace_lines(lines, {"color": palette.RIVER, "width": width}))
    if len(basemap.provinces):
        line = {"color": palette.PROVINCE_LINE, "width": 1.3, "dash": "dashdot"}
        traces.append(trace_lines(list_lines(_clip(basemap.provinces, view)), line))
    traces.append(_name_provinces(basemap, view, texts))
    return [trace for trace in traces if trace["x"]]


def trace_lines(lines: Sequence[Points], line: dict[str, Any], **more: Any) -> Trace:
    """Return one trace that draws all lines."""
    x: list[float | None] = []
    y: list[float | None] = []
    for points in lines:
        xs, ys = list_xy(points)
        x += [*xs, None]
        y += [*ys, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": line,
        "hoverinfo": "skip",
        **more,
    }


def _clip(frame: Any, view: View) -> Any:
    """Return what of the shapes lies in and around the view, a little coarser."""
    shapes = project_shapes(frame, view.projection)
    left, bottom, right, top = view.box.buffer(_MARGIN * view.width).bounds
    inside = shapely.clip_by_rect(shapes.to_numpy(), left, bottom, right, top)
    coarse = shapely.simplify(inside, _COARSE_KM)
    return shapes.iloc[:0] if not len(coarse) else type(shapes)(coarse[~shapely.is_empty(coarse)])


def _trace_lakes(basemap: Basemap, view: View) -> Trace:
    shapes = _clip(basemap.water, view)
    parts = shapely.get_parts(shapes.to_numpy())
    rings = [shapely.get_coordinates(part.exterior) for part in parts if hasattr(part, "exterior")]
    return trace_lines(rings, {"width": 0}, fill="toself", fillcolor=palette.WATER)


def _name_provinces(basemap: Basemap, view: View, texts: Texts) -> Trace:
    spots, names = [], []
    for _, group in basemap.province_names.groupby("name_en"):
        at = view.projection.project(group.geometry.x, group.geometry.y)
        at = at[view.holds(at)]
        name = texts.pick(group.iloc[0].to_dict(), "name")
        if name and len(at):
            nearest = np.argmin(np.hypot(*(at - at.mean(axis=0)).T))
            spots.append(at[nearest])
            names.append(escape_plot(" ".join(name.upper())))
    return _trace_names(spots, names, palette.PROVINCE_TEXT, 16, "text")


def name_towns(basemap: Basemap, view: View, texts: Texts) -> list[Trace]:
    """Return the marks and names of towns; they lie over the flows."""
    traces = []
    box = view.box.buffer(_MARGIN * view.width)
    towns = basemap.places[basemap.places["rank"] <= _TOWNS_SHOWN]
    for rank, group in towns.groupby("rank"):
        spots, names = [], []
        for town in group.to_dict("records"):
            (at,) = view.projection.project(town["geometry"].x, town["geometry"].y)
            if box.contains(shapely.Point(at)):
                spots.append(at)
                names.append(escape_plot(texts.pick(town, "name")))
        size = _TOWN_SIZE.get(int(str(rank)), 11)
        trace = _trace_names(spots, names, palette.PLACE_TEXT, size, "markers+text")
        marker = {
            "size": 5,
            "color": palette.PAPER,
            "line": {"color": palette.PLACE_TEXT, "width": 1.2},
        }
        traces.append({**trace, "marker": marker, "textposition": "top center"})
    return traces


def _trace_names(
    spots: Sequence[Points], names: list[str], color: str, size: int, mode: str
) -> Trace:
    x, y = list_xy(np.array(spots).reshape(-1, 2))
    return {
        "type": "scatter",
        "mode": mode,
        "x": x,
        "y": y,
        "text": names,
        "hoverinfo": "skip",
        "textfont": {"color": color, "size": size, "shadow": _HALO},
    }
