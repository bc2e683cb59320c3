"""What a way between two sites costs, from the rows of links, modes and terminals alone."""

from __future__ import annotations

from dataclasses import dataclass

from tests.random_regions.draw import Region, Row

ONSITE_KM = 0.5


@dataclass(frozen=True)
class Way:
    """One way for one material; money and CO2 a dry tonne."""

    mode: str
    terminals: tuple[str, ...]
    km: float
    haul: float
    handling: float
    co2_kg: float


def find_ways(region: Region, origin: str, destination: str, moisture: float) -> list[Way]:
    """Return every way from a site to another: links by road, and rail between two stations."""
    modes = {row["id"]: row for row in region.rows("modes")}
    wet = 1.0 / (1.0 - moisture)
    found = []
    for mode in ("truck", "belt"):
        link = _link(region, origin, destination, mode)
        if link is not None:
            handling = modes[mode]["handling"] + modes[mode]["fixed"]
            haul, km, co2 = _leg(link, modes[mode], wet)
            charged = link["cost"] is None
            found.append(Way(mode, (), km, haul, handling * wet if charged else 0.0, co2))
    for board, alight in _stations(region, origin, destination):
        legs = [
            (_link(region, origin, board, "truck"), modes["truck"]),
            (_link(region, board, alight, "rail"), modes["rail"]),
            (_link(region, alight, destination, "truck"), modes["truck"]),
        ]
        if board != alight and all(link is not None for link, _ in legs):
            parts = [_leg(link, mode, wet) for link, mode in legs if link is not None]
            haul, km, co2 = (sum(part[i] for part in parts) for i in range(3))
            trunk = legs[1][0]
            charged = trunk is not None and trunk["cost"] is None
            handling = (modes["rail"]["handling"] + modes["rail"]["fixed"]) * wet
            found.append(Way("rail", (board, alight), km, haul, handling if charged else 0.0, co2))
    return found


def _stations(region: Region, origin: str, destination: str) -> list[tuple[str, str]]:
    terminals = [row["id"] for row in region.rows("terminals")]
    return [(a, b) for a in terminals for b in terminals]


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


def _leg(link: Row, mode: Row, wet: float) -> tuple[float, float, float]:
    """Return CNY, km and kg CO2 of a leg, a dry tonne; a stated cost is all there is to pay."""
    km = link["km"] or 0.0
    co2 = mode["co2_km"] * km * wet
    if link["cost"] is not None:
        return link["cost"], km, co2
    if km < ONSITE_KM:
        return 0.0, km, co2
    return max(mode["tariff"] * km, mode["minimum_charge"]) * wet, km, co2
