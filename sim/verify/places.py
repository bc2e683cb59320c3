"""Checks of where things go: markets, sinks, borders, quotas and terminals."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from sim.scenario.document import BorderRule
from sim.verify.facts import STORE, Facts, Place, sum_by
from sim.verify.read import Cells
from sim.verify.tally import Tally, or_nothing, scale

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
        tally.true(
            _may_fill(facts, row),
            f"{row['at']}: {row['origin']} may not bring"
            f" {row['material']} to {row['destination']} as {row['role']}",
        )


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
    cost: float = 0.0
    """CNY per dry tonne: surcharge, and lead times what a day of it costs."""
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
    material = row["material"]
    if not facts.waste_like(material):
        return Crossing(is_leaving(a, b))
    waste_class = facts.by_id("materials")[material]["waste_class"]
    return _judge(facts, (a, b), material, waste_class, _purpose(row))


def _purpose(row: Cells) -> str:
    return "disposal" if row["role"] == "disposal" else "utilization"


def _judge(
    facts: Facts, ends: tuple[Place, Place], material: str, waste_class: str, purpose: str
) -> Crossing:
    """Return what holds between two places; `open` and `filing` are for general waste."""
    crosses, last = is_leaving(*ends), None
    for number, rule in enumerate(facts.scenario.borders):
        speaks = (
            _covers(rule, *ends)
            and not (crosses and rule.rule in ("open", "filing") and waste_class == "hazardous")
            and rule.purpose in ("any", purpose)
            and rule.material in (None, material)
            and _is_of_class(rule.waste_class, waste_class)
        )
        last = number if speaks else last
    if last is not None:
        rule = facts.scenario.borders[last]
        barred = rule.rule == "closed" or (rule.rule == "approval" and rule.quota is None)
        cost = rule.surcharge + rule.lead * rule.lead_cost
        return Crossing(crosses, not barred, cost, last)
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
    """Hold flows against closed borders, and what crosses by the table against the flows."""
    due: dict[tuple[str, ...], float] = defaultdict(float)
    cost: dict[tuple[str, ...], float] = defaultdict(float)
    for row in facts.results("flows"):
        words = f"{row['at']}: {row['material']} from {row['origin']} to {row['destination']}"
        found = find_crossing(facts, row)
        tally.true(found.allowed, f"{words} passes a closed border")
        flag = row["cross_border"].lower()
        tally.true(flag == str(found.crosses).lower(), f"{words}: cross_border is {flag}")
        if found.crosses and facts.waste_like(row["material"]):
            ends = (row["origin_province"], row["destination_province"])
            held = (_rule_word(facts, found), _quota_of(facts, found))
            key = (*ends, row["material"], _purpose(row), *held)
            due[key] += row["amount_kt_yr"]
            cost[key] += row["amount_kt_yr"] * found.cost
    crossing = [row for row in facts.results("borders") if row["kind"] == "crossing"]
    columns = ("from_area", "to_area", "material", "purpose", "rule", "quota")
    stated = {tuple(row[c] for c in columns): row for row in crossing if row["material"]}
    for key in sorted({*due, *stated}):
        words = f"borders.csv, {', '.join(key)}"
        found_row = stated.get(key, {"used_kt_yr": 0.0, "cost_CNY_t": 0.0})
        tally.equal(found_row["used_kt_yr"], due.get(key, 0.0), f"{words} (kt/yr)")
        mean = cost[key] / due[key] if due.get(key) else 0.0
        tally.equal(found_row["cost_CNY_t"], mean, f"{words}: cost of crossing (CNY/t)")
    for row in crossing:
        _check_rule(facts, row, tally)


def _check_rule(facts: Facts, row: Cells, tally: Tally) -> None:
    """Hold the class, the rule and the cost of a crossing against the scenario."""
    words, material = f"{row['at']}:", row["material"]
    if material:
        known = facts.by_id("materials")[material]["waste_class"]
        tally.true(row["waste_class"] == known, f"{words} class is not {known}")
        return
    tally.equal(row["used_kt_yr"], 0.0, f"{words} used without a material (kt/yr)")
    ends = (row["from_area"], ""), (row["to_area"], "")
    found = _judge(facts, ends, "", row["waste_class"], row["purpose"])
    due = _rule_word(facts, found)
    tally.true(row["rule"] == due, f"{words} rule is {row['rule']}, not {due}")
    tally.equal(row["cost_CNY_t"], found.cost, f"{words} cost of crossing (CNY/t)")


def _rule_word(facts: Facts, found: Crossing) -> str:
    """Return the rule that holds; where none speaks, filing or approval."""
    if found.rule is None:
        return "filing" if found.allowed else "approval"
    return facts.scenario.borders[found.rule].rule


def _quota_of(facts: Facts, found: Crossing) -> str:
    """Return the name of the quota that a flow counts against; blank for none."""
    if found.rule is None or facts.scenario.borders[found.rule].quota is None:
        return ""
    rule = facts.scenario.borders[found.rule]
    what = rule.material or rule.waste_class
    return f"{rule.from_}>{rule.to}:{what}:{rule.purpose}:{found.rule + 1}"


def check_quotas(facts: Facts, tally: Tally) -> None:
    """Hold what passes under each rule against its quota, and both against the table of borders."""
    passed: dict[int | None, float] = defaultdict(float)
    for row in facts.results("flows"):
        passed[find_crossing(facts, row).rule] += row["amount_kt_yr"]
    stated = {r["quota"]: r for r in facts.results("borders") if r["kind"] == "quota"}
    due: set[str] = set()
    for number, rule in enumerate(facts.scenario.borders):
        if rule.quota is None or rule.rule == "closed":
            continue
        name = _quota_of(facts, Crossing(True, rule=number))
        words = f"border rule {number + 1}, {name} (kt/yr)"
        tally.at_most(passed[number], rule.quota, words)
        due.add(name)
        if name in stated:
            tally.equal(stated[name]["quota_kt_yr"], rule.quota, f"{words}: quota in borders.csv")
            tally.equal(stated[name]["used_kt_yr"], passed[number], f"{words}: used in borders.csv")
            row = stated[name]
            tally.equal(row["cost_CNY_t"], rule.surcharge + rule.lead * rule.lead_cost, words)
            _check_worth(facts, row, tally)
    tally.true(due == stated.keys(), "borders.csv does not list the quotas of the scenario")


def _check_worth(facts: Facts, row: Cells, tally: Tally) -> None:
    """Hold the share used, and that a quota with room is worth nothing to what was optimized."""
    used, quota, words = row["used_kt_yr"], row["quota_kt_yr"], f"{row['at']}:"
    if quota > 0:
        tally.equal(row["used_pct"], 100.0 * used / quota, f"{words} used (%)", 100.0)
    stages = facts.written.summary["objectives"]
    if any(stage["slack"] for stage in stages):
        return
    room = max(quota - used, 0.0) / scale(quota)
    for metric, column in (
        ("utilization_rate", "utilization_rate_pp_per_unit"),
        ("net_cost", "net_cost_MCNY/yr_per_unit"),
    ):
        worth = row[column]
        if any(stage["metric"] == metric for stage in stages) and math.isfinite(worth):
            text = f"{words} {column} of a quota with room"
            tally.record(abs(worth) * room, f"{text} is {worth:.4g}")


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


def check_transfers(facts: Facts, tally: Tally) -> None:
    """Hold waste between areas against the flows: amount, cost and work of each pair."""
    columns = ("amount_kt_yr", "cost_MCNY_yr", "work_Mt_km_yr")
    due: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for row in facts.results("flows"):
        if row["role"] not in HAULED or not facts.waste_like(row["material"]):
            continue
        ends = [facts.place(row[f"{e}_kind"], row[e]) for e in ("origin", "destination")]
        for i, level in enumerate(("province", "city")):
            if ends[0][i] and ends[1][i]:
                key = (level, ends[0][i], ends[1][i], row["material"], row["role"])
                due[key] = [a + or_nothing(row[c]) for a, c in zip(due[key], columns, strict=True)]
    keys = ("level", "origin", "destination", "material", "role")
    stated = {tuple(row[k] for k in keys): row for row in facts.results("transfers")}
    for key in sorted({*due, *stated}):
        for column, amount in zip(columns, due.get(key, [0.0] * 3), strict=True):
            found = stated[key][column] if key in stated else 0.0
            tally.equal(found, amount, f"transfers.csv, {', '.join(key)}: {column}")


CHECKS: dict[str, Callable[[Facts, Tally], None]] = {
    "markets": check_markets,
    "sinks": check_sinks,
    "borders": check_borders,
    "transfers": check_transfers,
    "quotas": check_quotas,
    "terminals": check_terminals,
}
"""Check by name."""
