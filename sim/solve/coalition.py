"""What coalitions are worth: one programme, re-solved warm with what the members own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.errors import InfeasibleError
from sim.say.message import message
from sim.solve.arrays import Floats
from sim.solve.duties import Duties, DutyFinder, list_duties
from sim.solve.mixed import open_engine, run_settled
from sim.solve.optimum import Optimum
from sim.solve.production import Members, Production


def members_of(mask: int, players: int) -> Members:
    """Return the members of a coalition given by its bits: player i is bit i."""
    return np.array([mask >> i & 1 for i in range(players)], dtype=bool)


@dataclass(frozen=True)
class Worth:
    """What a coalition is worth, and what it cannot keep."""

    value: float
    missed: frozenset[int] = frozenset()
    """Rows of least loads and contracts that its members cannot meet: these lines stand still."""


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

    @cached_property
    def _duties(self) -> Duties:
        return list_duties(self._production.arrays)

    @cached_property
    def _finder(self) -> DutyFinder:
        return DutyFinder(self._production, self._duties)

    def value(self, members: Members) -> float:
        """Return the value of a coalition; see `worth`."""
        return self.worth(members).value

    def worth(self, members: Members) -> Worth:
        """Return the value of a coalition; nobody together is worth nothing.

        Lines whose least load the members cannot meet stand still, and contracts that they cannot
        keep are void. All together have to keep everything.

        Raises
        ------
        InfeasibleError
            The members have no plan for another reason, or are all; and who they are.
        UnboundedError, SolverLimitError
        """
        if not members.any():
            return Worth(0.0)
        fixed = self._production.constant(self._name, members)
        try:
            return Worth(self._run(members).value + fixed)
        except InfeasibleError as error:
            if members.all() or not len(self._duties.rows):
                raise self._named(error, members) from None
        try:
            missed = self._finder.find(members)
            return Worth(self._run(members, missed).value + fixed, missed)
        except InfeasibleError as error:
            raise self._named(error, members) from None

    def _named(self, error: InfeasibleError, members: Members) -> InfeasibleError:
        names = np.array(self._production.players)[members]
        return InfeasibleError(
            message("coalition_no_plan", names=" + ".join(names), reason=error.message)
        )

    def solve(self, members: Members) -> Optimum:
        """Return the optimum of a coalition; its value is without the constant part."""
        try:
            return self._run(members)
        except InfeasibleError as error:
            raise self._named(error, members) from None

    def _run(self, members: Members, missed: frozenset[int] = frozenset()) -> Optimum:
        self._confine(members, missed)
        self.solves += 1
        return run_settled(self._engine)

    def owen_point(self) -> Floats:
        """Return what the shadow prices of the whole pay each player for what is theirs."""
        production = self._production
        optimum = self.solve(np.ones(len(production.players), dtype=bool))
        lower, upper = production.arrays.lower, production.arrays.upper
        bound = np.where(np.isfinite(upper), upper, lower)
        paid = production.shares.T @ (optimum.row_duals * bound)
        return np.asarray(paid + production.measures[self._name].constants, dtype=float)

    def _confine(self, members: Members, missed: frozenset[int]) -> None:
        """Give rows and columns the bounds of a coalition; only what differs is touched."""
        self._engine.grant_time()
        lower, upper = self._production.bounds(members)
        if missed:
            lower = lower.copy()
            lower[list(missed)] = 0.0
        moved = np.flatnonzero((lower != self._lower) | (upper != self._upper)).astype(np.int32)
        self._engine.bound_rows(moved, lower[moved], upper[moved])
        self._lower, self._upper = lower, upper
        closed = self._production.closed(members)
        if missed:
            closed[self._duties.closed(missed)] = True
        turned = np.flatnonzero(closed != self._closed).astype(np.int32)
        self._engine.bound_columns(turned, np.where(closed[turned], 0.0, np.inf))
        self._closed = closed


def solve_worths(production: Production, measure: str, masks: Sequence[int]) -> list[Worth]:
    """Return what coalitions are worth, solved one after the other from a cold start.

    The result depends on nothing but the arguments, so that any worker can do it.
    """
    solver = CoalitionSolver(production, measure)
    return [solver.worth(members_of(mask, len(production.players))) for mask in masks]
