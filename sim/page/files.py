"""Files of a plan to take home: what `sim run` writes of it, and one workbook."""

from __future__ import annotations

import io
import math
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook

from sim.errors import InputError, Problem
from sim.page.asked import Asked
from sim.page.findings import Found
from sim.page.scenario_file import write_scenario
from sim.results.tables import TABLE_NAMES
from sim.say.message import message
from sim.studies.run.run import RunOptions, Verified, save_run, verify_tables
from sim.studies.solve_case import Clock, be_silent

TYPES = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "png": "image/png",
    "svg": "image/svg+xml",
    "yaml": "application/yaml; charset=utf-8",
}
_ENDINGS = {
    "report": "html", "excel": "xlsx", "csv": "zip", "geojson": "zip", "png": "png", "svg": "svg",
    "yaml": "yaml",
}  # fmt: skip
"""What is asked for -> ending of the file."""
_CELLS = 32_000
"""Characters that a cell of a workbook can hold."""
_CONSTANTS: dict[str, Any] = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False, "nan_inf_to_errors": False,
}  # fmt: skip
"""Nothing in a cell is ever computed."""


def check_kind(what: object) -> str:
    """Return the kind of file that is asked for.

    Raises
    ------
    InputError
    """
    if what not in _ENDINGS:
        named = message("page_no_file", kind=str(what)[:40])
        raise InputError([Problem("what", named, code="kind")])
    return str(what)


def make_file(asked: Asked, found: Found | None, what: str) -> dict[str, Any]:
    """Return a file of the plan: its name, its type and its bytes.

    Raises
    ------
    SimError
    """
    ending = _ENDINGS[what]
    if what == "yaml" or found is None:
        content = write_scenario(asked).text.encode()
    elif what == "excel":
        content = write_workbook(found)
    else:
        content = _of_run(asked, found, what)
    name = f"{asked.base.loaded.scenario.name}-{what}.{ending}"
    return {"name": name, "type": TYPES[ending], "content": content}


def _of_run(asked: Asked, found: Found, what: str) -> bytes:
    """Return what a run writes of a plan: one of its files, or some of them in one."""
    clock = Clock(be_silent)
    report = verify_tables(found.case, found.tables, clock).report
    verified = Verified(found.case, found.tables, report)
    options = RunOptions(language=asked.language, basemap="schematic")
    with TemporaryDirectory(prefix="sim-") as name:
        folder = Path(name) / "run"
        save_run(verified, folder, options, clock)
        single = {"report": "report.html", "png": "map.png", "svg": "map.svg"}
        if what in single:
            return (folder / single[what]).read_bytes()
        pattern = "*.csv" if what == "csv" else "*.geojson"
        return _pack(sorted(folder.glob(pattern)))


def _pack(paths: list[Path]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
    return file.getvalue()


def write_workbook(found: Found) -> bytes:
    """Return one workbook with a sheet a table; its cells are texts and numbers, no formulas."""
    file = io.BytesIO()
    with Workbook(file, _CONSTANTS) as book:
        bold = book.add_format({"bold": True})
        for table in TABLE_NAMES:
            frame = found.tables[table]
            sheet = book.add_worksheet(table)
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(frame.columns):
                sheet.write_string(0, column, str(name), bold)
                for row, value in enumerate(frame[name], start=1):
                    _write_cell(sheet, row, column, value)
    return file.getvalue()


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value[:_CELLS])
    elif isinstance(value, bool) or not hasattr(value, "__float__"):
        sheet.write_string(row, column, str(value))
    else:
        sheet.write_number(row, column, float(value))
