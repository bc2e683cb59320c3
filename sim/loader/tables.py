"""Reading the tables of a case: the library's files, then the region's."""

from __future__ import annotations

from pathlib import Path

from sim.errors import InputError, Problem
from sim.loader.case import Rows
from sim.loader.csv_text import read_csv
from sim.loader.files import MEGABYTE, Project, exists
from sim.loader.words import suggest
from sim.message import message
from sim.scenario.tables import TABLES

_MOST = 200 * MEGABYTE


def read_tables(folders: list[Path], project: Project, problems: list[Problem]) -> dict[str, Rows]:
    """Return the rows of every table, read from `<folder>/<table>.csv` of all folders.

    What is wrong is added to `problems`; a file that cannot be read leaves its table not whole.
    """
    for folder in folders:
        problems += _check_names(folder, project)
    tables: dict[str, Rows] = {}
    for table in TABLES:
        parts = [
            _read_file(folder / f"{table}.csv", table, project, problems) for folder in folders
        ]
        tables[table] = _join([part for part in parts if part is not None])
        if TABLES[table].required:
            problems += _require(table, tables[table], parts, folders[-1], project)
        other = TABLES[table].expected_with
        if other and tables[other].records and all(part is None for part in parts):
            name = project.name(folders[-1] / f"{table}.csv")
            what, hint = message("table_missing", table=table), message("header_alone", other=other)
            problems.append(Problem(name, what, hint, "no_file"))
    return tables


def _check_names(folder: Path, project: Project) -> list[Problem]:
    """Refuse CSV files that no table reads: most are misspelt."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    return [
        Problem(
            project.name(path),
            message("no_table_called"),
            suggest(path.name, [f"{table}.csv" for table in TABLES], "tables_are"),
            "unknown_table",
        )
        for path in files
        if path.suffix != ".csv" or path.stem not in TABLES
    ]


def _read_file(path: Path, table: str, project: Project, problems: list[Problem]) -> Rows | None:
    """Return the rows of a file, or None when there is no such file."""
    if not exists(path):
        return None
    try:
        text = project.read(path, _MOST)
    except InputError as error:
        problems += error.problems
        return Rows(whole=False)
    rows, found = read_csv(text, project.name(path), table)
    problems += found
    return rows


def _join(parts: list[Rows]) -> Rows:
    return Rows(
        [record for part in parts for record in part.records],
        frozenset().union(*(part.broken for part in parts)),
        all(part.whole for part in parts),
    )


def _require(
    table: str, rows: Rows, parts: list[Rows | None], folder: Path, project: Project
) -> list[Problem]:
    """Refuse that a table every case needs is absent or empty."""
    name = project.name(folder / f"{table}.csv")
    if all(part is None for part in parts):
        what = message("table_missing", table=table)
        return [Problem(name, what, message("every_case_needs"), "no_file")]
    if rows.whole and not rows.records and not rows.broken:
        what = message("table_empty", table=table)
        return [Problem(f"{name}:1", what, message("every_case_needs"), "empty")]
    return []
