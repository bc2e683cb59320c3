"""From a workbook to a project: a table of contents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.folders.marker import Origin, Source
from sim.folders.place import check_place, claim
from sim.loader.load import load_rows
from sim.say.message import Message, message
from sim.say.texts import Texts
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry, read_sheet
from sim.workbooks.changes import make_scenarios
from sim.workbooks.gather import Gathered, Gatherer
from sim.workbooks.house import holds_project, is_house, read_house
from sim.workbooks.library import Library, library_of
from sim.workbooks.points import open_sources
from sim.workbooks.project import (
    ACCOUNT,
    BASELINE,
    STATUSES,
    Taken,
    add_markets,
    name_areas,
    write_account,
    write_house_project,
    write_manifest,
    write_project,
    write_scenarios,
)
from sim.workbooks.sheets import Sheet
from sim.workbooks.tracker_rows import read_releases
from sim.workbooks.trackers import find_releases

Tell = Callable[[Message], None]


def read_entries(
    sheets: list[Sheet], library: Library, areas: Sequence[str], account: Account
) -> list[Entry]:
    """Return the rows of all tables of sheets; what was taken for what is told.

    Of trackers of plants those in the areas asked for are taken.
    """
    releases = find_releases(sheets)
    entries = read_releases(releases, library, areas, account)
    done = {name for release in releases for name in release.sheets}
    for sheet in (sheet for sheet in sheets if sheet.name not in done):
        for what in sheet.told:
            account.tell(sheet.name, "inferred", what)
        if sheet.is_hidden:
            account.tell(sheet.name, "note", message("wb_hidden"))
        else:
            entries += read_sheet(sheet, account)
    if not account.count("table"):
        account.refuse("", message("wb_no_table"), message("wb_no_table_hint"))
    return entries


def gather_workbook(
    path: Path,
    sheets: list[Sheet],
    library: Library,
    texts: Texts,
    *,
    beside: Sequence[Path] = (),
    areas: Sequence[str] = (),
) -> Taken:
    """Return the tables of a workbook, and of those beside it, as tables of the house.

    Raises
    ------
    InputError
        All that could not be read, each with its cell.
    """
    account = _account(path, *beside)
    entries = read_entries(sheets, library, areas, account)
    gathered = Gatherer(library, account, texts, account.file).gather(entries)
    name_areas(gathered)
    if not account.problems.kept:
        add_markets(gathered, {}, library, account, texts)
    for table, key in (("zones", "wb_no_wastes"), ("lines", "wb_no_lines")):
        if not gathered.tables[table] and not account.problems.kept:
            account.refuse("", message(key), message("wb_beside_hint"))
    scenarios = make_scenarios(gathered, {}, library, account, f"{BASELINE}.yaml", STATUSES)
    raise_problems(account)
    return Taken(account, gathered, scenarios)


def import_project(
    path: Path,
    to: Path,
    library: Library,
    texts: Texts,
    tell: Tell,
    *,
    beside: Sequence[Path] = (),
    areas: Sequence[str] = (),
) -> tuple[Taken, Path]:
    """Make a project of a workbook in a folder of its own; return what was taken, and its scenario.

    Tables of the workbooks beside it are taken as if they stood in it. Of trackers of plants those
    in the areas are taken: countries, provinces, cities, counties. A folder that an earlier import
    of the same workbooks wrote is replaced, what people put into it kept.

    Raises
    ------
    InputError
        All that could not be read; nothing is written then. Or something else stands there.
    """
    paths = (path, *beside)
    sheets = open_sources(paths)
    origin = Origin("import", tuple(_source(one) for one in paths))
    check_place(to, origin)
    if holds_project(sheets):
        fill = partial(_fill_from_house, path, sheets, texts, areas)
    else:
        taken = gather_workbook(path, sheets, library, texts, beside=beside, areas=areas)
        fill = partial(_fill, paths, taken, library, texts)
    with claim(to, origin, tell) as place:
        done, scenario = place.write(fill)
    return done, to / scenario


def _account(path: Path, *beside: Path) -> Account:
    """Return an empty account of a workbook and those beside it."""
    if not beside:
        return Account(path.name)
    return Account(f"{path.name} + {len(beside)}", is_several=True)


def _title(paths: Sequence[Path]) -> str:
    return " + ".join(path.stem for path in paths)


def _source(path: Path) -> Source:
    return Source(path.absolute().parent, path.name, sha256(path.read_bytes()).hexdigest())


def _fill(
    paths: tuple[Path, ...], taken: Taken, library: Library, texts: Texts, folder: Path
) -> tuple[Taken, Path]:
    """Fill the folder of a project that is put together from a workbook."""
    made = write_project(folder, taken, library, _title(paths), texts)
    write_manifest(folder, *paths)
    return taken, made.relative_to(folder)


def _fill_from_house(
    path: Path, sheets: list[Sheet], texts: Texts, areas: Sequence[str], folder: Path
) -> tuple[Taken, Path]:
    """Fill the folder of a project whose tables the workbook has as they are, and its changes."""
    account = Account(path.name)
    house = [sheet for sheet in sheets if is_house(sheet)]
    for sheet in house:
        what = message("wb_house_table", table=sheet.name, rows=max(len(sheet.rows) - 1, 0))
        account.tell(sheet.name, "table", what)
    made = write_house_project(folder, read_house(house), account)
    rest = [sheet for sheet in sheets if sheet not in house]
    known = _known(made)
    entries = read_entries(rest, library_of(known), areas, account)
    taken = Taken(account, Gathered(), {})
    if entries:
        taken = _gather_changes(entries, made, known, account, texts)
        write_scenarios(taken, made)
    write_account(folder / ACCOUNT, account, texts)
    write_manifest(folder, path)
    return taken, made.relative_to(folder)


def import_changes(
    path: Path,
    base: Path,
    texts: Texts,
    *,
    beside: Sequence[Path] = (),
    areas: Sequence[str] = (),
) -> tuple[Taken, list[Path]]:
    """Write the scenarios of a workbook beside the one they extend; return what was taken.

    Raises
    ------
    InputError
        All that could not be read; nothing is written then. Or a file of that name was not written
        by an import, or was changed since.
    """
    paths = (path, *beside)
    account = _account(*paths)
    sheets, known = open_sources(paths), _known(base)
    entries = read_entries(sheets, library_of(known), areas, account)
    taken = _gather_changes(entries, base, known, account, texts)
    return taken, write_scenarios(taken, base)


def _known(base: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of a scenario that is there, row by row."""
    tables = load_rows(base).tables
    return {table: [row.values for row in rows.records] for table, rows in tables.items()}


def _gather_changes(
    entries: list[Entry],
    base: Path,
    known: dict[str, list[dict[str, Any]]],
    account: Account,
    texts: Texts,
) -> Taken:
    """Return what a workbook adds to a scenario that is there, and changes of it."""
    library = library_of(known)
    gathered = Gatherer(library, account, texts, account.file, known).gather(entries)
    name_areas(gathered, known["areas"])
    if not account.problems.kept:
        add_markets(gathered, known, library, account, texts)
    statuses = [str(status) for status in load_rows(base).scenario.statuses]
    scenarios = make_scenarios(gathered, known, library, account, base.name, statuses)
    if not scenarios and not account.problems.kept:
        account.refuse("", message("wb_no_change"), message("wb_no_change_hint"))
    raise_problems(account)
    return Taken(account, gathered, scenarios)


def raise_problems(account: Account) -> None:
    """Raise InputError where anything could not be read."""
    if account.problems.kept:
        raise InputError(account.problems.told(account.file))
