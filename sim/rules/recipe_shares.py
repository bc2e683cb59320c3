"""Shares of inputs, and of groups of inputs, in what a line makes or treats."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import Literal

import numpy as np
import pandas as pd

from sim.rules.family import ConflictGroup, Reason
from sim.rules.joins import join
from sim.rules.rows import Rows, locate
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

OF_INPUT = ["line", "recipe", "material"]
OF_GROUP = ["line", "recipe", "group"]
End = Literal["min", "max"]
TOO_MUCH = Reason(
    "recipe_full",
    Wording("the recipe of the taker allows no larger share", "接收设施配方掺量已达上限"),
)
TOO_LITTLE = Reason(
    "recipe_short",
    Wording(
        "the recipe of the taker needs a companion that is not to be had",
        "接收设施配方所需配料不足",
    ),
)
RECIPES = ConflictGroup("recipes", Wording("{count} shares of recipes", "{count} 项配方掺量"))


def input_rows(name: str, n: Tables, c: Columns, end: End) -> Rows:
    """Return min x act <= use, or use <= max x act, of single inputs."""
    return _rows(name, n.shares, _used(n, c), c, end)


def group_rows(name: str, n: Tables, c: Columns, end: End) -> Rows:
    """Return min x act <= sum of use, or sum of use <= max x act, of groups of inputs."""
    materials = n.groups["materials"].tolist()
    members = n.groups[OF_GROUP].take(np.repeat(np.arange(len(materials)), [*map(len, materials)]))
    members["material"] = [*chain.from_iterable(materials)]
    grouped = join(members, _used(n, c), OF_INPUT)
    return _rows(name, n.groups, grouped[[*OF_GROUP, "column"]], c, end)


def _used(n: Tables, c: Columns) -> pd.DataFrame:
    return n.uses[OF_INPUT].assign(column=c.block("use"))


def _rows(name: str, frame: pd.DataFrame, uses: pd.DataFrame, c: Columns, end: End) -> Rows:
    """Return the rows of one end; a least share of 0 gives none, nor does a share of nothing."""
    key = [column for column in uses.columns if column != "column"]
    used = uses["column"].to_numpy(np.int64)
    if end == "min":
        stated = frame[frame["min"] > 0]
        rows = Rows(name, stated[key], lower=0.0)
    else:
        inside = locate(uses[key].drop_duplicates(), frame[key]) >= 0
        stated = frame[inside & frame["max"].notna().to_numpy()]
        rows = Rows(name, stated[key], upper=0.0)
    act = c.find("act", stated[["line", "recipe"]])
    return rows.add(1.0, used, uses[key]).less_share(stated[end], act, stated[key])


def whole_inputs(n: Tables) -> Collection[Index]:
    """Return the inputs that are the whole of what a line uses, by definition."""
    return _whole(n.shares[OF_INPUT], n.shares)


def whole_groups(n: Tables) -> Collection[Index]:
    """Return the groups that are the whole of what a line uses, by definition."""
    return _whole(n.groups[OF_GROUP], n.groups)


def _whole(keys: pd.DataFrame, frame: pd.DataFrame) -> set[Index]:
    fixed = ((frame["min"] == 1.0) & (frame["max"] == 1.0)).to_numpy(bool)
    return set(keys[fixed].itertuples(index=False, name=None))
