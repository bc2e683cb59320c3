"""The values of a plan from wherever they come: a Pyomo model, a mapping, or a solution file.

Names that are left out count as nothing, which is how some solvers write zeros.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError, Problem
from sim.exchange.names import column_names, file_names, show
from sim.exchange.pyomo_model import read_variables
from sim.exchange.solution_file import read_solution
from sim.model import Floats, Programme
from sim.model.arrays import Name
from sim.rules.families import FAMILIES
from sim.say.message import message

Values = Mapping[Any, float] | Sequence[float] | Floats | Path | Any
"""(variable, index) or name in a file -> kt/yr; one value a column; a file; a Pyomo model."""
_FIRST_FEW = 5


@dataclass(frozen=True)
class Given:
    """Values that were read."""

    values: Floats
    """One a column, in the order of the arrays."""
    unknown: tuple[str, ...] = ()
    """Names that are no variables of the programme: the user's own, or of another scenario."""
    unknown_at: tuple[str, ...] = ()
    """Where each of them stands."""

    def refuse_unknown(self) -> None:
        """Refuse names that are no variables of the programme.

        Raises
        ------
        InputError
            All of them, each with its `file:line`.
        """
        if self.unknown:
            hint = message("given_own_hint")
            raise InputError(
                [
                    Problem(where, message("given_own", name=name), hint, "unknown_id")
                    for where, name in zip(self.unknown_at, self.unknown, strict=True)
                ]
            )


def read_values(programme: Programme, source: Values) -> Given:
    """Return one value a column.

    Raises
    ------
    InputError
        A value is no number, a file cannot be read, or nothing in it is of this programme.
    """
    if isinstance(source, str | Path):
        return _read_file(programme, Path(source))
    if isinstance(source, Mapping):
        return _place(programme, [(str(key), key, value) for key, value in source.items()])
    if hasattr(source, "component_data_objects"):
        return _read_model(programme, source)
    values = np.asarray(source, dtype=float)
    count = len(programme.arrays.column_names)
    if values.shape != (count,):
        what = message("given_count", found=values.size, due=count)
        raise InputError([Problem(message("given_values"), what, code="values")])
    names = column_names(programme)
    return _place(
        programme,
        [(show(name), name, value) for name, value in zip(names, values.tolist(), strict=True)],
    )


def _read_model(programme: Programme, model: Any) -> Given:
    """Return the values of the variables of a Pyomo model."""
    try:
        values = read_variables(model, programme)
    except (AttributeError, KeyError) as error:
        what, hint = message("given_model", name=error), message("given_model_hint")
        raise InputError([Problem(message("given_values"), what, hint, "model")]) from error
    if not values.any() and all(v.value is None for v in model.ship.values()):
        what, hint = message("given_unsolved"), message("given_unsolved_hint")
        raise InputError([Problem(message("given_values"), what, hint, "unsolved")])
    return Given(values)


def _read_file(programme: Programme, path: Path) -> Given:
    """Return the values that a solution file states of variables."""
    stated = [
        (one.where, one.name, one.value)
        for one in read_solution(path)
        if one.name.partition(".")[0] not in FAMILIES
    ]
    return _place(programme, stated, path)


def _place(
    programme: Programme, stated: Sequence[tuple[str, Any, Any]], path: Path | None = None
) -> Given:
    """Return the value of every column from what is stated: where, name, value."""
    at = _numbers(programme)
    values = np.zeros(len(programme.arrays.column_names))
    problems: list[Problem] = []
    unknown: list[tuple[str, str]] = []
    known: dict[int, str] = {}
    for where, name, text in stated:
        column, value = at.get(name), _number(text)
        if column is None:
            if value is not None:
                unknown.append((str(name), where))
            continue
        if value is None or not math.isfinite(value):
            what = message("given_no_number", name=str(name), value=str(text))
            problems.append(Problem(where, what, code="values"))
        elif column in known:
            what = message("given_twice", name=str(name), other=known[column])
            problems.append(Problem(where, what, message("given_twice_hint"), "values"))
        else:
            values[column] = value
        known.setdefault(column, where)
    if problems:
        raise InputError(problems)
    if not known and len(values):
        names = ", ".join(name for name, _ in unknown[:_FIRST_FEW]) or "–"
        what, hint = message("given_nothing", names=names), message("given_nothing_hint")
        raise InputError([Problem(str(path or message("given_values")), what, hint, "values")])
    return Given(values, tuple(n for n, _ in unknown), tuple(where for _, where in unknown))


def _number(value: Any) -> float | None:
    """Return the number that a value is or says; None: it says something else."""
    try:
        return float(value)
    except ValueError:
        return None


def _numbers(programme: Programme) -> dict[Any, int]:
    """Return number of a column by its name in words, in a file, and as (variable, index)."""
    names: list[Name] = column_names(programme)
    found: dict[Any, int] = {}
    for number, (name, text) in enumerate(zip(names, file_names(names), strict=True)):
        found[name] = found[text] = found[show(name)] = number
    return found
