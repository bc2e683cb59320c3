"""The parts of a way by terminals, found from the written inputs: its trunk and its two legs."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from dataclasses import dataclass

from sim.verify.facts import Facts
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
    def is_stated(self) -> bool:
        """Return whether links state what the mode takes, handling included."""
        return self.trunk.all_stated and not any(part.paid_km for part in self.known)


def via_of(row: Cells) -> list[str]:
    """Return the terminals of a flow: two, or none."""
    return row["via"].split(">") if row["via"] else []


def find_way(facts: Facts, row: Cells) -> Way | None:
    """Return the way of a flow by two terminals; None where nothing joins them."""
    board, alight = via_of(row)
    trunk = find_trunk(facts, row["mode"], board, alight)
    if trunk is None:
        return None
    legs = {
        row["origin"]: find_leg(facts, row["mode"], row["origin"], board),
        row["destination"]: find_leg(facts, row["mode"], alight, row["destination"]),
    }
    return Way(trunk, legs)


def haul_of(mode: Cells, km: float) -> float:
    """Return CNY per wet tonne: tariff times km, at least the minimum charge."""
    return 0.0 if km < SITE_KM else float(max(mode["tariff"] * km, mode["minimum_charge"]))


def find_leg(facts: Facts, mode: str, start: str, end: str) -> Part | None:
    """Return the leg from start to end over the cheapest link; None where there is none."""
    found = []
    for link in facts.directed_links.get((start, end), {}).values():
        other, own = facts.by_id("modes")[link["mode"]], link["mode"] == mode
        stated, km = link["cost"] >= 0, 0.0 if math.isnan(link["km"]) else link["km"]
        haul, co2 = haul_of(other, km), other["co2"] * km
        part = Part(
            km,
            km if own and not stated else 0.0,
            0.0 if own or stated else haul,
            link["cost"] if stated else 0.0,
            co2,
            stated,
        )
        found.append(((link["cost"] if stated else haul, co2, km, link["mode"]), part))
    return min(found, key=lambda one: one[0])[1] if found else None


def find_trunk(facts: Facts, mode: str, board: str, alight: str) -> Part | None:
    """Return the trunk: the cheapest way over links of the mode, else along the river."""
    terms, own = facts.by_id("modes")[mode], facts.links_of_modes.get(mode, [])
    by_cost = any(link["cost"] >= 0 for _, _, link in own)
    steps: dict[str, list[tuple[str, float, Cells]]] = defaultdict(list)
    for start, end, link in own:
        stated, km = link["cost"] >= 0, 0.0 if math.isnan(link["km"]) else link["km"]
        weight = link["cost"] if stated else terms["tariff"] * km if km else 0.0
        steps[start].append((end, weight if by_cost else km, link))
    found = _cheapest(steps, board, alight, terms["co2"])
    if found is not None or math.isnan(terms["tariff"]):
        return found
    ends = facts.by_id("terminals")
    gap = abs(ends[board]["chainage"] - ends[alight]["chainage"])
    return None if math.isnan(gap) else Part(gap, gap, co2=terms["co2"] * gap, all_stated=False)


def _cheapest(
    steps: dict[str, list[tuple[str, float, Cells]]], start: str, end: str, co2: float
) -> Part | None:
    queue: list[tuple[tuple[float, ...], str, int]] = [((0.0,) * 3, start, 0)]
    labels, done = [(0.0, Part())], set()
    while queue:
        _, node, number = heapq.heappop(queue)
        weight, part = labels[number]
        if node == end:
            return part
        if node in done:
            continue
        done.add(node)
        for onward, step, link in steps[node]:
            longer = _extend(part, link, co2)
            labels.append((weight + step, longer))
            order = tuple(round(x, 9) for x in (weight + step, longer.km, longer.paid_km))
            heapq.heappush(queue, (order, onward, len(labels) - 1))
    return None


def _extend(part: Part, link: Cells, co2: float) -> Part:
    stated, has_km = link["cost"] >= 0, link["km"] >= 0
    km = link["km"] if has_km else 0.0
    return Part(
        part.km + km,
        part.paid_km + (0.0 if stated else km),
        0.0,
        part.stated + (link["cost"] if stated else 0.0),
        part.co2 + co2 * km,
        part.all_stated and stated,
        part.has_km and has_km,
    )
