"""The scenarios that a planner has read, and what edits make of them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.checks import check_case
from sim.loader.case import Case
from sim.loader.load import Loaded, load_rows, make_case
from sim.page.keep import keep
from sim.report.names import gather_names
from sim.say import Language
from sim.say.texts import Texts

KEPT = 4
"""Scenarios that a planner remembers."""
Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class Base:
    """A scenario as its file states it."""

    loaded: Loaded
    stamp: Stamp
    _texts: dict[str, Texts] = field(default_factory=dict)

    @cached_property
    def case(self) -> Case:
        """The scenario with its tables."""
        return make_case(self.loaded)

    def texts(self, language: Language) -> Texts:
        """Return the words and names of a language."""
        if language not in self._texts:
            self._texts[language] = gather_names({}, self.case.tables, Texts(language))
        return self._texts[language]

    @cached_property
    def file_key(self) -> str:
        """The scenario file and all that it reads, as they were read."""
        read = sorted(self.loaded.project.hashes.items())
        return sha256(repr((self.loaded.file, read)).encode()).hexdigest()

    @property
    def time_limit(self) -> float:
        """Return the seconds that a plan may take."""
        return float(self.loaded.scenario.solver.time_limit)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of an input table."""
        return [record.values for record in self.loaded.tables[table].records]


_BASES: OrderedDict[Path, Base] = OrderedDict()


def open_base(path: Path, root: Path) -> Base:
    """Return the scenario of a file; it is read again where a file that it reads has changed.

    Raises
    ------
    InputError
        All that is wrong with it.
    """
    known = _BASES.get(path)
    if known is None or known.stamp != _stamp(known.loaded, root):
        loaded = load_rows(path, root)
        known = Base(loaded, _stamp(loaded, root))
        check_case(known.case)
    keep(_BASES, path, known, KEPT)
    return known


def _stamp(loaded: Loaded, root: Path) -> Stamp:
    """Return what tells whether a file has changed since it was read."""
    return tuple(_look(root, name) for name in sorted(loaded.project.hashes))


def _look(root: Path, name: str) -> tuple[str, int, int]:
    try:
        found = (root / name).stat()
    except OSError:
        return name, 0, 0
    return name, found.st_mtime_ns, found.st_size
