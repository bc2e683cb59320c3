"""Tables of the page: columns and cells, ready for the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.say.apart import write_apart
from sim.say.figures import NOTHING, read_number, write_cell, write_percent
from sim.say.texts import Texts


@dataclass(frozen=True)
class Column:
    """A column: its heading, and whether it holds numbers."""

    title: str
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and what it is sorted by."""

    text: str
    value: float | str | None = None
    """Sorted by; the text when not given."""
    kind: Literal["", "data", "code"] = ""
    """data: free text of the tables, in whatever language; code: an identifier."""
    share: float | None = None
    """Fraction of the cell to be filled with a bar."""
    color: str = ""
    """Of the bar, or of the whole cell where there is no share."""
    ink: str = ""
    link: str = ""
    """Address in the page that the text leads to."""


@dataclass(frozen=True)
class Listing:
    """A table of the page."""

    key: str
    """Part of its address in the page."""
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    find: bool = False
    """Whether the table is long enough to want a search field."""
    switch: Mapping[str, str] = field(default_factory=dict)
    """Key of a group of rows -> its name, where one group is shown at a time."""
    groups: Sequence[str] = ()
    """The group of each row."""


def head(*keys: str, texts: Texts, numbers: Iterable[str] = ()) -> list[Column]:
    """Return columns by the keys of their headings; those in `numbers` hold numbers."""
    chosen = set(numbers)
    return [Column(texts.say(f"report_{key}"), key in chosen) for key in keys]


def head_amounts(*keys: str, texts: Texts, unit: str = "kt/yr") -> list[Column]:
    """Return columns of amounts, the usual unit of a canonical one in the heading."""
    shown = texts.scale(unit).unit
    titles = [texts.say(f"report_{key}") for key in keys]
    return [Column(texts.say("report_with_unit", title=t, unit=shown), True) for t in titles]


def text(value: Any, kind: Literal["", "data", "code"] = "") -> Cell:
    """Return a cell of text; a missing value is blank."""
    known = value is not None and value == value
    return Cell(str(value) if known else "", kind=kind)


def number(value: Any) -> Cell:
    """Return a cell of a plain number."""
    return Cell(write_cell(value), read_number(value))


def amount(kt: Any, texts: Texts) -> Cell:
    """Return a cell of an amount in the unit of tables."""
    return _scaled(kt, "kt/yr", texts)


def amounts(kt: Iterable[Any], texts: Texts) -> list[Cell]:
    """Return cells of amounts that are read side by side, with the digits that tell them apart."""
    known, scale = [read_number(value) for value in kt], texts.scale("kt/yr")
    written = write_apart(
        [None if v is None else scale.of(v) for v in known],
        lambda value: write_cell(value, NOTHING / scale.size),
    )
    return [
        Cell("" if value is None else words, value)
        for words, value in zip(written, known, strict=True)
    ]


def money(value: Any, texts: Texts) -> Cell:
    """Return a cell of million CNY in the unit of tables."""
    return _scaled(value, "MCNY/yr", texts)


def capital(value: Any, texts: Texts) -> Cell:
    """Return a cell of million CNY up front in the unit of tables."""
    return _scaled(value, "MCNY", texts)


def _scaled(value: Any, unit: str, texts: Texts) -> Cell:
    known, scale = read_number(value), texts.scale(unit)
    text = "" if known is None else write_cell(scale.of(known), NOTHING / scale.size)
    return Cell(text, known)


def percent(value: Any, color: str = "") -> Cell:
    """Return a cell of a rate given in per cent, with a bar; blank when it is missing."""
    known = read_number(value)
    if known is None:
        return Cell("", None)
    return Cell(write_percent(known), known, share=min(max(known / 100, 0.0), 1.0), color=color)
