"""Small studies written as files, loaded through the real loader and solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sim.checks import check_case
from sim.diagnose.study import Findings, study_plan
from sim.loader import load_case
from sim.loader.case import Case
from sim.network import Network, build_network
from sim.results.tables import ResultTables
from sim.results.tabulate import PlanTables, add_findings
from sim.results.trace.figures import Tracer
from sim.results.trace.listed import Listed, list_made
from sim.rules.metrics import CARDS
from sim.solve import Plan, Session

SCENARIO: dict[str, Any] = {
    "format": 1,
    "name": "study",
    "title": {"en": "Study"},
    "region": "study",
}


FOUND = ("openings", "borders", "unused", "prices", "unused_rows")
"""Tables that need the findings."""


@dataclass(frozen=True)
class Tables:
    """The tables of a study; none is made before it is read."""

    case: Case
    network: Network
    session: Session
    plan: Plan

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table."""
        return self.all[name] if name in FOUND else self.of_plan[name]

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Return all tables."""
        return self.all.frames

    @property
    def summary(self) -> dict[str, Any]:
        """Return the summary."""
        return self.all.summary

    @cached_property
    def of_plan(self) -> PlanTables:
        """Return what needs no findings."""
        return PlanTables(self.case, self.network, self.plan)

    @cached_property
    def findings(self) -> Findings:
        """Return causes of unused waste and prices of limits."""
        return study_plan(self.session, self.plan)

    @cached_property
    def made(self) -> tuple[Listed, ...]:
        """Return the rows that the figures of the page are made of."""
        tracer = Tracer(self.case, self.network, self.plan)
        return list_made(tracer, CARDS, self.of_plan["areas"])

    @cached_property
    def all(self) -> ResultTables:
        """Return every table."""
        tables = ResultTables(dict(self.of_plan), self.of_plan.summarize())
        return add_findings(tables, self.case, self.network, self.plan, self.findings)


@dataclass(frozen=True)
class Solved:
    """A solved study and all it passed through."""

    case: Case
    network: Network
    session: Session
    plan: Plan

    @cached_property
    def tables(self) -> Tables:
        """Return its tables."""
        return Tables(self.case, self.network, self.session, self.plan)

    def kpi(self, name: str) -> float:
        """Return a figure of the summary."""
        return self.tables.of_plan.figures[name]

    def flow(self, origin: str, destination: str) -> float:
        """Return what moves between two nodes, kt/yr."""
        flows = self.tables["flows"]
        pair = (flows["origin"] == origin) & (flows["destination"] == destination)
        return float(flows.loc[pair, "amount_kt_yr"].sum())


def write_study(
    folder: Path, tables: Mapping[str, str], scenario: Mapping[str, Any] | None = None
) -> Path:
    """Write tables (name -> CSV text) as a project; return the scenario file."""
    (folder / "scenarios").mkdir(parents=True, exist_ok=True)
    region = folder / "geodata" / "study"
    region.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (region / f"{name}.csv").write_text(text, encoding="utf-8")
    path = folder / "scenarios" / "study.yaml"
    content = {**SCENARIO, **(scenario or {})}
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def solve_file(path: Path) -> Solved:
    """Load, check and solve a scenario file."""
    case = load_case(path)
    check_case(case)
    network = build_network(case)
    session = Session(network)
    return Solved(case, network, session, session.solve())


def solve_study(
    folder: Path, tables: Mapping[str, str], scenario: Mapping[str, Any] | None = None
) -> Solved:
    """Write and solve a study."""
    return solve_file(write_study(folder, tables, scenario))


def csv(header: str, rows: list[tuple[Any, ...]]) -> str:
    """Return CSV text of a header and rows."""
    lines = [header, *(",".join("" if cell is None else str(cell) for cell in row) for row in rows)]
    return "\n".join(lines) + "\n"


MODES = "id,name_en,medium,tariff [CNY/t/km]\ntruck,Truck,road,0.5\n"
"""One mode, for studies whose links carry their own cost."""
