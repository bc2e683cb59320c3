"""What figures of the page are made of: the largest rows of each, opened by a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.report.listing import Cell, Listing, head, text
from sim.results.trace.listed import LEVELS, Listed, ListedPart
from sim.results.trace.tell import name_row, tell_source, write_amount, write_value
from sim.rules.metrics import TOLD
from sim.say.figures import write_percent
from sim.say.texts import Texts

__all__ = ["LEVELS", "Made", "MadePart", "links_of", "list_made"]
_NUMBERS = ("made_share", "made_amount")
_HEADS = (*_NUMBERS, "made_row", "made_cell", "made_at", "made_source")


@dataclass(frozen=True)
class MadePart:
    """A part of a figure: its heading, its rows, and what is to be said of them."""

    title: str
    listing: Listing
    notes: Sequence[str]


@dataclass(frozen=True)
class Made:
    """A figure and what it is made of, with its address in the page."""

    key: str
    title: str
    parts: Sequence[MadePart]


def list_made(
    listed: Sequence[Listed], areas: pd.DataFrame, texts: Texts
) -> dict[tuple[str, str], Made]:
    """Return level and area (blank and the metric for the whole) -> what the figure is made of."""
    names = {
        (str(row["level"]), str(row["area"])): texts.pick(row, "name") or str(row["area"])
        for row in areas.to_dict("records")
    }
    found: dict[tuple[str, str], Made] = {}
    for number, one in enumerate(listed):
        title = texts.of(TOLD[one.name])
        if one.level:
            title = texts.label(names.get((one.level, one.area), one.area), title)
        parts = [_show(part, f"{number}-{part.name}", texts) for part in one.parts]
        key = (one.level, one.area) if one.level else ("", one.name)
        found[key] = Made(f"made-{number}", title, parts)
    return found


def _show(part: ListedPart, key: str, texts: Texts) -> MadePart:
    rows = [
        [
            Cell(write_percent(100.0 * row["share"]), float(row["share"])),
            Cell(write_amount(row["amount"], part.unit, texts), float(row["amount"])),
            text(name_row(row, texts), "data"),
            text(write_value(row, texts), "data"),
            text(row["at"], "code"),
            text(tell_source(row, texts), "data"),
        ]
        for row in part.rows.to_dict("records")
    ]
    title = texts.say(f"trace_part_{part.name}")
    title = texts.label(title, write_amount(part.total, part.unit, texts))
    columns = head(*_HEADS, texts=texts, numbers=_NUMBERS)
    return MadePart(title, Listing(f"made-{key}", columns, rows), list(_notes(part, texts)))


def _notes(part: ListedPart, texts: Texts) -> list[str]:
    notes = [texts.say("trace_assumed", share=write_percent(100.0 * part.assumed))]
    if (more := part.count - len(part.rows)) > 0 and part.total:
        share = write_percent(100.0 * part.rest / abs(part.total))
        amount = write_amount(part.rest, part.unit, texts)
        notes.insert(0, texts.say("trace_rest", count=more, share=share, amount=amount))
    return notes


def links_of(made: Mapping[tuple[str, str], Made], level: str) -> dict[str, str]:
    """Return area -> address of what its rate is made of."""
    return {area: one.key for (of, area), one in made.items() if of == level}
