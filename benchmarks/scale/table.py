"""What the measurements say: medians, ratios, growth exponents, equal optima, aims."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from benchmarks.scale.measure import OK, TOO_LONG, Measurement
from benchmarks.scale.peers import OURS, SOLVERS
from benchmarks.scale.problem import GOALS

AGREE = 1e-6
COLUMN_BYTES = 8 + 8 + 8 + 4 + 2 * (8 + 4)
"""A column in compressed form: cost, two bounds, its start, two coefficients with their rows."""
ABOUT = 3.0
"""An aim for a size holds for instances within this factor of it."""
HANDED = ("linopy", "linopy_ipm", "pulp", "pyomo")
"""Peers that take both kinds."""
EVERY = (*HANDED, "ortools")


@dataclass(frozen=True)
class Aim:
    """What must be reached at a size: every ratio peer / ours at least, or a figure at most."""

    kind: str
    routes: float
    figure: str
    peers: tuple[str, ...]
    """None where our own figure is bounded."""
    bound: float
    words: str


AIMS = (
    *(
        Aim(kind, routes, "from_tables_s", EVERY, 1.0, "no slower than the fastest peer")
        for kind in ("transport", "recipes")
        for routes in (1e3, 1e4, 1e5)
    ),
    Aim("transport", 1e6, "cpu_s", HANDED, 6.0, "at least 6 times faster than the best of them"),
    Aim("transport", 1e6, "cpu_s", ("ortools",), 1 / 2.5, "within 2.5 times of OR-tools"),
    Aim("recipes", 1e6, "cpu_s", HANDED, 6.0, "at least 6 times faster than the best of them"),
    Aim("recipes", 1e6, "cpu_s", (), 45.0, "at most 45 s"),
    Aim("recipes", 3e7, "cpu_s", (), 1800.0, "at most 30 minutes"),
    Aim("recipes", 3e7, "peak_mb", (), 3072.0, "under 3 GB"),
)


@dataclass(frozen=True)
class Results:
    """All measurements, looked up by kind, size and solver."""

    measurements: Sequence[Measurement]

    def kinds(self) -> list[str]:
        """Return the kinds measured, in order."""
        return list(dict.fromkeys(m.kind for m in self.measurements))

    def sizes(self, kind: str) -> list[int]:
        """Return the routes asked for, rising."""
        return sorted({m.routes for m in self.measurements if m.kind == kind})

    def solvers(self, kind: str) -> list[str]:
        """Return the solvers of a kind, in the order of `SOLVERS`."""
        there = {m.solver for m in self.measurements if m.kind == kind}
        return [name for name in SOLVERS if name in there]

    def of(self, kind: str, routes: int, solver: str) -> list[Measurement]:
        """Return the measurements of a solver on an instance."""
        return [
            m for m in self.measurements if (m.kind, m.routes, m.solver) == (kind, routes, solver)
        ]

    def status(self, kind: str, routes: int, solver: str) -> str:
        """Return `ok`, or why there is no figure; blank where nothing was asked."""
        found = [m.status for m in self.of(kind, routes, solver)]
        return OK if OK in found else "".join(found[:1])

    def value(self, kind: str, routes: int, solver: str, figure: str) -> float | None:
        """Return the median of a figure; None where there is none."""
        found = [float(getattr(m, figure)) for m in self.of(kind, routes, solver) if m.status == OK]
        return median(found) if found else None

    def ratio(self, kind: str, routes: int, solver: str, figure: str) -> float | None:
        """Return the figure of a solver over ours."""
        theirs, ours = (self.value(kind, routes, s, figure) for s in (solver, OURS))
        return theirs / ours if theirs is not None and ours else None

    def least_ratio(self, kind: str, routes: int, solver: str, figure: str) -> float | None:
        """Return the ratio of a time, at least: of a solver over its limit, that of the limit."""
        stopped = [m for m in self.of(kind, routes, solver) if m.status == TOO_LONG]
        ours = self.value(kind, routes, OURS, figure)
        if stopped and ours and figure != "peak_mb":
            return min(m.limit_s for m in stopped) / ours
        return self.ratio(kind, routes, solver, figure)

    def candidates(self, kind: str, routes: int) -> int:
        """Return how many routes an instance has.

        Raises
        ------
        ValueError
            Solvers counted differently: they had different instances.
        """
        found = {
            m.candidates
            for m in self.measurements
            if (m.kind, m.routes, m.status) == (kind, routes, OK)
        }
        if len(found) > 1:
            raise ValueError(f"solvers counted different routes in {kind} {routes}: {found}")
        return found.pop() if found else routes

    def series(
        self, kind: str, solver: str, figure: str, sizes: Sequence[int] = ()
    ) -> list[tuple[int, float]]:
        """Return candidates and figure of every instance solved, rising; of some sizes, or all."""
        pairs = [
            (self.candidates(kind, n), self.value(kind, n, solver, figure))
            for n in sizes or self.sizes(kind)
        ]
        return [(n, value) for n, value in pairs if value is not None]

    def differences(self) -> list[tuple[float, str, Measurement]]:
        """Return how far each stage of every plan is from ours, relative to it, largest first."""
        found = []
        for m in self.measurements:
            if m.status == OK:
                for goal in GOALS[: SOLVERS[m.solver].goals]:
                    ours = self.value(m.kind, m.routes, OURS, goal)
                    if ours is not None:
                        far = abs(getattr(m, goal) - ours) / max(1.0, abs(ours))
                        found.append((far, goal, m))
        return sorted(found, key=lambda found: -found[0])


def steps(series: Sequence[tuple[float, float]]) -> list[float]:
    """Return the growth exponent of every step: slope of log figure on log candidates.

    >>> [round(slope, 3) for slope in steps([(10, 1.0), (100, 10.0), (1000, 1000.0)])]
    [1.0, 2.0]
    """
    return [math.log(b / a) / math.log(m / n) for (n, a), (m, b) in pairwise(series)]


def exponent(series: Sequence[tuple[float, float]]) -> float | None:
    """Return the overall growth exponent, by least squares; None for fewer than two sizes.

    >>> round(exponent([(10, 1.0), (100, 10.0), (1000, 1000.0)]), 3)
    1.5
    """
    if len(series) < 2:
        return None
    xs, ys = ([math.log(pair[i]) for pair in series] for i in (0, 1))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return above / sum((a - x) ** 2 for a in xs)


def check_aims(results: Results, aims: Sequence[Aim] = AIMS) -> list[tuple[Aim, float, bool]]:
    """Return the aims whose figures were measured: what was found and whether it is reached.

    Of several peers the one that comes nearest counts.
    """
    found = []
    for aim in aims:
        for routes in results.sizes(aim.kind):
            if not 1 / ABOUT < routes / aim.routes < ABOUT:
                continue
            ratios = [results.least_ratio(aim.kind, routes, peer, aim.figure) for peer in aim.peers]
            value = min((ratio for ratio in ratios if ratio is not None), default=None)
            if not aim.peers:
                value = results.value(aim.kind, routes, OURS, aim.figure)
            if value is not None:
                reached = value >= aim.bound if aim.peers else value <= aim.bound
                found.append((aim, value, reached))
    return found
