"""Figures of waste by the rows they come from: what arises, and the lines that take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sim.model.arrays import Floats, Ints
from sim.network import Network
from sim.results.credit import RATE_BASE, RATE_PARTS
from sim.results.fate import CARRIED, DISPOSED, NET, TRACED, UPTAKE, follow
from sim.results.layout import Layout
from sim.results.trace.made import Cells, Finder, Made
from sim.rules.metric import Metric
from sim.solve.plan import Plan

Scope = Mapping[str, str]
"""zone, city, province or material -> the one that is asked for."""
_OF_PARTS = {NET: ((UPTAKE, 1.0), (DISPOSED, -1.0))}
"""Figure of wastes that is made of others."""


@dataclass(frozen=True)
class _Takers:
    """Who takes what leaves zones: rows of one table."""

    table: str
    column: str
    sent: Ints
    """Positions among what leaves zones."""
    share: Floats
    """Part of each that the row takes."""
    rows: Ints


class WasteRows:
    """Figures of the table of wastes, put to rows of the input."""

    def __init__(
        self,
        network: Network,
        plan: Plan,
        layout: Layout,
        wastes: pd.DataFrame,
        finder: Finder,
    ) -> None:
        self._network, self._plan, self._layout = network, plan, layout
        self._wastes, self._finder = wastes, finder
        keys = {"zone": wastes["zone"], "material": wastes["material"]}
        self._rows = {table: finder.rows(table, **keys) for table in ("generation", "legacy")}

    def knows(self, metric: Metric) -> bool:
        """Return whether a metric, or what it is a rate of, is told by generator and waste."""
        return metric.column in RATE_PARTS if metric.is_rate else metric.column in self._wastes

    def credited(self, metric: Metric, scope: Scope) -> Made:
        """Return a metric, or the numerator of a rate, by what arises of each waste."""
        amounts = np.zeros(len(self._wastes))
        for column, sign in _columns_of(metric):
            amounts = amounts + sign * self._wastes[column].to_numpy(float)
        return self._of_wastes(np.nan_to_num(amounts), self._fits(self._wastes, scope))

    def base(self, scope: Scope) -> Made:
        """Return what a rate is of: what arises, and old stock that is used."""
        made, dug = (self._wastes[column].to_numpy(float) for column in RATE_BASE)
        fits = self._fits(self._wastes, scope)
        some = fits & (dug > 0)
        stock = Cells("legacy", "stock", self._rows["legacy"][some], dug[some])
        return self._of_wastes(made, fits) + Made((stock,))

    def _of_wastes(self, amounts: Floats, fits: np.ndarray) -> Made:
        """Return amounts by the rows of what arises; of what only lies in stock, by those."""
        own = self._rows["generation"] >= 0
        parts = (("generation", "amount", fits & own), ("legacy", "stock", fits & ~own))
        return Made(
            tuple(
                Cells(table, column, self._rows[table][some], amounts[some])
                for table, column, some in parts
            )
        )

    def taken(self, metric: Metric, scope: Scope) -> Made:
        """Return the numerator of a rate by the lines that take the waste first."""
        amounts = np.zeros(len(self._sent))
        for column, sign in _columns_of(metric):
            amounts = amounts + sign * self._sent[column].to_numpy(float)
        amounts[~self._fits(self._sent, scope)] = 0.0
        return Made(
            tuple(
                Cells(taker.table, taker.column, taker.rows, amounts[taker.sent] * taker.share)
                for taker in self._takers
            )
        )

    @cached_property
    def _takers(self) -> tuple[_Takers, ...]:
        """The lines, plants and markets that what leaves zones comes to, each with its part."""
        sent = self._sent.assign(sent=np.arange(len(self._sent)))
        to_plant = sent["destination_kind"].eq("plant").to_numpy(bool)
        both = sent[to_plant].merge(self._used, how="left", on=["destination", "lot"])
        known = both["line"].notna().to_numpy(bool)
        sold = sent[sent["destination_kind"].eq("market").to_numpy(bool)]
        parts = (
            ("lines", "capacity", both[known], both["line"][known], both["share"][known]),
            ("plants", "id", both[~known], both["destination"][~known], None),
            ("markets", "max", sold, sold["destination"], None),
        )
        return tuple(
            _Takers(
                table,
                column,
                of["sent"].to_numpy(np.int64),
                np.ones(len(of)) if share is None else share.to_numpy(float),
                self._finder.rows(table, id=ids),
            )
            for table, column, of, ids, share in parts
        )

    @cached_property
    def _used(self) -> pd.DataFrame:
        """destination, lot, line, share: which lines of a plant use what arrives there."""
        used = self._plan.use[self._plan.use["amount_kt_yr"] > 0]
        plants = used["line"].map(self._network.lines["plant"]).astype(object)  # of none as well
        used = used.assign(destination=plants)
        ends = ["destination", "lot"]
        sums = used.groupby([*ends, "line"], as_index=False)["amount_kt_yr"].sum()
        whole = sums.groupby(ends)["amount_kt_yr"].transform("sum")
        shares: pd.DataFrame = sums.assign(share=sums["amount_kt_yr"] / whole)
        return shares.drop(columns="amount_kt_yr")

    @cached_property
    def _sent(self) -> pd.DataFrame:
        """What leaves zones: its ends, lot and material, and what follows of it by figure."""
        found = follow(self._network, self._plan, self._layout)
        sent = self._layout.waste_routes.from_zone[found.routes]
        follows = found.kt[sent, None] * found.fates[sent]
        follows[:, [TRACED.index(figure) for figure in CARRIED]] += found.carried[sent]
        about = self._network.routes.iloc[found.routes[sent]]
        ends = ["origin", "destination", "destination_kind", "lot", "material"]
        told = pd.DataFrame(follows, columns=list(TRACED))
        named = about[ends].rename(columns={"origin": "zone"}).reset_index(drop=True)
        return pd.concat([named, told], axis=1)

    def _fits(self, frame: pd.DataFrame, scope: Scope) -> np.ndarray:
        """Return which rows are waste of a scope."""
        fits = np.ones(len(frame), dtype=bool)
        for level, name in scope.items():
            if level in ("zone", "material"):
                of = frame[level]
            else:
                of = frame["zone"].map(self._network.zones[level])
            fits &= of.eq(name).to_numpy(bool)
        return fits


def _columns_of(metric: Metric) -> Sequence[tuple[str, float]]:
    """Return the figures of flows, with their sign, that a metric or its numerator adds up."""
    if not metric.is_rate:
        return _OF_PARTS.get(metric.column, ((metric.column, 1.0),))
    first, *less = RATE_PARTS[metric.column]
    own = _OF_PARTS.get(first, ((first, 1.0),))
    return (*own, *((column, -1.0) for column in less))
