"""Checks of credit: what zones, wastes and areas are said to have used, left and lost."""

from __future__ import annotations

import math
from collections import defaultdict

from sim.verify.facts import FRESH, Facts, sum_by
from sim.verify.fate import FIGURES, taken_up, trace_pools
from sim.verify.read import CREDITED, Cells
from sim.verify.tally import Tally, scale

EXACT = 1e-9
"""How near to none or all the share taken up of a pool is told from one of its generators."""
SUMS = (
    "generation_kt_yr",
    "legacy_used_kt_yr",
    "net_utilized_kt_yr",
    "unused_kt_yr",
    *FIGURES,
    *dict.fromkeys(metric.amount_column for metric in CREDITED),
)
"""Columns of wastes that add up over zones and areas."""
RATES = {
    "utilization_rate_pct": ("net_utilized",),
    "gross_utilization_rate_pct": ("uptake",),
    "utilization_rate_without_restoration_pct": ("net_utilized", "restoration"),
    "utilization_rate_without_fill_pct": ("net_utilized", "restoration", "backfill"),
    "gross_rate_without_restoration_pct": ("uptake", "uptake_restoration"),
    "gross_rate_without_fill_pct": ("uptake", "uptake_restoration", "uptake_backfill"),
    "high_value_rate_pct": ("high_value",),
    **{metric.column: (metric.amount or metric.name,) for metric in CREDITED if metric.is_rate},
}
"""Rate -> the amount it is of, and the amounts taken off."""
LEVELS = (
    "region",
    "province",
    "city",
    "county",
    "basin",
    "owner",
    "industry",
    "material",
    "family",
)


def check_rates(facts: Facts, tally: Tally) -> None:
    """Hold net = uptake - residues, unused, and both rates of every zone, waste and area."""
    for row in (*facts.results("wastes"), *facts.results("zones"), *facts.results("areas")):
        words = f"{row['at']}:"
        base = row["generation_kt_yr"] + row["legacy_used_kt_yr"]
        net, uptake = row["net_utilized_kt_yr"], row["uptake_kt_yr"]
        left = uptake - row["residues_disposed_kt_yr"]
        tally.equal(net, left, f"{words} net utilized (kt/yr)", scale(uptake))
        tally.equal(row["unused_kt_yr"], base - uptake, f"{words} unused (kt/yr)", scale(base))
        for column, (amount, *less) in RATES.items():
            if base > 0:
                part = row[f"{amount}_kt_yr"] - sum(row[f"{name}_kt_yr"] for name in less)
                due = 100.0 * part / base
                tally.equal(row[column], due, f"{words} {column}", scale(100.0, due))
            else:
                tally.true(math.isnan(row[column]), f"{words} {column} has no base")


def area_of(facts: Facts, level: str, material: str, site: Cells) -> str:
    """Return the area of a level that a material at a site counts for; blank for none."""
    match level:
        case "region":
            return "all"
        case "zone":
            return str(site["id"])
        case "material":
            return material
        case "family":
            return str(facts.by_id("materials")[material]["family"])
        case "county" if site["county"] and site["city"]:
            return f"{site['city']}/{site['county']}"
    return str(site.get(level, ""))


def check_roll_up(facts: Facts, tally: Tally) -> None:
    """Hold zones and areas against the sum of their wastes and of what lines there take."""
    stated = [("zone", row["zone"], row) for row in facts.results("zones")]
    stated += [(row["level"], row["area"], row) for row in facts.results("areas")]
    due: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: dict.fromkeys(SUMS, 0.0))
    due["region", "all"] = dict.fromkeys(SUMS, 0.0)
    for row in facts.results("wastes"):
        for level in ("zone", *LEVELS):
            area = area_of(facts, level, row["material"], facts.by_id("zones")[row["zone"]])
            for column in SUMS:
                due[level, area][column] += row[column]
    received = _received(facts)
    due.update({key: dict.fromkeys(SUMS, 0.0) for key in received if key not in due})
    named = {level for level, area in due if area}
    for level, area in [key for key in due if not key[1]]:
        if level in ("province", "city") or level not in named:
            del due[level, area]
    missing = due.keys() - {(level, area) for level, area, _ in stated}
    tally.true(not missing, f"no row for {', '.join(' '.join(key) for key in sorted(missing))}")
    for level, area, row in stated:
        known = due.get((level, area), {})
        words = f"{row['at']}: {level} {area}"
        tally.true(bool(known), f"{words} has no wastes and takes none")
        for column, amount in known.items():
            tally.equal(row[column], amount, f"{words}, {column}")
        if level == "industry":
            tally.true(math.isnan(row["received_kt_yr"]), f"{words}: lines are of no industry")
        elif level != "zone":
            amount = received.get((level, area), 0.0)
            tally.equal(row["received_kt_yr"], amount, f"{words}, received_kt_yr")


def _received(facts: Facts) -> dict[tuple[str, str], float]:
    """Return level, area -> kt not utilized yet that lines there which count take up."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in facts.results("line_inputs"):
        if row["source"] not in FRESH or facts.treats(row["line"]):
            continue
        plant = facts.by_id("plants")[facts.plant(row["line"])]
        for level in LEVELS:
            if level != "industry":
                sums[level, area_of(facts, level, row["material"], plant)] += row["amount_kt_yr"]
    return sums


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
    fates = trace_pools(facts)
    least: dict[tuple[str, str], float] = defaultdict(float)
    most: dict[tuple[str, str], float] = defaultdict(float)
    for row in facts.results("flows"):
        if row["role"] == "utilization":
            zone, material = row["origin"], row["material"]
            pool = (row["destination"], material, facts.producer(material, zone), "zone")
            share = taken_up(fates[pool]) if pool in fates else 0.0
            apart = facts.keeps_generators_apart and EXACT < share < 1.0 - EXACT
            least[zone, material] += row["amount_kt_yr"] * (0.0 if apart else share)
            most[zone, material] += row["amount_kt_yr"] * (1.0 if apart else share)
    for row in facts.results("wastes"):
        key = (row["zone"], row["material"])
        words = f"zone {key[0]}, {key[1]}: taken up (kt/yr)"
        tally.at_least(row["uptake_kt_yr"], least[key], words)
        tally.at_most(row["uptake_kt_yr"], most[key], words)
    credited = sum(row["uptake_kt_yr"] for row in facts.results("wastes"))
    tally.equal(credited, counted_uptake(facts), "all wastes: taken up (kt/yr)")


def counted_uptake(facts: Facts) -> float:
    """Return kt not utilized yet that lines which count as utilization use, or that is sold."""
    used = (
        row["amount_kt_yr"]
        for row in facts.results("line_inputs")
        if row["source"] in FRESH and not facts.treats(row["line"])
    )
    sold = (
        row["amount_kt_yr"]
        for row in facts.results("flows")
        if row["destination_kind"] == "market" and row["treated"].lower() == "true"
    )
    return math.fsum((*used, *sold))


def disposed_residues(facts: Facts) -> float:
    """Return kt of what was utilized that leave plants for sinks and stores."""
    return math.fsum(
        row["amount_kt_yr"]
        for row in facts.results("flows")
        if row["origin_kind"] == "plant"
        and row["destination_kind"] == "sink"
        and row["treated"].lower() != "true"
    )
