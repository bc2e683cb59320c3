"""What border rules make of the routes of a network, and of those that it lacks for a border."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.loader.case import Case
from sim.network.build import select_nodes
from sim.network.exclusions import BEATEN, BORDER_CLOSED
from sim.network.routes import OF_BORDERS, look_at_borders, pass_borders
from sim.network.types import Network

_FIXED = ("storage", "sale")
"""Roles of the routes that no border rule speaks of."""
_Ints = NDArray[Any]


class Passages:
    """Asks border rules about a network; of `case` places and materials are read."""

    def __init__(self, network: Network, case: Case) -> None:
        self._network, self._case = network, case
        self._own = case.scenario.borders

    @cached_property
    def _bound(self) -> pd.DataFrame:
        routes = self._network.routes
        return routes[~routes["role"].isin(_FIXED)]

    @cached_property
    def _of_bound(self) -> tuple[pd.DataFrame, _Ints]:
        return look_at_borders(self._case, select_nodes(self._case), self._bound)

    @cached_property
    def _lacked(self) -> pd.DataFrame:
        """Return what a border closes, or another way beats, with its role."""
        excluded, sinks = self._network.excluded, select_nodes(self._case).sinks.index
        met = excluded[excluded["reason"].isin((BORDER_CLOSED, BEATEN))]
        to_sink = met["destination"].isin(sinks)
        return met.assign(role=np.where(to_sink, "disposal", "utilization"))

    @cached_property
    def _of_lacked(self) -> tuple[pd.DataFrame, _Ints]:
        return look_at_borders(self._case, select_nodes(self._case), self._lacked)

    def of_routes(self, case: Case) -> pd.DataFrame:
        """Return what the rules of a case make of routes; of those that rules speak of."""
        looks, number = self._of_bound
        facts = pass_borders(case, looks).take(number)
        facts.index = self._bound.index
        return facts

    def of_closed(self, case: Case) -> pd.DataFrame | None:
        """Return what is excluded under the rules of a case; None where some of it is open now."""
        looks, number = self._of_lacked
        facts = pass_borders(case, looks).take(number)
        is_open = facts["open"].to_numpy(bool)
        if (is_open & (self._lacked["reason"] == BORDER_CLOSED).to_numpy()).any():
            return None
        again, closed = self._network.excluded.copy(), self._lacked.index[~is_open]
        again.loc[closed, "reason"] = BORDER_CLOSED
        again.loc[closed, "detail"] = facts["rule"].to_numpy()[~is_open]
        return again

    def find_shut(self, case: Case) -> pd.Index | None:
        """Return the routes that the rules of a case close; None where they do anything else.

        Against the rules of the network's own case.
        """
        if case.scenario.borders == self._own:
            return self._network.routes.index[:0]
        fresh = [rule for rule in case.scenario.borders if rule not in self._own]
        if any(rule.quota is not None or rule.crossing_cost for rule in fresh):
            return None
        now, own = self.of_routes(case), self.of_routes(self._case)
        is_open = now["open"].to_numpy(bool)
        same = (now[OF_BORDERS] == own[OF_BORDERS]).to_numpy().all(axis=1)
        if (is_open & ~same).any() or self.of_closed(case) is None:
            return None
        return now.index[~is_open]
