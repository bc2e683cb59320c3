"""What a plan builds and what closes for it, line by line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.model.arrays import Floats
from sim.network import Network
from sim.network.switches import BUILDS, SWITCH
from sim.results.layout import Flags
from sim.results.tables import OPTIONAL
from sim.rules.metric import THOUSANDTH
from sim.solve.plan import Plan


def add_built(lines: pd.DataFrame, network: Network, plan: Plan) -> pd.DataFrame:
    """Return lines x periods with the capacity and capital that a plan gives them.

    Capacity, what is available of it and the least load are those of today, what is built and what
    closes together.
    """
    if network.expansions.empty and network.closures.empty:
        return lines
    built, closed = _of_lines(lines, plan.build), _of_lines(lines, plan.close)
    available = lines["availability"] * (built - closed)
    return lines.assign(
        capacity_kt_yr=lines["capacity_kt_yr"] + built - closed,
        available_kt_yr=lines["available_kt_yr"] + available,
        min_load_kt_yr=lines["min_load_kt_yr"] + available * lines["min_load"],
        capex_MCNY_yr=lines["capex_MCNY_yr"] + paid_for_built(lines, network, plan).annuity_MCNY_yr,
    )


@dataclass(frozen=True)
class Paid:
    """What is paid for what is built at lines."""

    investment_MCNY: Floats
    """Up front."""
    annuity_MCNY_yr: Floats
    """The same a year, over the life of what is built."""


def paid_for_built(lines: pd.DataFrame, network: Network, plan: Plan) -> Paid:
    """Return what building at lines x periods costs: each tonne a year, and to begin with it."""
    up_front = _paid(lines, network, plan, "cost_CNY_t", "opening_MCNY")
    return Paid(up_front, _paid(lines, network, plan, "annuity_CNY_t", "payment_MCNY_yr"))


def _paid(lines: pd.DataFrame, network: Network, plan: Plan, each: str, once: str) -> Floats:
    tonnes = _of_lines(lines, _times(plan.build, network.expansions, ["line"], each))
    if len(network.sizes):
        tonnes = tonnes + _of_lines(
            lines, _times(plan.sized, network.sizes, ["line", "option"], each)
        )
    return tonnes * THOUSANDTH + _begun(lines, network, plan, once)


def _times(amounts: pd.DataFrame, table: pd.DataFrame, key: list[str], each: str) -> pd.DataFrame:
    """Return the amounts of lines, each times a figure of the row of the table it is about."""
    if amounts.empty:
        return amounts
    both = amounts.merge(table[[*key, each]], on=key)
    return both.assign(amount_kt_yr=both["amount_kt_yr"] * both[each])


def is_there(lines: pd.DataFrame, network: Network) -> Flags:
    """Return which lines are not off: they have something available, or may be built or closed."""
    named = {*network.expansions["line"], *network.closures["line"]}
    available = lines["available_kt_yr"].to_numpy(float) > 0
    found: Flags = available | lines["line"].isin(named).to_numpy(bool) if named else available
    return found


def tabulate_built(network: Network, plan: Plan) -> pd.DataFrame:
    """Return the lines that may be built or may close: what the plan does, and what it costs."""
    if network.expansions.empty and network.closures.empty:
        return pd.DataFrame(columns=list(OPTIONAL["built"]))
    expansions = network.expansions.set_index("line")
    named = sorted({*expansions.index, *network.closures["line"]})
    table = network.lines.loc[named].reset_index()
    table = table.merge(pd.DataFrame({"period": network.periods}), how="cross")
    of_line = expansions.reindex(table["line"])
    built, paid = _of_lines(table, plan.build), paid_for_built(table, network, plan)
    places = network.plants[["name_en", "name_zh", "city", "province", "lon", "lat"]]
    places = places.rename(columns={"name_en": "plant_name_en", "name_zh": "plant_name_zh"})
    table = table.join(places, on="plant").assign(
        today_kt_yr=table["capacity_kt_yr"],
        up_to_kt_yr=of_line["up_to_kt_yr"].fillna(0.0).to_numpy(float),
        built_kt_yr=built,
        closed_kt_yr=_of_lines(table, plan.close),
        investment_MCNY=paid.investment_MCNY,
        annuity_MCNY_yr=paid.annuity_MCNY_yr,
        cost_confidence=of_line["confidence"].fillna("").to_numpy(),
    )
    return table[list(OPTIONAL["built"])].sort_values(["period", "line"], ignore_index=True)


def _of_lines(lines: pd.DataFrame, amounts: pd.DataFrame) -> Floats:
    """Return the sum of the amounts of each line and period."""
    if amounts.empty:
        return np.zeros(len(lines))
    sums = amounts.groupby(["line", "period"])["amount_kt_yr"].sum()
    keys = pd.MultiIndex.from_frame(lines[["line", "period"]])
    found: Floats = sums.reindex(keys, fill_value=0.0).to_numpy(float)
    return found


def _begun(lines: pd.DataFrame, network: Network, plan: Plan, figure: str) -> Floats:
    """Return a figure of the openings of lines x periods where building is begun; else 0."""
    if plan.on.empty:
        return np.zeros(len(lines))
    on = plan.on.merge(network.switches[network.switches["kind"] == BUILDS], on=SWITCH)
    amounts = on.assign(line=on["id"], amount_kt_yr=on["amount_kt_yr"] * on[figure])
    return _of_lines(lines, amounts)
