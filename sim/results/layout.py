"""What the tables of plans take from a network whatever the plan: made once, for many plans."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model.arrays import Floats, Ints
from sim.model.columns import KEYS, Columns
from sim.model.weights import ColumnWeigher, Metrics, Weights, route_figures
from sim.network import Network
from sim.network.formula import ACTIVITY
from sim.network.unknown import find_unknown
from sim.results.flow_rows import FlowRows, list_flow_rows, reprice_rows
from sim.results.gathered import Gathered, gather_rows
from sim.results.known import number_keys
from sim.scenario.records import tuples
from sim.solve.plan import Plan

Flags = NDArray[np.bool_]
_OF_COSTS = ("weigher", "_weights", "route_figures", "waste_routes", "flow_rows")
"""Parts of a layout that costs of routes stand in."""
IN_PLAN = ("reclaim", "act", "buy", "use", "build", "close", "sized", "steps", "on")
"""Variables of a plan with a short key of their own, in the order of the programme's columns."""


class Layout:
    """Positions and weights of what may flow, be used and be made in a network.

    It serves every network of the same routes, lots, uses and makes, whatever the limits: those
    that `renew` gives. Where costs of routes are others, one `like` it does.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._weights: dict[Hashable, Weights] = {}
        self._read: dict[str, tuple[pd.DataFrame, Floats]] = {}
        """Variable -> the amounts that `by_period` was last asked for, and what it said."""

    def serves(self, network: Network) -> bool:
        """Return whether it was made of a network, or of one that only had other limits."""
        own = self._network
        same = network.routes is own.routes and network.uses is own.uses
        return same and network.carbon_price_CNY_t == own.carbon_price_CNY_t

    def like(self, network: Network) -> Layout:
        """Return the layout of a network whose routes cost, and count against, something else.

        Numbers of routes, lots and lines are those of this one, and all that has no cost in it.
        """
        found = Layout(network)
        kept = {name: made for name, made in vars(self).items() if name not in _OF_COSTS}
        vars(found).update({**kept, "_network": network})
        if "flow_rows" in vars(self):
            found.flow_rows = reprice_rows(self.flow_rows, network)
        return found

    @cached_property
    def columns(self) -> Columns:
        """The columns of the programme, those of a change from a reference included."""
        return Columns(self._network, with_change=self._network.reference is not None)

    @cached_property
    def weigher(self) -> ColumnWeigher:
        """What writes metrics down as weights of columns."""
        return Metrics(self._network, self.columns).weigher()

    def weigh(self, word: Hashable, make: Callable[[ColumnWeigher], Weights]) -> Weights:
        """Return the weights of a word that no limit has a part in, made once."""
        if word not in self._weights:
            self._weights[word] = make(self.weigher)
        return self._weights[word]

    def routes_at(self, names: pd.Series[str]) -> Ints:
        """Return the positions of routes."""
        positions: Ints = self._network.routes.index.get_indexer(pd.Index(names))
        return positions

    @cached_property
    def route_figures(self) -> Floats:
        """Routes x FIGURES."""
        return route_figures(self._network.routes)

    @cached_property
    def route_lots(self) -> Ints:
        """The position of the lot of each route."""
        lots: Ints = self._network.lots.index.get_indexer(pd.Index(self._network.routes["lot"]))
        return lots

    @cached_property
    def _places(self) -> dict[str, dict[tuple[str, ...], int]]:
        return {
            variable: {key: at for at, key in enumerate(tuples(frame))}
            for variable, frame in self.columns.keys.items()
            if variable in IN_PLAN
        }

    def columns_at(self, variable: str, amounts: pd.DataFrame) -> Ints:
        """Return the position of each row among the keys of a variable; -1 where it has none."""
        places = self._places[variable]
        keys = zip(*(amounts[name].tolist() for name in KEYS[variable]), strict=True)
        return np.fromiter((places.get(k, -1) for k in keys), dtype=np.int64, count=len(amounts))

    def amounts(self, variable: str, amounts: pd.DataFrame) -> Floats:
        """Return the amount of each of the keys of a variable, over all periods."""
        found = np.zeros(len(self.columns.keys[variable]))
        if amounts.empty:
            return found
        some = amounts[amounts["amount_kt_yr"] != 0.0]
        at = self.columns_at(variable, some)
        np.add.at(found, at[at >= 0], some["amount_kt_yr"].to_numpy(float)[at >= 0])
        return found

    def periods_at(self, amounts: pd.DataFrame) -> Ints:
        """Return the position of the period of each row."""
        found: Ints = pd.Index(self._network.periods).get_indexer(pd.Index(amounts["period"]))
        return found

    def by_period(self, variable: str, amounts: pd.DataFrame) -> Floats:
        """Return keys of a variable x periods: the amounts of a plan; nobody writes to them."""
        known = self._read.get(variable)
        if known is not None and known[0] is amounts:
            return known[1]
        found = np.zeros((len(self.columns.keys[variable]), len(self._network.periods)))
        some = amounts[amounts["amount_kt_yr"] != 0.0]
        at = self.columns_at(variable, some), self.periods_at(some)
        found[at] = some["amount_kt_yr"].to_numpy(float)
        self._read[variable] = amounts, found
        return found

    @cached_property
    def flow_rows(self) -> FlowRows:
        """The rows of flows that its routes are in."""
        return list_flow_rows(self._network)

    @cached_property
    def makes(self) -> pd.DataFrame:
        """What lines make: first of their activity, then of their inputs."""
        makes = self._network.makes
        of_activity = makes["per"] == ACTIVITY
        return pd.concat([makes[of_activity], makes[~of_activity]], ignore_index=True)

    @cached_property
    def _makers(self) -> tuple[Ints, Ints]:
        """Of what is made of activities, the position of each; of inputs, that of each use."""
        made = tuples(self.makes[["line", "recipe", "per"]])
        acts, uses = self._places["act"], self._places["use"]
        keys = list(made)
        of_acts = [acts[line, recipe] for line, recipe, per in keys if per == ACTIVITY]
        of_uses = [uses[key] for key in keys if key[2] != ACTIVITY]
        return np.array(of_acts, dtype=np.int64), np.array(of_uses, dtype=np.int64)

    def made(self, plan: Plan) -> Floats:
        """Return `makes` x periods: what a plan makes, kt."""
        acts, uses = self._makers
        made_of = self.by_period("act", plan.act)[acts], self.by_period("use", plan.use)[uses]
        made: Floats = self.makes["amount"].to_numpy(float)[:, None] * np.concatenate(made_of)
        return made

    @cached_property
    def output_rows(self) -> Gathered:
        """The rows of line outputs that `makes` are in."""
        made = self.makes
        made = made.assign(kind=self._network.lots["kind"].reindex(made["lot"]).to_numpy())
        keys = ["line", "recipe", "material", "kind"]
        return gather_rows(made, keys, [], self._network.periods)

    @cached_property
    def line_parts(self) -> LineParts:
        """Which line each activity, use and thing made is of."""
        lines, lots, keys = self._network.lines, self._network.lots, self.columns.keys

        def line_of(frame: pd.DataFrame) -> Ints:
            found: Ints = lines.index.get_indexer(pd.Index(frame["line"]))
            return found

        use = line_of(keys["use"])
        used, made = (
            lots[["primary", "waste_like"]].reindex(frame["lot"])
            for frame in (keys["use"], self.makes)
        )
        return LineParts(
            count=len(lines),
            act=line_of(keys["act"]),
            use=use,
            use_primary=used["primary"].to_numpy(bool),
            use_waste=used["waste_like"].to_numpy(bool),
            use_treats=(lines["counting"] == "none").to_numpy(bool)[use],
            made=line_of(self.makes),
            residue=made["waste_like"].to_numpy(bool) & ~made["primary"].to_numpy(bool),
        )

    @cached_property
    def waste_routes(self) -> WasteRoutes:
        """What becomes of waste and residue on each route."""
        routes, lots = self._network.routes, self._network.lots
        lot = lots.iloc[self.route_lots]
        per_tonne = routes[
            ["haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t"]
        ]
        start, end = (routes[f"{end}_kind"].to_numpy(object) for end in ("origin", "destination"))
        cross, km = routes["cross_border"].to_numpy(bool), routes["km"].to_numpy(float)
        unknown = find_unknown(self._network, routes)
        pair, firsts = number_keys(routes, ["origin", "material"])
        ends = routes[["origin", "material"]].take(firsts)
        pairs = list(tuples(ends))
        return WasteRoutes(
            carries=lot["waste_like"].to_numpy(bool),
            fresh=lot["primary"].to_numpy(bool),
            from_zone=start == "zone",
            from_plant=start == "plant",
            to_plant=end == "plant",
            to_sink=end == "sink",
            to_market=end == "market",
            start=self.spots(routes["origin"], self.route_lots),
            end=self.spots(routes["destination"], self.route_lots),
            moving=(
                cross,
                per_tonne.sum(axis=1).to_numpy(float),
                km,
                routes["co2_kg_t"].to_numpy(float),
            ),
            unknown={name: unknown[name].to_numpy(bool) for name in ("km", "co2_kg_t")},
            pair=pair,
            pairs=pairs,
        )

    @cached_property
    def waste_uses(self) -> WasteUses:
        """What becomes of what is used, and what is made of it."""
        uses, makes, lots = self._network.uses, self._network.makes, self._network.lots
        lines, lot = self._network.lines, lots.index.get_indexer(pd.Index(uses["lot"]))
        of_line = lines.reindex(uses["line"])
        made = makes[makes["per"] != ACTIVITY]
        made_lot = lots.index.get_indexer(pd.Index(made["lot"]))
        inputs = zip(made["line"], made["recipe"], made["per"], strict=True)
        places = self._places["use"]
        return WasteUses(
            is_waste=lots["waste_like"].to_numpy(bool)[lot],
            primary=lots["primary"].to_numpy(bool)[lot],
            spot=self.spots(of_line["plant"], lot),
            words={c: of_line[c].to_numpy(object) for c in ("tier", "counting")},
            maker=np.array([places[key] for key in inputs], dtype=np.int64),
            made=made["amount"].to_numpy(float),
            made_spot=self.spots(made["plant"], made_lot),
            made_primary=lots["primary"].to_numpy(bool)[made_lot],
            made_waste=lots["waste_like"].to_numpy(bool)[made_lot],
        )

    def spots(self, plants: pd.Series[str], lots: Ints) -> Ints:
        """Return the numbers of plant and lot, in the order of their names; -1 elsewhere."""
        at = self._network.plants.index.get_indexer(pd.Index(plants))
        spots: Ints = np.where(at >= 0, at * len(self._lot_ranks) + self._lot_ranks[lots], -1)
        return spots

    @cached_property
    def _lot_ranks(self) -> Ints:
        order = np.argsort(self._network.lots.index.to_numpy(object), kind="stable")
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks


@dataclass(frozen=True)
class LineParts:
    """Positions of the lines of activities, uses and `Layout.makes`, and what is taken and made."""

    count: int
    act: Ints
    use: Ints
    use_primary: Flags
    use_waste: Flags
    use_treats: Flags
    """Whether the line does not count as utilization."""
    made: Ints
    residue: Flags
    """Whether what is made is a residue."""


@dataclass(frozen=True)
class WasteRoutes:
    """Of each route: what it carries, where from and where to; spots as of `Layout.spots`."""

    carries: Flags
    """Whether it carries waste or residue."""
    fresh: Flags
    """Whether what it carries is not utilized yet."""
    from_zone: Flags
    from_plant: Flags
    to_plant: Flags
    to_sink: Flags
    to_market: Flags
    start: Ints
    end: Ints
    moving: tuple[Floats, ...]
    """Crossing, CNY/t, km and kg/t of a tonne, in the order of MOVED."""
    unknown: dict[str, Flags]
    """`km` and `co2_kg_t` -> whether nothing of it is known."""
    pair: Ints
    """Position of where it comes from and what it carries among the `pairs`."""
    pairs: list[tuple[str, str]]


@dataclass(frozen=True)
class WasteUses:
    """Of each use: what it takes; of each thing made of an input: which use, and how much."""

    is_waste: Flags
    primary: Flags
    spot: Ints
    words: dict[str, NDArray[np.object_]]
    """Tier and counting of the line."""
    maker: Ints
    """Position of the use that a thing is made by."""
    made: Floats
    """t per t."""
    made_spot: Ints
    made_primary: Flags
    made_waste: Flags
