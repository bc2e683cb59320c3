"""The best plan over several years: all stages in order, over all years at once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import SolverLimitError
from sim.model import Floats
from sim.network import Network
from sim.say.message import message
from sim.scenario.document import Stage
from sim.scenario.settings import Solver
from sim.solve.engine import Engine
from sim.solve.forms import Form, make_form
from sim.solve.hardness import is_hard
from sim.solve.plan import Plan, StageOutcome
from sim.solve.row_table import list_rows, tabulate_rows
from sim.solve.session import NOTHING, TIE_BREAK
from sim.solve.stages import Progress, break_ties, solve_in_order
from sim.years.links import NEW
from sim.years.plan import YearsPlan
from sim.years.programme import YearsProgramme, build_years
from sim.years.timeline import Timeline


def plan_years(
    networks: Sequence[Network], timeline: Timeline, budget: float | None = None
) -> YearsPlan:
    """Return the best plan of the networks of the years, by the stages of the first one's scenario.

    `budget` is what may be spent on building in a year, MCNY; None where there is no bound.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    began = time.perf_counter()
    scenario = networks[0].scenario
    programme = build_years(networks, timeline, budget)
    engine = open_engine(programme, scenario.solver)
    built = time.perf_counter()
    progress = solve_stages(programme, engine, scenario.objective)
    seconds = {"model": built - began, "solve": time.perf_counter() - built}
    return read_plan(programme, progress, scenario.objective, seconds)


def open_engine(programme: YearsProgramme, settings: Solver) -> Engine:
    """Return the programme inside a solver.

    Several years go to the interior-point method first: the simplex method takes twice as long on
    five years, four times as long on fifteen.
    """
    engine = Engine(programme.arrays, settings)
    first = programme.blocks.programmes[0]
    rows = len(programme.arrays.row_names)
    engine.interior = len(programme.timeline.years) > 1 or is_hard(first.network, rows)
    return engine


def solve_stages(programme: YearsProgramme, engine: Engine, stages: Sequence[Stage]) -> Progress:
    """Return the optimum of all stages, ties broken as in a single year."""
    everything = [*stages, TIE_BREAK]
    progress = solve_in_order(engine, everything, programme.form, {})
    break_ties(engine, programme.tie_weights, len(everything), progress)
    return progress


def read_plan(
    programme: YearsProgramme,
    progress: Progress,
    stages: Sequence[Stage],
    seconds: dict[str, float],
) -> YearsPlan:
    """Return what the stages leave behind as a plan of every year."""
    if progress.optimum is None:
        raise SolverLimitError(message("no_stage"))
    columns = progress.optimum.columns
    values = np.where(np.abs(columns) < NOTHING * programme.arrays.size, 0.0, columns)
    timeline, count = programme.timeline, len(stages)
    plans = [
        _plan_of_year(programme, progress, values, position, count)
        for position in range(len(timeline.years))
    ]
    return YearsPlan(
        timeline,
        tuple(part.network for part in programme.blocks.programmes),
        tuple(plans),
        tuple(progress.stages[:count]),
        tuple(programme.form(stage.metric).value(values) for stage in progress.stages[:count]),
        _read_new(programme, values),
        seconds,
        {
            "rows": len(programme.arrays.row_names),
            "columns": len(programme.arrays.column_names),
            "nonzeros": int(programme.arrays.matrix.nnz),
            "solves": progress.solves,
        },
    )


def _plan_of_year(
    programme: YearsProgramme, progress: Progress, values: Floats, position: int, count: int
) -> Plan:
    """Return the plan of a year: its own columns, rows and figures.

    Duals of money are in money of that year: that of all years over what a CNY of it counts.
    """
    assert progress.optimum is not None
    own = programme.blocks.programmes[position]
    columns = programme.columns_of(values, position)
    outcomes, duals, bases = [], [], []
    for number, outcome in enumerate(progress.stages[:count]):
        form = _own_form(programme, outcome.metric, position)
        bases.append(form.base(columns))
        outcomes.append(_of_year(outcome, form.value(columns), bases[-1]))
        weight = float(programme.weights(outcome.metric)[position])
        duals.append(programme.rows_of(progress.duals[number], position) / weight)
    optimum = replace(
        progress.optimum, row_values=programme.rows_of(progress.optimum.row_values, position)
    )
    sliced = Progress(stages=outcomes, duals=duals, optimum=optimum)
    frames: dict[str, Any] = own.columns.split(columns)
    return Plan(
        **frames,
        stages=tuple(outcomes),
        rows=tabulate_rows(
            list_rows(own.arrays), sliced, count, (own.arrays.lower, own.arrays.upper)
        ),
        counts={
            "rows": len(own.arrays.row_names),
            "columns": len(own.arrays.column_names),
            "nonzeros": int(own.arrays.matrix.nnz),
            "routes": len(own.network.routes),
            "solves": progress.solves,
        },
        seconds={},
        bases=tuple(bases),
        sizes=tuple((base,) for base in bases),
    )


def _own_form(programme: YearsProgramme, metric: str, position: int) -> Form:
    return make_form(programme.blocks.programmes[position].vectors(metric))


def _of_year(outcome: StageOutcome, value: float, base: float) -> StageOutcome:
    """Return what a year reaches of a stage of all years."""
    is_defined = base > 0
    return replace(outcome, value=value if is_defined else 0.0, is_defined=is_defined)


def _read_new(programme: YearsProgramme, values: Floats) -> pd.DataFrame:
    """Return what comes into use: line, year, amount_kt_yr."""
    first = programme.blocks.starts[-1]
    amounts = values[first:].tolist()
    rows = [
        (*index, amount)
        for (variable, index), amount in zip(programme.links.columns, amounts, strict=True)
        if variable == NEW
    ]
    frame = pd.DataFrame(rows, columns=["line", "year", "amount_kt_yr"])
    return frame.astype({"line": object, "year": int, "amount_kt_yr": float})
