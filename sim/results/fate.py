"""What becomes of a tonne in a plant: where it stays, ends, and what moving it on costs.

What arrives at a plant is used there; what its lines make of a lot is shipped on, or used with
what arrives. A plant mixes what it uses of a lot, and so it does what it makes, along the chain:

    value[used] x used = stays + sum of what is made from it x value[made]
    value[made] x made = ends and moves + shipped on x value[used there] + kept x value[used here]

One linear system, a right-hand side a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, eye_array
from scipy.sparse.linalg import splu

from sim.model.columns import KEYS as KEYS_OF
from sim.model.columns import Columns
from sim.model.weights import Metrics, Weights, route_figures
from sim.network import Network
from sim.network.spread import spread
from sim.network.unknown import find_unknown
from sim.results.flows import made_amounts
from sim.rules.metrics import METRICS
from sim.rules.rows import locate
from sim.scenario.records import records
from sim.solve.plan import Floats, Plan

UPTAKE = "uptake_kt_yr"
DISPOSED = "residues_disposed_kt_yr"
NET, UNUSED = "net_utilized_kt_yr", "unused_kt_yr"
LEGACY, GENERATION = "legacy_used_kt_yr", "generation_kt_yr"
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
MOVED = [
    "cross_border_kt_yr",
    "logistics_cost_MCNY_yr",
    "waste_work_Mt_km_yr",
    "waste_transport_co2_kt_yr",
]
"""Figures of moving waste and residues."""
UNKNOWN = {
    "waste_work_Mt_km_yr": ("unknown_work_kt", "km"),
    "waste_transport_co2_kt_yr": ("unknown_co2_kt", "co2_kg_t"),
}
"""Figure of moving -> what follows of ways of which it is not known, kt, and the route's figure."""
UNTOLD = [name for name, _ in UNKNOWN.values()]
FIGURES = [DISPOSED, SOLD, *KEPT, *MOVED]
CREDITED = tuple(
    metric
    for metric in METRICS.values()
    if metric.scoped
    and metric.amount_column not in (UPTAKE, NET, UNUSED, LEGACY, GENERATION, *FIGURES)
)
"""Metrics that may be asked of one zone, beside the figures that every table of wastes has."""
OWN = {metric.amount_column: metric for metric in reversed(CREDITED)}
"""Column of what adds up of them -> the metric it is the amount, or the numerator, of."""
CARRIED = [*MOVED, *OWN, *UNTOLD]
"""Figures that what is moved has a part in."""
TRACED = [UPTAKE, *FILLED, *FIGURES, *OWN, *TREATED, *UNTOLD]
KEYS = ["plant", "lot", "period"]
USED, MADE = "used", "made"
Side = tuple[str, str, int, str]
"""Plant, lot, period, and whether what is used or what is made there is meant."""
Step = tuple[Side, Side, float]
"""Of the first, so many kt become the second."""


def trace_fates(network: Network, plan: Plan) -> pd.DataFrame:
    """Return plant, lot, period x TRACED: what follows of a kt of waste that arrives there."""
    ship, use, made = moved_waste(network, plan), used_waste(network, plan), _made_of(network, plan)
    leaving = ship[ship["origin_kind"] == "plant"].rename(columns={"origin": "plant"})
    arriving = ship[ship["destination_kind"] == "plant"].rename(columns={"destination": "plant"})
    used, sent, came = (_sums(frame) for frame in (use, leaving, arriving))
    kept = used.sub(came, fill_value=0.0).clip(lower=0.0)
    passed = {USED: used, MADE: sent.add(kept, fill_value=0.0)}
    sides = {side: amounts[amounts > 0] for side, amounts in passed.items()}
    through = pd.concat([_at_side(amounts, side) for side, amounts in sides.items()])
    follows = {USED: _follows_use(network, use, made), MADE: _follows_making(network, leaving)}
    direct = np.vstack([_book(follows[side], amounts.index) for side, amounts in sides.items()])
    onward = [*_residues(made), *_onward(leaving), *_kept(kept)]
    begun = {(*key, USED) for key in _sums(arriving[arriving["origin_kind"] == "zone"]).index}
    return _solve(through, pd.DataFrame(direct, through.index, TRACED), onward, begun)


def _follows_use(
    network: Network, use: pd.DataFrame, made: pd.DataFrame
) -> dict[str, pd.Series[float]]:
    """Return figure -> what of each lot is taken up, stays or is used up in the plant, kt."""
    taken = use[use["primary"] & (use["counting"] != "none")]
    treated = use[use["primary"] & (use["counting"] == "none")]
    left = made[made["primary"]].drop(columns="lot").rename(columns={"per": "lot"})
    return {
        UPTAKE: _sums(taken),
        **{name: _sums(taken[taken["counting"] == word]) for name, word in FILLED.items()},
        **{name: _stays(network, use, made, *kept) for name, kept in KEPT.items()},
        **{name: use.groupby(KEYS)[name].sum() for name in OWN},
        TREATED_GONE: _sums(treated).sub(_sums(left), fill_value=0.0),
    }


def _follows_making(network: Network, leaving: pd.DataFrame) -> dict[str, pd.Series[float]]:
    """Return figure -> where what leaves a plant ends, and what moving it takes."""
    fresh = network.lots["primary"].reindex(leaving["lot"]).to_numpy(bool)
    to_sink = (leaving["destination_kind"] == "sink").to_numpy()
    sold = (leaving["destination_kind"] == "market").to_numpy()
    return {
        UPTAKE: _sums(leaving[sold & fresh]),
        DISPOSED: _sums(leaving[to_sink & ~fresh]),
        SOLD: _sums(leaving[sold]),
        TREATED_STORED: _sums(leaving[to_sink & fresh]),
        **{figure: leaving.groupby(KEYS)[figure].sum() for figure in CARRIED},
    }


def _sums(frame: pd.DataFrame) -> pd.Series[float]:
    """Return plant, lot, period -> kt."""
    return frame.groupby(KEYS)["amount_kt_yr"].sum()


def _book(follows: Mapping[str, pd.Series[float]], places: pd.Index) -> Floats:
    """Return places x TRACED: what follows at once of what is used, or made, there."""
    booked = np.zeros((len(places), len(TRACED)))
    for figure, amounts in follows.items():
        found = amounts.astype(float).reindex(places)
        booked[:, TRACED.index(figure)] = found.fillna(0.0).to_numpy(float)
    return booked


def _at_side(amounts: pd.Series[float], side: str) -> pd.Series[float]:
    """Return the amounts by plant, lot, period and side."""
    table = amounts.rename("kt").reset_index().assign(side=side)
    return table.set_index([*KEYS, "side"])["kt"]


def _made_of(network: Network, plan: Plan) -> pd.DataFrame:
    """Return what lines make from their inputs, lot by lot."""
    made = made_amounts(network, plan)
    made = made[(made["per"] != "activity") & (made["amount_kt_yr"] > 0)]
    return made.join(network.lots[["primary", "waste_like"]], on="lot")


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
    ship = ship.assign(**dict(zip(MOVED, figures, strict=True)))
    unknown = find_unknown(network, ship)
    for name, figure in UNKNOWN.values():
        ship[name] = kt * unknown[figure].to_numpy(bool)
    lot = network.lots.index.get_indexer(pd.Index(ship["lot"]))
    for column, weights in weigh_own(network):
        ship[column] = kt * np.sum(weights.routes[lot] * route_figures(ship), axis=1)
    return ship


def weigh_own(network: Network) -> Iterator[tuple[str, Weights]]:
    """Yield each column of OWN and what is weighed in it."""
    if OWN:
        weigher = Metrics(network, Columns(network)).weigher()
        yield from ((column, metric.weigh(weigher)) for column, metric in OWN.items())


def used_waste(network: Network, plan: Plan) -> pd.DataFrame:
    """Return the waste and residue that lines use: whether not utilized before (primary), and
    plant, tier and counting of the line."""
    waste = network.lots.index[network.lots["waste_like"]]
    use = plan.use[plan.use["lot"].isin(waste) & (plan.use["amount_kt_yr"] > 0)]
    use = use.join(network.lots["primary"], on="lot")
    use = use.join(network.lines[["plant", "tier", "counting"]], on="line")
    at = locate(network.uses[KEYS_OF["use"]], use[KEYS_OF["use"]])
    for column, weights in weigh_own(network):
        of_use = weights.others.get("use", np.zeros(len(network.uses)))
        use[column] = use["amount_kt_yr"] * of_use[at]
    return use


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
    return _sums(used).sub(_sums(left), fill_value=0.0)


def _residues(made: pd.DataFrame) -> Iterator[Step]:
    """Yield what lines make from what they use."""
    for y in records(made):
        yield (y.plant, y.per, y.period, USED), (y.plant, y.lot, y.period, MADE), y.amount_kt_yr


def _onward(leaving: pd.DataFrame) -> Iterator[Step]:
    """Yield what one plant ships to the lines of another."""
    for r in records(leaving[leaving["destination_kind"] == "plant"]):
        there = r.destination, r.lot, r.period, USED
        yield (r.plant, r.lot, r.period, MADE), there, r.amount_kt_yr


def _kept(kept: pd.Series[float]) -> Iterator[Step]:
    """Yield what plants use of what they make themselves."""
    for key, kt in kept.items():
        assert isinstance(key, tuple)
        yield (*key, MADE), (*key, USED), float(kt)


def _solve(
    through: pd.Series[float], direct: pd.DataFrame, onward: Iterable[Step], begun: set[Side]
) -> pd.DataFrame:
    """Return plant, lot, period x figure of what waste from zones passes on its way.

    Lines that run on nothing but what they make themselves stay out: nothing follows of them.
    """
    steps = [step for step in onward if step[0] in through.index and step[1] in through.index]
    following: defaultdict[Side, list[Side]] = defaultdict(list)
    for start, end, _ in steps:
        following[start].append(end)
    passed = spread(begun & set(through.index), following)
    place = {key: i for i, key in enumerate(k for k in through.index if k in passed)}
    keys = pd.MultiIndex.from_tuples(list(place), names=through.index.names)
    if not place:
        return pd.DataFrame(columns=TRACED, index=keys.droplevel("side"), dtype=float)
    total = through.reindex(keys).to_numpy(float)
    ways = [(place[start], place[end], kt) for start, end, kt in steps if start in place]
    rows, columns = (np.array([w[i] for w in ways], dtype=np.int64) for i in (0, 1))
    share = np.array([w[2] for w in ways], dtype=float) / total[rows]
    size = len(total)
    matrix = eye_array(size) - coo_array((share, (rows, columns)), shape=(size, size))
    right = direct.reindex(keys).to_numpy(float) / total[:, None]
    values = pd.DataFrame(splu(matrix.tocsc()).solve(right), index=keys, columns=TRACED)
    return values[keys.get_level_values("side") == USED].droplevel("side")
