"""A drawn region as the files that a user would write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.random_regions.draw import HEADINGS, UNITS, Region, Row
from tests.study import csv, write_study

INNER = {"at", "property", "limit"}
"""Columns that the oracle reads and the files do not have."""


def write_region(folder: Path, region: Region, **scenario: Any) -> Path:
    """Write a region as a project; return its scenario file."""
    tables = {name: _table(name, rows) for name, rows in region.tables.items() if rows}
    return write_study(folder, tables, {**region.scenario, **scenario})


def _table(name: str, rows: list[Row]) -> str:
    inner = INNER - {"property"} if name == "composition" else INNER
    columns = [column for column in rows[0] if column not in inner]
    header = ",".join(_heading(name, column) for column in columns)
    return csv(header, [tuple(_cell(row[column]) for column in columns) for row in rows])


def _heading(table: str, column: str) -> str:
    name = HEADINGS.get(column, column)
    return f"{name} [{UNITS[column]}]" if column in UNITS and table != "composition" else name


def _cell(value: object) -> object:
    return f'"{value}"' if isinstance(value, str) and "," in value else value
