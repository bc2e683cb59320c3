"""Checks of where things go: markets, sinks, borders, quotas and terminals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sim.results.verify_facts import STORE, Facts, Place, sum_by
from sim.results.verify_read import Cells
from sim.results.verify_tally import Tally
from sim.scenario.document import BorderRule

HAULED = ("utilization", "chain", "disposal")
"""Roles whose flows can meet a border."""


def check_markets(facts: Facts, tally: Tally) -> None:
    """Hold sales against demand, contracts, groups and the area that a market serves."""
    sales = [row for row in facts.results("flows") if row["role"] == "sale"]
    sold = sum_by(sales, "destination")
    groups: dict[str, float] = defaultdict(float)
    most: dict[str, float] = {}
    for market, row in sorted(facts.by_id("markets").items()):
        words = f"market {market}: sold (kt/yr)"
        amount = sold.get((market,), 0.0)
        tally.at_least(amount, row["min"], words)
        if row["max"] >= 0:
            tally.at_most(amount, row["max"], words)
        groups[row["group"]] += amount
        if row["group"] and row["group_max"] >= 0:
            most[row["group"]] = min(row["group_max"], most.get(row["group"], row["group_max"]))
    for group, bound in most.items():
        tally.at_most(groups[group], bound, f"market group {group}: sold (kt/yr)")
    for row in sales:
        buyer = facts.by_id("markets")[row["destination"]]
        right = buyer["product"] == row["material"]
        tally.true(right, f"{row['at']}: {row['destination']} does not buy {row['material']}")
        inside = not buyer["area"] or buyer["area"] in facts.place("plant", row["origin"])
        tally.true(inside, f"{row['at']}: {row['destination']} does not serve {row['origin']}")


def own_sinks(facts: Facts, node: str, material: str) -> list[str]:
    """Return the sinks that a zone or plant has for itself and that take a material."""
    return [
        sink
        for sink, row in facts.by_id("sinks").items()
        if node in (row["owner_zone"], row["owner_plant"])
        and (not row["accepts"] or material in row["accepts"])
    ]


def check_sinks(facts: Facts, tally: Tally) -> None:
    """Hold what is disposed of and stored against capacity, owner and accepted materials."""
    into = [row for row in facts.results("flows") if row["destination_kind"] == "sink"]
    filled = sum_by(into, "destination")
    for sink, row in sorted(facts.by_id("sinks").items()):
        if row["capacity"] >= 0:
            words = f"sink {sink}: filled (kt/yr)"
            tally.at_most(filled.get((sink,), 0.0), row["capacity"], words)
    for row in into:
        tally.true(_may_fill(facts, row), f"{row['at']}: {row['origin']} may not bring"
                   f" {row['material']} to {row['destination']} as {row['role']}")  # fmt: skip


def _may_fill(facts: Facts, row: Cells) -> bool:
    """Return whether a flow into a sink is in order: the own sink, an open one, or the store."""
    sink, origin, material = row["destination"], row["origin"], row["material"]
    if not facts.waste_like(material):
        return False
    own = own_sinks(facts, origin, material)
    if row["role"] == "storage":
        return sink in own or (not own and sink == STORE + origin)
    facts_of = facts.by_id("sinks").get(sink)
    if facts_of is None or facts_of["owner_zone"] or facts_of["owner_plant"]:
        return False
    return not facts_of["accepts"] or material in facts_of["accepts"]


# -- borders -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Crossing:
    """What the border rules make of a flow."""

    crosses: bool
    allowed: bool = True
    surcharge: float = 0.0
    rule: int | None = None
    """Position of the rule that holds."""


def is_leaving(a: Place, b: Place) -> bool:
    """Return whether two places lie in different provinces, both of them named."""
    return "" not in (a[0], b[0]) and a[0] != b[0]


def find_crossing(facts: Facts, row: Cells) -> Crossing:
    """Return what holds for a flow: the last rule that speaks of it, else the defaults."""
    if row["role"] not in HAULED:
        return Crossing(False)
    a = facts.place(row["origin_kind"], row["origin"])
    b = facts.place(row["destination_kind"], row["destination"])
    crosses, material = is_leaving(a, b), row["material"]
    if not facts.waste_like(material):
        return Crossing(crosses)
    purpose = "disposal" if row["role"] == "disposal" else "utilization"
    waste_class = facts.by_id("materials")[material]["waste_class"]
    last = None
    for number, rule in enumerate(facts.scenario.borders):
        speaks = (
            _covers(rule, a, b)
            and rule.purpose in ("any", purpose)
            and rule.material in (None, material)
            and _is_of_class(rule.waste_class, waste_class)
        )
        last = number if speaks else last
    if last is not None:
        rule = facts.scenario.borders[last]
        barred = rule.rule == "closed" or (rule.rule == "approval" and rule.quota is None)
        return Crossing(crosses, not barred, rule.surcharge, last)
    barred = crosses and (purpose == "disposal" or waste_class == "hazardous")
    return Crossing(crosses, not barred)


def _covers(rule: BorderRule, a: Place, b: Place) -> bool:
    """Return whether a rule speaks of flows from a to b; `any` is any other province."""
    if "any" in (rule.from_, rule.to) and not is_leaving(a, b):
        return False
    return rule.from_ in ("any", *a) and rule.to in ("any", *b)


def _is_of_class(asked: str, waste_class: str) -> bool:
    general = asked == "general" and waste_class in ("general_I", "general_II")
    return asked in ("any", waste_class) or general


def check_borders(facts: Facts, tally: Tally) -> None:
    """Hold flows against closed borders, and the table of borders against the flows."""
    flows = facts.results("flows")
    crossing: list[Cells] = []
    for row in flows:
        words = f"{row['at']}: {row['material']} from {row['origin']} to {row['destination']}"
        found = find_crossing(facts, row)
        tally.true(found.allowed, f"{words} passes a closed border")
        flag = row["cross_border"].lower()
        tally.true(flag == str(found.crosses).lower(), f"{words}: cross_border is {flag}")
        if found.crosses and facts.waste_like(row["material"]):
            crossing.append(row)
    keys = ("origin_province", "destination_province", "material", "role")
    due, stated = sum_by(crossing, *keys), sum_by(facts.results("borders"), *keys)
    for key in sorted({*due, *stated}):
        words = f"borders.csv, {', '.join(key)} (kt/yr)"
        tally.equal(stated.get(key, 0.0), due.get(key, 0.0), words)


def check_quotas(facts: Facts, tally: Tally) -> None:
    """Hold what passes under each border rule against its quota."""
    passed: dict[int | None, float] = defaultdict(float)
    for row in facts.results("flows"):
        passed[find_crossing(facts, row).rule] += row["amount_kt_yr"]
    for number, rule in enumerate(facts.scenario.borders):
        if rule.quota is not None:
            what = rule.material or rule.waste_class
            words = f"border rule {number + 1}, {rule.from_} to {rule.to} ({what}) (kt/yr)"
            tally.at_most(passed[number], rule.quota, words)


def check_terminals(facts: Facts, tally: Tally) -> None:
    """Hold what is loaded and unloaded at each terminal against its throughput."""
    handled: dict[str, float] = defaultdict(float)
    for row in facts.results("flows"):
        for terminal in row["via"].split(">"):
            handled[terminal] += row["amount_kt_yr"]
    for terminal, row in sorted(facts.by_id("terminals").items()):
        if row["capacity"] >= 0:
            words = f"terminal {terminal}: loaded and unloaded (kt/yr)"
            tally.at_most(handled[terminal], row["capacity"], words)
