"""Which ways another way makes needless: better in every figure that a metric may weigh."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.network.figures import OF_WAYS, WAY_FIGURES, compared
from sim.rules.amounts import AMOUNTS, CARRIED, amount_of
from sim.rules.ingredients import read_ingredients
from sim.rules.joins import join
from sim.rules.metric import Metric
from sim.rules.metrics import METRICS
from sim.scenario.document import Scenario

Figure = float | NDArray[np.float64]
_ENDS = ["origin", "destination"]


def mark_beaten(ways: pd.DataFrame, capped: pd.Index[str]) -> NDArray[np.bool_]:
    """Return which ways an unlimited way between the same ends beats, all figures looked at.

    A way over a terminal of `capped` throughput, or over a link with a capacity, is limited: it
    makes none other needless. Nor does a way of a mode that has ways for single materials.
    """
    limited = ways["board"].isin(capped) | ways["alight"].isin(capped) | ways["over"].ne("")
    own = ways["material"].ne("")
    if own.any():
        limited |= own.groupby([ways[column] for column in (*_ENDS, "mode")]).transform("any")
    return mark_worse(ways, _ENDS, ~limited)


def mark_worse(
    ways: pd.DataFrame, ends: list[str], may_beat: pd.Series[bool], *further: str
) -> NDArray[np.bool_]:
    """Return which rows a row of `may_beat` between the same `ends` beats.

    All WAY_FIGURES are looked at, and the columns `further`, each by itself.
    """
    beaten = np.zeros(len(ways), dtype=bool)
    several = ways.duplicated(ends, keep=False)
    if not several.any():
        return beaten
    columns = [*WAY_FIGURES, *further]
    frame = ways[[*ends, *columns]].astype(dict.fromkeys(columns, float))
    frame = frame.assign(number=np.arange(len(ways)))
    rivals = frame.loc[several & may_beat, [*ends, *columns]]
    pairs = join(frame[several], rivals.rename(columns={c: f"{c}_rival" for c in columns}), ends)
    mine = {c: pairs[c].to_numpy() for c in columns}
    theirs = {c: pairs[f"{c}_rival"].to_numpy() for c in columns}
    looked_at = ([*compared(of), *(of[c] for c in further)] for of in (theirs, mine))
    worse = beats(*looked_at)
    beaten[pairs["number"].to_numpy(int)[worse]] = True
    return beaten


def is_no_better(mine: Sequence[float], theirs: Sequence[float]) -> bool:
    """Return whether none of their figures is larger than mine."""
    return all(b <= a for a, b in zip(mine, theirs, strict=True))


def beats(theirs: Sequence[Figure], mine: Sequence[Figure]) -> NDArray[np.bool_]:
    """Return where none of their figures is larger than mine and one is less."""
    pairs = list(zip(theirs, mine, strict=True))
    never = reduce(np.logical_and, [np.greater_equal(b, a) for a, b in pairs])
    ever = reduce(np.logical_or, [np.greater(b, a) for a, b in pairs])
    beaten: NDArray[np.bool_] = np.logical_and(never, ever)
    return beaten


def may_drop(scenario: Scenario) -> bool:
    """Return whether less of a figure is never worse: no cost or CO2 is maximized or floored.

    Where what goes by a way is limited, a worse one may be wanted.
    """
    if any(amount_of(limit.metric) == CARRIED for limit in scenario.limits):
        return False
    limits = [limit for limit in scenario.limits if limit.metric not in AMOUNTS]
    more = [s.metric for s in scenario.objective if s.maximize]
    more += [limit.metric for limit in limits if limit.floor]
    less = [s.metric for s in scenario.objective if s.minimize]
    less += [limit.metric for limit in limits if limit.cap]
    return not any(
        METRICS[name].better == "low" or _weighs_ways(METRICS[name], 1.0) for name in more
    ) and not any(_weighs_ways(METRICS[name], -1.0) for name in less)


def _weighs_ways(metric: Metric, sign: float) -> bool:
    """Return whether more of a figure that ways differ in moves a metric up (+1), or down (-1)."""
    found = read_ingredients(metric)
    sizes = found.most if sign > 0 else found.least
    return any(sign * sizes.get(("routes", figure), 0.0) > 0 for figure in OF_WAYS)
