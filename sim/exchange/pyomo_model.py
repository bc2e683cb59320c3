"""The Pyomo model of a programme, made from its arrays.

One indexed `Var` a variable, one indexed `Constraint` a family, under the names of
`docs/formulation.md`; every metric is an `Expression`; every stage an objective of `model.stage`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr.numeric_expr import LinearExpression

from sim.errors import InfeasibleError
from sim.exchange.names import column_names, show
from sim.exchange.stages import (
    Pin,
    Reached,
    aim_of,
    area_forms,
    form_of,
    is_fractional,
    pin_of,
    stated_metrics,
)
from sim.model import Floats, Programme
from sim.model.columns import KEYS, WHOLE
from sim.rules.families import FAMILIES
from sim.rules.metrics import LEVEL_OF, METRICS, is_least
from sim.say.message import message
from sim.scenario.document import Stage
from sim.solve.forms import Form
from sim.solve.session import TIE_BREAK

Index = tuple[Any, ...]


def to_pyomo(programme: Programme, *, stage: int = 1, reached: Reached | None = None) -> Any:
    """Return the Pyomo `ConcreteModel` of a programme that holds all routes.

    Variables are `ship[origin,destination,lot,way,period]`, `act[line,recipe,period]`,
    `use[line,recipe,lot,period]`, `buy[plant,lot,period]`, `reclaim[zone,lot,period]` and so on, in
    kt/yr; constraints have the names and indices of `prices.csv`. Each metric is a named
    `Expression` in its canonical unit, a rate also as `<rate>_numerator` and `<rate>_denominator`.

    `model.stage[1]`, `model.stage[2]`, … are the stages of the scenario and `model.tie_break` what
    is made small last; only the objective number `stage` is active. Rows `model.stage_pin[n]` keep
    the earlier stages that `reached` knows; `solve_in_stages` writes them anew. A rate with old
    stock in play is not linear: its objective is `rate + (numerator - rate x denominator) / base`
    with the mutable parameters `model.rate[n]` and `model.rate_base[n]`, which `solve_in_stages`
    moves until they are rate and denominator of the best plan (Dinkelbach).
    `model.programme` is the programme that the model was made from.

    Raises
    ------
    InfeasibleError
        A row that nothing is in cannot hold.
    """
    assert not programme.network.grows, "a programme whose routes are still to come is no whole"
    refuse_hopeless(programme)
    model = pyo.ConcreteModel(name=programme.network.scenario.name)
    model.programme = programme
    columns = _add_variables(model, programme)
    _add_rows(model, programme, columns)
    _add_metrics(model, programme, columns)
    _add_objectives(model, programme, columns, stage)
    _take_up(model, stage, reached or Reached())
    return model


def refuse_hopeless(programme: Programme) -> None:
    """Raise InfeasibleError where a row that nothing is in cannot hold."""
    for row in programme.hopeless:
        raise InfeasibleError(message("no_plan_row", row=show(row.name)))


def variables_of(model: Any, programme: Programme) -> list[Any]:
    """Return the variable of every column, in the order of the arrays.

    Raises
    ------
    KeyError, AttributeError
        The model is of another programme.
    """
    names = column_names(programme)
    return [getattr(model, variable)[_key(index)] for variable, index in names]


def read_variables(model: Any, programme: Programme) -> Floats:
    """Return the value of every column; a variable without one counts as nothing."""
    values = [variable.value for variable in variables_of(model, programme)]
    return np.array([0.0 if value is None else float(value) for value in values])


def linear(vector: Floats, offset: float, columns: Sequence[Any]) -> Any:
    """Return the expression vector x + offset."""
    where = np.flatnonzero(vector).tolist()
    return LinearExpression(
        constant=offset,
        linear_coefs=vector[where].tolist(),
        linear_vars=[columns[i] for i in where],
    )


def add_pin(model: Any, number: int, pin: Pin) -> None:
    """Add the row that keeps a stage."""
    low = pin.lower if pin.lower > -np.inf else None
    high = pin.upper if pin.upper < np.inf else None
    body = linear(pin.vector, 0.0, variables_of(model, model.programme))
    model.stage_pin[number] = (low, body, high)


def move_rate(model: Any, number: int, rate: float, form: Form, plan: Floats) -> None:
    """Take the fraction of a stage at the rate and the denominator of a plan."""
    model.rate[number], model.rate_base[number] = rate, form.base(plan)


def move_rows(model: Any, level: str, at: float, plan: Floats) -> None:
    """Write the rows of a least rate for a rate and the denominators of a plan."""
    model.least_at[level] = at
    for area, form in area_forms(model.programme, level).items():
        model.least_size[level, area] = form.base(plan)


def _key(index: Index) -> Any:
    """Return an index as Pyomo takes it: a single part stands alone."""
    return index[0] if len(index) == 1 else index


def _add_variables(model: Any, programme: Programme) -> list[Any]:
    """Add every variable; return that of each column."""
    names = column_names(programme)
    indices: dict[str, list[Any]] = {variable: [] for variable in KEYS}
    for variable, index in names:
        indices[variable].append(_key(index))
    for variable, keys in indices.items():
        doc = f"{', '.join(_index_words(variable))}; kt/yr"
        domain = pyo.NonNegativeIntegers if variable in WHOLE else pyo.NonNegativeReals
        setattr(model, variable, pyo.Var(keys, domain=domain, doc=doc))
    return [getattr(model, variable)[_key(index)] for variable, index in names]


def _index_words(variable: str) -> list[str]:
    of_route = ["origin", "destination", "lot", "way"]
    return [*(of_route if variable == "ship" else KEYS[variable]), "period"]


def _add_rows(model: Any, programme: Programme, columns: Sequence[Any]) -> None:
    """Add every family of constraints."""
    arrays = programme.arrays
    matrix = arrays.matrix.tocsr()
    starts, at = matrix.indptr.tolist(), matrix.indices.tolist()
    sizes = matrix.data.tolist()
    lower, upper = arrays.lower.tolist(), arrays.upper.tolist()
    moving = _moving_rows(programme)

    def row(number: int) -> Any:
        start, end = starts[number], starts[number + 1]
        body = LinearExpression(
            constant=0.0,
            linear_coefs=sizes[start:end],
            linear_vars=[columns[i] for i in at[start:end]],
        )
        low, high = lower[number], upper[number]
        if low == high:
            return body == low
        return (low if low > -np.inf else None, body, high if high < np.inf else None)

    numbered = enumerate(arrays.row_names)
    for family, group in groupby(numbered, key=lambda item: item[1][0]):
        numbers = {_key(name[1]): number for number, name in group}
        words = FAMILIES[family].words
        rows = {key: row(number) for key, number in numbers.items() if number not in moving}
        if len(rows) == len(numbers):
            component = pyo.Constraint(
                list(rows), rule=lambda _m, *key, rows=rows: rows[_key(key)], doc=words.en
            )
            setattr(model, family, component)
    _add_moving(model, programme, columns, moving)


def _moving_rows(programme: Programme) -> dict[int, Index]:
    """Return row -> (level, area), of the least rates that are fractions: these rows move."""
    levels = _moving_levels(programme)
    return {
        number: index
        for number, (family, index) in enumerate(programme.arrays.row_names)
        if family == "rate_least" and index[0] in levels
    }


def _moving_levels(programme: Programme) -> set[str]:
    """Return the levels whose least rate is not linear."""
    stages = programme.network.scenario.objective
    return {
        LEVEL_OF[stage.metric]
        for stage in stages
        if stage.metric in LEVEL_OF and is_least(stage.metric) and is_fractional(programme, stage)
    }


def _add_moving(
    model: Any, programme: Programme, columns: Sequence[Any], moving: dict[int, Index]
) -> None:
    """Add `rate_least` with the rate `least_at` and the denominators `least_size` as parameters.

    They begin with the rate -1 and what is generated, as the arrays do.
    """
    if not moving:
        return
    kept = [i[1] for i in programme.arrays.row_names if i[0] == "rate_least"]
    forms = {level: area_forms(programme, level) for level in {index[0] for index in kept}}
    rates = {(level, area): forms[level][area] for level, area in kept}
    model.least_at = pyo.Param(sorted(forms), initialize=-1.0, mutable=True, domain=pyo.Reals)
    begin = {index: rate.below_offset for index, rate in rates.items()}
    model.least_size = pyo.Param(kept, initialize=begin, mutable=True)
    period = programme.network.periods

    def row(_m: Any, level: str, area: str) -> Any:
        form, at, size = rates[level, area], model.least_at[level], model.least_size[level, area]
        assert form.below is not None
        used = linear(form.vector, form.offset, columns)
        base = linear(form.below, form.below_offset, columns)
        least = sum(model.least[level, t] for t in period)
        return used - at * base - size * (least / 100.0 - (1.0 + at)) >= 0.0

    model.rate_least = pyo.Constraint(kept, rule=row, doc=FAMILIES["rate_least"].words.en)


def _add_metrics(model: Any, programme: Programme, columns: Sequence[Any]) -> None:
    """Add every metric; those that the scenario does not state (balance, change) are left out."""
    for name in stated_metrics(programme):
        form, doc = form_of(programme, name), f"{METRICS[name].en}; {METRICS[name].unit or 1}"
        above = linear(form.vector, form.offset, columns)
        if form.below is None:
            setattr(model, name, pyo.Expression(expr=above, doc=doc))
            continue
        below = linear(form.below, form.below_offset, columns)
        setattr(model, f"{name}_numerator", pyo.Expression(expr=above, doc=doc))
        setattr(model, f"{name}_denominator", pyo.Expression(expr=below, doc=doc))
        size = form.below_offset
        whole = (
            above / below
            if form.is_fractional or size <= 0
            else linear(form.vector / size, form.offset / size, columns)
        )
        setattr(model, name, pyo.Expression(expr=whole, doc=doc))


def _add_objectives(model: Any, programme: Programme, columns: Sequence[Any], active: int) -> None:
    """Add the stages, the tie-break, and the rows that will keep earlier stages."""
    stages = list(enumerate(programme.network.scenario.objective, start=1))
    forms = {n: form_of(programme, s.metric) for n, s in stages}
    bases = {n: form.below_offset or 1.0 for n, form in forms.items() if form.is_fractional}
    numbers, values = list(bases), {"mutable": True, "domain": pyo.Reals}
    model.rate = pyo.Param(
        numbers, initialize=0.0, doc="Rate at which the fraction of a stage is taken", **values
    )
    model.rate_base = pyo.Param(
        numbers, initialize=bases, doc="Denominator that it is divided by", **values
    )
    model.stage = pyo.Objective([n for n, _ in stages])
    for number, stage in stages:
        sense = pyo.minimize if stage.maximize is None else pyo.maximize
        model.stage[number] = _aim(model, programme, columns, number, stage)
        model.stage[number].set_sense(sense)
        if number != active:
            model.stage[number].deactivate()
    model.tie_break = pyo.Objective(expr=getattr(model, TIE_BREAK.metric).expr, sense=pyo.minimize)
    if active != len(stages) + 1:
        model.tie_break.deactivate()
    model.stage_pin = pyo.Constraint(pyo.Any, doc=FAMILIES["stage_pin"].words.en)


def _aim(
    model: Any, programme: Programme, columns: Sequence[Any], number: int, stage: Stage
) -> Any:
    if number in model.rate:
        above = getattr(model, f"{stage.metric}_numerator")
        below = getattr(model, f"{stage.metric}_denominator")
        rate = model.rate[number]
        return rate + (above - rate * below) / model.rate_base[number]
    aim = aim_of(programme, stage)
    return linear(aim.vector, aim.offset, columns)


def _take_up(model: Any, number: int, reached: Reached) -> None:
    """Keep the stages that were solved beforehand, and take fractions at the rates found."""
    stages = model.programme.network.scenario.objective
    for n, (stage, outcome) in enumerate(zip(stages, reached.stages, strict=False), start=1):
        if not outcome.is_defined:
            continue
        if n in model.rate:
            assert reached.plan is not None
            move_rate(model, n, outcome.value, form_of(model.programme, stage.metric), reached.plan)
        if n < number:
            add_pin(model, n, pin_of(model.programme, stage, outcome.value))
        if is_fractional(model.programme, stage) and stage.metric in LEVEL_OF:
            assert reached.plan is not None
            at = outcome.value - (outcome.slack if n < number else 0.0)
            move_rows(model, LEVEL_OF[stage.metric], at, reached.plan)
