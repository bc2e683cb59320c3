"""Writing a case as it was resolved: tables in canonical units, and the scenario reading them."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from pydantic import BaseModel

from sim.loader.case import Case
from sim.loader.columns import Column, columns_of, unit_of
from sim.loader.read.past_plan import REFERENCE, write_reference
from sim.scenario.document import StandAlone
from sim.scenario.escaping import LINE_END, CsvFile, guard
from sim.scenario.fields import Sourced
from sim.scenario.tables import TABLES

INPUTS = "inputs"
SCENARIO_FILE = "scenario.resolved.yaml"
ACTIVITY_UNIT = "Bq/kg"
"""A content above one is an activity; as a share it would not be read again."""
_REPLACED = frozenset({"extends", "region", "library", "tables", "change", "sweep", "years"})


def write_inputs(case: Case, folder: Path) -> list[Path]:
    """Write `scenario.resolved.yaml` and `inputs/<table>.csv` to a folder; return the files.

    Loading the written scenario gives equal tables. Tables without rows are not written,
    unless they are asked for.
    """
    (folder / INPUTS).mkdir(parents=True, exist_ok=True)
    written = [write_scenario(case, folder / SCENARIO_FILE)]
    if case.reference is not None:
        written.append(write_reference(case.reference, folder))
    for table, frame in case.tables.items():
        if len(frame) or _is_asked_for(table, case):
            written.append(folder / INPUTS / f"{table}.csv")
            write_table(frame, table, written[-1])
    return written


def _is_asked_for(table: str, case: Case) -> bool:
    """Return whether a table must be there also without rows."""
    spec = TABLES[table]
    return spec.required or bool(spec.expected_with and len(case.tables[spec.expected_with]))


def write_scenario(case: Case, path: Path) -> Path:
    """Write the scenario of a case so that it reads the tables in `inputs` beside it."""
    return write_document(scenario_document(case), path)


def write_document(document: dict[str, Any], path: Path) -> Path:
    """Write plain data as YAML."""
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def scenario_document(case: Case) -> dict[str, Any]:
    """Return the scenario as plain data that reads its tables from the folder `inputs`.

    Quantities are texts with their canonical unit; `extends`, `region` and `change` are gone,
    because they are applied.
    """
    stated = [limit for limit in case.scenario.limits if not isinstance(limit, StandAlone)]
    document = _document(case.scenario.model_copy(update={"limits": stated}))
    kept = {key: value for key, value in document.items() if key not in _REPLACED}
    if case.reference is not None:
        kept["reference"] = REFERENCE
    return {**kept, "tables": INPUTS}


def _document(part: BaseModel) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        if value is None or value == []:
            continue
        unit = unit_of(info)
        if unit is not None:
            value = f"{write_number(value)} {unit.canonical}".strip()
        document[info.alias or name] = _plain(value)
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _document(value)
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, (list, tuple)) else value


def write_table(frame: pd.DataFrame, table: str, path: Path) -> None:
    """Write a table of the input; columns that the frame does not have are left out."""
    columns = [column for column in ordered_columns(table) if column.name in frame]
    cells = [[_cell(value, c) for value in frame[c.name]] for c in columns]
    with CsvFile(path) as file:
        writer = csv.writer(file, lineterminator=LINE_END)
        writer.writerow([_heading(column) for column in columns])
        writer.writerows(zip(*cells, strict=True))


def ordered_columns(table: str) -> list[Column]:
    """Return the columns as a person would order them: the key first, the source last."""
    columns, key = columns_of(table), TABLES[table].key
    last = [name for name in Sourced.model_fields if name in columns and name not in key]
    middle = [name for name in columns if name not in key and name not in last]
    return [columns[name] for name in (*key, *middle, *last)]


def _heading(column: Column) -> str:
    has_unit = column.kind == "quantity" and column.unit
    return f"{column.name} [{column.unit}]" if has_unit else column.name


def _cell(value: Any, column: Column) -> str:
    """Return the text of a cell; one that a spreadsheet would compute is guarded by a quote."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, tuple):
        return guard("; ".join(value))
    if column.kind == "switch":
        return "true" if value else "false"
    if column.kind == "content" and value > 1:
        return f"{write_number(value)} {ACTIVITY_UNIT}"
    return write_number(value) if isinstance(value, float) else guard(str(value))


def write_number(value: float) -> str:
    """Return the shortest text that reads back as the same number.

    >>> write_number(1200.0), write_number(0.1)
    ('1200', '0.1')
    """
    return repr(float(value)).removesuffix(".0")
