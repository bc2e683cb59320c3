"""Takers that never stood open to a waste: switched-off lines and lines reserved for others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.network.exclusions import RESERVED, SWITCHED_OFF
from sim.network.lines import recipes_run
from sim.rules.joins import join
from sim.rules.rows import locate

_KEY = ["origin", "destination", "material"]


def list_left_out(
    case: Case, lines: pd.DataFrame, supply: pd.DataFrame, known: pd.DataFrame
) -> pd.DataFrame:
    """Return zone x plant x material that only a switched-off or reserved line could take.

    `lines` are those that are on; `known` holds the pairs with a route or another reason.
    Columns: origin, destination, material, mode, reason, detail (the line, with its status or
    the zones it is reserved for).
    """
    wastes = supply[["zone", "material"]].drop_duplicates().rename(columns={"zone": "origin"})
    pairs = join(_takers(case), wastes, "material").rename(columns={"plant": "destination"})
    on = pairs["line"].isin(lines.index)
    owners = zip(pairs["only_zones"].tolist(), pairs["origin"].tolist(), strict=True)
    barred = np.array([bool(only) and zone not in only for only, zone in owners], dtype=bool)
    pairs = pairs[~on | barred]
    off, only = pairs["status"], pairs["only_zones"].map("; ".join)
    is_on = pairs["line"].isin(lines.index)
    pairs = pairs.assign(
        mode="",
        reason=np.where(is_on, RESERVED, SWITCHED_OFF),
        detail=pairs["line"] + " (" + off.where(~is_on, only) + ")",
    )
    fresh = locate(known[_KEY].drop_duplicates(), pairs[_KEY]) < 0
    result: pd.DataFrame = pairs.loc[fresh, [*_KEY, "mode", "reason", "detail"]]
    return result


def _takers(case: Case) -> pd.DataFrame:
    """Return every line, on or off, with the materials its recipes take."""
    tables = case.tables
    inputs = tables["inputs"].loc[tables["inputs"]["max"] > 0, ["recipe", "material"]]
    lines = tables["lines"].rename(columns={"id": "line"})
    ours, theirs = recipes_run(lines, tables["recipes"])
    runs = lines[["line", "plant", "status", "only_zones"]].take(ours)
    runs = runs.assign(recipe=tables["recipes"]["id"].array.take(theirs))
    return join(runs, inputs, "recipe").drop_duplicates(["line", "material"])
