"""The network of a case whose limits were moved: the tables that hold them anew, all else kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.network.borders import list_quotas
from sim.network.build import (
    discount_rate,
    list_capacity,
    list_markets,
    list_rows,
    list_sinks,
    list_supply,
    select_nodes,
)
from sim.network.expansions import list_sizes
from sim.network.haulage import build_haulage, read_carbon_price
from sim.network.lots import own_producers
from sim.network.purchases import list_purchases
from sim.network.types import Network
from sim.rules.rows import locate

_OF_NODES = ("zones", "plants", "sinks", "markets")


def renew(network: Network, old: Case, case: Case) -> Network:
    """Return the network of a case, made of that of an `old` one.

    The cases differ in right-hand sides of rows, in prices of markets, and in what no row holds, as
    the sources of figures; cases of the same rows share frames, which tells what changed. So no
    route or chain comes or goes: the tables of sites and limits, and prices, are made again.
    """

    def changed(*tables: str) -> bool:
        return any(case.tables[table] is not old.tables[table] for table in tables)

    new = replace(
        network, scenario=case.scenario, quotas=list_quotas(case), reference=case.reference
    )
    if changed(*_OF_NODES):
        nodes = select_nodes(case)
        sinks = list_sinks(nodes, network.routes) if changed(*_OF_NODES[:3]) else network.sinks
        new = replace(
            new, zones=nodes.zones, plants=nodes.plants, sinks=sinks, markets=list_markets(nodes)
        )
        new = _reprice(new, network.markets)
    if (
        changed("lines", "technologies", "parameters")
        or old.scenario.expand != case.scenario.expand
    ):
        lines, expansions, closures = list_capacity(case, new.plants)
        sizes = list_sizes(case, expansions, discount_rate(case))
        new = replace(new, lines=lines, expansions=expansions, closures=closures, sizes=sizes)
    if changed("generation", "legacy"):
        supply = None if changed("legacy") else _other_amounts(network, case)
        if supply is None:
            supply, _ = list_supply(case, select_nodes(case), own_producers(case))
        new = replace(new, supply=supply)
    if changed("parameters"):
        new = replace(new, carbon_price_CNY_t=read_carbon_price(case))
    if changed("purchases"):
        new = replace(new, purchases=list_purchases(case, network.uses))
    if changed("links"):
        haulage = build_haulage(case)
        new = replace(new, links=haulage.limited, haulage=haulage)
    if changed("materials"):
        new = replace(new, materials=list_rows(case, "materials"))
    if changed("terminals"):
        haulage = replace(network.haulage, terminals=case.tables["terminals"].set_index("id"))
        new = replace(new, terminals=list_rows(case, "terminals"), haulage=haulage)
    return new


def _reprice(network: Network, before: pd.DataFrame) -> Network:
    """Return a network whose sales bring what its markets pay, where that is other than before."""
    prices = network.markets["price_CNY_t"].astype(float)
    if prices.equals(before["price_CNY_t"].astype(float)):
        return network
    routes = network.routes
    paid = np.nan_to_num(prices.reindex(routes["destination"]).to_numpy(float))
    is_sale = (routes["role"] == "sale").to_numpy()
    return replace(network, routes=routes.assign(price_CNY_t=np.where(is_sale, paid, 0.0)))


def _other_amounts(network: Network, case: Case) -> pd.DataFrame | None:
    """Return what arises, where it is the same wastes in other amounts; None where it is not."""
    generation, supply = case.tables["generation"], network.supply
    keys = ["zone", "material"]
    at = locate(supply[keys], generation[keys])
    amounts = generation["amount"].to_numpy(float)
    known = at >= 0
    is_fresh = ~known & (amounts > 0) & generation["zone"].isin(network.zones.index).to_numpy(bool)
    if is_fresh.any():
        return None
    arises, stored = np.zeros(len(supply)), np.full(len(supply), np.nan)
    arises[at[known]] = amounts[known]
    stored[at[known]] = generation["stored_max"].to_numpy(float)[known]
    supply = supply.assign(generation_kt_yr=arises, stored_max=stored)
    there = (supply["generation_kt_yr"] > 0) | (supply["legacy_limit_kt_yr"] > 0)
    return supply if there.all() else supply[there].reset_index(drop=True)
