"""The empty workbook: a sheet a table, units in the heads, drop-downs, comments, an example."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from sim.say import Language, say
from sim.workbooks.catalogue import Column, Subject, catalogue, words_in_order
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
    language: Language
    formats: dict[str, Any]
    lists: dict[str, str]
    """Column -> the range of cells that holds its choices."""


def write_template(library: Library, language: Language) -> bytes:
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
        made = _Book(book, language, formats, {})
        subjects = [s for s in catalogue().subjects.values() if s.columns]
        sheets = {s.name: book.add_worksheet(s.zh if language == "zh" else s.en) for s in subjects}
        _write_lists(made, library)
        for subject in subjects:
            _write_sheet(made, sheets[subject.name], subject)
    return file.getvalue()


def head_text(column: Column, language: Language) -> str:
    """Return the heading of a column, its unit in brackets."""
    name = column.zh if language == "zh" else column.en
    if column.unit is None:
        return name
    unit = say(f"wb_unit {column.unit}", language)
    return f"{name}（{unit}）" if language == "zh" else f"{name} ({unit})"


def _write_lists(made: _Book, library: Library) -> None:
    """Write what can be chosen on a hidden sheet."""
    sheet = made.book.add_worksheet(_LISTS)
    sheet.hide()
    for number, (name, choices) in enumerate(_choices(library, made.language).items()):
        sheet.write_column(0, number, choices)
        letter = xl_col_to_name(number)
        made.lists[name] = f"={_LISTS}!${letter}$1:${letter}${len(choices)}"


def _choices(library: Library, language: Language) -> dict[str, list[str]]:
    name = "name_zh" if language == "zh" else "name_en"

    def names(table: str, *kinds: str) -> list[str]:
        rows = [r for r in library.tables[table] if not kinds or r["kind"] in kinds]
        return [r.get(name) or r["name_en"] for r in rows]

    found = {
        "material": names("materials", "waste", "residue"),
        "product": names("materials", "product", "intermediate"),
        "technology": names("technologies"),
        "mode": names("modes"),
    }
    return found | {column: _words(kind, language) for column, kind in _CHOICES.items()}


def _words(kind: str, language: Language) -> list[str]:
    """Return one word of the language for each choice of a kind."""
    return [
        next((w for w in words if w.isascii() == (language == "en")), words[0])
        for of, words in words_in_order().items()
        if of.startswith(f"{kind} ")
    ]


def _write_sheet(made: _Book, sheet: Any, subject: Subject) -> None:
    language, formats = made.language, made.formats
    sheet.write_string(0, 0, subject.zh if language == "zh" else subject.en, formats["title"])
    sheet.write_string(1, 0, subject.about.say(language), formats["about"])
    sheet.set_row(_HEAD_ROW, 32)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    for number, name in enumerate(subject.columns):
        column = catalogue().columns[name]
        text = head_text(column, language)
        sheet.write_string(
            _HEAD_ROW, number, text, formats["need" if name in subject.needs else "head"]
        )
        sheet.set_column(number, number, _WIDTHS.get(name, 14))
        if column.about.en:
            sheet.write_comment(_HEAD_ROW, number, column.about.say(language))
        if name in made.lists:
            last = _HEAD_ROW + _ROWS
            rule = {"validate": "list", "source": made.lists[name], "error_type": "warning"}
            sheet.data_validation(_HEAD_ROW + 1, number, last, number, rule)
        _write_example(sheet, number, column, made)


def _write_example(sheet: Any, number: int, column: Column, made: _Book) -> None:
    text = column.example.say(made.language)
    if not text:
        return
    if text.isdigit():
        sheet.write_number(_HEAD_ROW + 1, number, int(text), made.formats["example"])
    else:
        sheet.write_string(_HEAD_ROW + 1, number, text, made.formats["example"])
