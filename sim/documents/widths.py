"""How wide the columns of a table are: no word and no figure is torn, the rest is shared."""

from __future__ import annotations

import re

from sim.documents.document import Table

_HAN = "\u2e80-\u9fff\uf900-\uffef"
_WORDS = re.compile(rf"[{_HAN}]{{1,4}}|[^\s{_HAN}]+")
"""What stays on one line: a word of Latin letters, a Chinese one."""
_PADDING = 3.6
"""Half-width characters."""
_WIDE = 74.0
"""Half-width characters of a line of a table, paddings included."""
_LONGEST = 14.0
"""Half-width characters of a word that is kept whole."""


def share_width(table: Table, room: float) -> list[float]:
    """Return the width of each column, which together take the room."""
    columns = list(zip(table.heads, *table.rows, strict=True))
    least, wanted = [], []
    for number, (head, *cells) in enumerate(columns):
        whole = max(map(measure, cells), default=0.0)
        word = max(map(_measure_word, (head, *cells)))
        is_figure = number >= table.words
        least.append((whole if is_figure else min(word, _LONGEST)) + _PADDING)
        least[-1] = max(least[-1], _measure_word(head) + _PADDING)
        wanted.append(max(least[-1], min(max(whole, measure(head)), 60.0) + _PADDING))
    spare = max(0.0, _WIDE - sum(least))
    missing = [want - need for want, need in zip(wanted, least, strict=True)]
    share = min(1.0, spare / sum(missing)) if sum(missing) else 0.0
    sizes = [need + share * gap for need, gap in zip(least, missing, strict=True)]
    return [room * size / sum(sizes) for size in sizes]


def _measure_word(text: str) -> float:
    return max(map(measure, _WORDS.findall(text)), default=0.0)


def measure(text: str) -> float:
    """Return how long a text is, in half-width characters.

    >>> measure("产能 t")
    6.0
    """
    return float(sum(2 if ord(sign) > 0x2E80 else 1 for sign in text))
