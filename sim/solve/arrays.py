"""A Pyomo model as plain arrays, with the names of its rows and columns kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csc_array

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Arrays:
    """min/max costs x subject to lower <= A x <= upper, x >= 0."""

    matrix: Any
    """scipy CSC, rows x columns."""
    lower: Floats
    upper: Floats
    row_names: list[tuple[str, tuple[Any, ...]]]
    """(constraint, index) of each row."""
    column_names: list[tuple[str, tuple[Any, ...]]]
    """(variable, index) of each column."""
    costs: dict[str, Floats]
    """Named linear forms over the columns."""
    offsets: dict[str, float]


def _name(data: Any) -> tuple[str, tuple[Any, ...]]:
    index = data.index()
    return data.parent_component().local_name, index if isinstance(index, tuple) else (index,)


def to_arrays(model: Any, forms: dict[str, Any]) -> Arrays:
    """Compile a model, and the linear `forms` (name -> Pyomo expression), into arrays."""
    model.forms = pyo.Objective(list(forms), rule=lambda _m, name: forms[name])
    compiled = LinearStandardFormCompiler().write(model, mixed_form=True)
    matrix = csc_array(compiled.A)
    rhs = np.asarray(compiled.rhs, dtype=float)
    kind = np.array([row.bound_type for row in compiled.rows])
    names = [_name(objective)[1][0] for objective in compiled.objectives]
    costs = np.asarray(compiled.c.todense(), dtype=float)
    model.del_component("forms")
    return Arrays(
        matrix=matrix,
        lower=np.where(kind <= 0, rhs, -np.inf),
        upper=np.where(kind >= 0, rhs, np.inf),
        row_names=[_name(row.constraint) for row in compiled.rows],
        column_names=[_name(column) for column in compiled.columns],
        costs={name: costs[i] for i, name in enumerate(names)},
        offsets={name: float(compiled.c_offset[i]) for i, name in enumerate(names)},
    )
