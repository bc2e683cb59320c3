"""Many variants of a case, each an optimal plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.api.inputs import Inputs
from sim.api.study import CaseStudy, StudyTables
from sim.checks import check_study
from sim.draw.fonts import pick_font
from sim.loader.change.variants import read_study
from sim.say import Language
from sim.say.texts import Texts
from sim.studies.solve_case import be_silent
from sim.studies.sweep.blocks import plan_blocks
from sim.studies.sweep.chart import draw_charts
from sim.studies.sweep.folder import (
    Rows,
    Swept,
    fill_sweep,
    picture_tables,
    solve_points,
    tabulate_sweep,
)
from sim.studies.sweep.points import count_distinct, plan_points
from sim.studies.sweep.work import open_sweep
from sim.workers import Crew

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False, eq=False)
class Sweep(CaseStudy):
    """A finished study of variants."""

    case: Inputs
    found: Swept
    command = "sweep"

    @property
    def tables(self) -> StudyTables:
        """Return points, response, tornado, distribution, drivers, binding and times by name."""
        return StudyTables(self.found.frames)

    @property
    def points(self) -> pd.DataFrame:
        """Return a row a variant: what is varied, its status, and its figures."""
        return self.tables["points"]

    @property
    def summary(self) -> dict[str, Any]:
        """Return what was asked, how the points ended, and how the figures are spread."""
        return dict(self.found.summary)

    def charts(self, *, language: Language | None = None) -> dict[str, Figure]:
        """Return the charts there are points for: response, tornado, distribution."""
        font = pick_font(language or self.language)
        return draw_charts(picture_tables(self.found, self._texts(language)), font)

    def fill(self, folder: Path, texts: Texts) -> None:
        """Write all its files to a folder."""
        fill_sweep(folder, self.found, texts, be_silent)

    def describe(self) -> str:
        """Return name and number of points."""
        return f"{self.case.name}: {len(self.found.points)} points"


def solve(
    case: Inputs,
    crew: Crew,
    progress: Callable[[int, int], object] | None,
    out: str | Path | None,
) -> Sweep:
    """Return the study that the key `sweep` of a case asks for; `Case.sweep` says more."""
    study = read_study(case.rows)
    check_study(study)
    points = plan_points(study)
    tell, count = progress or be_silent, count_distinct(points)
    if out is not None:
        with open_sweep(study, points, Path(out), be_silent) as work:
            work.solve(crew, lambda _: tell(len(work.rows), count))
            return Sweep(case, work.write(Texts(case.language), be_silent))
    rows: Rows = []

    def take(new: Rows) -> None:
        rows.extend(new)
        tell(len(rows), count)

    solve_points(study, plan_blocks(study, points), crew, take)
    found = tabulate_sweep(study, points, rows)
    found.summary["solved_now"] = len(rows)
    return Sweep(case, found)
