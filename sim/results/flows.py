"""Flows, lines and what the lines eat and make, from a plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.geo.distance import PARTLY, UNKNOWN
from sim.model.arrays import Floats, Ints
from sim.network import Network
from sim.results.built import add_built, is_there
from sim.results.flow_rows import FLOW_COLUMNS
from sim.results.known import sum_rows
from sim.results.layout import Flags, Layout
from sim.say.message import in_both, message
from sim.solve.plan import Plan

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


_OF_PLANT = {
    "plant_name_en": "name_en",
    "plant_name_zh": "name_zh",
    **{name: name for name in ("city", "county", "province", "lon", "lat")},
}
"""Column of `lines.csv` -> of the table of plants."""


def tabulate_flows(network: Network, plan: Plan, layout: Layout | None = None) -> pd.DataFrame:
    """Return one row per origin, destination, material and way that carries something.

    Distance, transport work and CO2 are blank on links that state a cost and no length. `layout`
    may be given if there is one of the network.
    """
    layout = layout or Layout(network)
    ship = plan.ship[plan.ship["amount_kt_yr"] > 0]
    at, kt = layout.routes_at(ship["route"]), ship["amount_kt_yr"].to_numpy(float)
    of = layout.flow_rows
    amounts = {name: each[at] * kt * 1e-3 for name, each in of.per_tonne.items()}
    flows = of.rows.add(at, layout.periods_at(ship), {"amount_kt_yr": kt, **amounts})
    total = flows["amount_kt_yr"].to_numpy(float)
    flows["cost_CNY_t"] = flows["cost_MCNY_yr"] / total * 1e3
    flows["co2_kg_t"] = flows["co2_kt_yr"] / total * 1e3
    flows.loc[flows["km_unknown"], ["km", "work_Mt_km_yr"]] = np.nan
    flows.loc[flows["co2_unknown"], ["co2_kg_t", "co2_kt_yr"]] = np.nan
    return flows[list(FLOW_COLUMNS)]


def note_unmeasured(flows: pd.DataFrame) -> dict[str, str] | None:
    """Return a note, en and zh, on flows whose distance is not known; None where all are known."""
    count = int(flows["distance_method"].isin([UNKNOWN, PARTLY]).sum())
    if not count:
        return None
    return in_both(message("distance_unknown", count=count))


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


def tabulate_outputs(network: Network, plan: Plan, layout: Layout | None = None) -> pd.DataFrame:
    """Return what each line and recipe makes, by material."""
    layout = layout or Layout(network)
    made = layout.made(plan)
    which, when = np.nonzero(made > 0)
    return layout.output_rows.add(which, when, {"amount_kt_yr": made[which, when]})


def tabulate_lines(network: Network, plan: Plan, layout: Layout | None = None) -> pd.DataFrame:
    """Return each line with its load and the waste that stays in it.

    net_utilized = waste and residue used - residues made: over all lines it adds up to
    uptake - residues disposed of - residues sold. Lines with nothing available are off, and left
    out. What a line that does not count as utilization
    takes of waste not utilized yet is treated, and what it makes of that no residue.
    """
    layout = layout or Layout(network)
    lines, many = network.lines, len(network.periods)
    rows, when = np.tile(np.arange(len(lines)), many), np.repeat(np.arange(many), len(lines))
    table = lines.take(rows).assign(line=lines.index.array.take(rows))
    table = table.assign(period=np.asarray(network.periods)[when])
    table = add_built(table, network, plan)
    on = np.flatnonzero(is_there(table, network))
    table, rows, when = table.take(on), rows[on], when[on]
    plants = network.plants.take(network.plants.index.get_indexer(pd.Index(table["plant"])))
    sums = {name: kt[rows, when] for name, kt in _sum_lines(plan, layout).items()}
    available = table["available_kt_yr"].to_numpy(float)
    load = np.full(len(table), np.nan)
    np.divide(100.0 * sums["activity_kt_yr"], available, out=load, where=available > 0)
    columns: dict[str, Any] = {
        **{str(name): table[name].array for name in table},
        **{name: plants[of].array for name, of in _OF_PLANT.items()},
        **sums,
        "net_utilized_kt_yr": sums["uptake_kt_yr"]
        + sums["residue_input_kt_yr"]
        - sums["residues_made_kt_yr"],
        "load_pct": load,
    }
    return pd.DataFrame({name: columns[name] for name in _LINE_COLUMNS}, copy=False)


def _sum_lines(plan: Plan, layout: Layout) -> dict[str, Floats]:
    """Return column -> lines x periods: what runs, what is taken in and what residues are made."""
    of, use = layout.line_parts, layout.by_period("use", plan.use)

    def total(lines: Ints, amounts: Floats) -> Floats:
        return sum_rows(amounts, lines, of.count)

    def used(some: Flags) -> Floats:
        return total(of.use[some], use[some])

    waste_used = of.use_waste & ~of.use_primary
    return {
        "activity_kt_yr": total(of.act, layout.by_period("act", plan.act)),
        "uptake_kt_yr": used(of.use_primary & ~of.use_treats),
        "treated_kt_yr": used(of.use_primary & of.use_treats),
        "residue_input_kt_yr": used(waste_used),
        "residues_made_kt_yr": total(of.made[of.residue], layout.made(plan)[of.residue]),
    }
