"""What ties the years of a plan together: rows over the columns of several years.

With new[l,t] the nameplate of line l that comes into use in year t, build[l,t] what stands of it,
n_t the years that t stands for:

    build[l,t] - build[l,t-1] - new[l,t] + sum(new[l,s] for s whose life ends in t) = 0
    new[l,t] = 0                                   before what is ordered first can be in use
    sum(cost[l,s] new[l,s] for s ordered in t) <= budget n_t
    close[l,e,t] >= close[l,e,t-1]                 what has closed stays closed
    sum(n_u reclaim[z,k,u] for u <= t) - sum(n_u stored[z,k,u] for u < t) <= stock[z,k]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.model import Programme
from sim.model.arrays import Name
from sim.rules.metric import THOUSANDTH
from sim.years.timeline import Timeline

NEW = "new"
"""The variable of what comes into use."""
BUILT_STOCK, BUDGET = "built_stock", "build_budget"
STAYS_CLOSED, STOCK_LEFT = "stays_closed", "stock_left"


@dataclass(frozen=True)
class History:
    """What was decided before the first of the years."""

    built: tuple[tuple[str, int, float], ...] = ()
    """Line, first year of use, nameplate in kt/yr; what is ordered and not yet in use too."""
    closed: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    """Line and entry of `expand` -> kt/yr that has closed."""
    stock: Mapping[tuple[str, str], float] | None = None
    """Zone and material -> kt of old stock that is left; None: that of the tables."""

    def stands(self, line: str, year: int, life: float) -> float:
        """Return what of a line was built before and is in use in a year, kt/yr."""
        return sum(
            amount
            for name, first, amount in self.built
            if name == line and first <= year < first + life
        )


NOTHING_BEFORE = History()


@dataclass
class Links:
    """Rows over all columns, as triplets; columns of `new` stand behind those of all years."""

    columns: list[Name]
    """Names of the columns that no year has: (new, (line, year))."""
    names: list[Name] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)

    def add(self, name: Name, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        """Add the row low <= sum(size x column) <= high."""
        row = len(self.names)
        self.names.append(name)
        self.lower.append(low)
        self.upper.append(high)
        for column, size in terms:
            self.rows.append(row)
            self.at.append(column)
            self.sizes.append(size)


@dataclass(frozen=True)
class Blocks:
    """The programmes of the years side by side."""

    programmes: tuple[Programme, ...]
    timeline: Timeline

    @property
    def starts(self) -> list[int]:
        """Return the number of the first column of each year, and how many there are in all."""
        sizes = [programme.columns.count for programme in self.programmes]
        return [0, *np.cumsum(sizes).tolist()]

    def columns_of(self, variable: str, position: int) -> dict[tuple[str, ...], int]:
        """Return the key of each column of a variable in a year -> its number over all years."""
        columns, start = self.programmes[position].columns, self.starts[position]
        keys = columns.keys[variable].itertuples(index=False, name=None)
        numbers = (start + columns.block(variable)).tolist()
        return dict(zip(map(tuple, keys), numbers, strict=True))

    def expansions(self, position: int) -> pd.DataFrame:
        """Return what may be built in a year, by line."""
        return self.programmes[position].network.expansions.set_index("line")


def link_years(blocks: Blocks, budget: float | None, history: History = NOTHING_BEFORE) -> Links:
    """Return the rows between years; `budget` is MCNY a year."""
    years, count = blocks.timeline.years, len(blocks.programmes)
    builds = [blocks.columns_of("build", t) for t in range(count)]
    lines = sorted({line for found in builds for (line,) in found})
    new: list[Name] = [(NEW, (line, year)) for line in lines for year in years]
    first = blocks.starts[-1]
    number_of = {name: first + i for i, name in enumerate(new)}
    links = Links(new)
    _link_stock(blocks, builds, lines, number_of, history, links)
    if budget is not None:
        _link_budget(blocks, lines, number_of, budget, links)
    _link_closures(blocks, history, links)
    _link_old_stock(blocks, history, links)
    return links


def _link_stock(
    blocks: Blocks,
    builds: list[dict[tuple[str, ...], int]],
    lines: list[str],
    number_of: dict[Name, int],
    history: History,
    links: Links,
) -> None:
    """What stands is what stood before and what is new, less what is at the end of its life."""
    timeline = blocks.timeline
    for line in lines:
        lives = [_life(blocks, t, line) for t in range(len(timeline.years))]
        for t, year in enumerate(timeline.years):
            new = number_of[NEW, (line, year)]
            terms = [(new, -1.0)]
            if (line,) in builds[t]:
                terms.append((builds[t][line,], 1.0))
            if t and (line,) in builds[t - 1]:
                terms.append((builds[t - 1][line,], -1.0))
            gone = [s for s in range(t) if timeline.gone_by(s, lives[s]) == t]
            terms += [(number_of[NEW, (line, timeline.years[s])], 1.0) for s in gone]
            more = history.stands(line, year, lives[t])
            if t:
                more -= history.stands(line, timeline.years[t - 1], lives[t - 1])
            links.add((BUILT_STOCK, (line, year)), terms, more, more)
            if not timeline.is_usable(t):
                links.add(("new_too_early", (line, year)), [(new, 1.0)], 0.0, 0.0)


def _life(blocks: Blocks, position: int, line: str) -> float:
    """Return the years that what is built at a line lasts; for ever where it cannot be built."""
    lives = blocks.expansions(position)["life_yr"]
    return float(lives[line]) if line in lives.index else np.inf


def _link_budget(
    blocks: Blocks, lines: list[str], number_of: dict[Name, int], budget: float, links: Links
) -> None:
    timeline = blocks.timeline
    terms: dict[int, list[tuple[int, float]]] = {t: [] for t in range(len(timeline.years))}
    for t, year in enumerate(timeline.years):
        if timeline.is_usable(t):
            ordered = timeline.ordered_in(t)
            costs = blocks.expansions(ordered)["cost_CNY_t"]
            terms[ordered] += [
                (number_of[NEW, (line, year)], THOUSANDTH * float(costs[line]))
                for line in lines
                if line in costs.index
            ]
    for t, year in enumerate(timeline.years):
        if terms[t]:
            links.add((BUDGET, (year,)), terms[t], -np.inf, budget * timeline.spans[t])


def _link_closures(blocks: Blocks, history: History, links: Links) -> None:
    closes = [blocks.columns_of("close", t) for t in range(len(blocks.programmes))]
    first = blocks.timeline.years[0]
    for key, amount in sorted(history.closed.items()):
        if key in closes[0]:
            links.add((STAYS_CLOSED, (*key, first)), [(closes[0][key], 1.0)], amount, np.inf)
    for t, year in enumerate(blocks.timeline.years[1:], start=1):
        for key, column in sorted(closes[t].items()):
            if key in closes[t - 1]:
                terms = [(column, 1.0), (closes[t - 1][key], -1.0)]
                links.add((STAYS_CLOSED, (*key, year)), terms, 0.0, np.inf)


def _link_old_stock(blocks: Blocks, history: History, links: Links) -> None:
    """No more old stock is dug up than was there and was stored before."""
    taken: dict[tuple[str, str], list[tuple[int, float]]] = {}
    stocks = first_stocks(blocks) if history.stock is None else history.stock
    kept = [stored_columns(blocks, t) for t in range(len(blocks.programmes))]
    for t, (year, span) in enumerate(
        zip(blocks.timeline.years, blocks.timeline.spans, strict=True)
    ):
        for (zone, lot), column in sorted(blocks.columns_of("reclaim", t).items()):
            taken.setdefault((zone, material_of(blocks, t, lot)), []).append((column, float(span)))
        for key, stock in stocks.items():
            if taken.get(key):
                stored = [
                    (column, -float(blocks.timeline.spans[u]))
                    for u in range(t)
                    for column in kept[u].get(key, [])
                ]
                links.add((STOCK_LEFT, (*key, year)), [*taken[key], *stored], -np.inf, stock)


def material_of(blocks: Blocks, position: int, lot: str) -> str:
    """Return the material of a lot in a year."""
    return str(blocks.programmes[position].network.lots.loc[lot, "material"])


def first_stocks(blocks: Blocks) -> dict[tuple[str, str], float]:
    """Return zone and material -> kt of old stock at the beginning, where some may be dug up."""
    network = blocks.programmes[0].network
    old = network.supply[network.supply["stock_kt"] > 0]
    materials = network.lots["material"].reindex(old["lot"]).tolist()
    return dict(sorted(zip(zip(old["zone"], materials, strict=True), old["stock_kt"], strict=True)))


def stored_columns(blocks: Blocks, position: int) -> dict[tuple[str, str], list[int]]:
    """Return zone and material -> the columns of what stays at the zone in a year."""
    programme = blocks.programmes[position]
    routes, lots = programme.network.routes, programme.network.lots["material"]
    stays = routes["role"].eq("storage") & routes["origin_kind"].eq("zone")
    numbers = blocks.starts[position] + programme.columns.block("ship")[stays.to_numpy(bool)]
    found: dict[tuple[str, str], list[int]] = {}
    of = routes.loc[stays]
    for zone, lot, column in zip(of["origin"], of["lot"], numbers.tolist(), strict=True):
        found.setdefault((str(zone), str(lots[lot])), []).append(column)
    return found
