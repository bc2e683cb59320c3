"""What becomes of a tonne in a plant: where it stays, ends, and what moving it on costs.

A plant mixes the deliveries of a lot, so each bears the plant's share of what follows, along
the whole chain: value[p,lot] x throughput = direct[p,lot] + sum shipped on x value there
+ sum made from it x value of what was made. One linear system, a right-hand side a figure.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, eye_array
from scipy.sparse.linalg import splu

from sim.network import Network
from sim.results.flows import made_amounts
from sim.scenario.records import records
from sim.solve.plan import Plan

UPTAKE = "uptake_kt_yr"
DISPOSED = "residues_disposed_kt_yr"
SOLD = "residues_sold_kt_yr"
FILLED = {"uptake_backfill_kt_yr": "backfill", "uptake_restoration_kt_yr": "restoration"}
"""Uptake by lines that count in a special way."""
TREATED_STORED = "treated_stored_kt_yr"
TREATED_GONE = "treated_gone_kt_yr"
TREATED = [TREATED_STORED, TREATED_GONE]
"""What becomes of waste that is treated and not utilized: stored afterwards, or used up by it."""
KEPT = {
    "high_value_kt_yr": ("tier", "high"),
    "medium_value_kt_yr": ("tier", "medium"),
    "low_value_kt_yr": ("tier", "low"),
    "backfill_kt_yr": ("counting", "backfill"),
    "restoration_kt_yr": ("counting", "restoration"),
}
"""Figure -> the lines it stays in: column and word."""
MOVED = ["cross_border_kt_yr", "logistics_cost_MCNY_yr", "waste_work_Mt_km_yr",
         "waste_transport_co2_kt_yr"]  # fmt: skip
"""Figures of moving waste and residues."""
FIGURES = [DISPOSED, SOLD, *KEPT, *MOVED]
TRACED = [UPTAKE, *FILLED, *FIGURES, *TREATED]
KEYS = ["plant", "lot", "period"]


def trace_fates(network: Network, plan: Plan) -> pd.DataFrame:
    """Return plant, lot, period x TRACED: what follows of a kt of waste in the plant."""
    ship = moved_waste(network, plan)
    leaving = ship[ship["origin_kind"] == "plant"].rename(columns={"origin": "plant"})
    use = used_waste(network, plan)
    made = made_amounts(network, plan)
    made = made[(made["per"] != "activity") & (made["amount_kt_yr"] > 0)]
    out = pd.concat([leaving[[*KEYS, "amount_kt_yr"]], use[[*KEYS, "amount_kt_yr"]]])
    through = out.groupby(KEYS)["amount_kt_yr"].sum()
    direct = pd.DataFrame(0.0, index=through.index, columns=TRACED)
    for figure, amounts in _direct(network, leaving, use, made).items():
        direct[figure] = amounts
    direct[MOVED] = leaving.groupby(KEYS)[MOVED].sum()
    direct = direct.reindex(through.index).fillna(0.0)
    if through.empty:
        return direct
    values = _solve(through, direct, leaving, made)
    return pd.DataFrame(values, index=through.index, columns=TRACED)


def _direct(
    network: Network, leaving: pd.DataFrame, use: pd.DataFrame, made: pd.DataFrame
) -> dict[str, pd.Series[float]]:
    """Return figure -> what of each pool ends, stays or is taken up at the plant itself, kt."""
    fresh = network.lots["primary"].reindex(leaving["lot"]).to_numpy(bool)
    to_sink = (leaving["destination_kind"] == "sink").to_numpy()
    sold = (leaving["destination_kind"] == "market").to_numpy()
    taken = use[use["primary"] & (use["counting"] != "none")]
    treated = use[use["primary"] & (use["counting"] == "none")]
    made = made.join(network.lots[["primary", "waste_like"]], on="lot")
    left = made[made["primary"]].drop(columns="lot").rename(columns={"per": "lot"})
    return {
        UPTAKE: _total(taken).add(_total(leaving[sold & fresh]), fill_value=0.0),
        **{name: _total(taken[taken["counting"] == word]) for name, word in FILLED.items()},
        DISPOSED: _total(leaving[to_sink & ~fresh]),
        SOLD: _total(leaving[sold]),
        **{name: _stays(network, use, made, *kept) for name, kept in KEPT.items()},
        TREATED_STORED: _total(leaving[to_sink & fresh]),
        TREATED_GONE: _total(treated).sub(_total(left), fill_value=0.0),
    }


def _total(frame: pd.DataFrame) -> pd.Series[float]:
    sums: pd.Series[float] = frame.groupby(KEYS)["amount_kt_yr"].sum()
    return sums


def moved_waste(network: Network, plan: Plan) -> pd.DataFrame:
    """Return the routes that carry waste or residue, with the figures of moving it."""
    ship = plan.ship[plan.ship["amount_kt_yr"] > 0].join(network.routes, on="route")
    ship = ship[network.lots["waste_like"].reindex(ship["lot"]).to_numpy(bool)]
    kt = ship["amount_kt_yr"].to_numpy(float)
    per_tonne = ship[["haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t"]]
    figures = (
        kt * ship["cross_border"].to_numpy(bool),
        kt * per_tonne.sum(axis=1).to_numpy(float) * 1e-3,
        kt * ship["km"].to_numpy(float) * 1e-3,
        kt * ship["co2_kg_t"].to_numpy(float) * 1e-3,
    )
    return ship.assign(**dict(zip(MOVED, figures, strict=True)))


def used_waste(network: Network, plan: Plan) -> pd.DataFrame:
    """Return the waste and residue that lines use: whether not utilized before (primary), and
    plant, tier and counting of the line."""
    waste = network.lots.index[network.lots["waste_like"]]
    use = plan.use[plan.use["lot"].isin(waste) & (plan.use["amount_kt_yr"] > 0)]
    use = use.join(network.lots["primary"], on="lot")
    return use.join(network.lines[["plant", "tier", "counting"]], on="line")


def _stays(
    network: Network, use: pd.DataFrame, made: pd.DataFrame, column: str, word: str
) -> pd.Series[float]:
    """Return what lines of a kind use of each lot less the residues they make of it, kt.

    What they only treat, before it is utilized, does not stay in them.
    """
    used = use[(use[column] == word) & ~(use["primary"] & (use["counting"] == "none"))]
    there = network.lines[column].reindex(made["line"]).to_numpy() == word
    waste = (made["waste_like"] & ~made["primary"]).to_numpy(bool)
    left = made[there & waste].drop(columns="lot").rename(columns={"per": "lot"})
    return _total(used).sub(_total(left), fill_value=0.0)


def _solve(
    through: pd.Series[float], direct: pd.DataFrame, leaving: pd.DataFrame, made: pd.DataFrame
) -> np.ndarray:
    """Return the values of all figures (rows as `through`)."""
    place = {key: i for i, key in enumerate(through.index)}
    entries = [*_onward(leaving, place), *_residues(made, place)]
    rows, columns, kt = (
        (np.array(x) for x in zip(*entries, strict=True)) if entries else ([], [], [])
    )
    total = through.to_numpy(float)
    size = len(total)
    share = np.asarray(kt, float) / total[np.asarray(rows, int)]
    matrix = eye_array(size) - coo_array((share, (rows, columns)), shape=(size, size))
    values: np.ndarray = splu(matrix.tocsc()).solve(direct.to_numpy(float) / total[:, None])
    return values


def _onward(leaving: pd.DataFrame, place: dict[Any, int]) -> list[tuple[int, int, float]]:
    """Return (from pool, to pool, kt) of what one plant ships to another."""
    onward = leaving[leaving["destination_kind"] == "plant"]
    return [
        (place[r.plant, r.lot, r.period], place[r.destination, r.lot, r.period], r.amount_kt_yr)
        for r in records(onward)
        if (r.destination, r.lot, r.period) in place
    ]


def _residues(made: pd.DataFrame, place: dict[Any, int]) -> list[tuple[int, int, float]]:
    """Return (input pool, residue pool, kt) of what lines make from their inputs."""
    return [
        (place[y.plant, y.per, y.period], place[y.plant, y.lot, y.period], y.amount_kt_yr)
        for y in records(made)
        if (y.plant, y.per, y.period) in place and (y.plant, y.lot, y.period) in place
    ]
