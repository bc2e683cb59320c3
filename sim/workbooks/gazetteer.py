"""Names and points of provinces, cities and counties: where a place is, and what it belongs to."""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from sim.workbooks.catalogue import fold

_SUFFIX = re.compile(
    r"(?<=..)(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市|地区|盟|县|区|(?:[^市县]{1,3}族)*自治[州县])$"
)
_LEVELS = ("province", "city", "county")
_NEAR = 0.55
"""Degrees of latitude."""
SOURCES = {
    "": "GeoNames (CC BY 4.0), 2025",
    "own": "Towns of the base maps (geodata/basemap/source/places_added.csv), to about 5 km",
}
"""Cell of the column `source` -> where a point is from."""


@dataclass(frozen=True)
class Spot:
    """An area of the gazetteer; a county without a point of its own has that of its city."""

    level: str
    name: str
    city: str
    province: str
    name_en: str
    lon: float | None
    lat: float | None
    source: str = SOURCES[""]
    """Where its point is from."""

    @property
    def short(self) -> str:
        """Return its name without what kind of area it is."""
        return short(self.name)


def short(name: str) -> str:
    """Return a Chinese name without the kind of area, as people say it.

    >>> short("黄石市"), short("内蒙古自治区"), short("涉县")
    ('黄石', '内蒙古', '涉县')
    """
    return _SUFFIX.sub("", name.strip())


@lru_cache(maxsize=1)
def _spots() -> dict[str, list[Spot]]:
    """Return the areas by every name they go by."""
    known: dict[str, list[Spot]] = defaultdict(list)
    path = files("sim.workbooks") / "gazetteer.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        lon, lat = (float(row[c]) if row[c] else None for c in ("lon", "lat"))
        given = (row["level"], row["name"], row["city"], row["province"], row["name_en"])
        spot = Spot(*given, lon, lat, SOURCES[row["source"]])
        for key in {fold(spot.name), fold(spot.short), fold(spot.name_en)}:
            known[key].append(spot)
    return known


def find(text: str, level: str = "", within: str = "") -> list[Spot]:
    """Return the areas of a name: of a level, within a province or city, the widest first."""
    bare = re.sub(
        r"\s+(?:city|province|county|district|prefecture)$", "", text, flags=re.IGNORECASE
    )
    found = _spots().get(fold(text)) or _spots().get(fold(bare)) or []
    inner = fold(short(within)) if within else ""
    fitting = [
        spot
        for spot in found
        if (not level or spot.level == level)
        and (
            not inner
            or inner in {fold(short(spot.province)), fold(short(spot.city)), fold(spot.name_en)}
            or inner in _english(spot)
        )
    ]
    return sorted(fitting, key=lambda spot: _LEVELS.index(spot.level))


def _english(spot: Spot) -> set[str]:
    """Return the English names of what an area belongs to."""
    over = (name for name in (spot.city, spot.province) if name)
    return {fold(s.name_en) for name in over for s in _spots().get(fold(name), ())}


def is_area(text: str) -> bool:
    """Return whether a text is the name of a province or city."""
    return any(spot.level != "county" for spot in find(text))


def split_place(text: str) -> list[Spot]:
    """Return the areas that a text names one behind the other: 湖北省黄石市大冶市.

    >>> [spot.name for spot in split_place("湖北黄石大冶市")]
    ['湖北省', '黄石市', '大冶市']
    """
    left, found = re.sub(r"[\s,，/·\-—、]+", "", text), list[Spot]()
    if found_whole := find(text):
        return found_whole[:1]
    while left:
        for length in range(min(len(left), 12), 1, -1):
            within = found[-1].name if found else ""
            spots = find(left[:length], within=within)
            if spots:
                found.append(spots[0])
                left = left[length:]
                break
        else:
            return found
    return found


def nearest(lon: float, lat: float) -> Spot | None:
    """Return the city or county whose point is nearest, within some 60 km; None where none is.

    >>> nearest(114.9, 30.1).name, nearest(-122.3, 47.6)
    ('大冶市', None)
    """
    spots, points = _placed()
    away = np.hypot((points[:, 0] - lon) * math.cos(math.radians(lat)), points[:, 1] - lat)
    best = int(away.argmin())
    return spots[best] if away[best] < _NEAR else None


@lru_cache(maxsize=1)
def _placed() -> tuple[list[Spot], NDArray[np.float64]]:
    """Return the cities and counties that have a point, counties first, and their points."""
    every = {spot for spots in _spots().values() for spot in spots}
    known = [spot for spot in every if spot.level != "province" and spot.lon is not None]
    known.sort(key=lambda spot: (-_LEVELS.index(spot.level), spot.province, spot.city, spot.name))
    return known, np.array([(spot.lon, spot.lat) for spot in known], dtype=float)


def place_of(spot: Spot) -> Spot | None:
    """Return the area whose point a place has: its own, else its city's."""
    if spot.lon is not None:
        return spot
    above = find(spot.city, "city", spot.province) if spot.city else []
    return next((city for city in above if city.lon is not None), None)
