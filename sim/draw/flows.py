"""Flows between sites: merged over materials, and the strongest chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.draw.projection import Projection

WIDEST = 10.0
"""Points; the width of the strongest flow."""
THINNEST = 1.3
MOST_ARROWS = 60
LEAST_SHARE = 0.005
"""Weaker flows than this share of all that is moved get no arrow."""
DISPOSAL = ("disposal", "storage")
WASTE = ("waste", "residue")
_STAYS = ("onsite", "gate")
"""Modes of what is not hauled: it stays on its site, or is sold ex works."""
ENDS = ("origin", "destination")


@dataclass(frozen=True)
class Flows:
    """What is drawn of the flows, and how much of the whole it is.

    Columns of `shown`, one row per arrow, the strongest last: origin, destination, mode, via,
    amount (kt/yr), cross_border, disposal, x1, y1, x2, y2 (km), width (points).
    """

    shown: pd.DataFrame
    total: float
    """kt/yr moved between sites, drawn or not."""
    count: int
    """Connections, drawn or not."""
    points_per_kt: float
    """Width of an arrow for 1 kt/yr."""

    @property
    def drawn(self) -> float:
        """Return the kt/yr that have an arrow."""
        return float(self.shown["amount"].sum())


def read_flag(column: pd.Series) -> pd.Series:
    """Return a column of True and False as booleans, whether read from a file or not."""
    return column.astype(str).str.lower() == "true"


def pick_hauled(table: pd.DataFrame) -> pd.DataFrame:
    """Return the flows that are hauled: tonnes that leave their site, however far is known."""
    return table[(table["amount_kt_yr"] > 0) & ~table["mode"].isin(_STAYS)]


def merge_flows(table: pd.DataFrame, goods: Collection[str] = ()) -> pd.DataFrame:
    """Return one row per origin, destination, mode and pair of ports, summed over materials.

    Only waste and what is left of it that is hauled; the materials in `goods` are left out.
    """
    moved = pick_hauled(table)
    moved = moved[~moved["material"].isin(list(goods))]
    frame = pd.DataFrame(
        {
            **{end: moved[end].astype(str) for end in ENDS},
            "mode": moved["mode"].astype(str),
            "via": moved["via"].astype("string").fillna("").astype(str),
            "cross_border": read_flag(moved["cross_border"]),
            "disposal": moved["role"].isin(DISPOSAL),
            "amount": moved["amount_kt_yr"].astype(float),
            **{
                f"{end}_{c}": moved[f"{end}_{c}"].astype(float)
                for end in ENDS
                for c in ("lon", "lat")
            },
        }
    )
    keys = [c for c in frame.columns if c != "amount"]
    merged = frame.groupby(keys, dropna=False, sort=True)["amount"].sum().reset_index()
    return merged.sort_values(["amount", "origin", "destination"], ascending=[False, True, True])


def list_goods(outputs: pd.DataFrame | None) -> list[str]:
    """Return the materials that lines make as goods, by the result table of line outputs."""
    if outputs is None or not len(outputs):
        return []
    goods = outputs[~outputs["kind"].isin(WASTE)]
    return sorted(goods["material"].astype(str).unique())


def choose_flows(
    table: pd.DataFrame,
    projection: Projection,
    goods: Collection[str] = (),
    strongest: float | None = None,
) -> Flows:
    """Return the strongest flows of waste that can be placed on the map.

    `strongest` (kt/yr) gets the widest arrow; the strongest of the table when not given.
    """
    return lay_flows(merge_flows(table, goods), projection, strongest)


def lay_flows(
    merged: pd.DataFrame, projection: Projection, strongest: float | None = None
) -> Flows:
    """Return the strongest of merged flows, the largest amounts first, with their widths."""
    total = float(merged["amount"].sum())
    corners = [f"{end}_{c}" for end in ENDS for c in ("lon", "lat")]
    placed = merged.dropna(subset=corners)
    strong = placed[placed["amount"] >= LEAST_SHARE * total].head(MOST_ARROWS)
    starts, ends = (projection.project(strong[f"{e}_lon"], strong[f"{e}_lat"]) for e in ENDS)
    if strongest is None and len(strong):
        strongest = float(strong["amount"].max())
    per_kt = WIDEST / strongest if strongest else 1.0
    shown = strong.drop(columns=corners).assign(
        x1=starts[:, 0],
        y1=starts[:, 1],
        x2=ends[:, 0],
        y2=ends[:, 1],
        width=np.maximum(THINNEST, strong["amount"] * per_kt),
    )
    shown = shown[::-1].sort_values("cross_border", kind="stable").reset_index(drop=True)
    return Flows(shown, total, len(merged), per_kt)
