"""The figures of a plan: every metric of the registry, and the cost by part.

A figure is the weights of its metric (`sim.model.weights`) times what the plan does. The rates of
areas are read off the table of wastes, and the changes from a reference plan off the flows: the
variables that stand for them in the programme may lie beside the truth where nothing asks for them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.model.arrays import Floats
from sim.model.columns import KEYS
from sim.model.constraints import reference_flows
from sim.model.weights import ColumnWeigher, Weights
from sim.network import Network
from sim.network.figures import FIGURES
from sim.results.known import number_keys, sum_rows
from sim.results.layout import IN_PLAN, Layout
from sim.results.summary_file import Figure
from sim.rules.metric import Level, Lots, Metric, Table
from sim.rules.metrics import LEVEL_OF, NET_COST_OF, SUMS_OF_WAYS, TOLD
from sim.rules.metrics.cost import part_of
from sim.rules.rows import locate
from sim.solve.plan import Plan


def compute_kpis(
    network: Network,
    plan: Plan,
    wastes: pd.DataFrame,
    layout: Layout | None = None,
    names: Collection[str] = TOLD,
) -> dict[str, float]:
    """Return metric -> value in its canonical unit, over all periods, and `generation`.

    A rate over nothing is not a number, nor is a sum of lengths or emissions of which none is
    known. Metrics of areas are left out where no zone names one, the change where there is no
    reference. `layout` may be given if there is one of the network; `names` are those that are
    wanted, and `wastes` is looked at for rates of areas alone.
    """
    layout = layout or Layout(network)
    weigher = PlanWeigher(network, plan, wastes, layout)
    named = {
        level for level in set(LEVEL_OF.values()) if (network.zones[level].fillna("") != "").any()
    }
    figures = {
        name: _value(metric, weigher)
        for name, metric in TOLD.items()
        if name in names and _is_told(metric, network, named)
    }
    moved = layout.routes_at(plan.ship.loc[plan.ship["amount_kt_yr"] > 0, "route"])
    unknown = layout.waste_routes.unknown
    for name, figure in SUMS_OF_WAYS.items():
        if unknown[figure][moved].any() and not figures.get(name, True):
            figures[name] = math.nan
    return figures


def _value(metric: Metric, weigher: PlanWeigher) -> float:
    above = float(metric.weigh(weigher))
    if metric.over is None:
        return above
    base = float(metric.over(weigher))
    return above / base if base > 0 else math.nan


def _is_told(metric: Metric, network: Network, named: Collection[str]) -> bool:
    """Return whether the inputs have what a metric is about; `named` levels have areas."""
    if metric.needs:
        return len(getattr(network, metric.needs)) > 0
    if metric.needs_reference:
        return network.reference is not None
    return metric.level is None or metric.level in named


class PlanWeigher:
    """The words of metrics as numbers of a plan. See `sim.rules.metric.Weigher`."""

    def __init__(self, network: Network, plan: Plan, wastes: pd.DataFrame, layout: Layout) -> None:
        self._network, self._plan, self._wastes = network, plan, wastes
        self._layout = layout
        self._known: dict[Hashable, float] = {}
        self._rates: dict[Level, pd.Series[float]] = {}

    @property
    def carbon_price(self) -> float:
        """Return CNY per tonne of CO2."""
        return self._network.carbon_price_CNY_t

    def on_routes(self, figure: str, by: float = 1.0, lots: Lots = "all") -> float:
        """Return the sum of a figure over what routes carry."""
        key = "on_routes", figure, by, lots
        return self._read(key, lambda weigher: weigher.on_routes(figure, by, lots))

    def per(self, table: Table, column: str, by: float = 1.0) -> float:
        """Return the sum of a column over the amounts of a table."""
        return by * self._read(("per", table, column), lambda weigher: weigher.per(table, column))

    def used(self, lots: Lots, lines: Mapping[str, Collection[str]]) -> float:
        """Return what lines of these words take, kt."""
        key = "used", lots, frozenset((name, frozenset(words)) for name, words in lines.items())
        return self._read(key, lambda weigher: weigher.used(lots, lines))

    def kept_in(self, column: str, words: Collection[str]) -> float:
        """Return what stays in lines of these words, kt."""
        key = "kept_in", column, frozenset(words)
        return self._read(key, lambda weigher: weigher.kept_in(column, words))

    def generated(self) -> float:
        """Return the waste that arises, kt."""
        return self._generated

    @cached_property
    def _generated(self) -> float:
        lots = self._network.lots["primary"] & self._network.lots["waste_like"]
        fresh = lots.reindex(self._network.supply["lot"]).to_numpy(bool)
        kt = float(self._network.supply["generation_kt_yr"].to_numpy(float)[fresh].sum())
        return kt * len(self._network.periods)

    def reclaimed(self) -> float:
        """Return the old stock that is dug up, kt."""
        return self._read(("reclaimed",), lambda weigher: weigher.reclaimed())

    def capital(self) -> float:
        """Return the yearly payments for added lines, million CNY."""
        return float(self._network.lines["capex_MCNY_yr"].sum()) * len(self._network.periods)

    def built(self) -> float:
        """Return the capacity that is built, kt/yr of nameplate."""
        return self._read(("built",), lambda weigher: weigher.built())

    def least_rate(self, level: Level) -> float:
        """Return the least rate of the areas of a level; not a number where none generates."""
        return float(self._area_rates(level).min())

    def greatest_rate(self, level: Level) -> float:
        """Return the greatest rate of the areas of a level; not a number where none generates."""
        return float(self._area_rates(level).max())

    def change(self) -> float:
        """Return the differences from the reference plan, added up, kt."""
        return self._value(self._layout.weigher.change())

    def _read(self, word: Hashable, weigh: Callable[[ColumnWeigher], Weights]) -> float:
        """Return a word that no limit has a part in; each is read once."""
        if word not in self._known:
            self._known[word] = self._value(self._layout.weigh(word, weigh))
        return self._known[word]

    def _value(self, weights: Weights) -> float:
        """Return weights times what the plan does."""
        return (
            float(np.sum(weights.routes * self._carried))
            + sum(float(np.sum(w * self._amounts[v])) for v, w in weights.others.items())
            + weights.constant
        )

    @cached_property
    def _carried(self) -> Floats:
        """Return lots x FIGURES: the sum over routes of what they carry times their figures."""
        ship = self._plan.ship[self._plan.ship["amount_kt_yr"] > 0]
        at = self._layout.routes_at(ship["route"])
        kt = ship["amount_kt_yr"].to_numpy(float)
        carried = np.zeros((len(self._network.lots), len(FIGURES)))
        amounts = self._layout.route_figures[at] * kt[:, None]
        np.add.at(carried, self._layout.route_lots[at], amounts)
        return carried

    @cached_property
    def _amounts(self) -> dict[str, Floats]:
        """Return variable -> amount of each of its columns, over all periods; routes left out."""
        found = {
            variable: self._layout.amounts(variable, getattr(self._plan, variable))
            for variable in IN_PLAN
        }
        return {**found, "change": self._changes()}

    def _changes(self) -> Floats:
        """Return by how much each flow differs from the reference plan, kt."""
        columns = self._layout.columns
        keys = columns.keys["change"]
        if not len(keys):
            return np.zeros(0)
        due = reference_flows(self._network)
        ship = self._plan.ship.join(columns.flows, on="route", how="inner")
        now = _placed(keys, ship[[*KEYS["change"], "amount_kt_yr"]])
        changes: Floats = np.abs(now - _placed(keys, due))
        return changes

    def _area_rates(self, level: Level) -> pd.Series[float]:
        """Return the net rate of each named area of a level that generates waste."""
        if level not in self._rates:
            self._rates[level] = self._find_area_rates(level)
        return self._rates[level]

    def _find_area_rates(self, level: Level) -> pd.Series[float]:
        named = self._network.zones[level].fillna("").to_dict()
        area = pd.DataFrame({"area": [named.get(zone, "") for zone in self._wastes["zone"]]})
        rows, firsts = number_keys(area, ["area"])
        columns = ["generation_kt_yr", "legacy_used_kt_yr", "net_utilized_kt_yr"]
        made, dug, utilized = sum_rows(self._wastes[columns].to_numpy(float), rows, len(firsts)).T
        areas = area["area"].to_numpy(object)[firsts]
        some = (areas != "") & (made > 0)
        return pd.Series(utilized[some] / (made + dug)[some], areas[some])


def _placed(keys: pd.DataFrame, amounts: pd.DataFrame) -> Floats:
    """Return the amounts (last column) of each of the keys, added up; others are left out."""
    found = np.zeros(len(keys))
    at = locate(keys, amounts.iloc[:, :-1])
    np.add.at(found, at[at >= 0], amounts.iloc[:, -1].to_numpy(float)[at >= 0])
    return found


def tabulate_costs(kpis: dict[str, float], period: int) -> pd.DataFrame:
    """Return the parts of the net cost; revenue counts negative."""
    rows = [
        (period, part_of(part), part.en, part.zh, sign * kpis[part.name])
        for part, sign in NET_COST_OF
        if part.name in kpis
    ]
    return pd.DataFrame(rows, columns=["period", "part", "name_en", "name_zh", "amount_MCNY_yr"])


def list_kpis(kpis: dict[str, float], at_least: Collection[str] = ()) -> list[Figure]:
    """Return the figures with unit and words, `generation` first, in the registry's order.

    The value of a rate that is not defined is None; those `at_least` are marked.
    """
    found: list[Figure] = [
        {"name": m.name, "value": defined(kpis[m.name]), "unit": m.unit, "en": m.en, "zh": m.zh}
        for m in TOLD.values()
        if m.name in kpis
    ]
    for figure in found:
        if figure["name"] in at_least and figure["value"] is not None:
            figure["at_least"] = True
    return found


def read_figures(rows: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Return the figures of a summary's `kpis` by name; what is not defined is not a number."""
    return {str(r["name"]): math.nan if r["value"] is None else float(r["value"]) for r in rows}


def defined(value: float) -> float | None:
    """Return a figure; None, as JSON has it, where it is not defined."""
    return None if math.isnan(value) else value
