"""Checks of what becomes of waste: where it stays, ends, and what moving it costs, by generator."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from sim.verify.facts import FRESH, Facts
from sim.verify.mass import Pool, wastes_made
from sim.verify.read import Cells
from sim.verify.tally import Tally, or_nothing

KEPT = {
    "high_value_kt_yr": ("tier", "high"),
    "medium_value_kt_yr": ("tier", "medium"),
    "low_value_kt_yr": ("tier", "low"),
    "backfill_kt_yr": ("counting", "backfill"),
    "restoration_kt_yr": ("counting", "restoration"),
}
"""Figure -> column and word of the technologies whose lines keep it."""
MOVED = (
    "cross_border_kt_yr",
    "logistics_cost_MCNY_yr",
    "waste_work_Mt_km_yr",
    "waste_transport_co2_kt_yr",
)
FILLED = {"uptake_backfill_kt_yr": "backfill", "uptake_restoration_kt_yr": "restoration"}
FIGURES = ("uptake_kt_yr", "residues_disposed_kt_yr", "residues_sold_kt_yr", *KEPT, *FILLED, *MOVED)
MADE = {"plant": "made", "treated": "made by treatment"}
"""Mark of what is used of a plant's make -> the mark of its make itself, a pool of its own."""
_PLACE = {name: i for i, name in enumerate(FIGURES)}


def check_fates(facts: Facts, tally: Tally) -> None:
    """Hold uptake, residues, tiers, fill, crossings, logistics of wastes against flows and lines.

    Where the scenario limits rates of single areas, plants keep generators apart and only
    the totals can be traced from the tables.
    """
    if not facts.keeps_generators_apart:
        _check_wastes(facts, tally)
    for column, due in _totals(facts).items():
        stated = math.fsum(row[column] for row in facts.results("wastes"))
        tally.equal(stated, due, f"all wastes: {column}")


def _check_wastes(facts: Facts, tally: Tally) -> None:
    values = trace_pools(facts)
    due: dict[tuple[str, str], np.ndarray] = defaultdict(lambda: np.zeros(len(FIGURES)))
    for row in facts.results("flows"):
        if row["origin_kind"] != "zone":
            continue
        zone, material, kt = row["origin"], row["material"], row["amount_kt_yr"]
        due[zone, material] += moving(row)
        if row["role"] == "utilization":
            pool = (row["destination"], material, facts.producer(material, zone), "zone")
            due[zone, material] += kt * values.get(pool, np.zeros(len(FIGURES)))
    for row in facts.results("wastes"):
        key = (row["zone"], row["material"])
        due[key][_PLACE["logistics_cost_MCNY_yr"]] += reclaim_cost(facts, row)
        for column in FIGURES:
            amount = due[key][_PLACE[column]]
            tally.equal(row[column], amount, f"zone {key[0]}, {key[1]}: {column}")


def _totals(facts: Facts) -> dict[str, float]:
    """Return figure -> sum over the region, from lines and flows."""
    total = np.zeros(len(FIGURES))
    for row in facts.results("flows"):
        if facts.waste_like(row["material"]):
            total += ending(row) + moving(row)
    for row in facts.results("line_inputs"):
        if facts.waste_like(row["material"]):
            total += _keeping(facts, row)
    sums = dict(zip(FIGURES, total.tolist(), strict=True))
    reclaimed = (reclaim_cost(facts, row) for row in facts.results("wastes"))
    sums["logistics_cost_MCNY_yr"] += math.fsum(reclaimed)
    return sums


def reclaim_cost(facts: Facts, waste: Cells) -> float:
    """Return what the old stock of a row of wastes cost to reclaim, million CNY."""
    if not waste["legacy_used_kt_yr"]:
        return 0.0
    cost = {(row["zone"], row["material"]): row["reclaim_cost"] for row in facts.inputs("legacy")}
    known = cost.get((waste["zone"], waste["material"]), 0.0)
    return float(waste["legacy_used_kt_yr"] * known * 1e-3)


def moving(row: Cells) -> np.ndarray:
    """Return the figures of moving the waste of a flow."""
    figures = np.zeros(len(FIGURES))
    crosses = row["cross_border"].lower() == "true"
    amounts = (
        row["amount_kt_yr"] if crosses else 0.0,
        row["cost_MCNY_yr"],
        or_nothing(row["work_Mt_km_yr"]),
        row["co2_kt_yr"],
    )
    for name, amount in zip(MOVED, amounts, strict=True):
        figures[_PLACE[name]] = amount
    return figures


def ending(row: Cells) -> np.ndarray:
    """Return the figures of waste of a plant that ends in a sink or at a market.

    What was only treated is no residue that is disposed of; where it is sold, it is taken up.
    """
    figures = np.zeros(len(FIGURES))
    treated = row["treated"].lower() == "true"
    names = {
        ("sink", False): ("residues_disposed_kt_yr",),
        ("market", False): ("residues_sold_kt_yr",),
        ("market", True): ("residues_sold_kt_yr", "uptake_kt_yr"),
    }
    if row["origin_kind"] == "plant":
        for name in names.get((row["destination_kind"], treated), ()):
            figures[_PLACE[name]] = row["amount_kt_yr"]
    return figures


def taken_up(figures: np.ndarray) -> float:
    """Return what is taken up, of the figures of a pool."""
    return float(figures[_PLACE["uptake_kt_yr"]])


def trace_pools(facts: Facts) -> dict[Pool, np.ndarray]:
    """Return of each pool of waste the figures that follow of a kt that arrives in it.

    All that arrives is used, with what the plant keeps of its own; what leaves is its own. So
    there are two equations a pool: value[used] = (stays + made from it x value[made]) / used, and
    value[made] = (ends and moves + passed on x value[used there] + kept x value[used]) / made.
    """
    through: dict[Pool, float] = defaultdict(float)
    direct: dict[Pool, np.ndarray] = defaultdict(lambda: np.zeros(len(FIGURES)))
    onward: list[tuple[Pool, Pool, float]] = []
    arrived: dict[Pool, float] = defaultdict(float)
    for row in facts.results("flows"):
        material, kt = row["material"], row["amount_kt_yr"]
        if not facts.waste_like(material):
            continue
        producer = facts.producer(material, row["origin"])
        here, there = facts.pools_of_flow(row)
        into = (row["destination"], material, producer, there)
        arrived[into] += kt
        if row["origin_kind"] == "plant":
            pool = (row["origin"], material, producer, MADE[here])
            through[pool] += kt
            direct[pool] += moving(row) + ending(row)
            onward.append((pool, into, kt))
    for row in facts.results("line_inputs"):
        if facts.waste_like(row["material"]):
            pool = facts.pool_used(row)
            through[pool] += row["amount_kt_yr"]
            onward += [(pool, *into) for into in _made_from(facts, row)]
            direct[pool] += _keeping(facts, row)
    for pool in [pool for pool in through if pool[3] in MADE]:
        kept = max(through[pool] - arrived[pool], 0.0)
        made = (*pool[:3], MADE[pool[3]])
        through[made] += kept
        onward.append((made, pool, kept))
    return _solve(through, direct, onward)


def _solve(
    through: dict[Pool, float],
    direct: dict[Pool, np.ndarray],
    onward: list[tuple[Pool, Pool, float]],
) -> dict[Pool, np.ndarray]:
    ways = [way for way in onward if through.get(way[0], 0.0) > 0 and way[1] in through]
    reached = {pool for pool in through if pool[3] == "zone"}
    while more := {end for start, end, _ in ways if start in reached} - reached:
        reached |= more
    pools = {pool: i for i, pool in enumerate(sorted(p for p in reached if through[p] > 0))}
    if not pools:
        return {}
    matrix = np.eye(len(pools))
    for start, end, kt in ways:
        if start in pools and end in pools:
            matrix[pools[start], pools[end]] -= kt / through[start]
    share = np.array([direct[pool] / through[pool] for pool in pools])
    return dict(zip(pools, np.linalg.solve(matrix, share), strict=True))


def _keeping(facts: Facts, row: Cells) -> np.ndarray:
    """Return what is taken up of an input, and what stays in its line, by tier and counting.

    Nothing is or does where the line only treats what is not utilized yet.
    """
    figures = np.zeros(len(FIGURES))
    technology = facts.technology(row["line"])
    if facts.mark_made(row) == "treated":
        return figures
    kt = row["amount_kt_yr"]
    kept = kt - math.fsum(made for _, made in wastes_made(facts, row))
    for name, (column, word) in KEPT.items():
        figures[_PLACE[name]] = kept if technology[column] == word else 0.0
    if row["source"] in FRESH:
        figures[_PLACE["uptake_kt_yr"]] = kt
        for name, word in FILLED.items():
            figures[_PLACE[name]] = kt if technology["counting"] == word else 0.0
    return figures


def _made_from(facts: Facts, row: Cells) -> list[tuple[Pool, float]]:
    """Return (pool, kt) of the wastes and residues made from one input of a line."""
    plant, mark = facts.plant(row["line"]), facts.mark_made(row)
    return [
        ((plant, material, facts.producer(material, plant), MADE[mark]), kt)
        for material, kt in wastes_made(facts, row)
    ]
