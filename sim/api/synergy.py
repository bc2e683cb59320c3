"""The value of cooperation, and how it may be divided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.api.inputs import Inputs
from sim.api.study import CaseStudy, StudyTables
from sim.draw.chart import make_chart
from sim.say import Language
from sim.say.texts import Texts
from sim.studies.memory import Memory, study_key
from sim.studies.solve_case import be_silent
from sim.studies.synergy.chart import draw_synergy
from sim.studies.synergy.folder import Checked, check_study, fill_synergy
from sim.studies.synergy.study import Asked, study_synergy
from sim.studies.task_log import keep_tasks

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False, eq=False)
class Synergy(CaseStudy):
    """What players are worth alone and together, and how the whole may be divided."""

    case: Inputs
    found: Checked
    command = "synergy"

    @property
    def tables(self) -> StudyTables:
        """Return coalitions, players, divisions, payments and accounts by name."""
        return StudyTables(self.found.frames)

    @property
    def players(self) -> pd.DataFrame:
        """Return a row a player: alone, together, in each division, and what it pays."""
        return self.tables["players"]

    @property
    def coalitions(self) -> pd.DataFrame:
        """Return what each group of players is worth."""
        return self.tables["coalitions"]

    @property
    def payments(self) -> pd.DataFrame:
        """Return who pays whom how much."""
        return self.tables["payments"]

    @property
    def summary(self) -> dict[str, Any]:
        """Return the figures of the whole, as `synergy.json` has them."""
        return dict(self.found.about)

    def chart(self, *, language: Language | None = None) -> Figure:
        """Return the picture: what cooperation adds, who has what alone and together."""
        players, about = self.found.frames["players"], self.found.about
        return make_chart(lambda font: draw_synergy(players, about, font), self._texts(language))

    def fill(self, folder: Path, texts: Texts) -> None:
        """Write all its files to a folder."""
        fill_synergy(folder, self.found, texts)

    def describe(self) -> str:
        """Return name and number of players."""
        return f"{self.case.name}: {len(self.found.frames['players'])} players"


def value(
    case: Inputs,
    asked: Asked,
    progress: Callable[[int, int], object] | None,
    out: str | Path | None,
) -> Synergy:
    """Return what cooperation is worth in a case; `Case.synergy` says more."""

    def solve(memory: Memory) -> Synergy:
        found = study_synergy(case.data, asked, progress or be_silent, memory)
        return Synergy(case, check_study(found))

    if out is None:
        return solve(Memory())
    origin, key = case.data.made_by("synergy"), study_key(case.data, asked.level)
    with keep_tasks(Path(out), key, origin, be_silent) as (memory, place):
        found = solve(memory)
        place.write(lambda folder: fill_synergy(folder, found.found, Texts(case.language)))
    return found
