"""The stages of the objective one after the other, as one writes it by hand with any solver.

A rate is found by Dinkelbach's method (W. Dinkelbach, On nonlinear fractional programming,
Management Science 13, 1967): maximize the sum above less the rate so far times the sum below, until
the rate stays. Each stage is then held at its value by a row, with as much room as the solver's
tolerance and its rounding need.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from benchmarks.scale.problem import Floats, Goal

SETTLED = 1e-10
"""A rate that moves less stays."""
ROOM, ROUNDING = 1e-7, 1e-10
"""Room of a row that holds a stage: absolute, and relative to its value."""
Weights = dict[str, Floats]


class Solver(Protocol):
    """A model without an objective, in a modelling library."""

    def optimize(self, sense: Literal["max", "min"], weights: Weights) -> None:
        """Find the best plan for a sum over columns; raise RuntimeError where there is none."""

    def total(self, weights: Weights) -> float:
        """Return a sum over columns in the plan found last."""

    def hold(self, sense: Literal["max", "min"], weights: Weights, bound: float) -> None:
        """Add a row: the sum is at least (max) or at most (min) the bound."""


def solve_in_order(goals: Sequence[Goal], solver: Solver) -> tuple[float, ...]:
    """Return what each goal reaches without any loss of those before it."""
    reached = []
    for goal in goals:
        value = _reach(goal, solver)
        reached.append(value)
        bound = value * goal.whole
        room = ROOM + ROUNDING * abs(bound)
        at = bound - room if goal.sense == "max" else bound + room
        solver.hold(goal.sense, _less(goal, value), at)
    return tuple(reached)


def _reach(goal: Goal, solver: Solver) -> float:
    """Return the best value of a goal."""
    value = 0.0
    while True:
        solver.optimize(goal.sense, _less(goal, value))
        above = solver.total(goal.weights)
        found = above / (goal.whole + (solver.total(goal.below) if goal.below else 0.0))
        if not goal.below or abs(found - value) <= SETTLED:
            return found
        value = found


def _less(goal: Goal, value: float) -> Weights:
    """Return the weights of a goal less `value` times those of the sum below."""
    weights = dict(goal.weights)
    for name, below in goal.below.items():
        weights[name] = weights.get(name, 0.0) - value * below
    return weights
