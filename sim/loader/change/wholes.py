"""Analyses whose contents are moved: their oxides are parts of one whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.scenario.library_rows import OXIDE

CONTENTS = ("composition", "value")
"""Table and column of contents."""
_WHOLE = 1.0


class Analyses:
    """The analyses of a table of contents, and which of their cells are moved.

    Where the oxides of one would add up to more than 100 %, or than they typically do if that is
    more, those that are moved are made smaller together: the ratios between them stay.
    """

    def __init__(self, frame: pd.DataFrame, moved: NDArray[np.int64] | None = None) -> None:
        properties = frame["property"].astype(str)
        is_oxide = properties.map(lambda name: OXIDE.fullmatch(name) is not None).to_numpy(bool)
        self._rows = np.flatnonzero(is_oxide)
        analysis = frame.iloc[self._rows].groupby(["material", "producer"], dropna=False)
        self._of = analysis.ngroup().to_numpy(np.int64)
        self._is_moved = np.isin(self._rows, [] if moved is None else moved)
        self._most = np.maximum(_WHOLE, self._sum(frame["value"].to_numpy(float)[self._rows]))

    def _sum(self, contents: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = np.bincount(self._of, contents).astype(float)
        return found

    def keep_whole(self, contents: NDArray[np.float64]) -> None:
        """Make moved oxides smaller, in place, where an analysis is more than the whole."""
        own = contents[self._rows]
        moved = self._sum(np.where(self._is_moved, own, 0.0))
        room = self._most - self._sum(np.where(self._is_moved, 0.0, own))
        factor = np.divide(room, moved, out=np.ones_like(room), where=moved > room)
        contents[self._rows] = np.where(self._is_moved, own * factor[self._of], own)
