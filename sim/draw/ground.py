"""The base map under the data: water, administrative lines, towns."""

from __future__ import annotations

import geopandas as gpd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.lines import Line2D

from sim.draw import palette
from sim.draw.canvas import View, pick_axes
from sim.draw.projection import Points, Projection
from sim.draw.routes import make_path
from sim.geo.basemap import Basemap

_FINEST = 0.25
"""Points on the sheet; smaller wiggles are not drawn."""
_RIVER_WIDTH = {1: 2.8, 2: 1.5, 3: 0.9}
_LINES = {"county": (palette.COUNTY_LINE, 0.6), "city": (palette.CITY_LINE, 1.0)}


def project_shapes(frame: gpd.GeoDataFrame, projection: Projection) -> gpd.GeoSeries:
    """Return the shapes in projected km."""
    shapes = shapely.transform(
        frame.geometry.to_numpy(), lambda c: projection.project(c[:, 0], c[:, 1])
    )
    return gpd.GeoSeries(shapes)


def clip(shapes: gpd.GeoSeries, view: View) -> gpd.GeoSeries:
    """Return what of the shapes lies in the view, with a little more, as coarse as it is drawn."""
    left, bottom, right, top = view.box.buffer(0.02 * view.width).bounds
    inside = shapely.clip_by_rect(shapes.to_numpy(), left, bottom, right, top)
    coarse = shapely.simplify(inside, _FINEST * view.km_per_point)
    return gpd.GeoSeries(coarse[~shapely.is_empty(coarse)])


def list_lines(shapes: gpd.GeoSeries) -> list[Points]:
    """Return the coordinates of every line of the shapes."""
    return [shapely.get_coordinates(part) for part in shapely.get_parts(shapes.to_numpy())]


def draw_ground(basemap: Basemap, view: View, ax: Axes | None = None) -> Axes:
    """Draw lakes, rivers and the administrative lines that the base map has; return the axes."""
    ax = pick_axes(ax, view)
    _draw_areas(ax, clip(project_shapes(basemap.water, view.projection), view))
    if basemap.lines is not None:
        for level, (color, width) in _LINES.items():
            chosen = basemap.lines[basemap.lines["level"] == level]
            lines = LineCollection(
                list_lines(clip(project_shapes(chosen, view.projection), view)),
                colors=color,
                linewidths=width,
                zorder=1.2,
            )
            ax.add_collection(lines, autolim=False)
    for rank, group in basemap.rivers.groupby("rank"):
        width = _RIVER_WIDTH.get(int(str(rank)), 0.8)
        lines = LineCollection(
            list_lines(clip(project_shapes(group, view.projection), view)),
            colors=palette.RIVER,
            linewidths=width,
            capstyle="round",
            zorder=1.4,
        )
        ax.add_collection(lines, autolim=False)
    provinces = LineCollection(
        list_lines(clip(project_shapes(basemap.provinces, view.projection), view)),
        colors=palette.PROVINCE_LINE,
        linewidths=1.2,
        linestyles=(0, (7, 2, 1.5, 2)),
        zorder=1.5,
    )
    ax.add_collection(provinces, autolim=False)
    return ax


def _draw_areas(ax: Axes, shapes: gpd.GeoSeries) -> None:
    paths = [make_path(polygon) for polygon in shapely.get_parts(shapes.to_numpy())]
    areas = PathCollection(paths, facecolors=palette.WATER, edgecolors="none", zorder=1.0)
    ax.add_collection(areas, autolim=False)


def make_place_mark() -> Line2D:
    """Return the mark of a town."""
    return Line2D(
        [],
        [],
        marker="o",
        markersize=4.2,
        linestyle="none",
        markerfacecolor=palette.PAPER,
        markeredgecolor=palette.PLACE_TEXT,
        markeredgewidth=1.0,
        zorder=2.5,
    )


def make_port_mark() -> Line2D:
    """Return the mark of a port or station."""
    return Line2D(
        [],
        [],
        marker="o",
        markersize=5.2,
        linestyle="none",
        markerfacecolor="#2166c4",
        markeredgecolor=palette.PAPER,
        markeredgewidth=0.9,
        zorder=4.8,
    )
