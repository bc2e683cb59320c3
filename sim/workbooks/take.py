"""From a workbook to a project: a table of contents."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

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
from sim.workbooks.points import open_source
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

Tell = Callable[[Message], None]


def read_entries(sheets: list[Sheet], account: Account) -> list[Entry]:
    """Return the rows of all tables of sheets; what was taken for what is told."""
    entries: list[Entry] = []
    for sheet in sheets:
        for what in sheet.told:
            account.tell(sheet.name, "inferred", what)
        if sheet.is_hidden:
            account.tell(sheet.name, "note", message("wb_hidden"))
        else:
            entries += read_sheet(sheet, account)
    if not account.count("table"):
        account.refuse("", message("wb_no_table"), message("wb_no_table_hint"))
    return entries


def gather_workbook(path: Path, sheets: list[Sheet], library: Library, texts: Texts) -> Taken:
    """Return the tables of a workbook as tables of the house.

    Raises
    ------
    InputError
        All that could not be read, each with its cell.
    """
    account = Account(path.name)
    entries = read_entries(sheets, account)
    gathered = Gatherer(library, account, texts, path.name).gather(entries)
    name_areas(gathered)
    if not account.problems.kept:
        add_markets(gathered, {}, library, account, texts)
    for table, key in (("zones", "wb_no_wastes"), ("lines", "wb_no_lines")):
        if not gathered.tables[table] and not account.problems.kept:
            account.refuse("", message(key), message("wb_no_table_hint"))
    scenarios = make_scenarios(gathered, {}, library, account, f"{BASELINE}.yaml", STATUSES)
    raise_problems(account)
    return Taken(account, gathered, scenarios)


def import_project(
    path: Path, to: Path, library: Library, texts: Texts, tell: Tell
) -> tuple[Taken, Path]:
    """Make a project of a workbook in a folder of its own; return what was taken, and its scenario.

    A folder that an earlier import of the same workbook wrote is replaced, what people put into it
    kept.

    Raises
    ------
    InputError
        All that could not be read; nothing is written then. Or something else stands there.
    """
    sheets = open_source(path)
    source = Source(path.absolute().parent, path.name, sha256(path.read_bytes()).hexdigest())
    origin = Origin("import", (source,))
    check_place(to, origin)
    if holds_project(sheets):
        fill = partial(_fill_from_house, path, sheets, texts)
    else:
        taken = gather_workbook(path, sheets, library, texts)
        fill = partial(_fill, path, taken, library, texts)
    with claim(to, origin, tell) as place:
        done, scenario = place.write(fill)
    return done, to / scenario


def _fill(
    path: Path, taken: Taken, library: Library, texts: Texts, folder: Path
) -> tuple[Taken, Path]:
    """Fill the folder of a project that is put together from a workbook."""
    made = write_project(folder, taken, library, path.stem, texts)
    write_manifest(folder, path)
    return taken, made.relative_to(folder)


def _fill_from_house(
    path: Path, sheets: list[Sheet], texts: Texts, folder: Path
) -> tuple[Taken, Path]:
    """Fill the folder of a project whose tables the workbook has as they are, and its changes."""
    account = Account(path.name)
    house = [sheet for sheet in sheets if is_house(sheet)]
    for sheet in house:
        what = message("wb_house_table", table=sheet.name, rows=max(len(sheet.rows) - 1, 0))
        account.tell(sheet.name, "table", what)
    made = write_house_project(folder, read_house(house), account)
    rest = [sheet for sheet in sheets if sheet not in house]
    entries = read_entries(rest, account)
    taken = Taken(account, Gathered(), {})
    if entries:
        taken = _gather_changes(entries, made, account, texts)
        write_scenarios(taken, made)
    write_account(folder / ACCOUNT, account, texts)
    write_manifest(folder, path)
    return taken, made.relative_to(folder)


def import_changes(path: Path, base: Path, texts: Texts) -> tuple[Taken, list[Path]]:
    """Write the scenarios of a workbook beside the one they extend; return what was taken.

    Raises
    ------
    InputError
        All that could not be read; nothing is written then. Or a file of that name was not written
        by an import, or was changed since.
    """
    account = Account(path.name)
    entries = read_entries(open_source(path), account)
    taken = _gather_changes(entries, base, account, texts)
    return taken, write_scenarios(taken, base)


def _gather_changes(entries: list[Entry], base: Path, account: Account, texts: Texts) -> Taken:
    """Return what a workbook adds to a scenario that is there, and changes of it."""
    loaded = load_rows(base)
    known = {t: [r.values for r in rows.records] for t, rows in loaded.tables.items()}
    library = library_of(known)
    gathered = Gatherer(library, account, texts, account.file, known).gather(entries)
    name_areas(gathered, known["areas"])
    if not account.problems.kept:
        add_markets(gathered, known, library, account, texts)
    statuses = [str(status) for status in loaded.scenario.statuses]
    scenarios = make_scenarios(gathered, known, library, account, base.name, statuses)
    if not scenarios and not account.problems.kept:
        account.refuse("", message("wb_no_change"), message("wb_no_change_hint"))
    raise_problems(account)
    return Taken(account, gathered, scenarios)


def raise_problems(account: Account) -> None:
    """Raise InputError where anything could not be read."""
    if account.problems.kept:
        raise InputError(account.problems.told(account.file))
