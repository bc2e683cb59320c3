"""The words of metrics as sums over cells of the input, for one plan.

Each word takes its weights from `sim.model.weights`, so that a metric is stated once: here they
are only put to the rows that they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.model.arrays import Floats
from sim.network import Network
from sim.network.figures import FIGURES
from sim.network.lines import electricity_co2
from sim.network.switches import LINES, LINKS, SINKS
from sim.results.layout import IN_PLAN, Layout
from sim.results.trace.made import Cells, Finder, Made
from sim.results.trace.terms import RouteTerms
from sim.rules.family import EXPANSIONS
from sim.rules.metric import Level, Lots, Table
from sim.scenario.expansion import entry_name
from sim.scenario.link_name import link_name
from sim.scenario.records import tuples
from sim.solve.plan import Plan

_VARIABLES: Mapping[Table, str] = {
    "activity": "act",
    "use": "use",
    "purchase": "buy",
    "reclaim": "reclaim",
    "building": "build",
    "size": "sized",
    "switch": "on",
}
"""Table that metrics weigh -> its variable."""


class RowWeigher:
    """What a plan does, as sums over cells. See `sim.rules.metric.Weigher`."""

    def __init__(
        self,
        case: Case,
        network: Network,
        plan: Plan,
        layout: Layout,
        *,
        change_of: Plan | None = None,
    ) -> None:
        """Weigh what a plan does, or a change of another plan, to which constants add nothing."""
        self._case, self._network, self._plan = case, network, plan
        self._layout, self.finder = layout, Finder(case)
        self._is_change = change_of is not None
        self.terms = RouteTerms(case, network, plan, layout, self.finder, change_of or plan)

    @property
    def carbon_price(self) -> float:
        """Return CNY per tonne of CO2."""
        return self._network.carbon_price_CNY_t

    def on_routes(self, figure: str, by: float = 1.0, lots: Lots = "all") -> Made:
        """Return the cells of a figure of routes."""
        weights = self._layout.weigher.on_routes(figure, by, lots).routes
        terms = self.terms
        each = weights[self._layout.route_lots[terms.at], FIGURES.index(figure)] * terms.kt
        return Made(
            tuple(
                Cells(t.table, t.column, t.rows, each[t.routes] * t.values)
                for t in terms.of(figure)
            )
        )

    def per(self, table: Table, column: str, by: float = 1.0) -> Made:
        """Return the cells that a column of a table of the network comes from."""
        variable = _VARIABLES[table]
        weights = self._layout.weigher.per(table, column, by).others[variable]
        amounts = weights * self._amounts[variable]
        return Made(tuple(_PER[table](self, column, amounts)))

    def used(self, lots: Lots, lines: Mapping[str, Collection[str]]) -> Made:
        """Return the lines that take lots, by their capacity."""
        weights = self._layout.weigher.used(lots, lines).others
        return Made(tuple(self._of_lines(weights)))

    def kept_in(self, column: str, words: Collection[str]) -> Made:
        """Return the lines that waste stays in, by their capacity."""
        weights = self._layout.weigher.kept_in(column, words).others
        return Made(tuple(self._of_lines(weights)))

    def _of_lines(self, weights: Mapping[str, Floats]) -> Iterator[Cells]:
        for variable, each in weights.items():
            line = self._layout.columns.keys[variable]["line"]
            yield self.finder.cells("lines", "capacity", each * self._amounts[variable], id=line)

    def generated(self) -> Made:
        """Return the rows of what arises."""
        if self._is_change:
            return Made()
        supply, lots = self._network.supply, self._network.lots
        lot = lots.loc[supply["lot"]]
        fresh = (lot["primary"] & lot["waste_like"]).to_numpy(bool)
        kt = np.where(fresh, supply["generation_kt_yr"].to_numpy(float), 0.0)
        some = supply[kt > 0]
        keys = {"zone": some["zone"], "material": some["material"]}
        return Made((self.finder.cells("generation", "amount", kt[kt > 0], **keys),))

    def reclaimed(self) -> Made:
        """Return the rows of old stock that is dug up."""
        weights = self._layout.weigher.reclaimed().others["reclaim"]
        return Made((self._of_stock("stock", weights * self._amounts["reclaim"]),))

    def _of_stock(self, column: str, amounts: Floats) -> Cells:
        keys = self._layout.columns.keys["reclaim"]
        material = keys["lot"].map(self._network.lots["material"])
        return self.finder.cells("legacy", column, amounts, zone=keys["zone"], material=material)

    def capital(self) -> Made:
        """Return what the technologies of added lines cost."""
        if self._is_change:
            return Made()
        lines = self._network.lines
        paid = lines["capex_MCNY_yr"].to_numpy(float)
        return Made((self.finder.cells("technologies", "capex", paid, id=lines["technology"]),))

    def built(self) -> Made:
        """Return the lines that are built."""
        weights = self._layout.weigher.built().others
        return Made(tuple(self._of_lines(weights)))

    def least_rate(self, level: Level) -> Made:
        """Refuse: the least rate is that of an area."""
        raise ValueError("no sum over rows")

    def greatest_rate(self, level: Level) -> Made:
        """Refuse: the greatest rate is that of an area."""
        raise ValueError("no sum over rows")

    def change(self) -> Made:
        """Refuse: a change is the difference of two plans."""
        raise ValueError("no sum over rows")

    @cached_property
    def _amounts(self) -> dict[str, Floats]:
        """Variable -> amount of each of its columns, over all periods."""
        return {name: self._layout.amounts(name, getattr(self._plan, name)) for name in IN_PLAN}

    # -- tables of the network -------------------------------------------------------------

    def _of_activity(self, column: str, amounts: Floats) -> Iterator[Cells]:
        runs = self._network.runs
        if column == "cost_CNY_t":
            yield self.finder.cells("recipes", "cost", amounts, id=runs["recipe"])
            return
        whole = runs["co2_t_t"].to_numpy(float)
        power = runs["electricity_kWh_t"] * electricity_co2(self._case, runs["plant"]) * 1e-3
        share = np.divide(power, whole, out=np.zeros(len(whole)), where=whole != 0)
        yield self.finder.cells("recipes", "process_co2", amounts * (1 - share), id=runs["recipe"])
        yield Cells("grid", "co2", self._grid_rows(runs["plant"]), amounts * share)

    def _grid_rows(self, plants: pd.Series) -> Any:
        """Return the row of table grid that holds for each plant: of its province, else of any."""
        province = self._case.tables["plants"].set_index("id")["province"]
        own = self.finder.rows("grid", province=plants.map(province))
        rest = self.finder.rows("grid", province=pd.Series("", index=plants.index))
        return np.where(own >= 0, own, rest)

    def _of_use(self, _column: str, amounts: Floats) -> Iterator[Cells]:
        uses = self._network.uses
        keys = {"recipe": uses["recipe"], "material": uses["material"]}
        yield self.finder.cells("inputs", "co2", amounts, **keys)

    def _of_purchase(self, column: str, amounts: Floats) -> Iterator[Cells]:
        bought = self._network.purchases
        if column == "co2_t_t":
            yield self.finder.cells("materials", "purchase_co2", amounts, id=bought["lot"])
            return
        rows = self.finder.rows("purchases", plant=bought["plant"], material=bought["lot"])
        stated = self._case.tables["purchases"]["price"].notna().to_numpy(bool)
        own = (rows >= 0) & np.append(stated, False)[rows]
        yield Cells("purchases", "price", rows[own], amounts[own])
        rest = bought["lot"][~own]
        yield self.finder.cells("materials", "purchase_price", amounts[~own], id=rest)

    def _of_reclaim(self, _column: str, amounts: Floats) -> Iterator[Cells]:
        yield self._of_stock("reclaim_cost", amounts)

    def _of_building(self, _column: str, amounts: Floats) -> Iterator[Cells]:
        built = self._network.expansions
        entries = self._case.scenario.expand
        costs = {entry_name(i): entry.cost is not None for i, entry in enumerate(entries)}
        stated = built["entry"].map(costs).eq(True).to_numpy(bool)
        yield self._of_entries("cost", built["entry"][stated], amounts[stated])
        technology = self._technology_of(built["line"][~stated])
        yield self.finder.cells("technologies", "capex", amounts[~stated], id=technology)

    def _technology_of(self, lines: pd.Series) -> pd.Series:
        table = self._case.tables["lines"]
        return lines.map(dict(zip(table["id"], table["technology"], strict=True)))

    def _of_entries(self, column: str, names: pd.Series, amounts: Floats) -> Cells:
        numbers = {entry_name(i): i for i in range(len(self._case.scenario.expand))}
        rows = np.asarray(names.map(numbers).fillna(-1), dtype=np.int64)
        return Cells(EXPANSIONS, column, rows, amounts)

    def _entry_of(self, lines: pd.Series) -> pd.Series:
        return lines.map(self._network.expansions.set_index("line")["entry"])

    def _of_size(self, _column: str, amounts: Floats) -> Iterator[Cells]:
        yield self._of_entries("scale", self._entry_of(self._network.sizes["line"]), amounts)

    def _of_switch(self, column: str, amounts: Floats) -> Iterator[Cells]:
        switches = self._network.switches
        kind = switches["kind"].to_numpy(object)
        for table in (LINES, SINKS):
            own = kind == table
            keys = {"id": switches["id"][own]}
            yield self.finder.cells(table, "fixed_cost", amounts[own], **keys)
        own = kind == LINKS
        yield Cells(LINKS, "fixed_cost", self._links_named(switches["id"][own]), amounts[own])
        own = ~np.isin(kind, [LINES, SINKS, LINKS])
        yield self._of_entries("opening", self._entry_of(switches["id"][own]), amounts[own])

    def _links_named(self, names: pd.Series) -> Any:
        links = self._case.tables["links"]
        ends = tuples(links[["origin", "destination", "mode"]])
        first: dict[str, int] = {}
        for row, end in enumerate(ends):
            first.setdefault(link_name(*end), row)
        return names.map(first).to_numpy(np.int64)


_PER: Mapping[Table, Callable[[RowWeigher, str, Floats], Iterator[Cells]]] = {
    "activity": RowWeigher._of_activity,
    "use": RowWeigher._of_use,
    "purchase": RowWeigher._of_purchase,
    "reclaim": RowWeigher._of_reclaim,
    "building": RowWeigher._of_building,
    "size": RowWeigher._of_size,
    "switch": RowWeigher._of_switch,
}
"""Table that metrics weigh -> what yields the cells it comes from."""
