"""Rows of a CSV text, each with the line that it begins in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from sim.say.message import Message, message

Refuse = Callable[[int, Message, Message | None], None]
"""Takes the line, what is wrong there, and a hint."""


def split_rows(text: str, refuse: Refuse, separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the line that a row begins in, and its cells; rows of blank cells are skipped.

    What is no CSV is told to `refuse`, and ends the rows.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        begin = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            refuse(begin, *_explain(error))
            return
        if any(cells):
            yield begin, cells


def _explain(error: csv.Error) -> tuple[Message, Message | None]:
    if "field larger" in str(error):
        return message("cell_long", most=csv.field_size_limit()), None
    return message("quotes_unmatched"), message("write_quotes_twice")
