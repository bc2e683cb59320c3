"""Metrics as vectors over the columns of the programme."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from sim.model import Floats, Vectors


@dataclass(frozen=True)
class Form:
    """A metric: (vector x + offset), over (below x + below_offset) for a rate."""

    vector: Floats
    offset: float
    below: Floats | None = None
    below_offset: float = 1.0
    routes: Floats | None = None
    """Lots x figures of routes: what routes add to `vector`; they are in no denominator."""

    @property
    def is_fractional(self) -> bool:
        """Return whether it is a fraction whose denominator a plan can change."""
        return self.below is not None and bool(self.below.any())

    def value(self, columns: Floats) -> float:
        """Return the metric of a solution; a rate over nothing is not a number."""
        above = _sum_of(self.vector, columns) + self.offset
        if self.below is None:
            return above
        base = self.base(columns)
        return above / base if base > 0 else math.nan

    def base(self, columns: Floats) -> float:
        """Return the denominator of a rate; 1 for an amount."""
        return 1.0 if self.below is None else _sum_of(self.below, columns) + self.below_offset

    def sizes(self, columns: Floats) -> list[float]:
        """Return the denominators of all fractions it looks at: its own, if it is one itself."""
        return [self.base(columns)]

    def shifted(self, above: float, below: float) -> Self:
        """Return the metric with larger constants."""
        return replace(self, offset=self.offset + above, below_offset=self.below_offset + below)

    def as_row(self, at: float) -> tuple[Floats, float]:
        """Return row and bound with `row x >= bound` meaning `metric >= at`, kept linear."""
        if self.below is None:
            return self.vector, at - self.offset
        return self.vector - at * self.below, at * self.below_offset - self.offset


def _sum_of(weights: Floats, columns: Floats) -> float:
    """Return the sum of products in a fixed order: a dot product's depends on its threads."""
    return float(np.sum(weights * columns))


def make_form(metric: Vectors) -> Form:
    """Return the form of a metric."""
    return Form(metric.above, metric.constant, metric.below, metric.below_constant, metric.routes)
