"""What to find out first: what knowing an input would be worth for choosing among scenarios.

Today the scenario is chosen that is best on average over the draws. Who knew an input would choose
by it, and gain what the better choice is better by, on average: the expected value of partial
perfect information (Strong, Oakley and Brennan, Medical Decision Making 34, 2014; what an input
says of the differences is taken from the effects of `leaning`, as wide as its share says). It is
in the unit of the metric that decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.studies.ensemble.leaning import Leaning

Floats = NDArray[np.float64]
_POINTS = 2001
"""Points that a normal variable is stood for by."""


@dataclass(frozen=True)
class Choice:
    """How much better each scenario is than the reference; more is better."""

    means: Floats
    """On average, the reference (0) first."""
    draws: Floats
    """Draws x scenarios."""

    @property
    def value_of_all(self) -> float:
        """Return what knowing everything would be worth."""
        return worth(self.draws - self.draws.mean(axis=0), self.means)


def worth(known: Floats, means: Floats) -> float:
    """Return what it is worth to know by how much each option is off its mean.

    `known` is cases x options, equally likely.

    >>> round(worth(np.array([[0.0, 3.0], [0.0, -3.0]]), np.array([0.0, 1.0])), 6)
    1.0
    """
    best = (means + known).max(axis=1).mean() - means.max()
    return max(float(best), 0.0)


def value_of_groups(choice: Choice, leanings: Sequence[Leaning]) -> Floats:
    """Return what knowing all of each group would be worth; a leaning a scenario but the first."""
    groups = len(leanings[0].groups) if leanings else 0
    return np.array(
        [worth(_beside(*(of.parts[:, g] for of in leanings)), choice.means) for g in range(groups)]
    )


def value_of_variables(choice: Choice, effects: Sequence[Floats]) -> Floats:
    """Return what knowing each normal variable would be worth; effects a scenario but the first."""
    from scipy.special import ndtri

    normal = ndtri((np.arange(_POINTS) + 0.5) / _POINTS)
    return np.array(
        [
            worth(_beside(*(slope * normal for slope in slopes)), choice.means)
            for slopes in zip(*effects, strict=True)
        ]
    )


def _beside(*columns: Floats) -> Floats:
    """Return columns beside that of the reference, which is off by nothing."""
    return np.column_stack([np.zeros(len(columns[0])), *columns])
