"""The names of a library: which material, technology or mode a text means."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

from sim.errors import InputError, Problem
from sim.loader.read.files import find_root
from sim.say.message import Bilingual, message
from sim.workbooks.catalogue import catalogue, fold

_TABLES = {"material": "materials", "technology": "technologies", "mode": "modes"}
_READ = (*_TABLES.values(), "recipes", "inputs", "yields")
_BRACKETS = re.compile(r"\([^()]*\)")
_SHORTEST_CHINESE, _SHORTEST = 2, 4
_LEAST_SHARE = 0.5
"""Share of a text that a name within it must make up."""
_IDLE = re.compile(
    r"\d+(?:\.\d+)?|年产|日产|[万亿]?吨|t/[dah]|生产线|生产|项目|工程|建设|技改|扩建|[一二三]期|[条座台]"
    r"|(?:线|厂|车间)$|productionline|(?:line|plant|project|works)$"
)
"""What says nothing of the kind of a thing."""
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Library:
    """The shared tables that a project is made with."""

    folder: Path
    tables: Mapping[str, Rows]
    """Table -> rows; headings without their units."""
    prices: Mapping[str, float]
    """Product -> the middle of the prices that regions of the same project have, CNY/t."""

    @cached_property
    def names(self) -> dict[str, dict[str, list[str]]]:
        """Return kind of thing -> folded name -> ids, from the tables and the catalogue."""
        found: dict[str, dict[str, list[str]]] = {}
        for kind, table in _TABLES.items():
            names: dict[str, list[str]] = defaultdict(list)
            ids = {row["id"] for row in self.tables[table]}
            for row in self.tables[table]:
                for text in (row["id"], row.get("name_en", ""), row.get("name_zh", "")):
                    for key in {fold(text), fold(_BRACKETS.sub("", text))} - {""}:
                        names[key] += [row["id"]] if row["id"] not in names[key] else []
            for key, called in catalogue().things.get(kind, {}).items():
                for name in called:
                    if name in ids and name not in names[key]:
                        names[key].append(name)
            found[kind] = dict(names)
        return found

    def find(self, kind: str, text: str) -> list[str]:
        """Return the ids that a text may mean: by its whole, else by the longest name in it."""
        names, key = self.names[kind], fold(text)
        for whole in (key, fold(_BRACKETS.sub("", key))):
            if whole in names:
                return names[whole]
        bare = _IDLE.sub("", key) or key
        if bare in names:
            return names[bare]
        least = max(_LEAST_SHARE * len(bare), _SHORTEST_CHINESE)
        inside = [
            n
            for n in names
            if n in bare and len(n) >= (max(least, _SHORTEST) if n.isascii() else least)
        ]
        longest = max(map(len, inside), default=0)
        found = [i for n in inside if len(n) == longest for i in names[n]]
        return list(dict.fromkeys(found))

    def has(self, kind: str, name: str) -> bool:
        """Return whether there is a thing of an id."""
        return any(row["id"] == name for row in self.tables[_TABLES[kind]])

    def called(self, kind: str, name: str) -> Bilingual:
        """Return what a thing is called."""
        row = next((r for r in self.tables[_TABLES[kind]] if r["id"] == name), {})
        return Bilingual(row.get("name_en", name), row.get("name_zh", ""))

    def options(self, kind: str) -> list[str]:
        """Return the names that can be written."""
        rows = self.tables[_TABLES[kind]]
        return [name for row in rows for name in (row.get("name_zh"), row.get("name_en")) if name]

    def kind_of(self, material: str) -> str:
        """Return the kind of a material."""
        return next((r["kind"] for r in self.tables["materials"] if r["id"] == material), "")

    def products_of(self, technology: str) -> list[str]:
        """Return what lines of a technology make for sale or for other lines."""
        made = self._materials_of(technology, "yields")
        return [m for m in made if self.kind_of(m) in ("product", "intermediate")]

    def inputs_of(self, technology: str) -> list[str]:
        """Return what lines of a technology take."""
        return self._materials_of(technology, "inputs")

    def _materials_of(self, technology: str, table: str) -> list[str]:
        recipes = {r["id"] for r in self.tables["recipes"] if r["technology"] == technology}
        rows = self.tables[table]
        return list(dict.fromkeys(r["material"] for r in rows if r["recipe"] in recipes))


def find_library(given: Path | None, beside: Path) -> Library:
    """Return the library: the one given, that of the project around, else the shipped one.

    Raises
    ------
    InputError
        There is none.
    """
    roots = [find_root(beside.absolute()), find_root(Path.cwd() / "x"), Path(__file__).parents[2]]
    folders = [given] if given else [root / "scenarios" / "library" for root in roots if root]
    for folder in folders:
        if (folder / "materials.csv").is_file():
            return read_library(folder)
    where = str(given) if given else "--library"
    raise InputError([Problem(where, message("wb_no_library"), message("wb_no_library_hint"))])


def library_of(known: Mapping[str, list[dict[str, Any]]]) -> Library:
    """Return the library of a project that is open, whatever files its tables stand in."""
    tables = {
        table: [{k: "" if v is None else str(v) for k, v in row.items()} for row in known[table]]
        for table in _READ
    }
    prices: dict[str, list[float]] = defaultdict(list)
    for row in known["markets"]:
        prices[str(row["product"])].append(float(row["price"]))
    return Library(Path(), tables, {product: median(all_) for product, all_ in prices.items()})


def read_library(folder: Path) -> Library:
    """Return the library of a folder."""
    tables = {t: _read(folder / f"{t}.csv") for t in _READ}
    return Library(folder, tables, _prices(folder))


def _prices(folder: Path) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    root = find_root(folder / "x")
    for path in sorted(root.glob("geodata/*/markets.csv")) if root else ():
        for row in _read(path):
            found[row["product"]].append(float(row["price"]))
    return {product: median(prices) for product, prices in found.items()}


def _read(path: Path) -> Rows:
    """Return the rows of a table of the house, its headings without units."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {key.partition("[")[0].strip(): text for key, text in row.items() if key}
            for row in csv.DictReader(file)
        ]
