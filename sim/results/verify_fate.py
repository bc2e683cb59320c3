"""Checks of what becomes of waste: where it stays, ends, and what moving it costs, by generator."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from sim.results.verify_facts import ACTIVITY, Facts
from sim.results.verify_mass import Pool
from sim.results.verify_read import Cells
from sim.results.verify_tally import Tally, or_nothing

KEPT = {
    "high_value_kt_yr": ("tier", "high"),
    "medium_value_kt_yr": ("tier", "medium"),
    "low_value_kt_yr": ("tier", "low"),
    "backfill_kt_yr": ("counting", "backfill"),
    "restoration_kt_yr": ("counting", "restoration"),
}
"""Figure -> column and word of the technologies whose lines keep it."""
MOVED = ("cross_border_kt_yr", "logistics_cost_MCNY_yr", "waste_work_Mt_km_yr",
         "waste_transport_co2_kt_yr")  # fmt: skip
FIGURES = ("residues_disposed_kt_yr", "residues_sold_kt_yr", *KEPT, *MOVED)
FILLED = {"uptake_backfill_kt_yr": "backfill", "uptake_restoration_kt_yr": "restoration"}
_PLACE = {name: i for i, name in enumerate(FIGURES)}


def check_fates(facts: Facts, tally: Tally) -> None:
    """Hold residues, tiers, fill, crossings and logistics of wastes against flows and lines.

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
    shares = {column: used_share(facts, word) for column, word in FILLED.items()}
    due: dict[tuple[str, str], np.ndarray] = defaultdict(lambda: np.zeros(len(FIGURES)))
    filled: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in facts.results("flows"):
        if row["origin_kind"] != "zone":
            continue
        zone, material, kt = row["origin"], row["material"], row["amount_kt_yr"]
        due[zone, material] += moving(row)
        if row["role"] == "utilization":
            pool = (row["destination"], material, facts.producer(material, zone), "zone")
            due[zone, material] += kt * values.get(pool, np.zeros(len(FIGURES)))
            for column, share in shares.items():
                filled[zone, material, column] += kt * share.get(pool, 0.0)
    for row in facts.results("wastes"):
        key = (row["zone"], row["material"])
        due[key][_PLACE["logistics_cost_MCNY_yr"]] += reclaim_cost(facts, row)
        for column in (*FIGURES, *FILLED):
            amount = filled[*key, column] if column in FILLED else due[key][_PLACE[column]]
            tally.equal(row[column], amount, f"zone {key[0]}, {key[1]}: {column}")


def _totals(facts: Facts) -> dict[str, float]:
    """Return figure -> sum over the region, from lines and flows."""
    sums = dict.fromkeys((*FIGURES, *FILLED), 0.0)
    for row in facts.results("flows"):
        if facts.waste_like(row["material"]):
            for name, amount in zip(FIGURES, ending(row) + moving(row), strict=True):
                sums[name] += float(amount)
    for table, sign in (("line_inputs", 1.0), ("line_outputs", -1.0)):
        for row in facts.results(table):
            technology = facts.technology(row["line"])
            kt = sign * row["amount_kt_yr"] if facts.waste_like(row["material"]) else 0.0
            for figure, (column, word) in KEPT.items():
                sums[figure] += kt if technology[column] == word else 0.0
            for figure, word in FILLED.items():
                fresh = row.get("source") == "zone" and technology["counting"] == word
                sums[figure] += kt if fresh else 0.0
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
    """Return the figures of waste of a plant that ends in a sink or at a market."""
    figures = np.zeros(len(FIGURES))
    if row["origin_kind"] == "plant":
        name = {"sink": "residues_disposed_kt_yr", "market": "residues_sold_kt_yr"}
        if row["destination_kind"] in name:
            figures[_PLACE[name[row["destination_kind"]]]] = row["amount_kt_yr"]
    return figures


def used_share(facts: Facts, counting: str) -> dict[Pool, float]:
    """Return of each pool the share used by lines whose technology counts so."""
    used: dict[Pool, float] = defaultdict(float)
    part: dict[Pool, float] = defaultdict(float)
    for row in facts.results("line_inputs"):
        fresh = "zone" if row["source"] == "zone" else "plant"
        pool = (facts.plant(row["line"]), row["material"], row["producer"], fresh)
        used[pool] += row["amount_kt_yr"]
        if facts.technology(row["line"])["counting"] == counting:
            part[pool] += row["amount_kt_yr"]
    return {pool: part[pool] / amount for pool, amount in used.items() if amount > 0}


def trace_pools(facts: Facts) -> dict[Pool, np.ndarray]:
    """Return of each pool of waste the figures that follow of a kt that goes through.

    value = (direct + passed on x value there + made from it x value of what is made) / through,
    one linear equation a pool.
    """
    through: dict[Pool, float] = defaultdict(float)
    direct: dict[Pool, np.ndarray] = defaultdict(lambda: np.zeros(len(FIGURES)))
    onward: list[tuple[Pool, Pool, float]] = []
    for row in facts.results("flows"):
        material, kt = row["material"], row["amount_kt_yr"]
        if row["origin_kind"] != "plant" or not facts.waste_like(material):
            continue
        producer = facts.producer(material, row["origin"])
        pool = (row["origin"], material, producer, "plant")
        through[pool] += kt
        direct[pool] += moving(row) + ending(row)
        if row["destination_kind"] == "plant":
            onward.append((pool, (row["destination"], material, producer, "plant"), kt))
    for row in facts.results("line_inputs"):
        if facts.waste_like(row["material"]):
            plant = facts.plant(row["line"])
            fresh = "zone" if row["source"] == "zone" else "plant"
            pool = (plant, row["material"], row["producer"], fresh)
            through[pool] += row["amount_kt_yr"]
            made = _made_from(facts, row, plant)
            onward += [(pool, *into) for into in made]
            direct[pool] += _keeping(facts, row, math.fsum(kt for _, kt in made))
    return _solve(through, direct, onward)


def _solve(
    through: dict[Pool, float],
    direct: dict[Pool, np.ndarray],
    onward: list[tuple[Pool, Pool, float]],
) -> dict[Pool, np.ndarray]:
    pools = {pool: i for i, pool in enumerate(sorted(through))}
    if not pools:
        return {}
    matrix = np.eye(len(pools))
    for start, end, kt in onward:
        if end in pools:
            matrix[pools[start], pools[end]] -= kt / through[start]
    share = np.array([direct[pool] / through[pool] for pool in pools])
    return dict(zip(pools, np.linalg.solve(matrix, share), strict=True))


def _keeping(facts: Facts, row: Cells, residues: float) -> np.ndarray:
    """Return what stays of an input in the line that uses it, by tier and counting."""
    figures = np.zeros(len(FIGURES))
    technology = facts.technology(row["line"])
    for name, (column, word) in KEPT.items():
        if technology[column] == word:
            figures[_PLACE[name]] = row["amount_kt_yr"] - residues
    return figures


def _made_from(facts: Facts, row: Cells, plant: str) -> list[tuple[Pool, float]]:
    """Return (pool, kt) of the wastes and residues made from one input of a line."""
    return [
        (
            (plant, made["material"], facts.producer(made["material"], plant), "plant"),
            made["amount"] * row["amount_kt_yr"],
        )
        for made in facts.yield_rows.get(row["recipe"], [])
        if made["per"] == row["material"] != ACTIVITY and facts.waste_like(made["material"])
    ]
