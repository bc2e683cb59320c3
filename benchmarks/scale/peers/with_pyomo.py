"""Plain Pyomo: indexed variables, rules that return linear expressions; HiGHS in memory."""

from __future__ import annotations

import time

import numpy as np
import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers.highs import Highs
from pyomo.core.expr import LinearExpression

from benchmarks.scale.problem import MCNY_PER_KT, Answer, Family, Recipes, Transport


def transport(problem: Transport) -> Answer:
    """Solve a transport problem: a row for every source and for every plant."""
    costs = (MCNY_PER_KT * problem.costs()).ravel().tolist()
    sources, plants = len(problem.supply_kt), len(problem.capacity_kt)
    m = pyo.ConcreteModel()
    m.ship = pyo.Var(range(sources * plants), within=pyo.NonNegativeReals)
    m.unused = pyo.Var(range(sources), within=pyo.NonNegativeReals)
    ship, unused = list(m.ship.values()), list(m.unused.values())
    supply, capacity = problem.supply_kt.tolist(), problem.capacity_kt.tolist()
    ones = [1.0] * (max(sources, plants) + 1)

    def leaving(_: pyo.ConcreteModel, s: int) -> object:
        parts = [*ship[s * plants : (s + 1) * plants], unused[s]]
        return linear(ones[: len(parts)], parts) == supply[s]

    def arriving(_: pyo.ConcreteModel, p: int) -> object:
        parts = ship[p::plants]
        return linear(ones[: len(parts)], parts) <= capacity[p]

    m.leaving = pyo.Constraint(range(sources), rule=leaving)
    m.arriving = pyo.Constraint(range(plants), rule=arriving)
    left = (MCNY_PER_KT * problem.unused_CNY_t).tolist()
    m.cost = pyo.Objective(expr=linear(costs + left, ship + unused))
    modelled = solve(m)
    flows = np.array([x.value for x in ship])
    return Answer(pyo.value(m.cost), flows, modelled, problem.candidates)


def recipes(problem: Recipes) -> Answer:
    """Solve a region with recipes, a constraint a family."""
    m = pyo.ConcreteModel()
    variables = {}
    for name, cost in problem.costs.items():
        upper = problem.upper.get(name)
        bounds = (0, None) if upper is None else {i: (0, u) for i, u in enumerate(upper.tolist())}
        block = pyo.Var(range(len(cost)), bounds=as_rule(bounds))
        m.add_component(name, block)
        variables[name] = list(block.values())
    for family in problem.families:
        m.add_component(f"rows_{family.name}", rows_of(variables, family))
    sizes = [c for cost in problem.costs.values() for c in cost.tolist()]
    m.cost = pyo.Objective(expr=linear(sizes, [x for v in variables.values() for x in v]))
    modelled = solve(m)
    flows = np.array([x.value for x in variables["ship"]])
    return Answer(pyo.value(m.cost), flows, modelled, problem.candidates)


def as_rule(bounds: object) -> object:
    """Return bounds as `Var` takes them: a pair, or a function of the index."""
    return (lambda _, i: bounds[i]) if isinstance(bounds, dict) else bounds


def rows_of(variables: dict[str, list[object]], family: Family) -> pyo.Constraint:
    """Return the rows of a family."""
    sizes: list[list[float]] = [[] for _ in family.bound]
    parts: list[list[object]] = [[] for _ in family.bound]
    for term in family.terms:
        x = variables[term.variable]
        for column, row, size in zip(
            term.columns.tolist(), term.rows.tolist(), term.coefficients.tolist(), strict=True
        ):
            sizes[row].append(size)
            parts[row].append(x[column])
    bound, sense = family.bound.tolist(), family.sense

    def rule(_: pyo.ConcreteModel, row: int) -> object:
        total = linear(sizes[row], parts[row])
        if sense == "==":
            return total == bound[row]
        return total <= bound[row] if sense == "<=" else total >= bound[row]

    return pyo.Constraint(range(len(bound)), rule=rule)


def linear(sizes: list[float], parts: list[object]) -> LinearExpression:
    """Return the sum of sizes times variables, without building it up term by term."""
    return LinearExpression(constant=0.0, linear_coefs=sizes, linear_vars=parts)


def solve(m: pyo.ConcreteModel) -> float:
    """Solve a model; return when that began."""
    modelled = time.perf_counter()
    solver = Highs()
    solver.highs_options = {"threads": 1, "output_flag": False}
    found = solver.solve(m)
    if found.termination_condition.name != "optimal":
        raise RuntimeError(found.termination_condition.name)
    return modelled
