"""Why a case has no plan, and the ways out; or what binds where it has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.api.frames import give
from sim.api.html import paragraph
from sim.api.inputs import Inputs
from sim.say.texts import Texts
from sim.studies.explain.sentences import describe, write_lines
from sim.studies.explain.study import Explanation as Found
from sim.studies.explain.study import explain_loaded
from sim.studies.solve_case import Clock, be_silent

_CONFLICT = ["at", "constraint", "index", "en", "zh", "value", "unit", "formula", "family", "place"]
_WAYS = ["family", "change", "en", "zh", "yaml"]


@dataclass(frozen=True, repr=False, eq=False)
class Explanation:
    """What is to be said about a case; as text it is what `sim explain` prints."""

    case: Inputs
    found: Found

    @property
    def status(self) -> str:
        """Return infeasible or feasible."""
        return self.found.status

    @property
    def conflict(self) -> pd.DataFrame:
        """Return limits that cannot hold together, each with its `file:line`; none if feasible."""
        return pd.DataFrame(self.summary["conflict"], columns=_CONFLICT)

    @property
    def ways_out(self) -> pd.DataFrame:
        """Return what would give the case a plan: family, relative change, words, YAML."""
        rows = [
            {**way, "yaml": "\n".join(edit["yaml"] for edit in way["edits"])}
            for way in self.summary["ways_out"]
        ]
        return pd.DataFrame(rows, columns=_WAYS)

    def way_out(self, number: int) -> Inputs:
        """Return the case with a way out applied, counted from 1 as the rows of `ways_out`."""
        document = self.case.document
        keys: dict[str, list[Any]] = {}
        for edit in self.found.ways[number - 1].edits:
            if edit.section == "change":
                keys.setdefault("change", []).append(edit.entry)
            else:
                entries = keys.setdefault(edit.section, document.get(edit.section, []))
                if edit.position < 0:
                    entries.append(edit.entry)
                else:
                    entries[edit.position] = edit.entry
        return self.case.replace(**keys)

    @property
    def binding(self) -> pd.DataFrame:
        """Return what binds and is worth something, with its `file:line`; none if infeasible."""
        return give(self.found.binding)

    @property
    def summary(self) -> dict[str, Any]:
        """Return all of it as plain data, as `sim explain --json` prints it."""
        return describe(self.found)

    def __str__(self) -> str:
        """Return it in words."""
        return "\n".join(write_lines(self.found, Texts(self.case.language)))

    def __repr__(self) -> str:
        """Return name and status."""
        return f"<Explanation {self.case.name}: {self.status}>"

    def _repr_html_(self) -> str:
        return paragraph(str(self))


def explain_case(case: Inputs) -> Explanation:
    """Return the explanation of a case; `Case.explain` says more."""
    return Explanation(case, explain_loaded(case.rows, case.data, Clock(be_silent)))
