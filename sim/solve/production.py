"""The linear production game of a programme: what each player brings to it.

Owen, "On the core of linear production games", Mathematical Programming 9 (1975): players own
parts of the right-hand side, b = sum of b_i, and a coalition S solves the programme with
b(S) = sum of b_i over its members. The game is then superadditive, and the shadow prices y of the
whole pay each player y b_i, which no coalition can do better than.

Columns of sites outside a coalition stay at zero, so that nothing passes through absent plants.
That takes options away from coalitions and none from the whole: both properties keep.

Where something is opened or not a coalition chooses for itself. The game is still superadditive:
two plans go together, and what both open is opened once. But there are no prices of the whole that
divide it, and the core may be empty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model.tight import tighten
from sim.network import Network
from sim.network.players import Players
from sim.network.switches import LINKS
from sim.rules.families import FAMILIES
from sim.scenario.link_name import SIGN
from sim.scenario.records import records
from sim.scenario.settings import Solver
from sim.solve.arrays import Arrays, Floats
from sim.solve.choices import STEPS, SWITCH
from sim.solve.session import RowName, Session

UNDIVIDED = frozenset({SWITCH, STEPS, "size_one"})
"""Families whose bounds are the same for every coalition: counts, which nobody owns a part of."""
Members = NDArray[np.bool_]
"""Which players are in a coalition, in the order of `Players.names`."""
MEASURES = {"net_utilized": ("net_utilized", 1.0), "net_benefit": ("net_cost", -1.0)}
"""Value of a coalition -> the metric it is made of, and the sign that makes more of it better."""


@dataclass(frozen=True)
class Measure:
    """A value of coalitions: the best of `vector x`, plus what each member brings at once."""

    vector: Floats
    constants: Floats
    """Part of the value that no plan changes, by player: the annuity of added lines."""


@dataclass(frozen=True)
class Production:
    """A programme whose right-hand side is divided among players; small enough to be sent."""

    players: tuple[str, ...]
    arrays: Arrays
    """The rows and columns, without Pyomo's own."""
    settings: Solver
    shares: Floats
    """Rows x players: whose the right-hand side of a row is. Rows of bound zero have none."""
    owner: NDArray[np.int64]
    """Column -> player in whose books it is."""
    partner: NDArray[np.int64]
    """Column -> other player without whom it cannot run, -1 for nobody."""
    measures: dict[str, Measure]
    commons: tuple[RowName, ...]
    """Rows that more than one player has a share of."""
    undivided: NDArray[np.bool_]
    """Rows that are the same for every coalition: what is open, in which size, in what steps."""
    shared: dict[int, Floats]
    """Column that is in nobody's books, opening a sink or link of all -> part in each player's."""

    @property
    def is_linear(self) -> bool:
        """Return whether no coalition chooses what to open, so that prices divide what all make."""
        return not self.arrays.integer.any()

    def bounds(self, members: Members) -> tuple[Floats, Floats]:
        """Return lower and upper bounds of the rows for a coalition."""
        lower, upper = self.arrays.lower, self.arrays.upper
        if members.all():
            return lower, upper
        part = np.where(self.undivided, 1.0, self.shares @ members)
        with np.errstate(invalid="ignore"):
            return (
                np.where(np.isfinite(lower), lower * part, lower),
                np.where(np.isfinite(upper), upper * part, upper),
            )

    def closed(self, members: Members) -> Members:
        """Return the columns that a coalition cannot run."""
        out = ~members
        owner, partner = (np.where(of >= 0, out[of], False) for of in (self.owner, self.partner))
        return owner | partner

    def constant(self, measure: str, members: Members) -> float:
        """Return the part of a coalition's value that no plan changes."""
        return float(self.measures[measure].constants @ members)


def divide(session: Session, players: Players) -> Production:
    """Return the production game of a session's programme, for players of its network.

    Raises
    ------
    ValueError
        The programme has rows of the whole system, which nobody owns: caps, floors, changes.
    """
    owner, partner = _owners_of_columns(session, players)
    weigh = _Weights(session.network, players)
    arrays = tighten(session.programme) if session.chooses else session.arrays
    shares, commons = _shares_of_rows(arrays, weigh)
    lines = session.network.lines
    capex = np.zeros(len(players.names))
    for plant, cost in zip(lines["plant"], lines["capex_MCNY_yr"], strict=True):
        capex[players.number(players.nodes[plant])] += cost * len(session.network.periods)
    measures = {}
    for name, (metric, sign) in MEASURES.items():
        form = session.form(metric)
        constants = -capex if metric == "net_cost" else np.zeros(len(players.names))
        measures[name] = Measure(sign * form.vector, constants)
    return Production(
        players.names,
        arrays,
        session.network.scenario.solver,
        shares,
        owner,
        partner,
        measures,
        commons,
        np.array([name in UNDIVIDED for name, _ in arrays.row_names], dtype=bool),
        _shared_columns(session, owner, weigh),
    )


# -- columns -----------------------------------------------------------------------------------


def _owners_of_columns(
    session: Session, players: Players
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return owner and partner of every column.

    A shipment is in the books of its origin and needs its destination. Opening a sink of all is in
    nobody's, -1.
    """
    network = session.network
    plant_of = network.lines["plant"].to_dict()
    ends = network.routes[["origin", "destination"]].to_dict("index")
    number = {site: players.number(player) for site, player in players.nodes.items()}
    number |= {market: players.number(player) for market, player in players.markets.items()}
    owner = np.full(len(session.arrays.column_names), -1, dtype=np.int64)
    partner = owner.copy()
    for column, (name, index) in enumerate(session.arrays.column_names):
        if name == "ship":
            owner[column] = number[ends[index[0]]["origin"]]
            partner[column] = number.get(ends[index[0]]["destination"], -1)
        elif name in ("reclaim", "buy"):
            owner[column] = number[index[0]]
        elif name in ("act", "use", "build", "sized", "steps", "close"):
            owner[column] = number[plant_of[index[0]]]
        elif name == "on":
            what = index[1]
            owner[column] = number.get(str(plant_of.get(what, what)), -1)
        else:
            raise ValueError(f"nobody owns {name}{index}")
    return owner, partner


def _shared_columns(
    session: Session, owner: NDArray[np.int64], weigh: _Weights
) -> dict[int, Floats]:
    """Return column that nobody owns -> part of each player in it, by size as their throughput."""
    names = session.arrays.column_names
    shared = {}
    for column in np.flatnonzero(owner < 0).tolist():
        kind, what = names[column][1][:2]
        weights = weigh.of_link(what) if kind == LINKS else weigh.of_sink(what)
        shared[column] = weights / weights.sum()
    return shared


# -- rows --------------------------------------------------------------------------------------


def _shares_of_rows(arrays: Arrays, weigh: _Weights) -> tuple[Floats, tuple[RowName, ...]]:
    """Return rows x players, and the rows that are commons."""
    shares = np.zeros((len(arrays.row_names), weigh.players))
    commons = []
    for row, (name, index) in enumerate(arrays.row_names):
        bounds = (arrays.lower[row], arrays.upper[row])
        if name in UNDIVIDED or not any(np.isfinite(b) and b != 0.0 for b in bounds):
            continue
        weights = weigh.of_row(name, index)
        shares[row] = weights / weights.sum()
        if np.count_nonzero(weights) > 1:
            commons.append((name, index))
    return shares, tuple(commons)


class _Weights:
    """Says in which proportion the right-hand side of a row belongs to the players."""

    def __init__(self, network: Network, players: Players) -> None:
        self._network, self._players = network, players
        self.players = len(players.names)
        self._sizes = _sizes(network)
        self._sales = _routes_by(network, "destination", network.routes["role"] == "sale")
        self._deliveries = _routes_by(
            network, "destination", network.routes["destination_kind"] == "sink"
        )
        self._quotas = _routes_by(network, "quota")
        self._links = _routes_by_link(network)
        self._stops: dict[str, list[Any]] = defaultdict(list)
        for end in ("board", "alight"):
            for terminal, routes in _routes_by(network, end).items():
                self._stops[terminal] += routes

    def of_row(self, name: str, index: tuple[Any, ...]) -> Floats:
        """Return the weight of each player in a row of nonzero bound."""
        key, players = index[0], self._players
        match FAMILIES[name].owner:
            case "zone" | "plant":
                return self._one(players.nodes[key])
            case "line":
                return self._one(players.nodes[self._network.lines["plant"][key]])
            case "market":
                return self._of_markets([key])
            case "market_group":
                markets = self._network.markets
                return self._of_markets(list(markets.index[markets["group"] == key]))
            case "sink":
                return self.of_sink(key)
            case "terminal":
                return self._of_sites(self._stops[key])
            case "link":
                return self._of_sites(self._links[index[:3]])
            case "quota":
                return self._of_sites(self._quotas[key])
        raise ValueError(f"nobody owns {name}{index}")

    def of_link(self, name: str) -> Floats:
        """Return the weight of each player in a link: of the sites that use it."""
        return self._of_sites(self._links[tuple(name.split(SIGN))])

    def of_sink(self, sink: str) -> Floats:
        """Return the weights of a sink: of its owner, else by the size of those who bring waste."""
        known = self._players.nodes.get(sink)
        return self._one(known) if known else self._of_sites(self._deliveries[sink])

    def _one(self, player: str) -> Floats:
        weights = np.zeros(len(self._players.names))
        weights[self._players.number(player)] = 1.0
        return weights

    def _of_markets(self, markets: list[Any]) -> Floats:
        """Weigh by owner; commons by the capacity of the lines that make what is sold there."""
        owners = {self._players.markets.get(market) for market in markets}
        only = owners.pop() if len(owners) == 1 else None
        if only is not None:
            return self._one(only)
        routes = [route for market in markets for route in self._sales.get(market, ())]
        sold = self._network.routes.loc[routes, ["origin", "lot"]].drop_duplicates()
        makes = self._network.makes.merge(
            sold, left_on=["plant", "lot"], right_on=["origin", "lot"]
        )
        lines = makes["line"].drop_duplicates()
        able = self._network.lines.loc[lines, ["plant", "available_kt_yr"]]
        return self._add_up(zip(able["plant"], able["available_kt_yr"], strict=True))

    def _of_sites(self, routes: list[Any]) -> Floats:
        """Weigh by the size of the sites at either end of routes."""
        table = self._network.routes.loc[routes]
        sites = {*table["origin"], *table["destination"]} & self._sizes.keys()
        return self._add_up((site, self._sizes[site]) for site in sorted(sites))

    def _add_up(self, amounts: Iterable[tuple[str, float]]) -> Floats:
        weights = np.zeros(len(self._players.names))
        for site, amount in amounts:
            weights[self._players.number(self._players.nodes[site])] += amount
        return weights if weights.any() else np.ones_like(weights)


def _sizes(network: Network) -> dict[str, float]:
    """Return zone -> kt/yr that arise and may be reclaimed, plant -> kt/yr its lines can run."""
    sizes: dict[str, float] = defaultdict(float)
    for s in records(network.supply):
        sizes[s.zone] += s.generation_kt_yr + s.legacy_limit_kt_yr
    for plant, size in zip(network.lines["plant"], network.lines["available_kt_yr"], strict=True):
        sizes[plant] += size
    return dict(sizes)


def _routes_by(
    network: Network, column: str, where: pd.Series[bool] | None = None
) -> dict[str, list[Any]]:
    """Return value of a column -> the routes that have it."""
    routes = network.routes if where is None else network.routes[where]
    found: dict[str, list[Any]] = defaultdict(list)
    for route, value in routes[column].items():
        if value:
            found[str(value)].append(route)
    return found


def _routes_by_link(network: Network) -> dict[tuple[str, ...], list[Any]]:
    """Return origin, destination and mode of a link with a capacity -> the routes over it."""
    ends = network.links[["origin", "destination", "mode"]].itertuples(name=None)
    names = {str(number): tuple(key) for number, *key in ends}
    found: dict[tuple[str, ...], list[Any]] = {key: [] for key in names.values()}
    for over, routes in _routes_by(network, "over").items():
        for number in over.split():
            found[names[number]] += routes
    return found
