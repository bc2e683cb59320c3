"""The figures of a comparison side by side, written with the digits that tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.rules.metrics import HEADLINE
from sim.say.figures import UNDEFINED, mark_least
from sim.say.texts import Texts
from sim.studies.compare.sentences import write_row
from sim.studies.compare.study import Comparison

SAME = "="
"""What stands for no difference."""


@dataclass(frozen=True)
class Change:
    """A difference from the reference as it is written."""

    text: str
    is_better: bool | None = None
    """None where there is no difference, or none that is better."""


@dataclass(frozen=True)
class FigureRow:
    """A figure of all runs in one unit."""

    name: str
    unit: str
    written: dict[str, str]
    """Run -> value."""
    changes: dict[str, Change]
    """Every run but the reference -> its difference."""


def list_figures(comparison: Comparison, texts: Texts) -> Iterator[FigureRow]:
    """Yield the main figures of a comparison, in order."""
    rows = {row["name"]: row for row in comparison.kpis.to_dict("records")}
    for name in (name for name in HEADLINE if name in rows):
        row = rows[name]
        values = (abs(row[f"{run}:value"]) for run in comparison.names)
        largest = max((value for value in values if pd.notna(value)), default=0.0)
        scale = texts.scale_of_row(largest, row["unit"])
        first, *others = comparison.names
        numbers, differences = write_row(
            [scale.of(row[f"{run}:value"]) for run in comparison.names],
            [scale.of(row[f"{run}:difference"]) for run in others],
        )
        yield FigureRow(
            texts.of(row),
            scale.unit,
            {
                run: mark_least(text, row.get(f"{run}:at_least"))
                for run, text in zip((first, *others), numbers, strict=True)
            },
            {
                run: _tell_change(row, run, text, texts)
                for run, text in zip(others, differences, strict=True)
            },
        )


def _tell_change(row: dict[Any, Any], run: str, text: str, texts: Texts) -> Change:
    """Return a difference, given as it is written, with its sign and whether it is better."""
    difference = row[f"{run}:difference"]
    if pd.isna(difference):
        return Change(UNDEFINED)
    if not difference:
        return Change(SAME)
    text = f"+{text}" if difference > 0 else text
    better = (difference > 0) == (row["better"] == "high") if row["better"] else None
    return Change(text if row["unit"] else texts.say("compare_pp", value=text), better)
