"""Rows of shares, `part - share x base <= | >= 0`: the share that each allows, and its base."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from sim.model.arrays import Name
from sim.model.build import Programme
from sim.rules.families import FAMILIES
from sim.rules.rows import locate
from sim.rules.tables import Floats, Index
from sim.scenario.records import tuples


@dataclass(frozen=True)
class Share:
    """What a row allows of its base."""

    allowed: float
    columns: tuple[int, ...]
    """Columns of the programme that add up to the base."""

    def base(self, values: Floats) -> float:
        """Return the base in a plan, kt/yr."""
        return float(sum(values[column] for column in self.columns))


class Shares:
    """Looks up the shares of a programme's rows; a family is read when it is first asked for."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._families: dict[str, dict[Index, tuple[float, list[int]]]] = {}

    def of(self, row: Name) -> Share:
        """Return the share of a row of a family of shares."""
        name, (*index, period) = row
        if name not in self._families:
            self._families[name] = self._read(name)
        allowed, columns = self._families[name][tuple(index)]
        periods = self._programme.network.periods
        t = periods.index(period)
        return Share(allowed, tuple(column * len(periods) + t for column in columns))

    def _read(self, name: str) -> dict[Index, tuple[float, list[int]]]:
        """Return index without period -> share, and columns (before periods) of its base."""
        write = FAMILIES[name].rows
        assert write is not None
        rows = write(self._programme.network, self._programme.columns)
        if rows is None:
            return {}
        columns: defaultdict[int, list[int]] = defaultdict(list)
        for numbers, keys in rows.base:
            at = locate(rows.keys, keys)
            for place, column in zip(at.tolist(), numbers.tolist(), strict=True):
                columns[place].append(column)
        allowed = np.broadcast_to(np.asarray(rows.cells, dtype=float), len(rows.keys)).tolist()
        named = zip(tuples(rows.keys), allowed, strict=True)
        return {key: (share, columns[i]) for i, (key, share) in enumerate(named)}
