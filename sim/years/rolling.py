"""Plans of a planner who sees only so far: every year is decided knowing the next years alone.

In each year the years up to the end of sight are planned together. What is ordered in it is kept,
and what that year itself does; then the next year is decided, after what has been built, closed
and dug up.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.errors import InfeasibleError
from sim.model import Floats
from sim.network import Network
from sim.say.message import message
from sim.scenario.document import Stage
from sim.solve.optimum import Optimum
from sim.solve.plan import StageOutcome
from sim.solve.stages import Progress
from sim.years.links import NEW, History, first_stocks, material_of, stored_columns
from sim.years.plan import YearsPlan
from sim.years.programme import YearsProgramme, build_years
from sim.years.solve import open_engine, read_plan, solve_stages
from sim.years.timeline import Timeline


def plan_rolling(
    networks: Sequence[Network], timeline: Timeline, budget: float | None, foresight: int
) -> YearsPlan:
    """Return the plan of the years, each decided knowing the next `foresight` years.

    Raises
    ------
    InfeasibleError
        What was decided before leaves no plan for some year.
    UnboundedError, SolverLimitError
    """
    stages = networks[0].scenario.objective
    whole = build_years(networks, timeline, budget)
    values = np.zeros(len(whole.arrays.column_names))
    history = History(stock=first_stocks(whole.blocks))
    for position, year in enumerate(timeline.years):
        last = max(i for i, seen in enumerate(timeline.years) if seen <= year + foresight)
        part = Timeline(
            timeline.years[position : last + 1],
            timeline.spans[position : last + 1],
            timeline.discount_rate,
            timeline.lead,
        )
        programme = build_years(networks[position : last + 1], part, budget, history)
        try:
            progress = solve_stages(
                programme, open_engine(programme, networks[0].scenario.solver), stages
            )
        except InfeasibleError:
            raise InfeasibleError(message("no_plan_in_sight", year=year)) from None
        assert progress.optimum is not None
        found = np.where(progress.optimum.columns < 0.0, 0.0, progress.optimum.columns)
        starts = whole.blocks.starts
        values[starts[position] : starts[position + 1]] = programme.columns_of(found, 0)
        history = _go_on(programme, found, history)
    _place_new(whole, values, history)
    return read_plan(whole, _reached(whole, values, stages), stages, {})


def _go_on(programme: YearsProgramme, values: Floats, history: History) -> History:
    """Return what is decided after the first year of a programme, with all that was before."""
    blocks, timeline = programme.blocks, programme.timeline
    ordered = [
        (line, year, float(amount))
        for (variable, (line, year)), amount in zip(
            programme.links.columns, values[blocks.starts[-1] :], strict=True
        )
        if variable == NEW and amount > 0 and timeline.ordered_in(timeline.years.index(year)) == 0
    ]
    closes = blocks.columns_of("close", 0)
    closed = {key: float(values[column]) for key, column in closes.items()}
    return History(
        (*history.built, *ordered), {**history.closed, **closed}, _left(programme, values, history)
    )


def _left(
    programme: YearsProgramme, values: Floats, history: History
) -> dict[tuple[str, str], float]:
    """Return the old stock that is left after the first year of a programme."""
    blocks, span = programme.blocks, programme.timeline.spans[0]
    left = dict(history.stock or {})
    for (zone, lot), column in blocks.columns_of("reclaim", 0).items():
        left[zone, material_of(blocks, 0, lot)] -= span * float(values[column])
    for key, columns in stored_columns(blocks, 0).items():
        if key in left:
            left[key] += span * float(values[columns].sum())
    return {key: max(0.0, amount) for key, amount in left.items()}


def _place_new(whole: YearsProgramme, values: Floats, history: History) -> None:
    first = whole.blocks.starts[-1]
    number = {index: first + i for i, (_, index) in enumerate(whole.links.columns)}
    for line, year, amount in history.built:
        values[number[line, year]] += amount


def _reached(whole: YearsProgramme, values: Floats, stages: Sequence[Stage]) -> Progress:
    """Return what the plan comes to in each stage, without duals: nothing was optimized at once."""
    rows = np.zeros(len(whole.arrays.row_names))
    outcomes = []
    for stage in stages:
        sense = "minimize" if stage.maximize is None else "maximize"
        value = whole.form(stage.metric).value(values)
        outcomes.append(StageOutcome(stage.metric, sense, value, 0.0, 0, 0.0, 0.0, True))
    found: Floats = np.asarray(whole.arrays.matrix @ values)
    optimum = Optimum(0.0, values, np.zeros(len(values)), found, rows, 0.0, rows)
    return Progress(stages=outcomes, duals=[rows] * len(outcomes), optimum=optimum)
