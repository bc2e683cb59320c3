"""The projection of a map: an equal-area plane about the middle of what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyproj

Points = npt.NDArray[np.float64]

_CENTRINGS = 4
"""The middle of the plane moves a little with the centre; after so many rounds it stands still."""
_DECIMALS = 3
"""Degrees of a centre are rounded to about 100 m."""


@dataclass(frozen=True)
class Projection:
    """Lambert's azimuthal equal-area projection of WGS84, in km; north is up at its centre.

    It has no pole, parallel or meridian that a region could lie across: the same rule serves a
    county and a continent, either hemisphere, the equator and the date line.
    """

    lon: float
    """Centre, degrees."""
    lat: float

    def project(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Points:
        """Return the (n, 2) array of km east and north of the centre, for degrees."""
        x, y = self._transformer.transform(np.asarray(lon, float), np.asarray(lat, float))
        return np.column_stack([np.atleast_1d(x), np.atleast_1d(y)])

    def unproject(self, points: Points) -> Points:
        """Return the (n, 2) array of longitude and latitude for km.

        Longitudes run on over the date line: they lie within 180 degrees of the centre. What lies
        beyond the rim of the world is infinite.
        """
        lon, lat = self._transformer.transform(points[:, 0], points[:, 1], direction="INVERSE")
        lon, lat = np.asarray(lon, float), np.asarray(lat, float)
        seen = np.isfinite(lon)
        lon[seen] = self.lon + (lon[seen] - self.lon + 180.0) % 360.0 - 180.0
        return np.column_stack([lon, lat])

    @property
    def _transformer(self) -> pyproj.Transformer:
        return _open(self.lon, self.lat)


@lru_cache(maxsize=32)
def _open(lon: float, lat: float) -> pyproj.Transformer:
    plane = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=km"
    return pyproj.Transformer.from_crs("EPSG:4326", plane, always_xy=True)


def choose_projection(places: Points) -> Projection:
    """Return the projection whose centre is the middle of a map of these places.

    `places` is an (n, 2) array of longitude and latitude, n at least 1.
    """
    lon = find_middle_longitude(places[:, 0])
    lat = float(places[:, 1].min() + places[:, 1].max()) / 2
    for _ in range(_CENTRINGS):
        about = Projection(lon, lat)
        points = about.project(places[:, 0], places[:, 1])
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        lon, lat = (float(v) for v in about.unproject(middle[None, :])[0])
    return Projection(round((lon + 180.0) % 360.0 - 180.0, _DECIMALS), round(lat, _DECIMALS))


def find_middle_longitude(longitudes: npt.ArrayLike) -> float:
    """Return the middle of the shortest stretch of the globe that holds all longitudes.

    >>> find_middle_longitude([10.0, 14.0]), find_middle_longitude([179.0, -177.0])
    (12.0, -179.0)
    """
    turned = np.unique(np.asarray(longitudes, float) % 360.0)
    gaps = np.diff(np.append(turned, turned[0] + 360.0))
    widest = int(np.argmax(gaps))
    west = float(turned[(widest + 1) % len(turned)])
    middle = west + (360.0 - float(gaps[widest])) / 2
    return (middle + 180.0) % 360.0 - 180.0
