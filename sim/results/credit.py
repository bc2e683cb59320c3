"""Who is credited: the residues disposed of are debited to the waste they were made from.

A plant mixes the deliveries of a lot, so each bears the plant's share of residues that end
in sinks, along the whole chain: loss[p,lot] = (disposed + sum shipped x loss there
+ sum made from it x loss of what was made) / throughput, a linear system.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, eye_array
from scipy.sparse.linalg import spsolve

from sim.network import Network
from sim.results.flows import made_amounts
from sim.scenario.records import records
from sim.solve.plan import Plan

WHOLE = "all"
"""Area that stands for the whole region."""
ROUNDING = 1e-9
"""Amounts below this (kt, a gram) are what rounding left of nothing."""
AMOUNTS = ["generation_kt_yr", "legacy_used_kt_yr", "uptake_kt_yr", "residues_disposed_kt_yr",
           "net_utilized_kt_yr", "unused_kt_yr"]  # fmt: skip


def loss_factors(network: Network, plan: Plan) -> pd.Series[float]:
    """Return (plant, lot, period) -> kt of residue disposed of per kt of the lot in the plant."""
    waste = frozenset(network.lots.index[network.lots["waste_like"]])
    ship = plan.ship[plan.ship["amount_kt_yr"] > 0].join(network.routes, on="route")
    ship = ship[ship["lot"].isin(waste)]
    leaving = ship[ship["origin_kind"] == "plant"].rename(columns={"origin": "plant"})
    use = plan.use[plan.use["lot"].isin(waste) & (plan.use["amount_kt_yr"] > 0)]
    use = use.assign(plant=network.lines["plant"].reindex(use["line"]).to_numpy())
    keys = ["plant", "lot", "period"]
    out = pd.concat([leaving[[*keys, "amount_kt_yr"]], use[[*keys, "amount_kt_yr"]]])
    through = out.groupby(keys)["amount_kt_yr"].sum()
    place = {key: i for i, key in enumerate(through.index)}
    to_sinks = leaving[leaving["destination_kind"] == "sink"]
    lost = to_sinks.groupby(keys)["amount_kt_yr"].sum().reindex(through.index).fillna(0.0)
    entries = [*_onward(leaving, place), *_residues(network, plan, place)]
    size = len(through)
    if not size:
        return through
    rows, columns, kt = (
        (np.array(x) for x in zip(*entries, strict=True)) if entries else ([], [], [])
    )
    total = through.to_numpy(float)
    matrix = coo_array(
        (np.asarray(kt, float) / total[np.asarray(rows, int)], (rows, columns)), shape=(size, size)
    )
    solution = spsolve((eye_array(size) - matrix).tocsc(), lost.to_numpy(float) / total)
    return pd.Series(np.atleast_1d(solution), index=through.index)


def _onward(leaving: pd.DataFrame, place: dict[Any, int]) -> list[tuple[int, int, float]]:
    """Return (from pool, to pool, kt) of what one plant ships to another."""
    onward = leaving[leaving["destination_kind"] == "plant"]
    return [
        (place[r.plant, r.lot, r.period], place[r.destination, r.lot, r.period], r.amount_kt_yr)
        for r in records(onward)
        if (r.destination, r.lot, r.period) in place
    ]


def _residues(network: Network, plan: Plan, place: dict[Any, int]) -> list[tuple[int, int, float]]:
    """Return (input pool, residue pool, kt) of what lines make from their inputs."""
    made = made_amounts(network, plan)
    made = made[(made["per"] != "activity") & (made["amount_kt_yr"] > 0)]
    return [
        (place[y.plant, y.per, y.period], place[y.plant, y.lot, y.period], y.amount_kt_yr)
        for y in records(made)
        if (y.plant, y.per, y.period) in place and (y.plant, y.lot, y.period) in place
    ]


def tabulate_wastes(network: Network, plan: Plan) -> pd.DataFrame:
    """Return zone x material: generated, reclaimed, taken up, debited, net and unused."""
    keys = ["period", "zone", "material"]
    supply = network.supply.merge(pd.DataFrame({"period": network.periods}), how="cross")
    ship = plan.ship[plan.ship["amount_kt_yr"] > 0].join(network.routes, on="route")
    taken = ship[ship["role"] == "utilization"].rename(columns={"origin": "zone"})
    loss = loss_factors(network, plan)
    idle = uncounted_share(network, plan)
    index = list(zip(taken["destination"], taken["lot"], taken["period"], strict=True))
    kt = taken["amount_kt_yr"].to_numpy(float)
    taken = taken.assign(
        residues=kt * loss.reindex(index).fillna(0.0).to_numpy(float),
        counted=kt * (1.0 - idle.reindex(index).fillna(0.0).to_numpy(float)),
    )
    sums = taken.groupby(keys)[["counted", "residues"]].sum()
    reclaimed = plan.reclaim.merge(supply[["zone", "lot", "material"]], on=["zone", "lot"])
    table = supply.groupby(keys)[["generation_kt_yr"]].sum()
    table["legacy_used_kt_yr"] = reclaimed.groupby(keys)["amount_kt_yr"].sum()
    table["uptake_kt_yr"] = sums["counted"]
    table["residues_disposed_kt_yr"] = sums["residues"]
    table = table.fillna(0.0)
    table["net_utilized_kt_yr"] = table["uptake_kt_yr"] - table["residues_disposed_kt_yr"]
    table["unused_kt_yr"] = (
        table["generation_kt_yr"] + table["legacy_used_kt_yr"] - table["uptake_kt_yr"]
    ).clip(lower=0.0)
    table = table.mask(table.abs() < ROUNDING, 0.0)
    return add_rates(table.reset_index())


def uncounted_share(network: Network, plan: Plan) -> pd.Series[float]:
    """Return (plant, lot, period) -> share used by lines that do not count as utilization."""
    use = plan.use[plan.use["amount_kt_yr"] > 0].join(
        network.lines[["plant", "counting"]], on="line"
    )
    keys = ["plant", "lot", "period"]
    total = use.groupby(keys)["amount_kt_yr"].sum()
    idle = use[use["counting"] == "none"].groupby(keys)["amount_kt_yr"].sum()
    return (idle / total).dropna()


def add_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Add the official rates: utilized / (generated + old stock utilized), per cent."""
    base = table["generation_kt_yr"] + table["legacy_used_kt_yr"]
    for name, amount in (
        ("utilization_rate_pct", "net_utilized_kt_yr"),
        ("gross_utilization_rate_pct", "uptake_kt_yr"),
    ):
        table[name] = (100.0 * table[amount] / base).where(base > 0)
    return table


def tabulate_zones(network: Network, wastes: pd.DataFrame) -> pd.DataFrame:
    """Return one row a zone."""
    sums = wastes.groupby(["period", "zone"], as_index=False)[AMOUNTS].sum()
    about = ["name_en", "name_zh", "industry", "owner", "city", "county", "province", "basin",
             "role", "lon", "lat"]  # fmt: skip
    zones = add_rates(sums).join(network.zones[about], on="zone")
    return zones[["period", "zone", *about, *AMOUNTS, *_RATES]]


_RATES = ["utilization_rate_pct", "gross_utilization_rate_pct"]


def tabulate_areas(network: Network, wastes: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return the same amounts rolled up by area, basin, owner, industry, material and family."""
    zones = network.zones[["province", "city", "county", "basin", "owner", "industry"]]
    table = wastes.join(zones, on="zone")
    table["family"] = network.materials["family"].reindex(table["material"]).to_numpy()
    table["region"] = WHOLE
    frames = []
    for level in ("region", "province", "city", "county", "basin", "owner", "industry",
                  "material", "family"):  # fmt: skip
        named = table[table[level].fillna("").astype(str) != ""]
        sums = named.groupby(["period", level], as_index=False)[AMOUNTS].sum()
        sums = sums.rename(columns={level: "area"})
        sums.insert(1, "level", level)
        frames.append(sums)
    rolled = add_rates(pd.concat(frames, ignore_index=True))
    names = pd.concat([areas.set_index("id"), network.materials])[["name_en", "name_zh"]]
    names.loc[WHOLE] = ["Whole region", "全区域"]
    names = names[~names.index.duplicated()].reindex(rolled["area"]).reset_index(drop=True)
    rolled["name_en"] = names["name_en"].fillna(rolled["area"])
    rolled["name_zh"] = names["name_zh"].fillna(rolled["area"])
    return rolled[["period", "level", "area", "name_en", "name_zh", *AMOUNTS, *_RATES]]
