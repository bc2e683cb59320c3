"""Checks of the ways: modes, distances, and what a tonne on them costs and emits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.scenario.via import terminals_of
from sim.verify.facts import STORE, Facts
from sim.verify.legs import SITE_KM, Way, find_ways, haul_of, leg_mode
from sim.verify.places import find_crossing
from sim.verify.read import Cells
from sim.verify.tally import Tally, or_nothing, scale

EARTH_KM = 6371.0
STRAIGHT_TOLERANCE = 0.01
"""The sphere is that close to the ellipsoid."""
WITHOUT_MODE = ("onsite", "gate")
UNMEASURED = "cost only"
"""Method of a link that states its cost and no length: km and transport work are blank."""
PARTLY = "partly known"
"""Method of a way by terminals with such a link: its km are those of the other parts."""
LINKED = ("link", UNMEASURED)
METHODS = {
    "road": (*LINKED, "published road", "circuity", "crossing"),
    "water": (*LINKED, "chainage", PARTLY),
    "rail": (*LINKED, "rail", PARTLY),
}
"""Medium -> how its distances may have been found."""


def check_modes(facts: Facts, tally: Tally) -> None:
    """Hold modes against those that are switched on, their reach and their terminals."""
    modes = facts.by_id("modes")
    for row in facts.results("flows"):
        mode, words = row["mode"], f"{row['at']}: {row['origin']} to {row['destination']}"
        on = facts.scenario.modes is None or mode in facts.scenario.modes
        method = row["distance_method"]
        if mode in WITHOUT_MODE or mode not in modes or row["role"] == "storage":
            right = mode in WITHOUT_MODE and _stays(facts, row)
            tally.true(right, f"{words}: {row['role']} cannot go by {mode} ({method})")
            continue
        tally.true(on, f"{words}: mode {mode} is not switched on")
        right = method in METHODS[modes[mode]["medium"]]
        tally.true(right, f"{words}: {method} is no distance of mode {mode}")
        if _is_direct(row):
            tally.true(find_link(facts, row) is not None, f"{words}: there is no such link")
        elif modes[mode]["medium"] == "road":
            tally.true(not row["via"], f"{words}: a road does not run via {row['via']}")
            _hold_reach(tally, modes[mode], row["km"], words)
        else:
            _hold_terminals(facts, tally, row, words)


def _hold_terminals(facts: Facts, tally: Tally, row: Cells, words: str) -> None:
    """Hold a way by terminals: their mode, the trunk within reach, road legs within access."""
    mode = facts.by_id("modes")[row["mode"]]
    ends = [facts.by_id("terminals")[terminal] for terminal in terminals_of(row["via"])]
    right = len(ends) == 2 and all(end["mode"] == row["mode"] for end in ends)
    tally.true(right, f"{words}: '{row['via']}' are not two terminals of {row['mode']}")
    if not right:
        return
    way = find_way(facts, row)
    tally.true(way is not None, f"{words}: {row['via']} is not connected")
    if way is not None:
        if way.trunk.has_km:
            _hold_reach(tally, mode, way.trunk.km, f"{words} on the trunk")
        km, legs = or_nothing(row["km"]), f"{words}: km on road legs"
        tally.at_least(km, way.km, f"{words}: km, by those of the trunk and of links,")
        if mode["access_reach"] >= 0 and way.estimated:
            tally.at_most(km - way.km, way.estimated * mode["access_reach"], legs)


def _stays(facts: Facts, row: Cells) -> bool:
    """Return whether nothing is hauled: stored where it arises, sold ex works, one site."""
    if row["km"] != 0.0 or row["via"] or row["distance_method"] != row["mode"]:
        return False
    if row["mode"] == "gate":
        hauled = row["role"] != "sale" or facts.by_id("markets")[row["destination"]]["hauled"]
        return not hauled and _straight_km(facts, row) is None
    return row["role"] == "storage" or _straight_km(facts, row) == 0.0


def _hold_reach(tally: Tally, mode: Cells, km: float, words: str) -> None:
    tally.at_least(km, mode["reach_min"], f"{words}: km")
    if mode["reach"] >= 0:
        tally.at_most(km, mode["reach"], f"{words}: km")


def _is_direct(row: Cells) -> bool:
    """Return whether a flow takes a link from end to end."""
    return row["distance_method"] in LINKED and not row["via"]


def find_link(facts: Facts, row: Cells) -> Cells | None:
    """Return the link that a flow takes, in its own direction first."""
    return facts.link_for(row)


def _straight_km(facts: Facts, row: Cells) -> float | None:
    """Return the great-circle km between the ends; None where one has no coordinates."""
    start = facts.by_id(f"{row['origin_kind']}s").get(row["origin"], {})
    end = facts.by_id(f"{row['destination_kind']}s").get(row["destination"], {})
    return great_circle_km(start, end)


def great_circle_km(a: Cells, b: Cells) -> float | None:
    """Return the km between two places on a sphere; None where one has no coordinates."""
    points = [place.get(axis, math.nan) for place in (a, b) for axis in ("lon", "lat")]
    if any(math.isnan(x) for x in points):
        return None
    if points[:2] == points[2:]:
        return 0.0
    lon1, lat1, lon2, lat2 = (math.radians(x) for x in points)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def check_distances(facts: Facts, tally: Tally) -> None:
    """Hold roads against the straight line, and links against their table."""
    tally.tolerance = STRAIGHT_TOLERANCE
    for row in facts.results("flows"):
        words = f"{row['at']}: km from {row['origin']} to {row['destination']}"
        link = find_link(facts, row) if _is_direct(row) else None
        straight = _straight_km(facts, row)
        if link is not None:
            _hold_length(facts, link, tally, row, words)
        elif row["mode"] in WITHOUT_MODE:
            tally.equal(row["km"], 0.0, words)
        elif len(terminals_of(row["via"])) == 2:
            _hold_way(facts, tally, row, words)
        elif straight is not None:
            tally.at_least(row["km"], straight, words)


def _hold_length(facts: Facts, link: Cells, tally: Tally, row: Cells, words: str) -> None:
    """Hold the length of a link: as it states it, or blank and called so."""
    if row["distance_method"] == UNMEASURED:
        blank = all(math.isnan(cell) for cell in (link["km"], row["km"], row["work_Mt_km_yr"]))
        tally.true(blank, f"{words} is not blank, or its link states a length")
        emits = facts.by_id("modes")[row["mode"]]["co2"] > 0
        tally.true(row["co2_kg_t is blank"] == emits, f"{words}: CO2 is not known, or is nothing")
    else:
        tally.equal(row["km"], link["km"], words)


def _hold_way(facts: Facts, tally: Tally, row: Cells, words: str) -> None:
    """Hold a way by terminals against its links, and the straight lines where it has none."""
    way, words = find_way(facts, row), f"{words} via {row['via']}"
    if way is not None:
        partly = PARTLY if way.km > 0 or way.estimated else UNMEASURED
        right = (row["distance_method"] == partly) is not way.has_km
        tally.true(right, f"{words}: {row['distance_method']}, by what its links state")
    if way is not None and not way.estimated:
        tally.equal(or_nothing(row["km"]), way.km, words)
        return
    board, alight = (facts.by_id("terminals")[terminal] for terminal in terminals_of(row["via"]))
    start = facts.by_id(f"{row['origin_kind']}s").get(row["origin"], {})
    end = facts.by_id(f"{row['destination_kind']}s").get(row["destination"], {})
    legs = {row["origin"]: (start, board), row["destination"]: (alight, end)}
    least = way.km if way is not None else 0.0
    known = way.linked if way is not None else ()
    straight = (great_circle_km(*ends) for node, ends in legs.items() if node not in known)
    tally.at_least(row["km"], least + sum(km or 0.0 for km in straight), words)


# -- cost and CO2 of a tonne -------------------------------------------------------------------


@dataclass(frozen=True)
class Price:
    """What a dry tonne of a flow costs, part by part (CNY/t), and emits (kg/t)."""

    handling: float
    border: float
    disposal: float
    tax: float
    haul_low: float
    haul_high: float
    """Where road legs to terminals are known in sum only, the haul lies between two figures."""
    co2: float

    @property
    def without_haul(self) -> float:
        """Return the cost of a tonne, the haul excluded."""
        return self.handling + self.border + self.disposal + self.tax

    def haul(self, cost: float) -> tuple[float, float]:
        """Return the haul of a tonne that costs so much, and what its rounding is relative to.

        Where the haul is known it is no difference: beside a large surcharge that would leave
        nothing but what was rounded off the cost.
        """
        if self.haul_low == self.haul_high:
            return self.haul_low, abs(self.haul_low)
        return min(max(cost - self.without_haul, self.haul_low), self.haul_high), abs(cost)


def price_flow(facts: Facts, row: Cells) -> Price:
    """Return what a tonne of a flow must cost and emit, from tariffs, fees and rules."""
    handling, low, high, co2 = _price_haul(facts, row)
    return Price(handling, *_price_ends(facts, row), low, high, co2)


def _price_ends(facts: Facts, row: Cells) -> tuple[float, float, float]:
    """Return what a tonne costs whatever the way: border, disposal, tax."""
    disposal = tax = 0.0
    if row["destination_kind"] == "sink":
        material = facts.by_id("materials")[row["material"]]
        tax = material["tax"] if facts.scenario.tax_storage else 0.0
        store = row["destination"].startswith(STORE)
        sink = facts.by_id("sinks").get(row["destination"])
        disposal = material["storage_cost"] if store or sink is None else sink["fee"]
    return find_crossing(facts, row).cost, disposal, tax


def _price_haul(facts: Facts, row: Cells) -> tuple[float, float, float, float]:
    """Return handling, lowest and highest haul, and CO2 of a dry tonne."""
    mode = facts.by_id("modes").get(row["mode"])
    if mode is None:
        return 0.0, 0.0, 0.0, 0.0
    wet, km = facts.wet(row["material"]), or_nothing(row["km"])
    handling = (mode["handling"] + mode["fixed"]) * wet
    link = find_link(facts, row) if _is_direct(row) else None
    if link is not None and not math.isnan(link["cost"]):
        return 0.0, link["cost"], link["cost"], mode["co2"] * km * wet
    if link is not None or mode["medium"] == "road":
        haul = haul_of(mode, km) * wet
        return handling, haul, haul, mode["co2"] * km * wet
    way = find_way(facts, row) if len(terminals_of(row["via"])) == 2 else None
    return _price_way(facts, mode, way, km, wet) if way is not None else (0.0,) * 4


def find_way(facts: Facts, row: Cells) -> Way | None:
    """Return the way of a flow by two terminals; None where nothing joins them.

    Of parallel links it is not written which are taken: it is the way nearest to all figures.
    """
    ways = find_ways(facts, row)
    return min(ways, key=lambda way: misfit(facts, row, way), default=None)


def misfit(facts: Facts, row: Cells, way: Way) -> float:
    """Return how far a flow is from the figures of a way, relative to their size."""
    km, wet = or_nothing(row["km"]), facts.wet(row["material"])
    price = _price_way(facts, facts.by_id("modes")[row["mode"]], way, km, wet)
    handling, low, high, co2 = price
    haul = row["cost_CNY_t"] - sum(_price_ends(facts, row)) - handling
    gaps = (
        (max(low - haul, haul - high, 0.0), high),
        (abs(row["co2_kg_t"] - co2), co2),
        (max(way.km - km, 0.0) if way.estimated else abs(km - way.km), km),
    )
    return sum(gap / max(size, 1.0) for gap, size in gaps)


def _price_way(
    facts: Facts, mode: Cells, way: Way, km: float, wet: float
) -> tuple[float, float, float, float]:
    """Return the same of a way by terminals; legs that are estimates are known in sum only."""
    handling = 0.0 if way.is_stated else (mode["handling"] + mode["fixed"]) * wet
    paid = haul_of(mode, sum(part.paid_km for part in way.parts))
    haul = (paid + sum(part.haul for part in way.parts)) * wet
    haul += sum(part.stated for part in way.parts)
    co2 = sum(part.co2 for part in way.parts)
    if not way.estimated:
        return handling, haul, haul, co2 * wet
    legs, road = km - way.km, facts.by_id("modes")[str(leg_mode(facts))]
    low = road["tariff"] * max(legs - way.estimated * SITE_KM, 0.0)
    high = road["tariff"] * legs + way.estimated * road["minimum_charge"]
    return handling, haul + low * wet, haul + high * wet, (co2 + road["co2"] * legs) * wet


def check_flow_costs(facts: Facts, tally: Tally) -> None:
    """Hold cost, revenue, CO2 and transport work of every flow against tariffs and km."""
    for row in facts.results("flows"):
        words, kt = f"{row['at']}:", row["amount_kt_yr"]
        price = price_flow(facts, row)
        haul = row["cost_CNY_t"] - price.without_haul
        size = scale(row["cost_CNY_t"])
        tally.at_least(haul, price.haul_low, f"{words} haul (CNY/t)", size)
        tally.at_most(haul, price.haul_high, f"{words} haul (CNY/t)", size)
        tally.equal(row["co2_kg_t"], price.co2, f"{words} CO2 (kg/t)")
        known = row["distance_method"] != UNMEASURED or not row["km"] >= 0
        tally.true(known, f"{words} km is not blank")
        blank = row["co2_kg_t is blank"] and row["distance_method"] != UNMEASURED
        tally.true(not blank, f"{words} CO2 is blank")
        tally.equal(row["cost_MCNY_yr"], row["cost_CNY_t"] * kt * 1e-3, f"{words} cost (MCNY/yr)")
        tally.equal(row["co2_kt_yr"], row["co2_kg_t"] * kt * 1e-3, f"{words} CO2 (kt/yr)")
        work = or_nothing(row["km"]) * kt * 1e-3
        tally.equal(or_nothing(row["work_Mt_km_yr"]), work, f"{words} work (Mt*km/yr)")
        sale = row["role"] == "sale"
        gate = facts.by_id("markets")[row["destination"]]["price"] if sale else 0.0
        tally.equal(row["revenue_MCNY_yr"], gate * kt * 1e-3, f"{words} revenue (MCNY/yr)")
