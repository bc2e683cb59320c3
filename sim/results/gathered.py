"""Rows of result tables that are known before any plan: what adds up to which of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.model.arrays import Floats, Ints


@dataclass(frozen=True)
class Gathered:
    """The rows that a table may have, sorted by their keys, and which of them each thing is in."""

    row_of: Ints
    """Position of the row of each thing."""
    about: pd.DataFrame
    """One row each: the keys, and what else all plans say of it."""
    periods: Sequence[int]

    def add(self, things: Ints, periods: Ints, amounts: Mapping[str, Floats]) -> pd.DataFrame:
        """Return period and `about` of the rows that have things, and the sums of their amounts.

        Things and periods are positions, one each of every amount.
        """
        count = max(1, len(self.about))
        sums = pd.DataFrame(amounts).groupby(periods * count + self.row_of[things]).sum()
        when, which = np.divmod(sums.index.to_numpy(np.int64), count)
        rows = self.about.take(which).reset_index(drop=True)
        rows.insert(0, "period", np.asarray(self.periods)[when])
        return pd.concat([rows, sums.reset_index(drop=True)], axis=1)


def gather_rows(
    things: pd.DataFrame, keys: Sequence[str], firsts: Sequence[str], periods: Sequence[int]
) -> Gathered:
    """Return the rows that things of the same keys share; of `firsts` the first one's is told."""
    groups = things.groupby(list(keys), sort=True)
    about = groups[list(firsts)].first() if firsts else groups.first()[[]]
    row_of: Ints = groups.ngroup().to_numpy().astype(np.int64)
    return Gathered(row_of, about.reset_index(), periods)
