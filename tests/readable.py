"""The readable formulation (Pyomo) compiled, to hold the arrays against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

from sim.model import asks_for_change
from sim.model.arrays import Name
from sim.network import Network
from sim.rules.metrics import LEVEL_OF
from tests.oracle_model.balance import add_balance, balance_parts
from tests.oracle_model.change import add_change
from tests.oracle_model.limits import add_limits
from tests.oracle_model.metrics import metric_parts
from tests.oracle_model.programme import build_programme

Row = tuple[float, float, dict[Name, float]]
"""Lower bound, upper bound, coefficient of each column."""


@dataclass(frozen=True)
class Readable:
    """A programme in Pyomo, and its rows."""

    model: Any
    network: Network
    rows: dict[Name, Row]
    columns: set[Name]

    def metric(self, name: str, scope: dict[str, str]) -> tuple[dict[Name, float], float, Any, Any]:
        """Return coefficients and constant, and those of the denominator (None for an amount)."""
        if name in LEVEL_OF:
            parts = balance_parts(self.model, self.network, name)
        else:
            parts = metric_parts(self.model, self.network, name, scope)
        below = None if parts.below is None else add_up(parts.below)
        return add_up(parts.terms), parts.constant, below, parts.below_constant


def name_of(data: Any) -> Name:
    """Return (variable or constraint, index)."""
    index = data.index()
    return data.parent_component().local_name, index if isinstance(index, tuple) else (index,)


def add_up(terms: list[tuple[float, Any]]) -> dict[Name, float]:
    """Return the coefficient of each variable, nothing left out but zeros."""
    total: dict[Name, float] = {}
    for size, variable in terms:
        total[name_of(variable)] = total.get(name_of(variable), 0.0) + float(size)
    return {name: size for name, size in total.items() if size != 0.0}


def read_programme(network: Network, *, with_change: bool = False) -> Readable:
    """Return the readable programme of a network, rows that nothing is in left out."""
    model = build_programme(network)
    if with_change or asks_for_change(network):
        add_change(model, network)
    if network.scenario.balanced:
        add_balance(model, network)
    add_limits(model, network)
    rows: dict[Name, Row] = {}
    for row in model.component_data_objects(pyo.Constraint, active=True):
        body = generate_standard_repn(row.body)
        coefficients = add_up(list(zip(body.linear_coefs, body.linear_vars, strict=True)))
        if coefficients:
            lower = float("-inf") if row.lb is None else float(row.lb) - body.constant
            upper = float("inf") if row.ub is None else float(row.ub) - body.constant
            rows[name_of(row)] = lower, upper, coefficients
    columns = {name_of(v) for v in model.component_data_objects(pyo.Var)}
    return Readable(model, network, rows, columns)
