"""PuLP: a list of variables, an affine expression for every row; HiGHS through its own API."""

from __future__ import annotations

import time

import numpy as np
import pulp

from benchmarks.scale.problem import MCNY_PER_KT, Answer, Recipes, Transport

SIGNS = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "==": pulp.LpConstraintEQ}


def transport(problem: Transport) -> Answer:
    """Solve a transport problem: a row for every source and for every plant."""
    costs = MCNY_PER_KT * problem.costs()
    left = (MCNY_PER_KT * problem.unused_CNY_t).tolist()
    m = pulp.LpProblem("transport", pulp.LpMinimize)
    ship = [
        [pulp.LpVariable(f"ship_{s}_{p}", 0) for p in range(costs.shape[1])]
        for s in range(costs.shape[0])
    ]
    unused = [pulp.LpVariable(f"unused_{s}", 0) for s in range(costs.shape[0])]
    paid = [
        pair
        for row, cost in zip(ship, costs.tolist(), strict=True)
        for pair in zip(row, cost, strict=True)
    ]
    m.setObjective(pulp.LpAffineExpression(paid + list(zip(unused, left, strict=True))))
    for row, rest, supply in zip(ship, unused, problem.supply_kt.tolist(), strict=True):
        add_row(m, [(x, 1.0) for x in (*row, rest)], "==", supply)
    for column, capacity in zip(zip(*ship, strict=True), problem.capacity_kt.tolist(), strict=True):
        add_row(m, [(x, 1.0) for x in column], "<=", capacity)
    modelled = solve(m)
    flows = np.array([x.varValue for row in ship for x in row])
    return Answer(pulp.value(m.objective), flows, modelled, problem.candidates)


def recipes(problem: Recipes) -> Answer:
    """Solve a region with recipes, row by row."""
    m = pulp.LpProblem("recipes", pulp.LpMinimize)
    variables = {}
    for name, cost in problem.costs.items():
        upper = problem.upper.get(name)
        most = [None] * len(cost) if upper is None else upper.tolist()
        variables[name] = [pulp.LpVariable(f"{name}_{i}", 0, u) for i, u in enumerate(most)]
    paid = [
        pair
        for name, cost in problem.costs.items()
        for pair in zip(variables[name], cost.tolist(), strict=True)
    ]
    m.setObjective(pulp.LpAffineExpression(paid))
    for family in problem.families:
        rows: list[list[tuple[pulp.LpVariable, float]]] = [[] for _ in family.bound]
        for term in family.terms:
            x = variables[term.variable]
            for column, row, size in zip(
                term.columns.tolist(), term.rows.tolist(), term.coefficients.tolist(), strict=True
            ):
                rows[row].append((x[column], size))
        for terms, bound in zip(rows, family.bound.tolist(), strict=True):
            add_row(m, terms, family.sense, bound)
    modelled = solve(m)
    flows = np.array([x.varValue for x in variables["ship"]])
    return Answer(pulp.value(m.objective), flows, modelled, problem.candidates)


def add_row(
    m: pulp.LpProblem, terms: list[tuple[pulp.LpVariable, float]], sense: str, bound: float
) -> None:
    """Add one row."""
    total = pulp.LpAffineExpression(terms)
    m.addConstraint(pulp.LpConstraint(total, SIGNS[sense], rhs=bound))


def solve(m: pulp.LpProblem) -> float:
    """Solve a model; return when that began."""
    modelled = time.perf_counter()
    status = m.solve(pulp.HiGHS(msg=False, threads=1))
    if status != pulp.LpStatusOptimal:
        raise RuntimeError(pulp.LpStatus[status])
    return modelled
