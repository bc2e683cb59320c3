"""Hauls between all origins and destinations at once: figures by mode, without a table of them.

The formulas are those of `sim.network.haulage`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.network.access import ONSITE_KM
from sim.network.figures import compared
from sim.network.haulage import Haulage
from sim.network.ways import beats

Floats = NDArray[np.float64]
Index = Any
"""Positions of origins, or of destinations; those of the two broadcast against each other."""
CHUNK = 2_000_000
"""Pairs that are looked at together when the distances are worked out."""


@dataclass(frozen=True)
class HaulFigures:
    """Of a wet tonne on a haul, but for costs that links state."""

    km: Floats
    haul_CNY: Floats
    handling_CNY: float | Floats
    co2_kg: Floats
    stated_CNY: float | Floats
    """Of a dry tonne."""

    @property
    def columns(self) -> dict[str, float | Floats]:
        """Return the figures by the columns of ways that they are in."""
        return {
            "haul_CNY_wet_t": self.haul_CNY,
            "cost_CNY_dry_t": self.stated_CNY,
            "handling_CNY_wet_t": self.handling_CNY,
            "co2_kg_wet_t": self.co2_kg,
            "km": self.km,
        }


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
class _Ends:
    """The legs of one slot, by origin or by destination; NaN where there is none."""

    terminal: NDArray[np.int64]
    """Position among the terminals of the trunk; -1 where there is none."""
    km: Floats
    haul: Floats
    stated: Floats
    co2: Floats
    own_km: Floats


class Hauls:
    """The hauls from origins to destinations that the modes allow.

    `modes` names the ways: a mode, or one of several ways by it over other terminals.
    """

    def __init__(self, haulage: Haulage, origins: list[str], destinations: list[str]) -> None:
        self.origins, self.destinations = origins, destinations
        self._ways = haulage.way_names
        self.modes = list(self._ways)
        on = {mode for mode, *_ in self._ways.values()}
        self._tariffs = {m: _tariff(haulage.modes.loc[m]) for m in on}
        self._trunks, self._drops = haulage.trunks, haulage.drops
        self._ends = {
            m: (
                _ends(legs.boarding, haulage.trunks[m][0].names, origins),
                _ends(legs.alighting, haulage.trunks[m][0].names, destinations),
            )
            for m, legs in haulage.legs.items()
        }
        self._reach = {m: _reach(haulage.modes.loc[m]) for m in haulage.road_modes}
        self._capped = list(haulage.capped)
        shape = len(origins), len(destinations)
        self.known = _known_pairs(haulage, origins, destinations)
        self.road_km = np.empty(shape)
        self.alive = np.zeros(shape, dtype=_bits_for(len(self.modes)))
        """Bit m: way m goes from here to there, and no other way beats it."""
        step = max(1, CHUNK // max(1, shape[1]))
        for start in range(0, shape[0], step):
            rows = np.arange(start, min(start + step, shape[0]))
            self.road_km[rows] = haulage.roads.matrix([origins[i] for i in rows], destinations)
            self.alive[rows] = self._alive(rows[:, None], np.arange(shape[1])[None, :])
        self.alive[self.known] = 0

    def figures(self, way: str, o: Index, d: Index) -> HaulFigures:
        """Return the figures of a way; NaN km where it does not go."""
        mode, first, last, number = self._ways[way]
        tariff = self._tariffs[mode]
        if mode not in self._ends:
            km = self.road_km[o, d]
            return HaulFigures(km, tariff.haul(km), tariff.handling, tariff.co2 * km, 0.0)
        trunk, place = self._trunks[mode][number], self._place(way, o, d)
        here, there = self._ends[mode][0][first], self._ends[mode][1][last]
        main, own_km = trunk.km[place], here.own_km[o] + there.own_km[d]
        whole = trunk.all_stated[place] & (own_km == 0.0)
        return HaulFigures(
            main + (here.km[o] + there.km[d]),
            tariff.haul(trunk.paid_km[place] + own_km) + (here.haul[o] + there.haul[d]),
            np.where(whole, 0.0, tariff.handling) if trunk.all_stated.any() else tariff.handling,
            tariff.co2 * main + (here.co2[o] + there.co2[d]),
            trunk.stated_CNY_t[place] + (here.stated[o] + there.stated[d]),
        )

    def terminals(self, way: str) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        """Return where origins board a way and destinations leave it; blank by road."""
        mode, first, last, _ = self._ways[way]
        if mode not in self._ends:
            blank = np.full(len(self.origins), ""), np.full(len(self.destinations), "")
            return blank[0].astype(object), blank[1].astype(object)
        names = np.array([*self._trunks[mode][0].names, ""], dtype=object)
        return names[self._ends[mode][0][first].terminal], names[self._ends[mode][1][last].terminal]

    def _place(self, way: str, o: Index, d: Index) -> tuple[Any, Any]:
        """Return the positions of the two terminals; figures of the legs say where none is."""
        mode, first, last, _ = self._ways[way]
        ends = self._ends[mode]
        start, end = np.broadcast_arrays(ends[0][first].terminal[o], ends[1][last].terminal[d])
        return start, end

    def _alive(self, o: Index, d: Index) -> NDArray[Any]:
        """Return which ways go from here to there, those that another one beats left out."""
        found = []
        for way in self.modes:
            mode = self._ways[way][0]
            f = self.figures(way, o, d)
            least, most = self._reach.get(mode, (0.0, np.inf))
            goes = np.isfinite(f.km) & (f.km >= least) & (f.km <= most)
            ends = (np.isin(x.astype(str), self._capped) for x in self.terminals(way))
            starts, stops = (np.asarray(x) for x in ends)
            found.append((goes, starts[o] | stops[d], compared(f.columns)))
        bits = np.zeros(found[0][0].shape if found else (0, 0), dtype=self.alive.dtype)
        one = np.uint64(1)
        for m, (goes, _, mine) in enumerate(found):
            kept = goes.copy()
            for n, (rival_goes, limited, theirs) in enumerate(found):
                if n != m and self._drops:
                    kept &= ~(beats(theirs, mine) & rival_goes & ~limited)
            bits = bits | np.where(kept, one << m, 0).astype(bits.dtype)
        return bits


MOST_WAYS = 64
"""How many ways there may be between two ends."""


def _bits_for(ways: int) -> type[np.unsignedinteger[Any]]:
    return np.uint16 if ways <= 16 else np.uint32 if ways <= 32 else np.uint64


def _tariff(row: Any) -> _Tariff:
    handling = float(row["handling"]) + float(row["fixed"])
    return _Tariff(float(row["tariff"]), float(row["minimum_charge"]), handling, float(row["co2"]))


def _reach(row: Any) -> tuple[float, float]:
    most = float(row["reach"]) if pd.notna(row["reach"]) else np.inf
    return float(row["reach_min"]), most


def _ends(legs: pd.DataFrame, terminals: list[str], nodes: list[str]) -> list[_Ends]:
    """Return the legs of every slot by node."""
    slots = []
    for number in range(max(1, int(legs["slot"].max() + 1) if len(legs) else 1)):
        leg = legs[legs["slot"] == number].set_index("node").reindex(nodes)
        columns = ("km", "haul_CNY_wet_t", "cost_CNY_dry_t", "co2_kg_wet_t", "own_km")
        place = pd.Index(terminals).get_indexer(pd.Index(leg["terminal"]))
        slots.append(_Ends(place.astype(np.int64), *(leg[c].to_numpy(float) for c in columns)))
    return slots


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
