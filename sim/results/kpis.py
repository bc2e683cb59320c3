"""The figures of a plan: every metric of the catalogue, and the cost by part and place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from sim.network import Network
from sim.results.summary_file import Figure
from sim.scenario.catalogue import BALANCE, CHANGE, COST_PARTS, COSTS, LEAST, METRICS, SPREAD
from sim.solve.plan import Plan


def compute_kpis(
    network: Network, plan: Plan, lines: pd.DataFrame, wastes: pd.DataFrame
) -> dict[str, float]:
    """Return metric -> value in its canonical unit, over all periods, and `generation`.

    A rate over nothing is not a number.
    """
    generation = float(wastes["generation_kt_yr"].sum())
    legacy = float(wastes["legacy_used_kt_yr"].sum())
    uptake = float(wastes["uptake_kt_yr"].sum())
    ship = plan.ship.join(network.routes, on="route")
    disposed = _disposed(network, ship)
    net = uptake - disposed

    def kept(column: str, *values: str) -> float:
        return float(lines.loc[lines[column].isin(values), "net_utilized_kt_yr"].sum())

    base = generation + legacy
    rates = {
        "utilization_rate": net,
        "gross_utilization_rate": uptake,
        "utilization_rate_without_restoration": net - kept("counting", "restoration"),
        "utilization_rate_without_fill": net - kept("counting", "restoration", "backfill"),
        "high_value_rate": kept("tier", "high"),
    }
    amount = ship["amount_kt_yr"]
    waste = network.lots["waste_like"].reindex(ship["lot"]).to_numpy(bool)
    crossing = ship["cross_border"].to_numpy(bool) & waste
    figures = {
        "generation": generation,
        **{name: value / base if base > 0 else math.nan for name, value in rates.items()},
        "net_utilized": net,
        "uptake": uptake,
        "unused": generation + legacy - uptake,
        "legacy_used": legacy,
        "residues_disposed": disposed,
        "cross_border": float(amount[crossing].sum()),
        "transport_work": float((amount * ship["km"]).sum()) * 1e-3,
    }
    carbon = _carbon(network, plan, ship)
    costs = _costs(network, plan, ship, carbon)
    gross = sum(costs[name] for name in COSTS)
    per_tonne = ship[["haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t"]]
    logistics = float((per_tonne.sum(axis=1) * amount)[waste].sum()) * 1e-3
    figures |= _balance(network, wastes)
    if network.reference is not None:
        figures[CHANGE] = _change(network, ship)
    return {
        **figures,
        **costs,
        **carbon,
        "gross_cost": gross,
        "net_cost": gross - costs["revenue"],
        "logistics_cost": logistics + costs["reclaim_cost"],
    }


def _balance(network: Network, wastes: pd.DataFrame) -> dict[str, float]:
    """Return the least net rate of provinces and of cities, and the spread; none without areas.

    Where no area generates waste they are not a number.
    """
    found: dict[str, float] = {}
    for level in ("province", "city"):
        area = network.zones[level].fillna("").reindex(wastes["zone"]).to_numpy()
        columns = ["generation_kt_yr", "legacy_used_kt_yr", "net_utilized_kt_yr"]
        sums = wastes.groupby(area)[columns].sum()
        sums = sums[(sums.index != "") & (sums["generation_kt_yr"] > 0)]
        if sums.empty:
            if (network.zones[level].fillna("") != "").any():
                found |= {BALANCE[LEAST][level]: math.nan, BALANCE[SPREAD][level]: math.nan}
            continue
        base = sums["generation_kt_yr"] + sums["legacy_used_kt_yr"]
        rates = sums["net_utilized_kt_yr"] / base
        found[BALANCE[LEAST][level]] = float(rates.min())
        found[BALANCE[SPREAD][level]] = float(rates.max() - rates.min())
    return found


def _change(network: Network, ship: pd.DataFrame) -> float:
    """Return half the sum of the differences from the reference plan, kt."""
    assert network.reference is not None
    key = ["origin", "destination", "material"]
    counted = ship[ship["role"].isin(["utilization", "chain"])]
    material = network.lots["material"].reindex(counted["lot"]).to_numpy()
    now = counted.assign(material=material).groupby(key)["amount_kt_yr"].sum()
    before = network.reference.groupby(key)["amount_kt_yr"].sum()
    return float(now.sub(before, fill_value=0.0).abs().sum()) / 2


def _disposed(network: Network, ship: pd.DataFrame) -> float:
    """Return residues of what was utilized that end in sinks, kt."""
    ends = (ship["origin_kind"] == "plant") & (ship["destination_kind"] == "sink")
    ends &= ~network.lots["primary"].reindex(ship["lot"]).to_numpy(bool)
    return float(ship.loc[ends, "amount_kt_yr"].sum())


def _carbon(network: Network, plan: Plan, ship: pd.DataFrame) -> dict[str, float]:
    act = plan.act.merge(network.runs, on=["line", "recipe"])
    use = plan.use.merge(network.uses, on=["line", "recipe", "lot"])
    buy = plan.buy.merge(network.purchases, on=["plant", "lot"])
    process = sum(float((f["amount_kt_yr"] * f["co2_t_t"]).sum()) for f in (act, use, buy))
    transport = float((ship["amount_kt_yr"] * ship["co2_kg_t"]).sum()) * 1e-3
    avoided = float((ship["amount_kt_yr"] * ship["displaced_t_t"]).sum())
    return {
        "net_co2": transport + process - avoided,
        "transport_co2": transport,
        "process_co2": process,
        "avoided_co2": avoided,
    }


def _costs(
    network: Network, plan: Plan, ship: pd.DataFrame, carbon: dict[str, float]
) -> dict[str, float]:
    """Return each part of the cost in million CNY a year."""

    def of_routes(column: str) -> float:
        return float((ship["amount_kt_yr"] * ship[column]).sum()) * 1e-3

    act = plan.act.merge(network.runs, on=["line", "recipe"])
    buy = plan.buy.merge(network.purchases, on=["plant", "lot"])
    reclaim = plan.reclaim.merge(network.supply, on=["zone", "lot"])
    return {
        "transport_cost": of_routes("haul_CNY_t"),
        "handling_cost": of_routes("handling_CNY_t"),
        "processing_cost": float((act["amount_kt_yr"] * act["cost_CNY_t"]).sum()) * 1e-3,
        "purchase_cost": float((buy["amount_kt_yr"] * buy["price_CNY_t"]).sum()) * 1e-3,
        "reclaim_cost": float((reclaim["amount_kt_yr"] * reclaim["reclaim_CNY_t"]).sum()) * 1e-3,
        "disposal_cost": of_routes("fee_CNY_t"),
        "tax_cost": of_routes("tax_CNY_t"),
        "border_cost": of_routes("border_CNY_t"),
        "capex_cost": float(network.lines["capex_MCNY_yr"].sum()) * len(network.periods),
        "carbon_cost": network.carbon_price_CNY_t * carbon["net_co2"] * 1e-3,
        "revenue": of_routes("price_CNY_t"),
    }


def tabulate_costs(kpis: dict[str, float], period: int) -> pd.DataFrame:
    """Return the parts of the net cost; revenue counts negative."""
    rows = [
        (period, part, en, zh, -kpis["revenue"] if part == "revenue" else kpis[f"{part}_cost"])
        for part, (en, zh) in COST_PARTS.items()
    ]
    return pd.DataFrame(rows, columns=["period", "part", "name_en", "name_zh", "amount_MCNY_yr"])


def list_kpis(kpis: dict[str, float]) -> list[Figure]:
    """Return the figures with unit and words, `generation` first, in the catalogue's order.

    The value of a rate that is not defined is None.
    """
    rows: list[Figure] = [
        {
            "name": "generation", "value": kpis["generation"], "unit": "kt/yr",
            "en": "Waste generated", "zh": "固废产生量",
        }
    ]  # fmt: skip
    rows += [
        {"name": m.name, "value": defined(kpis[m.name]), "unit": m.unit, "en": m.en, "zh": m.zh}
        for m in METRICS.values()
        if m.name in kpis
    ]
    return rows


def read_figures(rows: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Return the figures of a summary's `kpis` by name; what is not defined is not a number."""
    return {str(r["name"]): math.nan if r["value"] is None else float(r["value"]) for r in rows}


def defined(value: float) -> float | None:
    """Return a figure; None, as JSON has it, where it is not defined."""
    return None if math.isnan(value) else value
