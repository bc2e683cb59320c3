"""What all studies share: how they show themselves, and how they are written to a folder."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import pandas as pd

from sim.api.frames import give
from sim.api.html import heading, listing
from sim.api.inputs import Inputs
from sim.api.speaker import Speaker
from sim.folders.marker import Origin
from sim.folders.place import claim
from sim.say import Language
from sim.say.texts import Texts
from sim.studies.solve_case import be_silent


class StudyTables(Mapping[str, pd.DataFrame]):
    """The tables of a study by the names of their files; each is a copy with units in `attrs`."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = frames

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a copy of a table."""
        return give(self._frames[name])

    def __iter__(self) -> Iterator[str]:
        """Return the names of the tables."""
        return iter(self._frames)

    def __len__(self) -> int:
        """Return the number of tables."""
        return len(self._frames)


class Study(Speaker, ABC):
    """What every study can do: give its tables, show itself, be written to a folder."""

    language: Language
    """The language it speaks where no other is asked for."""
    origin: Origin
    """What marks a folder that is written of it."""

    @property
    @abstractmethod
    def tables(self) -> StudyTables:
        """Return the tables by the names of their files."""

    @abstractmethod
    def fill(self, folder: Path, texts: Texts) -> object:
        """Write all its files to a folder."""

    @abstractmethod
    def describe(self) -> str:
        """Return in a few words what it is of."""

    def save(self, folder: str | Path, *, language: Language | None = None) -> Path:
        """Write all that the command writes to a folder, and return the folder.

        Raises
        ------
        InputError
            The folder holds something else.
        """
        return self._write(folder, lambda to: self.fill(to, self._texts(language)))

    def _write(self, folder: str | Path, fill: Callable[[Path], object]) -> Path:
        """Write a folder whole, by the rules that commands obey."""
        target = Path(folder)
        with claim(target, self.origin, be_silent) as place:
            place.write(fill)
        return target

    def __repr__(self) -> str:
        """Return what it is of."""
        return f"<{type(self).__name__} {self.describe()}>"

    def _repr_html_(self) -> str:
        return show_study(repr(self).strip("<>"), self.tables)


class CaseStudy(Study):
    """A study of a case, which says whose folder it is and what language it speaks."""

    case: Inputs
    command: ClassVar[str]
    """The command that writes the same."""

    @property
    def language(self) -> Language:  # type: ignore[override]
        """Return the language of the case."""
        return self.case.language

    @property
    def origin(self) -> Origin:  # type: ignore[override]
        """Return what marks a folder that is written of it."""
        return self.case.data.made_by(self.command)


def show_study(title: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """Return a study for a notebook: its title, and which tables it has."""
    return heading(title) + listing(f"{name}: {len(frame)}" for name, frame in tables.items())
