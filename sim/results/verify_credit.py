"""Checks of credit: what zones, wastes and areas are said to have used, left and lost."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from sim.results.verify_facts import ACTIVITY, Facts, sum_by
from sim.results.verify_mass import Pool
from sim.results.verify_read import Cells
from sim.results.verify_tally import Tally, scale

AMOUNTS = (
    "generation_kt_yr",
    "legacy_used_kt_yr",
    "uptake_kt_yr",
    "residues_disposed_kt_yr",
    "net_utilized_kt_yr",
    "unused_kt_yr",
)
_OF_ZONES = ("province", "city", "county", "basin", "owner", "industry")
LEVELS = ("region", *_OF_ZONES, "material", "family")


def check_rates(facts: Facts, tally: Tally) -> None:
    """Hold net = uptake - residues, unused, and both rates of every zone, waste and area."""
    for row in (*facts.results("wastes"), *facts.results("zones"), *facts.results("areas")):
        words = f"{row['at']}:"
        base = row["generation_kt_yr"] + row["legacy_used_kt_yr"]
        net, uptake = row["net_utilized_kt_yr"], row["uptake_kt_yr"]
        left = uptake - row["residues_disposed_kt_yr"]
        tally.equal(net, left, f"{words} net utilized (kt/yr)", scale(uptake))
        tally.equal(row["unused_kt_yr"], base - uptake, f"{words} unused (kt/yr)", scale(base))
        for column, amount in (
            ("utilization_rate_pct", net),
            ("gross_utilization_rate_pct", uptake),
        ):
            if base > 0:
                due = 100.0 * amount / base
                tally.equal(row[column], due, f"{words} {column}", scale(100.0, due))
            else:
                tally.true(math.isnan(row[column]), f"{words} {column} has no base")


def area_of(facts: Facts, level: str, row: Cells) -> str:
    """Return the area of a level that a row of wastes counts for; blank for none."""
    match level:
        case "region":
            return "all"
        case "zone" | "material":
            return str(row[level])
        case "family":
            return str(facts.by_id("materials")[row["material"]]["family"])
    return str(facts.by_id("zones")[row["zone"]][level])


def check_roll_up(facts: Facts, tally: Tally) -> None:
    """Hold zones and areas against the sum of their wastes."""
    stated = [("zone", row["zone"], row) for row in facts.results("zones")]
    stated += [(row["level"], row["area"], row) for row in facts.results("areas")]
    due: dict[tuple[str, str], dict[str, float]] = {}
    for row in facts.results("wastes"):
        for level in ("zone", *LEVELS):
            area = area_of(facts, level, row)
            if area:
                sums = due.setdefault((level, area), dict.fromkeys(AMOUNTS, 0.0))
                for column in AMOUNTS:
                    sums[column] += row[column]
    missing = due.keys() - {(level, area) for level, area, _ in stated}
    tally.true(not missing, f"no row for {', '.join(' '.join(key) for key in sorted(missing))}")
    for level, area, row in stated:
        known = due.get((level, area), {})
        tally.true(bool(known), f"{row['at']}: {level} {area} has no wastes")
        for column, amount in known.items():
            tally.equal(row[column], amount, f"{row['at']}: {level} {area}, {column}")


def check_unused(facts: Facts, tally: Tally) -> None:
    """Hold the list of unused wastes, each with a reason, against the table of wastes."""
    listed = sum_by(facts.results("unused"), "zone", "material", amount="unused_kt_yr")
    due = sum_by(facts.results("wastes"), "zone", "material", amount="unused_kt_yr")
    for key in sorted({*listed, *due}):
        words = f"unused.csv, zone {key[0]}, {key[1]} (kt/yr)"
        tally.equal(listed.get(key, 0.0), due.get(key, 0.0), words, scale(due.get(key, 0.0)) * 10)
    for row in facts.results("unused"):
        tally.true(bool(row["reason"]), f"{row['at']}: no reason is given")


def check_uptake(facts: Facts, tally: Tally) -> None:
    """Hold what is credited as taken up against deliveries and against what lines use."""
    counted = counted_share(facts)
    least: dict[tuple[str, str], float] = defaultdict(float)
    most: dict[tuple[str, str], float] = defaultdict(float)
    for row in facts.results("flows"):
        if row["role"] == "utilization":
            zone, material = row["origin"], row["material"]
            pool = (row["destination"], material, facts.producer(material, zone), "zone")
            share = counted.get(pool, 0.0)
            apart = facts.keeps_generators_apart and 0.0 < share < 1.0
            least[zone, material] += row["amount_kt_yr"] * (0.0 if apart else share)
            most[zone, material] += row["amount_kt_yr"] * (1.0 if apart else share)
    for row in facts.results("wastes"):
        key = (row["zone"], row["material"])
        words = f"zone {key[0]}, {key[1]}: taken up (kt/yr)"
        tally.at_least(row["uptake_kt_yr"], least[key], words)
        tally.at_most(row["uptake_kt_yr"], most[key], words)
    credited = sum(row["uptake_kt_yr"] for row in facts.results("wastes"))
    tally.equal(credited, counted_uptake(facts), "all wastes: taken up (kt/yr)")


def counted_share(facts: Facts) -> dict[Pool, float]:
    """Return of each pool the share used by lines whose technology counts as utilization."""
    used: dict[Pool, float] = defaultdict(float)
    counted: dict[Pool, float] = defaultdict(float)
    for row in facts.results("line_inputs"):
        fresh = "zone" if row["source"] == "zone" else "plant"
        pool = (facts.plant(row["line"]), row["material"], row["producer"], fresh)
        used[pool] += row["amount_kt_yr"]
        if facts.technology(row["line"])["counting"] != "none":
            counted[pool] += row["amount_kt_yr"]
    return {pool: counted[pool] / amount for pool, amount in used.items() if amount > 0}


def counted_uptake(facts: Facts) -> float:
    """Return kt from zones used in lines whose technology counts as utilization."""
    return math.fsum(
        row["amount_kt_yr"]
        for row in facts.results("line_inputs")
        if row["source"] == "zone" and facts.technology(row["line"])["counting"] != "none"
    )


def disposed_residues(facts: Facts) -> float:
    """Return kt that leave plants for sinks and stores."""
    return math.fsum(
        row["amount_kt_yr"]
        for row in facts.results("flows")
        if row["origin_kind"] == "plant" and row["destination_kind"] == "sink"
    )


def check_residues(facts: Facts, tally: Tally) -> None:
    """Hold the residues debited to wastes against those that end in sinks, along the chain.

    Where the scenario limits rates of single areas, plants keep generators apart and only
    the total can be traced from the tables.
    """
    if not facts.keeps_generators_apart:
        _check_debits(facts, tally)
    stated = sum(row["residues_disposed_kt_yr"] for row in facts.results("wastes"))
    tally.equal(stated, disposed_residues(facts), "all wastes: residues disposed of (kt/yr)")


def _check_debits(facts: Facts, tally: Tally) -> None:
    loss = loss_by_pool(facts)
    due: dict[tuple[str, str], float] = defaultdict(float)
    for row in facts.results("flows"):
        if row["role"] == "utilization":
            zone, material = row["origin"], row["material"]
            pool = (row["destination"], material, facts.producer(material, zone), "zone")
            due[zone, material] += row["amount_kt_yr"] * loss.get(pool, 0.0)
    for row in facts.results("wastes"):
        key = (row["zone"], row["material"])
        words = f"zone {key[0]}, {key[1]}: residues disposed of (kt/yr)"
        tally.equal(row["residues_disposed_kt_yr"], due[key], words)


def loss_by_pool(facts: Facts) -> dict[Pool, float]:
    """Return of each pool of waste the kt that end in sinks per kt that goes through.

    loss = (into sinks + passed on x loss there + made from it x loss of what is made) / through,
    one linear equation a pool.
    """
    through: dict[Pool, float] = defaultdict(float)
    direct: dict[Pool, float] = defaultdict(float)
    onward: list[tuple[Pool, Pool, float]] = []
    for row in facts.results("flows"):
        material, kt = row["material"], row["amount_kt_yr"]
        if row["origin_kind"] != "plant" or not facts.waste_like(material):
            continue
        producer = facts.producer(material, row["origin"])
        pool = (row["origin"], material, producer, "plant")
        through[pool] += kt
        if row["destination_kind"] == "sink":
            direct[pool] += kt
        elif row["destination_kind"] == "plant":
            onward.append((pool, (row["destination"], material, producer, "plant"), kt))
    for row in facts.results("line_inputs"):
        if facts.waste_like(row["material"]):
            plant = facts.plant(row["line"])
            fresh = "zone" if row["source"] == "zone" else "plant"
            pool = (plant, row["material"], row["producer"], fresh)
            through[pool] += row["amount_kt_yr"]
            onward += [(pool, *into) for into in _made_from(facts, row, plant)]
    pools = {pool: i for i, pool in enumerate(sorted(through))}
    matrix = np.eye(len(pools))
    for start, end, kt in onward:
        if end in pools:
            matrix[pools[start], pools[end]] -= kt / through[start]
    share = np.array([direct[pool] / through[pool] for pool in pools])
    loss = np.linalg.solve(matrix, share) if pools else share
    return dict(zip(pools, loss.tolist(), strict=True))


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
