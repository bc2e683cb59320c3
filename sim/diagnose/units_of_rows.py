"""How the limits that planners write relate to the bounds of rows.

A capacity is written of a whole plant, while its row stands for what is available of it; a least
load is a share of that, the yearly limit of old stock a share of the stock. A row of a recipe's
share stands as `use - share x activity <= 0`, a limit on a rate as `U - rate x D >= 0`: their
bounds are amounts, while planners write a share or a rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.model import limit_rows
from sim.rules.metrics import WITH_CAPITAL
from sim.scenario.catalogue import CONSTRAINTS, METRICS
from sim.solve.arrays import Floats
from sim.solve.session import RowName, Session


@dataclass(frozen=True)
class RowUnit:
    """Bound of a row = zero + size x limit, the limit as it stands in the planner's cell."""

    name: str
    """Unit of the limit; empty for a rate or a share."""
    size: float = 1.0
    zero: float = 0.0
    others: tuple[tuple[RowName, float], ...] = ()
    """Rows whose bounds move with the same cell, and how far per unit of the limit."""
    adds: Mapping[str, float] = field(default_factory=dict)
    """Metric -> what a unit of the limit adds to it whatever the plan: capital of new capacity."""

    def of_bound(self, bound: float) -> float:
        """Return the limit that a bound stands for."""
        return (bound - self.zero) / self.size + 0.0


class Units:
    """Units of the rows of a session at one plan."""

    def __init__(self, session: Session, columns: Floats) -> None:
        network = session.network
        self._session, self._columns = session, columns
        self._limits = limit_rows(network)
        self._lines = network.lines
        self._available: dict[object, float] = network.lines["available_kt_yr"].to_dict()
        supply = network.supply
        self._stock = dict(
            zip(zip(supply["zone"], supply["lot"], strict=True), supply["stock_kt"], strict=True)
        )
        self._shares = {
            name: dict(
                zip(
                    zip(frame["line"], frame["recipe"], frame[what], strict=True),
                    frame[end].tolist(),
                    strict=True,
                )
            )
            for name, frame, what, end in (
                ("recipe_max", network.shares, "material", "max"),
                ("recipe_min", network.shares, "material", "min"),
                ("group_max", network.groups, "group", "max"),
                ("group_min", network.groups, "group", "min"),
            )
        }
        self._activity = {
            index: column
            for column, (name, index) in enumerate(session.arrays.column_names)
            if name == "act"
        }

    def of(self, row: RowName) -> RowUnit:
        """Return the unit of a row; shares of a line that stands still stay amounts."""
        name, index = row
        if name == "line_capacity":
            return self._of_capacity(index)
        if name == "line_min_load":
            return RowUnit("", self._available[index[0]])
        if name == "legacy_limit":
            return RowUnit("", self._stock[index[0], index[1]])
        if name in ("limit_cap", "limit_floor"):
            limit = self._limits[str(index[0])]
            form = self._session.form(limit.metric, limit.scope)
            base = form.base(self._columns)
            bound = self._session.bounds(row)[1 if limit.cap else 0]
            return RowUnit(METRICS[limit.metric].unit, base, bound - limit.amount * base)
        if name in self._shares:
            line, recipe, what, period = index
            activity = float(self._columns[self._activity[line, recipe, period]])
            if activity > 1e-6:
                share = float(self._shares[name][line, recipe, what])
                return RowUnit("", activity, -share * activity)
        return RowUnit(CONSTRAINTS[name].unit)

    def _of_capacity(self, index: tuple[Any, ...]) -> RowUnit:
        """Return a tonne of nameplate: what is available of it, its least load, its capital."""
        line = self._lines.loc[index[0]]
        whole = float(line["capacity_kt_yr"])
        capital = float(line["capex_MCNY_yr"]) / whole
        least = float(line["min_load_kt_yr"]) / whole
        adds = {m: capital * part for m, part in WITH_CAPITAL.items()} if capital > 0 else {}
        others = [(("line_min_load", index), least)] if least > 0 else []
        others += [(row, -capital * part) for row, part in self._capped() if capital > 0]
        return RowUnit(
            CONSTRAINTS["line_capacity"].unit, float(line["available_kt_yr"]) / whole,
            others=tuple(others), adds=adds,
        )  # fmt: skip

    def _capped(self) -> list[tuple[RowName, float]]:
        """Return the rows of caps and floors on metrics that hold capital, and how many times."""
        limits = (row for row in self._session.row_of if row[0] in ("limit_cap", "limit_floor"))
        metrics = ((row, self._limits[str(row[1][0])].metric) for row in limits)
        return [(row, WITH_CAPITAL[metric]) for row, metric in metrics if metric in WITH_CAPITAL]
