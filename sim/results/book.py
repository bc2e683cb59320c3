"""A workbook that people read: contents, frozen heads, filters, totals, numbers as numbers."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from sim.results.heads import Head
from sim.say.figures import read_number
from sim.say.texts import Texts

OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""A text stays a text, whatever it begins with."""
LONGEST = 20_000
"""Rows beyond which a table is left to its file: nobody reads them, and they take time."""
_PLAIN = {"period": "0", "year": "0", "lon": "0.0000", "lat": "0.0000"}
"""End of a column's name -> how its numbers are written."""
_FIXED = {"pct": 1, "change_pp": 2}
"""Unit -> decimals."""
_MOST_DECIMALS, _SIGNIFICANT = 6, 3
_CELL = 32_767
"""Signs that a cell holds."""
_NARROWEST, _WIDEST = 9, 60
_HEAD = 20
"""Signs of a head that stand on one line."""
_LOOKED_AT = 50
"""Rows that the width of a column is taken from."""
_A4 = 9
_ALWAYS = datetime(1980, 1, 1)
"""Time that a workbook says it was made: equal plans give equal files."""
_SUBTOTAL = 109
"""Sums what a filter leaves."""


@dataclass(frozen=True)
class Rate:
    """A total that is a rate, per cent: one column less others, over the sum of some."""

    parts: tuple[str, ...]
    base: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a leaf."""

    key: str
    """Name of the column in its table."""
    head: Head
    cells: Sequence[Any]
    """In canonical units."""
    total: bool | Rate = False
    """Whether the cells add up, or the rate that stands below them."""


@dataclass(frozen=True)
class Leaf:
    """A sheet: what it is called, what it tells, and its columns."""

    title: str
    tells: str
    columns: Sequence[Column]
    file: str = ""
    """File that holds it too, named where the sheet would be too long."""

    @property
    def rows(self) -> int:
        """Return the number of rows below the head."""
        return len(self.columns[0].cells) if self.columns else 0


def write_book(leaves: Sequence[Leaf], texts: Texts) -> bytes:
    """Return a workbook: a sheet of contents, then the leaves.

    A leaf of more than LONGEST rows is left out, and the contents name its file.
    """
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        book.set_properties({"created": _ALWAYS})
        pen = _Pen(book, texts)
        contents = book.add_worksheet(texts.say("sheet_contents"))
        pen.write_contents(contents, leaves)
        for leaf in leaves:
            if leaf.rows <= LONGEST:
                pen.write_leaf(book.add_worksheet(leaf.title), leaf)
    return file.getvalue()


class _Pen:
    """Writes the sheets of a workbook, and keeps its formats."""

    def __init__(self, book: Workbook, texts: Texts) -> None:
        self._book, self._texts = book, texts
        self._formats: dict[tuple[str, bool], Any] = {}
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#e8eef2"}
        )
        self._link = book.add_format({"underline": 1, "font_color": "#0c5c74"})

    def write_contents(self, sheet: Any, leaves: Sequence[Leaf]) -> None:
        """Write what sheets there are, what each tells, and how many rows it has."""
        sheet.freeze_panes(1, 0)
        for column, (key, width) in enumerate((("sheet", 24), ("tells", 90), ("rows", 9))):
            sheet.write_string(0, column, self._texts.say(f"contents_{key}"), self._head)
            sheet.set_column(column, column, width)
        for row, leaf in enumerate(leaves, start=1):
            if leaf.rows <= LONGEST:
                sheet.write_url(row, 0, f"internal:'{leaf.title}'!A1", self._link, leaf.title)
                sheet.write_string(row, 1, leaf.tells)
            else:
                sheet.write_string(row, 0, leaf.title)
                sheet.write_string(row, 1, self._texts.say("contents_long", file=leaf.file))
            sheet.write_number(row, 2, leaf.rows)

    def write_leaf(self, sheet: Any, leaf: Leaf) -> None:
        """Write a table: its head stays in sight, every column can be filtered, totals below."""
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for at, column in enumerate(leaf.columns):
            form = self._format(number_format(column), is_total=False)
            sheet.set_column(at, at, _width(column))
            sheet.write_string(0, at, column.head.title, self._head)
            for row, value in enumerate(column.cells, start=1):
                _write_cell(sheet, row, at, value, column.head.size, form)
        if leaf.columns:
            sheet.autofilter(0, 0, leaf.rows, len(leaf.columns) - 1)
        if leaf.rows and any(column.total for column in leaf.columns):
            self._write_totals(sheet, leaf)

    def _write_totals(self, sheet: Any, leaf: Leaf) -> None:
        """Write the row of totals: of all rows, or, once there is a filter, of those it leaves."""
        place = {column.key: at for at, column in enumerate(leaf.columns)}
        sums = {c.key: _sum(c.cells) for c in leaf.columns if c.total is True}
        row = leaf.rows + 1
        for at, column in enumerate(leaf.columns):
            form = self._format(number_format(column), is_total=True)
            if column.total is True:
                formula = f"=SUBTOTAL({_SUBTOTAL},{xl_range(1, at, leaf.rows, at)})"
                sheet.write_formula(row, at, formula, form, sums[column.key] / column.head.size)
            elif isinstance(column.total, Rate):
                formula = _rate_formula(column.total, row, place)
                sheet.write_formula(row, at, formula, form, _rate_of(column.total, sums))
            else:
                sheet.write_blank(row, at, None, form)
        form = self._format("0", is_total=True)
        sheet.write_string(row, 0, self._texts.say("contents_total"), form)

    def _format(self, number_format: str, *, is_total: bool) -> Any:
        key = number_format, is_total
        if key not in self._formats:
            look = {"bold": True, "top": 1} if is_total else {}
            self._formats[key] = self._book.add_format({"num_format": number_format, **look})
        return self._formats[key]


def _sum(cells: Sequence[Any]) -> float:
    return math.fsum(number for cell in cells if (number := read_number(cell)) is not None)


def _rate_formula(rate: Rate, row: int, place: dict[str, int]) -> str:
    """Return the rate of the totals of a row; blank where the base is nothing."""
    first, *others = (xl_rowcol_to_cell(row, place[part]) for part in rate.parts)
    base = "+".join(xl_rowcol_to_cell(row, place[part]) for part in rate.base)
    return f'=IF({base}>0,100*({"-".join([first, *others])})/({base}),"")'


def _rate_of(rate: Rate, sums: dict[str, float]) -> float | str:
    first, *others = (sums[part] for part in rate.parts)
    base = sum(sums[part] for part in rate.base)
    return 100.0 * (first - sum(others)) / base if base > 0 else ""


def number_format(column: Column) -> str:
    """Return how the numbers of a column are written: all alike, the middle one with 3 digits.

    >>> number_format(Column("km", Head("Distance"), [14.84, 120.5, 8.1]))
    '#,##0.0'
    """
    plain = _PLAIN.get(column.key.rpartition("_")[2])
    if plain:
        return plain
    digits = _FIXED.get(column.head.unit)
    if digits is None:
        numbers = (read_number(cell) for cell in column.cells if not isinstance(cell, str))
        sizes = [abs(n) / column.head.size for n in numbers if n]
        whole = all(size == round(size) for size in sizes)
        digits = 0 if whole else _SIGNIFICANT - 1 - math.floor(math.log10(median(sizes)))
    digits = min(max(digits, 0), _MOST_DECIMALS)
    return "#,##0" + ("." + "0" * digits if digits else "")


def _width(column: Column) -> float:
    """Return a width in which head and first cells can be read; Chinese signs are wide."""
    shown = [column.head.title[:_HEAD]]
    shown += [cell for cell in column.cells[:_LOOKED_AT] if isinstance(cell, str)]
    wide = max(sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) for text in shown)
    return float(min(_WIDEST, max(_NARROWEST, wide + 3)))


def _write_cell(sheet: Any, row: int, column: int, value: Any, size: float, form: Any) -> None:
    """Write a text as it is, a number as a number; what is not known stays blank."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value[:_CELL])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif (number := read_number(value)) is not None:
        sheet.write_number(row, column, number / size, form)
