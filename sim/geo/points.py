"""Points of geographic files: GeoPackage, Shapefile, KML, GeoJSON, as tables in degrees."""

from __future__ import annotations

import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from pyproj.exceptions import CRSError

from sim.errors import InputError, Problem
from sim.say.message import Message, message

MEGABYTE = 1_000_000
MOST_BYTES, MOST_UNPACKED, MOST_ROWS = 50 * MEGABYTE, 600 * MEGABYTE, 200_000
_DRIVERS = {
    ".gpkg": ("GPKG", b"SQLite format 3"),
    ".geojson": ("GeoJSON", b"{"),
    ".kml": ("KML", b"<"),
    ".zip": ("ESRI Shapefile", b"PK\x03\x04"),
}
"""Ending of a file -> what reads it, and what it begins with."""
_WGS84 = 4326
_STYLES = "layer_styles"
_FOREIGN = b"<OGRVRT"
"""What begins a file that would have others read."""
_HEAD = 4096
_SIDECARS = "__MACOSX/"
"""Where archives made on a Mac keep what is no file of the data."""
_BROKEN = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    zipfile.BadZipFile,
    CRSError,
)
"""What is raised for files that are damaged."""


@dataclass(frozen=True)
class Layer:
    """A layer of a geographic file: its attributes, with the columns `lon` and `lat`."""

    name: str
    table: pd.DataFrame
    told: tuple[Message, ...]
    """What is to be said of its reference system."""


def is_geographic(path: Path) -> bool:
    """Return whether a file is one of those that are read here, by its name."""
    return path.suffix.lower() in _DRIVERS


def read_layers(path: Path) -> list[Layer]:
    """Return the layers of a file in WGS 84; of what is no point, a point within it.

    Raises
    ------
    InputError
        No file that can be read, or one beyond the bounds.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            return [layer for place in _check(path) for layer in _open(place, path)]
    except UnicodeDecodeError:
        what, hint = message("wb_points_text"), message("wb_points_text_hint")
        raise _refuse(path, what, hint) from None
    except _BROKEN as error:
        kind, _ = _DRIVERS[path.suffix.lower()]
        what = message("wb_points_broken", kind=kind, reason=type(error).__name__)
        raise _refuse(path, what) from None


def _open(place: str, path: Path) -> list[Layer]:
    names = [str(name) for name, kind in pyogrio.list_layers(place) if kind is not None]
    return [_read(place, name, path) for name in names if name != _STYLES]


def _refuse(path: Path, what: Message, hint: Message | None = None) -> InputError:
    return InputError([Problem(str(path), what, hint, "workbook")])


def _check(path: Path) -> list[str]:
    """Return all that is to be opened; refuse what is too large, or not what its name says."""
    driver, start = _DRIVERS[path.suffix.lower()]
    size = path.stat().st_size
    if size > MOST_BYTES:
        what = message("file_large", size=size / MEGABYTE, most=MOST_BYTES / MEGABYTE)
        raise _refuse(path, what, message("wb_split"))
    with path.open("rb") as file:
        head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \r\n\t")
    places, is_whole = [str(path)], head.startswith(start) and _FOREIGN not in head
    if is_whole and start == _DRIVERS[".zip"][1]:
        places, is_whole = _find_shapes(path)
    if not is_whole:
        raise _refuse(path, message("wb_points_none", kind=driver))
    return places


def _find_shapes(path: Path) -> tuple[list[str], bool]:
    """Return the shapes in an archive, and whether there are such that do not unpack too far."""
    with zipfile.ZipFile(path) as archive:
        inside = archive.infolist()
    names = [info.filename for info in inside if not info.filename.startswith(_SIDECARS)]
    shapes = [f"/vsizip/{path}/{name}" for name in names if name.lower().endswith(".shp")]
    is_small = sum(info.file_size for info in inside) <= MOST_UNPACKED
    return shapes, bool(shapes) and is_small


def _read(place: str, name: str, path: Path) -> Layer:
    if pyogrio.read_info(place, layer=name)["features"] > MOST_ROWS:
        raise _refuse(path, message("wb_points_many", layer=name, most=MOST_ROWS))
    frame = pyogrio.read_dataframe(place, layer=name)
    told: tuple[Message, ...] = ()
    if not isinstance(frame, gpd.GeoDataFrame):
        return Layer(name, frame, told)
    if frame.crs is None:
        told = (message("wb_points_no_crs"),)
        frame = frame.set_crs(_WGS84)
    elif frame.crs.to_epsg() != _WGS84:
        told = (message("wb_points_crs", crs=frame.crs.name),)
        frame = frame.to_crs(_WGS84)
    is_placed = np.isfinite(frame.geometry.bounds).all(axis=1)
    points = frame.geometry.where(is_placed).representative_point()
    attributes = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return Layer(name, attributes.assign(lon=points.x.round(6), lat=points.y.round(6)), told)
