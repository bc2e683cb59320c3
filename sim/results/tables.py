"""The bundle of result tables, and its reading and writing as a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

TABLE_NAMES = (
    "flows",
    "lines",
    "line_inputs",
    "line_outputs",
    "zones",
    "wastes",
    "areas",
    "costs",
    "borders",
    "unused",
    "excluded_routes",
    "prices",
)
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ResultTables:
    """All tables of a run by name, and the summary."""

    frames: dict[str, pd.DataFrame]
    summary: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table."""
        return self.frames[name]


def harmless(text: Any) -> Any:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA_START) else text


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV: UTF-8, LF, ten significant digits, cells harmless."""
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(harmless)
    safe.to_csv(path, index=False, float_format="%.10g", lineterminator="\n", encoding="utf-8")


def read_table(path: Path) -> pd.DataFrame:
    """Read a table written by `write_table`; empty text stays empty text."""
    frame = pd.read_csv(path, keep_default_na=True, encoding="utf-8")
    for column in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[column]):
            frame[column] = frame[column].fillna("")
    return frame


def read_results(folder: Path) -> ResultTables:
    """Return the tables and the summary of a results folder."""
    frames = {name: read_table(folder / f"{name}.csv") for name in TABLE_NAMES}
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return ResultTables(frames, summary)
