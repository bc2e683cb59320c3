"""Breaking Chinese text into lines: no mark stands where none may, no number is torn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_PARTS = re.compile(r"[“（《]*(?:[!-~−–…·]+|.)[，。；：、）”》！？%/]*", re.DOTALL)
"""What is not torn apart: a Latin word, a number, a character with its marks."""


def break_lines(
    text: str, room: float, measure: Callable[[str], float], indent: float = 0.0
) -> list[str]:
    """Return the lines of a text, none longer than the room; the first begins further in.

    >>> break_lines("净利用4,319万吨/年，未利用。", 6, lambda text: float(len(text)))
    ['净利用', '4,319万', '吨/年，未利', '用。']
    """
    lines, used = [""], indent
    for part in _parts(text, room, measure):
        width = measure(part)
        if used + width > room and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += part if lines[-1] else part.lstrip()
        used += width
    return [line.rstrip() for line in lines]


def _parts(text: str, room: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Yield what stays together; a word longer than a line is torn."""
    for part in _PARTS.findall(text):
        if measure(part) <= room:
            yield part
        else:
            yield from part
