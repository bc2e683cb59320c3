"""What coalitions are worth: one programme, re-solved warm with what the members own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.errors import InfeasibleError
from sim.say.message import message
from sim.solve.arrays import Floats
from sim.solve.mixed import open_engine
from sim.solve.optimum import Optimum
from sim.solve.production import Members, Production


def members_of(mask: int, players: int) -> Members:
    """Return the members of a coalition given by its bits: player i is bit i."""
    return np.array([mask >> i & 1 for i in range(players)], dtype=bool)


class CoalitionSolver:
    """Values of coalitions in one measure. Starts cold; neighbours share the basis.

    Costs are not perturbed: to undo it would take most of the time of a warm solve.
    """

    def __init__(self, production: Production, measure: str) -> None:
        self._production, self._name = production, measure
        self._engine = open_engine(production.arrays, production.settings)
        self._engine.highs.setOptionValue("dual_simplex_cost_perturbation_multiplier", 0.0)
        self._engine.aim(production.measures[measure].vector, maximize=True)
        self._lower, self._upper = production.arrays.lower.copy(), production.arrays.upper.copy()
        self._closed = np.zeros(len(production.owner), dtype=bool)
        self.solves = 0

    def value(self, members: Members) -> float:
        """Return the value of a coalition; nobody together is worth nothing.

        Raises
        ------
        InfeasibleError
            The members cannot keep their least loads and contracts, and who they are.
        UnboundedError, SolverLimitError
        """
        if not members.any():
            return 0.0
        fixed = self._production.constant(self._name, members)
        return self.solve(members).value + fixed

    def solve(self, members: Members) -> Optimum:
        """Return the optimum of a coalition; its value is without the constant part."""
        self._confine(members)
        self.solves += 1
        try:
            return self._engine.run()
        except InfeasibleError as error:
            names = np.array(self._production.players)[members]
            raise InfeasibleError(
                message("coalition_no_plan", names=" + ".join(names), reason=error.message)
            ) from None

    def owen_point(self) -> Floats:
        """Return what the shadow prices of the whole pay each player for what is theirs."""
        production = self._production
        optimum = self.solve(np.ones(len(production.players), dtype=bool))
        lower, upper = production.arrays.lower, production.arrays.upper
        bound = np.where(np.isfinite(upper), upper, lower)
        paid = production.shares.T @ (optimum.row_duals * bound)
        return np.asarray(paid + production.measures[self._name].constants, dtype=float)

    def _confine(self, members: Members) -> None:
        """Give rows and columns the bounds of a coalition; only what differs is touched."""
        self._engine.grant_time()
        lower, upper = self._production.bounds(members)
        moved = np.flatnonzero((lower != self._lower) | (upper != self._upper)).astype(np.int32)
        self._engine.bound_rows(moved, lower[moved], upper[moved])
        self._lower, self._upper = lower, upper
        closed = self._production.closed(members)
        turned = np.flatnonzero(closed != self._closed).astype(np.int32)
        self._engine.bound_columns(turned, np.where(closed[turned], 0.0, np.inf))
        self._closed = closed


def solve_values(production: Production, measure: str, masks: Sequence[int]) -> list[float]:
    """Return the values of coalitions, solved one after the other from a cold start.

    The result depends on nothing but the arguments, so that any worker can do it.
    """
    solver = CoalitionSolver(production, measure)
    return [solver.value(members_of(mask, len(production.players))) for mask in masks]
