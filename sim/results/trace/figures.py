"""A figure of a plan in parts, each the sum of what cells of the input add to it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from sim.loader.case import Case
from sim.network import Network
from sim.results.tabulate import PlanTables
from sim.results.trace.made import Made
from sim.results.trace.wastes import Scope, WasteRows
from sim.results.trace.weigher import RowWeigher
from sim.rules.metric import FLOW
from sim.rules.metrics import TOLD
from sim.solve.plan import Plan

FIGURE, TAKEN, CREDITED, BASE = "figure", "taken", "credited", "base"
"""Parts: the figure itself; the numerator of a rate by line, and by waste; what the rate is of."""
WAY, RENTS = "way", "rents"
"""Parts of a price: what the way of one more unit costs, and the limits that bind on it."""
BOUNDS = "bounds"
"""What keeps an amount from being larger: limits that bind, which add up to nothing."""
TRACEABLE = tuple(name for name, m in TOLD.items() if m.level is None and not m.needs_reference)
"""Metrics that are sums over rows, or one such sum over another."""


@dataclass(frozen=True)
class Part:
    """A sum over cells."""

    name: str
    unit: str
    """Canonical."""
    total: float
    """What the plan has, worked out without the cells: they must add up to it."""
    made: Made
    is_sum: bool = True
    """Whether the cells add up to the total."""
    rounding: float = 1e-12
    """By how much they may miss it at any rate."""

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The cells as a table; see `Made.tabulate`."""
        return self.made.tabulate()

    @property
    def off(self) -> float:
        """Return by how much the cells miss the total, in its unit."""
        return abs(self.made.total - self.total)

    @property
    def is_exact(self) -> bool:
        """Return whether the cells add up to the total, but for rounding."""
        return self.off <= max(self.rounding, 1e-9 * max(abs(self.total), self.size))

    @property
    def size(self) -> float:
        """Return the sum of what the cells add, whatever their sign."""
        return sum(float(abs(c.amounts).sum()) for c in self.made.cells)


@dataclass(frozen=True)
class Traced:
    """A figure and the parts that say what it is made of."""

    name: str
    """Metric; `price`, `flow` or `line`."""
    scope: Scope
    """What it is narrowed to, or is of."""
    value: float
    unit: str
    parts: tuple[Part, ...]


class Tracer:
    """Traces figures of one plan."""

    def __init__(self, case: Case, network: Network, plan: Plan) -> None:
        self.case, self.network, self.plan = case, network, plan
        self.tables = PlanTables(case, network, plan)

    @cached_property
    def weigher(self) -> RowWeigher:
        """What writes metrics down as sums over cells."""
        return RowWeigher(self.case, self.network, self.plan, self.tables.layout)

    @cached_property
    def wastes(self) -> WasteRows:
        """What puts figures of waste to rows."""
        layout, finder = self.tables.layout, self.weigher.finder
        return WasteRows(self.network, self.plan, layout, self.tables["wastes"], finder)

    def knows(self, name: str, scope: Scope) -> bool:
        """Return whether a metric can be traced, narrowed to the waste of a scope."""
        if name not in TRACEABLE or name not in self.tables.figures:
            return False
        return not scope or self.wastes.knows(TOLD[name])

    def _value(self, name: str, made: Made) -> float:
        """Return a figure of the plan; where it is not known in whole, what is."""
        value = self.tables.figures[name]
        return made.total if math.isnan(value) else value

    def trace(self, name: str, scope: Scope) -> Traced:
        """Return what a metric is made of, narrowed to the waste of a scope."""
        metric = TOLD[name]
        parts = tuple(self._rate(name, scope) if metric.over else self._sum(name, scope))
        value = parts[0].total
        if metric.over:
            value = value / parts[-1].total if parts[-1].total > 0 else math.nan
        return Traced(name, scope, value, metric.unit, parts)

    def _sum(self, name: str, scope: Scope) -> Iterator[Part]:
        metric = TOLD[name]
        if scope:
            made = self.wastes.credited(metric, scope)
            yield Part(FIGURE, metric.unit, made.total, made)
            return
        made = metric.weigh(self.weigher)
        yield Part(FIGURE, metric.unit, self._value(name, made), made)
        if self.wastes.knows(metric):
            made = self.wastes.credited(metric, {})
            yield Part(CREDITED, metric.unit, self._value(name, made), made)

    def _rate(self, name: str, scope: Scope) -> Iterator[Part]:
        metric = TOLD[name]
        base, credited = self.wastes.base(scope), self.wastes.credited(metric, scope)
        above, below = credited.total, base.total
        if not scope and below > 0:
            above = self.tables.figures[name] * below
        yield Part(TAKEN, FLOW, above, self.wastes.taken(metric, scope))
        yield Part(CREDITED, FLOW, above, credited)
        yield Part(BASE, FLOW, below, base)
