"""A workbook of result tables: a sheet a table, heads in the reader's language, no formulas."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import pandas as pd
from xlsxwriter import Workbook

from sim import __version__
from sim.results.tables import OPTIONAL, TABLE_NAMES, ResultTables
from sim.rules.metrics import METRICS
from sim.say import WORDS
from sim.say.figures import read_number
from sim.say.texts import Texts

_OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SCALED = {"kt_yr": "kt/yr", "MCNY_yr": "MCNY/yr", "MCNY": "MCNY", "Mt_km_yr": "Mt*km/yr"}
"""Ending of a column -> unit that readers see in units of their own."""
_UNIT = re.compile(r"_(kt_yr|MCNY_yr|MCNY|Mt_km_yr|pct|change_pp|CNY_t|kg_t|t_t|km_yr|kt)$")
_PER_UNIT = re.compile(r"(.+)_(kt/yr|MCNY/yr|pp)_per_unit")
_END = re.compile(r"(origin|destination|plant|item)_(.+)")
_METRICS = {_UNIT.sub("", metric.column): metric.name for metric in METRICS.values()}
"""Column without its unit -> metric."""
_FORMATS = {"period": "0", "lon": "0.0000", "lat": "0.0000", "pct": "0.0", "change_pp": "0.00"}
_NUMBER = "#,##0.0##"
_CELL = 32_767
"""Signs that a cell holds."""
_ROWS = 1_048_575
"""Rows that a sheet holds below its head."""
_WIDEST = 40


@dataclass(frozen=True)
class About:
    """Where the numbers of a workbook come from."""

    file: str
    """The scenario file that gives them."""
    edits: Sequence[str]
    """What was changed against the scenario that the file extends, in sentences."""
    inputs: Mapping[str, str]
    """File that was read -> SHA-256."""


@dataclass(frozen=True)
class Head:
    """Head of a column: its title with unit, and how its numbers are written."""

    title: str
    size: float
    """A number of the table is divided by it."""
    number_format: str


def write_workbook(tables: ResultTables, about: About, texts: Texts) -> bytes:
    """Return the workbook of a result: where it comes from, then every table."""
    file = io.BytesIO()
    with Workbook(file, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _write_about(book.add_worksheet(texts.say("sheet_about")), tables, about, texts)
        for name in _sheets(tables):
            sheet = book.add_worksheet(texts.say(f"sheet {name}"))
            _write_table(book, sheet, tables[name], texts, bold)
    return file.getvalue()


def head_of(column: str, texts: Texts) -> Head:
    """Return the head of a column of a result table in the reader's words and unit.

    >>> head_of("uptake_kt_yr", Texts("en")).title, head_of("origin_name_zh", Texts("en")).title
    ('Waste taken up by lines (kt/yr)', 'Origin: Name (Chinese)')
    """
    per_unit = _PER_UNIT.fullmatch(column)
    if per_unit:
        stem, unit = per_unit.groups()
        shown = texts.say("unit_of pp") if unit == "pp" else unit
        title = texts.say("head_per_unit", name=_name(stem, texts), unit=shown)
        return Head(title, 1.0, _NUMBER)
    ending = _UNIT.search(column)
    if ending is None:
        return Head(_name(column, texts), 1.0, _FORMATS.get(column.rpartition("_")[2], _NUMBER))
    name, unit = _name(column[: ending.start()], texts), ending.group(1)
    form = _FORMATS.get(unit, _NUMBER)
    scale = texts.scale(_SCALED[unit]) if unit in _SCALED else None
    shown = scale.unit if scale else texts.say(f"unit_of {unit}")
    title = texts.say("head_unit", name=name, unit=shown)
    return Head(title, scale.size if scale else 1.0, form)


def _name(stem: str, texts: Texts) -> str:
    """Return what a column without its unit is called."""
    if f"column {stem}" in WORDS:
        return texts.say(f"column {stem}")
    if stem in _METRICS:
        return texts.of(METRICS[_METRICS[stem]])
    if stem.endswith(("_en", "_zh")):
        name = _name(stem[:-3], texts)
        return texts.say(f"head_{stem[-2:]}", name=name)
    part = _END.fullmatch(stem)
    if part:
        whole = texts.say(f"head_{part.group(1)}")
        return texts.say("head_of", whole=whole, part=_name(part.group(2), texts))
    return stem


def _write_table(book: Workbook, sheet: Any, frame: pd.DataFrame, texts: Texts, bold: Any) -> None:
    formats: dict[str, Any] = {}
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(frame.columns):
        head = head_of(str(column), texts)
        if head.number_format not in formats:
            formats[head.number_format] = book.add_format({"num_format": head.number_format})
        sheet.write_string(0, position, head.title, bold)
        cells = frame[column].head(_ROWS).tolist()
        sheet.set_column(position, position, _width(head.title, cells))
        for row, value in enumerate(cells, start=1):
            _write_cell(sheet, row, position, value, head.size, formats[head.number_format])
    if len(frame.columns):
        sheet.autofilter(0, 0, min(len(frame), _ROWS), len(frame.columns) - 1)


def _width(title: str, cells: Sequence[Any]) -> float:
    """Return a width in which head and first cells can be read; Chinese signs are wide."""
    texts = [title[: _WIDEST // 2], *(cell for cell in cells[:50] if isinstance(cell, str))]
    wide = max(sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) for text in texts)
    return float(min(_WIDEST, max(9, wide + 2)))


def _write_cell(sheet: Any, row: int, column: int, value: Any, size: float, form: Any) -> None:
    """Write a text as it is, a number as a number; what is not known stays blank."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value[:_CELL])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif (number := read_number(value)) is not None:
        sheet.write_number(row, column, number / size, form)


def _write_about(sheet: Any, tables: ResultTables, about: About, texts: Texts) -> None:
    """Write where the numbers come from: two columns, a thing and what there is to say of it."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    for row, (what, told) in enumerate(_tell_about(tables, about, texts)):
        sheet.write_string(row, 0, what)
        if isinstance(told, str):
            sheet.write_string(row, 1, told[:_CELL])
        elif math.isfinite(told):
            sheet.write_number(row, 1, told)


def _tell_about(tables: ResultTables, about: About, texts: Texts) -> list[tuple[str, str | float]]:
    summary = tables.summary
    scenario: Any = summary["scenario"]
    title = str(scenario["title"].get(texts.language) or scenario["title"]["en"])
    lists: list[tuple[str, list[str]]] = [
        ("scenario", [texts.label(scenario["name"], title)]),
        ("file", [about.file] if about.file else []),
        ("edits", list(about.edits)),
        ("status", [str(summary["status"])]),
        ("objective", [_tell_stage(stage, texts) for stage in summary["objectives"]]),
        ("figure", [_tell_figure(figure, texts) for figure in summary["kpis"]]),
        ("assumed", [_tell_assumed(row, texts) for row in summary["assumed_inputs"]]),
        (
            "notes",
            [*map(texts.of, summary["notes"]), *_tell_cut(tables, texts)],
        ),
        ("version", [f"waste-synergy {__version__}"]),
        ("solver", [f"HiGHS {version('highspy')}"]),
        ("inputs", [f"{name}: {digest}" for name, digest in sorted(about.inputs.items())]),
    ]
    return [
        (texts.say(f"about_{key}") if number == 0 else "", text)
        for key, told in lists
        for number, text in enumerate(told)
    ]


def _tell_stage(stage: Any, texts: Texts) -> str:
    sense = texts.say(f"report_{stage['sense']}", metric=texts.of(stage))
    return texts.label(sense, texts.figure(stage["value"], stage["unit"]))


def _tell_figure(figure: Any, texts: Texts) -> str:
    known = texts.figure(figure["value"], figure["unit"])
    return texts.label(texts.of(figure), known)


def _tell_assumed(row: Any, texts: Texts) -> str:
    """Return how many rows of a table are assumed, and what they carry."""
    given = {"table": row["table"], "rows": row["assumed_rows"]}
    if row["kt_yr"] is None:
        return texts.say("about_assumed_rows", **given)
    amount = texts.amount(row["kt_yr"])
    return texts.say("about_assumed_amount", **given, amount=amount)


def _sheets(tables: ResultTables) -> list[str]:
    """Return the tables that there are: some are about what only some scenarios let happen."""
    return [name for name in TABLE_NAMES if name not in OPTIONAL or not tables[name].empty]


def _tell_cut(tables: ResultTables, texts: Texts) -> list[str]:
    """Return which tables have more rows than a sheet holds."""
    return [
        texts.say("about_cut", table=name, left=len(frame) - _ROWS, file=f"{name}.csv")
        for name in TABLE_NAMES
        if len(frame := tables[name]) > _ROWS
    ]
