"""Rows of a traced figure in the words and units of a reader."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.results.unchecked import mark_unchecked
from sim.say.figures import write_cell
from sim.say.scales import is_scaled
from sim.say.texts import Texts

_SIGNIFICANT = 6
_LONGEST = 60
"""Characters of a source; tables and JSON hold all of it."""


def name_row(row: dict[Any, Any], texts: Texts) -> str:
    """Return what a row is, marked where nobody has checked that it exists."""
    return mark_unchecked(texts.pick(row, "name"), row["status"], texts)


def write_value(row: dict[Any, Any], texts: Texts) -> str:
    """Return the column with what stands in it, and its range where it has one."""
    value, unit = row["value"], str(row["unit"])
    if pd.isna(value):
        return str(row["column"])
    text = write_quantity(value, unit, texts)
    low, high = row["low"], row["high"]
    if pd.notna(low) and pd.notna(high):
        ends = {"low": write_bare(low, unit, texts), "high": write_bare(high, unit, texts)}
        text = texts.say("trace_range", value=text, **ends)
    return f"{row['column']} {text}"


def write_amount(value: float, unit: str, texts: Texts) -> str:
    """Return a figure, or what a row adds to it, in the units of the language."""
    if is_scaled(unit) or pd.isna(value):
        return texts.figure(value, unit)
    return f"{write_cell(value)} {texts.say(f'unit {unit}')}"


def write_quantity(value: float, unit: str, texts: Texts) -> str:
    """Return a cell with its unit, as readers of the language count it."""
    if is_scaled(unit):
        return texts.exact(value, unit)
    return f"{value:,.{_SIGNIFICANT}g} {texts.say(f'unit {unit}')}"


def write_bare(value: float, unit: str, texts: Texts) -> str:
    """Return a cell in the same unit, without it."""
    return write_quantity(value, unit, texts).rpartition(" ")[0]


def shorten(text: str) -> str:
    """Return a text on one line, of bounded length."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def tell_source(row: dict[Any, Any], texts: Texts) -> str:
    """Return how firm a row is, and which document and year it is from."""
    parts = (
        [texts.word("trace_confidence", row["confidence"])] if _is_text(row["confidence"]) else []
    )
    if _is_text(row["source"]):
        parts.append(shorten(str(row["source"])))
    if pd.notna(row["year"]):
        parts.append(str(int(row["year"])))
    return texts.join(parts)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
