"""Gate prices: what changes hands for each delivery, and who pays its haul."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.network import Network
from sim.scenario.records import records
from sim.solve.plan import Plan

_POOL = ["plant", "material", "producer", "primary", "treated", "period"]
"""What a plant keeps apart, whoever is credited."""


def price_deliveries(network: Network, plan: Plan, prices: pd.DataFrame) -> pd.DataFrame:
    """Return what moves, with gate_CNY_t (the taker pays) and haul_paid_by.

    A delivery to a plant that runs several technologies on it is split by what each uses.
    What goes to a sink or market has no gate price, and the sender pays its haul.
    """
    moved = plan.ship[plan.ship["amount_kt_yr"] > 0].join(network.routes, on="route")
    to_plant = (moved["destination_kind"] == "plant").to_numpy(bool)
    away = moved[~to_plant].assign(gate_CNY_t=0.0, haul_paid_by="generator")
    lots = network.lots[["producer", "primary", "treated"]]
    there = moved[to_plant].join(lots, on="lot")
    there["plant"] = there["destination"]
    there = there.merge(_technologies(network, plan), on=_POOL, how="left")
    there["amount_kt_yr"] *= there["share"].fillna(1.0)
    there["technology"] = there["technology"].fillna("")
    known = _known(prices)
    provinces = pd.concat([network.zones["province"], network.plants["province"]])
    provinces = provinces[~provinces.index.duplicated()].fillna("").to_dict()
    found = [
        _look_up(known, m, t, str(provinces[o]))
        for m, t, o in zip(there["material"], there["technology"], there["origin"], strict=True)
    ]
    there["gate_CNY_t"] = [price for price, _ in found]
    there["haul_paid_by"] = [payer for _, payer in found]
    return pd.concat([there.drop(columns=["plant", "share"]), away], ignore_index=True)


def _technologies(network: Network, plan: Plan) -> pd.DataFrame:
    """Return of each pool of a plant the share that each technology uses."""
    use = plan.use[plan.use["amount_kt_yr"] > 0]
    use = use.join(network.lots[["material", "producer", "primary", "treated"]], on="lot")
    use = use.join(network.lines[["plant", "technology"]], on="line")
    sums = use.groupby([*_POOL, "technology"], as_index=False)["amount_kt_yr"].sum()
    total = sums.groupby(_POOL)["amount_kt_yr"].transform("sum")
    shares: pd.DataFrame = sums.assign(share=sums["amount_kt_yr"] / total)
    return shares.drop(columns="amount_kt_yr")


def _known(prices: pd.DataFrame) -> dict[tuple[str, str, str], tuple[float, str]]:
    """Return material, technology, province -> price and who pays the haul; blank is any."""
    return {
        (row.material, _text(row.technology), _text(row.province)): (
            float(row.price),
            str(row.haul_paid_by),
        )
        for row in records(prices)
    }


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else ""


def _look_up(
    known: dict[tuple[str, str, str], tuple[float, str]],
    material: str,
    technology: str,
    province: str,
) -> tuple[float, str]:
    """Return the row that says most: technology and province, technology, province, neither."""
    for key in ((technology, province), (technology, ""), ("", province), ("", "")):
        if (material, *key) in known:
            return known[material, *key]
    return 0.0, "taker"
