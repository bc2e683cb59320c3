"""What the figures of routes are made of: for each route the cells that make up a tonne's cost.

A term is a column of the input, the rows of it that routes lean on, and what each adds to a dry
tonne. The terms of a figure add up to the figure of the network (`sim.network.figures`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.model.arrays import Floats, Ints
from sim.network import Network
from sim.network.access import charge
from sim.network.build import select_nodes
from sim.network.routes import find_rules, look_at_borders
from sim.results.layout import Layout
from sim.results.trace.made import Finder
from sim.results.trace.stretches import Stretches
from sim.rules.family import BORDERS
from sim.solve.plan import Plan

_LENGTH = {"links": "km", "terminals": "chainage"}
"""Table that says how long a stretch is -> its column; elsewhere it follows from the place."""


@dataclass(frozen=True)
class Term:
    """What one column adds to a tonne on some of the routes."""

    table: str
    column: str
    routes: Ints
    """Positions among the routes."""
    rows: Ints
    values: Floats
    """Of a dry tonne."""


class RouteTerms:
    """The terms of the routes that a plan, or a change of one, uses."""

    def __init__(
        self,
        case: Case,
        network: Network,
        plan: Plan,
        layout: Layout,
        finder: Finder,
        maker: Plan,
    ) -> None:
        """Look at what a plan carries; `maker` is the plan that says what lines make."""
        carried = plan.ship[plan.ship["amount_kt_yr"] != 0]
        kt_of = carried.groupby("route", sort=True)["amount_kt_yr"].sum()
        self._case, self._network, self._maker = case, network, maker
        self._layout, self._finder = layout, finder
        self.routes = network.routes.loc[kt_of.index]
        self.kt: Floats = kt_of.to_numpy(float)
        self.at = layout.routes_at(pd.Series(kt_of.index))
        """Positions among the routes of the network."""
        self._known: dict[str, tuple[Term, ...]] = {}

    def of(self, figure: str) -> tuple[Term, ...]:
        """Return the terms of a figure of `sim.network.figures`."""
        if figure not in self._known:
            self._known[figure] = tuple(_TERMS[figure](self))
        return self._known[figure]

    @cached_property
    def stretches(self) -> Stretches:
        """The ways that the routes take."""
        return Stretches(self._case, self._network.haulage, self.routes)

    @cached_property
    def _wet(self) -> Floats:
        moisture = self._network.materials["moisture"].reindex(self.routes["material"])
        wet: Floats = 1.0 / (1.0 - moisture.to_numpy(float))
        return wet

    # -- figures of ways -------------------------------------------------------------------

    def _haul(self) -> Iterator[Term]:
        paid, stated = self.stretches.paid, self.stretches.stated
        rates = self._network.haulage.modes.loc[paid["mode"]]
        km = paid["km"].to_numpy(float)
        size = charge(rates, km) * self._wet[paid["route"]]
        is_least = rates["minimum_charge"].to_numpy(float) > rates["tariff"].to_numpy(float) * km
        for column, some in (("tariff", ~is_least), ("minimum_charge", is_least)):
            rows = self._finder.rows("modes", id=paid["mode"][some])
            yield Term("modes", column, _ints(paid["route"][some]), rows, size[some])
        yield self._stated(stated)

    @staticmethod
    def _stated(stated: pd.DataFrame) -> Term:
        cost = stated["cost"].to_numpy(float)
        return Term("links", "cost", _ints(stated["route"]), _ints(stated["link"]), cost)

    def _handling(self) -> Iterator[Term]:
        handled = np.flatnonzero(self.routes["handling_CNY_t"].to_numpy(float))
        mode = self.routes["mode"].iloc[handled]
        rates = self._network.haulage.modes.loc[mode]
        rows = self._finder.rows("modes", id=mode)
        for column in ("handling", "fixed"):
            values = rates[column].to_numpy(float) * self._wet[handled]
            yield Term("modes", column, handled, rows, values)

    def _emitted(self) -> Iterator[Term]:
        length = self.stretches.lengths
        rates = self._network.haulage.modes.loc[length["mode"]]
        size = rates["co2"].to_numpy(float) * length["km"].to_numpy(float)
        rows = self._finder.rows("modes", id=length["mode"])
        at = _ints(length["route"])
        yield Term("modes", "co2", at, rows, size * self._wet[at])

    def _length(self) -> Iterator[Term]:
        for table, some in self.stretches.lengths.groupby("table", sort=True):
            of_links = table == "links"
            rows = _ints(some["id"]) if of_links else self._finder.rows(str(table), id=some["id"])
            column = _LENGTH.get(str(table), "lon")
            km = some["km"].to_numpy(float)
            yield Term(str(table), column, _ints(some["route"]), rows, km)

    # -- figures of ends -------------------------------------------------------------------

    def _border(self) -> Iterator[Term]:
        paid = np.flatnonzero(self.routes["border_CNY_t"].to_numpy(float))
        routes = self.routes.iloc[paid]
        looks, number = look_at_borders(self._case, select_nodes(self._case), routes)
        rules = np.asarray(find_rules(self._case, looks), dtype=np.int64)[number]
        surcharge = routes["surcharge_CNY_t"].to_numpy(float)
        waiting = routes["border_CNY_t"].to_numpy(float) - surcharge
        yield Term(BORDERS, "surcharge", paid, rules, surcharge)
        yield Term(BORDERS, "lead_cost", paid, rules, waiting)

    def _fee(self) -> Iterator[Term]:
        to_sink = self.routes["destination_kind"].eq("sink").to_numpy(bool)
        rows = self._finder.rows("sinks", id=self.routes["destination"])
        own = np.flatnonzero(to_sink & (rows >= 0))
        fee = self.routes["fee_CNY_t"].to_numpy(float)
        yield Term("sinks", "fee", own, rows[own], fee[own])
        store = np.flatnonzero(to_sink & (rows < 0))
        yield self._of_material("storage_cost", store, fee[store])

    def _tax(self) -> Iterator[Term]:
        tax = self.routes["tax_CNY_t"].to_numpy(float)
        yield self._of_material("tax", np.flatnonzero(tax), tax[tax != 0])

    def _displaced(self) -> Iterator[Term]:
        size = self.routes["displaced_t_t"].to_numpy(float)
        yield self._of_material("displaced_co2", np.flatnonzero(size), size[size != 0])

    def _of_material(self, column: str, at: Ints, values: Floats) -> Term:
        rows = self._finder.rows("materials", id=self.routes["material"].iloc[at])
        return Term("materials", column, at, rows, values)

    def _price(self) -> Iterator[Term]:
        price = self.routes["price_CNY_t"].to_numpy(float)
        yield from self._of_market("price", np.flatnonzero(price), price[price != 0])

    def _of_market(self, column: str, at: Ints, values: Floats) -> Iterator[Term]:
        rows = self._finder.rows("markets", id=self.routes["destination"].iloc[at])
        yield Term("markets", column, at, rows, values)

    # -- amounts ---------------------------------------------------------------------------

    def _sold(self) -> Iterator[Term]:
        at = np.flatnonzero(self.routes["destination_kind"].eq("market").to_numpy(bool))
        yield from self._of_market("max", at, np.ones(len(at)))

    def _crossing(self) -> Iterator[Term]:
        yield from self._of_origin(self.routes["cross_border"].to_numpy(bool))

    def _disposed(self) -> Iterator[Term]:
        from_plant = self.routes["origin_kind"].eq("plant").to_numpy(bool)
        to_sink = self.routes["destination_kind"].eq("sink").to_numpy(bool)
        yield from self._of_origin(from_plant & to_sink)

    def _of_origin(self, some: np.ndarray) -> Iterator[Term]:
        """Yield where tonnes come from: what arises, or the yields that made them."""
        from_zone = self.routes["origin_kind"].eq("zone").to_numpy(bool)
        zone, plant = np.flatnonzero(some & from_zone), np.flatnonzero(some & ~from_zone)
        for table, column, at, rows in self.arising(zone):
            yield Term(table, column, at, rows, np.ones(len(at)))
        yield from self._made(plant)

    def arising(self, at: Ints) -> Iterator[tuple[str, str, Ints, Ints]]:
        """Yield table, column, routes and rows of what arises, or lies in stock, at their ends."""
        routes = self.routes.iloc[at]
        own = self._finder.rows("generation", zone=routes["origin"], material=routes["material"])
        old = self._finder.rows("legacy", zone=routes["origin"], material=routes["material"])
        yield "generation", "amount", at[own >= 0], own[own >= 0]
        yield "legacy", "stock", at[own < 0], old[own < 0]

    def _made(self, at: Ints) -> Iterator[Term]:
        """Yield the yields that made what leaves plants, each by its part of it.

        What only passes through a plant is of the plant's row.
        """
        makes, amounts = self._layout.makes, self._layout.made(self._maker).sum(axis=1)
        made = makes.assign(kt=amounts)[amounts > 0]
        left = self.routes.iloc[at][["origin", "lot"]].assign(route=at)
        left = left.rename(columns={"origin": "plant"})
        both = left.merge(made, on=["plant", "lot"])
        whole = both.groupby("route")["kt"].transform("sum")
        per = both["per"].map(self._network.lots["material"]).fillna(both["per"])
        rows = self._finder.rows(
            "yields", recipe=both["recipe"], material=both["material"], per=per
        )
        share = (both["kt"] / whole).to_numpy(float)
        yield Term("yields", "amount", _ints(both["route"]), rows, share)
        passed = left[~left["route"].isin(both["route"])]
        rows = self._finder.rows("plants", id=passed["plant"])
        yield Term("plants", "id", _ints(passed["route"]), rows, np.ones(len(passed)))


def _ints(values: Any) -> Ints:
    return np.asarray(values, dtype=np.int64)


_TERMS: dict[str, Callable[[RouteTerms], Iterator[Term]]] = {
    "haul_CNY_t": RouteTerms._haul,
    "handling_CNY_t": RouteTerms._handling,
    "co2_kg_t": RouteTerms._emitted,
    "km": RouteTerms._length,
    "border_CNY_t": RouteTerms._border,
    "fee_CNY_t": RouteTerms._fee,
    "tax_CNY_t": RouteTerms._tax,
    "price_CNY_t": RouteTerms._price,
    "displaced_t_t": RouteTerms._displaced,
    "cross_border": RouteTerms._crossing,
    "residue_disposed": RouteTerms._disposed,
    "sold": RouteTerms._sold,
}
"""Figure of routes -> what yields its terms."""
