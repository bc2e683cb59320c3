"""What a metric is made of, read off its own formula: which figures it weighs, and how much."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sim.rules.metric import Level, Lots, Metric, Table

CAPITAL = "lines", "capex_MCNY_yr"
"""The annuity of added lines."""
Ingredient = tuple[str, str]
"""Where it stands (routes, lines, activity …), and the name of the figure there."""


@dataclass(frozen=True)
class Ingredients:
    """Ingredient -> how much of it is in a sum; the least and the most where lots differ."""

    least: Mapping[Ingredient, float]
    most: Mapping[Ingredient, float]

    def __add__(self, other: Ingredients) -> Ingredients:
        return Ingredients(_both(self.least, other.least), _both(self.most, other.most))

    def __sub__(self, other: Ingredients) -> Ingredients:
        return self + other * -1.0

    def __mul__(self, by: float) -> Ingredients:
        low, high = (
            {key: size * by for key, size in sizes.items()} for sizes in (self.least, self.most)
        )
        return Ingredients(low, high) if by >= 0 else Ingredients(high, low)


def _both(
    one: Mapping[Ingredient, float], other: Mapping[Ingredient, float]
) -> dict[Ingredient, float]:
    return {key: one.get(key, 0.0) + other.get(key, 0.0) for key in [*one, *other]}


class Reader:
    """A weigher that notes what it is asked for; a tonne of CO2 counts for it as one yuan."""

    carbon_price = 1.0

    def on_routes(self, figure: str, by: float = 1.0, lots: Lots = "all") -> Ingredients:
        """Note a figure of routes; of some lots it may be in, or not."""
        sizes = {("routes", figure): by}
        nothing = {("routes", figure): 0.0}
        if lots == "all":
            return Ingredients(sizes, sizes)
        return Ingredients(nothing, sizes) if by >= 0 else Ingredients(sizes, nothing)

    def per(self, table: Table, column: str, by: float = 1.0) -> Ingredients:
        """Note a column of a table."""
        return _one(table, column, by)

    def used(self, lots: Lots, lines: Mapping[str, Collection[str]]) -> Ingredients:
        """Note what lines take."""
        return _one("use", lots)

    def kept_in(self, column: str, words: Collection[str]) -> Ingredients:
        """Note what stays in lines."""
        return _one("kept", column)

    def generated(self) -> Ingredients:
        """Note what arises."""
        return _one("supply", "generation_kt_yr")

    def reclaimed(self) -> Ingredients:
        """Note old stock."""
        return _one("reclaim", "amount")

    def capital(self) -> Ingredients:
        """Note the annuity of added lines."""
        return _one(*CAPITAL)

    def built(self) -> Ingredients:
        """Note what is built."""
        return _one("building", "amount")

    def least_rate(self, level: Level) -> Ingredients:
        """Note the least rate."""
        return _one("least", level)

    def greatest_rate(self, level: Level) -> Ingredients:
        """Note the greatest rate."""
        return _one("greatest", level)

    def change(self) -> Ingredients:
        """Note the change from a reference plan."""
        return _one("change", "amount")


def _one(table: str, name: str, by: float = 1.0) -> Ingredients:
    sizes = {(table, name): by}
    return Ingredients(sizes, sizes)


def read_ingredients(metric: Metric) -> Ingredients:
    """Return what is in a metric, or in the numerator of a rate."""
    found: Ingredients = metric.weigh(Reader())
    return found
