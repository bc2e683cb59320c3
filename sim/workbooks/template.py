"""The empty workbook: a sheet a table, units in the heads, drop-downs, comments, an example."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from sim.say.texts import Texts
from sim.workbooks.catalogue import Column, Subject, catalogue, split_words, words_in_order
from sim.workbooks.library import Library

OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_ROWS = 500
"""Rows that drop-downs reach down to."""
_LISTS = "lists"
_HEAD_ROW = 2
_HEAD = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
_CHOICES = {"status": "status", "kind": "kind", "confidence": "confidence", "item": "item"}
_WIDTHS = {"name": 28, "origin": 28, "destination": 28, "object": 28, "material": 22, "note": 26}


@dataclass
class _Book:
    """The workbook while it is written."""

    book: Workbook
    texts: Texts
    formats: dict[str, Any]
    lists: dict[str, str]
    """Column -> the range of cells that holds its choices."""


def write_template(library: Library, texts: Texts) -> bytes:
    """Return the empty workbook with the names of a library in its drop-downs."""
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "about": book.add_format({"italic": True, "font_color": "#555555"}),
            "head": book.add_format(
                {
                    "bold": True,
                    "bg_color": "#DCE6F1",
                    "border": 1,
                    "text_wrap": True,
                    "valign": "vcenter",
                }
            ),
            "need": book.add_format(
                {
                    "bold": True,
                    "bg_color": "#F8CBAD",
                    "border": 1,
                    "text_wrap": True,
                    "valign": "vcenter",
                }
            ),
            "example": book.add_format({"italic": True, "font_color": "#808080"}),
        }
        made = _Book(book, texts, formats, {})
        subjects = [s for s in catalogue().subjects.values() if s.columns]
        sheets = {s.name: book.add_worksheet(texts.of(s)) for s in subjects}
        _write_lists(made, library)
        for subject in subjects:
            _write_sheet(made, sheets[subject.name], subject)
    return file.getvalue()


def head_text(column: Column, texts: Texts) -> str:
    """Return the heading of a column, its unit in brackets."""
    name = texts.of(column)
    if column.unit is None:
        return name
    unit = texts.say(f"wb_unit {column.unit}")
    return f"{name}（{unit}）" if texts.language == "zh" else f"{name} ({unit})"


def _write_lists(made: _Book, library: Library) -> None:
    """Write what can be chosen on a hidden sheet."""
    sheet = made.book.add_worksheet(_LISTS)
    sheet.hide()
    for number, (name, choices) in enumerate(_choices(library, made.texts).items()):
        sheet.write_column(0, number, choices)
        letter = xl_col_to_name(number)
        made.lists[name] = f"={_LISTS}!${letter}$1:${letter}${len(choices)}"


def _choices(library: Library, texts: Texts) -> dict[str, list[str]]:

    def names(table: str, *kinds: str) -> list[str]:
        rows = [r for r in library.tables[table] if not kinds or r["kind"] in kinds]
        return [texts.pick(row, "name") for row in rows]

    found = {
        "material": names("materials", "waste", "residue"),
        "product": names("materials", "product", "intermediate"),
        "technology": names("technologies"),
        "mode": names("modes"),
    }
    return found | {column: _words(kind, texts) for column, kind in _CHOICES.items()}


def _words(kind: str, texts: Texts) -> list[str]:
    """Return one word of the language for each choice of a kind."""
    return [
        next((w for w in words if w.isascii() == (texts.language == "en")), words[0])
        for of, words in words_in_order().items()
        if of.startswith(f"{kind} ")
    ]


def _write_sheet(made: _Book, sheet: Any, subject: Subject) -> None:
    texts, formats = made.texts, made.formats
    sheet.write_string(0, 0, texts.of(subject), formats["title"])
    sheet.write_string(1, 0, texts.tell(subject.about), formats["about"])
    sheet.set_row(_HEAD_ROW, 32)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    for number, name in enumerate(subject.columns):
        column = catalogue().columns[name]
        text = head_text(column, texts)
        sheet.write_string(
            _HEAD_ROW, number, text, formats["need" if name in subject.needs else "head"]
        )
        sheet.set_column(number, number, _WIDTHS.get(name, 14))
        if column.about.en:
            sheet.write_comment(_HEAD_ROW, number, texts.tell(column.about))
        if name in made.lists:
            last = _HEAD_ROW + _ROWS
            rule = {"validate": "list", "source": made.lists[name], "error_type": "warning"}
            sheet.data_validation(_HEAD_ROW + 1, number, last, number, rule)
    _write_example(sheet, subject, made)


def _write_example(sheet: Any, subject: Subject, made: _Book) -> None:
    for cell in split_words(made.texts.tell(subject.example)):
        name, _, text = cell.partition("=")
        number = subject.columns.index(name)
        if text.isdigit():
            sheet.write_number(_HEAD_ROW + 1, number, int(text), made.formats["example"])
        else:
            sheet.write_string(_HEAD_ROW + 1, number, text, made.formats["example"])
