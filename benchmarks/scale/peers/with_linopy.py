"""linopy: arrays of variables, labelled dimensions, `groupby(...).sum()`; handed over in memory.

Built on its sparse path (`Model(sparse=True)`), which is the faster of its two. HiGHS solves by its
default, the dual simplex method, or by its interior point method with crossover.
"""

from __future__ import annotations

import time

import linopy
import numpy as np
import pandas as pd

from benchmarks.scale.problem import MCNY_PER_KT, Answer, Family, Recipes, Transport

linopy.options["semantics"] = "v1"


def transport(problem: Transport, method: str = "choose") -> Answer:
    """Solve a transport problem: one variable with the dimensions source and plant."""
    costs = MCNY_PER_KT * problem.costs()
    sources = pd.RangeIndex(costs.shape[0], name="source")
    plants = pd.RangeIndex(costs.shape[1], name="plant")
    m = linopy.Model(sparse=True)
    ship = m.add_variables(lower=0, coords=[sources, plants], name="ship")
    unused = m.add_variables(lower=0, coords=[sources], name="unused")
    supply = pd.Series(problem.supply_kt, sources)
    m.add_constraints(ship.sum("plant") + unused == supply, name="supply")
    m.add_constraints(ship.sum("source") <= pd.Series(problem.capacity_kt, plants), name="capacity")
    left = pd.Series(MCNY_PER_KT * problem.unused_CNY_t, sources)
    m.add_objective((ship * pd.DataFrame(costs, sources, plants)).sum() + (unused * left).sum())
    modelled = solve(m, method)
    flows = m.solution["ship"].to_numpy().ravel()
    return Answer(float(m.objective.value), flows, modelled, problem.candidates)


def recipes(problem: Recipes, method: str = "choose") -> Answer:
    """Solve a region with recipes: a flat dimension a variable, terms grouped by their rows."""
    m = linopy.Model(sparse=True)
    variables = {}
    for name, cost in problem.costs.items():
        index = pd.RangeIndex(len(cost), name=name)
        upper = pd.Series(problem.upper.get(name, np.inf), index)
        variables[name] = m.add_variables(lower=0, upper=upper, coords=[index], name=name)
    for family in problem.families:
        add_rows(m, variables, family)
    m.add_objective(
        sum(
            (variables[name] * pd.Series(cost, pd.RangeIndex(len(cost), name=name))).sum()
            for name, cost in problem.costs.items()
        )
    )
    modelled = solve(m, method)
    flows = m.solution["ship"].to_numpy()
    return Answer(float(m.objective.value), flows, modelled, problem.candidates)


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


def solve(m: linopy.Model, method: str) -> float:
    """Solve a model by a method of HiGHS; return when that began."""
    modelled = time.perf_counter()
    status, condition = m.solve(
        "highs", io_api="direct", progress=False, threads=1, output_flag=False, solver=method
    )
    if condition != "optimal":
        raise RuntimeError(f"{status}: {condition}")
    return modelled
