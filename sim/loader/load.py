"""Loading a case: the scenario, its tables, the changes, and every check, in that order."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from sim.errors import InputError, Problem
from sim.loader.case import Case, Rows
from sim.loader.change.expansions import resolve_expansions
from sim.loader.change.patch import apply_changes
from sim.loader.read.files import MEGABYTE, Project, exists, find_root, missing_file
from sim.loader.read.inherit import read_scenario
from sim.loader.read.messages import document_problems
from sim.loader.read.money import in_yuan, read_money
from sim.loader.read.past_plan import read_reference
from sim.loader.read.tables import read_tables
from sim.loader.read.words import curb, show, suggest
from sim.loader.read.yaml_text import Document, read_yaml
from sim.loader.rules.balance import check_balance
from sim.loader.rules.meaning import FormulaCheck, check_rules
from sim.loader.rules.names import resolve_names
from sim.loader.rules.picked import Picked, pick_choices
from sim.loader.rules.provinces import check_provinces, inherit_provinces
from sim.loader.rules.references import check_references
from sim.say.message import message
from sim.scenario.document import Change, Scenario
from sim.scenario.tables import TABLES

SCENARIOS = "scenarios"
GEODATA = "geodata"
LIBRARY = "library"


@dataclass(frozen=True)
class Loaded:
    """A scenario and its tables as rows: checked, all changes applied, open to more of them."""

    scenario: Scenario
    tables: dict[str, Rows]
    document: Document
    project: Project
    file: str
    """The scenario file, relative to the project root."""
    reference: pd.DataFrame | None = None
    picked: Picked = ()
    """Ids that each entry of `choose` speaks of."""


def load_case(
    path: Path, root: Path | None = None, *, check_formula: FormulaCheck | None = None
) -> Case:
    """Read a scenario file and all its tables, check everything, and return the case.

    Raises
    ------
    InputError
        As `load_rows` does.
    """
    return make_case(load_rows(path, root, check_formula=check_formula))


def load_rows(
    path: Path,
    root: Path | None = None,
    *,
    check_formula: FormulaCheck | None = None,
    text: str | None = None,
) -> Loaded:
    """Read a scenario file and all its tables, check everything, and return them as rows.

    The root is the nearest folder above the file that holds `scenarios/` and `geodata/`.
    `check_formula` may refuse the formula of a quality rule by raising ValueError. A `text` is
    read as if the file held it; there may be no such file.

    Raises
    ------
    InputError
        All that is wrong in all files, each with `file:line`.
    """
    problems: list[Problem] = []
    path, project = _open_project(path, root, text)
    document = read_scenario(path, project, problems)
    money = read_money(document)
    document = in_yuan(document, money)
    scenario = read_document(document, problems)
    folders = _find_folders(document, project, problems)
    if not folders:
        raise InputError(problems)
    tables = inherit_provinces(read_tables(folders, project, problems, money))
    changes = scenario.change if scenario else _read_changes(document)
    if changes is None:
        raise InputError(problems)
    file = project.name(path)
    found: list[Problem] = []
    tables = apply_changes(tables, changes, document, found)
    problems += curb(found, file)
    loaded = check_loaded(tables, scenario, document, project, file, problems, check_formula)
    if problems or loaded is None:
        raise InputError(problems)
    return loaded


def check_loaded(
    tables: dict[str, Rows],
    scenario: Scenario | None,
    document: Document,
    project: Project,
    file: str,
    problems: list[Problem],
    check_formula: FormulaCheck | None = None,
    known: Mapping[str, Rows] | None = None,
) -> Loaded | None:
    """Return a scenario with its tables, all changes applied, after checking them together.

    What is wrong is added to `problems`. Without a scenario the tables alone are checked. What
    looks only at tables that are among the `known` ones, found right before, is not asked again.
    """
    problems += check_references(tables, known)
    problems += check_rules(tables, check_formula, known)
    if scenario is None:
        return None
    found: list[Problem] = []
    scenario = resolve_names(scenario, tables, document, found)
    picked = pick_choices(scenario, tables, document, found)
    scenario = resolve_expansions(scenario, tables, document, found)
    problems += curb(found, file)
    problems += curb(check_balance(scenario, tables, document), file)
    problems += check_provinces(scenario, tables)
    places = {str(r.values["id"]) for name in ("zones", "plants") for r in tables[name].records}
    reference = read_reference(scenario, document, project, places, problems)
    return Loaded(scenario, tables, document, project, file, reference, picked)


def read_base(path: Path) -> Path | None:
    """Return the scenario file that another one extends; None where it extends none.

    None also where it cannot be read: `load_case` says why.
    """
    try:
        path, project = _open_project(path, None)
        base = read_yaml(project.read(path, MEGABYTE), project.name(path), []).data.get("extends")
        return project.join(path.parent, base, "") if isinstance(base, str) else None
    except InputError:
        return None


def read_name(path: Path) -> tuple[Path, str, str] | None:
    """Return project root, name and `file:line` of the name of a scenario file.

    None where they cannot be read: `load_case` says why.
    """
    try:
        path, project = _open_project(path, None)
        document = read_yaml(project.read(path, MEGABYTE), project.name(path), [])
    except InputError:
        return None
    name = document.data.get("name")
    return (project.root, name, document.where(("name",))) if isinstance(name, str) else None


def _open_project(path: Path, root: Path | None, text: str | None = None) -> tuple[Path, Project]:
    """Return the absolute path of the scenario, and the project it belongs to."""
    shown = str(path)
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    if text is None and not exists(path):
        raise InputError([missing_file(path, shown, path.name)])
    if root is None:
        # A resolved scenario brings its tables with it and needs no project around it.
        root = find_root(path) or path.parent
    root = Path(os.path.abspath(root))  # noqa: PTH100
    if not path.is_relative_to(root):
        what = message("file_outside", root=show(root))
        raise InputError([Problem(shown, what, code="outside")])
    project = Project(root)
    if text is not None:
        project.unsaved[project.name(path)] = text
    return path, project


def read_document(document: Document, problems: list[Problem]) -> Scenario | None:
    """Return the scenario that a document states; None when it cannot be read."""
    try:
        return Scenario.model_validate(document.data)
    except ValidationError as error:
        known = {(problem.where, problem.what) for problem in problems}
        chain_is_broken = "extends" in document.data
        found = (
            problem
            for problem in document_problems(error, document)
            if (problem.where, problem.what) not in known
            and not (chain_is_broken and problem.code == "no_region")
        )
        problems += curb(found, document.where(()).rpartition(":")[0])
        return None


def _read_changes(document: Document) -> list[Change] | None:
    """Return the changes of a document that has problems elsewhere; None if they have some."""
    try:
        return TypeAdapter(list[Change]).validate_python(document.data.get("change") or [])
    except ValidationError:
        return None


def _find_folders(document: Document, project: Project, problems: list[Problem]) -> list[Path]:
    """Return the folders whose tables are read, in order; none when they cannot be told."""
    own = document.data.get("tables")
    try:
        if isinstance(own, str):
            where = document.where(("tables",))
            beside = (project.root / where.rpartition(":")[0]).parent
            return [_known_folder(project.join(beside, own, where), own, where)]
        region = _find_region(document, project, problems)
        library = _find_library(document, project)
    except InputError as error:
        problems += error.problems
        return []
    return [folder for folder in (library, region) if folder is not None] if region else []


def _known_folder(folder: Path, text: str, where: str) -> Path:
    if not exists(folder) or not folder.is_dir():
        problem = missing_file(folder, where, text)
        raise InputError([replace(problem, what=message("no_folder", folder=show(text)))])
    return folder


def _find_region(document: Document, project: Project, problems: list[Problem]) -> Path | None:
    """Return the folder of the region, one of those in `geodata/`."""
    region = document.data.get("region")
    if not isinstance(region, str):
        return None
    where = document.where(("region",))
    geodata = project.root / GEODATA
    if not geodata.is_dir():
        what = message("no_project", scenarios=SCENARIOS, geodata=GEODATA)
        raise InputError([Problem(where, what, message("keep_inside"), "no_project")])
    regions = sorted(folder.name for folder in geodata.iterdir() if _holds_tables(folder))
    if region in regions:
        return project.join(geodata, region, where)
    if not any(problem.where == where for problem in problems):
        what = message("no_such_region", region=show(region), geodata=GEODATA)
        problems.append(Problem(where, what, suggest(region, regions), "unknown_region"))
    return None


def _holds_tables(folder: Path) -> bool:
    return folder.name[0] != "." and any(exists(folder / f"{table}.csv") for table in TABLES)


def _find_library(document: Document, project: Project) -> Path | None:
    """Return the folder of the shared tables; None where the default one does not exist."""
    library = document.data.get("library")
    base = project.root / SCENARIOS
    if isinstance(library, str):
        where = document.where(("library",))
        return _known_folder(project.join(base, library, where), library, where)
    folder = base / LIBRARY
    return folder if folder.is_dir() else None


def make_case(loaded: Loaded) -> Case:
    """Return the case of what has been read and found right.

    Cases share the frames of tables that they have in common: nobody writes to them.
    """
    scenario, document, project = loaded.scenario, loaded.document, loaded.project
    made = {table: rows.tabulate(table) for table, rows in loaded.tables.items()}
    return Case(
        scenario=scenario,
        tables={table: of.frame for table, of in made.items()},
        origin={table: of.origin for table, of in made.items()},
        changed={table: of.changed for table, of in made.items()},
        limits_at=[document.where(("limits", i)) for i in range(len(scenario.limits))],
        stages_at=[document.where(("objective", i)) for i in range(len(scenario.objective))],
        borders_at=[document.where(("borders", i)) for i in range(len(scenario.borders))],
        expand_at=[document.where(("expand", i)) for i in range(len(scenario.expand))],
        no_worse_off_at=document.where(("no_worse_off",)),
        inputs=dict(sorted(project.hashes.items())),
        root=project.root,
        file=loaded.file,
        reference=loaded.reference,
        choose_at=[document.where(("choose", i)) for i in range(len(scenario.choose))],
        picked=loaded.picked,
        told=tuple(project.told),
    )
