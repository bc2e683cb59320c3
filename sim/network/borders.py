"""Border rules: which of them holds for a flow, and what it allows, costs and counts against."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.loader.case import Case
from sim.rules.families.border_quota import quota_name
from sim.scenario.document import BorderRule

ANY = "any"
HAZARDOUS = "hazardous"
FREE = ("open", "filing")
"""Rules that let general waste pass without an approval; they never speak of hazardous waste."""


@dataclass(frozen=True)
class Flow:
    """What a border rule looks at in a flow."""

    origin: tuple[str, str]
    """Province and city of origin."""
    destination: tuple[str, str]
    material: str
    waste_class: str
    purpose: str
    """utilization or disposal."""


@dataclass(frozen=True)
class Passage:
    """What the border makes of a flow."""

    open: bool
    cost_CNY_t: float = 0.0
    """Surcharge, and what the lead costs."""
    quota: str = ""
    rule: str = "open"
    surcharge_CNY_t: float = 0.0
    """The part of the cost that the province takes."""


def crosses(flow: Flow) -> bool:
    """Return whether a flow leaves its province; unnamed provinces have no borders."""
    a, b = flow.origin[0], flow.destination[0]
    return bool(a) and bool(b) and a != b


def _area_matches(name: str, area: tuple[str, str], *, crossing: bool) -> bool:
    return name in area or (name == ANY and crossing)


def rule_matches(rule: BorderRule, flow: Flow) -> bool:
    """Return whether a rule speaks of a flow.

    `any` means any other province. `open` and `filing` do not speak of hazardous waste that
    leaves its province: that needs an approval whatever it is for (Solid Waste Law 2020, Art. 82).
    """
    crossing = crosses(flow)
    if not crossing and ANY in (rule.from_, rule.to):
        return False
    if crossing and rule.rule in FREE and flow.waste_class == HAZARDOUS:
        return False
    return _concerns(rule, flow, crossing=crossing)


def _concerns(rule: BorderRule, flow: Flow, *, crossing: bool) -> bool:
    return (
        _area_matches(rule.from_, flow.origin, crossing=crossing)
        and _area_matches(rule.to, flow.destination, crossing=crossing)
        and rule.purpose in (ANY, flow.purpose)
        and rule.material in (None, flow.material)
        and covers(rule.waste_class, flow.waste_class)
    )


def covers(named: str, waste_class: str) -> bool:
    """Return whether the class that a rule names covers that of a waste.

    >>> covers("general", "general_II"), covers("general", "hazardous")
    (True, False)
    """
    return named in (ANY, waste_class) or (named == "general" and waste_class.startswith("general"))


def find_rule(rules: list[BorderRule], flow: Flow) -> int:
    """Return the place of the rule that holds for a flow, the last that matches; -1: none does."""
    places = range(len(rules) - 1, -1, -1)
    return next((index for index in places if rule_matches(rules[index], flow)), -1)


def passage(rules: list[BorderRule], flow: Flow) -> Passage:
    """Return what the last matching rule allows.

    Without a rule, utilization across provinces is open on filing; storage and disposal
    across provinces, and hazardous waste for whatever purpose, are closed.
    """
    index = find_rule(rules, flow)
    if index >= 0:
        rule = rules[index]
        closed = rule.rule == "closed" or (rule.rule == "approval" and rule.quota is None)
        quota = quota_name(index, rule) if rule.quota is not None else ""
        return Passage(not closed, rule.crossing_cost, quota, rule.rule, rule.surcharge)
    if not crosses(flow):
        return Passage(True)
    if flow.purpose == "disposal" or flow.waste_class == HAZARDOUS:
        return Passage(False, rule="approval")
    return Passage(True, rule="filing")


def list_quotas(case: Case) -> pd.DataFrame:
    """Return the quotas: index quota; from, to, waste_class, purpose, amount_kt_yr, where,
    position in the list of rules."""
    rows = [
        (quota_name(i, r), r.from_, r.to, r.material or r.waste_class, r.purpose, r.quota, where, i)
        for i, (r, where) in enumerate(zip(case.scenario.borders, case.borders_at, strict=True))
        if r.quota is not None and r.rule != "closed"
    ]
    columns = ["quota", "from", "to", "waste_class", "purpose", "amount_kt_yr", "where", "position"]
    return pd.DataFrame(rows, columns=columns).set_index("quota")
