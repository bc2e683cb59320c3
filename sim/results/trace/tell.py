"""Rows of a traced figure in the words and units of a reader."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.results.unchecked import mark_unchecked
from sim.say.figures import write_cell, write_marginal
from sim.say.scales import Scale, is_scaled
from sim.say.texts import Texts

POINTS = "pp"
"""Unit of what a rate changes by."""
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
    known = [float(x) for x in (value, row["low"], row["high"]) if pd.notna(x)]
    scale = texts.scale_of_row(max(map(abs, known)), unit) if is_scaled(unit) else Scale(1.0, "")
    first, *ends = (f"{scale.of(x):,.{_SIGNIFICANT}g}" for x in known)
    shown = scale.unit if is_scaled(unit) else texts.say(f"unit {unit}")
    text = f"{first} {shown}".rstrip()
    if len(ends) == 2:
        text = texts.say("trace_range", value=text, low=ends[0], high=ends[1])
    return f"{row['column']} {text}"


def write_amount(value: float, unit: str, texts: Texts) -> str:
    """Return a figure, or what a row adds to it, in the units of the language."""
    if unit == POINTS:
        return f"{write_marginal(value)} {texts.say('unit_of pp')}"
    if is_scaled(unit) or pd.isna(value):
        return texts.figure(value, unit)
    return f"{write_cell(value)} {texts.say(f'unit {unit}')}"


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
