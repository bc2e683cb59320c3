"""What a metric gains where more arises, or more is paid for lines: what no plan changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sim.rules.metric import Level, Lots, Metric, Table

Shift = tuple[float, float]
"""What is added to the amount of a metric, or to the numerator of a rate, and to the denominator.
"""


@dataclass(frozen=True)
class Moved:
    """A weigher of what two cases differ in whatever the plan; see `sim.rules.metric.Weigher`."""

    arises: float
    """kt more waste of the scope."""
    paid: float
    """Million CNY more a year for added lines."""
    carbon_price = 0.0

    def on_routes(self, figure: str, by: float = 1.0, lots: Lots = "all") -> float:
        """Return nothing: it is the plan's."""
        return 0.0

    def per(self, table: Table, column: str, by: float = 1.0) -> float:
        """Return nothing."""
        return 0.0

    def used(self, lots: Lots, lines: Mapping[str, Collection[str]]) -> float:
        """Return nothing."""
        return 0.0

    def kept_in(self, column: str, words: Collection[str]) -> float:
        """Return nothing."""
        return 0.0

    def generated(self) -> float:
        """Return what more arises."""
        return self.arises

    def reclaimed(self) -> float:
        """Return nothing."""
        return 0.0

    def capital(self) -> float:
        """Return what more is paid."""
        return self.paid

    def built(self) -> float:
        """Return nothing."""
        return 0.0

    def least_rate(self, level: Level) -> float:
        """Return nothing."""
        return 0.0

    def greatest_rate(self, level: Level) -> float:
        """Return nothing."""
        return 0.0

    def change(self) -> float:
        """Return nothing."""
        return 0.0


def shift_of(metric: Metric, moved: Moved) -> Shift:
    """Return by how much the constants of a metric are larger.

    >>> from sim.rules.metrics import METRICS
    >>> shift_of(METRICS["unused"], Moved(5.0, 2.0)), shift_of(METRICS["net_cost"], Moved(5.0, 2.0))
    ((5.0, 0.0), (2.0, 0.0))
    >>> shift_of(METRICS["utilization_rate"], Moved(5.0, 0.0))
    (0.0, 5.0)
    """
    above = float(metric.weigh(moved))
    return above, 0.0 if metric.over is None else float(metric.over(moved))
