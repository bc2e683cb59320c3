"""The largest rows of the main figures of a plan, and of the rates of areas: for its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from sim.results.trace.figures import BASE, FIGURE, TAKEN, Part, Tracer
from sim.results.trace.rows import RowReader, tabulate_part

MOST = 10
"""Rows of each part."""
RATE = "utilization_rate"
LEVELS = ("province", "city", "material")
_SHOWN = (FIGURE, TAKEN, BASE)


@dataclass(frozen=True)
class ListedPart:
    """The largest rows of a part, and what is known of the others."""

    name: str
    unit: str
    total: float
    count: int
    """How many rows there are."""
    rest: float
    """What the rows that are not listed add."""
    assumed: float
    """Share that leans on assumed rows."""
    rows: pd.DataFrame
    """See `sim.results.trace.rows.COLUMNS`."""


@dataclass(frozen=True)
class Listed:
    """A figure with the largest rows of its parts."""

    name: str
    level: str
    """Level of the area that it is of; blank for the whole."""
    area: str
    parts: tuple[ListedPart, ...]


def list_made(tracer: Tracer, names: Iterable[str], areas: pd.DataFrame) -> tuple[Listed, ...]:
    """Return the rows of figures of the whole, and of the net rate of areas of LEVELS."""
    reader = RowReader(tracer.case, tracer.network)
    asked = [(name, "", "") for name in names]
    asked += [(RATE, level, area) for level, area in _rated(areas)]
    return tuple(
        Listed(
            name, level, area, tuple(_parts(tracer, reader, name, {level: area} if level else {}))
        )
        for name, level, area in asked
        if tracer.knows(name, {level: area} if level else {})
    )


def _rated(areas: pd.DataFrame) -> Iterator[tuple[str, str]]:
    some = areas[areas["level"].isin(LEVELS) & (areas["generation_kt_yr"] > 0)]
    yield from zip(some["level"], some["area"], strict=True)


def _parts(
    tracer: Tracer, reader: RowReader, name: str, scope: dict[str, str]
) -> Iterator[ListedPart]:
    traced = tracer.trace(name, scope)
    for part in traced.parts:
        if part.name in _SHOWN:
            yield _list_part(reader, traced.name, part)


def _list_part(reader: RowReader, name: str, part: Part) -> ListedPart:
    cells = part.cells
    listed = tabulate_part(reader, name, part, MOST)
    rest = float(cells["amount"].iloc[MOST:].sum())
    assumed = reader.lean(cells)
    return ListedPart(part.name, part.unit, part.total, len(cells), rest, assumed, listed)
