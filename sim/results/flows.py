"""Flows, lines and what the lines eat and make, from a plan."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.geo.distance import PARTLY, UNKNOWN
from sim.network import Network
from sim.network.haulage import distance_uncertainty
from sim.say import say
from sim.solve.plan import Plan

_NODE_COLUMNS = ["name_en", "name_zh", "city", "province", "lon", "lat"]
_KEY = [
    "period",
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
_LINE_COLUMNS = (
    "period",
    "line",
    "plant",
    "plant_name_en",
    "plant_name_zh",
    "city",
    "county",
    "province",
    "lon",
    "lat",
    "technology",
    "technology_en",
    "technology_zh",
    "family",
    "tier",
    "counting",
    "status",
    "confidence",
    "capacity_kt_yr",
    "available_kt_yr",
    "activity_kt_yr",
    "load_pct",
    "uptake_kt_yr",
    "residue_input_kt_yr",
    "residues_made_kt_yr",
    "net_utilized_kt_yr",
    "min_load_kt_yr",
    "capex_MCNY_yr",
    "treated_kt_yr",
)
"""Columns of `lines.csv`, in order."""


def tabulate_flows(network: Network, plan: Plan) -> pd.DataFrame:
    """Return one row per origin, destination, material and way that carries something.

    Distance, transport work and CO2 are blank on links that state a cost and no length.
    """
    moved = plan.ship[plan.ship["amount_kt_yr"] > 0].join(network.routes, on="route")
    moved = moved.join(network.lots["treated"], on="lot")
    amount = moved["amount_kt_yr"]
    per_tonne = moved[["haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t"]]
    moved = moved.assign(
        cost_MCNY_yr=per_tonne.sum(axis=1) * amount * 1e-3,
        revenue_MCNY_yr=moved["price_CNY_t"] * amount * 1e-3,
        co2_kt_yr=moved["co2_kg_t"] * amount * 1e-3,
        work_Mt_km_yr=moved["km"] * amount * 1e-3,
    )
    sums = ["amount_kt_yr", "cost_MCNY_yr", "revenue_MCNY_yr", "co2_kt_yr", "work_Mt_km_yr"]
    firsts = ["km", "cross_border", "distance_method", "quota"]
    flows = moved.groupby(_KEY, as_index=False, sort=True).agg(
        {**dict.fromkeys(sums, "sum"), **dict.fromkeys(firsts, "first")}
    )
    total = flows["amount_kt_yr"].to_numpy(float)
    flows["cost_CNY_t"] = flows["cost_MCNY_yr"] / total * 1e3
    flows["co2_kg_t"] = flows["co2_kt_yr"] / total * 1e3
    unknown = find_unknown(network, flows)
    flows.loc[unknown["km"], ["km", "work_Mt_km_yr"]] = np.nan
    flows.loc[unknown["co2_kg_t"], ["co2_kg_t", "co2_kt_yr"]] = np.nan
    flows["distance_uncertainty_pct"] = distance_uncertainty(flows["distance_method"])
    for end in ("origin", "destination"):
        flows = _describe_end(flows, network, end)
    return flows[
        [
            "period",
            "role",
            "origin",
            "origin_kind",
            *_prefixed("origin"),
            "destination",
            "destination_kind",
            *_prefixed("destination"),
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
        ]
    ]


def find_unknown(network: Network, routes: pd.DataFrame) -> pd.DataFrame:
    """Return whether `km` and `co2_kg_t` of routes or flows are not known at all.

    No length is stated; without one a mode that emits nothing emits nothing all the same.
    """
    unknown = (routes["distance_method"] == UNKNOWN).to_numpy(bool)
    emits = network.haulage.modes["co2"].astype(float) > 0
    by_mode = routes["mode"].map(emits).eq(True) | (routes["via"].ne("") & bool(emits.any()))
    return pd.DataFrame(
        {"km": unknown, "co2_kg_t": unknown & by_mode.to_numpy(bool)}, index=routes.index
    )


def note_unmeasured(flows: pd.DataFrame) -> dict[str, str] | None:
    """Return a note, en and zh, on flows whose distance is not known; None where all are known."""
    count = int(flows["distance_method"].isin([UNKNOWN, PARTLY]).sum())
    if not count:
        return None
    return {language: say("distance_unknown", language, count=count) for language in ("en", "zh")}


def _prefixed(end: str) -> list[str]:
    return [f"{end}_{column}" for column in _NODE_COLUMNS]


def node_table(network: Network) -> pd.DataFrame:
    """Return names and places of every node by id."""
    frames = [network.zones, network.plants, network.sinks, network.markets]
    frames = [f for f in frames if len(f)] or frames[:1]
    nodes = pd.concat([f.reindex(columns=_NODE_COLUMNS) for f in frames])
    return nodes[~nodes.index.duplicated()]


def _describe_end(flows: pd.DataFrame, network: Network, end: str) -> pd.DataFrame:
    nodes = node_table(network).reindex(flows[end]).reset_index(drop=True)
    nodes[["name_en", "name_zh", "city", "province"]] = nodes[
        ["name_en", "name_zh", "city", "province"]
    ].fillna("")
    return flows.join(nodes.add_prefix(f"{end}_"))


def tabulate_inputs(network: Network, plan: Plan) -> pd.DataFrame:
    """Return what each line and recipe uses, lot by lot, with the bounds of its share."""
    used = plan.use[plan.use["amount_kt_yr"] > 0].merge(
        network.lots[["material", "producer", "made"]], left_on="lot", right_index=True
    )
    used["source"] = _sources(network, plan, used)
    keys = ["period", "line", "recipe", "material", "producer", "source"]
    table = used.groupby(keys, as_index=False, sort=True)["amount_kt_yr"].sum()
    act = plan.act.rename(columns={"amount_kt_yr": "activity"})
    table = table.merge(act, on=["line", "recipe", "period"]).merge(
        network.shares[["line", "recipe", "material", "min", "max"]],
        on=["line", "recipe", "material"],
    )
    activity = table["activity"].to_numpy(float)
    table["share"] = np.divide(
        table["amount_kt_yr"].to_numpy(float),
        activity,
        out=np.full(len(table), np.nan),
        where=activity > 0,
    )
    table = table.rename(columns={"min": "min_share", "max": "max_share"})
    columns = [*keys, "amount_kt_yr", "share", "min_share", "max_share"]
    result: pd.DataFrame = table[columns]
    return result


def _sources(network: Network, plan: Plan, used: pd.DataFrame) -> list[str]:
    """Return zone, treated, plant or bought: where the lot of each use came from."""
    own = network.lots["primary"].map({True: "zone", False: ""})
    known = own.mask(network.lots["treated"], "treated").to_dict()
    bought = plan.buy[plan.buy["amount_kt_yr"] > 0]
    bought_keys = set(zip(bought["plant"], bought["lot"], strict=True))
    plant = network.lines["plant"].to_dict()
    return [
        known[lot] or ("bought" if (plant[line], lot) in bought_keys else "plant")
        for line, lot in zip(used["line"], used["lot"], strict=True)
    ]


def made_amounts(network: Network, plan: Plan) -> pd.DataFrame:
    """Return what each line makes, lot by lot: makes rows with period and amount_kt_yr."""
    by_activity = network.makes[network.makes["per"] == "activity"].merge(
        plan.act, on=["line", "recipe"]
    )
    by_input = network.makes[network.makes["per"] != "activity"].merge(
        plan.use.rename(columns={"lot": "per"}), on=["line", "recipe", "per"]
    )
    made = pd.concat([by_activity, by_input], ignore_index=True)
    return made.assign(amount_kt_yr=made["amount"] * made["amount_kt_yr"])


def tabulate_outputs(network: Network, plan: Plan) -> pd.DataFrame:
    """Return what each line and recipe makes, by material."""
    made = made_amounts(network, plan)
    made = made[made["amount_kt_yr"] > 0]
    made = made.assign(kind=network.lots["kind"].reindex(made["lot"]).to_numpy())
    keys = ["period", "line", "recipe", "material", "kind"]
    return made.groupby(keys, as_index=False, sort=True)[["amount_kt_yr"]].sum()


def tabulate_lines(network: Network, plan: Plan) -> pd.DataFrame:
    """Return each line with its load and the waste that stays in it.

    net_utilized = waste and residue used - residues made: over all lines it adds up to
    uptake - residues disposed of - residues sold. What a line that does not count as utilization
    takes of waste not utilized yet is treated, and what it makes of that no residue.
    """
    keys = ["line", "period"]
    lots = network.lots[["primary", "waste_like"]]
    use = plan.use.join(lots, on="lot").join(network.lines["counting"], on="line")
    made = made_amounts(network, plan).join(lots, on="lot")
    treats = use["counting"] == "none"

    def total(frame: pd.DataFrame, mask: pd.Series[bool]) -> pd.Series[float]:
        return frame[mask].groupby(keys)["amount_kt_yr"].sum()

    lines = network.lines.drop(columns=["only_zones", "recipes"]).reset_index()
    lines = lines.merge(pd.DataFrame({"period": network.periods}), how="cross").set_index(keys)
    columns = {
        "activity_kt_yr": plan.act.groupby(keys)["amount_kt_yr"].sum(),
        "uptake_kt_yr": total(use, use["primary"] & ~treats),
        "treated_kt_yr": total(use, use["primary"] & treats),
        "residue_input_kt_yr": total(use, use["waste_like"] & ~use["primary"]),
        "residues_made_kt_yr": total(made, made["waste_like"] & ~made["primary"]),
    }
    for name, values in columns.items():
        lines[name] = values.reindex(lines.index).fillna(0.0)
    lines["net_utilized_kt_yr"] = (
        lines["uptake_kt_yr"] + lines["residue_input_kt_yr"] - lines["residues_made_kt_yr"]
    )
    lines["load_pct"] = 100.0 * lines["activity_kt_yr"] / lines["available_kt_yr"]
    places = network.plants[["name_en", "name_zh", "city", "county", "province", "lon", "lat"]]
    places = places.rename(columns={"name_en": "plant_name_en", "name_zh": "plant_name_zh"})
    lines = lines.reset_index().join(places, on="plant")
    return lines[list(_LINE_COLUMNS)].sort_values(["period", "line"], ignore_index=True)
