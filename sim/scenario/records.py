"""Rows of a frame as named tuples, one name for it everywhere."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame as named tuples; the index is the field `Index`."""
    columns = (frame[name].tolist() for name in frame)
    return map(_row_type(tuple(frame)), frame.index.tolist(), *columns)


def tuples(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a frame as plain tuples, their index left out.

    Columns are read as lists: looked at cell by cell, texts take ten times as long.
    """
    return zip(*(frame[name].tolist() for name in frame), strict=True)


@lru_cache(maxsize=1024)
def _row_type(columns: tuple[str, ...]) -> Any:
    """Return the type of the rows of a frame: to make one takes longer than to fill many."""
    return namedtuple("Row", ["Index", *columns], rename=True)
