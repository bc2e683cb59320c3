"""A plan from the values of any solver, held against every row of the programme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import Problem, VerificationError
from sim.exchange.names import column_names, show
from sim.exchange.pyomo_model import refuse_hopeless
from sim.exchange.read_values import Values, read_values
from sim.exchange.stages import area_forms, form_of, measure
from sim.model import Floats, Programme
from sim.model.areas import PER_CENT
from sim.model.arrays import Name
from sim.say.message import message
from sim.scenario.document import Stage
from sim.scenario.records import records
from sim.solve.choices import OPEN
from sim.solve.plan import Plan, StageOutcome
from sim.solve.session import NOTHING
from sim.solve.stages import slack_of

TOLERANCE = 1e-6
"""By how much a row may be violated, relative to its bound and to what is summed in it."""
MOST = 20
"""Rows that are named; the rest is counted."""


def plan_from_values(programme: Programme, source: Values) -> Plan:
    """Return the plan that values describe, and hold it against every row of the programme.

    `source` is a solved Pyomo model of `to_pyomo`, a solution file of an exported MPS or LP file,
    a mapping of names to kt/yr, or one value a column. The plan has no duals, and whether it is
    optimal is not known: each stage has the value of the plan itself.

    Raises
    ------
    InputError
        Values that are no numbers or of another programme.
    VerificationError
        Rows that the values violate, each by its name.
    """
    refuse_hopeless(programme)
    given = settle_auxiliary(programme, read_values(programme, source).values)
    _refuse_broken(programme, given)
    values = np.where(np.abs(given) < NOTHING * programme.arrays.size, 0.0, given)
    return Plan(
        **programme.columns.split(np.maximum(values, 0.0)),
        stages=tuple(_outcome(programme, s, values) for s in programme.network.scenario.objective),
        rows=_row_table(programme, values),
        counts={
            "rows": len(programme.arrays.row_names),
            "columns": len(programme.arrays.column_names),
            "nonzeros": int(programme.arrays.matrix.nnz),
            "routes": len(programme.network.routes),
            "solves": 0,
        },
        seconds={},
        kept=(),
        bases=tuple(
            form_of(programme, s.metric).base(values) for s in programme.network.scenario.objective
        ),
        choosing=None,
        sizes=(),
        is_proven=False,
    )


def settle_auxiliary(programme: Programme, values: Floats) -> Floats:
    """Return the values with what helps only to state things as what moves and is built makes it.

    They only state what is asked for, so a plan need not say them.
    """
    settled = values.copy()
    numbers = {name: i for i, name in enumerate(programme.arrays.column_names)}
    for level in programme.network.scenario.balanced:
        rates = [form.value(values) for form in area_forms(programme, level).values()]
        for variable, rate in (("least", min), ("greatest", max)):
            for t in programme.network.periods:
                column = numbers.get((variable, (level, t)))
                if column is not None and rates:
                    settled[column] = PER_CENT * (1.0 + rate(rates))
    if programme.columns.with_change:
        _settle_change(programme, settled, numbers)
    _settle_sizes(programme, settled, numbers)
    _settle_switches(programme, settled)
    return settled


def _settle_sizes(programme: Programme, values: Floats, numbers: Mapping[Name, int]) -> None:
    """Say in which size class, and in how many steps, what is built is built."""
    network = programme.network
    for t in network.periods:
        for line, classes in network.sizes.groupby("line"):
            built = values[numbers["build", (line, t)]]
            own = [numbers["sized", (line, option, t)] for option in classes["option"]]
            room = TOLERANCE * programme.arrays.size
            fits = classes["from_kt_yr"].le(built + room) & classes["to_kt_yr"].ge(built - room)
            if built > room >= values[own].max() and fits.any():
                cheapest = int(np.where(fits, classes["cost_CNY_t"], np.inf).argmin())
                values[own[cheapest]] = built
        for line in records(network.steps):
            column = numbers["steps", (line.line, t)]
            values[column] = np.round(values[numbers["build", (line.line, t)]] / line.step_kt_yr)


def _settle_switches(programme: Programme, values: Floats) -> None:
    """Open what runs."""
    arrays = programme.arrays
    if not arrays.integer.any():
        return
    matrix = arrays.matrix.tocsr()
    for row, (family, _) in enumerate(arrays.row_names):
        if family in OPEN or family == "size_most":
            start, end = matrix.indptr[row : row + 2]
            columns = matrix.indices[start:end]
            whole = arrays.integer[columns]
            if values[columns[~whole]].max(initial=0.0) > TOLERANCE * arrays.size:
                values[columns[whole]] = 1.0


def _settle_change(programme: Programme, values: Floats, numbers: Mapping[Name, int]) -> None:
    """Give every `change` the least value that its two rows allow."""
    arrays = programme.arrays
    columns = [number for (variable, _), number in numbers.items() if variable == "change"]
    values[columns] = 0.0
    short = arrays.lower - arrays.matrix @ values
    for row, (family, index) in enumerate(arrays.row_names):
        if family in ("change_more", "change_less"):
            column = numbers["change", index]
            values[column] = max(values[column], float(short[row]))


def _outcome(programme: Programme, stage: Stage, values: Floats) -> StageOutcome:
    value = measure(programme, stage.metric, values)
    is_defined = value == value
    worth = value if is_defined else 0.0
    sense = "minimize" if stage.maximize is None else "maximize"
    return StageOutcome(
        stage.metric, sense, worth, slack_of(stage, worth), 0, None, 0.0, is_defined
    )


def _row_table(programme: Programme, values: Floats) -> pd.DataFrame:
    arrays = programme.arrays
    return pd.DataFrame(
        {
            "constraint": [name for name, _ in arrays.row_names],
            "index": [index for _, index in arrays.row_names],
            "lower": arrays.lower,
            "upper": arrays.upper,
            "value": arrays.matrix @ values,
        }
    )


def _refuse_broken(programme: Programme, values: Floats) -> None:
    """Raise VerificationError where values violate rows or are negative, the worst first."""
    broken = [*_broken_columns(programme, values), *_broken_rows(programme, values)]
    if not broken:
        return
    broken.sort(key=lambda one: -one[0])
    problems = [problem for _, problem in broken[:MOST]]
    more = len(broken) - len(problems)
    if more:
        what = message("given_more", count=more)
        problems.append(Problem(message("given_values"), what, code="violated", count=more))
    raise VerificationError(message("given_broken", count=len(broken)), problems)


def _broken_rows(programme: Programme, values: Floats) -> list[tuple[float, Problem]]:
    """Return by how much, relative to its size, rows are violated, and the problem of each.

    A row is measured by its bound and its largest term, at least the size of the study.
    """
    arrays = programme.arrays
    rows, sizes = arrays.matrix @ values, abs(arrays.matrix) @ np.abs(values)
    found = []
    for bound, over in ((arrays.lower, arrays.lower - rows), (arrays.upper, rows - arrays.upper)):
        finite = np.isfinite(bound)
        scale = np.maximum(arrays.size, np.maximum(np.abs(np.where(finite, bound, 0.0)), sizes))
        share = np.where(finite, over, 0.0) / scale
        for row in np.flatnonzero(share > TOLERANCE).tolist():
            key = "given_too_little" if bound is arrays.lower else "given_too_much"
            what = message(key, value=_digits(rows[row]), bound=_digits(bound[row]))
            where = show(arrays.row_names[row])
            found.append((float(share[row]), Problem(where, what, code="violated")))
    return found


def _broken_columns(programme: Programme, values: Floats) -> list[tuple[float, Problem]]:
    """Return by how much amounts are negative."""
    below = np.flatnonzero(values < -TOLERANCE * programme.arrays.size).tolist()
    names = column_names(programme) if below else []
    return [
        (
            float(-values[i] / programme.arrays.size),
            Problem(
                show(names[i]), message("given_negative", value=_digits(values[i])), code="violated"
            ),
        )
        for i in below
    ]


def _digits(value: Any) -> str:
    return f"{float(value):.10g}"
