"""A Pyomo model as plain arrays, with the names of its rows and columns kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from pyomo.common.errors import InfeasibleConstraintException
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csc_array

from sim.errors import InfeasibleError
from sim.message import message

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Arrays:
    """lower <= A x <= upper, x >= 0."""

    matrix: Any
    """scipy CSC, rows x columns."""
    lower: Floats
    upper: Floats
    row_names: list[tuple[str, tuple[Any, ...]]]
    """(constraint, index) of each row."""
    column_names: list[tuple[str, tuple[Any, ...]]]
    """(variable, index) of each column."""
    columns: list[Any]
    """The Pyomo variable of each column."""


def _name(data: Any) -> tuple[str, tuple[Any, ...]]:
    index = data.index()
    return data.parent_component().local_name, index if isinstance(index, tuple) else (index,)


def to_arrays(model: Any) -> Arrays:
    """Compile the constraints of a model into arrays.

    Raises
    ------
    InfeasibleError
        A row without variables cannot hold, e.g. a contract that no line can serve.
    """
    model.nothing = pyo.Objective(expr=0.0 * next(iter(model.ship.values())))
    try:
        compiled = LinearStandardFormCompiler().write(model, mixed_form=True)
    except InfeasibleConstraintException as error:
        row = str(error).partition("constraint, '")[2].rstrip("'")
        raise InfeasibleError(message("no_plan_row", row=row)) from None
    model.del_component("nothing")
    rhs = np.asarray(compiled.rhs, dtype=float)
    kind = np.array([row.bound_type for row in compiled.rows])
    return Arrays(
        matrix=csc_array(compiled.A),
        lower=np.where(kind <= 0, rhs, -np.inf),
        upper=np.where(kind >= 0, rhs, np.inf),
        row_names=[_name(row.constraint) for row in compiled.rows],
        column_names=[_name(column) for column in compiled.columns],
        columns=list(compiled.columns),
    )
