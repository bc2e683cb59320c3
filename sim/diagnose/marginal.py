"""What a price is made of: the way that one more unit takes, and the limits that it meets.

In an optimum a column in use costs just what the rows that it stands in are worth, w = A' y. So for
every change d of such columns

    w d = sum over rows of y x (A d)

If d keeps every balance and makes one unit of room in a row, the price of that row is what d costs,
less what the other rows it moves are worth: their rents. Of all such d the shortest one is taken,
which keeps to recipes and quality where it can: a tonne is carried to where it can go, and pays
there for the room that it takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array, eye_array, hstack

from sim.diagnose.worth import Measured, lever_of
from sim.rules.families import FAMILIES
from sim.solve.arrays import Floats
from sim.solve.session import RowName
from sim.solve.stages import slack_of

_FREE = 1e-7
"""Reduced costs and duals below this share of the largest are zero."""
_FEASIBLE = 1e-10
_NOTHING = 1e-10
"""A row that moves by less, per unit, stays where it is."""
_UNUSED = 100.0
"""What a kt on a way that is not in use counts, beside one that is."""
_RULE, _WITHIN, _LIMIT = 1000.0, 1.0, 0.01
"""What going beyond a recipe or a quality rule by a kt counts, going inside of it, and what taking
room of a limit counts."""


@dataclass(frozen=True)
class Marginal:
    """The price of a row in a metric, and what it is made of, in the metric's unit."""

    price: float
    change: Floats
    """Of each column: what one more unit changes, but for what limits that bind would pay."""
    value: float
    """The metric in the plan, and what it is divided by: 1 of an amount."""
    base: float
    rents: Mapping[RowName, float]
    """Other rows that bind -> what the room taken of them is worth."""
    kept: Mapping[str, float]
    """Metric of an earlier stage -> what it costs that it is kept."""
    adds: float
    """What a unit adds by itself, whatever the plan."""


def find_marginal(measured: Measured, row: RowName, metric: str) -> Marginal | None:
    """Return what the price of a row is made of; None where no way in use makes room.

    `metric` is one of the stages or of the measures.
    """
    session = measured.session
    number = [stage.metric for stage in measured.stages].index(metric)
    duals, pins = measured.progress.duals[number], _pins(measured, number)
    matrix, costs = csc_array(session.arrays.matrix), _costs(measured, number)
    of_rows, of_pins = duals[: matrix.shape[0]], duals[matrix.shape[0] :]
    rest = costs - matrix.T @ of_rows
    for pin, dual in zip(pins, of_pins, strict=False):
        rest = rest - dual * pin.row
    unit = measured.unit_of(row)
    moves = {row: unit.size, **dict(unit.others)}
    change = _shortest(measured, matrix, rest, of_rows, moves)
    if change is None:
        return None
    moved = matrix @ change
    rented = -of_rows * moved
    rents = {
        name: float(rented[k])
        for k, name in enumerate(session.arrays.row_names)
        if name not in moves and abs(moved[k]) > _NOTHING and _may_move(name)
    }
    kept = {}
    for pin, dual in zip(pins, of_pins, strict=False):
        gained = measured.worth_of(unit, row, pin.metric) - unit.adds.get(pin.metric, 0.0)
        kept[pin.metric] = float(dual * (pin.lever * gained - pin.row @ change))
    return Marginal(
        measured.worth_of(unit, row, metric),
        change,
        measured.progress.stages[number].value,
        measured.progress.bases[number],
        rents,
        kept,
        unit.adds.get(metric, 0.0),
    )


def _may_move(row: RowName) -> bool:
    """Return whether a row is a limit or a rule: others hold, and pay nothing."""
    family = FAMILIES[row[0]]
    return family.is_priced or family.is_choice


@dataclass(frozen=True)
class _Pin:
    """The row that keeps an earlier stage."""

    metric: str
    row: Floats
    lever: float


def _costs(measured: Measured, number: int) -> Floats:
    """Return what a kt in each column adds to the metric of a stage."""
    form = measured.session.form(measured.stages[number].metric)
    if form.below is None:
        return form.vector
    found = measured.progress
    costs: Floats = (form.vector - found.stages[number].value * form.below) / found.bases[number]
    return costs


def _pins(measured: Measured, number: int) -> list[_Pin]:
    """Return the rows that keep the stages before one."""
    assert measured.progress.optimum is not None
    session, pins = measured.session, []
    columns = measured.progress.optimum.columns
    for stage, found in zip(measured.stages[:number], measured.progress.stages, strict=False):
        slack = slack_of(stage, found.value)
        if slack > 0:
            at = found.value - slack if stage.maximize is not None else found.value + slack
            row, _ = session.form(stage.metric).as_row(at)
            scale = float(np.abs(row).max(initial=0.0)) or 1.0
            lever = lever_of(session, stage, found.value, columns)
            pins.append(_Pin(stage.metric, row / scale, lever))
    return pins


def _shortest(
    measured: Measured,
    matrix: csc_array,
    rest: Floats,
    duals: Floats,
    moves: Mapping[RowName, float],
) -> Floats | None:
    """Return the least change of columns of no reduced cost that makes a unit of room."""
    assert measured.progress.optimum is not None
    session, columns = measured.session, measured.progress.optimum.columns
    cut = _FREE * float(np.abs(rest + matrix.T @ duals).max(initial=0.0))
    free = np.flatnonzero(np.abs(rest) <= cut)
    used = columns[free] > _FREE * session.arrays.size
    down, up = _costs_of_rows(measured, duals)
    due = np.zeros(matrix.shape[0])
    for name, by in moves.items():
        row = session.row_of[name]
        due[row], down[row], up[row] = by, np.inf, np.inf
    held = np.flatnonzero((down > 0) | (up > 0))
    at, every = matrix[:, free][held], csc_array(eye_array(len(held)))
    falls, rises = np.isfinite(down[held]), np.isfinite(up[held])
    weights = np.where(used, 1.0, _UNUSED)
    solved = linprog(
        np.concatenate([weights, weights, down[held][falls], up[held][rises]]),
        A_eq=hstack([at, -at, every[:, falls], -every[:, rises]]),
        b_eq=due[held],
        bounds=[
            *((0, None) for _ in free),
            *((0, None if on else 0) for on in used),
            *((0, None) for _ in range(int(falls.sum() + rises.sum()))),
        ],
        method="highs-ds",
        options={"primal_feasibility_tolerance": _FEASIBLE},
    )
    if solved.x is None or not solved.success:
        return None
    change = np.zeros(matrix.shape[1])
    change[free] = solved.x[: len(free)] - solved.x[len(free) : 2 * len(free)]
    return change


def _costs_of_rows(measured: Measured, duals: Floats) -> tuple[Floats, Floats]:
    """Return what it counts that a row falls by a unit, and that it rises; inf: it must not.

    Balances must hold. Recipes and quality are kept where that is possible, and limits that are
    worth something are left alone where another way is as short.
    """
    names = measured.session.arrays.row_names
    kinds = np.array([FAMILIES[name].kind for name, _ in names], object)
    is_least, is_most = _at_bounds(measured)
    is_worth = duals != 0
    holds = np.isin(kinds, ["identity", "definition"])
    is_rule, is_limit = kinds == "rule", np.isin(kinds, ["limit", "choice"])
    costs = []
    for is_beyond, is_within in ((is_least, is_most), (is_most, is_least)):
        cost = np.zeros(len(kinds))
        cost[holds & (is_beyond | (is_within & is_worth))] = np.inf
        cost[is_limit & is_worth] = _LIMIT
        cost[is_rule & is_within & is_worth] = _WITHIN
        cost[is_rule & is_beyond] = _RULE
        costs.append(cost)
    return costs[0], costs[1]


def _at_bounds(measured: Measured) -> tuple[np.ndarray, np.ndarray]:
    """Return which rows are at their lower, and which at their upper bound."""
    assert measured.progress.optimum is not None
    arrays = measured.session.arrays
    values = measured.progress.optimum.row_values[: len(arrays.row_names)]
    low, high = (
        np.abs(values - bound) <= _FREE * np.maximum(1.0, np.abs(bound))
        for bound in (arrays.lower, arrays.upper)
    )
    return low, high
