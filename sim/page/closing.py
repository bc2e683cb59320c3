"""What a programme keeps closed for a scenario that has lines of it off, or borders closed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sim.model.arrays import Ints
from sim.model.columns import KEYS, Columns
from sim.network import Network
from sim.network.without import OF_FEWER, without
from sim.page.keep import keep
from sim.rules.rows import locate

KEPT = 8
"""Sets of closed columns that are remembered."""
_OF_COLUMNS = {"act": "runs", "buy": "purchases", "use": "uses"}
"""Variable -> the table of the network that has a row for each of its columns."""
_FIGURES = ("capacity_kt_yr", "available_kt_yr", "min_load_kt_yr", "capex_MCNY_yr")
_Key = tuple[frozenset[str], frozenset[tuple[str, str]], tuple[int, ...]]


@dataclass(frozen=True)
class Closed:
    """What of a programme takes no part in a scenario."""

    off: frozenset[str] = frozenset()
    """Lines."""
    shut: tuple[int, ...] = ()
    """Routes, by their numbers."""


class Closing:
    """Finds the columns of a programme that a network with fewer lines and wastes has not."""

    def __init__(self, network: Network, columns: Columns) -> None:
        self._network, self._columns = network, columns
        self._arise = _places(network.supply)
        self._known: OrderedDict[_Key, tuple[Network, Ints]] = OrderedDict()

    def columns(self, closed: Closed, supply: pd.DataFrame) -> Ints:
        """Return the columns to be closed, with the waste of `supply` alone."""
        found = self._leave(closed, supply)
        return np.zeros(0, dtype=np.int64) if found is None else found[1]

    def leave(self, network: Network, closed: Closed) -> Network:
        """Return a network whose table of lines tells which are on, without what is closed."""
        found = self._leave(closed, network.supply)
        if found is None:
            return network
        left, _ = found
        sinks = network.sinks[network.sinks.index.isin(left.sinks.index)]
        own: dict[str, Any] = {name: getattr(left, name) for name in OF_FEWER}
        if network.routes is not self._network.routes:
            own["routes"] = network.routes.loc[left.routes.index]
        return replace(network, **own, sinks=sinks)

    def _leave(self, closed: Closed, supply: pd.DataFrame) -> tuple[Network, Ints] | None:
        """Return what is left, and the columns to be closed; None where all is there."""
        gone = frozenset() if supply is self._network.supply else self._arise - _places(supply)
        key = closed.off, gone, closed.shut
        if not any(key):
            return None
        if key not in self._known:
            left = without(self._network, closed.off, supply, closed.shut)
            keep(self._known, key, (left, self._find(left)), KEPT)
        return self._known[key]

    def _find(self, left: Network) -> Ints:
        own, columns = self._network, self._columns
        closed = [columns.block("ship")[~own.routes.index.isin(left.routes.index)]]
        for variable, table in _OF_COLUMNS.items():
            is_there = locate(getattr(left, table)[KEYS[variable]], columns.keys[variable]) >= 0
            closed.append(columns.block(variable)[~is_there])
        many = len(own.periods)
        found: Ints = (np.concatenate(closed)[:, None] * many + np.arange(many)).ravel()
        return found


def _places(supply: pd.DataFrame) -> frozenset[tuple[str, str]]:
    return frozenset(zip(supply["zone"], supply["lot"], strict=True))


def stand_still(own: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of a programme as a scenario has them; those that it has off are nothing."""
    off = own[~own.index.isin(lines.index)]
    if off.empty:
        return lines
    nothing = off.assign(**dict.fromkeys(_FIGURES, 0.0))
    return pd.concat([lines, nothing]).loc[own.index]
