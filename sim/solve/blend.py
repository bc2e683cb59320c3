"""Several stages as one objective, nearly in their order: a hint, never a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sim.model import Floats
from sim.solve.forms import Form

NEXT = 1e-3
"""What a stage weighs beside the one before, each scaled to its largest coefficient."""
MOST = 3
"""Stages that are blended; what comes after would weigh less than the solver's tolerances."""
SETTLED = 1e-6
"""A change of a rate that is too small for other routes to be looked for."""


def blended_stages(
    stages: Sequence[tuple[str, bool]], form_of: Callable[[str], Form]
) -> list[tuple[str, bool]]:
    """Return the stages that are blended: sums over the columns, and fractions of two."""
    return [stage for stage in stages if type(form_of(stage[0])) is Form][:MOST]


def blend(
    stages: Sequence[tuple[str, bool]], form_of: Callable[[str], Form], rates: dict[str, float]
) -> Form:
    """Return the weighted sum of stages, to be minimized; rates are linear at those given.

    For weights far enough apart the optimum of a weighted sum is the lexicographic one (Sherali
    and Soyster 1983, Journal of Optimization Theory and Applications 39). These are not always.
    """
    total: Floats | None = None
    routes: Floats | None = None
    weight = 1.0
    for metric, maximize in blended_stages(stages, form_of):
        form = form_of(metric)
        vector = form.vector
        if form.below is not None:
            vector = vector - rates.get(metric, 0.0) * form.below
        scale = (-weight if maximize else weight) / (float(np.abs(vector).max(initial=0.0)) or 1.0)
        total = vector * scale if total is None else total + vector * scale
        if form.routes is not None:
            routes = form.routes * scale if routes is None else routes + form.routes * scale
        weight *= NEXT
    assert total is not None
    return Form(total, 0.0, routes=routes)


def settle_rates(
    stages: Sequence[tuple[str, bool]],
    form_of: Callable[[str], Form],
    columns: Floats,
    rates: dict[str, float],
) -> bool:
    """Note what rates are at a plan; return whether they were about that before."""
    settled = True
    for metric, _ in blended_stages(stages, form_of):
        form = form_of(metric)
        if form.below is not None and form.base(columns) > 0:
            rate = form.value(columns)
            settled = settled and abs(rate - rates.get(metric, 0.0)) <= SETTLED
            rates[metric] = rate
    return settled
