"""The stages of a scenario solved in order with any solver that Pyomo knows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo

from sim.errors import SolverLimitError
from sim.exchange.pyomo_model import add_pin, move_rate, move_rows, read_variables
from sim.exchange.stages import form_of, measure, pin_of
from sim.model import Programme
from sim.rules.metrics import LEVEL_OF, is_least
from sim.say.message import message
from sim.scenario.document import Stage

STEPS = 50
SETTLED = 1e-10
"""A rate has settled when it changes by less than this."""


def solve_in_stages(model: Any, solver: Any, *, break_ties: bool = True) -> list[float]:
    """Solve the stages of a model of `to_pyomo` in order; return the value that each reached.

    `solver` is what `pyomo.environ.SolverFactory` gives. Each stage is kept within its slack by
    `model.stage_pin[n]` while the next is solved; at the end transport work is made small
    (`break_ties`). Constraints of the user's own hold throughout. The variables then hold the plan.

    Raises
    ------
    SolverLimitError
        A rate does not settle. What the solver raises passes through.
    """
    programme: Programme = model.programme
    model.stage_pin.clear()
    values = []
    for number, stage in enumerate(programme.network.scenario.objective, start=1):
        _activate(model, model.stage[number])
        value = _solve_stage(model, solver, number, stage)
        values.append(value)
        if value == value:
            add_pin(model, number, pin_of(programme, stage, value))
    if break_ties:
        _activate(model, model.tie_break)
        _run(model, solver)
    return values


def _activate(model: Any, objective: Any) -> None:
    """Make one objective the only active one."""
    for other in [*model.component_data_objects(pyo.Objective, active=True)]:
        other.deactivate()
    objective.activate()


def _run(model: Any, solver: Any) -> None:
    pyo.assert_optimal_termination(solver.solve(model))


def _solve_stage(model: Any, solver: Any, number: int, stage: Stage) -> float:
    """Solve one stage, a fraction at one rate after the other; return its value."""
    programme = model.programme
    is_rate = number in model.rate
    level = LEVEL_OF[stage.metric] if _is_moved(model, stage) else ""
    value = -np.inf
    for _ in range(STEPS):
        _run(model, solver)
        plan = read_variables(model, programme)
        before, value = value, measure(programme, stage.metric, plan)
        is_settled = value != value or abs(value - before) <= SETTLED
        if is_settled or not (is_rate or level):
            return value
        if is_rate:
            move_rate(model, number, value, form_of(programme, stage.metric), plan)
        else:
            move_rows(model, level, value, plan)
    raise SolverLimitError(message("rate_unsettled", steps=STEPS))


def _is_moved(model: Any, stage: Stage) -> bool:
    """Return whether a stage is a least rate whose rows move."""
    if stage.metric not in LEVEL_OF or not is_least(stage.metric) or stage.maximize is None:
        return False
    return hasattr(model, "least_at") and LEVEL_OF[stage.metric] in model.least_at
