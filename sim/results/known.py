"""Sums of figures of which some are not known: lengths, transport work and CO2 of ways."""

from __future__ import annotations

import pandas as pd


def sum_known(table: pd.DataFrame, keys: list[str], columns: list[str]) -> pd.DataFrame:
    """Return keys x columns: the sums, blank where some are blank and the others come to 0.

    >>> table = pd.DataFrame({"zone": ["a", "a", "b", "b"], "km": [None, 2.0, None, 0.0]})
    >>> sum_known(table, ["zone"], ["km"])["km"].tolist()
    [2.0, nan]
    """
    sums = table.groupby(keys)[columns].sum()
    some_blank = table[columns].isna().groupby([table[key] for key in keys]).any()
    return sums.mask(some_blank & (sums == 0))
