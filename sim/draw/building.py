"""Capacity that is built or closed, as rings around the symbols of plants."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.draw import palette
from sim.draw.canvas import View, pick_axes
from sim.draw.projection import Projection

LARGEST, SMALLEST = 30.0, 13.0
"""Points; diameter of the ring of the most that is built, and of the least."""
LEAST = 1e-6
"""kt/yr."""


@dataclass(frozen=True)
class Way:
    """How a ring is drawn."""

    column: str
    """Of `built.csv`."""
    color: str
    dashes: tuple[float, ...] = ()


WAYS = {
    "built": Way("built_kt_yr", palette.MORE),
    "closed": Way("closed_kt_yr", palette.LESS, (2.0, 1.4)),
}
"""What happens to capacity -> how its rings are drawn."""


def gather_rings(built: pd.DataFrame | None, projection: Projection) -> pd.DataFrame:
    """Return a row a plant and way: plant, way, amount (kt/yr), x, y (km), size (points).

    Plants without coordinates are left out.
    """
    columns = ["plant", "way", "amount", "x", "y", "size"]
    if built is None or built.empty:
        return pd.DataFrame(columns=columns)
    frames = []
    for name, way in WAYS.items():
        sums = built.groupby("plant", as_index=False, sort=True).agg(
            amount=(way.column, "sum"), lon=("lon", "first"), lat=("lat", "first")
        )
        frames.append(sums[sums["amount"].astype(float) > LEAST].assign(way=name))
    rings = pd.concat(frames, ignore_index=True).dropna(subset=["lon", "lat"])
    points = projection.project(rings["lon"].astype(float), rings["lat"].astype(float))
    amount = rings["amount"].astype(float)
    share = np.sqrt(amount / amount.max()) if len(rings) else amount
    size = SMALLEST + (LARGEST - SMALLEST) * share
    rings = rings.assign(x=points[:, 0], y=points[:, 1], size=size)
    return rings[columns].reset_index(drop=True)


def draw_rings(rings: pd.DataFrame, view: View, ax: Axes | None = None) -> Axes:
    """Draw a ring a plant where capacity is built, and one where it closes; return the axes."""
    ax = pick_axes(ax, view)
    for name, group in rings.groupby("way", sort=True):
        draw_ring(ax, str(name), *(group[c].to_numpy(float) for c in ("x", "y", "size")))
    return ax


def draw_ring(ax: Axes, way: str, x: object, y: object, size: object) -> None:
    """Draw the rings of one way, sizes in points."""
    ax.scatter(
        np.atleast_1d(np.asarray(x, dtype=float)),
        np.atleast_1d(np.asarray(y, dtype=float)),
        s=np.atleast_1d(np.asarray(size, dtype=float)) ** 2,
        facecolors="none",
        edgecolors=WAYS[way].color,
        linestyles=[(0, WAYS[way].dashes or None)],
        linewidths=1.8,
        zorder=5.5,
    )
