"""How the limits that planners write relate to the bounds of rows.

A row of a recipe's share stands as `use - share x activity <= 0`, a limit on a rate as
`U - rate x D >= 0`: their bounds are amounts, while planners write a share or a rate.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.model import limit_rows
from sim.scenario.catalogue import CONSTRAINTS, METRICS
from sim.solve.arrays import Floats
from sim.solve.session import RowName, Session


@dataclass(frozen=True)
class RowUnit:
    """Bound of a row = zero + size x limit."""

    name: str
    """Unit of the limit; empty for a rate or a share."""
    size: float = 1.0
    zero: float = 0.0

    def of_bound(self, bound: float) -> float:
        """Return the limit that a bound stands for."""
        return (bound - self.zero) / self.size + 0.0


class Units:
    """Units of the rows of a session at one plan."""

    def __init__(self, session: Session, columns: Floats) -> None:
        network = session.network
        self._session, self._columns = session, columns
        self._limits = limit_rows(network)
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
