"""Hauls between all origins and destinations at once: figures by mode, without a table of them.

The formulas are those of `sim.network.haulage`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.network.haulage import ONSITE_KM, Haulage

Floats = NDArray[np.float64]
Index = Any
"""Positions of origins, or of destinations; those of the two broadcast against each other."""
CHUNK = 2_000_000
"""Pairs that are looked at together when the distances are worked out."""


@dataclass(frozen=True)
class HaulFigures:
    """Of a wet tonne on a haul."""

    km: Floats
    haul_CNY: Floats
    handling_CNY: float
    co2_kg: Floats


@dataclass(frozen=True)
class _Tariff:
    tariff: float
    minimum: float
    handling: float
    co2: float

    def haul(self, km: Floats) -> Floats:
        """Return CNY per wet tonne; no charge for a leg within a site."""
        paid: Floats = np.where(km < ONSITE_KM, 0.0, np.maximum(self.tariff * km, self.minimum))
        return paid


@dataclass(frozen=True)
class _Line:
    """A mode by rail or water: where nodes board it, and km between its terminals."""

    names: list[str]
    trunk: Floats
    terminal: tuple[NDArray[np.int64], NDArray[np.int64]]
    """Of origins and of destinations; -1 where none is in reach."""
    leg_km: tuple[Floats, Floats]


class Hauls:
    """The hauls from origins to destinations that the modes allow."""

    def __init__(self, haulage: Haulage, origins: list[str], destinations: list[str]) -> None:
        self.origins, self.destinations = origins, destinations
        road = haulage.road_modes
        self.modes = [*road, *haulage.access]
        self.tariffs = {m: _tariff(haulage.modes.loc[m]) for m in self.modes}
        self._leg = self.tariffs[haulage.leg_mode] if road else None
        self._lines = {m: _line(haulage, m, origins, destinations) for m in haulage.access}
        self._reach = {m: _reach(haulage.modes.loc[m]) for m in self.modes}
        self._capped = set(haulage.terminals.index[haulage.terminals["capacity"].notna()])
        shape = len(origins), len(destinations)
        self.known = _known_pairs(haulage, origins, destinations)
        self.road_km = np.empty(shape)
        self.alive = np.zeros(shape, dtype=np.uint16)
        """Bit m: mode m goes from here to there, and no other mode beats it."""
        step = max(1, CHUNK // max(1, shape[1]))
        for start in range(0, shape[0], step):
            rows = np.arange(start, min(start + step, shape[0]))
            self.road_km[rows] = haulage.roads.matrix([origins[i] for i in rows], destinations)
            self.alive[rows] = self._alive(rows[:, None], np.arange(shape[1])[None, :])
        self.alive[self.known] = 0

    def figures(self, mode: str, o: Index, d: Index) -> HaulFigures:
        """Return the figures of a mode; NaN km where it does not go."""
        tariff = self.tariffs[mode]
        if mode not in self._lines:
            km = self.road_km[o, d]
            return HaulFigures(km, tariff.haul(km), tariff.handling, tariff.co2 * km)
        line, leg = self._lines[mode], self._leg
        assert leg is not None
        first, last = line.leg_km[0][o], line.leg_km[1][d]
        main = self._main(line, o, d)
        haul = tariff.haul(main) + leg.haul(first) + leg.haul(last)
        co2 = tariff.co2 * main + leg.co2 * (first + last)
        return HaulFigures(main + first + last, haul, tariff.handling, co2)

    def terminals(self, mode: str) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        """Return where origins board a mode and destinations leave it; blank by road."""
        if mode not in self._lines:
            blank = np.full(len(self.origins), ""), np.full(len(self.destinations), "")
            return blank[0].astype(object), blank[1].astype(object)
        line = self._lines[mode]
        names = np.array([*line.names, ""], dtype=object)
        return names[line.terminal[0]], names[line.terminal[1]]

    @staticmethod
    def _main(line: _Line, o: Index, d: Index) -> Floats:
        """Return the km between the terminals; NaN where one of them is missing."""
        start, end = np.broadcast_arrays(line.terminal[0][o], line.terminal[1][d])
        main: Floats = np.where((start >= 0) & (end >= 0), line.trunk[start, end], np.nan)
        return main

    def _alive(self, o: Index, d: Index) -> NDArray[np.uint16]:
        """Return which modes go from here to there, those that another one beats left out."""
        found = []
        for mode in self.modes:
            figures = self.figures(mode, o, d)
            least, most = self._reach[mode]
            by_road = mode not in self._lines
            km = figures.km if by_road else self._main(self._lines[mode], o, d)
            goes = np.isfinite(km) & (km >= (least if by_road else max(least, 1e-9))) & (km <= most)
            cost = figures.haul_CNY + figures.handling_CNY
            board, alight = self.terminals(mode)
            ends = (np.isin(x.astype(str), list(self._capped)) for x in (board, alight))
            starts, stops = (np.asarray(x) for x in ends)
            found.append((goes, starts[o] | stops[d], (cost, figures.co2_kg, figures.km)))
        bits = np.zeros(found[0][0].shape if found else (0, 0), dtype=np.uint16)
        for m, (goes, _, mine) in enumerate(found):
            kept = goes.copy()
            for n, (rival_goes, limited, theirs) in enumerate(found):
                if n != m:
                    kept &= ~(_beats(theirs, mine) & rival_goes & ~limited)
            bits |= np.where(kept, np.uint16(1 << m), np.uint16(0)).astype(np.uint16)
        return bits


def _beats(theirs: tuple[Floats, ...], mine: tuple[Floats, ...]) -> NDArray[np.bool_]:
    """Return where none of their figures is larger and one is less."""
    pairs = list(zip(theirs, mine, strict=True))
    never: NDArray[np.bool_] = np.logical_and.reduce([b >= a for a, b in pairs])
    ever: NDArray[np.bool_] = np.logical_or.reduce([b > a for a, b in pairs])
    return never & ever


def _tariff(row: Any) -> _Tariff:
    handling = float(row["handling"]) + float(row["fixed"])
    return _Tariff(float(row["tariff"]), float(row["minimum_charge"]), handling, float(row["co2"]))


def _reach(row: Any) -> tuple[float, float]:
    most = float(row["reach"]) if pd.notna(row["reach"]) else np.inf
    return float(row["reach_min"]), most


def _line(haulage: Haulage, mode: str, origins: list[str], destinations: list[str]) -> _Line:
    access, trunk = haulage.access[mode], haulage.trunk[mode]
    ends = [access.reindex(nodes) for nodes in (origins, destinations)]
    place = [trunk.index.get_indexer(pd.Index(e["terminal"])) for e in ends]
    legs = [e["km"].to_numpy(float) for e in ends]
    table = trunk.to_numpy(float) if len(trunk) else np.full((1, 1), np.nan)
    return _Line(trunk.index.tolist(), table, (place[0], place[1]), (legs[0], legs[1]))


def _known_pairs(
    haulage: Haulage, origins: list[str], destinations: list[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs with a link of their own, and those on the same spot."""
    starts, ends = pd.Index(origins), pd.Index(destinations)
    linked = haulage.links[["origin", "destination"]].drop_duplicates()
    pairs = (
        starts.get_indexer(pd.Index(linked["origin"])),
        ends.get_indexer(pd.Index(linked["destination"])),
    )
    known = (pairs[0] >= 0) & (pairs[1] >= 0)
    spots = haulage.roads.nodes[["lon", "lat"]]
    here = spots.loc[origins].reset_index(drop=True).reset_index(names="o")
    there = spots.loc[destinations].reset_index(drop=True).reset_index(names="d")
    same = here.dropna().merge(there.dropna(), on=["lon", "lat"])
    return (
        np.concatenate([pairs[0][known], same["o"].to_numpy(np.int64)]),
        np.concatenate([pairs[1][known], same["d"].to_numpy(np.int64)]),
    )
