"""Damage to a table, from one cell to the whole file."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable

from tests.fuzz.odd import odd_text

Sheet = list[list[str]]
Way = Callable[[random.Random, Sheet], str]


def mutate_table(chance: random.Random, text: str) -> tuple[bytes | None, str]:
    """Return a damaged table and what was done; None in place of a table that is gone."""
    kind = chance.random()
    if kind < 0.04:
        return None, "no such file"
    if kind < 0.09:
        return _mutate_bytes(chance, text)
    sheet = _even(list(csv.reader(io.StringIO(text, newline=""))))
    weights = [weight for _, weight in _WAYS]
    way = chance.choices([way for way, _ in _WAYS], weights)[0]
    told = way(chance, sheet)
    return _write(sheet), told


def _even(sheet: Sheet) -> Sheet:
    """Fill up short rows, which earlier damage can leave."""
    return [row + [""] * (len(sheet[0]) - len(row)) for row in sheet]


def _write(sheet: Sheet) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(sheet)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _mutate_bytes(chance: random.Random, text: str) -> tuple[bytes, str]:
    """Return a table whose text is damaged as a file."""
    raw = text.encode()
    at = chance.randrange(len(raw))
    ways: dict[str, bytes] = {
        "empty file": b"",
        "header alone": raw.split(b"\n")[0] + b"\n",
        "with a byte order mark": b"\xef\xbb\xbf" + raw,
        "in UTF-16": text.encode("utf-16"),
        "in GBK": text.encode("gbk", "replace"),
        "lines end in CR": raw.replace(b"\n", b"\r"),
        "lines end in CRLF": raw.replace(b"\n", b"\r\n"),
        "semicolons": raw.replace(b",", b";"),
        "cut short": raw[:at],
        "a zero byte": raw[:at] + b"\0" + raw[at:],
        "a quote": raw[:at] + b'"' + raw[at:],
        "a comma": raw[:at] + b"," + raw[at:],
        "twice": raw + raw,
        "blank lines": raw.replace(b"\n", b"\n\n"),
        "rows of commas": raw + b",,,,,\n" * 3,
    }
    told = chance.choice(list(ways))
    return ways[told], told


def _row(chance: random.Random, sheet: Sheet) -> int:
    return chance.randrange(1, len(sheet)) if len(sheet) > 1 else 0


def _column(chance: random.Random, sheet: Sheet) -> int:
    return chance.randrange(max(1, len(sheet[0]))) if sheet else 0


def _cell(chance: random.Random, sheet: Sheet) -> str:
    row, column = _row(chance, sheet), _column(chance, sheet)
    old = sheet[row][column]
    sheet[row][column] = odd_text(chance, old)
    return f"row {row + 1}, {sheet[0][column]!r}: {old!r} -> {sheet[row][column]!r}"


def _swap_cells(chance: random.Random, sheet: Sheet) -> str:
    """Put another cell of the same column, or of any, in the place of one."""
    row, other, column = _row(chance, sheet), _row(chance, sheet), _column(chance, sheet)
    source = column if chance.random() < 0.7 else _column(chance, sheet)
    sheet[row][column] = sheet[other][source]
    return f"row {row + 1}, {sheet[0][column]!r}: as row {other + 1}, {sheet[0][source]!r}"


def _fill_column(chance: random.Random, sheet: Sheet) -> str:
    """Write one value into a whole column: all zero, all blank, all tiny."""
    column = _column(chance, sheet)
    value = chance.choice(("0", "", "1e-6", "1e-9", "1e9", odd_text(chance, sheet[-1][column])))
    for row in sheet[1:]:
        row[column] = value
    return f"column {sheet[0][column]!r}: all {value!r}"


def _drop_row(chance: random.Random, sheet: Sheet) -> str:
    row = _row(chance, sheet)
    del sheet[row]
    return f"without row {row + 1}"


def _drop_rows(chance: random.Random, sheet: Sheet) -> str:
    kept = chance.choice((0.0, 0.3, 0.7))
    sheet[1:] = [row for row in sheet[1:] if chance.random() < kept]
    return f"{len(sheet) - 1} rows left"


def _repeat_row(chance: random.Random, sheet: Sheet) -> str:
    row = chance.choice((0, _row(chance, sheet)))
    sheet.insert(_row(chance, sheet), list(sheet[row]))
    return f"row {row + 1} repeated"


def _swap_rows(chance: random.Random, sheet: Sheet) -> str:
    row, other = _row(chance, sheet), _row(chance, sheet)
    sheet[row], sheet[other] = sheet[other], sheet[row]
    return f"rows {row + 1} and {other + 1} swapped"


def _ragged_row(chance: random.Random, sheet: Sheet) -> str:
    row = _row(chance, sheet)
    sheet[row] = sheet[row][:-1] if chance.random() < 0.5 else [*sheet[row], "x"]
    return f"row {row + 1}: {len(sheet[row])} cells"


def _drop_column(chance: random.Random, sheet: Sheet) -> str:
    column = _column(chance, sheet)
    name = sheet[0][column]
    for row in sheet:
        del row[column]
    return f"without column {name!r}"


def _repeat_column(chance: random.Random, sheet: Sheet) -> str:
    column = _column(chance, sheet)
    for row in sheet:
        row.append(row[column])
    return f"column {sheet[0][column]!r} twice"


def _rename_column(chance: random.Random, sheet: Sheet) -> str:
    column = _column(chance, sheet)
    old = sheet[0][column]
    unit = f"{old.split(' [')[0]} [{chance.choice(('%', 't/yr', 'kt/yr', 'CNY/t', 'km', ''))}]"
    sheet[0][column] = chance.choice((unit, odd_text(chance, old)))
    return f"column {old!r} is called {sheet[0][column]!r}"


def _swap_columns(chance: random.Random, sheet: Sheet) -> str:
    """Swap two columns with or without their headings."""
    one, two = _column(chance, sheet), _column(chance, sheet)
    for row in sheet[chance.choice((0, 1)) :]:
        row[one], row[two] = row[two], row[one]
    return f"columns {sheet[0][one]!r} and {sheet[0][two]!r} swapped"


_WAYS: tuple[tuple[Way, float], ...] = (
    (_cell, 50),
    (_swap_cells, 12),
    (_fill_column, 10),
    (_drop_row, 6),
    (_drop_rows, 4),
    (_repeat_row, 4),
    (_swap_rows, 2),
    (_ragged_row, 2),
    (_drop_column, 4),
    (_repeat_column, 2),
    (_rename_column, 4),
    (_swap_columns, 2),
)
"""Ways to damage a table, and how often each is taken."""
