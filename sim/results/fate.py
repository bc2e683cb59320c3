"""What becomes of a tonne in a plant: where it stays, ends, and what moving it on costs.

What arrives at a plant is used there; what its lines make of a lot is shipped on, or used with
what arrives. A plant mixes what it uses of a lot, and so it does what it makes, along the chain:

    value[used] x used = stays + sum of what is made from it x value[made]
    value[made] x made = ends and moves + shipped on x value[used there] + kept x value[used here]

One linear system, a right-hand side a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, eye_array
from scipy.sparse.linalg import splu

from sim.model.arrays import Floats, Ints
from sim.model.columns import Columns
from sim.model.weights import Metrics, Weights
from sim.network import Network
from sim.network.spread import spread
from sim.results.layout import Flags, Layout
from sim.rules.metrics import METRICS
from sim.solve.plan import Plan

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
Own = Sequence[tuple[str, Weights]]
Placed = tuple[Ints, Floats]
"""Plants, lots and periods, and kt there."""
Step = tuple[Ints, Ints, Floats]
"""Of the first, so many kt become the second."""


@dataclass(frozen=True)
class Followed:
    """What becomes of waste in a plan; rows are figures TRACED, but of `carried` CARRIED."""

    routes: Ints
    """Positions of the routes that carry waste or residue."""
    periods: Ints
    kt: Floats
    carried: Floats
    """Routes x CARRIED: what moving it takes."""
    fates: Floats
    """Routes x TRACED: what follows in the plant it goes to."""


def follow(network: Network, plan: Plan, layout: Layout) -> Followed:
    """Return what follows of all waste and residue that is moved."""
    own = list(weigh_own(network))
    ship = _Shipped.of(network, plan, layout, own)
    use = _Used.of(network, plan, layout, own)
    spots = np.unique(
        np.concatenate([use.spot, use.made_from, use.made_spot, ship.left, ship.came])
    )
    spots = spots[spots >= 0]
    book = _Book(spots)
    used = book.add(use.spot, use.kt)
    kept = np.maximum(used - book.add(ship.came, ship.kt), 0.0)
    made = book.add(ship.left, ship.kt) + kept
    through = np.concatenate([used, made])
    direct = np.zeros((len(through), len(TRACED)))
    for side, follows in enumerate((_follow_use(use), _follow_making(ship))):
        for figure, (where, kt) in follows.items():
            column = TRACED.index(figure)
            direct[side * len(spots) : (side + 1) * len(spots), column] += book.add(where, kt)
    on = (ship.left >= 0) & (ship.came >= 0)
    onward = [
        (book.at(use.made_from), len(spots) + book.at(use.made_spot), use.made_kt),
        (len(spots) + book.at(ship.left[on]), book.at(ship.came[on]), ship.kt[on]),
        (len(spots) + np.arange(len(spots)), np.arange(len(spots)), kept),
    ]
    begun = book.at(ship.came[ship.from_zone & (ship.came >= 0)])
    values = _solve(through, direct, onward, begun)
    there = np.zeros((len(ship.kt), len(TRACED)))
    there[ship.came >= 0] = values[book.at(ship.came[ship.came >= 0])]
    return Followed(ship.routes, ship.periods, ship.kt, ship.carried, there)


@dataclass(frozen=True)
class _Book:
    """Adds up by plant, lot and period."""

    spots: Ints

    def at(self, spots: Ints) -> Ints:
        """Return the positions of spots, all of which are in the book."""
        found: Ints = np.searchsorted(self.spots, spots)
        return found

    def add(self, spots: Ints, kt: Floats) -> Floats:
        """Return the sum at each spot; what is at none is left out."""
        some = spots >= 0
        return np.bincount(self.at(spots[some]), kt[some], len(self.spots)).astype(float)


@dataclass(frozen=True)
class _Shipped:
    """The routes that carry waste or residue in a plan."""

    routes: Ints
    periods: Ints
    kt: Floats
    carried: Floats
    left: Ints
    """Plant, lot and period that it leaves; -1 of what a zone sends."""
    came: Ints
    """Plant, lot and period that it comes to; -1 of what comes to no plant."""
    from_zone: Flags
    fresh: Flags
    to_sink: Flags
    to_market: Flags

    @classmethod
    def of(cls, network: Network, plan: Plan, layout: Layout, own: Own) -> _Shipped:
        some = plan.ship[plan.ship["amount_kt_yr"] > 0]
        of, at = layout.waste_routes, layout.routes_at(some["route"])
        waste = of.carries[at]
        at, periods = at[waste], layout.periods_at(some)[waste]
        kt = some["amount_kt_yr"].to_numpy(float)[waste]
        crossing, cost, km, co2 = (part[at] for part in of.moving)
        figures = [kt * crossing, kt * cost * 1e-3, kt * km * 1e-3, kt * co2 * 1e-3]
        lots = layout.route_lots[at]
        for _, weights in own:
            figures.append(kt * np.sum(weights.routes[lots] * layout.route_figures[at], axis=1))
        figures += [kt * of.unknown[figure][at] for _, figure in UNKNOWN.values()]
        count = len(network.periods)
        from_plant, to_plant = of.from_plant[at], of.to_plant[at]
        return cls(
            at,
            periods,
            kt,
            np.column_stack(figures),
            np.where(from_plant, of.start[at] * count + periods, -1),
            np.where(to_plant, of.end[at] * count + periods, -1),
            of.from_zone[at],
            of.fresh[at],
            of.to_sink[at],
            of.to_market[at],
        )


@dataclass(frozen=True)
class _Used:
    """The waste and residue that lines use in a plan, and what they make of their inputs."""

    spot: Ints
    kt: Floats
    primary: Flags
    words: Mapping[str, NDArray[np.object_]]
    own: Mapping[str, Floats]
    made_from: Ints
    made_spot: Ints
    made_kt: Floats
    made_words: Mapping[str, NDArray[np.object_]]
    made_primary: Flags
    made_waste: Flags

    @classmethod
    def of(cls, network: Network, plan: Plan, layout: Layout, own: Own) -> _Used:
        some = plan.use[plan.use["amount_kt_yr"] > 0]
        of, at = layout.waste_uses, layout.columns_at("use", some)
        kt, periods = some["amount_kt_yr"].to_numpy(float), layout.periods_at(some)
        count = len(network.periods)
        amounts = np.zeros((len(of.spot), count))
        amounts[at, periods] = kt
        made = of.made[:, None] * amounts[of.maker]
        which, when = np.nonzero(made > 0)
        maker = of.maker[which]
        waste = of.is_waste[at]
        at, kt, periods = at[waste], kt[waste], periods[waste]
        weighed = {
            column: kt * weights.others.get("use", np.zeros(len(of.spot)))[at]
            for column, weights in own
        }
        return cls(
            of.spot[at] * count + periods,
            kt,
            of.primary[at],
            {name: words[at] for name, words in of.words.items()},
            weighed,
            of.spot[maker] * count + when,
            of.made_spot[which] * count + when,
            made[which, when],
            {name: words[maker] for name, words in of.words.items()},
            of.made_primary[which],
            of.made_waste[which],
        )


def _follow_use(use: _Used) -> dict[str, Placed]:
    """Return figure -> what of each lot is taken up, stays or is used up in the plant, kt."""
    idle = use.words["counting"] == "none"
    taken, treated = use.primary & ~idle, use.primary & idle
    counted = {name: taken & (use.words["counting"] == word) for name, word in FILLED.items()}
    return {
        UPTAKE: (use.spot[taken], use.kt[taken]),
        **{name: (use.spot[some], use.kt[some]) for name, some in counted.items()},
        **{name: _stays(use, ~treated, *kept) for name, kept in KEPT.items()},
        **{name: (use.spot, kt) for name, kt in use.own.items()},
        TREATED_GONE: _less(use, treated, use.made_primary),
    }


def _stays(use: _Used, kept: Flags, column: str, word: str) -> Placed:
    """Return what lines of a kind use of each lot less the residues they make of it, kt.

    What they only treat, before it is utilized, does not stay in them.
    """
    left = (use.made_words[column] == word) & use.made_waste & ~use.made_primary
    return _less(use, kept & (use.words[column] == word), left)


def _less(use: _Used, used: Flags, made: Flags) -> Placed:
    """Return what is used of each lot less what is made of it."""
    where = np.concatenate([use.spot[used], use.made_from[made]])
    return where, np.concatenate([use.kt[used], -use.made_kt[made]])


def _follow_making(ship: _Shipped) -> dict[str, Placed]:
    """Return figure -> where what leaves a plant ends, and what moving it takes."""
    ends = {
        UPTAKE: ship.to_market & ship.fresh,
        DISPOSED: ship.to_sink & ~ship.fresh,
        SOLD: ship.to_market,
        TREATED_STORED: ship.to_sink & ship.fresh,
    }
    return {
        **{figure: (ship.left[some], ship.kt[some]) for figure, some in ends.items()},
        **{figure: (ship.left, ship.carried[:, i]) for i, figure in enumerate(CARRIED)},
    }


def weigh_own(network: Network) -> Iterator[tuple[str, Weights]]:
    """Yield each column of OWN and what is weighed in it."""
    if OWN:
        weigher = Metrics(network, Columns(network)).weigher()
        yield from ((column, metric.weigh(weigher)) for column, metric in OWN.items())


def _solve(through: Floats, direct: Floats, onward: Sequence[Step], begun: Ints) -> Floats:
    """Return what waste from zones passes on its way: at each spot, used and made, x figure.

    Lines that run on nothing but what they make themselves stay out: nothing follows of them.
    """
    start, end, kt = (np.concatenate([step[i] for step in onward]) for i in range(3))
    both = (through[start] > 0) & (through[end] > 0)
    start, end, kt = start[both], end[both], kt[both]
    following: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in zip(start.tolist(), end.tolist(), strict=True):
        following[one].append(other)
    passed = np.array(sorted(spread(begun[through[begun] > 0].tolist(), following)), dtype=np.int64)
    values = np.zeros(direct.shape)
    if not len(passed):
        return values
    place = np.full(len(through), -1)
    place[passed] = np.arange(len(passed))
    on = place[start] >= 0
    rows, columns = place[start[on]], place[end[on]]
    share = kt[on] / through[start[on]]
    size = len(passed)
    matrix = eye_array(size) - coo_array((share, (rows, columns)), shape=(size, size))
    values[passed] = splu(matrix.tocsc()).solve(direct[passed] / through[passed, None])
    return values
