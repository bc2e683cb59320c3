"""Rows of a frame as named tuples, one name for it everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame as named tuples; the index is the field `Index`."""
    return iter(frame.itertuples())
