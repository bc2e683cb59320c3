"""Sinks and markets that have a place of their own: where waste and goods end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from sim.draw import palette
from sim.draw.canvas import View, pick_axes
from sim.draw.flows import pick_hauled
from sim.draw.projection import Projection

KINDS = {"sink": "sinks", "market": "markets"}
"""Kind -> input table."""
SIZE = 12.5
"""Points; size of a symbol."""
MARKERS = {
    "sink": Path([(-1.2, 0), (0, 0.8), (1.2, 0), (0, -0.8), (-1.2, 0)], closed=True),
    "market": Path.unit_regular_star(6, 0.58),
}
"""Shapes that no family of technologies has."""
SYMBOLS = {"sink": "diamond-wide", "market": "hexagram"}
"""The same in Plotly."""
COLORS = {"sink": "#6f6257", "market": "#3d7a4f"}
_COLUMNS = ["outlet", "kind", "name_en", "name_zh", "lon", "lat"]


def list_outlets(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the sinks and markets of the input tables with what each takes in.

    Columns: outlet, kind (sink, market), name_en, name_zh, lon, lat, amount (kt/yr), hauled
    (whether anything is hauled there).
    """
    parts = [
        tables[name].rename(columns={"id": "outlet"}).assign(kind=kind).reindex(columns=_COLUMNS)
        for kind, name in KINDS.items()
        if name in tables and len(tables[name])
    ]
    outlets = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)
    flows = tables["flows"]
    taken = flows.groupby("destination")["amount_kt_yr"].sum()
    amount = outlets["outlet"].map(taken).fillna(0.0).astype(float)
    hauled = outlets["outlet"].isin(pick_hauled(flows)["destination"])
    return outlets.assign(amount=amount, hauled=hauled)


def place_outlets(
    outlets: pd.DataFrame, projection: Projection, stand: Mapping[tuple[float, float], float]
) -> tuple[pd.DataFrame, int]:
    """Return the outlets that have coordinates, and how many that are hauled to have none.

    Adds x, y (km), size and shift (points to the right of x). `stand` tells of what stands there
    already how far it reaches, longitude and latitude -> points: a pond at its mine has its symbol
    beside that of the mine.
    """
    known = (outlets["lon"].notna() & outlets["lat"].notna()).to_numpy(bool)
    named = list(zip(outlets["kind"], outlets["outlet"], strict=True))
    order = sorted(np.flatnonzero(known).tolist(), key=named.__getitem__, reverse=True)
    placed = outlets.take(order).reset_index(drop=True)
    points = projection.project(placed["lon"].astype(float), placed["lat"].astype(float))
    shifts, turns = [], Counter[tuple[float, float]]()
    for lon, lat in zip(placed["lon"].astype(float), placed["lat"].astype(float), strict=True):
        aside = stand[lon, lat] + 0.6 * SIZE if (lon, lat) in stand else 0.0
        shifts.append(aside + 1.3 * SIZE * turns[lon, lat])
        turns[lon, lat] += 1
    placed = placed.assign(
        x=points[:, 0], y=points[:, 1], shift=np.array(shifts, dtype=float), size=SIZE
    )
    return placed, int((~known & outlets["hauled"].to_numpy(bool)).sum())


def draw_outlets(outlets: pd.DataFrame, view: View, ax: Axes | None = None) -> Axes:
    """Draw a symbol a sink and market, filled where anything ends there; return the axes."""
    ax = pick_axes(ax, view)
    for (kind, used), group in outlets.groupby(["kind", outlets["amount"] > 0], sort=True):
        color = COLORS[str(kind)]
        ax.scatter(
            group["x"] + group["shift"] * view.km_per_point,
            group["y"],
            s=SIZE**2,
            facecolor=color if used else palette.PAPER,
            marker=MARKERS[str(kind)],
            edgecolor=palette.INK if used else color,
            linewidths=0.9,
            zorder=6.2,
        )
    return ax
