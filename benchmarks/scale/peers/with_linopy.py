"""linopy: arrays of variables, labelled dimensions, `groupby(...).sum()`; handed over in memory.

Built on its sparse path (`Model(sparse=True)`), which is the faster of its two. HiGHS solves by its
default, the dual simplex method, or by its interior point method with crossover; every stage from
the start, as linopy hands a model over whole.
"""

from __future__ import annotations

import time
from typing import Literal

import linopy
import numpy as np
import pandas as pd

from benchmarks.scale.in_order import Weights, solve_in_order
from benchmarks.scale.problem import Answer, Family, Floats, Recipes, Transport

linopy.options["semantics"] = "v1"


class Stages:
    """A linopy model whose objective changes from stage to stage."""

    def __init__(self, m: linopy.Model, method: str) -> None:
        self.m, self.method = m, method

    def optimize(self, sense: Literal["max", "min"], weights: Weights) -> None:
        """Solve the model as it stands."""
        self.m.add_objective(self.sum(weights), overwrite=True, sense=sense)
        status, condition = self.m.solve(
            "highs",
            io_api="direct",
            progress=False,
            threads=1,
            output_flag=False,
            solver=self.method,
        )
        if condition != "optimal":
            raise RuntimeError(f"{status}: {condition}")

    def total(self, weights: Weights) -> float:
        """Return a sum over columns in the plan."""
        parts = (self.m.solution[x].to_numpy().ravel() @ size for x, size in weights.items())
        return float(sum(parts))

    def hold(self, sense: Literal["max", "min"], weights: Weights, bound: float) -> None:
        """Add a row."""
        self.m.add_constraints(self.sum(weights), ">=" if sense == "max" else "<=", bound)

    def sum(self, weights: Weights) -> linopy.LinearExpression:
        """Return a sum over columns."""
        parts = []
        for name, size in weights.items():
            x = self.m.variables[name]
            parts.append((x * labelled(x, size)).sum())
        return sum(parts[1:], start=parts[0])


def labelled(x: linopy.Variable, size: Floats) -> pd.Series | pd.DataFrame:
    """Return the weights of a variable with its labels."""
    axes = [x.indexes[name] for name in x.dims]
    values = size.reshape(x.shape)
    return pd.DataFrame(values, *axes) if len(axes) == 2 else pd.Series(values, axes[0])


def transport(problem: Transport, method: str = "choose") -> Answer:
    """Solve a transport problem: one variable with the dimensions source and plant."""
    goals = problem.goals()
    sources = pd.RangeIndex(len(problem.supply_kt), name="source")
    plants = pd.RangeIndex(len(problem.capacity_kt), name="plant")
    m = linopy.Model(sparse=True)
    ship = m.add_variables(lower=0, coords=[sources, plants], name="ship")
    unused = m.add_variables(lower=0, coords=[sources], name="unused")
    supply = pd.Series(problem.supply_kt, sources)
    m.add_constraints(ship.sum("plant") + unused == supply, name="supply")
    m.add_constraints(ship.sum("source") <= pd.Series(problem.capacity_kt, plants), name="capacity")
    modelled = time.perf_counter()
    reached = solve_in_order(goals, Stages(m, method))
    return Answer(reached, m.solution["ship"].to_numpy().ravel(), modelled, problem.candidates)


def recipes(problem: Recipes, method: str = "choose") -> Answer:
    """Solve a region with recipes: a flat dimension a variable, terms grouped by their rows."""
    m = linopy.Model(sparse=True)
    variables = {}
    for name, count in problem.sizes.items():
        index = pd.RangeIndex(count, name=name)
        upper = pd.Series(problem.upper.get(name, np.inf), index)
        variables[name] = m.add_variables(lower=0, upper=upper, coords=[index], name=name)
    for family in problem.families:
        add_rows(m, variables, family)
    modelled = time.perf_counter()
    reached = solve_in_order(problem.goals, Stages(m, method))
    return Answer(reached, m.solution["ship"].to_numpy(), modelled, problem.candidates)


def add_rows(m: linopy.Model, variables: dict[str, linopy.Variable], family: Family) -> None:
    """Add the rows of a family: terms of all its variables, grouped by row."""
    rows = pd.RangeIndex(len(family.bound), name="row")
    total = None
    for term in family.terms:
        index = pd.RangeIndex(len(term.rows), name="term")
        picked = variables[term.variable].isel({term.variable: term.columns})
        picked = picked.rename({term.variable: "term"}).assign_coords(term=index)
        sizes = pd.Series(term.coefficients, index)
        part = (picked * sizes).groupby(pd.Series(term.rows, index, name="row")).sum()
        part = part.reindex({"row": rows}, fill_value=0)
        total = part if total is None else total + part
    bound = pd.Series(family.bound, rows)
    m.add_constraints(total, {"==": "="}.get(family.sense, family.sense), bound, name=family.name)


def transport_interior(problem: Transport) -> Answer:
    """Solve a transport problem by the interior point method."""
    return transport(problem, "ipm")


def recipes_interior(problem: Recipes) -> Answer:
    """Solve a region with recipes by the interior point method."""
    return recipes(problem, "ipm")
