"""Every metric as what a unit of each column adds to it, straight from the tables.

`tests/oracle_model/` states the same as formulas; a test holds the two together. A route adds its
figures (cost, CO2, km, whether it crosses a border …), each times a weight that depends on the lot
alone. So a metric is known for routes that are not in the programme too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from sim.model.arrays import Floats
from sim.model.columns import Columns
from sim.model.constraints import makers, reference_flows
from sim.network import Network
from sim.network.credit import credit_levels, tags_in_scope
from sim.network.figures import FIGURES
from sim.scenario.catalogue import CHANGE, COSTS, LEVEL_OF, METRICS, is_least

MCNY_PER_KT = 1e-3
"""CNY/t times kt is thousand CNY; a thousandth of it is million CNY."""
_ON_ROUTES = {
    "transport_cost": ("haul_CNY_t", MCNY_PER_KT), "handling_cost": ("handling_CNY_t", MCNY_PER_KT),
    "border_cost": ("border_CNY_t", MCNY_PER_KT), "disposal_cost": ("fee_CNY_t", MCNY_PER_KT),
    "tax_cost": ("tax_CNY_t", MCNY_PER_KT), "revenue": ("price_CNY_t", MCNY_PER_KT),
    "transport_co2": ("co2_kg_t", 1e-3), "avoided_co2": ("displaced_t_t", 1.0),
    "transport_work": ("km", 1e-3),
}  # fmt: skip
"""Metric -> the one figure of routes that makes it, and its weight."""
_LOGISTICS = ("haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t")


def route_figures(routes: pd.DataFrame) -> Floats:
    """Return routes x FIGURES."""
    from_plant = routes["origin_kind"] == "plant"
    ends = {
        "residue_disposed": from_plant & (routes["destination_kind"] == "sink"),
        "sold": routes["destination_kind"] == "market",
    }
    return routes.assign(**ends)[list(FIGURES)].to_numpy(dtype=float)


@dataclass(frozen=True)
class Weights:
    """A sum over the columns of one period, and a constant."""

    routes: Floats
    """Lots x FIGURES: what a figure of a route of that lot counts."""
    others: dict[str, Floats]
    """Variable -> weight of each of its columns; variables left out weigh nothing."""
    constant: float = 0.0

    def __add__(self, other: Weights) -> Weights:
        both = {**self.others}
        for variable, weights in other.others.items():
            both[variable] = both[variable] + weights if variable in both else weights
        return Weights(self.routes + other.routes, both, self.constant + other.constant)

    def __mul__(self, by: float) -> Weights:
        others = {variable: by * weights for variable, weights in self.others.items()}
        return Weights(by * self.routes, others, by * self.constant)

    def __sub__(self, other: Weights) -> Weights:
        return self + other * -1.0


@dataclass(frozen=True)
class Metric:
    """A metric: a sum, over another sum where it is a rate."""

    above: Weights
    below: Weights | None = None


class Metrics:
    """Writes down the metrics of a network."""

    def __init__(self, network: Network, columns: Columns) -> None:
        self.n, self.c = network, columns
        self.waste = network.lots["waste_like"].to_numpy(bool)
        self.primary = network.lots["primary"].to_numpy(bool)

    @cached_property
    def _use_lot(self) -> np.ndarray:
        return self.n.lots.index.get_indexer(pd.Index(self.n.uses["lot"]))

    @cached_property
    def _fresh(self) -> np.ndarray:
        """Which uses are of what no line has utilized yet."""
        fresh: np.ndarray = self.primary[self._use_lot]
        return fresh

    @cached_property
    def _treats(self) -> np.ndarray:
        """Which uses are of lines that do not count as utilization."""
        counting = self.n.lines["counting"].reindex(self.n.uses["line"]).to_numpy()
        treats: np.ndarray = counting == "none"
        return treats

    @cached_property
    def _figures(self) -> Floats:
        return route_figures(self.n.routes)

    def metric(self, name: str, scope: dict[str, str]) -> Metric:
        """Return a metric, narrowed to the waste of a scope."""
        if name in LEVEL_OF:
            return Metric(self._balance(name))
        counted = self._counted(scope)
        if METRICS[name].is_rate:
            return Metric(self._utilized(name, counted), self._generated(counted))
        return Metric(self._amount(name, counted))

    def level_sum(self, variable: str, level: str) -> Weights:
        """Return `least` or `greatest` of a level."""
        keys = self.c.keys[variable]["level"]
        return replace(self._sum(), others={variable: np.asarray(keys == level, dtype=float)})

    def _balance(self, name: str) -> Weights:
        """Return the least rate of a level, or the spread; the variables are 100 x (1 + rate)."""
        level, per_cent = LEVEL_OF[name], 0.01
        least = self.level_sum("least", level) * per_cent
        if not is_least(name):
            return self.level_sum("greatest", level) * per_cent - least
        return replace(least, constant=-1.0)

    def vector(self, weights: Weights) -> Floats:
        """Return the weight of every column, of all periods."""
        out = np.zeros(self.c.count)
        lot = self.n.lots.index.get_indexer(pd.Index(self.n.routes["lot"]))
        out[self.c.block("ship")] = np.einsum("ij,ij->i", weights.routes[lot], self._figures)
        for variable, size in weights.others.items():
            out[self.c.block(variable)] += size
        return np.repeat(out, len(self.n.periods))

    def _counted(self, scope: dict[str, str]) -> np.ndarray:
        """Return which lots are waste of the scope."""
        if not scope:
            return self.waste
        supply = zip(self.n.supply["zone"], self.n.supply["material"], strict=True)
        levels = credit_levels(self.n.scenario)
        tags = tags_in_scope(scope, levels, self.n.areas, supply)
        counted: np.ndarray = self.waste & self.n.lots["credit"].isin(tags).to_numpy()
        return counted

    # -- sums ------------------------------------------------------------------------------

    def _sum(self, constant: float = 0.0, **others: Floats | pd.Series) -> Weights:
        nothing = np.zeros((len(self.waste), len(FIGURES)))
        arrays = {name: np.asarray(size, dtype=float) for name, size in others.items()}
        return Weights(nothing, arrays, constant * len(self.n.periods))

    def _on_routes(self, figure: str, by: float, lots: np.ndarray | None = None) -> Weights:
        weights = self._sum()
        column = weights.routes[:, FIGURES.index(figure)]
        column[...] = by if lots is None else np.where(lots, by, 0.0)
        return weights

    def _uptake(self, counted: np.ndarray) -> Weights:
        """sum(use) of what is not utilized yet, lines that count; sum(ship) of it into markets."""
        use = self._fresh & counted[self._use_lot] & ~self._treats
        return self._sum(use=use) + self._on_routes("sold", 1.0, counted & self.primary)

    def _disposed(self, counted: np.ndarray) -> Weights:
        """sum(ship) of residues of what was utilized that end in a sink or store."""
        return self._on_routes("residue_disposed", 1.0, counted & ~self.primary)

    def _net(self, counted: np.ndarray) -> Weights:
        """Uptake less residues disposed of."""
        return self._uptake(counted) - self._disposed(counted)

    def _unused(self, counted: np.ndarray) -> Weights:
        """What arises or is dug up, less what is taken up."""
        return self._generated(counted) - self._uptake(counted)

    def _crossing(self, counted: np.ndarray) -> Weights:
        """sum(ship) of waste across province borders."""
        return self._on_routes("cross_border", 1.0, counted)

    def _reclaimed(self, counted: np.ndarray) -> Weights:
        """sum(reclaim)."""
        lot = self.n.lots.index.get_indexer(pd.Index(self.c.keys["reclaim"]["lot"]))
        return self._sum(reclaim=(self.primary & counted)[lot])

    def _kept_in(self, column: str, values: set[str], counted: np.ndarray) -> Weights:
        """Waste and residue used in lines of a tier or counting, less the residues they make.

        What such lines only treat, before it is utilized, does not stay in them.
        """
        lines = self.n.lines[column].isin(values)
        of_use = lines.reindex(self.n.uses["line"]).to_numpy(bool) & counted[self._use_lot]
        of_use &= ~(self._fresh & self._treats)
        makes = self.n.makes
        lot = self.n.lots.index.get_indexer(pd.Index(makes["lot"]))
        of_make = lines.reindex(makes["line"]).to_numpy(bool) & (counted & ~self.primary)[lot]
        made = np.zeros(self.c.count)
        np.add.at(made, self._makers[of_make], makes["amount"].to_numpy(float)[of_make])
        return self._sum(use=of_use.astype(float) - made[self.c.block("use")],
                         act=-made[self.c.block("act")])  # fmt: skip

    @cached_property
    def _makers(self) -> np.ndarray:
        return makers(self.n, self.c)

    def _generated(self, counted: np.ndarray) -> Weights:
        """sum(gen) + sum(reclaim): the denominator of every rate."""
        lot = self.n.lots.index.get_indexer(pd.Index(self.n.supply["lot"]))
        of_scope = (self.primary & counted)[lot]
        generated = float(self.n.supply["generation_kt_yr"].to_numpy(float)[of_scope].sum())
        return self._sum(generated) + self._reclaimed(counted)

    def _utilized(self, name: str, counted: np.ndarray) -> Weights:
        """Return the numerator of a rate."""
        net = self._net(counted)
        match name:
            case "gross_utilization_rate":
                return self._uptake(counted)
            case "utilization_rate_without_restoration":
                return net - self._kept_in("counting", {"restoration"}, counted)
            case "utilization_rate_without_fill":
                return net - self._kept_in("counting", {"restoration", "backfill"}, counted)
            case "high_value_rate":
                return self._kept_in("tier", {"high"}, counted)
        return net

    # -- amounts ---------------------------------------------------------------------------

    def _amount(self, name: str, counted: np.ndarray) -> Weights:
        """Return a metric that is not a rate."""
        of_waste = {
            "net_utilized": self._net, "uptake": self._uptake, "unused": self._unused,
            "residues_disposed": self._disposed, "legacy_used": self._reclaimed,
            "cross_border": self._crossing,
        }  # fmt: skip
        if name in of_waste:
            return of_waste[name](counted)
        if name == CHANGE:
            return self._change()
        if name in _ON_ROUTES:
            return self._on_routes(*_ON_ROUTES[name])
        return self._co2(name) if name.endswith("_co2") else self._money(name)

    def _change(self) -> Weights:
        """Half the sum of all changes, and half of the reference flows that have no route here."""
        here = self.c.keys["change"]
        due = reference_flows(self.n)
        known = due.merge(here, on=list(here.columns), how="inner")["due"].sum()
        lost = float(due["due"].sum() - known)
        return self._sum(0.5 * lost, change=np.full(len(here), 0.5))

    def _money(self, name: str) -> Weights:
        """Return a part of the cost, or a total of parts."""
        match name:
            case "net_cost":
                return self._money("gross_cost") - self._amount("revenue", self.waste)
            case "gross_cost":
                parts = [self._amount(part, self.waste) for part in COSTS]
                return sum(parts[1:], start=parts[0])
            case "logistics_cost":
                paid = [self._on_routes(f, MCNY_PER_KT, self.waste) for f in _LOGISTICS]
                return sum(paid, start=self._paid("reclaim_cost"))
            case "carbon_cost":
                return self._co2("net_co2") * (self.n.carbon_price_CNY_t * MCNY_PER_KT)
        return self._paid(name)

    def _paid(self, name: str) -> Weights:
        """Return a cost that is not paid on routes."""
        n = self.n
        match name:
            case "capex_cost":
                return self._sum(float(n.lines["capex_MCNY_yr"].sum()))
            case "processing_cost":
                return self._sum(act=n.runs["cost_CNY_t"] * MCNY_PER_KT)
            case "purchase_cost":
                return self._sum(buy=n.purchases["price_CNY_t"] * MCNY_PER_KT)
            case "reclaim_cost":
                old = n.supply[n.supply["legacy_limit_kt_yr"] > 0]
                return self._sum(reclaim=old["reclaim_CNY_t"] * MCNY_PER_KT)
        raise KeyError(name)

    def _co2(self, name: str) -> Weights:
        """Return kt CO2: transport + process (with purchases) - avoided."""
        n = self.n
        if name == "process_co2":
            return self._sum(
                act=n.runs["co2_t_t"], use=n.uses["co2_t_t"], buy=n.purchases["co2_t_t"]
            )
        parts = self._on_routes(*_ON_ROUTES["transport_co2"]) + self._co2("process_co2")
        return parts - self._on_routes(*_ON_ROUTES["avoided_co2"])
