"""A linear programme written term by term, for an oracle that shares nothing with the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

Terms = Mapping[Hashable, float]
FEASIBILITY = 1e-9
Row = tuple[Terms, float, float]
_UNIT = "divided by"
"""The variable 1 / bottom of a ratio."""


@dataclass
class Sum:
    """A linear form: terms and a constant."""

    terms: dict[Hashable, float] = field(default_factory=lambda: defaultdict(float))
    constant: float = 0.0

    def add(self, variable: Hashable, coefficient: float) -> None:
        """Add a term."""
        self.terms[variable] += coefficient

    def plus(self, other: Sum, factor: float = 1.0) -> Sum:
        """Return this form and `factor` times another."""
        total = Sum(defaultdict(float, self.terms), self.constant + factor * other.constant)
        for variable, coefficient in other.terms.items():
            total.terms[variable] += factor * coefficient
        return total


@dataclass
class Programme:
    """Variables >= 0 and rows `lower <= terms <= upper`."""

    rows: list[Row] = field(default_factory=list)

    def require(self, form: Sum, lower: float = -np.inf, upper: float = np.inf) -> None:
        """Add a row; a constant of the form moves to the other side."""
        self.rows.append((form.terms, lower - form.constant, upper - form.constant))

    def minimize(self, form: Sum, sign: float = 1.0) -> float | None:
        """Return the least value of a form (the greatest: `sign` -1); None where no plan exists."""
        best = _solve(self.rows, form.terms, sign)
        return None if best is None else best + form.constant

    def least_ratio(self, top: Sum, bottom: Sum, sign: float = 1.0) -> float | None:
        """Return the least value of top / bottom (the greatest: `sign` -1); None without a plan.

        Every plan is divided by its `bottom`, which must be positive (Charnes and Cooper, Naval
        Research Logistics Quarterly 9, 1962).
        """
        rows: list[Row] = [({**bottom.terms, _UNIT: bottom.constant}, 1.0, 1.0)]
        for terms, lower, upper in self.rows:
            if np.isfinite(lower):
                rows.append(({**terms, _UNIT: -lower}, 0.0, np.inf))
            if np.isfinite(upper):
                rows.append(({**terms, _UNIT: -upper}, -np.inf, 0.0))
        return _solve(rows, {**top.terms, _UNIT: top.constant}, sign)


def _solve(rows: list[Row], objective: Terms, sign: float) -> float | None:
    """Return the optimum of a programme.

    Raises
    ------
    ArithmeticError
        There is no optimum, or the solver failed.
    """
    names = {v for terms, _, _ in rows for v in terms} | set(objective)
    at = {name: i for i, name in enumerate(sorted(names, key=repr))}
    cost = np.zeros(len(at))
    for variable, coefficient in objective.items():
        cost[at[variable]] = coefficient * sign
    equal, most = _Block(), _Block()
    for terms, lower, upper in rows:
        if lower == upper:
            equal.add(terms, at, upper)
            continue
        if np.isfinite(upper):
            most.add(terms, at, upper)
        if np.isfinite(lower):
            most.add({v: -c for v, c in terms.items()}, at, -lower)
    result = linprog(
        cost,
        most.matrix(len(at)),
        most.bounds or None,
        equal.matrix(len(at)),
        equal.bounds or None,
        method="highs-ds",
        options={
            "primal_feasibility_tolerance": FEASIBILITY,
            "dual_feasibility_tolerance": FEASIBILITY,
        },
    )
    if result.status == 2:
        return None
    if result.status != 0:
        raise ArithmeticError(result.message)
    return float(result.fun) * sign


@dataclass
class _Block:
    """Rows of one sense, as the triplets of a sparse matrix."""

    values: list[float] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    bounds: list[float] = field(default_factory=list)

    def add(self, terms: Terms, at: Mapping[Hashable, int], bound: float) -> None:
        for variable, coefficient in terms.items():
            self.values.append(coefficient)
            self.row.append(len(self.bounds))
            self.column.append(at[variable])
        self.bounds.append(bound)

    def matrix(self, width: int) -> coo_array | None:
        if not self.bounds:
            return None
        shape = len(self.bounds), width
        return coo_array((self.values, (self.row, self.column)), shape=shape)
