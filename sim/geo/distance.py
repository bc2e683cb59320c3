"""Road, river and rail distances between sites, each with its method and uncertainty.

The order of trust: a link of the region's own table; chainage along the river; published
road lengths between towns; geodesic times circuity, over a crossing where the banks differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod

from sim.scenario.records import records

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_GEOD = Geod(ellps="WGS84")
_REMEMBERED = 50_000
"""Pairs of places up to which distances are kept."""

UNCERTAINTY_PCT = {
    "onsite": 0.0,
    "link": 2.0,
    "published road": 8.0,
    "circuity": 17.0,
    "crossing": 20.0,
    "chainage": 5.0,
    "rail": 5.0,
    "gate": 0.0,
}
"""Spread of a distance by the method it was found with, per cent."""
UNKNOWN = "cost only"
"""Method of a way over a link that states its cost and no length: its distance is not known."""
PARTLY = "partly known"
"""Method of a way by terminals of which only some links state a length: its km are of these."""
LINK = "link"
"""Method of a way over a link that states its length."""


@dataclass(frozen=True)
class RoadRules:
    """What turns straight lines into road kilometres."""

    circuity: float = 1.3
    circuity_short: float = 1.4
    short_distance_km: float = 20.0
    place_radius_km: float = 15.0


def geodesic_km(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> Floats:
    """Return geodesic distances in km; the four arrays have one shape.

    Those of a moderate number of places are remembered: studies ask again and again.
    """
    shape = np.shape(lon1)
    ends = [np.array(x, dtype=np.float64).ravel() for x in (lon1, lat1, lon2, lat2)]
    if len(ends[0]) > _REMEMBERED:
        return _measure(*ends).reshape(shape)
    return _remember(*(end.tobytes() for end in ends)).reshape(shape).copy()


@lru_cache(maxsize=64)
def _remember(*ends: bytes) -> Floats:
    return _measure(*(np.frombuffer(end).copy() for end in ends))


def _measure(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> Floats:
    metres: Any = _GEOD.inv(lon1, lat1, lon2, lat2)[2]
    km: Floats = np.asarray(metres, dtype=np.float64) / 1000.0
    return km


def pairwise_km(a: pd.DataFrame, b: pd.DataFrame) -> Floats:
    """Return the geodesic km of every row of `a` to every row of `b`; columns lon, lat."""
    lon1, lon2 = np.meshgrid(a["lon"].to_numpy(float), b["lon"].to_numpy(float), indexing="ij")
    lat1, lat2 = np.meshgrid(a["lat"].to_numpy(float), b["lat"].to_numpy(float), indexing="ij")
    return geodesic_km(lon1, lat1, lon2, lat2)


@dataclass(frozen=True)
class RoadNetwork:
    """Answers road distances for arrays of node pairs."""

    nodes: pd.DataFrame
    """Index node id; columns lon, lat, bank."""
    crossings: pd.DataFrame
    """Columns lon, lat: where trucks can cross the great river."""
    places: pd.DataFrame
    """Index place id; columns lon, lat."""
    links: pd.DataFrame
    """Columns origin, destination, mode, km, both_ways: known distances of any two ends."""
    rules: RoadRules
    place_of: dict[str, str]
    """Node -> the place within the radius whose published distances it shares."""
    place_factor: dict[tuple[str, str], float]
    """Pair of places -> published road km over geodesic km."""

    def distances(self, origin: pd.Series[str], destination: pd.Series[str]) -> pd.DataFrame:
        """Return columns km and method for each pair of node ids, in order.

        Pairs without coordinates get NaN km.
        """
        lon, lat = (self.nodes[name].to_numpy(float) for name in ("lon", "lat"))
        start, end = (self.nodes.index.get_indexer(pd.Index(ids)) for ids in (origin, destination))
        straight = geodesic_km(lon[start], lat[start], lon[end], lat[end])
        method = np.full(len(straight), "circuity", dtype=object)
        over = self._over_crossing(start, end)
        crosses = np.isfinite(over)
        line = np.where(crosses, over, straight)
        method[crosses] = "crossing"
        factor = np.where(
            line < self.rules.short_distance_km, self.rules.circuity_short, self.rules.circuity
        )
        published = self._published_factor(origin, destination)
        use = np.isfinite(published) & ~crosses & (straight > self.rules.short_distance_km)
        factor = np.where(use, published, factor)
        method[use] = "published road"
        return pd.DataFrame({"km": line * factor, "method": method})

    def matrix(self, origins: list[str], destinations: list[str]) -> Floats:
        """Return the km of `distances` from every origin to every destination."""
        a, b = self.nodes.loc[origins], self.nodes.loc[destinations]
        straight = pairwise_km(a, b)
        bank_a, bank_b = a["bank"].to_numpy(object), b["bank"].to_numpy(object)
        known = pd.notna(bank_a)[:, None] & pd.notna(bank_b)[None, :]
        crosses = known & (bank_a[:, None] != bank_b[None, :]) & (len(self.crossings) > 0)
        line = straight.copy()
        if crosses.any():
            legs_a, legs_b = pairwise_km(a, self.crossings), pairwise_km(b, self.crossings)
            over = np.full(straight.shape, np.inf)
            for i in range(len(self.crossings)):
                np.minimum(over, legs_a[:, i, None] + legs_b[None, :, i], out=over)
            line = np.where(crosses, over, straight)
        short = line < self.rules.short_distance_km
        factor = np.where(short, self.rules.circuity_short, self.rules.circuity)
        if self.place_factor:
            published = self._published_matrix(origins, destinations)
            far = straight > self.rules.short_distance_km
            factor = np.where(np.isfinite(published) & ~crosses & far, published, factor)
        km: Floats = line * factor
        return km

    def _published_matrix(self, origins: list[str], destinations: list[str]) -> Floats:
        """Return published km over geodesic km between the places of nodes, else NaN."""
        names = sorted({place for pair in self.place_factor for place in pair})
        number = {name: n for n, name in enumerate(names)}
        table = np.full((len(names) + 1, len(names) + 1), np.nan)
        for (start, end), ratio in self.place_factor.items():
            table[number[start], number[end]] = ratio
        a, b = (
            np.array([number.get(self.place_of.get(node, ""), len(names)) for node in nodes])
            for nodes in (origins, destinations)
        )
        found: Floats = table[a][:, b]
        return found

    @cached_property
    def km_to_crossings(self) -> Floats:
        """Return nodes x crossings: the geodesic km between them, measured once."""
        return pairwise_km(self.nodes, self.crossings)

    def _over_crossing(self, start: Ints, end: Ints) -> Floats:
        """Return the shortest way over a crossing where the banks differ, else NaN."""
        best = np.full(len(start), np.nan)
        bank = self.nodes["bank"].to_numpy(object)
        is_known = pd.notna(bank)
        differs = is_known[start] & is_known[end] & (bank[start] != bank[end])
        opposite = np.flatnonzero(differs)
        if not len(opposite) or self.crossings.empty:
            return best
        legs = self.km_to_crossings[start[opposite]] + self.km_to_crossings[end[opposite]]
        best[opposite] = legs.min(axis=1)
        return best

    def _published_factor(self, origin: pd.Series[str], destination: pd.Series[str]) -> Floats:
        """Return published km over geodesic km for pairs near such places, else NaN."""
        if not self.place_factor:
            return np.full(len(origin), np.nan)
        pairs = zip(origin.map(self.place_of), destination.map(self.place_of), strict=True)
        return np.array([self.place_factor.get(p, np.nan) for p in pairs], dtype=float)


def build_road_network(
    nodes: pd.DataFrame,
    crossings: pd.DataFrame,
    places: pd.DataFrame,
    links: pd.DataFrame,
    road_modes: list[str],
    rules: RoadRules,
) -> RoadNetwork:
    """Assemble a road network from node, crossing, place and link tables."""
    places = places.set_index("id")[["lon", "lat"]]
    factor: dict[tuple[str, str], float] = {}
    for row in records(links[links["mode"].isin(road_modes)]):
        if row.origin in places.index and row.destination in places.index:
            a, b = places.loc[[row.origin]], places.loc[[row.destination]]
            ratio = max(float(row.km) / float(pairwise_km(a, b)[0, 0]), 1.0)
            factor[row.origin, row.destination] = ratio
            if row.both_ways:
                factor[row.destination, row.origin] = ratio
    linked = {place for pair in factor for place in pair}
    return RoadNetwork(
        nodes=nodes,
        crossings=crossings[["lon", "lat"]],
        places=places,
        links=links,
        rules=rules,
        place_of=_nearest_places(nodes, places.loc[sorted(linked)], rules.place_radius_km),
        place_factor=factor,
    )


def _nearest_places(nodes: pd.DataFrame, places: pd.DataFrame, radius_km: float) -> dict[str, str]:
    located = nodes[nodes["lon"].notna() & nodes["lat"].notna()]
    if places.empty or located.empty:
        return {}
    km = pairwise_km(located, places)
    nearest = km.argmin(axis=1)
    within = km[np.arange(len(located)), nearest] <= radius_km
    return {
        str(node): str(places.index[nearest[i]])
        for i, node in enumerate(located.index)
        if within[i]
    }
