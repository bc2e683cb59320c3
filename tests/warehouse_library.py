"""The warehouse-location problems of OR-Library as studies: customers, sites, costs, and optima.

A customer is a zone whose waste is what it wants; a warehouse is a plant with one line, whose
`fixed_cost` is what opening it costs. All must be served: the first stage maximizes the rate.
"""

from __future__ import annotations

import csv as files
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.study import csv

DATA = Path(__file__).parent / "warehouses" / "costs.csv"
SITES_16 = (2, 6, 7, 10, 11, 12, 14, 15, 17, 21, 22, 24, 26, 28, 29, 32)
"""The sites of the smaller problems among the 50."""
FREE = 22
"""The site that costs nothing to open."""
EIGHTIETH = 1 / 80


@dataclass(frozen=True)
class Problem:
    """A problem of the library."""

    sites: tuple[int, ...]
    capacity: float
    opening: float
    """What opening a site costs; money of the library is thousand CNY here."""
    optimum: float
    """As published."""


def _problems() -> dict[str, Problem]:
    openings = (7500.0, 12500.0, 17500.0, 25000.0)
    all_50 = tuple(range(50))
    sets = {
        "cap4": (SITES_16, 5000.0, (1040444.375, 1098000.450, 1153000.450, 1235500.450)),
        "cap6": (SITES_16, 15000.0, (932615.750, 977799.400, 1014062.050, 1045650.250)),
        "cap7": (SITES_16, 58268.0, (932615.750, 977799.400, 1010641.450, 1034976.975)),
        "cap12": (all_50, 15000.0, (793439.5625, 852524.625, 895302.325, 946051.325)),
        "cap13": (all_50, 58268.0, (793439.5625, 851495.325, 893076.7125, 928941.750)),
    }
    return {
        f"{name}{number + 1}": Problem(sites, capacity, openings[number], optimum)
        for name, (sites, capacity, optima) in sets.items()
        for number, optimum in enumerate(optima)
    }


PROBLEMS = _problems()
"""Name in the library -> problem."""
BASE = {
    "materials": "id,name_en,kind,waste_class\nw,Goods,waste,general_I\n",
    "modes": "id,name_en,medium\ntruck,Truck,road\n",
    "technologies": "id,name_en\nstore,Warehouse\n",
    "recipes": "id,technology,name_en\nserve,store,Serve\n",
    "inputs": "recipe,material,min,max\nserve,w,1,1\n",
}
SCENARIO: dict[str, Any] = {
    "objective": [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}]
}


def tables_of(problem: Problem) -> dict[str, str]:
    """Return the tables of a problem; demand in kt/yr, money in thousand CNY/yr."""
    with DATA.open(encoding="utf-8", newline="") as file:
        customers = [{k: int(v) for k, v in row.items()} for row in files.DictReader(file)]
    names = [f"c{number:02}" for number in range(1, len(customers) + 1)]
    wants = [(name, "w", row["demand"]) for name, row in zip(names, customers, strict=True)]
    lines = [
        (f"l{s:02}", f"p{s:02}", "store", problem.capacity, 0 if s == FREE else problem.opening)
        for s in problem.sites
    ]
    ways = [
        (name, f"p{s:02}", "truck", row[f"s{s + 1}"] * EIGHTIETH)
        for name, row in zip(names, customers, strict=True)
        for s in problem.sites
    ]
    money = "fixed_cost [thousand CNY/yr]"
    return {
        **BASE,
        "zones": csv("id,name_en", [(name, name) for name in names]),
        "plants": csv("id,name_en", [(f"p{s:02}", f"Site {s}") for s in problem.sites]),
        "generation": csv("zone,material,amount [kt/yr]", wants),
        "lines": csv(f"id,plant,technology,capacity [kt/yr],{money}", lines),
        "links": csv("origin,destination,mode,cost [CNY/t]", ways),
    }
