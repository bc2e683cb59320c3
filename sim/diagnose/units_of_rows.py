"""How the limits that planners write relate to the bounds of rows.

A capacity is written of a whole plant, while its row stands for what is available of it; a least
load is a share of that, the yearly limit of old stock a share of the stock. A row of a recipe's
share stands as `use - share x activity <= 0`, a limit on a rate as `U - rate x D >= 0`: their
bounds are amounts, while planners write a share or a rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sim.model import limit_rows
from sim.model.shares import Shares
from sim.rules.families import FAMILIES
from sim.rules.family import Family, Sizes
from sim.rules.metrics import WITH_CAPITAL
from sim.rules.tables import Index
from sim.solve.arrays import Floats
from sim.solve.session import RowName, Session

_SIGN = {"build": 1.0, "close": -1.0}
"""Variable of nameplate -> whether there is more or less of it."""
_NOTHING = 1e-6
"""A base (kt/yr) below this is none."""


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


def _added_nameplate(session: Session, columns: Floats) -> dict[str, float]:
    """Return line -> nameplate that is built less what closes, kt/yr."""
    found: dict[str, float] = {}
    for (name, index), amount in zip(session.arrays.column_names, columns, strict=False):
        if name in _SIGN:
            found[index[0]] = found.get(index[0], 0.0) + _SIGN[name] * float(amount)
    return found


class Units:
    """Units of the rows of a session at one plan."""

    def __init__(self, session: Session, columns: Floats) -> None:
        self._session, self._columns = session, columns
        self._limits = limit_rows(session.network)
        self._shares = Shares(session.programme)
        self._read: dict[Sizes, Mapping[Index, float]] = {}
        self._added = _added_nameplate(session, columns)

    def of(self, row: RowName) -> RowUnit:
        """Return the unit of a row; shares of a base that is nothing stay amounts."""
        name, index = row
        family = FAMILIES[name]
        if family.is_entry:
            return self._of_entry(row)
        if family.is_share:
            share = self._shares.of(row)
            base = share.base(self._columns)
            if base > _NOTHING:
                return RowUnit("", base, -share.allowed * base)
        if family.cell is None or family.cell.holds != "amount":
            return RowUnit(family.unit)
        return self._of_cell(family, index)

    def _of_entry(self, row: RowName) -> RowUnit:
        """Return the unit of a cap or floor: that of its metric."""
        limit = self._limits[str(row[1][0])]
        form = self._session.form(limit.metric, limit.asked)
        base = form.base(self._columns)
        bound = self._session.bounds(row)[1 if limit.cap else 0]
        return RowUnit(limit.spec.unit, base, bound - limit.amount * base)

    def _of_cell(self, family: Family, index: tuple[Any, ...]) -> RowUnit:
        """Return the unit of an amount, and what a unit of its cell moves beside its row.

        A tonne of nameplate: what is available of it, its least load, its capital.
        """
        assert family.cell is not None
        label = index[:-1]
        capital = self._size(family.capital, label, 0.0)
        moved = [((name, index), self._size(by, label, 0.0)) for name, by in family.along.items()]
        others = [(row, size) for row, size in moved if size > 0 and row in self._session.row_of]
        others += [(row, -capital * part) for row, part in self._capped if capital > 0]
        size, added = self._size(family.sizes, label, 1.0), self._added.get(label[0], 0.0)
        more = added * self._size(family.of_built, label, 0.0) if added else 0.0
        bound = self._session.bounds((family.name, index))[0] if more else 0.0
        return RowUnit(
            "" if family.cell.is_relative else family.cell.unit,
            size + more,
            -more * bound / size if more else 0.0,
            others=tuple(others),
            adds={m: capital * part for m, part in WITH_CAPITAL.items()} if capital > 0 else {},
        )

    def _size(self, sizes: Sizes | None, label: Index, default: float) -> float:
        if sizes is None:
            return default
        if sizes not in self._read:
            self._read[sizes] = sizes(self._session.network)
        return self._read[sizes][label]

    @cached_property
    def _capped(self) -> list[tuple[RowName, float]]:
        """The rows of caps and floors on metrics that hold capital, and how many times."""
        entries = (row for row in self._session.row_of if FAMILIES[row[0]].is_entry)
        metrics = ((row, self._limits[str(row[1][0])].metric) for row in entries)
        return [(row, WITH_CAPITAL[metric]) for row, metric in metrics if metric in WITH_CAPITAL]
