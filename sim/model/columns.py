"""The columns of the programme: one block a variable, numbered in the order of its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model.arrays import Floats, Ints, Name
from sim.network import Network
from sim.rules.rows import locate
from sim.scenario.records import tuples

KEYS = {
    "ship": ["route"],
    "reclaim": ["zone", "lot"],
    "act": ["line", "recipe"],
    "buy": ["plant", "lot"],
    "use": ["line", "recipe", "lot"],
    "build": ["line"],
    "close": ["line", "entry"],
    "sized": ["line", "option"],
    "steps": ["line"],
    "on": ["kind", "id", "option"],
    "change": ["origin", "destination", "material"],
    "least": ["level"],
    "greatest": ["level"],
}
"""Variable -> its index columns but the period, in the order of the blocks."""
WHOLE = ("steps", "on")
"""Variables that are whole numbers."""
AUXILIARY = ("least", "greatest")
"""Variables that only help to state limits and objectives; they are no part of a plan."""
MOVED = ("utilization", "chain")
"""Roles of the flows whose change from a reference plan counts."""


@dataclass(frozen=True)
class Columns:
    """Numbers the columns (before they are repeated for every period)."""

    network: Network
    with_change: bool = False
    added: int = 0
    """How many of the last routes stand behind all other columns."""

    @cached_property
    def keys(self) -> dict[str, pd.DataFrame]:
        """Return variable -> its keys, one row per column."""
        n = self.network
        old = n.supply[n.supply["legacy_limit_kt_yr"] > 0]
        frames = {
            "ship": pd.DataFrame({"route": n.routes.index.to_numpy()}),
            "reclaim": old,
            "act": n.runs,
            "buy": n.purchases,
            "use": n.uses,
            "build": n.expansions,
            "close": n.closures,
            "sized": n.sizes,
            "steps": n.steps,
            "on": n.switches,
            "change": self.flows.drop_duplicates().sort_values(KEYS["change"])
            if self.with_change
            else pd.DataFrame(columns=KEYS["change"]),
            "least": pd.DataFrame({"level": list(n.scenario.balanced)}, dtype=object),
            "greatest": pd.DataFrame({"level": list(n.scenario.spread)}, dtype=object),
        }
        return {v: frames[v][names].reset_index(drop=True) for v, names in KEYS.items()}

    @cached_property
    def flows(self) -> pd.DataFrame:
        """Return origin, destination and material of the routes that move waste to lines."""
        routes = self.network.routes[self.network.routes["role"].isin(MOVED)]
        material = self.network.lots["material"].reindex(routes["lot"]).to_numpy()
        return routes[["origin", "destination"]].assign(material=material)

    @cached_property
    def blocks(self) -> dict[str, Ints]:
        """Return variable -> numbers of its columns, in the order of its keys."""
        found: dict[str, Ints] = {}
        start = 0
        for variable, frame in self.keys.items():
            size = len(frame) - (self.added if variable == "ship" else 0)
            found[variable] = start + np.arange(size)
            start += size
        found["ship"] = np.concatenate([found["ship"], start + np.arange(self.added)])
        return found

    @property
    def count(self) -> int:
        """Return the number of columns of one period."""
        return sum(len(frame) for frame in self.keys.values())

    def block(self, variable: str) -> Ints:
        """Return the numbers of the columns of a variable."""
        return self.blocks[variable]

    def find(self, variable: str, keys: pd.DataFrame) -> Ints:
        """Return the numbers of the columns with these keys, in the order of `KEYS`; or -1."""
        at = locate(self.keys[variable], keys)
        return np.where(at >= 0, np.append(self.blocks[variable], -1)[at], -1)

    def names(self) -> list[Name]:
        """Return the name of every column, periods last."""
        periods = self.network.periods
        names: list[Name] = [("", ())] * (self.count * len(periods))
        for variable, frame in self.keys.items():
            keys = tuples(frame)
            for number, key in zip(self.blocks[variable].tolist(), keys, strict=True):
                for t, period in enumerate(periods):
                    names[number * len(periods) + t] = (variable, (*key, period))
        return names

    def whole(self) -> NDArray[np.bool_]:
        """Return which columns, of all periods, are whole numbers."""
        found = np.zeros(self.count, dtype=bool)
        for variable in WHOLE:
            found[self.blocks[variable]] = True
        return np.repeat(found, len(self.network.periods))

    def split(self, values: Floats) -> dict[str, pd.DataFrame]:
        """Return one frame a variable, sorted by its keys, from the vector of all columns."""
        return {
            variable: frame.assign(amount_kt_yr=values[where])
            for variable, (frame, where) in self._sorted.items()
        }

    @cached_property
    def _sorted(self) -> dict[str, tuple[pd.DataFrame, Ints]]:
        """Return variable -> its keys and periods, sorted, and the columns in that order."""
        periods, found = list(self.network.periods), {}
        for variable, keys in self.keys.items():
            if variable in AUXILIARY:
                continue
            where = self.blocks[variable][:, None] * len(periods) + np.arange(len(periods))
            many = keys.loc[keys.index.repeat(len(periods))].reset_index(drop=True)
            many["period"] = np.tile(periods, len(keys))
            many = many.sort_values([*KEYS[variable], "period"])
            found[variable] = many.reset_index(drop=True), where.ravel()[many.index.to_numpy()]
        return found

    def gather(self, frames: Mapping[str, pd.DataFrame]) -> Floats:
        """Return the vector of all columns from one frame a variable, as `split` gives them.

        Columns that no frame speaks of are zero.
        """
        periods = list(self.network.periods)
        values = np.zeros(self.count * len(periods))
        for variable, keys in KEYS.items():
            frame = frames.get(variable, pd.DataFrame())
            if len(frame) and len(self.keys[variable]):
                at = self.find(variable, frame[keys])
                known = at >= 0
                period = frame["period"].map({t: i for i, t in enumerate(periods)}).to_numpy()
                where = at * len(periods) + period
                values[where[known]] = frame["amount_kt_yr"].to_numpy(float)[known]
        return values
