"""The cheapest ways out of a conflict: limits of one kind give, everything else holds.

Each row of the limits that may give gets a slack s >= 0, and the sum of the slacks, each
relative to the size of its limit, is minimized. Slacks of shares and quality rules are at most
a part of the activity, so that what they need can be written as another share.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import block_array, csc_array

from sim.diagnose.conflict import LimitKey, list_limits
from sim.model import limit_rows
from sim.rules.metrics import WITH_CAPITAL
from sim.scenario.document import Stage
from sim.scenario.records import records
from sim.solve.arrays import Arrays, Floats
from sim.solve.engine import Engine
from sim.solve.gaps import Gaps
from sim.solve.session import Session
from sim.solve.stages import solve_in_order

_SHARED = frozenset({"recipe_min", "recipe_max", "group_min", "group_max"})
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
        self._session, self._arrays = session, session.arrays
        self._settings = session.network.scenario.solver
        self.limits = list_limits(session.network, session.arrays.row_names)
        self._by_row = session.arrays.matrix.tocsr()
        self._activities = {
            index: column
            for column, (name, index) in enumerate(session.arrays.column_names)
            if name == "act"
        }
        self._shares = _read_shares(session)
        self._entries = limit_rows(session.network)

    def may_give(self, key: LimitKey) -> bool:
        """Return whether a limit can be another one: shares of the whole and more are masses."""
        return key[0] not in _SHARED or self._shares[key] < 1.0

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
        engine = Engine(arrays, self._settings)
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
        limit = self._entries[key[1][0]]
        form = self._session.form(limit.metric, limit.scope)
        engine, gaps = Engine(self._arrays, self._settings), Gaps(self._arrays, self._settings)
        for row in self.limits[key]:
            engine.bound_row(row, -np.inf, np.inf)
            gaps.free(row)
        if not gaps.can_be_closed():
            return None
        stage = Stage.model_validate({"minimize" if limit.cap else "maximize": limit.metric})
        return solve_in_order(engine, [stage], lambda _name: form, {}).stages[0].value

    def needs(self, key: LimitKey, columns: Floats) -> float:
        """Return what a limit must allow for a plan: the metric's value, a share, or kt/yr.

        Not for quality rules, whose limit is a formula.
        """
        constraint, subject = key
        if constraint.startswith("limit_"):
            limit = self._entries[subject[0]]
            return self._session.form(limit.metric, limit.scope).value(columns)
        values = self._by_row[self.limits[key]] @ columns
        if constraint not in _SHARED:
            return float(values.sum())
        gaps = [
            value / amount
            for value, row in zip(values, self.limits[key], strict=True)
            if (amount := float(columns[self._activity(row)])) > 0.0
        ]
        worst = max(gaps, default=0.0) if constraint.endswith("max") else min(gaps, default=0.0)
        return self._shares[key] + worst

    def _slacks(self, key: LimitKey) -> list[Slack]:
        return [self._slack(key, row) for row in self.limits[key]]

    def _slack(self, key: LimitKey, row: int) -> Slack:
        """Return the slack of a row of a limit."""
        upper = float(self._arrays.upper[row])
        sign = -1.0 if np.isfinite(upper) else 1.0
        if key[0] == "quality":
            size = self._available(row)
            return Slack(row, sign, 1.0 / size, self._inputs(row), _MOST_OF_RULE)
        if key[0] in _SHARED:
            share = self._shares[key]
            most = 1.0 - share if sign < 0 else share
            size = max(share, _LEAST_SHARE) * self._available(row)
            return Slack(row, sign, 1.0 / size, (self._activity(row),), most)
        bound = upper if sign < 0 else float(self._arrays.lower[row])
        return Slack(row, sign, 1.0 / max(abs(bound), 1.0))

    def _available(self, row: int) -> float:
        line = self._arrays.row_names[row][1][0]
        return float(np.asarray(self._session.network.lines.at[line, "available_kt_yr"]))

    def _activity(self, row: int) -> int:
        """Return the column of the activity of the line and recipe that a row is about."""
        line, recipe, *_, period = self._arrays.row_names[row][1]
        return self._activities[line, recipe, period]

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
        part = [(at, c, -slacks[n].within) for at, n in enumerate(bounded)
                for c in slacks[n].columns]  # fmt: skip
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
            size=arrays.size,
        )

    def _capital(self, slacks: list[Slack]) -> list[Entry]:
        """Return what a kt/yr more of an added line costs, in the rows of the limits on cost."""
        paying = [
            (row, part)
            for (constraint, subject), rows in self.limits.items()
            if constraint.startswith("limit_")
            and (part := WITH_CAPITAL.get(self._entries[subject[0]].metric))
            for row in rows
        ]
        yearly = self._session.network.lines["capex_MCNY_yr"].to_dict()
        found: list[Entry] = []
        for n, slack in enumerate(slacks):
            constraint, index = self._arrays.row_names[slack.row]
            if constraint == "line_capacity" and yearly[index[0]] > 0:
                cost = float(yearly[index[0]]) / self._available(slack.row)
                found += [(row, n, cost * part) for row, part in paying]
        return found


def _read_shares(session: Session) -> dict[LimitKey, float]:
    """Return the least and largest shares of inputs and groups of recipes."""
    shares, groups = session.network.shares, session.network.groups
    found: dict[LimitKey, float] = {}
    for row in records(shares):
        found["recipe_min", (row.recipe, row.material)] = row.min
        found["recipe_max", (row.recipe, row.material)] = row.max
    for row in records(groups):
        found["group_min", (row.recipe, row.group)] = row.min
        found["group_max", (row.recipe, row.group)] = row.max
    return found


def _matrix(entries: Iterable[Entry], rows: int, columns: int) -> Any:
    """Return a sparse matrix; entries of the same place are added up."""
    listed = list(entries)
    places = [r for r, _, _ in listed], [c for _, c, _ in listed]
    return csc_array(([v for *_, v in listed], places), shape=(rows, columns), dtype=float)


def is_possible(session: Session) -> bool:
    """Return whether any plan satisfies all limits, whatever it is worth."""
    return Gaps(session.arrays, session.network.scenario.solver).can_be_closed()
