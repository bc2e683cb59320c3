"""What all studies share: how they show themselves, and how they are written to a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from sim.api.frames import give
from sim.api.html import heading, listing
from sim.folders.marker import Origin
from sim.folders.place import claim
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


def show_study(title: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """Return a study for a notebook: its title, and which tables it has."""
    return heading(title) + listing(f"{name}: {len(frame)}" for name, frame in tables.items())


def write_folder(folder: str | Path, origin: Origin, fill: Callable[[Path], object]) -> Path:
    """Write a folder whole, by the rules that commands obey, and return it.

    Raises
    ------
    InputError
        The folder holds something else.
    """
    target = Path(folder)
    with claim(target, origin, be_silent) as place:
        place.write(fill)
    return target
