"""Who is credited: every figure of waste goes to the generator, wherever its waste was used.

Residues are debited to the waste they were made from, along the whole chain (sim/results/fate.py).
"""

from __future__ import annotations

from itertools import chain

import numpy as np
import pandas as pd

from sim.model.weights import Weights
from sim.network import Network
from sim.results.fate import (
    CARRIED,
    CREDITED,
    DISPOSED,
    FIGURES,
    FILLED,
    MOVED,
    OWN,
    TRACED,
    TREATED,
    UNKNOWN,
    UPTAKE,
    follow,
    weigh_own,
)
from sim.results.known import sum_known
from sim.results.layout import Layout
from sim.rules.rows import locate
from sim.solve.plan import Plan

ROUNDING = 1e-9
"""Amounts below this (kt, a gram) are what rounding left of nothing."""
AMOUNTS = [
    "generation_kt_yr",
    "legacy_used_kt_yr",
    UPTAKE,
    DISPOSED,
    "net_utilized_kt_yr",
    "unused_kt_yr",
]
SUMS = [*AMOUNTS, *(f for f in FIGURES if f not in (DISPOSED, *MOVED)), *FILLED, *MOVED, *OWN]
"""Every figure that adds up over wastes."""
_KEYS = ["period", "zone", "material"]
_RATES = {
    "utilization_rate_pct": ("net_utilized_kt_yr",),
    "gross_utilization_rate_pct": ("uptake_kt_yr",),
    "utilization_rate_without_restoration_pct": ("net_utilized_kt_yr", "restoration_kt_yr"),
    "utilization_rate_without_fill_pct": (
        "net_utilized_kt_yr",
        "restoration_kt_yr",
        "backfill_kt_yr",
    ),
    "gross_rate_without_restoration_pct": ("uptake_kt_yr", "uptake_restoration_kt_yr"),
    "gross_rate_without_fill_pct": (
        "uptake_kt_yr",
        "uptake_restoration_kt_yr",
        "uptake_backfill_kt_yr",
    ),
    "high_value_rate_pct": ("high_value_kt_yr",),
    **{metric.column: (metric.amount_column,) for metric in CREDITED if metric.is_rate},
}
"""Rate -> the amount it is of, and what is taken off."""
RATES = list(_RATES)
_BASE = ("generation_kt_yr", "legacy_used_kt_yr")
"""What rates are shares of."""


def tabulate_wastes(network: Network, plan: Plan, layout: Layout | None = None) -> pd.DataFrame:
    """Return zone x material with every figure that is credited to the generator.

    Transport work and CO2 are blank where it goes ways of which nothing is known. `layout` may be
    given if there is one of the network.
    """
    keys = _KEYS
    supply = network.supply.merge(pd.DataFrame({"period": network.periods}), how="cross")
    table = supply.groupby(keys)[["generation_kt_yr"]].sum()
    reclaimed = plan.reclaim.merge(
        supply[["zone", "lot", "material", "reclaim_CNY_t"]], on=["zone", "lot"]
    )
    table["legacy_used_kt_yr"] = reclaimed.groupby(keys)["amount_kt_yr"].sum()
    reclaimed["cost"] = reclaimed["amount_kt_yr"] * reclaimed["reclaim_CNY_t"] * 1e-3
    credited = trace_wastes(network, plan, layout).drop(columns=TREATED)
    table = table.join(credited).astype(float).fillna(0.0)
    cost = reclaimed.groupby(keys)["cost"].sum().reindex(table.index).fillna(0.0)
    table["logistics_cost_MCNY_yr"] += cost
    for column, weights in weigh_own(network):
        table[column] += _at_zones(network, table, reclaimed, weights)
    table["net_utilized_kt_yr"] = table[UPTAKE] - table[DISPOSED]
    table["unused_kt_yr"] = (
        table["generation_kt_yr"] + table["legacy_used_kt_yr"] - table[UPTAKE]
    ).clip(lower=0.0)
    table = table.mask(table.abs() < ROUNDING * network.size_kt_yr, 0.0)
    for column, (unknown, _) in UNKNOWN.items():
        table[column] = table[column].mask((table[unknown] > 0) & (table[column] == 0))
    return add_rates(table.reset_index())[[*keys, *SUMS, *RATES]]


def _at_zones(
    network: Network, table: pd.DataFrame, reclaimed: pd.DataFrame, weights: Weights
) -> pd.Series[float]:
    """Return what of a metric comes of generating waste and of digging up old stock."""
    old = network.supply[network.supply["legacy_limit_kt_yr"] > 0]
    per_tonne = weights.others.get("reclaim", np.zeros(len(old)))
    at = locate(old[["zone", "lot"]], reclaimed[["zone", "lot"]])
    dug = (reclaimed["amount_kt_yr"] * per_tonne[at]).groupby([reclaimed[k] for k in _KEYS]).sum()
    generated = table["generation_kt_yr"]
    part = weights.constant / total if (total := float(generated.sum())) > 0 else 0.0
    return dug.reindex(table.index).fillna(0.0) + part * generated


def trace_wastes(network: Network, plan: Plan, layout: Layout | None = None) -> pd.DataFrame:
    """Return period, zone, material x TRACED: what follows of all that leaves the zones."""
    layout = layout or Layout(network)
    found, of = follow(network, plan, layout), layout.waste_routes
    sent = of.from_zone[found.routes]
    routes = found.routes[sent]
    followed = found.kt[sent, None] * found.fates[sent]
    followed[:, [TRACED.index(figure) for figure in CARRIED]] += found.carried[sent]
    keys = [np.asarray(network.periods)[found.periods[sent]], of.zone[routes], of.material[routes]]
    return pd.DataFrame(followed, columns=TRACED).groupby(keys).sum().rename_axis(_KEYS)


def add_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Add the rates: of the waste generated and of old stock utilized, per cent."""
    of = {name: table[name].to_numpy(float) for name in {*chain(*_RATES.values()), *_BASE}}
    base = sum(of[name] for name in _BASE)
    rates = {}
    for name, (amount, *less) in _RATES.items():
        part = 100.0 * (of[amount] - sum(of[taken_off] for taken_off in less))
        rates[name] = np.divide(part, base, out=np.full(len(table), np.nan), where=base > 0)
    return table.assign(**rates)


def tabulate_zones(network: Network, wastes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per zone."""
    sums = sum_known(wastes, ["period", "zone"], SUMS).reset_index()
    about = [
        "name_en",
        "name_zh",
        "industry",
        "owner",
        "city",
        "county",
        "province",
        "basin",
        "role",
        "lon",
        "lat",
    ]
    zones = add_rates(sums).join(network.zones[about], on="zone")
    return zones[["period", "zone", *about, *SUMS, *RATES]]
