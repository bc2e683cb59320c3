"""The ways that routes take, cut in stretches: who charges for each, and what says how long it is.

The figures of ways are those of `sim.network.haulage`, which adds the stretches up; a test holds
the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.loader.case import Case
from sim.network.access import ESTIMATED
from sim.network.haulage import GATE, ONSITE, Haulage
from sim.network.trunk import Trunk
from sim.scenario.records import records

PAID = ["route", "mode", "km"]
"""What a mode charges for at its tariff."""
STATED = ["route", "link", "cost"]
"""What a link states the cost of: its row in table links, CNY per dry tonne."""
LENGTHS = ["route", "mode", "km", "table", "id"]
"""How long, by which mode, and where that is written: of links the row, else the id of a site."""
PLACES = ("zones", "plants", "sinks", "markets", "terminals")


class Stretches:
    """The stretches of some routes of a network, numbered as they stand."""

    def __init__(self, case: Case, haulage: Haulage, routes: pd.DataFrame) -> None:
        self._links = case.tables["links"]
        self._haulage = haulage
        self._direct = {
            (link.origin, link.destination, link.mode, link.material): link
            for link in records(haulage.links)
        }
        self._table_of = {
            str(name): table for table in reversed(PLACES) for name in case.tables[table]["id"]
        }
        self._legs = {
            mode: (_by_slot(legs.boarding), _by_slot(legs.alighting))
            for mode, legs in haulage.legs.items()
        }
        self._ways = haulage.way_names
        paid: list[tuple[object, ...]] = []
        stated: list[tuple[object, ...]] = []
        lengths: list[tuple[object, ...]] = []
        for at, route in enumerate(records(routes)):
            for kind, *rest in self._cut(route):
                {"paid": paid, "stated": stated, "length": lengths}[str(kind)].append((at, *rest))
        self.paid = pd.DataFrame(paid, columns=PAID).astype({"route": int, "km": float})
        self.stated = pd.DataFrame(stated, columns=STATED).astype(
            {"route": int, "link": int, "cost": float}
        )
        self.lengths = pd.DataFrame(lengths, columns=LENGTHS).astype({"route": int, "km": float})

    def _cut(self, route: Any) -> Iterator[tuple[object, ...]]:
        if route.mode in (ONSITE, GATE):
            return
        if route.board:
            yield from self._by_terminals(route)
            return
        ends = route.origin, route.destination, route.mode
        link = self._direct.get((*ends, route.material)) or self._direct.get((*ends, ""))
        if link is not None:
            yield from self._over(int(link.row), route.mode)
            return
        yield "paid", route.mode, route.km
        yield "length", route.mode, route.km, *self._site(route.origin)

    def _over(
        self, row: int, mode: str, *, is_charged: bool = True
    ) -> Iterator[tuple[object, ...]]:
        """Yield what a link adds; of a link that states its cost the mode charges nothing."""
        cost, km = (float(self._links[column].iloc[row]) for column in ("cost", "km"))
        if cost == cost:
            yield "stated", row, cost
        elif is_charged:
            yield "paid", mode, km
        if km == km:
            yield "length", mode, km, "links", row

    def _by_terminals(self, route: Any) -> Iterator[tuple[object, ...]]:
        mode, first, last, number = self._ways[route.way]
        legs = (
            self._legs[mode][0][route.origin, first],
            self._legs[mode][1][route.destination, last],
        )
        trunk = self._haulage.trunks[mode][number]
        ends = trunk.names.index(route.board), trunk.names.index(route.alight)
        own_km = legs[0].own_km + legs[1].own_km
        yield "paid", mode, float(trunk.paid_km[ends]) + own_km
        yield from self._along(trunk, ends, mode, route.board)
        for leg, site in zip(legs, (route.origin, route.destination), strict=True):
            yield from self._leg(leg, site)

    def _along(
        self, trunk: Trunk, ends: tuple[int, int], mode: str, board: str
    ) -> Iterator[tuple[object, ...]]:
        """Yield what the links of a trunk add, or the chainages of its ends."""
        if ends not in trunk.rows:
            yield "length", mode, float(trunk.km[ends]), "terminals", board
        for row in trunk.rows.get(ends, ()):
            yield from self._over(row, mode, is_charged=False)

    def _leg(self, leg: Any, site: str) -> Iterator[tuple[object, ...]]:
        if leg.row == ESTIMATED:
            mode = self._haulage.leg_mode
            yield "paid", mode, leg.km
            yield "length", mode, leg.km, *self._site(site)
        else:
            mode = str(self._links["mode"].iloc[leg.row])
            yield from self._over(int(leg.row), mode, is_charged=leg.own_km == 0.0)

    def _site(self, site: str) -> tuple[str, str]:
        return self._table_of[site], site


def _by_slot(legs: pd.DataFrame) -> dict[tuple[str, int], Any]:
    """Return site and slot -> leg."""
    return {(leg.node, leg.slot): leg for leg in records(legs)}
