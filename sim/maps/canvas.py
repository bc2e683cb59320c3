"""The sheet: projection, the part of the world that is shown, and where the panels stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.errors import SimError
from sim.maps import palette
from sim.message import message

PROJECTION = "+proj=aea +lat_1=27 +lat_2=38 +lat_0=32 +lon_0=115 +datum=WGS84 +units=km"
SIZE = (16.0, 10.0)
DPI = 160
MAP_BOX = (0.012, 0.062, 0.748, 0.822)
PANEL_BOX = (0.776, 0.062, 0.212, 0.822)
_MARGIN = 0.07
_LEAST_KM = 30.0
_POINTS_PER_INCH = 72.0

Points = npt.NDArray[np.float64]
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


@lru_cache(maxsize=1)
def _transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:4326", PROJECTION, always_xy=True)


def project(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Points:
    """Return the (n, 2) array of projected km for longitudes and latitudes."""
    x, y = _transformer().transform(np.asarray(lon, float), np.asarray(lat, float))
    return np.column_stack([np.atleast_1d(x), np.atleast_1d(y)])


def unproject(points: Points) -> Points:
    """Return the (n, 2) array of longitude and latitude for projected km."""
    lon, lat = _transformer().transform(points[:, 0], points[:, 1], direction="INVERSE")
    return np.column_stack([lon, lat])


def list_sites(tables: Mapping[str, pd.DataFrame]) -> Points:
    """Return the projected positions of all zones and plants that have coordinates."""
    parts = [tables[name][["lon", "lat"]] for name in ("zones", "lines") if name in tables]
    parts = [part for part in parts if len(part)]
    if not parts:
        return np.empty((0, 2))
    both = pd.concat(parts, ignore_index=True).apply(pd.to_numeric).dropna()
    return project(both["lon"], both["lat"])


def fit_view(points: Points, box: Window = MAP_BOX, size: tuple[float, float] = SIZE) -> View:
    """Return the view that holds all points with a margin, in the shape of its box on the sheet.

    `box` is in shares of the sheet, whose `size` is in inches.

    Raises
    ------
    MapError
        There are no points.
    """
    if not len(points):
        raise MapError(message("no_coordinates"))
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
    )


def map_window(tables: Mapping[str, pd.DataFrame]) -> Window:
    """Return west, south, east, north in degrees of what a map of these tables shows.

    Raises
    ------
    MapError
        No zone or plant has coordinates.
    """
    return view_window(fit_view(list_sites(tables)))


def view_window(view: View) -> Window:
    """Return west, south, east, north in degrees of what a view shows."""
    xs, ys = np.linspace(view.left, view.right, 9), np.linspace(view.bottom, view.top, 9)
    grid = np.array([(x, y) for x in xs for y in ys])
    lonlat = unproject(grid)
    (west, south), (east, north) = lonlat.min(axis=0), lonlat.max(axis=0)
    return float(west), float(south), float(east), float(north)


def open_sheet(view: View) -> tuple[Figure, Axes, Axes]:
    """Return a new figure with the map axes (in km) and the side panel (in points)."""
    figure = Figure(figsize=SIZE, dpi=DPI, facecolor=palette.PAPER)
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
    figure = Figure(figsize=SIZE, dpi=DPI, facecolor=palette.PAPER)
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
