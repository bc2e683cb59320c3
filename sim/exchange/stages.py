"""The stages of a scenario as linear objectives and rows, for solvers that know nothing of them.

A rate U/D whose denominator is the same in every plan is linear. Where old stock may be used D
changes with the plan; then `U - r x D` is maximized for a rate r, and the rate of the plan is the
next r, until it stays (Dinkelbach 1967). The least rate of areas is solved likewise, by its rows
`rate_least` (see `sim.solve.balance`). At the best rate the linear objective has the very optimum
of the fraction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array, lil_array, vstack

from sim.model import Floats, Programme
from sim.model.areas import PER_CENT, RATE, list_areas
from sim.model.arrays import Name
from sim.rules.metrics import CHANGE, LEVEL_OF, METRICS, is_least
from sim.scenario.document import Stage
from sim.solve.forms import Form, make_form
from sim.solve.plan import StageOutcome
from sim.solve.session import TIE_BREAK
from sim.solve.stages import PIN, slack_of


@dataclass(frozen=True)
class Linear:
    """vector x + offset, over the columns."""

    vector: Floats
    offset: float = 0.0


@dataclass(frozen=True)
class Pin:
    """lower <= vector x <= upper: what keeps an earlier stage."""

    vector: Floats
    lower: float
    upper: float


@dataclass(frozen=True)
class RateRow:
    """A row `rate_least` written for a rate and for the denominators of a plan."""

    row: int
    columns: tuple[int, ...]
    """Columns whose coefficient depends on it: the least rate, and old stock in use."""
    sizes: tuple[float, ...]
    lower: float


def stated_metrics(programme: Programme) -> list[str]:
    """Return the metrics that the columns of a programme state, in the order of the catalogue."""
    network, known = programme.network, programme.network.scenario.balanced

    def has_rows(table: str) -> bool:
        return not table or len(getattr(network, table)) > 0

    return [
        name
        for name in METRICS
        if (name != CHANGE or programme.columns.with_change)
        and (name not in LEVEL_OF or _has_level(name, known, programme))
        and (has_rows(METRICS[name].needs) or name in network.scenario.metrics)
    ]


def _has_level(name: str, known: Sequence[str], programme: Programme) -> bool:
    spread = programme.network.scenario.spread
    return LEVEL_OF[name] in (known if is_least(name) else spread)


def form_of(programme: Programme, metric: str) -> Form:
    """Return a metric as vectors over the columns."""
    return make_form(programme.vectors(metric))


def area_forms(programme: Programme, level: str) -> dict[str, Form]:
    """Return area -> its rate, for the areas of a level that have one."""
    areas = list_areas(programme.network, level)
    return {area: make_form(programme.vectors(RATE, {level: area})) for area in areas}


def measure(programme: Programme, metric: str, values: Floats) -> float:
    """Return a metric of a plan, from what moves alone; not a number where it is undefined.

    The least rate and the spread are those of the rates themselves: the columns that bound them
    may stand anywhere beyond.
    """
    if metric not in LEVEL_OF:
        return form_of(programme, metric).value(values)
    rates = [form.value(values) for form in area_forms(programme, LEVEL_OF[metric]).values()]
    least = min(rates, default=math.nan)
    return least if is_least(metric) else max(rates, default=math.nan) - least


def is_fractional(programme: Programme, stage: Stage) -> bool:
    """Return whether a stage is not linear: old stock may be used, so denominators change."""
    if is_least(stage.metric) and stage.maximize is not None:
        level = LEVEL_OF[stage.metric]
        return any(form.is_fractional for form in area_forms(programme, level).values())
    return form_of(programme, stage.metric).is_fractional


def aim_of(
    programme: Programme, stage: Stage, rate: float = 0.0, plan: Floats | None = None
) -> Linear:
    """Return the objective of a stage, whose value is the metric.

    A fraction that is not linear is taken at the rate that a plan has, with the denominator of
    that plan: `rate + (U - rate x D) / D of the plan`. Where the rate is the best one, this has
    the optimum of the fraction, and its value there.
    """
    form = form_of(programme, stage.metric)
    if form.below is None:
        return Linear(form.vector, form.offset)
    if form.is_fractional and plan is not None and (size := form.base(plan)) > 0:
        vector = (form.vector - rate * form.below) / size
        return Linear(vector, rate + (form.offset - rate * form.below_offset) / size)
    size = form.below_offset if form.below_offset > 0 else 1.0
    return Linear(form.vector / size, form.offset / size)


def pin_of(programme: Programme, stage: Stage, value: float) -> Pin:
    """Return the row that keeps a stage that reached `value` within its slack.

    Without slack there is no tolerance beyond the solver's own; its largest coefficient is 1.
    """
    form, slack = form_of(programme, stage.metric), slack_of(stage, value)
    at = value - (slack if stage.maximize is not None else -slack)
    row, bound = form.as_row(at)
    size = max(1.0, abs(at)) if form.below is None else abs(form.below_offset) or 1.0
    tolerance = PIN * size if slack > 0 else 0.0
    scale = float(np.abs(row).max(initial=0.0)) or 1.0
    if stage.maximize is not None:
        return Pin(row / scale, (bound - tolerance) / scale, math.inf)
    return Pin(row / scale, -math.inf, (bound + tolerance) / scale)


def rate_rows(programme: Programme, level: str, at: float, values: Floats) -> list[RateRow]:
    """Return the rows of the least rate of a level, for a rate and a plan with its denominators.

    With `least = 100 (1 + at)` they say that no rate is below `at`, whatever the plan.
    """
    row_of: dict[Name, int] = {name: i for i, name in enumerate(programme.arrays.row_names)}
    least = int(np.flatnonzero(programme.vectors(_least_of(level)).above)[0])
    found = []
    for area, form in area_forms(programme, level).items():
        assert form.below is not None
        size = form.base(values)
        old = np.flatnonzero(form.below).tolist()
        sizes = [float(form.vector[i] - at * form.below[i]) for i in old]
        lower = at * form.below_offset - size * (1.0 + at) - form.offset
        row = row_of["rate_least", (level, area)]
        found.append(RateRow(row, (least, *old), (-size / PER_CENT, *sizes), lower))
    return found


def _least_of(level: str) -> str:
    return next(name for name, of in LEVEL_OF.items() if of == level and is_least(name))


@dataclass(frozen=True)
class StageProgramme:
    """One stage as a linear programme: lower <= A x <= upper, x >= 0, rows of earlier stages in."""

    costs: Linear
    maximize: bool
    matrix: Any
    """scipy CSR."""
    lower: Floats
    upper: Floats
    row_names: list[Name]
    """Those of the programme, and `stage_pin[n]` for every stage that is kept."""


@dataclass(frozen=True)
class Reached:
    """What stages solved beforehand have reached, and the plan that the last of them ended with."""

    stages: tuple[StageOutcome, ...] = ()
    plan: Floats | None = None


def needs(programme: Programme, number: int) -> int:
    """Return how many stages must be solved before stage `number` can be written down.

    A fraction that is not linear is written at its best rate, so it must be solved itself.
    """
    stages = programme.network.scenario.objective
    if number <= len(stages) and is_fractional(programme, stages[number - 1]):
        return number
    return number - 1


def at_stage(programme: Programme, number: int, reached: Reached) -> StageProgramme:
    """Return a stage of the scenario as a linear programme; one past the last is the tie-break.

    `reached` holds as many stages as `needs` says.
    """
    stages = [*programme.network.scenario.objective, TIE_BREAK]
    stage, arrays = stages[number - 1], programme.arrays
    matrix, lower, upper = arrays.matrix, arrays.lower.copy(), arrays.upper
    pins: list[tuple[int, Pin]] = []
    for n, (one, outcome) in enumerate(zip(stages, reached.stages, strict=False), start=1):
        if n < number and outcome.is_defined:
            pins.append((n, pin_of(programme, one, outcome.value)))
        if is_fractional(programme, one) and one.metric in LEVEL_OF:
            assert reached.plan is not None
            at = outcome.value - (outcome.slack if n < number else 0.0)
            rows = rate_rows(programme, LEVEL_OF[one.metric], at, reached.plan)
            matrix, lower = _rewrite(matrix, lower, rows)
    rate = reached.stages[number - 1].value if len(reached.stages) >= number else 0.0
    extra = [csr_array(pin.vector[None, :]) for _, pin in pins]
    return StageProgramme(
        aim_of(programme, stage, rate, reached.plan),
        stage.maximize is not None,
        csr_array(vstack([csr_array(matrix), *extra])),
        np.concatenate([lower, [pin.lower for _, pin in pins]]),
        np.concatenate([upper, [pin.upper for _, pin in pins]]),
        [*arrays.row_names, *(("stage_pin", (n,)) for n, _ in pins)],
    )


def _rewrite(matrix: Any, lower: Floats, rows: Sequence[RateRow]) -> tuple[Any, Floats]:
    """Return matrix and bounds with the rows of a least rate written anew."""
    changed, bounds = lil_array(matrix), lower.copy()
    for row in rows:
        for column, size in zip(row.columns, row.sizes, strict=True):
            changed[row.row, column] = size
        bounds[row.row] = row.lower
    return csr_array(changed), bounds
