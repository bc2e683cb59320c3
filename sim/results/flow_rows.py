"""The rows that the table of flows may have, whatever the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.model.arrays import Floats
from sim.network import Network
from sim.network.haulage import distance_uncertainty
from sim.network.unknown import find_unknown
from sim.results.gathered import Gathered, gather_rows

_NODE_COLUMNS = ["name_en", "name_zh", "city", "province", "lon", "lat"]
_KEY = [
    "role",
    "origin",
    "origin_kind",
    "destination",
    "destination_kind",
    "material",
    "mode",
    "via",
    "way",
    "treated",
]
"""Parallel links between a site and a terminal, or two terminals, have rows of their own."""
_PAID = ["haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t"]
FLOW_COLUMNS = (
    "period",
    "role",
    "origin",
    "origin_kind",
    *(f"origin_{column}" for column in _NODE_COLUMNS),
    "destination",
    "destination_kind",
    *(f"destination_{column}" for column in _NODE_COLUMNS),
    "material",
    "mode",
    "via",
    "amount_kt_yr",
    "km",
    "cost_CNY_t",
    "cost_MCNY_yr",
    "revenue_MCNY_yr",
    "co2_kg_t",
    "co2_kt_yr",
    "work_Mt_km_yr",
    "cross_border",
    "quota",
    "distance_method",
    "distance_uncertainty_pct",
    "treated",
)
"""Columns of `flows.csv`, in order."""


@dataclass(frozen=True)
class FlowRows:
    """What flows are, before any plan says how much they carry."""

    rows: Gathered
    """Of routes: keys, places, km, `km_unknown` and `co2_unknown`."""
    per_tonne: Mapping[str, Floats]
    """Column -> of each route what a tonne adds, CNY, kg or km."""


def list_flow_rows(network: Network) -> FlowRows:
    """Return the rows of all routes of a network."""
    routes = network.routes.join(network.lots["treated"], on="lot")
    firsts = ["km", "cross_border", "distance_method", "quota"]
    rows = gather_rows(routes, _KEY, firsts, network.periods)
    unknown = find_unknown(network, rows.about)
    about = rows.about.assign(
        km_unknown=unknown["km"],
        co2_unknown=unknown["co2_kg_t"],
        distance_uncertainty_pct=distance_uncertainty(rows.about["distance_method"]),
    )
    nodes = node_table(network)
    for end in ("origin", "destination"):
        about = _describe_end(about, nodes, end)
    return FlowRows(Gathered(rows.row_of, about, network.periods), _per_tonne(routes))


def reprice_rows(rows: FlowRows, network: Network) -> FlowRows:
    """Return the rows of a network whose routes cost, and count against, something else."""
    routes, of = network.routes, rows.rows
    _, firsts = np.unique(of.row_of, return_index=True)
    quota = routes["quota"].to_numpy(object)[firsts]
    about = of.about.assign(quota=pd.Series(quota, dtype=of.about["quota"].dtype))
    return FlowRows(Gathered(of.row_of, about, of.periods), _per_tonne(routes))


def _per_tonne(routes: pd.DataFrame) -> dict[str, Floats]:
    return {
        "cost_MCNY_yr": routes[_PAID].sum(axis=1).to_numpy(float),
        "revenue_MCNY_yr": routes["price_CNY_t"].to_numpy(float),
        "co2_kt_yr": routes["co2_kg_t"].to_numpy(float),
        "work_Mt_km_yr": routes["km"].to_numpy(float),
    }


def node_table(network: Network) -> pd.DataFrame:
    """Return names and places of every node by id."""
    frames = [network.zones, network.plants, network.sinks, network.markets]
    frames = [f for f in frames if len(f)] or frames[:1]
    nodes = pd.concat([f.reindex(columns=_NODE_COLUMNS) for f in frames])
    return nodes[~nodes.index.duplicated()]


def _describe_end(flows: pd.DataFrame, nodes: pd.DataFrame, end: str) -> pd.DataFrame:
    nodes = nodes.reindex(flows[end]).reset_index(drop=True)
    nodes[["name_en", "name_zh", "city", "province"]] = nodes[
        ["name_en", "name_zh", "city", "province"]
    ].fillna("")
    return flows.join(nodes.add_prefix(f"{end}_"))
