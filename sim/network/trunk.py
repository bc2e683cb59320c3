"""The trunk of a mode by rail or water: what lies between its terminals.

Links of the mode win: the way over them that costs least, filled in pair by pair. Terminals that
no links join are as far apart as their chainages.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.scenario.records import records

Floats = NDArray[np.float64]
DECIMALS = 9
"""Ways whose costs differ by less than this are as dear; the shorter one is taken."""


@dataclass(frozen=True)
class Trunk:
    """Terminal x terminal, by their position in `names`; NaN where nothing joins the two."""

    names: list[str]
    km: Floats
    paid_km: Floats
    """km at the tariff of the mode: those of links that state their cost are not among them."""
    stated_CNY_t: Floats
    """CNY per dry tonne of the links that state their cost."""
    all_stated: NDArray[np.bool_]
    """Whether links state the cost of the whole way, handling included."""
    rows: dict[tuple[int, int], tuple[int, ...]]
    """Terminals that links join -> the rows of table links on the way between them."""
    out_of_reach: frozenset[int] = frozenset()
    """Rows on ways that are shorter or longer than the mode goes."""


@dataclass(frozen=True)
class _Step:
    """A link of the mode in one direction."""

    to: str
    weight: float
    km: float
    paid_km: float
    stated: float
    has_cost: bool
    has_km: bool
    row: int


@dataclass(frozen=True)
class _Reached:
    """A node and the best way there."""

    weight: float = 0.0
    km: float = 0.0
    paid_km: float = 0.0
    stated: float = 0.0
    all_stated: bool = True
    has_km: bool = True
    rows: tuple[int, ...] = field(default=())

    def onward(self, step: _Step) -> _Reached:
        return _Reached(
            self.weight + step.weight,
            self.km + step.km,
            self.paid_km + step.paid_km,
            self.stated + step.stated,
            self.all_stated and step.has_cost,
            self.has_km and step.has_km,
            (*self.rows, step.row),
        )

    @property
    def order(self) -> tuple[float, float, float]:
        return round(self.weight, DECIMALS), round(self.km, DECIMALS), round(self.paid_km, DECIMALS)


@dataclass(frozen=True)
class Terms:
    """What a mode asks of a trunk."""

    tariff: float = np.nan
    """CNY per wet tonne and km; NaN: over links that state their cost only."""
    least_km: float = 0.0
    most_km: float = np.inf

    def allow(self, way: _Reached) -> bool:
        """Return whether a way over links is neither too short nor too long; unknown km are not."""
        return not way.has_km or self.least_km <= way.km <= self.most_km


def find_trunk(terminals: pd.DataFrame, links: pd.DataFrame, mode: str, terms: Terms) -> Trunk:
    """Return the trunk of a mode; `links` are those of `sim.network.access.direct_links`."""
    own = terminals[terminals["mode"] == mode].sort_values("id")
    names = own["id"].tolist()
    km = _by_chainage(own["chainage"].to_numpy(float), terms)
    paid, stated = km.copy(), np.where(np.isnan(km), np.nan, 0.0)
    all_stated = np.zeros(km.shape, dtype=bool)
    rows: dict[tuple[int, int], tuple[int, ...]] = {}
    barred: set[int] = set()
    steps = _list_steps(links[links["mode"] == mode], terms.tariff)
    for i, start in enumerate(names):
        reached = _spread(steps, start) if start in steps else {}
        for j, end in enumerate(names):
            if end not in reached or i == j:
                continue
            way = reached[end]
            all_stated[i, j] = way.all_stated
            if terms.allow(way):
                km[i, j], paid[i, j], stated[i, j] = way.km, way.paid_km, way.stated
                rows[i, j] = way.rows
            else:
                km[i, j] = paid[i, j] = stated[i, j] = np.nan
                barred.update(way.rows)
    return Trunk(names, km, paid, stated, all_stated, rows, frozenset(barred))


def _by_chainage(chainage: Floats, terms: Terms) -> Floats:
    """Return how far apart the chainages are; NaN where the mode does not go so far."""
    km: Floats = np.abs(chainage[:, None] - chainage[None, :])
    goes = (km >= max(terms.least_km, 1e-9)) & (km <= terms.most_km) & ~np.isnan(terms.tariff)
    return np.where(goes, km, np.nan)


def _list_steps(links: pd.DataFrame, tariff: float) -> dict[str, list[_Step]]:
    """Return the links from every node; the shorter way wins where none states its cost."""
    by_cost = bool(links["cost"].notna().any())
    steps: dict[str, list[_Step]] = defaultdict(list)
    for link in records(links):
        has_cost, has_km = bool(pd.notna(link.cost)), bool(pd.notna(link.km))
        km = float(link.km) if has_km else 0.0
        paid, stated = (0.0, float(link.cost)) if has_cost else (km, 0.0)
        weight = stated + (tariff * paid if paid else 0.0) if by_cost else km
        steps[link.origin].append(
            _Step(link.destination, weight, km, paid, stated, has_cost, has_km, int(link.row))
        )
    return steps


def _spread(steps: dict[str, list[_Step]], start: str) -> dict[str, _Reached]:
    """Return every node that can be reached, with the best way (Dijkstra 1959)."""
    done: dict[str, _Reached] = {}
    open_ends: list[tuple[Any, str, int]] = [((0.0, 0.0, 0.0), start, 0)]
    ways = [_Reached()]
    while open_ends:
        _, node, number = heapq.heappop(open_ends)
        if node in done:
            continue
        done[node] = ways[number]
        for step in steps.get(node, []):
            if step.to not in done:
                way = ways[number].onward(step)
                ways.append(way)
                heapq.heappush(open_ends, (way.order, step.to, len(ways) - 1))
    return done
