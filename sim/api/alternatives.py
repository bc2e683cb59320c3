"""Plans nearly as good as the best that differ the most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sim.api.inputs import Inputs
from sim.api.study import CaseStudy, StudyTables
from sim.say.texts import Texts
from sim.studies.alternatives.folder import (
    Asked,
    Found,
    check_slack,
    fill_alternatives,
    find_for,
)
from sim.studies.alternatives.study import Report
from sim.studies.alternatives.table import written_plans
from sim.studies.solve_case import Clock, be_silent


@dataclass(frozen=True, repr=False, eq=False)
class Alternatives(CaseStudy):
    """The best plan and others: what is part of every good plan, and what is a free choice."""

    case: Inputs
    found: Found
    command = "alternatives"

    @cached_property
    def tables(self) -> StudyTables:
        """Return plans, flows, lines and plan_flows by name."""
        found = self.found
        plans = written_plans(found.plans)
        frames = {
            "plans": plans,
            "flows": found.flows,
            "lines": found.lines,
            "plan_flows": found.plan_flows,
        }
        return StudyTables(frames)

    @property
    def plans(self) -> pd.DataFrame:
        """Return a row a plan: how far it is from the best and the nearest, and its figures."""
        return self.tables["plans"]

    @property
    def flows(self) -> pd.DataFrame:
        """Return a row a flow: what it is in the best plan, and can be at least and at most."""
        return self.tables["flows"]

    @property
    def lines(self) -> pd.DataFrame:
        """Return a row a line, with the same columns."""
        return self.tables["lines"]

    @property
    def plan_flows(self) -> pd.DataFrame:
        """Return the flows of every plan, as those of a result."""
        return self.tables["plan_flows"]

    @property
    def summary(self) -> dict[str, Any]:
        """Return what was asked, and what every plan keeps to."""
        return dict(self.found.about)

    def fill(self, folder: Path, texts: Texts) -> None:
        """Write all its files to a folder; they are the same in every language."""
        fill_alternatives(folder, self.found)

    def describe(self) -> str:
        """Return name and number of plans."""
        return f"{self.case.name}: {self.found.about['found']} besides the best"


def find(case: Inputs, asked: Asked, progress: Report | None) -> Alternatives:
    """Return the alternatives of a case; `Case.alternatives` says more."""
    check_slack(case.data, asked, "slack")
    found = find_for(case.data, asked, Clock(be_silent), progress or be_silent)
    return Alternatives(case, found)
