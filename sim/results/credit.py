"""Who is credited: every figure of waste goes to the generator, wherever its waste was used.

Residues are debited to the waste they were made from, along the whole chain (sim/results/fate.py).
"""

from __future__ import annotations

from itertools import chain, islice

import numpy as np
import pandas as pd

from sim.model.arrays import Floats, Ints
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
    UNKNOWN,
    UPTAKE,
    follow,
    weigh_own,
)
from sim.results.known import number_keys, sum_known, sum_rows
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
RATE_PARTS = {
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
RATES = list(RATE_PARTS)
RATE_BASE = ("generation_kt_yr", "legacy_used_kt_yr")
"""What rates are shares of."""


def tabulate_wastes(network: Network, plan: Plan, layout: Layout | None = None) -> pd.DataFrame:
    """Return zone x material with every figure that is credited to the generator.

    Transport work and CO2 are blank where it goes ways of which nothing is known. `layout` may be
    given if there is one of the network.
    """
    layout = layout or Layout(network)
    rows = _WasteRows(network)
    reclaimed = plan.reclaim.assign(
        supply=locate(network.supply[["zone", "lot"]], plan.reclaim[["zone", "lot"]])
    )
    reclaimed = reclaimed[reclaimed["supply"] >= 0]
    dug = rows.of_supply(reclaimed["supply"], layout.periods_at(reclaimed))
    kt = reclaimed["amount_kt_yr"].to_numpy(float)
    per_tonne = network.supply["reclaim_CNY_t"].to_numpy(float)[reclaimed["supply"]]
    of = {"generation_kt_yr": rows.generated, "legacy_used_kt_yr": rows.add(kt, dug)}
    credited, place = _trace(network, plan, layout, rows)
    of |= dict(zip(TRACED, rows.add(credited, place).T, strict=True))
    of["logistics_cost_MCNY_yr"] = of["logistics_cost_MCNY_yr"] + rows.add(
        kt * per_tonne * 1e-3, dug
    )
    for column, weights in weigh_own(network):
        of[column] = of[column] + _at_zones(network, rows, reclaimed, dug, weights)
    of["net_utilized_kt_yr"] = of[UPTAKE] - of[DISPOSED]
    unused = of["generation_kt_yr"] + of["legacy_used_kt_yr"] - of[UPTAKE]
    of["unused_kt_yr"] = np.maximum(unused, 0.0)
    nothing = ROUNDING * network.size_kt_yr
    of = {name: np.where(np.abs(kt) < nothing, 0.0, kt) for name, kt in of.items()}
    for column, (unknown, _) in UNKNOWN.items():
        of[column] = np.where((of[unknown] > 0) & (of[column] == 0), np.nan, of[column])
    return add_rates(rows.keys.assign(**of))[[*_KEYS, *SUMS, *RATES]]


class _WasteRows:
    """The rows of the table of wastes: what they are of, and sums over them."""

    def __init__(self, network: Network) -> None:
        supply = network.supply
        self._pairs, firsts = number_keys(supply, ["zone", "material"])
        self._count, many = len(firsts), len(network.periods)
        about = supply[["zone", "material"]].take(np.tile(firsts, many))
        self.keys = about.reset_index(drop=True)
        self.keys.insert(0, "period", np.repeat(np.asarray(network.periods), self._count))
        cells = zip(self.keys["zone"], self.keys["material"], strict=True)
        self.pair_at = dict(zip(islice(cells, self._count), range(self._count), strict=False))
        amounts = supply["generation_kt_yr"].to_numpy(float)
        self.generated = np.tile(sum_rows(amounts, self._pairs, self._count), many)

    def of_supply(self, supply: pd.Series[int], periods: Ints) -> Ints:
        """Return the row of each thing that is of a row of supply, and of a period."""
        rows: Ints = self._pairs[supply.to_numpy(np.int64)] + self._count * periods
        return rows

    def of_pairs(self, pairs: Ints, periods: Ints) -> Ints:
        """Return the row of each thing of a zone and material of `pair_at`; -1 stays."""
        rows: Ints = np.where(pairs >= 0, pairs + self._count * periods, -1)
        return rows

    def add(self, amounts: Floats, rows: Ints) -> Floats:
        """Return the sum of the amounts of each row; those of no row (-1) are left out."""
        known = rows >= 0
        return sum_rows(amounts[known], rows[known], len(self.keys))


def _at_zones(
    network: Network, rows: _WasteRows, reclaimed: pd.DataFrame, dug: Ints, weights: Weights
) -> Floats:
    """Return what of a metric comes of generating waste and of digging up old stock."""
    old = network.supply[network.supply["legacy_limit_kt_yr"] > 0]
    per_tonne = weights.others.get("reclaim", np.zeros(len(old)))
    at = locate(old[["zone", "lot"]], reclaimed[["zone", "lot"]])
    of_stock = rows.add(reclaimed["amount_kt_yr"].to_numpy(float) * per_tonne[at], dug)
    part = weights.constant / total if (total := float(rows.generated.sum())) > 0 else 0.0
    return of_stock + part * rows.generated


def trace_wastes(network: Network, plan: Plan, layout: Layout | None = None) -> pd.DataFrame:
    """Return period, zone, material x TRACED: what follows of all that leaves the zones."""
    rows = _WasteRows(network)
    followed, place = _trace(network, plan, layout or Layout(network), rows)
    there = np.unique(place[place >= 0])
    keys = pd.MultiIndex.from_frame(rows.keys.take(there))
    return pd.DataFrame(rows.add(followed, place)[there], keys, TRACED)


def _trace(network: Network, plan: Plan, layout: Layout, rows: _WasteRows) -> tuple[Floats, Ints]:
    """Return what follows of each flow that leaves a zone, x TRACED, and its row of wastes."""
    found, of = follow(network, plan, layout), layout.waste_routes
    sent = of.from_zone[found.routes]
    routes = found.routes[sent]
    followed = found.kt[sent, None] * found.fates[sent]
    followed[:, [TRACED.index(figure) for figure in CARRIED]] += found.carried[sent]
    pairs = np.array([rows.pair_at.get(pair, -1) for pair in of.pairs], dtype=np.int64)
    return followed, rows.of_pairs(pairs[of.pair[routes]], found.periods[sent])


def add_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Add the rates: of the waste generated and of old stock utilized, per cent."""
    of = {name: table[name].to_numpy(float) for name in {*chain(*RATE_PARTS.values()), *RATE_BASE}}
    base = sum(of[name] for name in RATE_BASE)
    rates = {}
    for name, (amount, *less) in RATE_PARTS.items():
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
