"""A CSV table as a sheet, in any encoding that spreadsheets save."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from sim.errors import InputError, Problem
from sim.loader.read.files import MEGABYTE, decode, missing_file
from sim.loader.read.spreadsheet_text import decode_spreadsheet, take_declarations, with_points
from sim.say.message import message
from sim.workbooks.sheets import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    Value,
    refuse,
)

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
"""Numbers as they are; what begins with a 0, as an id may, stays a text."""


def is_table(path: Path) -> bool:
    """Return whether a file is called as a CSV table."""
    return path.suffix.lower() == ".csv"


def open_table(path: Path) -> Sheet:
    """Return a CSV table as a sheet; how it was read is told where it is not plain UTF-8.

    Raises
    ------
    InputError
        No text that can be read, or one beyond the bounds.
    """
    if not path.is_file():
        raise InputError([missing_file(path, str(path), path.name)])
    if (size := path.stat().st_size) > MOST_BYTES:
        what = message("file_large", size=size / MEGABYTE, most=MOST_BYTES / MEGABYTE)
        raise refuse(path, what, message("wb_split"))
    raw = path.read_bytes()
    text, told = decode_spreadsheet(raw)
    text, dialect, declared = take_declarations(decode(raw, path.name) if text is None else text)
    try:
        stream = io.StringIO(text, newline="")
        rows = list(csv.reader(stream, delimiter=dialect.separator, strict=True))
    except csv.Error:
        raise refuse(path, message("quotes_unmatched"), message("write_quotes_twice")) from None
    width = max(map(len, rows), default=0)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS or len(rows) * width > MOST_CELLS:
        what = message("wb_cells", rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS)
        raise InputError([Problem(str(path), what, message("wb_split"), "workbook")])
    cells = [[_plain(cell, has_commas=dialect.has_commas) for cell in row] for row in rows]
    said = (told, *declared) if told is not None else tuple(declared)
    return Sheet(path.stem, cells, told=said)


def _plain(cell: str, *, has_commas: bool) -> Value:
    """Return a cell as workbooks have it: a number, a text, or None of a blank one."""
    text = with_points(cell.strip()) if has_commas else cell.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    return text or None
