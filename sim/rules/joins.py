"""Inner joins of frames: what `DataFrame.merge` gives, at a fraction of its cost for small ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]


def join(left: pd.DataFrame, right: pd.DataFrame, on: str | Sequence[str]) -> pd.DataFrame:
    """Return every pair of rows that agree in the columns `on`, in the order of `left`.

    Columns of `left`, then those of `right` but for `on`; no other name may stand in both.
    """
    keys = [on] if isinstance(on, str) else list(on)
    ours, theirs = match(*(number_rows([left[k], right[k]]) for k in keys))
    columns = {name: left[name].array.take(ours) for name in left}
    columns |= {name: right[name].array.take(theirs) for name in right if name not in keys}
    return pd.DataFrame(columns, copy=False)


def cross(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return every row of `left` with every row of `right`; no name may stand in both."""
    ours = np.repeat(np.arange(len(left)), len(right))
    theirs = np.tile(np.arange(len(right)), len(left))
    columns = {name: left[name].array.take(ours) for name in left}
    columns |= {name: right[name].array.take(theirs) for name in right}
    return pd.DataFrame(columns, copy=False)


def number_rows(pair: Sequence[pd.Series]) -> tuple[Ints, Ints, int]:
    """Return two columns as numbers of their values, and how many values there are.

    Blanks are -1 in both.
    """
    ours, theirs = (column.to_numpy(object) for column in pair)
    codes, values = pd.factorize(np.concatenate([ours, theirs]))
    return codes[: len(ours)], codes[len(ours) :], len(values) + 1


def join_numbers(*columns: tuple[Ints, Ints, int]) -> tuple[Ints, Ints]:
    """Return one number for every row of two tables from the numbers in each of their columns."""
    ours, theirs, _ = columns[0]
    for more_ours, more_theirs, size in columns[1:]:
        ours, theirs = ours * size + more_ours, theirs * size + more_theirs
    return ours, theirs


def match(*columns: tuple[Ints, Ints, int]) -> tuple[Ints, Ints]:
    """Return the places in both tables of all pairs of rows that are equal in every column."""
    ours, theirs = join_numbers(*columns)
    order = np.argsort(theirs, kind="stable")
    first, last = (np.searchsorted(theirs[order], ours, side) for side in ("left", "right"))
    many = last - first
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(np.arange(len(ours)), many), order[np.repeat(first, many) + within]
