"""Every metric as what a unit of each column adds to it, straight from the tables.

`ColumnWeigher` knows the words that metrics are written with (`sim.rules.metric`) as sums over
columns. A route adds its figures (cost, CO2, km, whether it crosses a border …), each times a
weight that depends on the lot alone. So a metric is known for routes that are not in the programme
too. `tests/oracle_model/` states the same as formulas; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.model.amounts import weigh_amount, weigh_base
from sim.model.arrays import Floats
from sim.model.columns import Columns
from sim.model.constraints import makers, reference_flows
from sim.network import Network
from sim.network.credit import credit_levels, tags_in_scope
from sim.network.figures import FIGURES
from sim.rules.amounts import AMOUNTS
from sim.rules.metric import Level, Lots, Table
from sim.rules.metrics import METRICS


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
    def use_lot(self) -> np.ndarray:
        """Return the position of the lot of each use."""
        return self.n.lots.index.get_indexer(pd.Index(self.n.uses["lot"]))

    @cached_property
    def treats(self) -> np.ndarray:
        """Return which uses are of lines that do not count as utilization."""
        counting = self.n.lines["counting"].reindex(self.n.uses["line"]).to_numpy()
        treats: np.ndarray = counting == "none"
        return treats

    @cached_property
    def makers(self) -> np.ndarray:
        """Return the column that each row of `makes` goes with."""
        return makers(self.n, self.c)

    @cached_property
    def _figures(self) -> Floats:
        return route_figures(self.n.routes)

    def weigher(self, scope: dict[str, str] | None = None) -> ColumnWeigher:
        """Return what writes metrics down, narrowed to the waste of a scope."""
        return ColumnWeigher(self, self._counted(scope or {}))

    def metric(self, name: str, scope: dict[str, str]) -> Metric:
        """Return a metric, narrowed to the waste of a scope; an amount, to what is asked of it."""
        if name in AMOUNTS:
            below = weigh_base(self.n, self.c, scope)
            above = self.sum(**weigh_amount(self.n, self.c, name, scope))
            return Metric(above, None if below is None else self.sum(**below))
        spec, weigher = METRICS[name], self.weigher(scope)
        return Metric(spec.weigh(weigher), None if spec.over is None else spec.over(weigher))

    def vector(self, weights: Weights) -> Floats:
        """Return the weight of every column, of all periods."""
        out = np.zeros(self.c.count)
        lot = self.n.lots.index.get_indexer(pd.Index(self.n.routes["lot"]))
        out[self.c.block("ship")] = np.einsum("ij,ij->i", weights.routes[lot], self._figures)
        for variable, size in weights.others.items():
            out[self.c.block(variable)] += size
        return np.repeat(out, len(self.n.periods))

    def level_sum(self, variable: str, level: str) -> Weights:
        """Return `least` or `greatest` of a level."""
        keys = self.c.keys[variable]["level"]
        return replace(self.sum(), others={variable: np.asarray(keys == level, dtype=float)})

    def sum(self, constant: float = 0.0, **others: Floats | pd.Series) -> Weights:
        """Return a sum over columns of some variables, and a constant of every period."""
        nothing = np.zeros((len(self.waste), len(FIGURES)))
        arrays = {name: np.asarray(size, dtype=float) for name, size in others.items()}
        return Weights(nothing, arrays, constant * len(self.n.periods))

    def _counted(self, scope: dict[str, str]) -> np.ndarray:
        """Return which lots are waste of the scope."""
        if not scope:
            return self.waste
        supply = zip(self.n.supply["zone"], self.n.supply["material"], strict=True)
        levels = credit_levels(self.n.scenario)
        tags = tags_in_scope(scope, levels, self.n.areas, supply)
        counted: np.ndarray = self.waste & self.n.lots["credit"].isin(tags).to_numpy()
        return counted


_COLUMNS_OF: Mapping[Table, tuple[str, str]] = {
    "activity": ("act", "runs"),
    "use": ("use", "uses"),
    "purchase": ("buy", "purchases"),
    "switch": ("on", "switches"),
    "reclaim": ("reclaim", "supply"),
    "building": ("build", "expansions"),
    "size": ("sized", "sizes"),
}
"""Table that metrics weigh -> its variable, and the frame of the network that has its columns."""


class ColumnWeigher:
    """The words of metrics as sums over columns. See `sim.rules.metric.Weigher`."""

    def __init__(self, metrics: Metrics, counted: np.ndarray) -> None:
        self._m, self._n, self._c = metrics, metrics.n, metrics.c
        primary = metrics.primary
        self._lots = {
            "all": np.ones(len(counted), dtype=bool),
            "waste": counted,
            "fresh": counted & primary,
            "residues": counted & ~primary,
        }

    @property
    def carbon_price(self) -> float:
        """Return CNY per tonne of CO2."""
        return self._n.carbon_price_CNY_t

    def on_routes(self, figure: str, by: float = 1.0, lots: Lots = "all") -> Weights:
        """Return sum(figure x ship) over lots."""
        weights = self._m.sum()
        weights.routes[:, FIGURES.index(figure)] = np.where(self._lots[lots], by, 0.0)
        return weights

    def per(self, table: Table, column: str, by: float = 1.0) -> Weights:
        """Return sum(column x amount) over a table."""
        variable, name = _COLUMNS_OF[table]
        frame: pd.DataFrame = getattr(self._n, name)
        if table == "reclaim":
            frame = frame[frame["legacy_limit_kt_yr"] > 0]
        sizes: dict[str, Any] = {variable: frame[column].to_numpy(float) * by}
        return self._m.sum(**sizes)

    def used(self, lots: Lots, lines: Mapping[str, Collection[str]]) -> Weights:
        """Return sum(use) of lots in lines of these words."""
        of_use = self._lots[lots][self._m.use_lot]
        for column, words in lines.items():
            of_use = of_use & self._lines_of(column, words, self._n.uses)
        return self._m.sum(use=of_use)

    def kept_in(self, column: str, words: Collection[str]) -> Weights:
        """Return sum(use) of waste and residue in lines of these words, less sum(makes)."""
        m, makes, use_lot = self._m, self._n.makes, self._m.use_lot
        of_use = self._lines_of(column, words, self._n.uses) & self._lots["waste"][use_lot]
        of_use &= ~(m.primary[use_lot] & m.treats)
        lot = self._n.lots.index.get_indexer(pd.Index(makes["lot"]))
        of_make = self._lines_of(column, words, makes) & self._lots["residues"][lot]
        made = np.zeros(self._c.count)
        np.add.at(made, m.makers[of_make], makes["amount"].to_numpy(float)[of_make])
        return m.sum(
            use=of_use.astype(float) - made[self._c.block("use")], act=-made[self._c.block("act")]
        )

    def _lines_of(self, column: str, words: Collection[str], table: pd.DataFrame) -> np.ndarray:
        """Return which rows of a table are of lines of these words."""
        lines = self._n.lines[column].isin(set(words))
        found: np.ndarray = lines.reindex(table["line"]).to_numpy(bool)
        return found

    def generated(self) -> Weights:
        """Return sum(gen), a constant."""
        lot = self._n.lots.index.get_indexer(pd.Index(self._n.supply["lot"]))
        amounts = self._n.supply["generation_kt_yr"].to_numpy(float)
        return self._m.sum(float(amounts[self._lots["fresh"][lot]].sum()))

    def reclaimed(self) -> Weights:
        """Return sum(reclaim)."""
        lot = self._n.lots.index.get_indexer(pd.Index(self._c.keys["reclaim"]["lot"]))
        return self._m.sum(reclaim=self._lots["fresh"][lot])

    def capital(self) -> Weights:
        """Return the annuity of added lines, a constant."""
        return self._m.sum(float(self._n.lines["capex_MCNY_yr"].sum()))

    def built(self) -> Weights:
        """Return sum(build)."""
        return self._m.sum(build=np.ones(len(self._c.keys["build"])))

    def least_rate(self, level: Level) -> Weights:
        """Return the least rate of a level; its variable is 100 x (1 + rate)."""
        return self._rate("least", level)

    def greatest_rate(self, level: Level) -> Weights:
        """Return the greatest rate of a level; its variable is 100 x (1 + rate)."""
        return self._rate("greatest", level)

    def _rate(self, variable: str, level: Level) -> Weights:
        return replace(self._m.level_sum(variable, level) * 0.01, constant=-1.0)

    def change(self) -> Weights:
        """Return the sum of all changes, and of the reference flows that have no route here."""
        here = self._c.keys["change"]
        due = reference_flows(self._n)
        known = due.merge(here, on=list(here.columns), how="inner")["due"].sum()
        lost = float(due["due"].sum() - known)
        return self._m.sum(lost, change=np.ones(len(here)))
