"""What is left of a network where lines of it are switched off, or waste no longer arises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.network.build import keep_possible, keep_reachable, list_relays
from sim.network.formula import ACTIVITY
from sim.network.spread import spread
from sim.network.types import Network
from sim.rules.rows import locate

_OF_LINES = ("runs", "shares", "groups", "rules", "uses", "makes")
OF_FEWER = (*_OF_LINES, "purchases", "relays", "routes")
"""Tables of a network that have fewer rows without some lines and wastes, limits apart."""
_PLACE = ["plant", "lot"]


def without(
    network: Network,
    off: Collection[str],
    supply: pd.DataFrame,
    shut: Collection[int] = (),
) -> Network:
    """Return the network without some of its lines, and with the waste of `supply` alone.

    Routes that are `shut` (their numbers) are left out too.

    What may be moved, bought, used and made is what `build_network` finds for a case like that.
    Routes keep their numbers; lots that nobody makes any more stay in the tables of lots and of
    quality rules, as the routes left out do.
    """
    on = {name: _of_others(getattr(network, name), off) for name in _OF_LINES}
    known = _known_lots(network, on["makes"], supply)
    makes = on["makes"][on["makes"]["per"].isin({*known, ACTIVITY})]
    uses = on["uses"][on["uses"]["lot"].isin(known)]
    purchases = _at(network.purchases, _PLACE, uses[_PLACE])
    open_routes = network.routes.drop(index=list(shut)) if len(shut) else network.routes
    routes = _routes_between(open_routes, supply, makes, uses)
    uses = keep_reachable(uses, routes, makes, purchases, set())
    parts: dict[str, Any] = {
        **{name: frame.reset_index(drop=True) for name, frame in on.items()},
        "uses": uses,
        "makes": keep_possible(makes, uses).reset_index(drop=True),
        "purchases": purchases.reset_index(drop=True),
        "relays": list_relays(routes, makes, purchases, set()),
    }
    sinks, lines = network.sinks, network.lines
    is_there = ~sinks["implicit"].to_numpy(bool) | sinks.index.isin(routes["destination"])
    return replace(
        network,
        **parts,
        lines=lines[~lines.index.isin(off)],
        routes=routes,
        sinks=sinks[is_there],
        supply=supply,
    )


def _of_others(frame: pd.DataFrame, off: Collection[str]) -> pd.DataFrame:
    """Return the rows of all lines but some."""
    return frame[~frame["line"].isin(off)]


def _at(frame: pd.DataFrame, keys: list[str], found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table whose keys are among those found."""
    return frame[locate(found.drop_duplicates(), frame[keys]) >= 0]


def _known_lots(network: Network, makes: pd.DataFrame, supply: pd.DataFrame) -> set[str]:
    """Return the lots that arise, are bought, or are made of those."""
    following: defaultdict[str, set[str]] = defaultdict(set)
    for per, lot in zip(makes["per"], makes["lot"], strict=True):
        following[per].add(lot)
    begun = {*supply["lot"], *network.purchases["lot"], *following[ACTIVITY]}
    return spread(begun, following)


def _routes_between(
    routes: pd.DataFrame, supply: pd.DataFrame, makes: pd.DataFrame, uses: pd.DataFrame
) -> pd.DataFrame:
    """Return the routes from where a lot arises or is made to where it is taken."""
    arises = locate(supply[["zone", "lot"]], routes[["origin", "lot"]]) >= 0
    made = locate(makes[_PLACE].drop_duplicates(), routes[["origin", "lot"]]) >= 0
    used = locate(uses[_PLACE].drop_duplicates(), routes[["destination", "lot"]]) >= 0
    begins = np.where(routes["origin_kind"] == "zone", arises, made)
    return routes[begins & (used | (routes["destination_kind"] != "plant").to_numpy())]
