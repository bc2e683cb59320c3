"""The tally of one check: how much was compared, the worst violation and where it stands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

TOLERANCE = 1e-6
"""Relative violation that rounding may leave."""
WORST = 1e9
"""Stands for a violation without a size: a missing row, a word, not a number."""


def scale(*amounts: float) -> float:
    """Return what a difference is measured against: the largest amount, at least 1."""
    return max(1.0, *(abs(a) for a in amounts))


def or_nothing(figure: float) -> float:
    """Return a figure, 0 where it is blank: what is not known is in no sum."""
    return 0.0 if math.isnan(figure) else figure


def add_known(total: float, figure: float) -> float:
    """Return a sum with one more figure: blank where one is and the others come to nothing.

    >>> add_known(0.0, math.nan), add_known(math.nan, 2.0), add_known(2.0, math.nan)
    (nan, 2.0, 2.0)
    """
    known = or_nothing(total) + or_nothing(figure)
    return known if known else total + figure


@dataclass
class Tally:
    """Counts the comparisons of one check and remembers the worst."""

    name: str
    tolerance: float = TOLERANCE
    compared: int = 0
    failures: int = 0
    worst: float = 0.0
    words: str = ""

    def record(self, violation: float, words: str) -> None:
        """Add a comparison with its relative violation; `words` say what and where."""
        violation = min(violation, WORST) if math.isfinite(violation) else WORST
        self.compared += 1
        self.failures += violation > self.tolerance
        if violation > self.worst:
            self.worst, self.words = violation, words

    def equal(self, found: float, due: float, words: str, size: float | None = None) -> None:
        """Compare a figure with what it must be, relative to `size`.

        A figure that must be undefined, not a number, must be so.
        """
        if math.isnan(found) and math.isnan(due):
            self.record(0.0, words)
            return
        gap = abs(found - due) / (scale(found, due) if size is None else size)
        self.record(gap, f"{words} is {found:.10g}, not {due:.10g}")

    def at_most(self, found: float, bound: float, words: str, size: float | None = None) -> None:
        """Hold a figure against an upper bound."""
        gap = max(found - bound, 0.0) if math.isfinite(found) else math.inf
        gap /= scale(found, bound) if size is None else size
        self.record(gap, f"{words} is {found:.10g}, more than {bound:.10g}")

    def at_least(self, found: float, bound: float, words: str, size: float | None = None) -> None:
        """Hold a figure against a lower bound."""
        gap = max(bound - found, 0.0) if math.isfinite(found) else math.inf
        gap /= scale(found, bound) if size is None else size
        self.record(gap, f"{words} is {found:.10g}, less than {bound:.10g}")

    def true(self, holds: bool, words: str) -> None:
        """Count a yes-or-no comparison."""
        self.record(0.0 if holds else 1.0, words)

    @property
    def passed(self) -> bool:
        """Return whether nothing exceeded the tolerance."""
        return not self.failures

    def report(self) -> dict[str, Any]:
        """Return the check as it stands in `verification.json`."""
        more = f" (and {self.failures - 1} more)" if self.failures > 1 else ""
        return {
            "name": self.name,
            "passed": self.passed,
            "compared": self.compared,
            "worst": self.worst,
            "tolerance": self.tolerance,
            "where": "" if self.passed else self.words + more,
        }
