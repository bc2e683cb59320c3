"""The tables of a scenario in a workbook, cell by cell as their files have them, and back again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from sim.loader.describe.resolve import write_number
from sim.loader.load import load_rows
from sim.loader.read.yaml_text import read_yaml
from sim.scenario.tables import TABLES
from sim.workbooks.cells import text_of
from sim.workbooks.sheets import Sheet
from sim.workbooks.template import OPTIONS

_LIBRARY, _SCENARIO = "library ", "yaml "
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_SCENARIOS = "scenarios/"
_CELL = 32_767
_SHEET_NAME = 31
_REGION = "region"
_PLAIN = "baseline"
_NEEDED = "materials"
"""Table that every project has."""


@dataclass(frozen=True)
class House:
    """The files of a project that a workbook holds."""

    files: dict[str, str]
    """File, relative to the project -> its text."""
    scenario: str
    """The scenario to begin with."""
    origins: dict[tuple[str, int], str]
    """File and line -> row of the workbook."""


def write_house(path: Path) -> bytes:
    """Return a workbook of all tables of a scenario, and of the scenario itself.

    Raises
    ------
    InputError
        The scenario cannot be read.
    """
    loaded = load_rows(path)
    root = loaded.project.root
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        head = book.add_format({"bold": True, "bg_color": "#DCE6F1"})
        for name in loaded.project.hashes:
            if name.endswith(".csv"):
                _write_table(book, head, root / name, name.startswith(_SCENARIOS))
        for scenario in _chain(path):
            sheet = book.add_worksheet(f"{_SCENARIO}{scenario.stem}"[:_SHEET_NAME])
            for row, line in enumerate(scenario.read_text(encoding="utf-8").splitlines()):
                sheet.write_string(row, 0, line)
    return file.getvalue()


def _chain(path: Path) -> Iterator[Path]:
    """Yield a scenario and those that it extends."""
    while True:
        yield path
        document = read_yaml(path.read_text(encoding="utf-8"), path.name, [])
        if "extends" not in document.data:
            return
        path = path.parent / str(document.data["extends"])


def _write_table(book: Workbook, head: Any, path: Path, is_shared: bool) -> None:
    sheet = book.add_worksheet(f"{_LIBRARY if is_shared else ''}{path.stem}")
    sheet.freeze_panes(1, 0)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row, cells in enumerate(csv.reader(file)):
            for column, text in enumerate(cells):
                if row == 0:
                    sheet.write_string(row, column, text, head)
                elif _is_plain_number(text):
                    sheet.write_number(row, column, float(text))
                elif text:
                    sheet.write_string(row, column, text[:_CELL])


def _is_plain_number(text: str) -> bool:
    """Return whether a number reads back from a spreadsheet as it was written."""
    return (
        _NUMBER.fullmatch(text) is not None and write_number(float(f"{float(text):.15g}")) == text
    )


def is_house(sheet: Sheet) -> bool:
    """Return whether a sheet is a table, or a scenario, as their files have them."""
    table = sheet.name.removeprefix(_LIBRARY)
    if sheet.name.startswith(_SCENARIO):
        return True
    if table not in TABLES or not sheet.rows:
        return False
    heads = [text_of(cell).partition("[")[0].strip() for cell in sheet.rows[0]]
    known = TABLES[table].row.model_fields
    return all(head in known for head in heads if head) and any(heads)


def holds_project(sheets: Iterable[Sheet]) -> bool:
    """Return whether a workbook holds a whole project, rather than a table called like one."""
    names = {sheet.name for sheet in sheets if is_house(sheet)}
    return any(n.startswith(_SCENARIO) or n.removeprefix(_LIBRARY) == _NEEDED for n in names)


def read_house(sheets: Sequence[Sheet]) -> House:
    """Return the files that the sheets of a workbook hold."""
    region = _region(sheets)
    tables: dict[str, str] = {}
    origins: dict[tuple[str, int], str] = {}
    scenarios: list[str] = []
    for sheet in sheets:
        if sheet.name.startswith(_SCENARIO):
            name = f"scenarios/{sheet.name.removeprefix(_SCENARIO)}.yaml"
            lines = ["" if not row or row[0] is None else str(row[0]) for row in sheet.rows]
            tables[name] = "".join(f"{line}\n" for line in lines)
            scenarios.append(name)
            continue
        table = sheet.name.removeprefix(_LIBRARY)
        folder = "scenarios/library" if sheet.name != table else f"geodata/{region}"
        file = f"{folder}/{table}.csv"
        tables[file] = _table_text(sheet, file, origins)
    if not scenarios:
        scenarios = [f"scenarios/{_PLAIN}.yaml"]
        tables[scenarios[0]] = f"format: 1\nname: {_PLAIN}\ntitle: {_PLAIN}\nregion: {region}\n"
    return House(tables, scenarios[0], origins)


def _region(sheets: Iterable[Sheet]) -> str:
    """Return the region that the scenarios of a workbook speak of."""
    for sheet in sheets:
        if sheet.name.startswith(_SCENARIO):
            for row in sheet.rows:
                found = re.fullmatch(r"region:\s*([\w.+-]+)\s*(?:#.*)?", str(row[0] if row else ""))
                if found:
                    return found[1]
    return _REGION


def _table_text(sheet: Sheet, file: str, origins: dict[tuple[str, int], str]) -> str:
    width = max((n for n, cell in enumerate(sheet.rows[0], 1) if cell is not None), default=0)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    line = 1
    for row, cells in enumerate(sheet.rows):
        known = [_cell(cells[n]) if n < len(cells) else "" for n in range(width)]
        if not any(known):
            continue
        origins[file, line] = f"{sheet.name}!{row + 1}"
        begin = text.tell()
        writer.writerow(known)
        line += text.getvalue()[begin:].count("\n") if any("\n" in c for c in known) else 1
    return text.getvalue()


def _cell(value: Any) -> str:
    """Return a cell as its file has it: texts as they are, numbers in their shortest form."""
    if value is None:
        return ""
    return value if isinstance(value, str) else text_of(value)
