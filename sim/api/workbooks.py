"""Workbooks in Python: what is in one, and the project or the scenarios made of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.say import Language
from sim.say.texts import Texts
from sim.workbooks.library import find_library
from sim.workbooks.points import open_source
from sim.workbooks.take import gather_workbook, import_changes, import_project


def read_workbook(
    path: str | os.PathLike[str],
    library: str | os.PathLike[str] | None = None,
    language: Language = "en",
    *,
    areas: Sequence[str] = (),
) -> dict[str, pd.DataFrame]:
    """Return the tables that a workbook of planners holds, as those of a region; write nothing.

    Amounts are in the canonical units of their columns (kt/yr, kt, CNY/t, km). The table `account`
    says what was taken for what, cell by cell. Of trackers of plants those in `areas` are taken.

    Raises
    ------
    InputError
        All that could not be read, each with its cell.
    """
    file = Path(path)
    known = find_library(Path(library) if library else None, file)
    taken = gather_workbook(file, open_source(file), known, Texts(language), areas=areas)
    tables = {
        name: pd.DataFrame([made.values for made in rows])
        for name, rows in taken.gathered.tables.items()
        if rows
    }
    told = [(line.where, line.kind, line.what.say(language)) for line in taken.account.lines]
    return tables | {"account": pd.DataFrame(told, columns=["where", "kind", "what"])}


def import_workbook(
    path: str | os.PathLike[str],
    to: str | os.PathLike[str] | None = None,
    *,
    beside: Sequence[str | os.PathLike[str]] = (),
    areas: Sequence[str] = (),
    base: str | os.PathLike[str] | None = None,
    library: str | os.PathLike[str] | None = None,
    language: Language = "en",
) -> Path:
    """Make a project of a workbook, or with `base` scenarios beside one; return the scenario file.

    As `sim import` does: `beside` are further workbooks whose tables belong to the same project,
    `areas` the countries, provinces, cities or counties of which a tracker is read. The folder
    `to`, by default called as the workbook, is replaced only where an earlier import of the same
    workbook wrote it.

    Raises
    ------
    InputError
        All that could not be read, each with its cell; nothing is written then.
    """
    file, more = Path(path), [Path(other) for other in beside]
    texts = Texts(language)
    if base is not None:
        return import_changes(file, Path(base), texts, beside=more, areas=areas)[1][0]
    known = find_library(Path(library) if library else None, file)
    folder = Path(to) if to is not None else file.with_suffix("")
    _, scenario = import_project(
        file, folder, known, texts, lambda _: None, beside=more, areas=areas
    )
    return scenario
