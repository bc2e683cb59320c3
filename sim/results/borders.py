"""Borders: what each ordered pair of areas lets pass, what passes, and what quotas are worth."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from sim.network import Network
from sim.network.borders import ANY, FREE, HAZARDOUS, Flow, Passage, passage
from sim.network.exclusions import BORDER_CLOSED
from sim.results.heads import worth_column
from sim.results.names import Names, NamesIn
from sim.results.prices import CHANGES, say_changes
from sim.rules.families import border_quota
from sim.say.texts import Texts
from sim.scenario.document import BorderRule
from sim.scenario.records import records

QUOTA, CROSSING = "quota", "crossing"
"""Kinds of rows: a quota, with all that counts against it; what crosses between two provinces."""
COLUMNS = [
    "period",
    "kind",
    "quota",
    "from_area",
    "to_area",
    "name_en",
    "name_zh",
    "waste_class",
    "material",
    "purpose",
    "rule",
    "quota_kt_yr",
    "used_kt_yr",
    "used_pct",
    "cost_CNY_t",
]
PURPOSES = ("utilization", "disposal")
_CARRIED = ("utilization", "chain", "disposal")
"""Roles of flows that border rules look at."""
_ORDER = ["kind", "from_area", "to_area", "waste_class", "material", "purpose", "rule", "quota"]


def tabulate_borders(
    network: Network, flows: pd.DataFrame, prices: pd.DataFrame, names: Names, *, priced: bool
) -> pd.DataFrame:
    """Return one row per quota, and one row per ordered pair of provinces, waste and purpose.

    Pairs without a flow have a row for each class of waste with the rule that holds there. The
    columns of worth say what one more kt/yr of quota changes: solved again where it was, else as
    in the table of prices; 0 where a quota does not bind, blank for what is no quota, where
    nothing was priced, or where a price does not hold for any larger quota.
    """
    crossing = _list_crossings(network, flows)
    rows = [*_list_quotas(network, flows), *crossing, *_list_idle(network, crossing)]
    for row in rows:
        row["period"] = network.periods[0]
        for named in names.both:
            row[f"name_{named.texts.language}"] = _name(row, named)
    table = pd.DataFrame(rows, columns=COLUMNS).sort_values(
        _ORDER,
        key=lambda c: c.map({QUOTA: 0, CROSSING: 1}) if c.name == "kind" else c,
        ignore_index=True,
    )
    return table.assign(**_worth(table, prices, priced=priced))


def _list_quotas(network: Network, flows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a row for each quota: how much of it is used."""
    used = flows.groupby("quota")["amount_kt_yr"].sum()
    rules = network.scenario.borders
    rows = []
    for quota in records(network.quotas.reset_index()):
        rule = rules[quota.position]
        most, amount = float(quota.amount_kt_yr), float(used.get(quota.quota, 0.0))
        rows.append(
            {
                "kind": QUOTA,
                "quota": quota.quota,
                "from_area": rule.from_,
                "to_area": rule.to,
                "waste_class": "" if rule.material else rule.waste_class,
                "material": rule.material or "",
                "purpose": rule.purpose,
                "rule": rule.rule,
                "quota_kt_yr": most,
                "used_kt_yr": amount,
                "used_pct": 100.0 * amount / most if most > 0 else None,
                "cost_CNY_t": rule.crossing_cost,
            }
        )
    return rows


def _list_crossings(network: Network, flows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a row for each pair, waste, purpose and rule under which something crosses."""
    kinds = network.materials["kind"].reindex(flows["material"]).isin(["waste", "residue"])
    chosen = flows["cross_border"].astype(bool) & flows["role"].isin(_CARRIED)
    crossing = flows[chosen & kinds.to_numpy(bool)]
    sums: dict[tuple[Any, ...], float] = {}
    costs: dict[tuple[Any, ...], float] = {}
    for flow in records(crossing):
        waste_class = str(network.materials.at[flow.material, "waste_class"])
        purpose = "disposal" if flow.role == "disposal" else "utilization"
        ends = (flow.origin_province, flow.destination_province)
        held = passage(
            network.scenario.borders,
            Flow(
                (ends[0], flow.origin_city),
                (ends[1], flow.destination_city),
                flow.material,
                waste_class,
                purpose,
            ),
        )
        key = (*ends, waste_class, flow.material, purpose, held.rule, held.quota)
        sums[key] = sums.get(key, 0.0) + float(flow.amount_kt_yr)
        costs[key] = costs.get(key, 0.0) + float(flow.amount_kt_yr) * held.cost_CNY_t
    return [
        {
            "kind": CROSSING,
            "from_area": key[0],
            "to_area": key[1],
            "waste_class": key[2],
            "material": key[3],
            "purpose": key[4],
            "rule": key[5],
            "quota": key[6],
            "used_kt_yr": amount,
            "cost_CNY_t": costs[key] / amount,
        }
        for key, amount in sums.items()
    ]


def _list_idle(network: Network, crossing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row for each pair, class and purpose under which nothing crosses."""
    known = ("from_area", "to_area", "waste_class", "purpose")
    busy = {tuple(row[column] for column in known) for row in crossing}
    nodes = [frame["province"] for frame in (network.zones, network.plants, network.sinks)]
    provinces = sorted({str(name) for names in nodes for name in names.dropna()} - {""})
    wastes = network.lots.loc[network.lots["waste_like"], "material"].unique()
    classes = sorted(network.materials.loc[wastes, "waste_class"].dropna().unique())
    rows = []
    for start in provinces:
        for end in provinces:
            for waste_class in classes:
                for purpose in PURPOSES:
                    if start == end or (start, end, waste_class, purpose) in busy:
                        continue
                    held = _general_passage(network, start, end, waste_class, purpose)
                    rows.append(
                        {
                            "kind": CROSSING,
                            "from_area": start,
                            "to_area": end,
                            "waste_class": waste_class,
                            "material": "",
                            "purpose": purpose,
                            "rule": held.rule,
                            "quota": held.quota,
                            "used_kt_yr": 0.0,
                            "cost_CNY_t": held.cost_CNY_t,
                        }
                    )
    return rows


def _general_passage(
    network: Network, start: str, end: str, waste_class: str, purpose: str
) -> Passage:
    """Return what holds between two provinces for a class; rules of one material or city aside."""
    flow = Flow((start, ""), (end, ""), "", waste_class, purpose)
    return passage(network.scenario.borders, flow)


def _name(row: dict[str, Any], names: NamesIn) -> str:
    what = row["material"]
    label = names.label(what) if what else names.texts.say(f"class_{row['waste_class']}")
    ends = (names.area(str(row[end])) for end in ("from_area", "to_area"))
    return names.texts.say("explain_border", a=next(ends), b=next(ends), what=label)


def _worth(table: pd.DataFrame, prices: pd.DataFrame, *, priced: bool) -> dict[str, pd.Series[Any]]:
    """Return the columns of worth, taken from the rows of quotas in the table of prices."""
    columns = [str(c) for c in prices.columns if str(c).endswith("_per_unit")]
    found = prices[prices["constraint"] == border_quota.NAME].set_index("index")
    bare = found["to"] <= found["limit"] * (1.0 + 1e-6)
    solved = {worth_column(m): f"one_{changed}" for m, changed in CHANGES.items()}
    is_quota = table["kind"] == QUOTA
    binds = table["quota"].isin(found.index)
    worth = {}
    for column in columns:
        known = found[column].astype(float).mask(bare)
        if column in solved:
            known = found[solved[column]].astype(float).fillna(known)
        row = known.reindex(table["quota"]).set_axis(table.index)
        worth[column] = row.where(binds, 0.0).where(is_quota & priced)
    return worth


def say_worth(row: Mapping[Hashable, Any], texts: Texts) -> str:
    """Return what one more kt/yr (in Chinese 万吨/年) of a quota of the table changes, in words."""
    step = texts.scale("kt/yr").size
    change = {
        "net_utilized": step * row["net_utilized_kt/yr_per_unit"],
        "utilization_rate": step * row["utilization_rate_pp_per_unit"] / 100.0,
        "net_cost": step * row["net_cost_MCNY/yr_per_unit"],
    }
    if any(math.isnan(value) for value in change.values()):
        return texts.say("price_unknown")
    if all(abs(value) <= 1e-7 for value in change.values()):
        return texts.say("borders_has_room")
    return say_changes(change, texts)


def list_held_back(network: Network, names: Names) -> dict[str, str] | None:
    """Return a note, en and zh, on hazardous waste that no rule for any class lets pass.

    None where no rule sounds as if it did, or no such waste could have gone anywhere.
    """
    rules = [r for r in network.scenario.borders if _sounds_open(r)]
    shut = network.excluded[network.excluded["reason"] == BORDER_CLOSED]
    found = sorted(
        m for m in shut["material"].unique() if network.materials.at[m, "waste_class"] == HAZARDOUS
    )
    if not rules or not found:
        return None
    return {
        named.texts.language: named.texts.say(
            "hazardous_held_back",
            rule=named.texts.say(f"rule_{rules[-1].rule}"),
            materials=named.texts.join(map(named.label, found)),
        )
        for named in names.both
    }


def _sounds_open(rule: BorderRule) -> bool:
    return rule.rule in FREE and rule.waste_class == ANY and rule.material is None
