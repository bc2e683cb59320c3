"""The least rate of areas, made as large as possible: exact also with old stock in play.

The rates of areas are fractions U_g / D_g with D_g = G_g + S_g. max min_g U_g / D_g is a
generalized fractional programme: for a rate r, maximize w with U_g - r D_g >= w d_g for all g,
d_g being the D_g of the plan at hand; the least rate of the solution is the next r, until w is
zero (Crouzeix, Ferland and Schaible, Journal of Optimization Theory and Applications 47, 1985,
in the scaled form of 49, 1986). The rates rise, each step is a warm re-solve. Without old stock
D_g is constant and the first step is exact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.errors import SolverLimitError
from sim.model.areas import PER_CENT
from sim.say.message import message
from sim.solve.arrays import Floats
from sim.solve.engine import Engine
from sim.solve.forms import Form
from sim.solve.optimum import Optimum

STEPS = 100
SETTLED = 1e-10
"""A least rate has settled when it rises by less than this."""


@dataclass(frozen=True)
class LeastRate(Form):
    """The least of several rates, as the column that is bounded by all of them."""

    rates: tuple[Form, ...] = ()
    rows: tuple[int, ...] = ()
    """Row of each rate: U - r S - d v/100 >= r G - d (1 + r), v = 100 (1 + least rate)."""
    column: int = -1

    def value(self, columns: Floats) -> float:
        """Return the least rate of a solution; not a number where no area has one."""
        return min((rate.value(columns) for rate in self.rates), default=math.nan)

    def base(self, columns: Floats) -> float:
        """Return 0 where no area has a rate, so that there is no least of them; else 1."""
        return 1.0 if self.rates else 0.0

    @property
    def is_fractional(self) -> bool:
        """Return whether old stock may be used somewhere, so that rates are fractions."""
        return any(rate.below is not None and bool(rate.below.any()) for rate in self.rates)

    def sizes(self, columns: Floats) -> list[float]:
        """Return the denominator of each rate in a solution."""
        return [rate.base(columns) for rate in self.rates]

    def write_rows(self, engine: Engine, at: float, sizes: Sequence[float]) -> None:
        """Write the rows for a rate; `engine.reset` takes it back.

        With v = 100 (1 + at) they say that no rate is below `at`, whatever the sizes.
        """
        for row, rate, size in zip(self.rows, self.rates, sizes, strict=True):
            assert rate.below is not None
            for stock in np.flatnonzero(rate.below):
                used = float(rate.vector[stock] - at * rate.below[stock])
                engine.set_coefficient(row, int(stock), used)
            engine.set_coefficient(row, self.column, -size / PER_CENT)
            engine.bound_row(row, at * rate.below_offset - size * (1.0 + at) - rate.offset, np.inf)

    def weight(self, row_duals: Floats, columns: Floats) -> float:
        """Return what the duals of its optimum are divided by: 1 where denominators are constant.

        It is the denominator that the rates have together in a plan: each weighted with its dual.
        """
        return float(np.abs(row_duals[list(self.rows)]) @ np.array(self.sizes(columns)))


@dataclass(frozen=True)
class RateSpread(Form):
    """The greatest of several rates less the least, as two columns that enclose all of them."""

    rates: tuple[Form, ...] = ()

    def value(self, columns: Floats) -> float:
        """Return the spread of a solution; not a number where no area has a rate."""
        found = [rate.value(columns) for rate in self.rates]
        return max(found, default=math.nan) - min(found, default=math.nan)

    def base(self, columns: Floats) -> float:
        """Return 0 where no area has a rate, so that none lie apart; else 1."""
        return 1.0 if self.rates else 0.0


def maximize_least(engine: Engine, form: LeastRate) -> tuple[Optimum, float, int]:
    """Return the optimum of the least rate, its value, and how many programmes it took.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    at, sizes = -1.0, [rate.below_offset for rate in form.rates]
    for step in range(1, STEPS + 1):
        if form.is_fractional:
            form.write_rows(engine, at, sizes)
        engine.aim(form.vector, maximize=True)
        optimum = engine.run()
        if not form.rates:
            return optimum, 0.0, step
        found = form.value(optimum.columns)
        if not form.is_fractional or found - at <= SETTLED:
            return optimum, found, step
        at, sizes = found, form.sizes(optimum.columns)
    raise SolverLimitError(message("rate_unsettled", steps=STEPS))
