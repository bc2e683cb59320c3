"""The cheapest way to a target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.api.inputs import Inputs
from sim.api.study import CaseStudy, StudyTables
from sim.draw.chart import make_chart
from sim.loader import scenario_document
from sim.say import Language
from sim.say.texts import Texts
from sim.studies.memory import Memory
from sim.studies.run.run import RunOptions
from sim.studies.solve_case import Clock, be_silent
from sim.studies.target.asked import Asked, own_target, read_target
from sim.studies.target.chart import draw_target
from sim.studies.target.folder import Told, answer_target, fill_target, pose
from sim.studies.target.sentences import tell_target
from sim.studies.target.tables import written_builds, written_curve
from sim.studies.task_log import keep_tasks
from sim.workers import Crew

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_KEYS = ("name", "title", "objective", "limits", "expand")
_AT = "target"


@dataclass(frozen=True, repr=False, eq=False)
class Target(CaseStudy):
    """What to build where for a target, what that costs, and what is certain of it."""

    case: Inputs
    found: Told
    command = "target"

    @cached_property
    def tables(self) -> StudyTables:
        """Return builds and curve by name."""
        asked = self.found.answer.asked
        builds = written_builds(self.found.builds, asked.metric)
        curve = written_curve(self.found.curve, asked.metric, asked.money)
        return StudyTables({"builds": builds, "curve": curve})

    @property
    def builds(self) -> pd.DataFrame:
        """Return a row a build: place, size, money, what it brings alone and in order."""
        return self.tables["builds"]

    @property
    def curve(self) -> pd.DataFrame:
        """Return a row a target: the least money that it takes."""
        return self.tables["curve"]

    @property
    def reached(self) -> bool:
        """Return whether what may be built reaches the target."""
        return self.found.answer.reached

    @property
    def summary(self) -> dict[str, Any]:
        """Return money, tonnes, payback and more, as `target.json` has it."""
        return dict(self.found.about)

    def tell(self, *, language: Language | None = None) -> list[str]:
        """Return the answer in sentences."""
        return tell_target(self.found.about, self._texts(language))

    def plan(self) -> Inputs:
        """Return the case whose plan is the cheapest way, or the farthest there is."""
        document = scenario_document(self.found.case)
        return self.case.replace(**{key: document.get(key, []) for key in _KEYS})

    def chart(self, *, language: Language | None = None) -> Figure:
        """Return the chart: the curve of costs, and the investment of the builds."""
        found = self.found
        return make_chart(
            lambda font: draw_target(found.builds, found.curve, found.about, font),
            self._texts(language),
        )

    def fill(self, folder: Path, texts: Texts, *, plan: bool = False) -> None:
        """Write tables, chart and the scenario of the way; with `plan` its full results too."""
        options = RunOptions(texts=texts)
        fill_target(folder, self.found, options, Clock(be_silent), plan=plan)

    def save(
        self, folder: str | Path, *, language: Language | None = None, plan: bool = False
    ) -> Path:
        """Write all that `sim target` writes to a folder, and return the folder.

        `plan`: with the full results of the way, map and report included.

        Raises
        ------
        InputError
            The folder holds something else.
        """
        return self._write(folder, lambda to: self.fill(to, self._texts(language), plan=plan))

    def describe(self) -> str:
        """Return metric, target, whether it is reached, and the number of builds."""
        about, asked = self.found.about, self.found.answer.asked
        how = "reached" if self.reached else "not reached"
        builds = "1 build" if about["builds"] == 1 else f"{about['builds']} builds"
        way = f"{asked.metric} {asked.at:g} {how}, {builds}"
        return f"{self.case.name}: {way}"


def read_asked(
    case: Inputs, wanted: dict[str, str], minimize: str, up_to: str | None, points: int
) -> Asked:
    """Return what is asked by at most one metric with its target; else the scenario's own floor.

    Raises
    ------
    InputError, TypeError
    """
    if len(wanted) > 1:
        raise TypeError(f"one metric at a time, not {', '.join(wanted)}")
    if not wanted:
        return Asked(*own_target(case.data, _AT), minimize, up_to, points)
    ((metric, text),) = wanted.items()
    return Asked(metric, read_target(metric, text, metric), minimize, up_to, points)


def answer(
    case: Inputs,
    asked: Asked,
    crew: Crew,
    progress: Callable[[int, int], object] | None,
    out: str | Path | None,
) -> Target:
    """Return the cheapest way of a case; `Case.target` says more."""
    posed = pose(case.data, asked, Clock(be_silent), _AT, "up_to")

    def solve(memory: Memory) -> Target:
        return Target(case, answer_target(posed, crew, memory, progress or be_silent))

    if out is None:
        return solve(Memory())
    with keep_tasks(Path(out), posed.key, case.data.made_by("target"), be_silent) as (
        memory,
        place,
    ):
        found = solve(memory)
        place.write(lambda to: found.fill(to, Texts(case.language)))
    return found
