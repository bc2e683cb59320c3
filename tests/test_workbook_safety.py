"""Workbooks that are made to do harm, and files that are none, are refused in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from sim.errors import InputError
from sim.workbooks import sheets
from sim.workbooks.sheets import open_workbook


def small() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_sheet(text: str) -> bytes:
    """Return a workbook whose sheet is another text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, text if is_sheet else old.read(name))
    return stream.getvalue()


SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_of(row: str, number: int = 1) -> str:
    """Return a sheet of one row."""
    return f'<worksheet {SPACE}><sheetData><row r="{number}">{row}</row></sheetData></worksheet>'


FAR = sheet_of('<c r="XFD1048576"><v>1</v></c>', 1048576)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + sheet_of(
    '<c r="A1" t="str"><v>&b;</v></c>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (with_sheet(FAR), "too large"),
        (with_sheet(LAUGHS), "damaged"),
        (with_sheet("<worksheet"), "damaged"),
        (small()[:400], "damaged"),
        (OLE + bytes(600), ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"a,b\n1,2\n", "no Excel workbook"),
    ],
    ids=["far cell", "entities", "no sheet", "cut off", "old", "locked", "text"],
)
def test_harmful_files_are_refused(tmp_path: Path, raw: bytes, told: str) -> None:
    """Each is told in a sentence, with what to do."""
    path = tmp_path / "b.xlsx"
    path.write_bytes(raw)
    with pytest.raises(InputError) as refused:
        open_workbook(path)
    assert told in str(refused.value)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to more than the bound is refused while it is read."""
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 100_000)
    path = tmp_path / "b.xlsx"
    path.write_bytes(with_sheet(" " * 200_000))
    with pytest.raises(InputError, match="unpacks to more than"):
        open_workbook(path)


def test_formulas_are_not_computed(tmp_path: Path) -> None:
    """A formula is its last value; one that reaches outside and has none is told."""
    cells = '<c r="A1"><f>1+1</f><v>5</v></c><c r="B1"><f>[1]S!A1</f></c>'
    path = tmp_path / "b.xlsx"
    path.write_bytes(with_sheet(sheet_of(cells)))
    (sheet,) = open_workbook(path)
    assert sheet.value(0, 0) == 5.0
    assert dict(sheet.failed) == {(0, 1): ""}
