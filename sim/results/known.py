"""Sums of figures of which some are not known: lengths, transport work and CO2 of ways."""

from __future__ import annotations

import numpy as np
import pandas as pd


def sum_known(table: pd.DataFrame, keys: list[str], columns: list[str]) -> pd.DataFrame:
    """Return keys x columns: the sums, blank where some are blank and the others come to 0.

    >>> table = pd.DataFrame({"zone": ["a", "a", "b", "b"], "km": [None, 2.0, None, 0.0]})
    >>> sum_known(table, ["zone"], ["km"])["km"].tolist()
    [2.0, nan]
    """
    groups = table.groupby(keys)
    sums = groups[columns].sum()
    row, column = np.nonzero(table[columns].isna().to_numpy())
    group = groups.ngroup().to_numpy()[row] if len(row) else row
    some_blank = np.zeros(sums.shape, dtype=bool)
    some_blank[group[group >= 0], column[group >= 0]] = True
    return sums.mask(some_blank & (sums == 0)) if some_blank.any() else sums
