"""Checks of mass: zones, old stock, plants, and what lines make."""

from __future__ import annotations

import math
from collections import defaultdict

from sim.verify.facts import ACTIVITY, Facts, sum_by
from sim.verify.read import Cells
from sim.verify.tally import Tally, scale

Pool = tuple[str, str, str, str]
"""Plant, material, producer, and zone (fresh from a zone), treated (made of that by lines that do
not count as utilization) or plant (made, bought or passed on)."""

_MARKS = {"zone": "from zones", "treated": "treated"}


def check_zone_balance(facts: Facts, tally: Tally) -> None:
    """Hold what leaves each zone, stored on site included, against what arises there."""
    zones = facts.by_id("zones")
    generated = {
        (row["zone"], row["material"]): row["amount"]
        for row in facts.inputs("generation")
        if row["zone"] in zones and row["amount"] > 0
    }
    wastes = {(row["zone"], row["material"]): row for row in facts.results("wastes")}
    from_zones = [row for row in facts.results("flows") if row["origin_kind"] == "zone"]
    leaving = sum_by(from_zones, "origin", "material")
    for key in sorted({*generated, *wastes, *leaving}):
        words = f"zone {key[0]}, {key[1]}:"
        arises = generated.get(key, 0.0)
        row = wastes.get(key)
        tally.true(row is not None, f"{words} no row in wastes.csv")
        reclaimed = row["legacy_used_kt_yr"] if row else 0.0
        stated = row["generation_kt_yr"] if row else 0.0
        tally.equal(stated, arises, f"{words} generation in wastes.csv (kt/yr)")
        tally.equal(
            leaving.get(key, 0.0),
            arises + reclaimed,
            f"{words} what leaves ({arises:.10g} generated + {reclaimed:.10g} reclaimed, kt/yr)",
        )


def check_legacy(facts: Facts, tally: Tally) -> None:
    """Hold old stock reclaimed against its yearly limit, and against what goes into use."""
    limit = {
        (row["zone"], row["material"]): row["stock"] * row["yearly_limit"]
        for row in facts.inputs("legacy")
    }
    into_use = sum_by(
        [row for row in facts.results("flows") if row["role"] == "utilization"],
        "origin",
        "material",
    )
    for row in facts.results("wastes"):
        key = (row["zone"], row["material"])
        if key not in limit and not row["legacy_used_kt_yr"]:
            continue
        words = f"zone {key[0]}, {key[1]}: old stock reclaimed (kt/yr)"
        reclaimed = row["legacy_used_kt_yr"]
        tally.at_most(reclaimed, limit.get(key, 0.0), f"{words}, by its yearly limit,")
        tally.at_most(reclaimed, into_use.get(key, 0.0), f"{words}, by what goes into use,")


def pool_surplus(facts: Facts) -> tuple[dict[Pool, float], dict[Pool, float]]:
    """Return of every pool (used + left - arrived - made), and the largest flow in it."""
    surplus: dict[Pool, float] = defaultdict(float)
    largest: dict[Pool, float] = defaultdict(float)

    def book(plant: str, material: str, producer: str, fresh: str, amount: float) -> None:
        pool = (plant, material, producer, fresh)
        surplus[pool] += amount
        largest[pool] = max(largest[pool], abs(amount))

    for row in facts.results("flows"):
        material, kt = row["material"], row["amount_kt_yr"]
        producer = facts.producer(material, row["origin"])
        here, there = facts.pools_of_flow(row)
        if row["destination_kind"] == "plant":
            book(row["destination"], material, producer, there, -kt)
        if row["origin_kind"] == "plant":
            book(row["origin"], material, producer, here, kt)
    treated = treated_amounts(facts)
    for row in facts.results("line_outputs"):
        plant, material = facts.plant(row["line"]), row["material"]
        producer = facts.producer(material, plant)
        fresh = treated.get((row["line"], row["recipe"], material), 0.0)
        book(plant, material, producer, "treated", -fresh)
        book(plant, material, producer, "plant", fresh - row["amount_kt_yr"])
    for row in facts.results("line_inputs"):
        book(*facts.pool_used(row), row["amount_kt_yr"])
    return surplus, largest


def treated_amounts(facts: Facts) -> dict[tuple[str, str, str], float]:
    """Return line, recipe, material -> kt made of what is not utilized yet, by treatment alone."""
    sums: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in facts.results("line_inputs"):
        if facts.mark_made(row) == "treated":
            for material, kt in wastes_made(facts, row):
                sums[row["line"], row["recipe"], material] += kt
    return sums


def wastes_made(facts: Facts, row: Cells) -> list[tuple[str, float]]:
    """Return (material, kt) of the wastes and residues made from one input of a line."""
    return [
        (made["material"], made["amount"] * row["amount_kt_yr"])
        for made in facts.yield_rows.get(row["recipe"], [])
        if made["per"] == row["material"] != ACTIVITY and facts.waste_like(made["material"])
    ]


def buying(facts: Facts) -> set[Pool]:
    """Return the pools that the table of inputs says are bought, in part at least."""
    return {
        (facts.plant(row["line"]), row["material"], row["producer"], "plant")
        for row in facts.results("line_inputs")
        if row["source"] == "bought"
    }


def bought_by_plant(facts: Facts) -> list[tuple[str, str, float]]:
    """Return (plant, material, kt bought) of every plant that buys."""
    surplus, _ = pool_surplus(facts)
    return [(pool[0], pool[1], surplus[pool]) for pool in sorted(buying(facts))]


def check_plant_balance(facts: Facts, tally: Tally) -> None:
    """Hold arrived + made + bought against used + left, by plant, material and producer."""
    surplus, largest = pool_surplus(facts)
    bought = buying(facts)
    for pool in sorted(surplus):
        plant, material, producer, fresh = pool
        of = f" of {producer}" if producer else ""
        words = f"plant {plant}, {material}{of} ({_MARKS.get(fresh, 'other')}):"
        size = scale(largest[pool])
        if pool not in bought:
            tally.equal(
                surplus[pool], 0.0, f"{words} used and left less arrived and made (kt/yr)", size
            )
            continue
        tally.at_least(surplus[pool], 0.0, f"{words} bought (kt/yr)", size)
        known = not math.isnan(facts.purchase_price(plant, material))
        tally.true(known and not producer, f"{words} bought, but it cannot be")


def check_shipped_own(facts: Facts, tally: Tally) -> None:
    """Hold what leaves each plant against what its lines make: what arrives is for its lines."""
    made: dict[tuple[str, str, str], float] = defaultdict(float)
    sent: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in facts.results("line_outputs"):
        plant, material = facts.plant(row["line"]), row["material"]
        made[plant, material, facts.producer(material, plant)] += row["amount_kt_yr"]
    for row in facts.results("flows"):
        if row["origin_kind"] == "plant":
            plant, material = row["origin"], row["material"]
            sent[plant, material, facts.producer(material, plant)] += row["amount_kt_yr"]
    for key, kt in sorted(sent.items()):
        words = f"plant {key[0]}, {key[1]}: leaves it, of what its lines make (kt/yr)"
        tally.at_most(kt, made.get(key, 0.0), words, scale(kt))


def check_yields(facts: Facts, tally: Tally) -> None:
    """Hold what lines make against yields times activity or input."""
    due: dict[tuple[str, ...], float] = defaultdict(float)
    for (line, recipe), activity in facts.activity.items():
        for row in facts.yield_rows.get(recipe, []):
            per = activity
            if row["per"] != ACTIVITY:
                per = facts.used.get((line, recipe, row["per"]), 0.0)
            due[line, recipe, row["material"]] += row["amount"] * per
    for key in sorted({*due, *facts.made}):
        line, recipe, material = key
        words = f"line {line}, recipe {recipe}: {material} made (kt/yr)"
        size = scale(due.get(key, 0.0), facts.activity.get((line, recipe), 0.0))
        tally.equal(facts.made.get(key, 0.0), due.get(key, 0.0), words, size)
    for row in facts.results("line_outputs"):
        kind = facts.kind(row["material"])
        tally.true(row["kind"] == kind, f"{row['at']}: {row['material']} is of kind {kind}")
