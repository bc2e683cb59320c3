"""What a metric is: its name, its unit, its words, and how it weighs what a plan does.

A metric is written once, as a function of a `Weigher`. The programme passes one that makes weights
of columns (`sim.model.weights`), the results one that makes the figure of a plan
(`sim.results.kpis`), the registry one that notes what is in it (`sim.rules.ingredients`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, Self, TypeVar

RATE = ""
FLOW = "kt/yr"
MONEY = "MCNY/yr"
WORK = "Mt*km/yr"
CAPITAL = "MCNY"
COLUMN_UNITS = {
    RATE: "pct",
    FLOW: "kt_yr",
    MONEY: "MCNY_yr",
    WORK: "Mt_km_yr",
    CAPITAL: "MCNY",
}
"""Unit of a metric -> how it ends the name of a column; a rate is written in per cent."""
THOUSANDTH = 1e-3
"""kt times CNY/t is thousand CNY, times kg/t is t, times km is kt*km: a thousandth is the unit."""
Level = Literal["province", "city"]
Lots = Literal["all", "waste", "fresh", "residues"]
"""waste: every waste and residue; fresh: what of it no line has utilized yet; residues: the rest.

Each but `all` is narrowed to the scope that a metric is asked for.
"""
Table = Literal["activity", "use", "purchase", "reclaim", "building", "size", "switch"]
"""What has figures beside the routes: runs of recipes, inputs, purchases, old stock, capacity
that is built, the same by size classes, what is open."""


class Summable(Protocol):
    """A sum over what a plan does."""

    def __add__(self, other: Self, /) -> Self:
        """Return both together."""

    def __sub__(self, other: Self, /) -> Self:
        """Return what is left without the other."""

    def __mul__(self, by: float, /) -> Self:
        """Return so many times as much."""


S = TypeVar("S", bound=Summable)
S_co = TypeVar("S_co", bound=Summable, covariant=True)


class Weigher(Protocol[S_co]):
    """The words that metrics are written with; amounts are kt/yr of one period."""

    @property
    def carbon_price(self) -> float:
        """Return CNY per tonne of CO2."""

    def on_routes(self, figure: str, by: float = 1.0, lots: Lots = "all") -> S_co:
        """Return what routes carry times a figure of theirs (`sim.network.figures`)."""

    def per(self, table: Table, column: str, by: float = 1.0) -> S_co:
        """Return the amounts of a table times a column of it."""

    def used(self, lots: Lots, lines: Mapping[str, Collection[str]]) -> S_co:
        """Return what lines take of lots: those whose column has one of these words."""

    def kept_in(self, column: str, words: Collection[str]) -> S_co:
        """Return the waste and residue used in lines of these words, less the residues they make.

        What such lines only treat, before it is utilized, does not stay in them.
        """

    def generated(self) -> S_co:
        """Return the waste that arises."""

    def reclaimed(self) -> S_co:
        """Return the old stock that is dug up."""

    def capital(self) -> S_co:
        """Return the yearly payments for added lines, whatever they do, million CNY."""

    def built(self) -> S_co:
        """Return the capacity that is built, nameplate."""

    def least_rate(self, level: Level) -> S_co:
        """Return the least net rate of the areas of a level in which waste arises."""

    def greatest_rate(self, level: Level) -> S_co:
        """Return the greatest of them."""

    def change(self) -> S_co:
        """Return the differences from the flows of the reference plan, added up."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A figure of merit that can be maximized, minimized, capped or floored."""

    name: str
    unit: str
    """Canonical unit, one of `COLUMN_UNITS`; empty for a rate."""
    en: str
    zh: str
    better: Literal["high", "low"]
    weigh: Callable[[Weigher[Any]], Any]
    """The metric, or the numerator of a rate."""
    over: Callable[[Weigher[Any]], Any] | None = None
    """The denominator of a rate: `waste.generated`, which no route is in."""
    amount: str = ""
    """The metric that the numerator of a rate is, where it is one."""
    scoped: bool = False
    """Whether it can be asked of one zone, city, province or material."""
    signed: bool = False
    """Whether it can be negative: money and CO2 can, tonnes and distances cannot."""
    level: Level | None = None
    """Areas whose rates it holds together; None: it looks at the whole."""
    written: str = ""
    """What a scenario writes for it where that is another metric's name, with `by: <level>`."""
    one_way: bool = False
    """Whether only its better way is linear: then it cannot be optimized or limited the other."""
    needs_reference: bool = False
    """Whether it is about a reference plan."""
    needs: Literal["", "switches", "expansions"] = ""
    """Table of the network that must have rows for it to be told; empty: it is told always."""
    headline: int = 0
    """Place in the KPI block of the terminal; 0: it is not shown there."""
    priced: bool = False
    """Whether prices tell what every limit is worth in it, whatever the objective."""

    @property
    def needs_building(self) -> bool:
        """Return whether it is about what is built: it is told only where something may be."""
        return self.needs == "expansions"

    @property
    def is_rate(self) -> bool:
        """Return whether it is a fraction of two amounts."""
        return self.unit == RATE

    @property
    def column(self) -> str:
        """Return its column in tables of results and studies.

        >>> Metric(name="unused", unit=FLOW, en="", zh="", better="low", weigh=id).column
        'unused_kt_yr'
        """
        return f"{self.name}_{COLUMN_UNITS[self.unit]}"

    @property
    def amount_column(self) -> str:
        """Return the column of what adds up over wastes: of a rate, its numerator."""
        return f"{self.amount or self.name}_kt_yr" if self.is_rate else self.column

    @property
    def columns(self) -> tuple[str, ...]:
        """Return its columns in tables by generator, where it has columns of its own.

        >>> Metric(name="x_rate", unit=RATE, en="", zh="", better="low", weigh=id).columns
        ('x_rate_kt_yr', 'x_rate_pct')
        """
        return tuple(dict.fromkeys((self.amount_column, self.column)))

    @property
    def in_document(self) -> str:
        """Return what a scenario writes for it."""
        return self.written or self.name
