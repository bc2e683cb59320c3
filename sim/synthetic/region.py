"""The tables of a synthetic region: sites in clusters, a river with ports, lines, markets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.synthetic.library import (
    BLEND,
    BODY,
    GOOD,
    HALF,
    METAL,
    Tables,
    sort_of,
    spread,
    technologies_of,
    waste_names,
)
from sim.synthetic.size import Dice, Floats, Size

WEST, SOUTH = 110.0, 29.0
RIVER = 30.6
KM = 96.0, 111.0
"""km per degree of longitude and latitude, about."""
NEED = {"burn": 0.25, "blend": 0.3, "form": 0.7, "part": 1.0, "take": 1.0}
"""Sort -> tonnes of waste that a tonne of activity can take, about."""
COVERED = 0.75
"""Share of what is generated that the lines can take, about."""


@dataclass(frozen=True)
class Ground:
    """The land: how wide it is, its provinces and its clusters."""

    width: float
    """Degrees from west to east."""
    height: float
    provinces: list[str]
    centres: Floats
    """Clusters x (lon, lat)."""

    def river(self, lon: Floats) -> Floats:
        """Return the latitude of the river."""
        waves: Floats = RIVER + 0.12 * np.sin((lon - WEST) * 3.0)
        return waves


def lay_ground(size: Size) -> Ground:
    """Return the land of a region: a square degree for about forty sites, at least two."""
    area = max(2.0, (size.zones + size.plants) / 40.0) ** 0.5
    width, height = min(2.4 * area, 14.0), min(1.2 * area, 3.2)
    clusters = max(2, round((size.zones + size.plants) ** 0.5 / 1.5))
    dice = Dice(size.seed, "clusters")
    lon = WEST + width * dice.unit(clusters)
    lat = RIVER + height * (dice.unit(clusters) - 0.5)
    provinces = [f"Province_{n + 1}" for n in range(max(2, min(8, round(width / 2.0))))]
    return Ground(width, height, provinces, np.column_stack([lon, lat]))


def make_region(size: Size) -> Tables:
    """Return the tables of the region."""
    ground = lay_ground(size)
    zones = _sites(size, ground, "zone", size.zones, ("Source", "产生源"))
    plants = _sites(size, ground, "plant", size.plants, ("Works", "利用厂"))
    generation = _generation(size, zones)
    lines = _lines(size, plants, float(generation["amount"].sum()))
    tables = {
        "areas": _areas(ground, len(ground.centres)),
        "zones": zones,
        "plants": plants,
        "generation": generation,
        "lines": lines,
        "markets": _markets(size, ground, lines),
    }
    if size.kind == "recipes":
        tables["terminals"] = _ports(size, ground)
        tables["crossings"] = _crossings(ground)
        tables["sinks"] = _sinks(size, ground, float(generation["amount"].sum()))
        tables["legacy"] = _legacy(size, generation)
    return tables


def _place(ground: Ground, lon: Any, lat: Any) -> dict[str, Any]:
    """Return coordinates, bank, city and province of points."""
    far = np.hypot(lon[:, None] - ground.centres[:, 0], lat[:, None] - ground.centres[:, 1])
    city = far.argmin(axis=1)
    return {
        "lon": lon,
        "lat": lat,
        "bank": np.where(lat > ground.river(lon), "left", "right"),
        "city": [f"City_{n + 1}" for n in city],
        "province": [_province_of_city(ground, int(n)) for n in city],
    }


def _province_of_city(ground: Ground, city: int) -> str:
    """Provinces lie side by side from west to east; a city lies in one of them."""
    share = (ground.centres[city, 0] - WEST) / ground.width
    return ground.provinces[min(int(share * len(ground.provinces)), len(ground.provinces) - 1)]


def _sites(
    size: Size, ground: Ground, what: str, count: int, names: tuple[str, str]
) -> pd.DataFrame:
    """Return sites: most in a cluster, a tenth anywhere."""
    dice = Dice(size.seed, what)
    centre = ground.centres[dice.pick(len(ground.centres), count)]
    lon, lat = (centre + 0.14 * np.column_stack([dice.bell(count), dice.bell(count)])).T
    stray = dice.unit(count) < 0.1
    lon = np.where(stray, WEST + ground.width * dice.unit(count), lon)
    lat = np.where(stray, RIVER + ground.height * (dice.unit(count) - 0.5), lat)
    number = [f"{n + 1:05}" for n in range(count)]
    return pd.DataFrame(
        {
            "id": [f"{what}_{n}" for n in number],
            "name_en": [f"{names[0]} {n}" for n in number],
            "name_zh": [f"{names[1]}{n}" for n in number],
            **_place(ground, np.round(lon, 4), np.round(lat, 4)),
        }
    )


def _areas(ground: Ground, cities: int) -> pd.DataFrame:
    rows = [
        {
            "id": p,
            "level": "province",
            "name_en": p.replace("_", " "),
            "name_zh": f"第{n + 1}省",
            "parent": "",
        }
        for n, p in enumerate(ground.provinces)
    ]
    rows += [
        {
            "id": f"City_{n + 1}",
            "level": "city",
            "name_en": f"City {n + 1}",
            "name_zh": f"第{n + 1}市",
            "parent": _province_of_city(ground, n),
        }
        for n in range(cities)
    ]
    return pd.DataFrame(rows)


def _generation(size: Size, zones: pd.DataFrame) -> pd.DataFrame:
    wastes, dice = waste_names(size), Dice(size.seed, "generation")
    rows = []
    for zone in zones["id"]:
        picked = dice.subset(len(wastes), min(size.per_zone, len(wastes)))
        amounts = dice.heavy(60.0, len(picked))
        rows += [(zone, wastes[i], a) for i, a in zip(picked, amounts.tolist(), strict=True)]
    return pd.DataFrame(rows, columns=["zone", "material", "amount"])


def _lines(size: Size, plants: pd.DataFrame, generated: float) -> pd.DataFrame:
    """Return one line per plant; together they can take a share of what is generated."""
    dice, technologies = Dice(size.seed, "lines"), technologies_of(size)
    picked = [technologies[i] for i in dice.pick(len(technologies), len(plants))]
    need = np.array([NEED[sort_of(t)] for t in picked])
    taken = spread(dice.heavy(1.0, len(plants), 3), COVERED * generated)
    return pd.DataFrame(
        {
            "id": [f"line_{p[6:]}" for p in plants["id"]],
            "plant": plants["id"],
            "technology": picked,
            "capacity": np.round(taken / need / 0.8, 1) + 0.1,
            "availability": 0.8,
            "status": "operating",
        }
    )


def _markets(size: Size, ground: Ground, lines: pd.DataFrame) -> pd.DataFrame:
    if size.kind == "transport":
        return pd.DataFrame(
            [
                {
                    "id": "market",
                    "name_en": "Market",
                    "name_zh": "市场",
                    "product": GOOD,
                    "price": 0.0,
                }
            ]
        )
    sort = lines["technology"].map(sort_of)
    made = {BLEND: "blend", BODY: "form"}
    rows = [
        {
            "id": f"market_{good}_{n + 1}",
            "name_en": f"{good} in {province.replace('_', ' ')}",
            "name_zh": f"第{n + 1}省{good}市场",
            "product": good,
            "area": province,
            "max": round(
                1.2 * float(lines.loc[sort == by, "capacity"].sum()) * 0.8 / len(ground.provinces),
                1,
            )
            + 0.1,
            "price": 360.0 if good == BLEND else 150.0,
        }
        for good, by in made.items()
        for n, province in enumerate(ground.provinces)
    ]
    everywhere: list[dict[str, Any]] = [
        {
            "id": f"market_{m}",
            "name_en": f"{m} anywhere",
            "name_zh": f"{m}市场",
            "product": m,
            "area": "",
            "max": np.nan,
            "price": price,
        }
        for m, price in ((HALF, 260.0), (METAL, 900.0))
    ]
    return pd.DataFrame([*rows, *everywhere])


def _ports(size: Size, ground: Ground) -> pd.DataFrame:
    """Return ports along the river; every third has a throughput."""
    count = max(3, round(ground.width * 2))
    lon = np.round(WEST + ground.width * (np.arange(count) + 0.5) / count, 4)
    lat = np.round(ground.river(lon), 4)
    fine = np.linspace(WEST, WEST + ground.width, 400)
    steps = np.hypot(np.diff(fine) * KM[0], np.diff(ground.river(fine)) * KM[1])
    chainage = np.round(np.interp(lon, fine, np.concatenate([[0.0], np.cumsum(steps)])), 0)
    room = np.round(Dice(size.seed, "ports").heavy(8.0 * size.zones / count, count), 0)
    place = _place(ground, lon, lat)
    place["bank"] = np.where(np.arange(count) % 2, "left", "right")
    return pd.DataFrame(
        {
            "id": [f"port_{n + 1}" for n in range(count)],
            "name_en": [f"Port {n + 1}" for n in range(count)],
            "name_zh": [f"{n + 1}号港" for n in range(count)],
            "mode": "barge",
            **place,
            "chainage": chainage,
            "capacity": np.where(np.arange(count) % 3, np.nan, room),
        }
    )


def _crossings(ground: Ground) -> pd.DataFrame:
    count = max(1, round(ground.width))
    lon = np.round(WEST + ground.width * (np.arange(count) + 0.3) / count, 4)
    return pd.DataFrame(
        {
            "id": [f"bridge_{n + 1}" for n in range(count)],
            "name_en": [f"Bridge {n + 1}" for n in range(count)],
            "name_zh": [f"{n + 1}号桥" for n in range(count)],
            "lon": lon,
            "lat": np.round(ground.river(lon), 4),
        }
    )


def _sinks(size: Size, ground: Ground, generated: float) -> pd.DataFrame:
    """Return one landfill a province, open to all of it."""
    count = len(ground.provinces)
    lon = np.round(WEST + ground.width * (np.arange(count) + 0.6) / count, 4)
    lat = np.round(ground.river(lon) + 0.2, 4)
    place = _place(ground, lon, lat) | {"province": ground.provinces}
    return pd.DataFrame(
        {
            "id": [f"fill_{n + 1}" for n in range(count)],
            "name_en": [f"Landfill {n + 1}" for n in range(count)],
            "name_zh": [f"{n + 1}号填埋场" for n in range(count)],
            **place,
            "kind": "landfill",
            "capacity": round(0.02 * generated / count, 1),
            "fee": 4.0,
        }
    ).drop(columns="city")


def _legacy(size: Size, generation: pd.DataFrame) -> pd.DataFrame:
    """Return old stock of every tenth waste of a zone."""
    old = generation.iloc[::10]
    return pd.DataFrame(
        {
            "zone": old["zone"],
            "material": old["material"],
            "stock": np.round(old["amount"].to_numpy(float) * 20.0, 0) + 1.0,
            "yearly_limit": 0.01,
            "reclaim_cost": 6.0,
        }
    )
