"""A target from a checked case to the folder that is written of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from sim.folders.marker import MANIFEST
from sim.loader import write_inputs, write_scenario
from sim.loader.case import Case
from sim.results.tables import write_table
from sim.results.write import describe_run, write_json
from sim.say.texts import EN, ZH
from sim.scenario.document import Scenario, Words
from sim.scenario.records import records
from sim.studies.fairness import with_floors
from sim.studies.memory import Memory, study_key
from sim.studies.run.run import RunOptions, run_case
from sim.studies.solve_case import Clock, be_silent, solve_case
from sim.studies.target.asked import UP_TO, Asked, check_asked, target_scenario, without_own
from sim.studies.target.chart import save_target
from sim.studies.target.ranges import Ranges, with_ranges
from sim.studies.target.study import Answer, Report, study_target
from sim.studies.target.tables import (
    describe_target,
    tabulate_builds,
    tabulate_curve,
    written_builds,
    written_curve,
)
from sim.workers import Crew

SCENARIO = "target.yaml"
_OBSTACLES = 8


@dataclass(frozen=True)
class Posed:
    """A question in a case that says what may be built."""

    case: Case
    asked: Asked
    ranges: Ranges

    @property
    def key(self) -> str:
        """Return what all that is solved depends on."""
        asked = self.asked
        up_to = asked.up_to or UP_TO
        words = (asked.metric, repr(asked.at), asked.money, up_to, str(asked.points))
        return study_key(self.case, "target", *words)


@dataclass(frozen=True)
class Told:
    """An answer with all that is written of it."""

    answer: Answer
    scenario: Scenario
    """The one whose plan it is."""
    builds: pd.DataFrame
    curve: pd.DataFrame
    about: dict[str, Any]

    @property
    def case(self) -> Case:
        """Return the case whose plan is the way."""
        return _aimed(self.answer.case, self.scenario)


def _aimed(case: Case, scenario: Scenario) -> Case:
    """Return a case with the objective and the limits of the scenario of the way."""
    limits_at = [*case.limits_at, SCENARIO][: len(scenario.limits)]
    stages_at = [SCENARIO] * len(scenario.objective)
    return replace(case, scenario=scenario, limits_at=limits_at, stages_at=stages_at)


def pose(case: Case, asked: Asked, clock: Clock, at: str, up_to_at: str) -> Posed:
    """Return the question as it is solved; `at` is where it was asked, `up_to_at` how far.

    Raises
    ------
    InputError
        The metrics cannot be held against each other here; or what is said of how far lines may
        grow cannot be read, or does nothing.
    InfeasibleError
        A player of `no_worse_off` has no plan alone.
    """
    free, ranges = with_ranges(without_own(case, asked.metric), asked.up_to, up_to_at)
    check_asked(free, (asked.metric, asked.money), at)
    return Posed(with_floors(free, clock), asked, ranges)


def answer_target(posed: Posed, crew: Crew, memory: Memory, report: Report) -> Told:
    """Return the cheapest way to a target with all that is written of it.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    answer = study_target(posed.case, posed.asked, posed.ranges, crew, memory, report)
    scenario = _titled(target_scenario(posed.case.scenario, posed.asked, reached=answer.reached))
    builds = tabulate_builds(answer)
    obstacles = [] if answer.reached else find_obstacles(_aimed(posed.case, scenario))
    about = describe_target(answer, builds, obstacles)
    return Told(answer, scenario, builds, tabulate_curve(answer), about)


def _titled(scenario: Scenario) -> Scenario:
    title = scenario.title
    en = EN.say("target_scenario_title", title=title.en)
    zh = ZH.say("target_scenario_title", title=title.zh) if title.zh else ""
    return scenario.model_copy(
        update={"name": f"{scenario.name[:56]}-target", "title": Words(en=en, zh=zh)}
    )


def find_obstacles(case: Case) -> list[dict[str, Any]]:
    """Return why waste is left over where as much is reached as can be, the largest first."""
    unused = solve_case(case, Clock(be_silent))["unused"]
    sums = unused.groupby(["reason_en", "reason_zh"], sort=False)["unused_kt_yr"].sum()
    largest = sums.sort_values(ascending=False, kind="stable").head(_OBSTACLES)
    return [
        {
            "en": str(row.reason_en),
            "zh": str(row.reason_zh),
            "unused_kt_yr": float(row.unused_kt_yr),
        }
        for row in records(largest.reset_index())
    ]


def fill_target(folder: Path, told: Told, options: RunOptions, clock: Clock, *, plan: bool) -> None:
    """Write tables, chart, the scenario of the way and, if asked for, its full results."""
    asked, case = told.answer.asked, told.answer.case
    write_table(written_builds(told.builds, asked.metric), folder / "builds.csv")
    write_table(written_curve(told.curve, asked.metric, asked.money), folder / "curve.csv")
    write_json(told.about, folder / "target.json")
    write_json(describe_run(case.inputs), folder / MANIFEST)
    write_inputs(case, folder)
    write_scenario(told.case, folder / SCENARIO)
    note = save_target(told.builds, told.curve, told.about, folder, options.texts)
    if note:
        clock.tell_note(note)
    if plan:
        run_case(told.case, folder / "plan", options, clock)
