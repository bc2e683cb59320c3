"""Small studies written as files, loaded through the real loader and solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sim.checks import check_case
from sim.diagnose.study import study_plan
from sim.loader import load_case
from sim.loader.case import Case
from sim.network import Network, build_network
from sim.results.tables import ResultTables
from sim.results.tabulate import tabulate
from sim.solve import Plan, Session

SCENARIO: dict[str, Any] = {
    "format": 1,
    "name": "study",
    "title": {"en": "Study"},
    "region": "study",
}


@dataclass(frozen=True)
class Solved:
    """A solved study and all it passed through."""

    case: Case
    network: Network
    plan: Plan
    tables: ResultTables

    def kpi(self, name: str) -> float:
        """Return a figure of the summary."""
        return next(k["value"] for k in self.tables.summary["kpis"] if k["name"] == name)

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
    plan = session.solve()
    return Solved(case, network, plan, tabulate(case, network, plan, study_plan(session, plan)))


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
