"""The sheet: projection, the part of the world that is shown, and where the panels stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.projection import Points, Projection, choose_projection
from sim.draw.sheet import Sheet
from sim.errors import SimError
from sim.say.message import message

SIZE = (16.0, 10.0)
DPI = 160
MAP_BOX = (0.012, 0.062, 0.748, 0.822)
PANEL_BOX = (0.776, 0.062, 0.212, 0.822)
_MARGIN = 0.07
_LEAST_KM = 30.0
_POINTS_PER_INCH = 72.0

_SITES, _ENDS = ("zones", "lines"), ("sinks", "markets")
"""Tables whose rows have a place on a map: results, and the input tables of where things end."""
Window = tuple[float, float, float, float]


class MapError(SimError):
    """There is nothing that could be drawn on a map."""


@dataclass(frozen=True)
class View:
    """A rectangle of the projected plane, in km, and the scale it is drawn at."""

    left: float
    bottom: float
    right: float
    top: float
    km_per_point: float
    """Kilometres on the ground for one typographic point on the sheet."""
    projection: Projection
    """What the plane is of; its centre is the middle of a map, not of a window in it."""

    @property
    def width(self) -> float:
        """Return the width in km."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the height in km."""
        return self.top - self.bottom

    @property
    def box(self) -> shapely.Polygon:
        """Return the rectangle as a shape."""
        return shapely.box(self.left, self.bottom, self.right, self.top)

    def holds(self, points: Points) -> npt.NDArray[np.bool_]:
        """Return which of the (n, 2) points lie inside."""
        x, y = points[:, 0], points[:, 1]
        inside: npt.NDArray[np.bool_] = (
            (x >= self.left) & (x <= self.right) & (y >= self.bottom) & (y <= self.top)
        )
        return inside


def list_places(*runs: Mapping[str, pd.DataFrame]) -> Points:
    """Return longitude and latitude of all that has coordinates in the tables of some runs.

    Nothing where no zone or plant has any: sinks and markets alone make no map.
    """
    sites, ends = (
        [_read_places(run[name]) for run in runs for name in names if name in run]
        for names in (_SITES, _ENDS)
    )
    located = np.vstack([np.empty((0, 2)), *sites])
    return np.vstack([located, *ends]) if len(located) else located


def _read_places(table: pd.DataFrame) -> Points:
    places: Points = table[["lon", "lat"]].apply(pd.to_numeric).dropna().to_numpy(float)
    return places


def fit_view(places: Points, box: Window = MAP_BOX, size: tuple[float, float] = SIZE) -> View:
    """Return the view that holds all places with a margin, in the shape of its box on the sheet.

    `places` is longitude and latitude, (n, 2); `box` is in shares of the sheet, whose `size` is
    in inches.

    Raises
    ------
    MapError
        There are no places.
    """
    if not len(places):
        raise MapError(message("no_coordinates"))
    projection = choose_projection(places)
    points = projection.project(places[:, 0], places[:, 1])
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = np.maximum((high - low) * (1 + 2 * _MARGIN), _LEAST_KM)
    inches = (box[2] * size[0], box[3] * size[1])
    km_per_inch = max(width / inches[0], height / inches[1])
    half = (km_per_inch * inches[0] / 2, km_per_inch * inches[1] / 2)
    x, y = (low + high) / 2
    return View(
        float(x - half[0]),
        float(y - half[1]),
        float(x + half[0]),
        float(y + half[1]),
        float(km_per_inch / _POINTS_PER_INCH),
        projection,
    )


def map_window(tables: Mapping[str, pd.DataFrame]) -> Window:
    """Return west, south, east, north in degrees of what a map of these tables shows.

    Raises
    ------
    MapError
        No zone or plant has coordinates.
    """
    return view_window(fit_view(list_places(tables)))


def view_window(view: View) -> Window:
    """Return west, south, east, north in degrees of what a view shows.

    West and east run on beyond 180 degrees where the view lies across the date line.
    """
    xs, ys = np.linspace(view.left, view.right, 9), np.linspace(view.bottom, view.top, 9)
    grid = np.array([(x, y) for x in xs for y in ys])
    lonlat = view.projection.unproject(grid)
    lonlat = lonlat[np.isfinite(lonlat).all(axis=1)]
    (west, south), (east, north) = lonlat.min(axis=0), lonlat.max(axis=0)
    return float(west), float(south), float(east), float(north)


def open_sheet(view: View) -> tuple[Figure, Axes, Axes]:
    """Return a new figure with the map axes (in km) and the side panel (in points)."""
    figure = Sheet(figsize=SIZE, dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    ax = figure.add_axes(MAP_BOX)
    show_view(ax, view)
    panel = figure.add_axes(PANEL_BOX)
    panel.set_xlim(0, PANEL_BOX[2] * SIZE[0] * _POINTS_PER_INCH)
    panel.set_ylim(0, PANEL_BOX[3] * SIZE[1] * _POINTS_PER_INCH)
    panel.set_axis_off()
    return figure, ax, panel


def pick_axes(ax: Axes | None, view: View) -> Axes:
    """Return the axes given, or those of a new figure that shows the view and nothing else."""
    if ax is not None:
        return ax
    figure = Sheet(figsize=SIZE, dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    fresh = figure.add_axes(MAP_BOX)
    show_view(fresh, view)
    return fresh


def show_view(ax: Axes, view: View) -> None:
    """Set limits, ground and frame of map axes."""
    ax.set_xlim(view.left, view.right)
    ax.set_ylim(view.bottom, view.top)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_facecolor(palette.LAND)
    for spine in ax.spines.values():
        spine.set_color(palette.FRAME)
        spine.set_linewidth(0.8)
