"""Recognising published trackers of plants: their sheets, columns and release, from data."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sim.workbooks.catalogue import catalogue_rows, fold, split_words
from sim.workbooks.cells import is_blank, text_of
from sim.workbooks.sheets import Sheet, Value

_HEAD_ROWS = 10
"""Rows from the top of a sheet among which its headings stand."""
_LEAST = 3
"""Known headings that a row must have to head a tracker."""
_ABOUT_ROWS = 60
_MONTHS = "|".join(calendar.month_name[1:])
_RELEASE = re.compile(rf"(?<![a-z])({_MONTHS})[\s_,\-]+(20\d\d)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Thing:
    """What a column of capacities stands for."""

    heading: str
    where: str
    """Heading of another column on which it depends; blank: on none."""
    is_: str
    """What that other column must say."""
    kind: str
    """technology | material"""
    thing: str
    """Id in the library; blank: nothing that a library has."""
    each: float
    """kt/yr of one in the column."""
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Tracker:
    """A tracker as it is published."""

    publisher: str
    name: str
    licence: str
    marks: tuple[str, ...]
    """Headings that tell it from others of the same form."""
    things: tuple[Thing, ...]

    @property
    def headings(self) -> dict[str, str]:
        """Return the columns of capacities, by their folded heading."""
        return {fold(thing.heading): thing.heading for thing in self.things}


@dataclass(frozen=True)
class Page:
    """A sheet of a tracker: where its headings are."""

    sheet: Sheet
    row: int
    columns: dict[str, int]
    """Folded heading -> column."""

    @cached_property
    def fields(self) -> dict[str, int]:
        """Return the column of each field that is known."""
        known = known_columns()
        found: dict[str, int] = {}
        for field, heads in known.items():
            for head in heads:
                if head in self.columns and field not in found:
                    found[field] = self.columns[head]
        return found

    def rows(self) -> Iterator[int]:
        """Yield the rows below the headings that say anything."""
        for row in range(self.row + 1, len(self.sheet.rows)):
            if not all(is_blank(cell) for cell in self.sheet.rows[row]):
                yield row

    def value(self, row: int, column: int | None) -> Value:
        """Return what a cell says; None of a blank one, of n/a or unknown."""
        value = None if column is None else self.sheet.value(row, column)
        return None if is_blank(value) else value

    def text(self, row: int, field: str) -> str:
        """Return the text of a field; empty where there is none."""
        return text_of(self.value(row, self.fields.get(field)))


@dataclass(frozen=True)
class Release:
    """A release of a tracker that a workbook holds."""

    tracker: Tracker
    page: Page
    """Capacities, one row for each plant, unit or status."""
    places: Page
    """Where the plants are: the same sheet, or one with the same ids."""
    others: tuple[Sheet, ...]
    """Further sheets of the release, which are not read."""
    date: str
    """Month and year, as `July 2025`; empty where nothing tells."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the names of all its sheets, whether they are read or not."""
        own = (self.page.sheet, self.places.sheet, *self.others)
        return tuple(sheet.name for sheet in own)

    @property
    def credit(self) -> str:
        """Return how the source is to be named."""
        parts = [self.tracker.publisher, self.tracker.name, self.date, self.tracker.licence]
        return ", ".join(part for part in parts if part)

    @property
    def year(self) -> str:
        """Return the year of the release."""
        return self.date[-4:]


def find_releases(sheets: list[Sheet]) -> list[Release]:
    """Return the releases of trackers that the sheets of workbooks hold, one for each file."""
    by_file: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_file[sheet.file].append(sheet)
    found = []
    for own in by_file.values():
        pages = [page for sheet in own if not sheet.is_hidden if (page := _page(sheet))]
        for tracker in trackers() if pages else ():
            release = _release(tracker, pages, own)
            found += [release] if release else []
    return found


def _page(sheet: Sheet) -> Page | None:
    """Return where the headings of a tracker stand on a sheet; None where there are none."""
    known = {head for heads in known_columns().values() for head in heads}
    known |= {head for tracker in trackers() for head in tracker.headings}
    for row, cells in enumerate(sheet.rows[:_HEAD_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                columns.setdefault(fold(cell), column)
        page = Page(sheet, row, columns)
        if len(known & set(columns)) >= _LEAST and "id" in page.fields:
            return page
    return None


def _release(tracker: Tracker, pages: list[Page], sheets: list[Sheet]) -> Release | None:
    """Return the release of a tracker: the sheet that has most of its capacities, and its places.

    Unit sheets, of single furnaces, have none of these columns.
    """
    marks = {fold(mark) for mark in tracker.marks}
    fitting = [
        page
        for page in pages
        if "status" in page.fields and set(tracker.headings) & set(page.columns)
        if marks <= set(page.columns)
    ]
    if not fitting:
        return None
    page = max(fitting, key=lambda p: len(set(tracker.headings) & set(p.columns)))
    placed = [p for p in (page, *pages) if {"name"} < set(p.fields) and _is_placed(p)]
    if not placed:
        return None
    read = (page.sheet.name, placed[0].sheet.name)
    others = tuple(p.sheet for p in pages if p.sheet.name not in read)
    return Release(tracker, page, placed[0], others, _date(page.sheet.file, sheets))


def _is_placed(page: Page) -> bool:
    return "coordinates" in page.fields or {"lon", "lat"} <= set(page.fields)


def _date(file: str, sheets: Iterable[Sheet]) -> str:
    """Return month and year of a release, from the name of its file or what its sheets say."""
    rows = (row for sheet in sheets for row in sheet.rows[:_ABOUT_ROWS])
    texts = (cell for row in rows for cell in row if isinstance(cell, str))
    for text in (file, *texts):
        found = _RELEASE.search(text)
        if found:
            return f"{found[1].capitalize()} {found[2]}"
    return ""


@lru_cache(maxsize=1)
def known_columns() -> dict[str, tuple[str, ...]]:
    """Return field -> its folded headings, the usual one first."""
    return {
        row["field"]: tuple(fold(head) for head in split_words(row["headings"]))
        for row in catalogue_rows("tracker_columns")
    }


@lru_cache(maxsize=1)
def trackers() -> tuple[Tracker, ...]:
    """Return the trackers that are known."""
    things: dict[str, list[Thing]] = defaultdict(list)
    for row in catalogue_rows("tracker_things"):
        ends = (float(row[end]) if row[end] else None for end in ("each_low", "each_high"))
        given = (row["heading"], row["where"], row["is"], row["kind"], row["thing"])
        things[row["tracker"]].append(Thing(*given, float(row["each"]), *ends))
    return tuple(
        Tracker(
            row["publisher"],
            row["name"],
            row["licence"],
            tuple(split_words(row["marks"])),
            tuple(things[row["tracker"]]),
        )
        for row in catalogue_rows("trackers")
    )
