"""PuLP: a list of variables, an affine expression for every row; HiGHS through its own API."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pulp

from benchmarks.scale.in_order import Weights, solve_in_order
from benchmarks.scale.problem import Answer, Recipes, Transport

SIGNS = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "==": pulp.LpConstraintEQ}
SENSES = {"max": pulp.LpMaximize, "min": pulp.LpMinimize}
Columns = dict[str, list[pulp.LpVariable]]


class Stages:
    """A PuLP problem whose objective changes from stage to stage; it is handed over each time."""

    def __init__(self, m: pulp.LpProblem, columns: Columns) -> None:
        self.m, self.columns = m, columns

    def optimize(self, sense: Literal["max", "min"], weights: Weights) -> None:
        """Solve the model as it stands."""
        self.m.sense = SENSES[sense]
        self.m.setObjective(pulp.LpAffineExpression(self.terms(weights)))
        status = self.m.solve(pulp.HiGHS(msg=False, threads=1))
        if status != pulp.LpStatusOptimal:
            raise RuntimeError(pulp.LpStatus[status])

    def total(self, weights: Weights) -> float:
        """Return a sum over columns in the plan."""
        parts = (values(self.columns[name]) @ size for name, size in weights.items())
        return float(sum(parts))

    def hold(self, sense: Literal["max", "min"], weights: Weights, bound: float) -> None:
        """Add a row."""
        add_row(self.m, self.terms(weights), ">=" if sense == "max" else "<=", bound)

    def terms(self, weights: Weights) -> list[tuple[pulp.LpVariable, float]]:
        """Return variables with their weights."""
        return [
            pair
            for name, size in weights.items()
            for pair in zip(self.columns[name], size.tolist(), strict=True)
        ]


def transport(problem: Transport) -> Answer:
    """Solve a transport problem: a row for every source and for every plant."""
    goals = problem.goals()
    sources, plants = len(problem.supply_kt), len(problem.capacity_kt)
    m = pulp.LpProblem("transport")
    ship = [[pulp.LpVariable(f"ship_{s}_{p}", 0) for p in range(plants)] for s in range(sources)]
    unused = [pulp.LpVariable(f"unused_{s}", 0) for s in range(sources)]
    for row, rest, supply in zip(ship, unused, problem.supply_kt.tolist(), strict=True):
        add_row(m, [(x, 1.0) for x in (*row, rest)], "==", supply)
    for column, capacity in zip(zip(*ship, strict=True), problem.capacity_kt.tolist(), strict=True):
        add_row(m, [(x, 1.0) for x in column], "<=", capacity)
    columns = {"ship": [x for row in ship for x in row], "unused": unused}
    modelled = time.perf_counter()
    reached = solve_in_order(goals, Stages(m, columns))
    return Answer(reached, values(columns["ship"]), modelled, problem.candidates)


def recipes(problem: Recipes) -> Answer:
    """Solve a region with recipes, row by row."""
    m = pulp.LpProblem("recipes")
    columns: Columns = {}
    for name, count in problem.sizes.items():
        upper = problem.upper.get(name)
        most = [None] * count if upper is None else upper.tolist()
        columns[name] = [pulp.LpVariable(f"{name}_{i}", 0, u) for i, u in enumerate(most)]
    for family in problem.families:
        rows: list[list[tuple[pulp.LpVariable, float]]] = [[] for _ in family.bound]
        for term in family.terms:
            x = columns[term.variable]
            for column, row, size in zip(
                term.columns.tolist(), term.rows.tolist(), term.coefficients.tolist(), strict=True
            ):
                rows[row].append((x[column], size))
        for terms, bound in zip(rows, family.bound.tolist(), strict=True):
            add_row(m, terms, family.sense, bound)
    modelled = time.perf_counter()
    reached = solve_in_order(problem.goals, Stages(m, columns))
    return Answer(reached, values(columns["ship"]), modelled, problem.candidates)


def values(columns: Sequence[pulp.LpVariable]) -> np.ndarray:
    """Return what columns are in the plan; those that no row or stage has are nothing."""
    return np.array([x.varValue or 0.0 for x in columns])


def add_row(
    m: pulp.LpProblem, terms: list[tuple[pulp.LpVariable, float]], sense: str, bound: float
) -> None:
    """Add one row."""
    total = pulp.LpAffineExpression(terms)
    m.addConstraint(pulp.LpConstraint(total, SIGNS[sense], rhs=bound))
