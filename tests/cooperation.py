"""A random region of three provinces, whole or reduced to the tables of some of its members."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.loader import load_case
from sim.network import Network, build_network
from sim.scenario.document import Stage
from sim.solve import Session
from tests.study import MODES, csv, write_study

PROVINCES = ("East", "North", "West")
OPEN = [
    {"class": "any", "purpose": "any", "rule": "open"},
    {"class": "hazardous", "purpose": "any", "rule": "approval", "quota": "1 Gt/yr"},
]
CLOSED = [{"class": "any", "purpose": "any", "rule": "closed"}]
LIBRARY = {
    "materials": "id,name_en,kind,waste_class,purchase_price [CNY/t],storage_cost [CNY/t]\n"
    "slag,Slag,waste,general_I,,12\nmud,Mud,waste,hazardous,,40\n"
    "grit,Grit,residue,general_II,,9\nstone,Stone,virgin,,20,\n"
    "clinker,Clinker,intermediate,,260,\ncement,Cement,product,,,\nbrick,Brick,product,,,\n",
    "technologies": "id,name_en,capex [CNY*yr/t],life [yr]\n"
    "kiln,Kiln,300,20\nmill,Mill,100,20\nworks,Brickworks,80,10\n",
    "recipes": "id,technology,name_en,activity,cost [CNY/t]\n"
    "burn,kiln,Burn,product,90\ngrind,mill,Grind,product,30\nbake,works,Bake,feed,25\n",
    "inputs": "recipe,material,min,max\n"
    "burn,stone,0.9,1.6\nburn,slag,0,0.3\ngrind,clinker,0.5,0.9\ngrind,slag,0.1,0.5\n"
    "bake,mud,0,0.4\nbake,slag,0.2,1\n",
    "groups": "recipe,group,materials,min,max\n"
    "burn,all,stone;slag,1.5,1.6\ngrind,all,clinker;slag,1,1\nbake,all,mud;slag,1,1\n",
    "yields": "recipe,material,per,amount\n"
    "burn,clinker,activity,1\ngrind,cement,activity,1\nbake,brick,activity,0.8\n"
    "bake,grit,slag,0.15\n",
    "modes": MODES,
}
ZONES, PLANTS = 6, 8
"""Owners of waste, and of lines, in the glove game."""
MAKES = {"kiln": "clinker", "mill": "cement", "works": "brick"}
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Region:
    """Rows of the tables, each with the province it belongs to in front."""

    zones: Rows
    """province, zone, {waste: kt/yr}, old slag kt."""
    lines: Rows
    """province, plant, technology, capacity, status."""
    links: dict[tuple[str, str], int]
    demand: dict[str, float]
    """Province -> cement it takes."""
    commons: dict[str, float]
    """Product -> what the market without an area takes."""
    tip: float
    """Capacity of the landfill of the first province."""

    def owner(self, site: str) -> str:
        """Return the province a site's name ends with."""
        return site.partition("_")[2]

    def able(self, product: str, members: tuple[str, ...]) -> float:
        """Return the capacity of the members' lines that make a product."""
        return float(
            sum(c for p, _, tech, c, _ in self.lines if MAKES[tech] == product and p in members)
        )


def draw_region(seed: int) -> Region:
    """Return a region with more in common than alone: zones and plants far from each other."""
    rng = random.Random(seed)
    zones, lines = [], []
    for province in PROVINCES:
        for n in range(rng.randint(1, 2)):
            wastes = {"slag": rng.randint(20, 90), "mud": rng.randint(0, 30)}
            zones.append((province, f"z{n}_{province}", wastes, rng.choice([0, 0, 400])))
        for n, technology in enumerate(rng.sample(["kiln", "mill", "works"], rng.randint(1, 3))):
            status = rng.choice(["operating", "added"])
            lines.append(
                (province, f"p{n % 2}_{province}", technology, rng.randint(20, 90), status)
            )
    sites = sorted({z for _, z, _, _ in zones} | {p for _, p, *_ in lines})
    plants = sorted({p for _, p, *_ in lines})
    links = {
        (a, b): rng.randint(1, 90)
        for a in sites
        for b in [*plants, f"tip_{PROVINCES[0]}"]
        if a != b and rng.random() < 0.85
    }
    demand = {province: float(rng.randint(10, 60)) for province in PROVINCES}
    commons = {"brick": float(rng.randint(20, 80)), "clinker": float(rng.randint(5, 40))}
    return Region(zones, lines, links, demand, commons, float(rng.randint(5, 40)))


def write_region(
    folder: Path, region: Region, members: tuple[str, ...] = PROVINCES, **scenario: Any
) -> Path:
    """Write the project of some members only; of commons they get what their lines are able to."""
    zones = [row for row in region.zones if row[0] in members]
    lines = [row for row in region.lines if row[0] in members]
    sites = {row[1] for row in (*zones, *lines)}
    has_tip = PROVINCES[0] in members
    part = {
        product: amount * region.able(product, members) / region.able(product, PROVINCES)
        for product, amount in region.commons.items()
        if region.able(product, PROVINCES)
    }
    group = sum(region.able(p, members) for p in part), sum(region.able(p, PROVINCES) for p in part)
    together = 0.7 * sum(region.commons[p] for p in part) * (group[0] / group[1] if part else 0.0)
    tables = {
        **LIBRARY,
        "areas": csv("id,level,name_en", [(p, "province", p) for p in PROVINCES]),
        "zones": csv("id,name_en,province", [(z, z, p) for p, z, _, _ in zones]),
        "generation": csv(
            "zone,material,amount [kt/yr]",
            [(z, m, kt) for _, z, w, _ in zones for m, kt in w.items()],
        ),
        "legacy": csv(
            "zone,material,stock [kt],yearly_limit [1/yr],reclaim_cost [CNY/t]",
            [(z, "slag", old, 0.05, 4) for _, z, _, old in zones],
        ),
        "plants": csv(
            "id,name_en,province", sorted({(p, p, province) for province, p, *_ in lines})
        ),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr],status",
            [(f"{t}@{p}".replace("@", "-"), p, t, c, s) for _, p, t, c, s in lines],
        ),
        "sinks": csv(
            "id,name_en,province,kind,capacity [kt/yr],fee [CNY/t]",
            [(f"tip_{PROVINCES[0]}", "Tip", PROVINCES[0], "landfill", region.tip, 2)]
            if has_tip
            else [],
        ),
        "markets": csv(
            "id,name_en,product,area,group,max [kt/yr],group_max [kt/yr],price [CNY/t]",
            [
                (f"c_{p}", p, "cement", p, None, kt, None, 330)
                for p, kt in region.demand.items()
                if p in members
            ]
            + [
                (f"m_{product}", product, product, None, "common", kt, together, 280)
                for product, kt in part.items()
            ],
        ),
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t],both_ways",
            [
                (a, b, "truck", 1, c, "false")
                for (a, b), c in region.links.items()
                if a in sites and (b in sites or (has_tip and b.startswith("tip")))
            ],
        ),
    }
    return write_study(folder, tables, scenario)


def solve_cold(path: Path) -> dict[str, float]:
    """Return the most that can be used and the most that can be earned, each solved from cold."""
    return values_of(build_network(load_case(path)))


def values_of(network: Network) -> dict[str, float]:
    """Return both values of a network as a whole."""
    used = Session(network).solve([Stage(maximize="net_utilized")]).stages[0].value
    spent = Session(network).solve([Stage(minimize="net_cost")]).stages[0].value
    return {"net_utilized": used, "net_benefit": -spent}


def gloves(folder: Path) -> Path:
    """Write a glove game: each owner has 10 kt of waste, or a line for 10 kt."""
    zones, plants = range(ZONES), range(PLANTS)
    return write_study(
        folder,
        {
            "materials": "id,name_en,kind,waste_class,storage_cost [CNY/t]\n"
            "slag,Slag,waste,general_I,0\ngood,Good,product,,\n",
            "technologies": "id,name_en\nuse,Use\n",
            "recipes": "id,technology,name_en\nuse,use,Use\n",
            "inputs": "recipe,material,min,max\nuse,slag,1,1\n",
            "yields": "recipe,material,per,amount\nuse,good,activity,1\n",
            "modes": MODES,
            "zones": csv("id,name_en,owner", [(f"z{i}", f"Z{i}", f"Mine {i}") for i in zones]),
            "generation": csv(
                "zone,material,amount [kt/yr]", [(f"z{i}", "slag", 10) for i in zones]
            ),
            "plants": csv("id,name_en,owner", [(f"p{i}", f"P{i}", f"Works {i}") for i in plants]),
            "lines": csv(
                "id,plant,technology,capacity [kt/yr]",
                [(f"l{i}", f"p{i}", "use", 10) for i in plants],
            ),
            "markets": "id,name_en,product,price [CNY/t]\nm,M,good,100\n",
            "links": csv(
                "origin,destination,mode,km [km],cost [CNY/t]",
                [(f"z{i}", f"p{j}", "truck", 1, 0) for i in zones for j in plants],
            ),
        },
    )
