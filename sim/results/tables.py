"""The bundle of result tables, and its reading and writing as a folder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from sim.results.summary_file import Summary
from sim.scenario.escaping import LINE_END, CsvFile, guard, unguard

TABLE_NAMES = (
    "flows",
    "lines",
    "line_inputs",
    "line_outputs",
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
WHERE_ASKED = ("openings",)
"""Further tables, which are there only where a scenario has something for them."""
_NUMERIC = re.compile(
    r"period|(origin_|destination_)?(lon|lat)|km|share|min_share|max_share|limit|value|from|to"
    r"|.*_(kt_yr|kt|pct|CNY_t|MCNY_yr|kg_t|t_t|km_yr|per_unit|change_pp)"
)
"""Columns that hold numbers; all others are text, whatever they look like."""


@dataclass(frozen=True)
class ResultTables:
    """All tables of a run by name, and the summary."""

    frames: dict[str, pd.DataFrame]
    summary: Summary = field(default_factory=Summary)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table."""
        return self.frames[name]


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV: UTF-8, LF, ten significant digits, cells and headings harmless."""
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(lambda x: guard(x) if isinstance(x, str) else x)
    safe.columns = pd.Index([guard(str(column)) for column in safe.columns])
    with CsvFile(path) as file:
        safe.to_csv(file, index=False, float_format="%.10g", lineterminator=LINE_END)


def read_table(path: Path) -> pd.DataFrame:
    """Read a table written by `write_table`: text stays as it was, blank numbers are NaN."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    frame.columns = pd.Index(map(unguard, frame.columns))
    for column in frame.columns:
        if _NUMERIC.fullmatch(column):
            frame[column] = pd.to_numeric(frame[column].replace("", None))
        elif column in ("cross_border", "treated"):
            frame[column] = frame[column] == "True"
        else:
            frame[column] = frame[column].map(unguard)
    return frame


def read_results(folder: Path) -> ResultTables:
    """Return the tables and the summary of a results folder."""
    more = [name for name in WHERE_ASKED if (folder / f"{name}.csv").exists()]
    frames = {name: read_table(folder / f"{name}.csv") for name in (*TABLE_NAMES, *more)}
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return ResultTables(frames, summary)
