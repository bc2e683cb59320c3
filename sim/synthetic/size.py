"""How large a synthetic region is, and the dice it is thrown with."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Kind = Literal["recipes", "transport"]
TAKEN = 0.4
"""Share of the wastes that a line of a mixing sort takes."""
OF_ALL = 0.348
"""Share of the wastes that a line takes, on average over all sorts."""


@dataclass(frozen=True)
class Size:
    """What a region is made of."""

    zones: int
    plants: int
    wastes: int = 8
    per_zone: int = 3
    """Wastes that a zone generates."""
    kind: Kind = "recipes"
    """recipes: lines with recipes, residues, quality rules, quotas, ports. transport: wastes and
    capacities alone, a network flow."""
    seed: int = 1

    @staticmethod
    def of_routes(routes: int, kind: Kind = "recipes", seed: int = 1) -> Size:
        """Return a size with about so many candidate routes by truck.

        >>> Size.of_routes(1_000_000).zones
        641
        """
        side = math.sqrt(max(routes, 1))
        wastes = min(15, max(3, round(side / 25)))
        per_zone = min(8, max(2, wastes // 2))
        taken = 1.0 if kind == "transport" else OF_ALL
        many = max(3, round(side / math.sqrt(per_zone * taken)))
        return Size(many, many, wastes, per_zone, kind, seed)


class Dice:
    """Numbers that are the same on every machine: Python's own generator, nothing else."""

    def __init__(self, seed: int, what: str) -> None:
        self._random = random.Random(f"{seed}:{what}")

    def unit(self, count: int) -> Floats:
        """Return numbers in [0, 1)."""
        return np.array([self._random.random() for _ in range(count)])

    def between(self, low: float, high: float, count: int, digits: int = 3) -> Floats:
        """Return numbers in [low, high), rounded."""
        return np.round(low + (high - low) * self.unit(count), digits)

    def heavy(self, median: float, count: int, digits: int = 1) -> Floats:
        """Return amounts with a long tail: a tenth of them are above six times the median."""
        return np.round(median * np.exp(1.4 * self.bell(count)), digits) + 10.0**-digits

    def bell(self, count: int) -> Floats:
        """Return numbers about normal: the sum of twelve throws less six."""
        thrown: Floats = self.unit(12 * count).reshape(count, 12).sum(axis=1) - 6.0
        return thrown

    def pick(self, options: int, count: int) -> NDArray[np.int64]:
        """Return numbers from 0 to `options` - 1."""
        return (self.unit(count) * options).astype(np.int64)

    def subset(self, options: int, count: int) -> list[int]:
        """Return `count` different numbers below `options`, sorted."""
        order = np.argsort(self.unit(options), kind="stable")
        return sorted(order[:count].tolist())
