"""Write sim/results/fields.csv from the tables of docs/results.md: python -m tools.build_fields."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from tools.blocks import ROOT, write

PAGE = ROOT / "docs" / "results.md"
FIELDS = ROOT / "sim" / "results" / "fields.csv"
HEAD = ("table", "column", "unit", "meaning")
_SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_CELL = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_SHARED = "Amounts that many tables share"


def fields_text() -> str:
    """Return the file: what every column of every table of results means, and its unit."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(_list_fields(PAGE.read_text(encoding="utf-8")))
    return text.getvalue()


def _list_fields(page: str) -> Iterator[tuple[str, ...]]:
    """Yield table, column, unit and meaning; table `*` has the columns that many tables share."""
    for title, body in _SECTION.findall(page):
        table = "*" if title == _SHARED else title.removesuffix(".csv")
        if table == title:
            continue
        for line in body.splitlines():
            cells = [cell.strip() for cell in _CELL.split(line)[1:-1]]
            if line.startswith("| `") and "as above" not in cells[-1]:
                yield from _fields_of(table, *cells)


def _fields_of(table: str, names: str, unit: str, meaning: str) -> Iterator[tuple[str, ...]]:
    columns = re.findall(r"`([^`]+)`", names)
    units = [part.strip() for part in unit.split(",")]
    if len(units) != len(columns):
        units = [unit] * len(columns)
    plain = _LINK.sub(r"\1", meaning).replace("\\|", "|").replace("`", "")
    for column, one in zip(columns, units, strict=True):
        yield table, column, one, plain


def main() -> None:
    """Write the file."""
    write(FIELDS, fields_text())


if __name__ == "__main__":
    main()
