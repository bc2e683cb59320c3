"""A scenario file that extends one of the project, read as edits of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from sim.errors import InputError, Problem
from sim.loader.change.extend import extend
from sim.loader.columns import columns_of
from sim.loader.read.yaml_text import Document, read_yaml
from sim.page.asked import Setup
from sim.page.base import Base, open_base
from sim.page.edits.given import APPENDED, OWN
from sim.page.project import SCENARIOS, find_file, list_files
from sim.page.settings import EDITS
from sim.say.message import message

NAME = "scenario.yaml"
_HEAD = ("format", "extends", *OWN)
_CELLS = {
    ("lines", "id", "capacity"): ("capacity", "line", "value"),
    ("lines", "id", "availability"): ("load", "line", "value"),
    ("markets", "id", "max"): ("demand", "market", "max"),
    ("markets", "id", "min"): ("demand", "market", "min"),
    ("markets", "id", "price"): ("price", "market", "value"),
}
"""Table, column of `where`, column that is set -> kind of edit, its subject, its value."""
Given = dict[str, Any]


def open_text(setup: Setup, text: str, asked: str) -> tuple[str, list[Given]]:
    """Return the scenario that a text extends, and its keys as edits.

    Raises
    ------
    InputError
        All that is wrong with the text, each with its line.
    """
    problems: list[Problem] = []
    document = read_yaml(text, NAME, problems)
    if problems:
        raise InputError(problems)
    file = _find_base(setup, document, asked)
    base = open_base(find_file(setup.root, setup.first, file), setup.root)
    keys = {key: value for key, value in document.data.items() if key not in _HEAD}
    if keys:
        extend(base.loaded, keys, document.where)
    edits = list(_split(keys, base))
    if len(edits) > EDITS:
        edits = [{"kind": "keys", "keys": keys}]
    return file, [{"id": f"e{n}", "on": True, **edit} for n, edit in enumerate(edits, start=1)]


def _find_base(setup: Setup, document: Document, asked: str) -> str:
    """Return the scenario of the project that a file extends."""
    named = document.data.get("extends")
    if not isinstance(named, str):
        where = document.where(("extends",))
        what, hint = message("page_open_extends"), message("page_open_hint")
        raise InputError([Problem(where, what, hint, "extends")])
    files = list_files(setup.root, setup.first)
    beside = [Path(asked).parent, Path(SCENARIOS), Path()]
    for folder in beside:
        file = PurePosixPath(folder.as_posix(), named).as_posix()
        if file in files:
            return file
    ending = [file for file in files if PurePosixPath(file).name == PurePosixPath(named).name]
    if len(ending) == 1:
        return ending[0]
    where = document.where(("extends",))
    raise InputError([Problem(where, message("page_open_unknown", file=named), code="extends")])


def _split(keys: Given, base: Base) -> Iterator[Given]:
    """Yield an edit for each entry, of the kind that says it best."""
    rest = {key: value for key, value in keys.items() if key not in APPENDED}
    if rest:
        yield {"kind": "keys", "keys": rest}
    for change in keys.get("change") or []:
        yield _of_change(change) or {"kind": "keys", "keys": {"change": [change]}}
    for limit in keys.get("limits") or []:
        yield {"kind": "limit", **limit}
    for rule in keys.get("borders") or []:
        yield _of_border(rule) or {"kind": "keys", "keys": {"borders": [rule]}}


def _of_change(change: Given) -> Given | None:
    """Return the edit that sets one cell of one row; None where the change does something else."""
    where, cells = change.get("where") or {}, change.get("set") or {}
    if len(where) != 1 or len(cells) != 1 or set(change) != {"table", "where", "set"}:
        return None
    (by, name), (column, text) = next(iter(where.items())), next(iter(cells.items()))
    known = _CELLS.get((str(change["table"]), str(by), str(column)))
    if known is None or not isinstance(name, str):
        return None
    kind, subject, value = known
    number = _read_cell(str(change["table"]), str(column), text)
    return None if number is None else {"kind": kind, subject: name, value: number}


def _read_cell(table: str, column: str, text: Any) -> float | None:
    try:
        found = columns_of(table)[column].adapter.validate_python(text)
    except ValidationError:
        return None
    return float(found) if isinstance(found, (int, float)) else None


def _of_border(rule: Given) -> Given | None:
    """Return a border rule as an edit; None where it has what an edit does not say."""
    known = {"from", "to", "class", "material", "purpose", "rule", "quota", "surcharge"}
    if not set(rule) <= known:
        return None
    given = dict(rule)
    for name, column in (("quota", "max"), ("surcharge", "price")):
        if name in given:
            number = _read_cell("markets", column, given[name])
            if number is None:
                return None
            given[name] = number
    return {"kind": "border", **given}
