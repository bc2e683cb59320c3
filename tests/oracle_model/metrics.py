"""Every metric as linear expressions over the programme's variables.

A rate is a numerator and a denominator; every other metric a single expression.
`scope` narrows a metric to the waste of one zone, city, province or material; lots carry
tags for it (see `sim.network.credit`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.network import Network
from sim.network.credit import credit_levels, tags_in_scope
from sim.rules.metrics import CHANGE, COSTS, METRICS
from sim.scenario.records import records
from tests.oracle_model.change import change_parts
from tests.oracle_model.programme import linear

Terms = list[tuple[float, Any]]
_MCNY_PER_KT = 1e-3
"""CNY/t times kt is thousand CNY; a thousandth of it is million CNY."""


@dataclass(frozen=True)
class MetricParts:
    """Numerator terms and constant, and the same of the denominator of a rate."""

    terms: Terms
    constant: float = 0.0
    below: Terms | None = None
    below_constant: float = 1.0

    @property
    def expression(self) -> Any:
        """Return the numerator as a Pyomo expression."""
        return linear(self.terms) + self.constant

    @property
    def denominator(self) -> Any:
        """Return the denominator as a Pyomo expression."""
        return linear(self.below or []) + self.below_constant


STATED = frozenset(
    {
        "utilization_rate",
        "gross_utilization_rate",
        "utilization_rate_without_restoration",
        "utilization_rate_without_fill",
        "high_value_rate",
        "net_utilized",
        "uptake",
        "unused",
        "legacy_used",
        "residues_disposed",
        "cross_border",
        "net_cost",
        "gross_cost",
        "logistics_cost",
        "transport_cost",
        "handling_cost",
        "processing_cost",
        "purchase_cost",
        "reclaim_cost",
        "disposal_cost",
        "tax_cost",
        "border_cost",
        "capex_cost",
        "carbon_cost",
        "capacity_built",
        "investment",
        "revenue",
        "net_co2",
        "transport_co2",
        "process_co2",
        "avoided_co2",
        "transport_work",
        "least_rate",
        "rate_spread",
        "least_city_rate",
        "city_rate_spread",
        "change_from_reference",
    }
)
"""What is stated here; `tests/test_metrics_everywhere.py` holds every metric to the checks."""


def metric_parts(
    model: Any, network: Network, name: str, scope: dict[str, str] | None = None
) -> MetricParts:
    """Return the expressions of a metric, summed over all periods."""
    book = _Book(model, network, scope or {})
    if METRICS[name].is_rate:
        generated, reclaimed = book.generated()
        return MetricParts(book.utilized(name), 0.0, reclaimed, generated)
    terms, constant = book.amount(name)
    return MetricParts(terms, constant)


class _Book:
    """Writes down the terms of metrics for one scope."""

    def __init__(self, model: Any, network: Network, scope: dict[str, str]) -> None:
        self.m, self.n = model, network
        self.periods = list(network.periods)
        self.scope = scope
        lots = network.lots
        self.tags = (
            tags_in_scope(
                scope,
                credit_levels(network.scenario),
                network.areas,
                zip(network.supply["zone"], network.supply["material"], strict=True),
            )
            if scope
            else None
        )
        counted = lots["credit"].isin(self.tags) if self.tags is not None else lots["waste_like"]
        self.counted = frozenset(lots.index[counted & lots["waste_like"]])
        self.primary = frozenset(lots.index[lots["primary"]]) & self.counted
        self.treating = frozenset(network.lines.index[network.lines["counting"] == "none"])

    # -- amounts of waste ------------------------------------------------------------------

    def uptake(self) -> Terms:
        """What is not utilized yet, used in lines that count as utilization or sold."""
        used = [
            (1.0, self.m.use[u.line, u.recipe, u.lot, t])
            for u in records(self.n.uses)
            if u.lot in self.primary and u.line not in self.treating
            for t in self.periods
        ]
        return [*used, *self._from_plants("market", self.primary, 1.0)]

    def disposed(self, sign: float = 1.0) -> Terms:
        """Residues of what was utilized that end in a sink or store."""
        return self._from_plants("sink", self.counted - self.primary, sign)

    def _from_plants(self, kind: str, lots: frozenset[str], sign: float) -> Terms:
        """Return what plants ship of some lots to sinks, or to markets."""
        routes = self.n.routes
        out = routes[(routes["origin_kind"] == "plant") & (routes["destination_kind"] == kind)]
        return [
            (sign, self.m.ship[r, t])
            for r, lot in out["lot"].items()
            if lot in lots
            for t in self.periods
        ]

    def net(self) -> Terms:
        """Net utilized = uptake - residues disposed of or stored."""
        return [*self.uptake(), *self.disposed(-1.0)]

    def kept_in(self, column: str, values: set[str], sign: float = 1.0) -> Terms:
        """Waste and residue that stays in lines of a tier or counting: used less residues made.

        What such lines only treat, before it is utilized, does not stay in them.
        """
        lines = frozenset(self.n.lines.index[self.n.lines[column].isin(values)])
        used = [
            (sign, self.m.use[u.line, u.recipe, u.lot, t])
            for u in records(self.n.uses)
            if u.line in lines
            and u.lot in self.counted
            and not (u.lot in self.primary and u.line in self.treating)
            for t in self.periods
        ]
        made = [
            (
                -sign * y.amount,
                self.m.act[y.line, y.recipe, t]
                if y.per == "activity"
                else self.m.use[y.line, y.recipe, y.per, t],
            )
            for y in records(self.n.makes)
            if y.line in lines and y.lot in self.counted - self.primary
            for t in self.periods
        ]
        return [*used, *made]

    def utilized(self, name: str) -> Terms:
        """Numerator of a rate."""
        match name:
            case "gross_utilization_rate":
                return self.uptake()
            case "utilization_rate_without_restoration":
                return [*self.net(), *self.kept_in("counting", {"restoration"}, -1.0)]
            case "utilization_rate_without_fill":
                return [*self.net(), *self.kept_in("counting", {"restoration", "backfill"}, -1.0)]
            case "high_value_rate":
                return self.kept_in("tier", {"high"})
        return self.net()

    def generated(self) -> tuple[float, Terms]:
        """Denominator of a rate: generated (constant) + old stock utilized."""
        counted = self.n.supply["lot"].isin(self.primary)
        constant = float(self.n.supply.loc[counted, "generation_kt_yr"].sum()) * len(self.periods)
        return constant, self.reclaimed()

    def reclaimed(self, sign: float = 1.0) -> Terms:
        """Old stock utilized."""
        return [(sign, v) for (_, lot, _t), v in self.m.reclaim.items() if lot in self.primary]

    # -- everything else -------------------------------------------------------------------

    def amount(self, name: str) -> tuple[Terms, float]:
        """Return terms and constant of a metric that is not a rate."""
        wastes = {
            "net_utilized": self.net,
            "uptake": self.uptake,
            "residues_disposed": self.disposed,
            "legacy_used": self.reclaimed,
        }
        if name in wastes:
            return wastes[name](), 0.0
        if name == CHANGE:
            return change_parts(self.m, self.n)
        match name:
            case "unused":
                generated, reclaimed = self.generated()
                taken = [(-c, v) for c, v in self.uptake()]
                return [*taken, *reclaimed], generated
            case "cross_border":
                mask = self.n.routes["cross_border"] & self.n.routes["lot"].isin(self.counted)
                return self._ship(mask.astype(float).to_numpy()), 0.0
            case "capacity_built":
                return [(1.0, v) for v in self.m.build.values()], 0.0
            case "transport_work":
                routes = self.n.routes
                return self._ship(routes["km"].to_numpy(float) * 1e-3), 0.0
        if name.endswith("_co2"):
            return self._co2(name), 0.0
        return self._money(name)

    def _ship(self, weight: np.ndarray) -> Terms:
        labels = self.n.routes.index[weight != 0].tolist()
        return [
            (float(w), self.m.ship[route, t])
            for route, w in zip(labels, weight[weight != 0], strict=True)
            for t in self.periods
        ]

    def _column(self, *names: str) -> Terms:
        total = self.n.routes[list(names)].sum(axis=1).to_numpy(float)
        return self._ship(total * _MCNY_PER_KT)

    def _money(self, name: str) -> tuple[Terms, float]:
        """Return a part of the cost, or a total of parts."""
        match name:
            case "net_cost":
                return self._total(COSTS, minus=("revenue",))
            case "gross_cost":
                return self._total(COSTS)
            case "logistics_cost":
                return self._logistics(), 0.0
            case "capex_cost":
                paid = float(self.n.lines["capex_MCNY_yr"].sum()) * len(self.periods)
                return self._built("annuity_CNY_t"), paid
            case "investment":
                return self._built("cost_CNY_t"), 0.0
        return self._part(name), 0.0

    def _built(self, column: str) -> Terms:
        """Return what is built, each kt/yr times a figure in CNY/t."""
        each = self.n.expansions.set_index("line")[column].to_dict()
        plain = [(each[line] * _MCNY_PER_KT, v) for (line, _), v in self.m.build.items()]
        of_class = self.n.sizes.set_index(["line", "option"])[column].to_dict()
        sized = [
            (of_class[line, option] * _MCNY_PER_KT, v)
            for (line, option, _), v in self.m.sized.items()
        ]
        return [*plain, *sized]

    def _total(self, names: tuple[str, ...], minus: tuple[str, ...] = ()) -> tuple[Terms, float]:
        terms: Terms = []
        constant = 0.0
        for name in names:
            part, fixed = self._money(name)
            terms += part
            constant += fixed
        for name in minus:
            terms += [(-c, v) for c, v in self._money(name)[0]]
        return terms, constant

    def _part(self, name: str) -> Terms:
        if name in _ROUTE_COSTS:
            return self._column(_ROUTE_COSTS[name])
        n, m = self.n, self.m
        match name:
            case "processing_cost":
                return [
                    (r.cost_CNY_t * _MCNY_PER_KT, m.act[r.line, r.recipe, t])
                    for r in records(n.runs)
                    for t in self.periods
                ]
            case "purchase_cost":
                return [
                    (p.price_CNY_t * _MCNY_PER_KT, m.buy[p.plant, p.lot, t])
                    for p in records(n.purchases)
                    for t in self.periods
                ]
            case "fixed_cost":
                return [
                    (s.fixed_MCNY_yr, m.on[s.kind, s.id, s.option, t])
                    for s in records(n.switches)
                    if s.fixed_MCNY_yr
                    for t in self.periods
                ]
            case "reclaim_cost":
                cost = n.supply.set_index(["zone", "lot"])["reclaim_CNY_t"].to_dict()
                return [
                    (cost[zone, lot] * _MCNY_PER_KT, v) for (zone, lot, _), v in m.reclaim.items()
                ]
            case "carbon_cost":
                price = n.carbon_price_CNY_t * _MCNY_PER_KT
                return [(c * price, v) for c, v in self._co2("net_co2")] if price else []
        raise KeyError(name)

    def _logistics(self) -> Terms:
        """Moving, crossing borders with, reclaiming and storing waste and residues."""
        routes = self.n.routes
        columns = ["haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t"]
        total = routes[columns].sum(axis=1).to_numpy(float) * _MCNY_PER_KT
        waste = self.n.lots["waste_like"].reindex(routes["lot"]).to_numpy(bool)
        return [*self._ship(np.where(waste, total, 0.0)), *self._part("reclaim_cost")]

    def _co2(self, name: str) -> Terms:
        """Return kt CO2: transport + process (with purchases) - avoided."""
        n, m = self.n, self.m
        match name:
            case "transport_co2":
                return self._ship(n.routes["co2_kg_t"].to_numpy(float) * 1e-3)
            case "avoided_co2":
                return self._ship(n.routes["displaced_t_t"].to_numpy(float))
            case "process_co2":
                runs = [
                    (r.co2_t_t, m.act[r.line, r.recipe, t])
                    for r in records(n.runs)
                    for t in self.periods
                ]
                inputs = [
                    (u.co2_t_t, m.use[u.line, u.recipe, u.lot, t])
                    for u in records(n.uses)
                    if u.co2_t_t
                    for t in self.periods
                ]
                bought = [
                    (p.co2_t_t, m.buy[p.plant, p.lot, t])
                    for p in records(n.purchases)
                    for t in self.periods
                ]
                return [(c, v) for c, v in (*runs, *inputs, *bought) if c]
        avoided = [(-c, v) for c, v in self._co2("avoided_co2")]
        return [*self._co2("transport_co2"), *self._co2("process_co2"), *avoided]


_ROUTE_COSTS = {
    "transport_cost": "haul_CNY_t",
    "handling_cost": "handling_CNY_t",
    "border_cost": "border_CNY_t",
    "disposal_cost": "fee_CNY_t",
    "tax_cost": "tax_CNY_t",
    "revenue": "price_CNY_t",
}
"""Parts of the cost that are paid along routes, and their column."""
