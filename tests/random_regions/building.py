"""Random regions in which capacity can be built, and old capacity closes for some of it."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.random_regions.draw import Region, Row, draw_region

STATUSES = ["operating", "assumed", "added", "candidate"]


def draw_building(seed: int) -> Region:
    """Return the region of a seed with candidates and entries of `expand`."""
    region, rng = draw_region(seed), random.Random(f"building {seed}")
    lines = [_line(row, rng) for row in region.rows("lines")]
    expand = [_entry(lines, rng) for _ in range(rng.randint(0, 3))]
    limits = [*region.scenario["limits"]]
    if rng.random() < 0.3:
        limits.append({"cap": "investment", "at": f"{rng.randint(1, 20)} million CNY"})
    objective = list(region.scenario["objective"])
    if rng.random() < 0.2:
        objective.append({"minimize": rng.choice(["investment", "capacity_built"])})
    scenario = {
        **region.scenario,
        "statuses": STATUSES,
        "expand": expand,
        "limits": limits,
        "objective": objective,
    }
    return replace(region, tables={**region.tables, "lines": lines}, scenario=scenario)


def _line(row: Row, rng: random.Random) -> Row:
    """Return a line, now and then one that does not stand, or that has a least load."""
    changed = dict(row)
    if rng.random() < 0.3:
        changed["status"] = "candidate"
    if changed["status"] == "candidate" and rng.random() < 0.3 and row["technology"] != "transfer":
        changed["min_load"] = 0.2
    return changed


def _entry(lines: list[Row], rng: random.Random) -> Row:
    """Return an entry: of one line or of a technology, with a cost of its own or not."""
    line = rng.choice(lines)
    pick = rng.choice(["id", "technology"])
    entry: Row = {
        "where": {pick: line[pick]},
        "up_to": rng.choice([f"{rng.randint(5, 80)} kt/yr", f"{rng.randint(20, 150)} %"]),
    }
    if rng.random() < 0.4:
        entry["cost"] = f"{rng.randint(20, 500)} CNY/(t/yr)"
    if rng.random() < 0.3:
        entry["life"] = f"{rng.choice([5, 30])} yr"
    if rng.random() < 0.4:
        ratio = rng.choice(["0.5", "1", "125 %"])
        entry["closes"] = {"ratio": ratio, "where": {"technology": rng.choice(lines)["technology"]}}
    return entry
