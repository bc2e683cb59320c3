"""The reference plan of a scenario: the flows of an earlier run, read from its results folder."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import pandas as pd

from sim.errors import InputError, Problem
from sim.folders.place import recover
from sim.loader.read.files import MEGABYTE, Project, exists, missing_file
from sim.loader.read.words import curb, show
from sim.loader.read.yaml_text import Document
from sim.rules.amounts import LIMITED
from sim.say.message import listed, message
from sim.scenario.document import Scenario
from sim.scenario.escaping import LINE_END, CsvFile, guard, unguard

REFERENCE = "reference"
FLOWS = "flows.csv"
KEY = ["role", "origin", "destination", "material"]
_AMOUNT = "amount_kt_yr"
_ROLES = ("utilization", "chain")
_MOST = 200 * MEGABYTE


def read_reference(
    scenario: Scenario,
    document: Document,
    project: Project,
    known: set[str],
    problems: list[Problem],
) -> pd.DataFrame | None:
    """Return role, origin, destination, material, amount_kt_yr of the reference plan, sorted.

    None when the scenario names none. The folder is relative to the project, or beside the
    scenario where that brings its own tables. `known` holds the zones and plants there are.
    """
    text = scenario.reference
    if text is None:
        problems += _refuse_unreferenced(scenario, document)
        return None
    where = document.where((REFERENCE,))
    try:
        flows = _read_flows(_find_folder(text, where, scenario, project), project)
    except InputError as error:
        problems += error.problems
        return None
    if len(flows) and not known & {*flows["origin"], *flows["destination"]}:
        what = message("reference_elsewhere", folder=show(text))
        problems.append(Problem(where, what, message("reference_same_region"), "unknown_id"))
    return flows


def write_reference(flows: pd.DataFrame, folder: Path) -> Path:
    """Write the flows of a reference plan to `reference/flows.csv`; return the file."""
    path = folder / REFERENCE / FLOWS
    path.parent.mkdir(parents=True, exist_ok=True)
    safe = flows.assign(**{column: flows[column].map(guard) for column in KEY})
    with CsvFile(path) as file:
        safe.to_csv(file, index=False, float_format="%.17g", lineterminator=LINE_END)
    return path


def _refuse_unreferenced(scenario: Scenario, document: Document) -> list[Problem]:
    """Refuse the change from a plan that is not named."""
    parts = [(("objective", n), stage.metric) for n, stage in enumerate(scenario.objective)]
    parts += [(("limits", n), limit.metric) for n, limit in enumerate(scenario.limits)]
    return [
        Problem(
            document.where(path),
            message("reference_needed", metric=metric),
            message("write_for_example", example="reference: results/baseline"),
            "missing",
        )
        for path, metric in parts
        if LIMITED[metric].needs_reference
    ]


def _find_folder(text: str, where: str, scenario: Scenario, project: Project) -> Path:
    base = project.root
    if scenario.tables is not None:
        base = (project.root / where.rpartition(":")[0]).parent
    folder = project.join(base, text, where)
    recover(folder)
    if not exists(folder) or not folder.is_dir():
        problem = missing_file(folder, where, text)
        hint = problem.hint or message("reference_run_first")
        raise InputError([Problem(where, message("no_folder", folder=show(text)), hint, "no_file")])
    if not exists(folder / FLOWS):
        what = message("no_file_in", file=FLOWS, folder=show(text))
        raise InputError([Problem(where, what, message("name_results_folder"), "no_file")])
    return folder


def _read_flows(folder: Path, project: Project) -> pd.DataFrame:
    """Return the flows that make up the plan, all modes and periods added up."""
    path = folder / FLOWS
    name = project.name(path)
    reader = csv.DictReader(io.StringIO(project.read_table(path, _MOST), newline=""))
    missing = [c for c in (*KEY, _AMOUNT) if c not in (reader.fieldnames or [])]
    if missing:
        what = message("no_columns", columns=listed(map(show, missing)))
        raise InputError([Problem(f"{name}:1", what, message("name_results"), "missing")])
    rows, problems = [], []
    for row in reader:
        amount = _read_amount(row[_AMOUNT])
        if amount is None:
            wrong = message("not_an_amount", value=show(row[_AMOUNT] or ""))
            what = message("at_column", column=_AMOUNT, what=wrong)
            problems.append(Problem(f"{name}:{reader.line_num}", what, None, "quantity"))
        elif row["role"] in _ROLES:
            rows.append((*(unguard(row[column] or "") for column in KEY), amount))
    if problems:
        raise InputError(curb(problems, name))
    frame = pd.DataFrame(rows, columns=[*KEY, _AMOUNT])
    return frame.groupby(KEY, as_index=False, sort=True)[[_AMOUNT]].sum()


def _read_amount(text: str | None) -> float | None:
    try:
        amount = float(text or "")
    except ValueError:
        return None
    return amount if math.isfinite(amount) and amount >= 0 else None
