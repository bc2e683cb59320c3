"""Plain Pyomo: indexed variables, rules that return linear expressions; HiGHS in memory.

The solver stays from stage to stage, so that each begins from the basis of the one before.
"""

from __future__ import annotations

import time
from typing import Literal

import numpy as np
import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers.highs import Highs
from pyomo.core.expr import LinearExpression

from benchmarks.scale.in_order import Weights, solve_in_order
from benchmarks.scale.problem import Answer, Family, Recipes, Transport

Columns = dict[str, list[pyo.Var]]
SENSES = {"max": pyo.maximize, "min": pyo.minimize}


class Stages:
    """A Pyomo model whose objective changes from stage to stage."""

    def __init__(self, m: pyo.ConcreteModel, columns: Columns) -> None:
        self.m, self.columns = m, columns
        self.m.held = pyo.ConstraintList()
        self.solver = Highs()
        self.solver.highs_options = {"threads": 1, "output_flag": False}

    def optimize(self, sense: Literal["max", "min"], weights: Weights) -> None:
        """Solve the model as it stands."""
        if hasattr(self.m, "goal"):
            self.m.del_component(self.m.goal)
        self.m.goal = pyo.Objective(expr=self.sum(weights), sense=SENSES[sense])
        found = self.solver.solve(self.m)
        if found.termination_condition.name != "optimal":
            raise RuntimeError(found.termination_condition.name)

    def total(self, weights: Weights) -> float:
        """Return a sum over columns in the plan."""
        parts = (values(self.columns[name]) @ size for name, size in weights.items())
        return float(sum(parts))

    def hold(self, sense: Literal["max", "min"], weights: Weights, bound: float) -> None:
        """Add a row."""
        total = self.sum(weights)
        self.m.held.add(total >= bound if sense == "max" else total <= bound)

    def sum(self, weights: Weights) -> LinearExpression:
        """Return a sum over columns."""
        sizes = [size for part in weights.values() for size in part.tolist()]
        return linear(sizes, [x for name in weights for x in self.columns[name]])


def transport(problem: Transport) -> Answer:
    """Solve a transport problem: a row for every source and for every plant."""
    goals = problem.goals()
    sources, plants = len(problem.supply_kt), len(problem.capacity_kt)
    m = pyo.ConcreteModel()
    m.ship = pyo.Var(range(sources * plants), within=pyo.NonNegativeReals)
    m.unused = pyo.Var(range(sources), within=pyo.NonNegativeReals)
    columns = {"ship": list(m.ship.values()), "unused": list(m.unused.values())}
    ship, unused = columns.values()
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
    modelled = time.perf_counter()
    reached = solve_in_order(goals, Stages(m, columns))
    return Answer(reached, values(ship), modelled, problem.candidates)


def recipes(problem: Recipes) -> Answer:
    """Solve a region with recipes, a constraint a family."""
    m = pyo.ConcreteModel()
    columns: Columns = {}
    for name, count in problem.sizes.items():
        upper = problem.upper.get(name)
        bounds = (0, None) if upper is None else {i: (0, u) for i, u in enumerate(upper.tolist())}
        block = pyo.Var(range(count), bounds=as_rule(bounds))
        m.add_component(name, block)
        columns[name] = list(block.values())
    for family in problem.families:
        m.add_component(f"rows_{family.name}", rows_of(columns, family))
    modelled = time.perf_counter()
    reached = solve_in_order(problem.goals, Stages(m, columns))
    return Answer(reached, values(columns["ship"]), modelled, problem.candidates)


def values(columns: list[pyo.Var]) -> np.ndarray:
    """Return what columns are in the plan; those that no row or stage has are nothing."""
    return np.array([x.value or 0.0 for x in columns])


def as_rule(bounds: object) -> object:
    """Return bounds as `Var` takes them: a pair, or a function of the index."""
    return (lambda _, i: bounds[i]) if isinstance(bounds, dict) else bounds


def rows_of(columns: Columns, family: Family) -> pyo.Constraint:
    """Return the rows of a family."""
    sizes: list[list[float]] = [[] for _ in family.bound]
    parts: list[list[object]] = [[] for _ in family.bound]
    for term in family.terms:
        x = columns[term.variable]
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
