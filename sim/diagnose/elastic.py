"""The cheapest ways out of a conflict: limits of one kind give, everything else holds.

Each row of the limits that may give gets a slack s >= 0, and the sum of the slacks, each
relative to the size of its limit, is minimized. Slacks of shares and quality rules are at most
a part of the activity, so that what they need can be written as another share.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import block_array, csc_array

from sim.diagnose.conflict import LimitKey, list_limits
from sim.model import limit_position, limit_rows
from sim.model.shares import Share, Shares
from sim.rules.families import FAMILIES
from sim.rules.family import Family
from sim.rules.metrics import WITH_CAPITAL
from sim.rules.tables import Index
from sim.scenario.document import Limit
from sim.solve.arrays import Arrays, Floats
from sim.solve.choices import loosen
from sim.solve.gaps import Gaps
from sim.solve.mixed import open_engine
from sim.solve.session import Session
from sim.solve.stages import solve_form

_LEAST_SHARE = 0.05
"""Shares below this count as this when they are compared."""
_MOST_OF_RULE = 1.0
"""How much a quality rule may give, per tonne of what it looks at; its largest coefficient is 1."""
_BEYOND = 1e-8
"""A row counts as beyond its bound from here on, kt/yr or million CNY/yr."""
Entry = tuple[int, int, float]
"""Row, column, coefficient."""


@dataclass(frozen=True)
class Slack:
    """The slack s of one row: row + sign x s within its bounds, s <= within x sum(columns)."""

    row: int
    sign: float
    weight: float
    columns: tuple[int, ...] = ()
    within: float = 0.0


class Elastic:
    """The programme of a session with limits that may give."""

    def __init__(self, session: Session) -> None:
        self._session, self._arrays = session, loosen(session.arrays)
        self._settings = session.network.scenario.solver
        self.limits = list_limits(session.network, session.arrays.row_names)
        self._by_row = self._arrays.matrix.tocsr()
        self._shares = Shares(session.programme)
        self._entries = limit_rows(session.network)
        self._yearly: dict[str, Mapping[Index, float]] = {}

    def alike(self, key: LimitKey) -> list[LimitKey]:
        """Return the limits that stand in one cell or entry, which can only give together.

        A floor under the least rate of a level is a limit of each of its areas.
        """
        if not FAMILIES[key[0]].is_entry:
            return [key]
        position = limit_position(key[1][0])
        return [
            other
            for other in self.limits
            if FAMILIES[other[0]].is_entry and limit_position(other[1][0]) == position
        ]

    def _stated(self, key: LimitKey) -> Limit:
        """Return the entry of the scenario that a limit stands in."""
        return self._session.network.scenario.limits[limit_position(key[1][0])]

    def may_give(self, key: LimitKey) -> bool:
        """Return whether a limit can be another one: of recipes, shares of the whole are masses."""
        family = FAMILIES[key[0]]
        return not (family.is_share and family.is_rule) or self._allowed(key) < 1.0

    def loosen(self, keys: Collection[LimitKey]) -> Floats | None:
        """Return the columns of a plan in which the limits `keys` give as little as possible.

        None where no plan exists however much they give.

        Raises
        ------
        SolverLimitError
        """
        slacks = [slack for key in keys for slack in self._slacks(key)]
        arrays = self._with_slacks(slacks)
        if not Gaps(arrays, self._settings).can_be_closed():
            return None
        engine = open_engine(arrays, self._settings)
        count = len(self._arrays.column_names)
        weights = np.array([slack.weight for slack in slacks])
        engine.aim(np.concatenate([np.zeros(count), weights]), maximize=False)
        return engine.run().columns[:count]

    def gives(self, key: LimitKey, columns: Floats) -> bool:
        """Return whether a plan goes beyond a limit."""
        rows = self.limits[key]
        values = self._by_row[rows] @ columns
        above, below = values - self._arrays.upper[rows], self._arrays.lower[rows] - values
        return bool(np.maximum(above, below).max() > _BEYOND)

    def best(self, key: LimitKey) -> float | None:
        """Return the best value the metric of a scenario's limit can reach without that limit.

        Exact also for a rate. None where no plan exists without the limit.

        Raises
        ------
        SolverLimitError, UnboundedError
        """
        limit = self._stated(key)
        form = self._session.form(limit.metric, limit.asked)
        engine, gaps = open_engine(self._arrays, self._settings), Gaps(self._arrays, self._settings)
        for row in [row for other in self.alike(key) for row in self.limits[other]]:
            engine.bound_row(row, -np.inf, np.inf)
            gaps.free(row)
        if not gaps.can_be_closed():
            return None
        _, value, _ = solve_form(engine, limit.metric, form, {}, maximize=limit.cap is None)
        return value

    def needs(self, key: LimitKey, columns: Floats) -> float:
        """Return what a limit must allow for a plan: the metric's value, a share, or kt/yr.

        Not for quality rules, whose limit is a formula.
        """
        family = FAMILIES[key[0]]
        if family.is_entry:
            limit = self._stated(key)
            return self._session.form(limit.metric, limit.asked).value(columns)
        values = self._by_row[self.limits[key]] @ self._running(key, columns)
        if not family.is_share:
            return float(values.sum())
        gaps = [
            value / amount
            for value, row in zip(values, self.limits[key], strict=True)
            if (amount := self._share(row).base(columns)) > 0.0
        ]
        worst = max(gaps, default=0.0) if family.gives == "up" else min(gaps, default=0.0)
        return self._allowed(key) + worst

    def _running(self, key: LimitKey, columns: Floats) -> Floats:
        """Return the columns; without switches where what runs is asked for, not how many do."""
        if FAMILIES[key[0]].is_choice:
            return columns
        whole = np.flatnonzero(self._arrays.integer)
        running = columns.copy()
        running[whole] = 0.0
        return running

    def _share(self, row: int) -> Share:
        return self._shares.of(self._arrays.row_names[row])

    def _allowed(self, key: LimitKey) -> float:
        """Return the share that a limit allows: the same in all of its rows."""
        return self._share(self.limits[key][0]).allowed

    def _slacks(self, key: LimitKey) -> list[Slack]:
        return [self._slack(key, row) for row in self.limits[key]]

    def _slack(self, key: LimitKey, row: int) -> Slack:
        """Return the slack of a row of a limit."""
        upper = float(self._arrays.upper[row])
        sign = -1.0 if np.isfinite(upper) else 1.0
        family = FAMILIES[key[0]]
        if family.is_formula:
            size = self._scale(row)
            return Slack(row, sign, 1.0 / size, self._inputs(row), _MOST_OF_RULE)
        if family.is_share:
            share = self._share(row)
            most = 1.0 - share.allowed if sign < 0 else share.allowed
            size = max(share.allowed, _LEAST_SHARE) * self._scale(row)
            return Slack(row, sign, 1.0 / size, share.columns, most)
        bound = upper if sign < 0 else float(self._arrays.lower[row])
        return Slack(row, sign, 1.0 / max(abs(bound), 1.0))

    def _scale(self, row: int) -> float:
        """Return the size that movements of a share or a formula are held against."""
        name, index = self._arrays.row_names[row]
        return FAMILIES[name].scale(self._session.network, index[:-1])

    def _inputs(self, row: int) -> tuple[int, ...]:
        """Return the columns of the inputs that the row of a quality rule looks at."""
        start, end = self._by_row.indptr[row : row + 2]
        found = (int(column) for column in self._by_row.indices[start:end])
        return tuple(c for c in found if self._arrays.column_names[c][0] == "use")

    def _with_slacks(self, slacks: list[Slack]) -> Arrays:
        """Return the programme with the slacks as further columns."""
        arrays = self._arrays
        rows, count = arrays.matrix.shape
        many = len(slacks)
        give = [(slack.row, n, slack.sign) for n, slack in enumerate(slacks)]
        bounded = [n for n, slack in enumerate(slacks) if slack.columns]
        part = [
            (at, c, -slacks[n].within) for at, n in enumerate(bounded) for c in slacks[n].columns
        ]
        own = [(at, n, 1.0) for at, n in enumerate(bounded)]
        blocks = [
            [arrays.matrix, _matrix([*give, *self._capital(slacks)], rows, many)],
            [_matrix(part, len(bounded), count), _matrix(own, len(bounded), many)],
        ]
        return Arrays(
            matrix=csc_array(block_array(blocks, format="csc")),
            lower=np.concatenate([arrays.lower, np.full(len(bounded), -np.inf)]),
            upper=np.concatenate([arrays.upper, np.zeros(len(bounded))]),
            row_names=[*arrays.row_names, *(("within", (n,)) for n in bounded)],
            column_names=[*arrays.column_names, *(("slack", (n,)) for n in range(many))],
            integer=arrays.integer,
            size=arrays.size,
        )

    def _capital(self, slacks: list[Slack]) -> list[Entry]:
        """Return what a kt/yr more of an added line costs, in the rows of the limits on cost."""
        paying = [
            (row, part)
            for (constraint, subject), rows in self.limits.items()
            if FAMILIES[constraint].is_entry
            and (part := WITH_CAPITAL.get(self._entries[subject[0]].metric))
            for row in rows
        ]
        found: list[Entry] = []
        for n, slack in enumerate(slacks):
            constraint, index = self._arrays.row_names[slack.row]
            cost = self._capital_of(FAMILIES[constraint]).get(index[:-1], 0.0)
            if cost > 0:
                found += [(row, n, cost * part) for row, part in paying]
        return found

    def _capital_of(self, family: Family) -> Mapping[Index, float]:
        """Return index -> capital of a unit of a family's bound, million CNY/yr."""
        if family.name not in self._yearly:
            network, capital = self._session.network, family.capital
            per_cell = {} if capital is None else capital(network)
            sizes = {} if family.sizes is None else family.sizes(network)
            self._yearly[family.name] = {
                index: cost / sizes.get(index, 1.0) for index, cost in per_cell.items()
            }
        return self._yearly[family.name]


def _matrix(entries: Iterable[Entry], rows: int, columns: int) -> Any:
    """Return a sparse matrix; entries of the same place are added up."""
    listed = list(entries)
    places = [r for r, _, _ in listed], [c for _, c, _ in listed]
    return csc_array(([v for *_, v in listed], places), shape=(rows, columns), dtype=float)


def is_possible(session: Session) -> bool:
    """Return whether any plan satisfies all limits, whatever it is worth."""
    return Gaps(session.arrays, session.network.scenario.solver).can_be_closed()
