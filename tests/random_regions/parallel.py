"""Random regions in which links lie beside each other inside one way, and more than cost counts."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

from tests.random_regions.draw import Region, Row, draw_region, stage

OBJECTIVES = (
    ("utilization_rate", "handling_cost", "net_cost"),
    ("utilization_rate", "transport_co2"),
    ("net_utilized", "transport_work"),
    ("uptake", "transport_cost"),
    ("net_cost",),
    ("utilization_rate", "transport_work", "net_cost"),
    ("net_co2", "net_cost"),
    ("utilization_rate", "net_cost"),
)
CAPS = (
    ("transport_work", "million t*km/yr", 6),
    ("handling_cost", "million CNY/yr", 1),
    ("transport_cost", "million CNY/yr", 5),
    ("transport_co2", "kt/yr", 1),
)
"""Metric, unit of its cap, and the most it is capped at."""


def draw_parallel(seed: int) -> Region:
    """Return a region of four stations, each joined to sites by truck, belt or both."""
    rng, region = random.Random(1000 + seed), draw_region(seed)
    stations = [f"t{i}" for i in range(4)]
    kept = [row for row in region.rows("links") if not row["destination"].startswith("t")]
    direct = [row for row in kept if rng.random() < 0.3]
    tables = {
        **region.tables,
        "terminals": [
            {
                "id": t,
                "name_en": t,
                "mode": "rail",
                "capacity": rng.choice([None, None, rng.randint(10, 80)]),
            }
            for t in stations
        ],
        "links": direct + _legs(rng, region, stations) + _rails(rng, stations),
    }
    metric, unit, most = rng.choice(CAPS)
    cap: list[Row] = [{"cap": metric, "at": f"{round(rng.uniform(0.1, most), 2)} {unit}"}]
    scenario = {
        **region.scenario,
        "objective": [stage(metric) for metric in rng.choice(OBJECTIVES)],
        "limits": cap if rng.random() < 0.5 else [],
    }
    return replace(region, tables=tables, scenario=scenario)


def _link(rng: random.Random, origin: str, destination: str, mode: str, most: int) -> Row:
    """Return a link that states its km, its cost or both; a belt has no tariff."""
    by_cost = mode == "belt" or rng.random() < 0.5
    has_km = not by_cost or rng.random() < 0.8
    return {
        "origin": origin,
        "destination": destination,
        "mode": mode,
        "km": rng.randint(1, most) if has_km else None,
        "cost": rng.randint(0, most // 2) if by_cost else None,
        "both_ways": "true",
    }


def _legs(rng: random.Random, region: Region, stations: list[str]) -> list[Row]:
    sites = [row["id"] for table in ("zones", "plants") for row in region.rows(table)]
    return [
        _link(rng, site, station, mode, 60)
        for site in sites
        for station in rng.sample(stations, rng.randint(0, 2))
        for mode in ("truck", "belt")
        if rng.random() < 0.7
    ]


def _rails(rng: random.Random, stations: list[str]) -> list[Row]:
    pairs = itertools.combinations(stations, 2)
    return [_link(rng, *pair, "rail", 300) for pair in pairs if rng.random() < 0.8]
