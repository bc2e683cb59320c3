"""A scenario with all that the base has running: of it a programme is built that serves more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod
from typing import Any

from sim.loader.case import Record, Rows
from sim.loader.load import Loaded
from sim.scenario.tables import TABLES

_SIZES = {"lines": ("capacity", "availability"), "generation": ("amount",)}
"""Table -> columns whose product tells whether a row counts."""


def let_stand(base: Loaded, varied: Loaded) -> Loaded:
    """Return a scenario in which lines run and wastes arise as in the base where they have ceased.

    Its programme has rows for them, which serve `varied` with nothing in them.
    """
    found = {
        table: _mend(table, base.tables[table], rows)
        for table, rows in varied.tables.items()
        if table in _SIZES and rows is not base.tables[table]
    }
    mended = {table: rows for table, rows in found.items() if rows is not varied.tables[table]}
    return replace(varied, tables={**varied.tables, **mended}) if mended else varied


def _mend(table: str, base: Rows, rows: Rows) -> Rows:
    """Return the rows, those that count for nothing with the sizes of the base."""
    sizes, key = _SIZES[table], TABLES[table].key
    before = {tuple(r.values[c] for c in key): r.values for r in base.records}

    def mend(record: Record) -> Record:
        old = before.get(tuple(record.values[c] for c in key))
        if old is None or _size(record.values, sizes) or not _size(old, sizes):
            return record
        return replace(record, values={**record.values, **{name: old[name] for name in sizes}})

    records = [mend(record) for record in rows.records]
    same = all(one is other for one, other in zip(records, rows.records, strict=True))
    return rows if same else replace(rows, records=records)


def _size(cells: Mapping[str, Any], sizes: tuple[str, ...]) -> float:
    return prod(cells[name] or 0.0 for name in sizes)
