"""The values of a plan from wherever they come: a Pyomo model, a mapping, or a solution file.

Solution files of HiGHS, Gurobi, SCIP, CBC and CPLEX (XML) are read: each says a name and its value
on a line, in the names of the MPS or LP file that was exported. Names that are left out count as
nothing, which is how some solvers write zeros.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError, Problem, os_reason
from sim.exchange.names import column_names, file_names, show
from sim.exchange.pyomo_model import read_variables
from sim.model import Floats, Programme
from sim.model.arrays import Name
from sim.say.message import message

Values = Mapping[Any, float] | Sequence[float] | Floats | Path | Any
"""(variable, index) or name in a file -> kt/yr; one value a column; a file; a Pyomo model."""
_XML = re.compile(r'<variable\b[^>]*?\bname="([^"]*)"[^>]*?\bvalue="([^"]*)"')
_DUAL = re.compile(r"#\s*Dual solution", re.IGNORECASE)
"""From here on HiGHS repeats the names with their duals."""
_FIRST_FEW = 5


@dataclass(frozen=True)
class Given:
    """Values that were read."""

    values: Floats
    """One a column, in the order of the arrays."""
    unknown: tuple[str, ...] = ()
    """Names that are no variables of the programme: the user's own, or of another scenario."""


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
    """Return the values that a solution file states."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        what = message("cannot_be_accessed", reason=os_reason(error))
        raise InputError([Problem(str(path), what, code="no_access")]) from error
    rows = set(file_names(programme.arrays.row_names))
    stated = [(f"{path}:{n}", name, value) for n, name, value in _lines(text) if name not in rows]
    return _place(programme, stated, path)


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, name and value of everything that a solution file states of variables."""
    is_xml = text.lstrip().startswith("<?xml")
    for number, line in enumerate(text.splitlines(), start=1):
        if _DUAL.match(line):
            return
        if is_xml:
            for name, value in _XML.findall(line):
                yield number, name, value
            continue
        words = line.split()
        if words and words[0] == "**":  # CBC marks what violates a bound
            words = words[1:]
        if len(words) >= 3 and words[0].isdecimal():  # CBC numbers the lines
            words = words[1:]
        if len(words) >= 2 and "." in words[0] and _is_number(words[1]):
            yield number, words[0], words[1]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _place(
    programme: Programme, stated: Sequence[tuple[str, Any, Any]], path: Path | None = None
) -> Given:
    """Return the value of every column from what is stated: where, name, value."""
    at = _numbers(programme)
    values = np.zeros(len(programme.arrays.column_names))
    unknown, problems, known = [], [], 0
    for where, name, value in stated:
        column = at.get(name)
        if column is None:
            unknown.append(str(name))
            continue
        known += 1
        values[column] = float(value)
        if not math.isfinite(values[column]):
            what = message("given_no_number", name=str(name), value=str(value))
            problems.append(Problem(where, what, code="values"))
    if problems:
        raise InputError(problems)
    if not known and len(values):
        names = ", ".join(unknown[:_FIRST_FEW]) or "–"
        what, hint = message("given_nothing", names=names), message("given_nothing_hint")
        raise InputError([Problem(str(path or message("given_values")), what, hint, "values")])
    return Given(values, tuple(unknown))


def _numbers(programme: Programme) -> dict[Any, int]:
    """Return number of a column by its name in words, in a file, and as (variable, index)."""
    names: list[Name] = column_names(programme)
    found: dict[Any, int] = {}
    for number, (name, text) in enumerate(zip(names, file_names(names), strict=True)):
        found[name] = found[text] = found[show(name)] = number
    return found
