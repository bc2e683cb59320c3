"""Reading the tables of a case: the library's files, then the region's."""

from __future__ import annotations

from pathlib import Path

from sim.errors import InputError, Problem
from sim.folders.left_over import is_left_over
from sim.folders.marker import find_written
from sim.loader.case import Rows
from sim.loader.read.csv_text import read_csv
from sim.loader.read.files import MEGABYTE, Project, exists
from sim.loader.read.money import Money
from sim.loader.read.volumes import Densities, read_densities
from sim.loader.read.words import suggest
from sim.say.message import message
from sim.scenario.tables import TABLES

Measures = tuple[Money, Densities]
_MOST = 200 * MEGABYTE
_OTHER_FORMATS = frozenset(
    {"xlsx", "xls", "xlsm", "xlsb", "ods", "et", "numbers", "tsv", "tab", "csv.txt", "parquet"}
)
"""Endings of files that hold a table and are not read."""


def read_tables(
    folders: list[Path], project: Project, problems: list[Problem], money: Money
) -> dict[str, Rows]:
    """Return the rows of every table, read from `<folder>/<table>.csv` of all folders.

    What is wrong is added to `problems`; a file that cannot be read leaves its table not whole. In
    a folder of results only what the run wrote is read, not what people put beside it.
    """
    written = {folder: find_written(folder) for folder in folders}
    for folder in folders:
        if written[folder] is None:
            problems += _check_names(folder, project)
    tables: dict[str, Rows] = {}
    densities: Densities = {}
    for table, spec in TABLES.items():
        files = [folder / f"{table}.csv" for folder in folders]
        parts = [
            _read_file(file, table, project, problems, (money, densities))
            if (names := written[file.parent]) is None or file.name in names
            else None
            for file in files
        ]
        tables[table] = _join([part for part in parts if part is not None])
        if table == "materials":
            densities = read_densities(tables[table])
        if spec.required:
            found = [file for file, part in zip(files, parts, strict=True) if part is not None]
            usual = files[0] if spec.is_shared else files[-1]
            by_run = any(written[file.parent] is not None for file in found)
            problems += _require(table, tables[table], found, usual, project, by_run=by_run)
        other = spec.expected_with
        if other and tables[other].records and all(part is None for part in parts):
            name = project.name(files[-1])
            what, hint = message("table_missing", table=table), message("header_alone", other=other)
            problems.append(Problem(name, what, hint, "no_file"))
    return tables


def _check_names(folder: Path, project: Project) -> list[Problem]:
    """Refuse CSV files that no table reads, most are misspelt, and tables in another format.

    Hidden files take no part, nor do those that systems and programs leave.
    """
    seen = sorted(p for p in folder.iterdir() if p.name[0] != "." and not is_left_over(p.name))
    return [
        *_check_csv_names([path for path in seen if path.suffix.lower() == ".csv"], project),
        *_check_formats(seen, project),
    ]


def _check_formats(files: list[Path], project: Project) -> list[Problem]:
    """Refuse what is named like a table and could be meant as one, where there is no CSV of it."""
    names = {path.name for path in files}
    return [
        Problem(
            project.name(path),
            message("table_format"),
            message("save_as_csv", file=f"{table}.csv"),
            "table_format",
        )
        for path in files
        for table, _, ending in [path.name.partition(".")]
        if table in TABLES and f"{table}.csv" not in names and ending.lower() in _OTHER_FORMATS
    ]


def _check_csv_names(files: list[Path], project: Project) -> list[Problem]:
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


def _read_file(
    path: Path, table: str, project: Project, problems: list[Problem], by: Measures
) -> Rows | None:
    """Return the rows of a file, or None when there is no such file."""
    if not exists(path):
        return None
    try:
        text = project.read_table(path, _MOST)
    except InputError as error:
        problems += error.problems
        return Rows(whole=False)
    rows, found = read_csv(text, project.name(path), table, *by, told=project.told)
    problems += found
    return rows


def _join(parts: list[Rows]) -> Rows:
    return Rows(
        [record for part in parts for record in part.records],
        frozenset().union(*(part.broken for part in parts)),
        all(part.whole for part in parts),
    )


def _require(
    table: str, rows: Rows, found: list[Path], usual: Path, project: Project, *, by_run: bool
) -> list[Problem]:
    """Refuse that a table every case needs is absent or empty, at the file that is to be mended.

    A run writes one without rows where a change dropped them all.
    """
    if not found:
        what = message("table_missing", table=table)
        return [Problem(project.name(usual), what, message("every_case_needs"), "no_file")]
    if rows.whole and not rows.records and not rows.broken and not by_run:
        what = message("table_empty", table=table)
        place = f"{project.name(found[-1])}:1"
        return [Problem(place, what, message("every_case_needs"), "empty")]
    return []
