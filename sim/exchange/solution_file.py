"""A solution as a solver or a person wrote it: each name with its value and its `file:line`.

Solution files of HiGHS, Gurobi, SCIP, CBC and CPLEX (XML) say a name and its value on a line, in
the names of the MPS or LP file that was exported; a CSV file has the columns `name` and `value`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError, Problem, os_reason
from sim.say.message import message
from sim.scenario.escaping import unguard

_XML = re.compile(r'<variable\b[^>]*?\bname="([^"]*)"[^>]*?\bvalue="([^"]*)"')
_COLUMNS = re.compile(r"#\s*Columns\s+(\d+)")
"""So many names HiGHS writes on the lines that follow."""
_ROWS = re.compile(r"#\s*(Rows|Dual solution)", re.IGNORECASE)
"""From here on HiGHS writes rows, and repeats the names with their duals."""


@dataclass(frozen=True)
class Stated:
    """A name and what the file says is its value, which may be no number."""

    where: str
    """`file:line`"""
    name: str
    value: str


def read_solution(path: Path) -> list[Stated]:
    """Return everything that a file may say of variables, by lines.

    Raises
    ------
    InputError
        The file cannot be read, was cut off, or is a CSV file without its two columns.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise InputError([Problem(str(path), message("is_no_file"), code="no_file")])
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        what = message("cannot_be_accessed", reason=os_reason(error))
        raise InputError([Problem(str(path), what, code="no_access")]) from error
    if path.suffix.lower() == ".csv":
        return _read_table(text, path)
    if text.lstrip().startswith("<?xml"):
        lines = enumerate(text.splitlines(), start=1)
        return [Stated(f"{path}:{n}", *found) for n, line in lines for found in _XML.findall(line)]
    return list(_read_lines(text, path))


def _read_table(text: str, path: Path) -> list[Stated]:
    """Return the rows of a CSV file; other columns, such as those of NAME.names.csv, may stand."""
    rows = csv.DictReader(io.StringIO(text, newline=""), restval="")
    try:
        return list(_read_rows(rows, path))
    except csv.Error:  # the one fault that it finds: quotes may stand anyhow
        where = f"{path}:{rows.reader.line_num}"
        what = message("cell_long", most=csv.field_size_limit())
        raise InputError([Problem(where, what, code="csv")]) from None


def _read_rows(rows: csv.DictReader[str], path: Path) -> Iterator[Stated]:
    if not {"name", "value"} <= set(rows.fieldnames or ()):
        what, hint = message("given_columns"), message("given_columns_hint")
        raise InputError([Problem(f"{path}:1", what, hint, "columns")])
    for row in rows:
        if row.get("kind") != "row":
            name, value = unguard(row["name"].strip()), row["value"].strip()
            yield Stated(f"{path}:{rows.line_num}", name, value)


def _read_lines(text: str, path: Path) -> Iterator[Stated]:
    """Yield the lines of a text that begin with a name, which has a full stop in it."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if _ROWS.match(line):
            return
        if found := _COLUMNS.match(line):
            _refuse_cut(lines[number:], int(found[1]), f"{path}:{number}")
        words = line.split()
        if words and words[0] == "**":  # CBC marks what violates a bound
            words = words[1:]
        if len(words) >= 3 and words[0].isdecimal():  # CBC numbers the lines
            words = words[1:]
        if words and "." in words[0]:
            yield Stated(f"{path}:{number}", words[0], "".join(words[1:2]))


def _refuse_cut(following: list[str], due: int, where: str) -> None:
    """Refuse a file that ends before all the columns that it announces."""
    found = next((n for n, line in enumerate(following) if line.startswith("#")), len(following))
    if found < due:
        what = message("given_cut", due=due, found=found)
        raise InputError([Problem(where, what, message("given_cut_hint"), "cut_off")])
