"""Every metric by name, read from the files beside this one.

A file lists its metrics as `METRICS`; a new one is found by itself. Stages, limits, figures of a
plan, columns of results and the names that a scenario may use are made from this registry.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from sim.rules.ingredients import CAPITAL, read_ingredients
from sim.rules.metric import MONEY, Level, Metric
from sim.rules.metrics.cost import PARTS, REVENUE, part_of
from sim.rules.metrics.waste import GENERATION

_FIRST = ("rates", "waste", "cost", "building", "carbon", "work", "balance", "change")
"""Files in the order of the tables; others follow by name."""


def _files() -> Iterator[str]:
    names = sorted(module.name for module in iter_modules(__path__))
    yield from _FIRST
    yield from (name for name in names if name not in _FIRST)


def _read() -> Iterator[Metric]:
    for name in _files():
        yield from import_module(f"{__name__}.{name}").METRICS


METRICS: dict[str, Metric] = {metric.name: metric for metric in _read()}
"""Every metric by name, in the order of tables and the summary."""
IN_DOCUMENT = tuple(metric.name for metric in METRICS.values() if not metric.written)
"""The names that a scenario may write."""
LEVEL_OF: dict[str, Level] = {m.name: m.level for m in METRICS.values() if m.level is not None}
"""Metric that looks at the rates of all areas of a level -> the level."""
BALANCE: dict[str, dict[Level, str]] = {
    written: {
        level: name for name, level in LEVEL_OF.items() if METRICS[name].in_document == written
    }
    for written in IN_DOCUMENT
    if written in LEVEL_OF
}
"""What a scenario writes -> level of areas -> metric."""
TOLD = {GENERATION.name: GENERATION, **METRICS}
"""What a summary tells of a plan."""
HEADLINE = tuple(
    metric.name for metric in sorted(TOLD.values(), key=lambda m: m.headline) if metric.headline
)
"""Figures of the KPI block, in order."""
CARDS = (
    "utilization_rate",
    "net_utilized",
    "unused",
    "cross_border",
    "net_cost",
    "logistics_cost",
    "net_co2",
    "transport_work",
)
"""Figures at the top of the page of a run, in order."""
WITH_CAPITAL = {
    name: size
    for name, metric in METRICS.items()
    if (size := read_ingredients(metric).most.get(CAPITAL, 0.0)) and not metric.is_rate
}
"""Metric that holds the annuity of added lines -> how many times."""
UNKNOWABLE = ("km", "co2_kg_t")
"""Figures of routes that may not be known."""
SUMS_OF_WAYS = {
    name: figure
    for name, metric in METRICS.items()
    for figure in UNKNOWABLE
    if metric.unit != MONEY and ("routes", figure) in read_ingredients(metric).most
}
"""Metric that sums one of them -> the figure."""
NET_COST_OF = (*((part, 1.0) for part in PARTS), (REVENUE, -1.0))
"""The metrics that make up the net cost, and the sign they count with."""
COST_PARTS = {part_of(part): (part.en, part.zh) for part, _ in NET_COST_OF}
"""Parts of the net cost with their words, in the order of the report; revenue counts negative."""
COSTS = tuple(part.name for part in PARTS)
"""Metrics that add up to the gross cost."""
CHANGE = next(metric.name for metric in METRICS.values() if metric.needs_reference)
"""The metric that needs a reference plan; it can be made small, not large."""


def is_least(metric: str) -> bool:
    """Return whether a metric is the least rate of the areas of a level."""
    return metric in LEVEL_OF and METRICS[metric].better == "high"
