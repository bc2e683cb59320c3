"""The bundle of result tables, and its reading and writing as a folder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from sim.results.summary_file import Summary
from sim.scenario.escaping import LINE_END, CsvFile, guard, unguard

TABLE_NAMES = (
    "flows",
    "lines",
    "line_inputs",
    "line_outputs",
    "built",
    "openings",
    "zones",
    "wastes",
    "areas",
    "costs",
    "actors",
    "borders",
    "transfers",
    "unused",
    "excluded_routes",
    "unused_rows",
    "prices",
)
OPTIONAL = {
    "built": (
        "period",
        "line",
        "plant",
        "plant_name_en",
        "plant_name_zh",
        "technology",
        "technology_en",
        "technology_zh",
        "status",
        "province",
        "city",
        "lon",
        "lat",
        "today_kt_yr",
        "up_to_kt_yr",
        "built_kt_yr",
        "closed_kt_yr",
        "investment_MCNY",
        "annuity_MCNY_yr",
        "cost_confidence",
    ),
    "openings": (
        "period",
        "kind",
        "id",
        "option",
        "name_en",
        "name_zh",
        "open",
        "used_kt_yr",
        "least_kt_yr",
        "most_kt_yr",
        "fixed_cost_MCNY_yr",
        "turned_rate_change_pp",
        "turned_net_utilized_change_kt_yr",
        "turned_net_cost_change_MCNY_yr",
        "sentence_en",
        "sentence_zh",
    ),
}
"""Table that is written only where it has rows -> its columns, in order."""
IS_NUMBER = re.compile(
    r"period|(origin_|destination_)?(lon|lat)|km|share|min_share|max_share|limit|value|from|to"
    r"|.*_(kt_yr|kt|pct|CNY_t|MCNY_yr|MCNY|kg_t|t_t|km_yr|per_unit|change_pp)"
)
"""Columns that hold numbers; all others but SWITCHES are text, whatever they look like."""
SWITCHES = ("cross_border", "treated")


@dataclass(frozen=True)
class ResultTables:
    """All tables of a run by name, and the summary."""

    frames: dict[str, pd.DataFrame]
    summary: Summary = field(default_factory=Summary)
    made: tuple[Any, ...] = ()
    """Rows of the input that main figures are made of (`sim.results.trace.listed.Listed`), for
    the page of a run; they are in no file of their own."""

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table."""
        return self.frames[name]


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV: UTF-8, LF, ten significant digits, cells and headings harmless."""
    columns = {guard(str(name)): _guarded(column) for name, column in frame.items()}
    with CsvFile(path) as file:
        pd.DataFrame(columns, index=frame.index).to_csv(
            file, index=False, float_format="%.10g", lineterminator=LINE_END
        )


def _guarded(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column none of whose texts a spreadsheet computes: itself where all are harmless."""
    if pd.api.types.is_numeric_dtype(column):
        return column
    cells = column.tolist()
    texts = [guard(cell) if isinstance(cell, str) else cell for cell in cells]
    is_text = all(isinstance(cell, str) or cell is None or cell != cell for cell in cells)
    return column if is_text and texts == cells else column.map(_guard_text)


def _guard_text(cell: Any) -> Any:
    return guard(cell) if isinstance(cell, str) else cell


def read_table(path: Path) -> pd.DataFrame:
    """Read a table written by `write_table`, with its mark or without; blank numbers are NaN."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame.columns = pd.Index(map(unguard, frame.columns))
    for column in frame.columns:
        if IS_NUMBER.fullmatch(column):
            frame[column] = pd.to_numeric(frame[column].replace("", None))
        elif column in SWITCHES:
            frame[column] = frame[column] == "True"
        else:
            frame[column] = frame[column].map(unguard)
    return frame


def _read(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.csv"
    if name in OPTIONAL and not path.exists():
        return pd.DataFrame(columns=list(OPTIONAL[name]))
    return read_table(path)


def read_results(folder: Path) -> ResultTables:
    """Return the tables and the summary of a results folder."""
    frames = {name: _read(folder, name) for name in TABLE_NAMES}
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return ResultTables(frames, summary)
