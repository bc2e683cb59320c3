"""Opening a workbook: bounded, no formula computed, nothing outside of the file looked at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring, iterparse
from python_calamine import CalamineError, CalamineWorkbook

from sim.errors import InputError, Problem
from sim.loader.read.files import MEGABYTE, missing_file
from sim.say.message import Message, message

Value = str | float | bool | date | time | timedelta | None
Spot = tuple[int, int]
"""Row and column, counted from 0."""
MOST_BYTES = 50 * MEGABYTE
MOST_UNPACKED = 600 * MEGABYTE
MOST_SHEETS = 100
MOST_ROWS, MOST_COLUMNS = 200_000, 1_000
MOST_CELLS = 4_000_000
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 20
_PERCENT_FORMATS = frozenset({"9", "10"})
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet as they are shown, and what can be told of them."""

    name: str
    rows: list[list[Value]]
    merged: Mapping[Spot, Spot] = field(default_factory=dict)
    """Covered cell -> the cell that covers it."""
    failed: Mapping[Spot, str] = field(default_factory=dict)
    """Cell -> its error, as #N/A; blank of a formula that no program has computed."""
    percents: frozenset[Spot] = frozenset()
    """Cells that show a number as per cent: 0.2 is read as 20 %."""
    is_hidden: bool = False
    told: tuple[Message, ...] = ()
    """What is to be said of how it was read."""
    file: str = ""
    """Name of its file."""

    def at(self, row: int, column: int) -> str:
        """Return the place of a cell, as `Sheet1!B5`."""
        return f"{self.name}!{letters(column)}{row + 1}"

    def value(self, row: int, column: int) -> Value:
        """Return what a cell shows; a covered one shows what covers it."""
        row, column = self.merged.get((row, column), (row, column))
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else None


def letters(column: int) -> str:
    """Return the letters of a column.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    column, last = divmod(column, 26)
    return (letters(column - 1) if column else "") + chr(ord("A") + last)


def open_workbook(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook.

    Raises
    ------
    InputError
        No workbook that can be read, or one beyond the bounds.
    """
    raw = _read(path)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _bound(archive, path)
            parts = _parts(archive, path)
            percent = _percent_styles(archive)
            scans = {n: _scan(archive, part, path, n, percent) for n, part in parts.items()}
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        hidden = {
            meta.name: not str(meta.visible).endswith(".Visible") for meta in book.sheets_metadata
        }
        return [_sheet(book, name, scans[name], hidden.get(name, False)) for name in parts]
    except (zipfile.BadZipFile, CalamineError, ParseError, DefusedXmlException, KeyError) as error:
        raise refuse(path, message("wb_broken", reason=type(error).__name__)) from None
    except (EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise refuse(path, message("wb_broken", reason=type(error).__name__)) from None


def refuse(path: Path, what: Message, hint: Message | None = None) -> InputError:
    """Return the refusal of a workbook as a whole."""
    return InputError([Problem(str(path), what, hint, "workbook")])


def _read(path: Path) -> bytes:
    if not path.exists():
        raise InputError([missing_file(path, str(path), path.name)])
    if not path.is_file():
        raise refuse(path, message("is_a_folder" if path.is_dir() else "is_no_file"))
    size = path.stat().st_size
    if size > MOST_BYTES:
        what = message("file_large", size=size / MEGABYTE, most=MOST_BYTES / MEGABYTE)
        raise refuse(path, what, message("wb_split"))
    raw = path.read_bytes()
    if raw.startswith(_OLE):
        key = "wb_encrypted" if _ENCRYPTED in raw else "wb_old"
        raise refuse(path, message(key), message(f"{key}_hint"))
    if not raw.startswith(_ZIP):
        key = "wb_csv_hint" if path.suffix.lower() in (".txt", ".tsv") else "wb_old_hint"
        raise refuse(path, message("wb_none"), message(key))
    return raw


def _bound(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse what unpacks to too much, whatever sizes the archive states."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise refuse(path, message("wb_none"), message("wb_old_hint"))
    left = MOST_UNPACKED
    for name in names:
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    most = MOST_UNPACKED / MEGABYTE
                    raise refuse(path, message("wb_unpacked", most=most), message("wb_split"))


def _parts(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """Return the name of every sheet of cells and the part of the archive that holds it."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = fromstring(archive.read("xl/workbook.xml"))
    found: dict[str, str] = {}
    for entry in (node for node in book.iter() if node.tag.endswith("}sheet")):
        target = targets.get(entry.get(_RELATION) or entry.get(_STRICT), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in part and part in archive.namelist():
            found[str(entry.get("name"))] = part
    if len(found) > MOST_SHEETS:
        raise refuse(path, message("wb_sheets", count=len(found), most=MOST_SHEETS))
    return found


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the numbers of the styles that show numbers as per cent."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = fromstring(archive.read("xl/styles.xml"))
    own = {
        node.get("numFmtId")
        for node in styles.iter()
        if node.tag.endswith("}numFmt") and "%" in node.get("formatCode", "")
    }
    formats = next((node for node in styles if node.tag.endswith("}cellXfs")), ())
    known = own | _PERCENT_FORMATS
    return frozenset(str(n) for n, f in enumerate(formats) if f.get("numFmtId") in known)


def _scan(
    archive: zipfile.ZipFile, part: str, path: Path, name: str, percent: frozenset[str]
) -> tuple[dict[Spot, str], frozenset[Spot]]:
    """Return the cells without a value that a program computed, and those shown as per cent."""
    failed: dict[Spot, str] = {}
    shown = set()
    last = [-1, -1]
    widest = deepest = 0
    with archive.open(part) as stream:
        for cell in _cells(stream, last):
            deepest, widest = max(deepest, last[0] + 1), max(widest, last[1] + 1)
            if deepest > MOST_ROWS or widest > MOST_COLUMNS or deepest * widest > MOST_CELLS:
                at = f"{path}: {name}"
                counts = {"rows": MOST_ROWS, "columns": MOST_COLUMNS, "cells": MOST_CELLS}
                what = message("wb_cells", **counts)
                raise InputError([Problem(at, what, message("wb_split"), "workbook")])
            if cell.get("s") in percent:
                shown.add((last[0], last[1]))
            told = _failure(cell)
            if told is not None:
                failed[last[0], last[1]] = told
    return failed, frozenset(shown)


def _cells(stream: Any, last: list[int]) -> Iterator[Any]:
    """Yield the cells that hold anything; `last` is the row and column of each."""
    row = None
    for event, node in iterparse(stream, events=("start", "end")):
        tag = node.tag.rpartition("}")[2]
        if tag == "row" and event == "start":
            row = node
            last[0] = int(node.get("r", last[0] + 2)) - 1
            last[1] = -1
        elif tag == "c" and event == "end":
            at = node.get("r")
            last[1] = _column(at) if at else last[1] + 1
            if len(node):
                yield node
        elif tag == "row" and row is not None:
            row.clear()


def _column(at: str) -> int:
    number = 0
    for sign in at:
        if not sign.isalpha():
            break
        number = 26 * number + ord(sign.upper()) - ord("A") + 1
    return number - 1


def _failure(cell: Any) -> str | None:
    """Return the error of a cell; blank where a formula has no value, None where all is well."""
    texts = {child.tag.rpartition("}")[2]: child.text or "" for child in cell}
    if cell.get("t") == "e":
        return texts.get("v") or "#N/A"
    is_computed = texts.get("v") or "is" in texts or cell.get("t") == "str"
    return "" if "f" in texts and not is_computed else None


def _sheet(
    book: CalamineWorkbook,
    name: str,
    scan: tuple[dict[Spot, str], frozenset[Spot]],
    is_hidden: bool,
) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    merged: dict[Spot, Spot] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                if (row, column) != (top, left):
                    merged[row, column] = (top, left)
    return Sheet(name, rows, merged, *scan, is_hidden)


def _plain(cell: Any) -> Value:
    """Return a value; what is blank is None, numbers lose the noise of their last digit."""
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, (int, float)):
        return float(f"{cell:.15g}")
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date()
    return cell  # type: ignore[no-any-return]
