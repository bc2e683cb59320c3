"""The trunks of a mode by rail or water: the ways between its terminals.

Links of the mode win: every link, and the ways over several of them, but for those that another
beats in all figures. Terminals that no links join are as far apart as their chainages.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.network.ways import is_no_better
from sim.scenario.records import records

Floats = NDArray[np.float64]
DECIMALS = 9
"""Figures of ways that differ by less than this are the same."""


@dataclass(frozen=True)
class Trunk:
    """One way between every two terminals, by their position in `names`; NaN where there is none.

    Where several ways join two terminals there is a trunk for each: the first holds the cheapest.
    """

    names: list[str]
    km: Floats
    paid_km: Floats
    """km at the tariff of the mode: those of links that state their cost are not among them."""
    stated_CNY_t: Floats
    """CNY per dry tonne of the links that state their cost."""
    all_stated: NDArray[np.bool_]
    """Whether links state the cost of the whole way, handling included."""
    has_km: NDArray[np.bool_]
    """Whether the length of the whole way is known."""
    rows: dict[tuple[int, int], tuple[int, ...]]
    """Terminals that links join -> the rows of table links on the way between them."""
    over: dict[tuple[int, int], str] = field(default_factory=dict)
    """Terminals that links join -> the links with a capacity between them, spaced."""
    stops: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    """Terminals that links join -> what lies on the way between them."""
    out_of_reach: frozenset[int] = frozenset()
    """Rows on ways that are shorter or longer than the mode goes."""

    @property
    def joins(self) -> NDArray[np.bool_]:
        """Return which terminals it joins."""
        return np.isfinite(self.km)


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
    over: frozenset[str]


@dataclass(frozen=True)
class _Reached:
    """A node and a way there."""

    weight: float = 0.0
    km: float = 0.0
    paid_km: float = 0.0
    stated: float = 0.0
    all_stated: bool = True
    has_km: bool = True
    rows: tuple[int, ...] = ()
    nodes: tuple[str, ...] = ()
    over: frozenset[str] = frozenset()
    """Links with a capacity on the way."""

    def onward(self, step: _Step) -> _Reached:
        """Return what is reached by one step more."""
        return _Reached(
            self.weight + step.weight,
            self.km + step.km,
            self.paid_km + step.paid_km,
            self.stated + step.stated,
            self.all_stated and step.has_cost,
            self.has_km and step.has_km,
            (*self.rows, step.row),
            (*self.nodes, step.to),
            self.over | step.over,
        )

    def is_beaten_by(self, other: _Reached) -> bool:
        """Return whether another way is no worse in any figure and needs no further capacity."""
        return other.over <= self.over and is_no_better(self.figures, other.figures)

    @property
    def order(self) -> tuple[float, ...]:
        """Return by what the ways to a node are put in order: the cheapest first."""
        return round(self.weight, DECIMALS), round(self.km, DECIMALS), *self.figures

    @property
    def figures(self) -> tuple[float, ...]:
        """Return what one way may be better in than another.

        However wet the lot, and whatever the least charge of the mode.
        """
        return (
            round(self.paid_km, DECIMALS),
            round(self.stated, DECIMALS),
            round(self.km, DECIMALS),
            float(not self.all_stated),
        )


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


def find_trunks(
    terminals: pd.DataFrame, links: pd.DataFrame, mode: str, terms: Terms, *, drops: bool = True
) -> list[Trunk]:
    """Return the trunks of a mode; `links` are those of `sim.network.access.direct_links`.

    `drops` leaves out the links that another way beats in all figures.
    """
    own = terminals[terminals["mode"] == mode].sort_values("id")
    names = own["id"].tolist()
    place = {name: i for i, name in enumerate(names)}
    steps = _list_steps(links[links["mode"] == mode], terms.tariff)
    joined: dict[tuple[int, int], list[_Reached]] = {}
    barred: set[int] = set()
    for start in (name for name in names if name in steps):
        for end, ways in _spread(steps, start).items():
            if end in place and end != start:
                direct = [_Reached().onward(step) for step in steps[start] if step.to == end]
                known = [*ways, *direct]
                allowed = _distinct(way for way in known if terms.allow(way))
                barred.update(row for way in known if not terms.allow(way) for row in way.rows)
                joined[place[start], place[end]] = _unbeaten(allowed) if drops else allowed
    first = _by_chainage(own["chainage"].to_numpy(float), terms)
    first[tuple(np.array(list(joined), dtype=int).reshape(-1, 2).T)] = np.nan
    many = max((len(ways) for ways in joined.values()), default=1)
    nowhere = np.full_like(first, np.nan)
    return [
        _lay(
            names,
            nowhere if number else first,
            {ends: ways[number] for ends, ways in joined.items() if len(ways) > number},
            frozenset(barred),
        )
        for number in range(max(many, 1))
    ]


def _lay(
    names: list[str], apart: Floats, ways: dict[tuple[int, int], _Reached], barred: frozenset[int]
) -> Trunk:
    """Return one way between every two terminals; those not in `ways` lie `apart` km, paid."""
    km, paid, stated = apart.copy(), apart.copy(), np.where(np.isnan(apart), np.nan, 0.0)
    all_stated, has_km = np.zeros(km.shape, dtype=bool), np.ones(km.shape, dtype=bool)
    for ends, way in ways.items():
        km[ends], paid[ends], stated[ends] = way.km, way.paid_km, way.stated
        all_stated[ends], has_km[ends] = way.all_stated, way.has_km
    rows = {ends: way.rows for ends, way in ways.items()}
    stops = {ends: way.nodes[:-1] for ends, way in ways.items()}
    over = {ends: " ".join(sorted(way.over)) for ends, way in ways.items()}
    return Trunk(names, km, paid, stated, all_stated, has_km, rows, over, stops, barred)


def _distinct(ways: Iterable[_Reached]) -> list[_Reached]:
    """Return the ways in order, of those with the same figures and capacities one."""
    found: dict[Any, _Reached] = {}
    for way in sorted(ways, key=lambda way: (way.order, len(way.rows), sorted(way.over))):
        found.setdefault((way.figures, way.over), way)
    return list(found.values())


def _unbeaten(ways: list[_Reached]) -> list[_Reached]:
    """Return the ways, all of different figures, that no other is at least as good as."""
    return [
        way
        for way in ways
        if not any(way.is_beaten_by(rival) for rival in ways if rival is not way)
    ]


def _by_chainage(chainage: Floats, terms: Terms) -> Floats:
    """Return how far apart the chainages are; NaN where the mode does not go so far."""
    km: Floats = np.abs(chainage[:, None] - chainage[None, :])
    goes = (km >= max(terms.least_km, 1e-9)) & (km <= terms.most_km) & ~np.isnan(terms.tariff)
    return np.where(goes, km, np.nan)


def _list_steps(links: pd.DataFrame, tariff: float) -> dict[str, list[_Step]]:
    """Return the links from every node; the shorter way comes first where none states its cost."""
    by_cost = bool(links["cost"].notna().any())
    steps: dict[str, list[_Step]] = defaultdict(list)
    for link in records(links):
        has_cost, has_km = bool(pd.notna(link.cost)), bool(pd.notna(link.km))
        km = float(link.km) if has_km else 0.0
        paid, stated = (0.0, float(link.cost)) if has_cost else (km, 0.0)
        weight = stated + (tariff * paid if paid else 0.0) if by_cost else km
        steps[link.origin].append(
            _Step(
                link.destination,
                weight,
                km,
                paid,
                stated,
                has_cost,
                has_km,
                int(link.row),
                frozenset({link.over} - {""}),
            )
        )
    return steps


def _spread(steps: dict[str, list[_Step]], start: str) -> dict[str, list[_Reached]]:
    """Return every node that can be reached, with the ways that no other beats.

    Labels of several figures (Martins, European Journal of Operational Research 16, 1984).
    """
    done: dict[str, list[_Reached]] = defaultdict(list)
    open_ends: list[tuple[Any, str, int]] = [(_Reached().order, start, 0)]
    ways = [_Reached()]

    def is_beaten(way: _Reached, node: str) -> bool:
        return any(way.is_beaten_by(known) for known in done[node])

    while open_ends:
        _, node, number = heapq.heappop(open_ends)
        if is_beaten(ways[number], node):
            continue
        done[node].append(ways[number])
        for step in steps.get(node, []):
            way = ways[number].onward(step)
            if not is_beaten(way, step.to):
                ways.append(way)
                heapq.heappush(open_ends, (way.order, step.to, len(ways) - 1))
    return done
