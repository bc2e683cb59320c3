"""Alternatives from a checked case to the folder that is written of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from sim.errors import InputError, Problem
from sim.folders.marker import MANIFEST
from sim.loader import write_inputs
from sim.loader.case import Case
from sim.loader.read.messages import explain
from sim.network import Network, build_network
from sim.results.layout import Layout
from sim.results.name_columns import NameColumns
from sim.results.tables import write_table
from sim.results.write import describe_run, write_json
from sim.rules.metrics import METRICS
from sim.say.message import Bilingual, message
from sim.scenario.document import Stage
from sim.solve import Session
from sim.studies.alternatives.study import Alternatives, Report, find_alternatives
from sim.studies.alternatives.table import (
    describe_alternatives,
    name_flows,
    name_lines,
    tabulate_plan_flows,
    tabulate_plans,
    written_plans,
)
from sim.studies.fairness import with_floors
from sim.studies.solve_case import Clock

DEFAULT_SLACK = "0.5 %"


@dataclass(frozen=True)
class Found:
    """Alternatives with all that is written of them."""

    case: Case
    alternatives: Alternatives
    flows: pd.DataFrame
    lines: pd.DataFrame
    plans: pd.DataFrame
    plan_flows: pd.DataFrame
    about: dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What plans are asked for."""

    number: int
    """How many besides the best."""
    slack: str = DEFAULT_SLACK
    all_stages: bool = True
    """Whether every objective stage is kept within the slack, or the first only."""
    seed: int = 0


def find_for(case: Case, asked: Asked, clock: Clock, tell: Report) -> Found:
    """Return the plans of a checked case with all that is written of them.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    case = with_floors(case, clock)
    clock.tell("network")
    network = build_network(case)
    clock.tell("solve")
    return _find(case, network, asked, tell)


def _find(case: Case, network: Network, asked: Asked, tell: Report) -> Found:
    """Return the plans with all that is written of them."""
    plans = find_alternatives(
        Session(network),
        asked.number,
        asked.slack,
        all_stages=asked.all_stages,
        seed=asked.seed,
        report=tell,
    )
    called, layout = NameColumns(case.tables, case.scenario.borders), Layout(network)
    return Found(
        case,
        plans,
        called.add(name_flows(network, plans)),
        called.add(name_lines(network, plans)),
        tabulate_plans(network, plans, layout),
        called.add(tabulate_plan_flows(network, plans, layout)),
        describe_alternatives(case.scenario, plans, asked.slack, asked.number, asked.seed),
    )


def check_slack(case: Case, asked: Asked, at: str) -> None:
    """Refuse a slack that does not suit the metrics it is asked of, `at` where it was given.

    Raises
    ------
    InputError
    """
    objective = case.scenario.objective
    stages = objective if asked.all_stages else objective[:1]
    problems = []
    for stage in stages:
        try:
            Stage.model_validate({**stage.model_dump(), "slack": asked.slack})
        except ValidationError as error:
            wrong, _, _ = explain(error.errors()[0])
            metric = METRICS[stage.metric]
            what = message("at_column", column=Bilingual(metric.en, metric.zh), what=wrong)
            hint = message("write_for_example", example="0.5 %")
            problems.append(Problem(at, what, hint))
    if problems:
        raise InputError(problems)


def fill_alternatives(folder: Path, found: Found) -> None:
    """Write everything the folder holds."""
    write_table(found.flows, folder / "alternatives.csv")
    write_table(found.lines, folder / "lines.csv")
    write_table(written_plans(found.plans), folder / "plans.csv")
    write_table(found.plan_flows, folder / "flows.csv")
    write_json(found.about, folder / "alternatives.json")
    write_json(describe_run(found.case.inputs), folder / MANIFEST)
    write_inputs(found.case, folder)
