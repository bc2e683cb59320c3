"""Sums of figures of which some are not known: lengths, transport work and CO2 of ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.model.arrays import Floats, Ints
from sim.network import Network
from sim.network.unknown import find_known_in_part
from sim.rules.ingredients import read_ingredients
from sim.rules.metric import MONEY
from sim.rules.metrics import METRICS
from sim.solve.plan import Plan


def sum_known(table: pd.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Return keys x columns: the sums, blank where some are blank and the others come to 0.

    >>> table = pd.DataFrame({"zone": ["a", "a", "b", "b"], "km": [None, 2.0, None, 0.0]})
    >>> sum_known(table, ["zone"], ["km"])["km"].tolist()
    [2.0, nan]
    """
    rows, firsts = number_keys(table, keys)
    sums = sum_known_rows(table[[*columns]].to_numpy(float), rows, len(firsts))
    about = table[[*keys]].take(firsts)
    index = pd.MultiIndex.from_frame(about) if len(keys) > 1 else pd.Index(about[keys[0]])
    return pd.DataFrame(sums, index, [*columns])


def sum_known_rows(values: Floats, rows: Ints, count: int) -> Floats:
    """Return `sum_rows`, not a number where some are blank and the others come to 0."""
    sums, blank = sum_rows(values, rows, count), np.isnan(values)
    if blank.any():
        some_blank = np.zeros(sums.shape, dtype=bool)
        np.logical_or.at(some_blank, rows, blank)
        sums[some_blank & (sums == 0)] = np.nan
    return sums


def number_keys(table: pd.DataFrame, keys: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the group of each row, groups in the order of their keys, and a row of each group."""
    cells = list(zip(*(table[key].tolist() for key in keys), strict=True))
    first = dict(zip(reversed(cells), range(len(cells) - 1, -1, -1), strict=True))
    ordered = sorted(first)
    number = {key: n for n, key in enumerate(ordered)}
    rows = np.fromiter((number[key] for key in cells), np.int64, len(cells))
    return rows, np.fromiter((first[key] for key in ordered), np.int64, len(ordered))


def sum_rows(values: Floats, rows: Ints, count: int) -> Floats:
    """Return the sums of the values (things x figures) that belong to each of `count` rows.

    What is not a number is left out. Sums are those of a frame: rounding errors are made up for.
    """
    sums = np.zeros((count, *values.shape[1:]))
    found = pd.DataFrame(values).groupby(rows).sum()
    sums[found.index] = found.to_numpy(float).reshape(len(found), *values.shape[1:])
    return sums


def count_left_out(name: str, network: Network, unknown: pd.DataFrame) -> int:
    """Return of how many routes a metric leaves out what is not known."""
    metric = METRICS[name]
    if metric.unit == MONEY and not network.carbon_price_CNY_t:
        return 0
    weighed = read_ingredients(metric).most
    return max(int(unknown[figure].sum()) * (("routes", figure) in weighed) for figure in unknown)


def find_known_at_least(network: Network, plan: Plan) -> frozenset[str]:
    """Return the metrics of which a plan has more than is told: some of its ways are unknown."""
    moved = network.routes.loc[plan.ship.loc[plan.ship["amount_kt_yr"] > 0, "route"]]
    unknown = find_known_in_part(network, moved)
    if not unknown.to_numpy(bool).any():
        return frozenset()
    return frozenset(name for name in METRICS if count_left_out(name, network, unknown))
