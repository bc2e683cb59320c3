"""Sums of figures of which some are not known: lengths, transport work and CO2 of ways."""

from __future__ import annotations

import pandas as pd

from sim.network import Network
from sim.network.unknown import find_known_in_part
from sim.rules.ingredients import read_ingredients
from sim.rules.metric import MONEY
from sim.rules.metrics import METRICS
from sim.solve.plan import Plan


def sum_known(table: pd.DataFrame, keys: list[str], columns: list[str]) -> pd.DataFrame:
    """Return keys x columns: the sums, blank where some are blank and the others come to 0.

    >>> table = pd.DataFrame({"zone": ["a", "a", "b", "b"], "km": [None, 2.0, None, 0.0]})
    >>> sum_known(table, ["zone"], ["km"])["km"].tolist()
    [2.0, nan]
    """
    sums = table.groupby(keys)[columns].sum()
    some_blank = table[columns].isna().groupby([table[key] for key in keys]).any()
    return sums.mask(some_blank & (sums == 0))


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
