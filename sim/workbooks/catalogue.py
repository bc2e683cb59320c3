"""The words of workbooks: what headings, tables, totals and things are called, from data."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sim.say.message import Bilingual

_DROPPED = re.compile(r"[\s_\-·•.*:：、,，\"'“”‘’\u200b\ufeff]+")
AREAS = ("province", "city", "county", "place")
COMMON = frozenset(
    {*AREAS, "name_en", "name_zh", "owner", "lon", "lat", "year", "confidence", "source", "note"}
    | {"contact", "number", "unit"}
)
"""Fields that every table may have."""
FILLED = ("province", "city", "county", "place", "name", "scenario")
"""Fields that people write once for several rows."""
SUMS = frozenset({"amount", "capacity", "stock", "demand", "demand_least"})
"""Fields of which one cell must not speak for several rows."""


@dataclass(frozen=True)
class Column:
    """A column that a workbook may have."""

    field: str
    unit: str | None
    """Canonical unit; empty of a share, None where it is no figure."""
    en: str
    zh: str
    about: Bilingual
    """What is to be written."""


@dataclass(frozen=True)
class Subject:
    """A kind of table: what it needs, and what else it takes."""

    name: str
    en: str
    zh: str
    words: tuple[str, ...]
    needs: tuple[str, ...]
    takes: frozenset[str]
    columns: tuple[str, ...]
    """Columns of the template; none where it has no sheet of the kind."""
    about: Bilingual
    example: Bilingual
    """Cells of the example row of the template, `field=text` with semicolons between."""

    def knows(self, field: str) -> bool:
        """Return whether the table may have a column."""
        return field in self.needs or field in self.takes or field in COMMON


@dataclass(frozen=True)
class Catalogue:
    """All words of workbooks."""

    columns: Mapping[str, Column]
    fields_of: Mapping[str, tuple[str, ...]]
    """Folded heading -> the fields that it may mean."""
    subjects: Mapping[str, Subject]
    words: Mapping[str, frozenset[str]]
    """Kind of word -> folded words."""
    things: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Kind of thing -> folded name -> ids that are called so."""

    def is_word(self, kind: str, text: str) -> bool:
        """Return whether a text is a word of a kind."""
        return fold(text) in self.words[kind]

    def choice(self, kind: str, text: str) -> str | None:
        """Return the choice that a text means, of words `<kind> <choice>`."""
        key = fold(text)
        for name, words in self.words.items():
            of, _, choice = name.partition(" ")
            if of == kind and choice and (key in words or key == fold(choice)):
                return choice
        return None


def fold(text: str) -> str:
    """Return a text as names are compared: signs in plain form, no spaces, lower case.

    >>> fold("产生量 （万吨）"), fold("Annual  capacity*")
    ('产生量(万吨)', 'annualcapacity')
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the catalogue."""
    columns, fields_of = _columns()
    return Catalogue(columns, fields_of, _subjects(), _words(), _things())


def catalogue_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the catalogue."""
    path = files("sim.workbooks") / "catalogue" / f"{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def split_words(text: str) -> list[str]:
    """Return the words of a cell of the catalogue."""
    return [word for word in text.split(";") if word]


def _columns() -> tuple[dict[str, Column], dict[str, tuple[str, ...]]]:
    columns: dict[str, Column] = {}
    fields: dict[str, list[str]] = defaultdict(list)
    for row in catalogue_rows("columns"):
        name = row["field"]
        unit = _UNITS.get(name, row["unit"] or None)
        about = Bilingual(row["about_en"], row["about_zh"])
        columns[name] = Column(name, unit, row["en"], row["zh"], about)
        for word in (name, row["en"], row["zh"], *split_words(row["also"])):
            if name not in fields[fold(word)]:
                fields[fold(word)].append(name)
    return columns, {key: tuple(names) for key, names in fields.items()}


_UNITS = {"availability": "", "rate_today": ""}
"""Shares: their canonical unit is the empty one."""


def _subjects() -> dict[str, Subject]:
    return {
        row["subject"]: Subject(
            row["subject"],
            row["en"],
            row["zh"],
            tuple(fold(w) for w in (row["en"], row["zh"], *split_words(row["also"]))),
            tuple(row["needs"].split()),
            frozenset(row["takes"].split()),
            tuple(row["columns"].split()),
            Bilingual(row["about_en"], row["about_zh"]),
            Bilingual(row["example_en"], row["example_zh"]),
        )
        for row in catalogue_rows("subjects")
    }


def words_in_order() -> dict[str, list[str]]:
    """Return kind of word -> its words, the usual one first."""
    return {row["kind"]: split_words(row["words"]) for row in catalogue_rows("words")}


def _words() -> dict[str, frozenset[str]]:
    return {
        row["kind"]: frozenset(fold(word) or word for word in split_words(row["words"]))
        for row in catalogue_rows("words")
    }


def _things() -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in catalogue_rows("things"):
        for word in split_words(row["also"]):
            if row["id"] not in found[row["kind"]][fold(word)]:
                found[row["kind"]][fold(word)].append(row["id"])
    return {kind: {key: tuple(ids) for key, ids in names.items()} for kind, names in found.items()}
