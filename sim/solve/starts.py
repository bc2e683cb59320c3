"""What a session starts from, as plain text: to be sent, written down and read again."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import highspy

from sim.solve.session import Session, Start

_STATUS = tuple(highspy.HighsBasisStatus(number) for number in range(5))
Packed = dict[str, Any]
"""bases: [stage, rows, statuses of columns, statuses of rows] each; rates: metric -> value."""


def pack_start(session: Session, before: Start | None = None) -> Packed:
    """Return what a session starts its next solve from, as JSON can hold it.

    With `before`, what the session has had since then is left out.
    """
    now, old = session.start, before.bases if before is not None else {}
    bases = [
        [*key, _pack(known[1].col_status), _pack(known[1].row_status)]
        for key, known in sorted(now.bases.items())
        if known is not old.get(key)
    ]
    return {"bases": bases, "rates": dict(sorted(now.rates.items()))}


def unpack_start(packed: Packed) -> Start:
    """Return a start that was packed; to the last bit, it leads to the same solves."""
    bases = {}
    for stage, rows, of_columns, of_rows in packed["bases"]:
        basis: Any = highspy.HighsBasis()
        basis.col_status, basis.row_status = _unpack(of_columns), _unpack(of_rows)
        basis.valid, basis.alien = True, False
        bases[stage, rows] = len(basis.col_status), basis
    return Start(bases, dict(packed["rates"]))


def _pack(statuses: list[Any]) -> str:
    return base64.b85encode(zlib.compress(bytes(map(int, statuses)), 1)).decode("ascii")


def _unpack(text: str) -> list[Any]:
    return [_STATUS[number] for number in zlib.decompress(base64.b85decode(text))]
