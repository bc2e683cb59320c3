"""A frontier from a checked case to the folder that is written of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import InputError, Problem
from sim.folders.marker import MANIFEST
from sim.loader import write_inputs, write_scenario
from sim.loader.case import Case
from sim.network import has_waste, may_build
from sim.results.goals import known_in_part
from sim.results.tables import write_table
from sim.results.write import describe_run, write_json
from sim.rules.metrics import METRICS
from sim.say.message import message
from sim.say.texts import BOTH
from sim.scenario.document import Scenario, Words
from sim.studies.frontier.chart import save_frontier
from sim.studies.frontier.search import Asked, Report, Search, axes_of
from sim.studies.frontier.solver import FrontierStudy
from sim.studies.frontier.study import Frontier, point_scenario
from sim.studies.frontier.table import describe_frontier, tabulate_frontier, written_frame
from sim.studies.memory import Memory
from sim.studies.run.run import RunOptions, run_case
from sim.studies.solve_case import Clock, note_odd
from sim.workers import Crew, open_queue

_AXES = "--x, --y"
_AGREE = 1e-6
"""Relative difference up to which a cold solve agrees with a point."""


@dataclass(frozen=True)
class Traced:
    """A frontier with all that is written of it."""

    case: Case
    frontier: Frontier
    scenarios: list[Scenario]
    """The scenario of each point."""
    table: pd.DataFrame
    about: dict[str, Any]
    found: list[float]
    """What a cold solve finds for the first objective of each point; empty when not asked."""


def check_axes(case: Case, x: str, y: str, at: str) -> None:
    """Refuse metrics that cannot be traded in a case; `at` is where they were asked for.

    Raises
    ------
    InputError
    """
    axes = axes_of(x, y, at)
    unreferenced = [name for name in (x, y) if METRICS[name].needs_reference]
    if unreferenced and case.reference is None:
        what = message("reference_needed", metric=unreferenced[0])
        hint = message("write_in_scenario", example="reference: results/baseline")
        raise InputError([Problem(at, what, hint, "missing")])
    built = [name for name in (x, y) if METRICS[name].needs_building]
    if built and not may_build(case):
        what = message("goal_of_nothing", metric=built[0])
        hint = message("write_in_scenario", example="expand: [{where: {id: …}, up_to: 50 %}]")
        raise InputError([Problem(at, what, hint, "missing")])
    rates = [a.name for a in axes if a.metric.is_rate and not has_waste(case, a.metric.level)]
    if rates:
        what, hint = message("rate_undefined", metric=rates[0]), message("trade_amounts")
        raise InputError([Problem(at, what, hint, "undefined")])


def trace_case(
    case: Case, x: str, y: str, asked: Asked, crew: Crew, memory: Memory, report: Report
) -> Traced:
    """Return the frontier of a case whose floors of `no_worse_off` stand among its limits.

    What `memory` knows is not solved again, and what is solved is told to it.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    study = FrontierStudy(case, *axes_of(x, y))
    with open_queue(study.job, crew) as queue:
        search = Search((study.x, study.y), asked, queue, memory)
        found = search.run(report)
    return _describe(study, asked, found, search.values)


def _describe(study: FrontierStudy, asked: Asked, found: Frontier, values: list[float]) -> Traced:
    """Return the frontier with its tables."""
    scenario = study.case.scenario
    scenarios = [_titled(point_scenario(found, n, scenario), n) for n in range(len(found.points))]
    agree = [agrees(v, found, n) for n, v in enumerate(values)]
    table = tabulate_frontier(found, agree)
    about = describe_frontier(found, scenario, asked.accuracy, agree)
    return Traced(study.case, found, scenarios, table, about, values)


def _titled(scenario: Scenario, number: int) -> Scenario:
    english, chinese = (
        texts.say("frontier_point_title", title=texts.of(scenario.title), n=number + 1)
        for texts in BOTH
    )
    title = Words(en=english, zh=chinese if scenario.title.zh else "")
    return scenario.model_copy(update={"title": title})


def first_metric(found: Frontier, number: int) -> str:
    """Return the metric that a point's scenario optimizes first."""
    return found.x.name if found.is_best_x(number) else found.y.name


def agrees(value: float, found: Frontier, number: int) -> bool:
    """Return whether what a cold solve finds for a point is what the point says."""
    due = value_of(found, number)
    return abs(value - due) <= _AGREE * max(1.0, abs(due))


def value_of(found: Frontier, number: int) -> float:
    """Return what a point reaches of the metric that its scenario optimizes first."""
    point = found.points[number]
    return point.x if first_metric(found, number) == found.x.name else point.y


def numbers_to_keep(found: Frontier) -> list[int]:
    """Return the points whose full results are kept: the ends and the knee."""
    return sorted({0, len(found.points) - 1} | ({found.knee} if found.knee is not None else set()))


def fill_frontier(
    folder: Path,
    traced: Traced,
    kept: list[int],
    options: RunOptions,
    clock: Clock,
) -> None:
    """Write table, chart, the scenario of each point and the full results of some."""
    case, found, texts = traced.case, traced.frontier, options.texts
    written = written_frame(traced.table, found.x, found.y)
    written["scenario"] = [_file(number) for number in range(len(written))]
    write_table(written, folder / "frontier.csv")
    write_json(traced.about, folder / "frontier.json")
    write_json(describe_run(case.inputs), folder / MANIFEST)
    write_inputs(case, folder)
    for number, scenario in enumerate(traced.scenarios):
        write_scenario(replace(case, scenario=scenario), folder / _file(number))
    for problem in known_in_part(case, (found.x.name, found.y.name), _AXES):
        clock.tell_note(texts.of(note_odd(problem)))
    note = save_frontier(traced.table, traced.about, folder, texts)
    if note:
        clock.tell_note(note)
    for number in kept:
        scenario = traced.scenarios[number]
        at = [*case.limits_at, _file(number)][: len(scenario.limits)]
        stages_at = [_file(number)] * len(scenario.objective)
        one = replace(case, scenario=scenario, limits_at=at, stages_at=stages_at)
        run_case(one, folder / "plans" / scenario.name, options, clock)


def _file(number: int) -> str:
    return f"point-{number + 1:02d}.yaml"
