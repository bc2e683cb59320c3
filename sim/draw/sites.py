"""Zones as circles, plants, sinks and markets as symbols."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize

from sim.draw import palette
from sim.draw.building import gather_rings
from sim.draw.canvas import View, pick_axes
from sim.draw.outlets import place_outlets
from sim.draw.projection import Projection
from sim.results.known import number_keys, sum_rows

LARGEST = 36.0
"""Points; diameter of the circle of the largest zone."""
SMALLEST = 4.0
PLANT = 8.5
"""Points; size of a plant symbol."""
SHAPES = ("s", "^", "D", "p", "v", "h", "P", "X", "<", ">", "8", "*")
_PERCENT = Normalize(0, 100)
_SUMMED = ("amount", "activity", "available")

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sites:
    """What is drawn of zones, plants, sinks and markets.

    `zones`: zone, name_en, name_zh, amount (kt/yr), rate (%), x, y (km), size (points).
    `plants`, one row per plant and family: plant, name_en, name_zh, family, amount (kt/yr in),
    load (%), x, y (km), shift (points to the right of x), size (points).
    `outlets`: outlet, kind (sink, market), name_en, name_zh, amount (kt/yr taken in), x, y, shift,
    size.
    """

    zones: pd.DataFrame
    plants: pd.DataFrame
    outlets: pd.DataFrame
    shapes: Mapping[str, str]
    """Technology family -> matplotlib marker."""
    largest: float
    """kt/yr of the largest zone."""
    rings: pd.DataFrame
    """Plants where capacity is built or closed; see `sim.draw.building`."""
    unplaced: int
    """Zones, plants and used sinks and markets without coordinates."""

    def list_radii(self) -> dict[str, float]:
        """Return how many points the symbol of each site takes around its position."""
        radii = dict(zip(self.zones["zone"], self.zones["size"] / 2 + 0.6, strict=True))
        sizes = self.plants.groupby("plant")["size"].max()
        radii |= {str(plant): size / 2 + 0.8 for plant, size in sizes.items()}
        rings = self.rings.groupby("plant")["size"].max()
        radii |= {str(plant): float(size) / 2 + 1.5 for plant, size in rings.items()}
        outer = self.outlets["shift"] + self.outlets["size"] / 2 + 0.8
        return radii | dict(zip(self.outlets["outlet"], outer, strict=True))

    def keep(self, chosen: Collection[str]) -> Sites:
        """Return the sites of these names alone."""

        def pick(frame: pd.DataFrame, key: str) -> pd.DataFrame:
            return frame[frame[key].isin(chosen)].reset_index(drop=True)

        return replace(
            self,
            zones=pick(self.zones, "zone"),
            plants=pick(self.plants, "plant"),
            outlets=pick(self.outlets, "outlet"),
            rings=pick(self.rings, "plant"),
        )


def assign_shapes(families: Sequence[str]) -> dict[str, str]:
    """Return a marker for each technology family, in order of appearance."""
    unique = list(dict.fromkeys(families))
    return {family: SHAPES[i % len(SHAPES)] for i, family in enumerate(unique)}


def shape_families(here: Iterable[str], technologies: pd.DataFrame | None) -> dict[str, str]:
    """Return a marker for each family that is on a map.

    It is the same on every map of the same `technologies`, whichever of them are on it.
    """
    shown = set(here)
    known: set[str] = set()
    if technologies is not None:
        known = {str(family).strip() for family in technologies["family"].dropna()} - {""}
    shapes = assign_shapes([*sorted(known), *sorted(shown - known)])
    return {family: shapes[family] for family in sorted(shown)}


def gather_sites(
    zones: pd.DataFrame,
    lines: pd.DataFrame,
    outlets: pd.DataFrame,
    projection: Projection,
    largest: float | None = None,
    shapes: Mapping[str, str] | None = None,
    built: pd.DataFrame | None = None,
    technologies: pd.DataFrame | None = None,
) -> Sites:
    """Return the circles and symbols of the result tables, largest circles first.

    `outlets` are those of `list_outlets`, `built` is the table of that name.

    Circles are sized against `largest` (kt/yr) and symbols have the `shapes` of their families;
    when not given, the largest circle here, and shapes by the order of all `technologies`.
    """
    circles, lost_zones = _place(_gather_zones(zones), projection)
    symbols, lost_plants = _place(_gather_plants(lines), projection)
    shapes = shapes or shape_families(symbols["family"].unique(), technologies)
    if largest is None:
        largest = float(circles["amount"].max()) if len(circles) else 0.0
    circles["size"] = measure_circle(circles["amount"].to_numpy(float), largest)
    stand: dict[tuple[float, float], float] = {}
    for part, reach in (
        (circles, circles["size"] / 2),
        (symbols, symbols["shift"] + symbols["size"] / 2),
    ):
        for lon, lat, points in zip(part["lon"], part["lat"], reach, strict=True):
            place = float(lon), float(lat)
            stand[place] = max(points, stand.get(place, points))
    ends, lost_ends = place_outlets(outlets, projection, stand)
    unplaced = lost_zones + lost_plants + lost_ends
    rings = gather_rings(built, projection)
    return Sites(circles, symbols, ends, shapes, largest, rings, unplaced)


def measure_circle(amounts: Numbers, largest: float) -> Numbers:
    """Return diameters in points whose areas are as the amounts."""
    if largest <= 0:
        return np.full(len(amounts), SMALLEST)
    sizes: Numbers = np.maximum(SMALLEST, LARGEST * np.sqrt(np.maximum(amounts, 0) / largest))
    return sizes


def _place(frame: pd.DataFrame, projection: Projection) -> tuple[pd.DataFrame, int]:
    """Return the rows that have coordinates, with x and y in km, and how many have none."""
    known = frame["lon"].notna() & frame["lat"].notna()
    placed = frame[known].reset_index(drop=True)
    points = projection.project(placed["lon"].astype(float), placed["lat"].astype(float))
    return placed.assign(x=points[:, 0], y=points[:, 1]), int((~known).sum())


def _gather_zones(table: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "zone": table["zone"].astype(str),
            "name_en": table["name_en"],
            "name_zh": table["name_zh"],
            "amount": table["generation_kt_yr"].astype(float),
            "rate": table["utilization_rate_pct"].astype(float),
            "lon": table["lon"],
            "lat": table["lat"],
        }
    )
    frame = frame[frame["amount"] > 0]
    return frame.sort_values(["amount", "zone"], ascending=[False, True])


def leave_out_unbuilt(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that stand in a plan; plants of which nothing is built are on no map."""
    return lines[lines["available_kt_yr"] > 0]


def _gather_plants(table: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "plant": table["plant"].astype(str),
            "family": table["family"].fillna("").astype(str).str.strip(),
            "name_en": table["plant_name_en"],
            "name_zh": table["plant_name_zh"],
            "lon": table["lon"].astype(float),
            "lat": table["lat"].astype(float),
            "amount": table["uptake_kt_yr"].astype(float),
            "activity": table["activity_kt_yr"].astype(float),
            "available": table["available_kt_yr"].astype(float),
        }
    )
    rows, firsts = number_keys(frame, ["plant", "family"])
    about = frame.take(firsts).drop(columns=[*_SUMMED]).reset_index(drop=True)
    amount, activity, available = sum_rows(frame[[*_SUMMED]].to_numpy(float), rows, len(firsts)).T
    load = np.divide(100 * activity, available, out=np.zeros(len(about)), where=available > 0)
    _, plant, families = np.unique(
        about["plant"].to_numpy(object), return_inverse=True, return_counts=True
    )
    order = np.arange(len(about)) - np.searchsorted(plant, plant)
    shift = (order - (families[plant] - 1) / 2) * PLANT * 0.95
    return about.assign(amount=amount, load=np.clip(load, 0, 100), shift=shift, size=PLANT)


def draw_zones(sites: Sites, view: View, ax: Axes | None = None) -> Axes:
    """Draw a circle a zone: area by generation, colour by net rate; return the axes.

    The smallest circles lie on top.
    """
    ax = pick_axes(ax, view)
    zones = sites.zones
    ax.scatter(
        zones["x"],
        zones["y"],
        s=zones["size"] ** 2,
        c=zones["rate"],
        cmap=palette.RATE,
        norm=_PERCENT,
        edgecolors=palette.INK,
        linewidths=0.7,
        zorder=5,
    )
    return ax


def draw_plants(sites: Sites, view: View, ax: Axes | None = None) -> Axes:
    """Draw a symbol a plant and technology family: shape by family, fill by load.

    Returns the axes.
    """
    ax = pick_axes(ax, view)
    for family, group in sites.plants.groupby("family", sort=True):
        ax.scatter(
            group["x"] + group["shift"] * view.km_per_point,
            group["y"],
            s=PLANT**2,
            c=group["load"],
            cmap=palette.LOAD,
            norm=_PERCENT,
            marker=sites.shapes[str(family)],
            edgecolors=palette.INK,
            linewidths=0.9,
            zorder=6,
        )
    return ax
