"""A price in parts: what the way of one more unit costs, and the limits that bind on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.diagnose.marginal import Marginal, find_marginal
from sim.diagnose.worth import Measured
from sim.results.trace.figures import RENTS, WAY, Part, Traced, Tracer
from sim.results.trace.made import Made
from sim.results.trace.tell import POINTS
from sim.results.trace.weigher import RowWeigher
from sim.rules.metric import FLOW, MONEY
from sim.rules.metrics import METRICS
from sim.solve.session import RowName
from sim.studies.trace.limits import LimitCells

_LEAST = 1e-12
_ROUNDING = 1e-7
"""Share of the sum by which a solver lets rows be missed."""
PER_TONNE = "CNY/t"


def trace_price(tracer: Tracer, measured: Measured, row: RowName, metric: str) -> Traced | None:
    """Return what a price is made of; None where no way in use makes room.

    Money per kt/yr is told in CNY/t, rates in points, all else in the unit of the metric, per unit
    of the limit.
    """
    found = find_marginal(measured, row, metric)
    if found is None:
        return None
    limits = LimitCells(tracer.case, tracer.network)
    way = _cost_of(tracer, measured, found, metric)
    if found.adds:
        way = way + Made(limits.cells({row: found.adds}))
    rents = Made((*limits.cells(found.rents), *limits.of_stages(found.kept)))
    size, unit = _told_in(metric, measured.unit_of(row).name)
    way, rents, price = way * size, rents * size, size * found.price
    rest = Part(RENTS, unit, price - way.total, rents)
    rounding = _ROUNDING * max(rest.size, abs(way.total))
    parts = Part(WAY, unit, way.total, way), replace(rest, rounding=rounding)
    return Traced("price", {}, price, unit, parts)


def _told_in(metric: str, of: str) -> tuple[float, str]:
    """Return what a price is multiplied by to be told, and its unit then."""
    spec = METRICS[metric]
    if spec.is_rate:
        return 100.0, POINTS
    return (1e3, PER_TONNE) if (spec.unit, of) == (MONEY, FLOW) else (1.0, spec.unit)


def _cost_of(tracer: Tracer, measured: Measured, found: Marginal, metric: str) -> Made:
    """Return what the change of a plan adds to a metric, by the cells that say so."""
    session = measured.session
    change = np.where(np.abs(found.change) > _LEAST, found.change, 0.0)
    frames: dict[str, Any] = session.programme.columns.split(change)
    plan = replace(tracer.plan, **frames)
    layout = tracer.tables.layout
    weigher = RowWeigher(tracer.case, tracer.network, plan, layout, change_of=tracer.plan)
    spec = METRICS[metric]
    made: Made = spec.weigh(weigher)
    if spec.over is None:
        return made
    base: Made = spec.over(weigher)
    return (made - base * found.value) * (1.0 / found.base)
