"""What a way between two sites costs, from the rows of links, modes and terminals alone."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from tests.random_regions.draw import Region, Row

ONSITE_KM = 0.5


@dataclass(frozen=True)
class Way:
    """One way for one material; money and CO2 a dry tonne."""

    name: str
    terminals: tuple[str, ...]
    km: float
    haul: float
    handling: float
    co2_kg: float


def find_ways(region: Region, origin: str, destination: str, moisture: float) -> list[Way]:
    """Return every way from a site to another: links by road, and rail between two stations.

    A way by rail takes any link to the first station, any stops between the two that no stop
    repeats, and any link from the last.
    """
    modes = {row["id"]: row for row in region.rows("modes")}
    wet = 1.0 / (1.0 - moisture)
    found = []
    for mode in ("truck", "belt"):
        link = _link(region, origin, destination, mode)
        if link is not None:
            handling = modes[mode]["handling"] + modes[mode]["fixed"]
            haul, km, co2, is_stated = _leg(link, modes[mode], wet)
            found.append(Way(mode, (), km, haul, 0.0 if is_stated else handling * wet, co2))
    terminals = [row["id"] for row in region.rows("terminals")]
    for board, alight in itertools.permutations(terminals, 2):
        parts = (
            _legs(region, origin, board, modes, wet),
            _trunks(region, terminals, board, alight),
            _legs(region, alight, destination, modes, wet),
        )
        for number, way in enumerate(itertools.product(*parts)):
            found.append(_by_rail((board, alight), way, modes["rail"], wet, number))
    return found


Leg = tuple[float, float, float, bool]
"""CNY, km and kg CO2, a dry tonne, and whether links state all the cost. A trunk, not yet hauled:
CNY that links state, km at the tariff, km, and the same."""


def _by_rail(
    via: tuple[str, str], parts: tuple[Leg, ...], rail: Row, wet: float, number: int
) -> Way:
    first, (stated, paid_km, km, all_stated), last = parts
    haul = stated + max(rail["tariff"] * paid_km, rail["minimum_charge"] if paid_km else 0.0) * wet
    handling = 0.0 if all_stated else (rail["handling"] + rail["fixed"]) * wet
    return Way(
        f"rail {via} {number}",
        via,
        first[1] + km + last[1],
        first[0] + haul + last[0],
        handling,
        first[2] + rail["co2_km"] * km * wet + last[2],
    )


def _legs(region: Region, start: str, end: str, modes: dict[str, Row], wet: float) -> list[Leg]:
    """Return the legs over links between a site and a station."""
    links = {mode: _link(region, start, end, mode) for mode in ("truck", "belt")}
    return [_leg(link, modes[mode], wet) for mode, link in links.items() if link is not None]


def _trunks(region: Region, terminals: list[str], board: str, alight: str) -> list[Leg]:
    """Return all ways over links of the rail."""
    others = [one for one in terminals if one not in (board, alight)]
    between = (
        stops for many in range(len(others) + 1) for stops in itertools.permutations(others, many)
    )
    found = []
    for stops in ((board, *some, alight) for some in between):
        links = [_link(region, *ends, "rail") for ends in itertools.pairwise(stops)]
        if all(link is not None for link in links):
            known = [link for link in links if link is not None]
            stated = sum(link["cost"] or 0.0 for link in known)
            paid = sum(link["km"] or 0.0 for link in known if link["cost"] is None)
            km = sum(link["km"] or 0.0 for link in known)
            all_stated = all(link["cost"] is not None for link in known)
            found.append((stated, paid, km, all_stated))
    return found


def _link(region: Region, origin: str, destination: str, mode: str) -> Row | None:
    """Return the row that holds from one end to the other; one written so wins over a way back."""
    back = None
    for row in region.rows("links"):
        if row["mode"] == mode and (row["origin"], row["destination"]) == (origin, destination):
            return row
        if (
            row["mode"] == mode
            and row["both_ways"] == "true"
            and (row["destination"], row["origin"]) == (origin, destination)
        ):
            back = row
    return back


def _leg(link: Row, mode: Row, wet: float) -> Leg:
    """Return CNY, km and kg CO2 of a leg, a dry tonne; a stated cost is all there is to pay."""
    km = link["km"] or 0.0
    co2 = mode["co2_km"] * km * wet
    if link["cost"] is not None:
        return link["cost"], km, co2, True
    if km < ONSITE_KM:
        return 0.0, km, co2, False
    return max(mode["tariff"] * km, mode["minimum_charge"]) * wet, km, co2, False
