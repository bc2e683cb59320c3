"""The parts of a way by terminals, found from the written inputs: its trunk and its two legs."""

from __future__ import annotations

import heapq
import itertools
import math
import operator
from collections import defaultdict
from dataclasses import dataclass

from sim.scenario.via import terminals_of
from sim.verify.facts import Facts, Link
from sim.verify.read import Cells

SITE_KM = 0.5
"""A road leg shorter than this stays within a site and costs nothing."""


@dataclass(frozen=True)
class Part:
    """A stretch of a way: what links say of it."""

    km: float = 0.0
    paid_km: float = 0.0
    """km at the tariff of the mode of the way."""
    haul: float = 0.0
    """CNY per wet tonne at the tariff of another mode."""
    stated: float = 0.0
    """CNY per dry tonne that links state."""
    co2: float = 0.0
    """kg per wet tonne."""
    all_stated: bool = True
    has_km: bool = True
    over: frozenset[Link] = frozenset()
    """Links that it goes over of which that is counted."""


@dataclass(frozen=True)
class Way:
    """A way by two terminals: its trunk and its legs."""

    trunk: Part
    legs: dict[str, Part | None]
    """Site -> its leg over a link; None where the leg is an estimate."""

    @property
    def known(self) -> tuple[Part, ...]:
        """Return the legs over links."""
        return tuple(leg for leg in self.legs.values() if leg is not None)

    @property
    def linked(self) -> tuple[str, ...]:
        """Return the sites whose leg is a link."""
        return tuple(site for site, leg in self.legs.items() if leg is not None)

    @property
    def estimated(self) -> int:
        """Return how many legs are estimates."""
        return len(self.legs) - len(self.known)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return all that is known."""
        return (self.trunk, *self.known)

    @property
    def km(self) -> float:
        """Return the km that are known."""
        return sum(part.km for part in self.parts)

    @property
    def has_km(self) -> bool:
        """Return whether the length of every part is known."""
        return all(part.has_km for part in self.parts)

    @property
    def is_stated(self) -> bool:
        """Return whether links state what the mode takes, handling included."""
        return self.trunk.all_stated and not any(part.paid_km for part in self.known)


def counted_link(facts: Facts, link: Cells) -> frozenset[Link]:
    """Return the link that a row is about, where it is counted what goes over it.

    Of all others nothing is kept: ways that go over other such links are not told apart.
    """
    name = link["origin"], link["destination"], link["mode"]
    return frozenset([name]) & facts.counted_links


def find_ways(facts: Facts, row: Cells) -> list[Way]:
    """Return the ways that a flow may take by two terminals; none where nothing joins them."""
    board, alight = terminals_of(row["via"])
    parts = (
        find_trunks(facts, row["mode"], board, alight),
        find_legs(facts, row["mode"], row["origin"], board),
        find_legs(facts, row["mode"], alight, row["destination"]),
    )
    return [
        Way(trunk, {row["origin"]: first, row["destination"]: last})
        for trunk, first, last in itertools.product(*parts)
    ]


def haul_of(mode: Cells, km: float) -> float:
    """Return CNY per wet tonne: tariff times km, at least the minimum charge."""
    return 0.0 if km < SITE_KM else float(max(mode["tariff"] * km, mode["minimum_charge"]))


def find_legs(facts: Facts, mode: str, start: str, end: str) -> list[Part | None]:
    """Return the legs from start to end over links; None, an estimate, where roads have no link."""
    found: list[Part | None] = []
    links = facts.directed_links.get((start, end), {})
    for link in links.values():
        other, own = facts.by_id("modes")[link["mode"]], link["mode"] == mode
        stated, km = not math.isnan(link["cost"]), 0.0 if math.isnan(link["km"]) else link["km"]
        haul, co2 = haul_of(other, km), other["co2"] * km
        part = Part(
            km,
            km if own and not stated else 0.0,
            0.0 if own or stated else haul,
            link["cost"] if stated else 0.0,
            co2,
            stated,
            link["km"] >= 0,
            counted_link(facts, link),
        )
        found.append(part)
    return found if leg_mode(facts) in (*links, None) else [*found, None]


def leg_mode(facts: Facts) -> str | None:
    """Return the cheapest road mode that is switched on: it runs to and from terminals."""
    on = facts.scenario.modes
    tariffs = {
        mode: float(row["tariff"])
        for mode, row in sorted(facts.by_id("modes").items())
        if row["medium"] == "road" and row["tariff"] >= 0 and (on is None or mode in on)
    }
    return min(tariffs, key=lambda mode: tariffs[mode]) if tariffs else None


def find_trunks(facts: Facts, mode: str, board: str, alight: str) -> list[Part]:
    """Return the trunks: the ways over links of the mode, else along the river.

    Links between the two themselves, and what of the ways over several is not longer and dearer.
    """
    terms, steps = facts.by_id("modes")[mode], facts.links_from.get(mode, {})
    direct = [
        _extend(facts, Part(), link, terms["co2"])
        for end, link in steps.get(board, [])
        if end == alight
    ]
    found = [*_worth_taking(facts, mode, board, alight), *direct]
    if found or math.isnan(terms["tariff"]):
        return found
    ends = facts.by_id("terminals")
    gap = abs(ends[board]["chainage"] - ends[alight]["chainage"])
    return [] if math.isnan(gap) else [Part(gap, gap, co2=terms["co2"] * gap, all_stated=False)]


def _worth_taking(facts: Facts, mode: str, start: str, end: str) -> list[Part]:
    """Return the ways from start to end that no other is at least as good as in all figures."""
    steps, co2 = facts.links_from.get(mode, {}), facts.by_id("modes")[mode]["co2"]
    queue: list[tuple[tuple[float, ...], str, int]] = [((0.0,) * 4, start, 0)]
    done: dict[str, list[tuple[tuple[float, ...], Part]]] = defaultdict(list)
    labels = [Part()]

    def is_worse(figures: tuple[float, ...], node: str, over: frozenset[Link]) -> bool:
        return any(
            all(map(operator.le, known, figures)) and part.over <= over
            for known, part in done[node]
        )

    while queue:
        figures, node, number = heapq.heappop(queue)
        if is_worse(figures, node, labels[number].over):
            continue
        done[node].append((figures, labels[number]))
        for onward, link in steps.get(node, []):
            part = _extend(facts, labels[number], link, co2)
            labels.append(part)
            heapq.heappush(queue, (_figures(part), onward, len(labels) - 1))
    return [part for _, part in done[end]]


def _figures(part: Part) -> tuple[float, ...]:
    figures = part.stated, part.paid_km, part.km
    return (*(round(x, 9) for x in figures), float(not part.all_stated))


def _extend(facts: Facts, part: Part, link: Cells, co2: float) -> Part:
    stated, has_km = not math.isnan(link["cost"]), link["km"] >= 0
    km = link["km"] if has_km else 0.0
    return Part(
        part.km + km,
        part.paid_km + (0.0 if stated else km),
        0.0,
        part.stated + (link["cost"] if stated else 0.0),
        part.co2 + co2 * km,
        part.all_stated and stated,
        part.has_km and has_km,
        part.over | counted_link(facts, link),
    )
