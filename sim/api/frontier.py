"""The exact trade-off between two metrics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.api.frames import give
from sim.api.inputs import Inputs
from sim.api.study import CaseStudy, StudyTables, show_study
from sim.draw.chart import make_chart
from sim.loader import scenario_document
from sim.say import Language
from sim.say.texts import Texts
from sim.studies.fairness import with_floors
from sim.studies.frontier.chart import draw_frontier
from sim.studies.frontier.folder import (
    Traced,
    check_axes,
    fill_frontier,
    numbers_to_keep,
    trace_case,
)
from sim.studies.frontier.search import Asked, State
from sim.studies.frontier.table import written_frame
from sim.studies.memory import Memory, study_key
from sim.studies.run.run import RunOptions
from sim.studies.solve_case import Clock, be_silent
from sim.studies.task_log import keep_tasks
from sim.workers import Crew

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_KEYS = ("name", "title", "objective", "limits")


@dataclass(frozen=True, repr=False, eq=False)
class Frontier(CaseStudy):
    """Optimal plans from the best of one metric to the best of another."""

    case: Inputs
    found: Traced
    command = "frontier"

    @cached_property
    def _written(self) -> pd.DataFrame:
        trace = self.found.frontier
        return written_frame(self.found.table, trace.x, trace.y)

    @property
    def tables(self) -> StudyTables:
        """Return the one table of a frontier by its name, frontier."""
        return StudyTables({"frontier": self._written})

    @property
    def points(self) -> pd.DataFrame:
        """Return a row a point: x, y, slope, is_end, is_knee, optimal, and every figure."""
        return give(self._written)

    @property
    def knee(self) -> int | None:
        """Return the number of the point where it bends most, from 1; None: it is straight."""
        number: int | None = self.found.about["knee"]
        return number

    @property
    def summary(self) -> dict[str, Any]:
        """Return metrics, accuracy reached and more, as `frontier.json` has it."""
        return dict(self.found.about)

    def point(self, number: int) -> Inputs:
        """Return the case that reproduces a point, counted from 1."""
        scenario = self.found.scenarios[number - 1]
        document = scenario_document(replace(self.found.case, scenario=scenario))
        # A list that the point does not have is an empty one: what the case has is replaced.
        keys = {key: document.get(key, []) for key in _KEYS}
        return self.case.replace(**keys)

    def chart(self, *, language: Language | None = None) -> Figure:
        """Return the chart: the points, their ends and the knee."""
        found = self.found
        return make_chart(
            lambda font: draw_frontier(found.table, found.about, font),
            self._texts(language),
        )

    def save(
        self, folder: str | Path, *, keep_plans: bool = False, language: Language | None = None
    ) -> Path:
        """Write all that `sim frontier` writes to a folder, and return the folder.

        Raises
        ------
        InputError
            The folder holds something else.
        """
        kept = numbers_to_keep(self.found.frontier) if keep_plans else []
        return self._write(folder, lambda to: self.fill(to, self._texts(language), kept))

    def fill(self, folder: Path, texts: Texts, kept: Sequence[int] = ()) -> None:
        """Write all its files to a folder, with the full results of some points."""
        options, clock = RunOptions(texts=texts), Clock(be_silent)
        fill_frontier(folder, self.found, list(kept), options, clock)

    def describe(self) -> str:
        """Return metrics and number of points."""
        about = self.found.about
        axes = f"{about['y']['metric']} against {about['x']['metric']}"
        return f"{self.case.name}: {axes}, {about['points']} points, knee {self.knee}"

    def _repr_html_(self) -> str:
        return show_study(repr(self).strip("<>"), {}) + str(self.points._repr_html_())  # type: ignore[operator]


def trace(
    case: Inputs,
    x: str,
    y: str,
    asked: Asked,
    crew: Crew,
    progress: Callable[[State], object] | None,
    out: str | Path | None,
) -> Frontier:
    """Return the frontier of a case; `Case.frontier` says more."""
    check_axes(case.data, x, y, "x, y")
    fair = with_floors(case.data, Clock(be_silent))

    def solve(memory: Memory) -> Frontier:
        return Frontier(case, trace_case(fair, x, y, asked, crew, memory, progress or be_silent))

    if out is None:
        return solve(Memory())
    origin, key = case.data.made_by("frontier"), study_key(fair, x, y)
    with keep_tasks(Path(out), key, origin, be_silent) as (memory, place):
        found = solve(memory)
        place.write(lambda to: found.fill(to, Texts(case.language)))
    return found
