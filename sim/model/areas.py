"""The rates of the areas of a level as rows: none below the least of them, none above the greatest.

Columns `least[level]` and `greatest[level]` stand for 100 x (1 + rate): positive, and of the
size of a per cent. `rate_least` is written for the rate -1; where old stock may be used the
solver writes it anew for other rates (`sim.solve.balance`).
"""

from __future__ import annotations

import numpy as np

from sim.errors import InputError, Problem
from sim.model.rows import Total
from sim.model.weights import Metrics
from sim.network import Network
from sim.rules.families import rate_greatest, rate_least
from sim.say.message import message
from sim.scenario.records import records

PER_CENT = 100.0
RATE = "utilization_rate"


def list_areas(network: Network, level: str) -> list[str]:
    """Return the areas of a level that generate waste, sorted; unnamed ones are none."""
    area_of = network.areas[level]
    makers = (s.zone for s in records(network.supply) if s.generation_kt_yr > 0)
    return sorted({area for zone in makers if (area := area_of[zone])})


def refuse_bent_spread(network: Network) -> None:
    """Refuse the spread of rates whose denominators a plan can change.

    Raises
    ------
    InputError
    """
    if network.scenario.spread and (network.supply["legacy_limit_kt_yr"] > 0).any():
        what, hint = message("spread_old_stock"), message("spread_old_stock_hint")
        raise InputError([Problem("limits", what, hint, "spread")])


def list_rate_rows(network: Network, metrics: Metrics) -> list[Total]:
    """Return the rows of `least` and `greatest`, with U, S, G utilized, old stock, generated.

        rate_least:     U + S - G/100 x least    >= -G
        rate_greatest:  U     - G/100 x greatest <= -G      (no old stock: S = 0)

    Raises
    ------
    InputError
        A spread is asked for while old stock may be used.
    """
    refuse_bent_spread(network)
    least, greatest = [], []
    for level in network.scenario.balanced:
        for area in list_areas(network, level):
            rate = metrics.metric(RATE, {level: area})
            assert rate.below is not None
            utilized, base = metrics.vector(rate.above), metrics.vector(rate.below)
            made = rate.below.constant
            low = metrics.vector(metrics.level_sum("least", level)) * made / PER_CENT
            name = rate_least.NAME, (level, area)
            routes = rate.above.routes
            least.append(Total(name, utilized + base - low, -made, np.inf, routes))
            if level in network.scenario.spread:
                high = metrics.vector(metrics.level_sum("greatest", level)) * made / PER_CENT
                name = rate_greatest.NAME, (level, area)
                greatest.append(Total(name, utilized - high, -np.inf, -made, routes))
    return [*least, *greatest]
