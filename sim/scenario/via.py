"""How a way by two terminals is written: `A>B`, and the whole of it where links lie beside it."""

from __future__ import annotations

from collections.abc import Sequence

_THEN, _WHOLE = ">", ">>"


def write_via(
    board: str, alight: str, first: str = "", stops: Sequence[str] = (), last: str = ""
) -> str:
    """Return the terminals, and behind them the parts of the way that are not the first choice.

    `first` and `last` are the modes of the legs, `stops` what the trunk passes.

    >>> write_via("A", "B"), write_via("A", "B", "belt", ["M"])
    ('A>B', 'A>B>>belt>A>M>B')
    """
    ends = _THEN.join((board, alight))
    if not (first or stops or last):
        return ends
    return ends + _WHOLE + _THEN.join(p for p in (first, board, *stops, alight, last) if p)


def terminals_of(via: str) -> list[str]:
    """Return where a way boards and alights; nothing by road.

    >>> terminals_of("A>B>>belt>A>M>B"), terminals_of("")
    (['A', 'B'], [])
    """
    return via.partition(_WHOLE)[0].split(_THEN) if via else []
