"""The years of a plan: how long each stands, and what its money counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.model import Floats


@dataclass(frozen=True)
class Timeline:
    """Years that stand for the years until the next one."""

    years: tuple[int, ...]
    spans: tuple[int, ...]
    """How many years each stands for."""
    discount_rate: float
    lead: int
    """Years from ordering to use."""

    @cached_property
    def present(self) -> Floats:
        """Return what 1 CNY in each of the years that a year stands for is worth together today.

        Today is the first of the years; money counts at the beginning of each year:
        sum over k < span of (1 + r)^-(year + k - first year).

        >>> [round(x, 4) for x in Timeline((2026, 2028), (2, 1), 0.1, 0).present]
        [1.9091, 0.8264]
        """
        base = 1.0 / (1.0 + self.discount_rate)
        return np.array(
            [
                sum(base ** (year + k - self.years[0]) for k in range(span))
                for year, span in zip(self.years, self.spans, strict=True)
            ]
        )

    def is_usable(self, position: int) -> bool:
        """Return whether what is ordered in the first year can be in use in a year."""
        return self.years[position] - self.years[0] >= self.lead

    def ordered_in(self, position: int) -> int:
        """Return the position of the year in whose span what comes into use in a year is ordered.

        >>> Timeline((2026, 2028, 2030), (2, 2, 2), 0.0, 3).ordered_in(2)
        0
        """
        when = self.years[position] - self.lead
        return max(i for i, year in enumerate(self.years) if year <= when)

    def gone_by(self, built: int, life: float) -> int:
        """Return the position of the first year that what came into use in a year is gone in.

        The number of years where it outlasts them all.

        >>> line = Timeline((2026, 2030, 2035), (4, 5, 5), 0.0, 0)
        >>> line.gone_by(0, 9.0), line.gone_by(0, 20.0)
        (2, 3)
        """
        end = self.years[built] + life
        later = [i for i in range(built + 1, len(self.years)) if self.years[i] >= end]
        return later[0] if later else len(self.years)
