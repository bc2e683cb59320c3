"""The plants of a tracker as entries: who stands where, of what capacity, and what is left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sim.loader.read.words import show, suggest
from sim.say.message import message
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry
from sim.workbooks.catalogue import catalogue, fold
from sim.workbooks.cells import Figure, text_of
from sim.workbooks.gazetteer import Spot, find, nearest
from sim.workbooks.library import Library
from sim.workbooks.sheets import letters
from sim.workbooks.trackers import Page, Release, Thing

_POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*")
_SHARES = re.compile(r"\s*\[[^\]]*\]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_OFF, _RUNS = "off", "operating"
_NOTED = ("id", "accuracy", "start")
"""Fields that stand in the note of a row."""
_SHOWN = 20
"""Rows that are listed of those that are left out for one reason."""
_SUBJECTS = {"technology": ("lines", "capacity"), "material": ("generation", "amount")}
Reason = tuple[str, str]
"""Sentence that says why a row is left out, and what it speaks of."""


def read_releases(
    releases: Sequence[Release], library: Library, areas: Sequence[str], account: Account
) -> list[Entry]:
    """Return the rows of releases of trackers that lie in the areas asked for.

    Areas are countries, provinces, cities or counties; none asked for: the countries of the
    gazetteer. What is left out is told by its reason; an area without any row is refused.
    """
    asked = {area: _names_of(area) for area in areas}
    entries: list[Entry] = []
    met: set[str] = set()
    offered: dict[str, None] = {}
    for release in releases:
        reader = _Reader(release, library, asked, account)
        entries += reader.read()
        met |= reader.met
        offered |= reader.offered
    for area in asked:
        if area not in met:
            hint = suggest(area, list(offered)) if offered else message("wb_area_only_trackers")
            account.refuse("", message("wb_no_rows_of_area", text=show(area)), hint)
    return entries


def _names_of(area: str) -> set[str]:
    """Return the folded names by which a tracker may call an area."""
    spots = [spot for spot in find(area) if spot.level == find(area)[0].level]
    names = {name for spot in spots for name in (spot.name, spot.name_en, spot.short)}
    of_country = catalogue().words["country"] if catalogue().is_word("country", area) else set()
    return {fold(name) for name in (area, *names)} | of_country


@dataclass
class _Sum:
    """Capacities of one kind at one plant, of all its rows of one status."""

    thing: Thing
    place: int
    """Row that says where the plant is."""
    rows: list[int] = field(default_factory=list)
    capacity: float = 0.0


@dataclass
class _Reader:
    """Reads one release."""

    release: Release
    library: Library
    asked: dict[str, set[str]]
    account: Account
    met: set[str] = field(default_factory=set)
    """Areas asked for that have rows."""
    offered: dict[str, None] = field(default_factory=dict)
    """Areas that rows lie in."""
    left: dict[Reason, list[int]] = field(default_factory=lambda: defaultdict(list))
    sums: dict[tuple[str, str, str], _Sum] = field(default_factory=dict)
    """Id of the plant, thing and status -> capacities."""
    ids: dict[str, str] = field(default_factory=dict)
    """Folded name of a plant -> its id."""

    def __post_init__(self) -> None:
        """Note where each plant stands on the sheet of places."""
        page = self.release.places
        self.place_rows = {page.text(row, "id"): row for row in reversed(list(page.rows()))}

    def read(self) -> list[Entry]:
        """Return the entries of all plants; what was taken and what was not is told."""
        page = self.release.page
        count = 0
        for row in page.rows():
            count += 1
            for reason in dict.fromkeys(self._take(row)):
                self.left[reason].append(row)
        entries = [self._entry(status, found) for (_, _, status), found in self.sums.items()]
        taken = {row for found in self.sums.values() for row in found.rows}
        self._tell(count, len(taken))
        return entries

    def _take(self, row: int) -> Iterator[Reason]:
        """Add the capacities of a row; yield why they, or some of them, are left out."""
        page = self.release.page
        place = self._place(row)
        if place is None:
            yield "wb_left_plant", ""
            return
        point = self._point(place)
        if not self._is_asked(place, point):
            yield ("wb_left_area" if self.asked else "wb_left_country"), ""
            return
        text = page.text(row, "status")
        status = catalogue().choice("status", text) if text else None
        if status in (None, _OFF):
            yield "wb_left_status", text or "–"
        elif point is None:
            yield "wb_left_point", ""
        else:
            yield from self._add(row, place, str(status))

    def _add(self, row: int, place: int, status: str) -> Iterator[Reason]:
        found = list(self._capacities(row))
        if not found:
            yield "wb_left_capacity", ""
        for thing, capacity in found:
            if not thing.thing:
                yield "wb_left_none", thing.heading
            elif not self.library.has(thing.kind, thing.thing):
                yield f"wb_left_{thing.kind}", thing.thing
            elif thing.kind == "material" and status != _RUNS:
                yield "wb_left_idle", status
            else:
                key = (self.release.places.text(place, "id"), thing.thing, status)
                total = self.sums.setdefault(key, _Sum(thing, place))
                total.rows.append(row)
                total.capacity += capacity

    def _place(self, row: int) -> int | None:
        """Return the row that says where the plant of a row is."""
        page, places = self.release.page, self.release.places
        if page is places:
            return row if page.text(row, "name") else None
        return self.place_rows.get(page.text(row, "id"))

    def _point(self, place: int) -> tuple[float, float] | None:
        """Return longitude and latitude of a plant; None where they are not known."""
        page = self.release.places
        text = page.text(place, "coordinates")
        found = _POINT.fullmatch(text or f"{page.text(place, 'lat')},{page.text(place, 'lon')}")
        if found is None:
            return None
        lat, lon = float(found[1]), float(found[2])
        return (lon, lat) if abs(lat) <= 90 and abs(lon) <= 180 else None

    def _is_asked(self, place: int, point: tuple[float, float] | None) -> bool:
        page = self.release.places
        country = page.text(place, "country")
        if not self.asked:
            return not country or catalogue().is_word("country", country)
        texts = [country, *(page.text(place, name) for name in ("province", "city"))]
        self.offered |= dict.fromkeys(text for text in texts if text)
        spot = _spot(texts[1], point)
        texts += [spot.province, spot.city, spot.name] if spot else []
        names = {fold(text) for text in texts if text}
        met = {area for area, called in self.asked.items() if called & names}
        self.met |= met
        return bool(met)

    def _capacities(self, row: int) -> Iterator[tuple[Thing, float]]:
        """Yield what the columns of capacities stand for, where they say a number above 0."""
        page = self.release.page
        seen: set[str] = set()
        for thing in self.release.tracker.things:
            column = page.columns.get(fold(thing.heading))
            value = page.value(row, column)
            other = text_of(page.value(row, page.columns.get(fold(thing.where))))
            fits = not thing.where or fold(other) == fold(thing.is_)
            one = thing.heading if thing.kind == "technology" else thing.thing
            if fits and one not in seen and isinstance(value, float) and value > 0:
                seen.add(one)
                yield thing, value

    # What is taken

    def _entry(self, status: str, found: _Sum) -> Entry:
        """Return the entry of a plant and what it has: a line, or a waste."""
        page, thing, row = self.release.page, found.thing, found.rows[0]
        subject, column = _SUBJECTS[thing.kind]
        at = page.sheet.at(row, page.columns[fold(thing.heading)])
        texts = self._texts(found.place)
        texts[thing.kind] = self.library.called(thing.kind, thing.thing).en
        texts["note"] = self._note(found)
        if thing.kind == "technology":
            texts |= {"status": status, "confidence": "published"}
        else:
            texts["confidence"] = "assumed"
        own, low, high = (
            None if each is None else float(f"{found.capacity * each:.12g}")
            for each in (thing.each, thing.low, thing.high)
        )
        figures = {column: Figure(own or 0.0, low, high)}
        return Entry(subject, page.sheet.name, row, texts, figures, {column: at})

    def _texts(self, place: int) -> dict[str, str]:
        """Return what is said of a plant: its names, its place, whose it is, and the source."""
        page, point = self.release.places, self._point(place)
        own, name = page.text(place, "id"), page.text(place, "name")
        if self.ids.setdefault(fold(name), own) != own:
            name = f"{name} ({own})"
        local, credit = page.text(place, "name_zh"), self.release.credit
        texts = {"name": name, "name_en": name, "source": credit, "place_source": credit}
        texts["owner"] = _SHARES.sub("", page.text(place, "owner"))
        texts["name_zh"] = local if _CHINESE.search(local) else ""
        texts["year"] = self.release.year
        texts["province"] = page.text(place, "province")
        spot = _spot(texts["province"], point)
        city = "" if spot is None else spot.name if spot.level == "city" else spot.city
        if spot is not None and find(city, "city", spot.province):
            texts |= {"city": city, "province": spot.province}
        elif not find(texts["province"], "province"):
            texts["city"] = page.text(place, "city")
        texts["lon"], texts["lat"] = (f"{axis:.12g}" for axis in point or (0.0, 0.0))
        return {field_: text for field_, text in texts.items() if text}

    def _note(self, found: _Sum) -> str:
        """Return what the tracker says beside, under its own headings, and what was added up."""
        notes: dict[str, None] = {}
        rows = [(self.release.page, row) for row in found.rows]
        for page, row in ((self.release.places, found.place), *rows):
            for name in _NOTED:
                if text := page.text(row, name):
                    notes[f"{_heading(page, page.fields[name])}: {text}"] = None
        thing = found.thing
        capacity = f"{thing.heading}: {found.capacity:.12g}"
        if thing.kind == "material":
            capacity += f" × {thing.each:g} kt/yr ({thing.low:g}–{thing.high:g})"
        return "; ".join([capacity, *notes])

    # What is told

    def _tell(self, count: int, taken: int) -> None:
        page, release, tell = self.release.page, self.release, self.account.tell
        last = letters(max(page.columns.values()))
        where = f"{page.sheet.at(page.row, 0)}:{last}{page.row + 1}"
        counts = {"taken": taken, "rows": count}
        tell(where, "table", message("wb_tracker", credit=release.credit, **counts))
        if not release.date:
            tell(page.sheet.name, "inferred", message("wb_tracker_undated"))
        for (key, what), rows in self.left.items():
            told = message(key, what=what) if what else message(key)
            numbers = ", ".join(str(row + 1) for row in rows[:_SHOWN])
            more = "" if len(rows) <= _SHOWN else ", …"
            said = message("wb_left", count=len(rows), reason=told, rows=numbers + more)
            tell(page.sheet.name, "left", said)
        for sheet in release.others:
            tell(sheet.name, "left", message("wb_tracker_sheet"))
        self._tell_columns(page)
        if release.places is not page:
            self._tell_columns(release.places)

    def _tell_columns(self, page: Page) -> None:
        """Tell what the columns of a sheet were taken for; those that are not read are counted."""
        read = set(page.fields.values())
        for column in sorted(read):
            told = message("wb_tracker_column", text=_heading(page, column))
            self.account.tell(page.sheet.at(page.row, column), "column", told)
        for thing in self.release.tracker.things if page is self.release.page else ():
            column_ = page.columns.get(fold(thing.heading))
            if column_ is not None and self.library.has(thing.kind, thing.thing):
                read.add(column_)
                self._tell_thing(page.sheet.at(page.row, column_), thing)
        rest = len(set(page.columns.values()) - read)
        if rest:
            self.account.tell(page.sheet.name, "left", message("wb_tracker_columns", count=rest))

    def _tell_thing(self, where: str, thing: Thing) -> None:
        name = self.library.called(thing.kind, thing.thing)
        if thing.kind == "technology":
            told = message("wb_tracker_line", text=thing.heading, name=name)
            self.account.tell(where, "column", told)
            return
        each = {"each": thing.each, "low": thing.low, "high": thing.high}
        told = message("wb_tracker_waste", text=thing.heading, name=name, **each)
        self.account.tell(where, "inferred", told)


def _heading(page: Page, column: int) -> str:
    return text_of(page.sheet.value(page.row, column))


def _spot(province: str, point: tuple[float, float] | None) -> Spot | None:
    """Return the area nearest to a point, unless the tracker says another province."""
    spot = nearest(*point) if point is not None else None
    said = find(province, "province")
    return spot if spot is not None and (not said or said[0].name == spot.province) else None
