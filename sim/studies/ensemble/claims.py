"""What an ensemble is asked: figures of scenarios and their differences, draw by draw."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.rules.metrics import METRICS
from sim.studies.ensemble.factors import Floats
from sim.studies.ensemble.study import TYPICAL, EnsembleStudy
from sim.studies.ensemble.work import Draws

SURE, LIKELY = 0.95, 0.80
"""Least share of draws with the sign of the typical plan for a difference to be sure, likely."""
Grade = Literal["sure", "likely", "open"]
SAME = 1e-6
"""Differences below this, relative to the larger figure where that is above 1, are none."""


@dataclass(frozen=True)
class Drawn:
    """A finished ensemble: what became of every draw."""

    study: EnsembleStudy
    found: Draws

    def values(self, member: int, metric: str) -> Floats:
        """Return a metric of a scenario in the typical plan and in all draws, in its unit.

        Rates are in per cent. Not a number without a plan, or where the figure is not known.
        """
        factor = 100.0 if METRICS[metric].is_rate else 1.0
        numbers = [TYPICAL, *range(1, self.study.asked.draws + 1)]
        cells = [self.found[member, n]["metrics"].get(metric) for n in numbers]
        return np.array([math.nan if cell is None else factor * cell for cell in cells])

    @property
    def metrics(self) -> list[str]:
        """Return the metrics that some plan has."""
        members = range(len(self.study.members))
        has = {m for one in members for found in self._of(one) for m in found["metrics"]}
        return [metric for metric in self.study.metrics if metric in has]

    def _of(self, member: int) -> Iterator[dict[str, dict[str, float]]]:
        return (found for (one, _), found in self.found.items() if one == member)


@dataclass(frozen=True)
class Claim:
    """A figure of a scenario, or its difference from the reference."""

    scenario: str
    against: str
    """The reference of a difference; empty for a figure."""
    metric: str
    typical: float
    """Of the plan with typical values."""
    values: Floats
    """Of the draws that have it, in their order."""

    @property
    def signs(self) -> Floats:
        """Return the sign of each draw; 0 where it is no difference."""
        return np.sign(self.values)

    def share(self, sign: float) -> float:
        """Return the share of the draws that have a sign; not a number without draws."""
        return float((self.signs == sign).mean()) if len(self.values) else math.nan

    @property
    def held(self) -> float:
        """Return the share of draws with the sign of the typical plan."""
        return math.nan if math.isnan(self.typical) else self.share(float(np.sign(self.typical)))

    @property
    def grade(self) -> Grade | None:
        """Return whether a difference holds; None of a figure, and where there is nothing to tell.

        >>> draws = np.array([2.0, 1.0, 3.0, 4.0, -1.0])
        >>> [Claim("b", against, "net_cost", 2.0, draws).grade for against in ("a", "")]
        ['likely', None]
        """
        if not self.against or math.isnan(self.held):
            return None
        return "sure" if self.held >= SURE else "likely" if self.held >= LIKELY else "open"

    @property
    def is_told(self) -> bool:
        """Return whether sentences speak of it: not of what nobody knows, or of no difference."""
        if math.isnan(self.typical) or not len(self.values):
            return False
        return not self.against or self.typical != 0.0 or self.held < 1.0

    def quantiles(self, *shares: float) -> list[float]:
        """Return quantiles of the draws; not numbers without draws."""
        if not len(self.values):
            return [math.nan] * len(shares)
        return [float(value) for value in np.quantile(self.values, shares)]


def list_claims(drawn: Drawn) -> list[Claim]:
    """Return every figure of every scenario, then the differences of each from the reference."""
    names = drawn.study.names
    claims: list[Claim] = []
    for metric in drawn.metrics:
        values = [drawn.values(member, metric) for member in range(len(names))]
        claims += [_claim(name, "", metric, of) for name, of in zip(names, values, strict=True)]
        claims += [
            _claim(name, names[0], metric, subtract(of, values[0]))
            for name, of in list(zip(names, values, strict=True))[1:]
        ]
    return claims


def _claim(name: str, against: str, metric: str, values: Floats) -> Claim:
    draws = values[1:]
    return Claim(name, against, metric, float(values[0]), draws[np.isfinite(draws)])


def subtract(one: Floats, other: Floats) -> Floats:
    """Return the differences; what a solver leaves of none is none.

    >>> subtract(np.array([2.0, 1e6]), np.array([1.0, 1e6 + 0.5]))
    array([1., 0.])
    """
    difference = one - other
    size = np.maximum(1.0, np.maximum(np.abs(one), np.abs(other)))
    return np.where(np.abs(difference) <= SAME * size, 0.0, difference)
