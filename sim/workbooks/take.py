"""From a workbook to a project: a table of contents."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from sim.errors import InputError
from sim.folders.marker import Origin, Source
from sim.folders.place import check_place, claim
from sim.loader.load import load_rows
from sim.say import Language
from sim.say.message import Message, message
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry, read_sheet
from sim.workbooks.changes import make_scenarios
from sim.workbooks.gather import Gatherer
from sim.workbooks.library import Library, library_of
from sim.workbooks.project import (
    BASELINE,
    STATUSES,
    Taken,
    add_markets,
    name_areas,
    write_manifest,
    write_project,
    write_scenarios,
)
from sim.workbooks.sheets import open_workbook

Tell = Callable[[Message], None]


def read_entries(path: Path) -> tuple[list[Entry], Account]:
    """Return the rows of all tables of a workbook, and what was taken for what.

    Raises
    ------
    InputError
        No workbook that can be read, or none with a table.
    """
    account = Account(path.name)
    entries: list[Entry] = []
    for sheet in open_workbook(path):
        if sheet.is_hidden:
            account.tell(sheet.name, "note", message("wb_hidden"))
        else:
            entries += read_sheet(sheet, account)
    if not account.count("table"):
        account.refuse("", message("wb_no_table"), message("wb_no_table_hint"))
    return entries, account


def gather_workbook(path: Path, library: Library, language: Language) -> Taken:
    """Return the tables of a workbook as tables of the house.

    Raises
    ------
    InputError
        All that could not be read, each with its cell.
    """
    entries, account = read_entries(path)
    gathered = Gatherer(library, account, language, path.name).gather(entries)
    name_areas(gathered)
    if not account.problems.kept:
        add_markets(gathered, set(), library, account, language)
    for table, key in (("zones", "wb_no_wastes"), ("lines", "wb_no_lines")):
        if not gathered.tables[table] and not account.problems.kept:
            account.refuse("", message(key), message("wb_no_table_hint"))
    scenarios = make_scenarios(gathered, {}, library, account, f"{BASELINE}.yaml", STATUSES)
    raise_problems(account)
    return Taken(account, gathered, scenarios)


def import_project(
    path: Path, to: Path, library: Library, language: Language, tell: Tell
) -> tuple[Taken, Path]:
    """Make a project of a workbook in a folder of its own; return what was taken, and its scenario.

    A folder that an earlier import of the same workbook wrote is replaced, what people put into it
    kept.

    Raises
    ------
    InputError
        All that could not be read; nothing is written then. Or something else stands there.
    """
    source = Source(path.absolute().parent, path.name, sha256(path.read_bytes()).hexdigest())
    origin = Origin("import", (source,))
    check_place(to, origin)
    taken = gather_workbook(path, library, language)

    def fill(folder: Path) -> Path:
        made = write_project(folder, taken, library, path.stem, language)
        write_manifest(folder, path)
        return made.relative_to(folder)

    with claim(to, origin, tell) as place:
        return taken, to / place.write(fill)


def import_changes(path: Path, base: Path, language: Language) -> tuple[Taken, list[Path]]:
    """Write the scenarios of a workbook beside the one they extend; return what was taken.

    Raises
    ------
    InputError
        All that could not be read; nothing is written then. Or a file of that name was not written
        by an import, or was changed since.
    """
    loaded = load_rows(base)
    known = {t: [r.values for r in rows.records] for t, rows in loaded.tables.items()}
    library = library_of(known)
    entries, account = read_entries(path)
    gathered = Gatherer(library, account, language, path.name, known).gather(entries)
    name_areas(gathered, known["areas"])
    sold = {str(row["product"]) for row in known["markets"]}
    if not account.problems.kept:
        add_markets(gathered, sold, library, account, language)
    statuses = list(loaded.scenario.statuses)
    scenarios = make_scenarios(gathered, known, library, account, base.name, statuses)
    if not scenarios and not account.problems.kept:
        account.refuse("", message("wb_no_change"), message("wb_no_change_hint"))
    raise_problems(account)
    taken = Taken(account, gathered, scenarios)
    return taken, write_scenarios(taken, base, language)


def raise_problems(account: Account) -> None:
    """Raise InputError where anything could not be read."""
    if account.problems.kept:
        raise InputError(account.problems.told(account.file))
