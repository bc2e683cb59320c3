"""Plans nearly as good as the best that differ the most: what is certain, what is a free choice.

Modelling to generate alternatives: hop, skip and jump (Brill, Chang and Hopkins, Management
Science 28, 1982: away from the flows used so far) and random directions give starts; each is
pushed away from the plans found by stepping along the gradient of the distance, which is convex,
so that every step is a linear programme and none brings the plan nearer. Of all, the one farthest
from its nearest neighbour is taken. What a flow can be at least and at most is exact: two linear
programmes each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.scenario.document import Stage
from sim.solve import Keep, Plan, Session
from sim.solve.arrays import Floats
from sim.solve.distance import Space, distance, flow_space, line_space, plan_columns
from sim.solve.stages import slack_of

RANDOM_STARTS = 3
STEPS = 3
"""Steps away from the plans found, from each start."""
EXACT = 30
"""Flows, and lines, whose range is computed exactly: the largest ones."""
USED = 1e-6
"""Flows below this, in kt/yr, are none, and what differs by less is the same."""
_DIGITS = 6
"""Decimals of USED: by these flows are put in order."""

Report = Callable[[str, int, int], None]
"""Is told the step (plan, flows, lines), what is done of it, and out of how many."""


@dataclass(frozen=True)
class Alternatives:
    """The optimum and plans within the slack of it, most different ones first."""

    plans: tuple[Plan, ...]
    """The optimum, then the alternatives in the order they were found."""
    keep: tuple[Keep, ...]
    """What every plan keeps to."""
    distances: tuple[float, ...]
    """Difference of each plan from the nearest one before it, kt/yr; 0 for the optimum."""
    from_optimum: tuple[float, ...]
    """Difference of each plan from the optimum, kt/yr."""
    flows: pd.DataFrame
    """origin, destination, material, optimum, low, high, plans, least, most, plan_0, plan_1, …"""
    lines: pd.DataFrame
    """line, and the same columns."""


def find_alternatives(
    session: Session,
    number: int,
    slack: str,
    *,
    all_stages: bool = False,
    seed: int = 0,
    report: Report | None = None,
) -> Alternatives:
    """Return the optimum and up to `number` plans within `slack` of its first stage.

    `slack` is written as in a stage: points for a rate, else a quantity or a per cent. With
    `all_stages` the later stages are kept within it too. The same seed gives the same plans.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    tell = report or (lambda _step, _done, _count: None)
    best = session.solve()
    keep = slack_keeps(session.network.scenario.objective, best, slack, all_stages=all_stages)
    search = _Search(session, keep, seed, tell)
    plans, vectors, apart = [best], [search.vector(best)], [0.0]
    for _ in range(number):
        plan, vector, far = search.next(vectors, number)
        if far <= USED:
            break
        plans.append(plan)
        vectors.append(vector)
        apart.append(far)
    columns = [plan_columns(session, plan) for plan in plans]
    spaces = {"flows": search.flows, "lines": line_space(session)}
    tables = [_tabulate(search, space, columns, step) for step, space in spaces.items()]
    return Alternatives(
        tuple(plans), keep, tuple(apart), tuple(distance(v, vectors[0]) for v in vectors), *tables
    )


def slack_keeps(
    stages: Sequence[Stage], best: Plan, slack: str, *, all_stages: bool
) -> tuple[Keep, ...]:
    """Return what a plan must keep to, to be within the slack of the optimum."""
    keeps = []
    for stage, outcome in zip(stages, best.stages, strict=True):
        give = slack_of(stage.model_copy(update={"slack": slack}), outcome.value)
        maximize = stage.maximize is not None
        keeps.append(Keep(stage.metric, outcome.value - (give if maximize else -give), maximize))
    return tuple(keeps if all_stages else keeps[:1])


class _Search:
    """Looks for the plan farthest from those found."""

    def __init__(self, session: Session, keep: tuple[Keep, ...], seed: int, tell: Report) -> None:
        self.session, self.keep, self.tell = session, keep, tell
        self.flows = flow_space(session)
        self.random = np.random.default_rng(seed)

    def vector(self, plan: Plan) -> Floats:
        """Return the flows of a plan."""
        shipped = self.session.programme.columns.gather({"ship": plan.ship})
        return np.asarray(self.flows.sums @ shipped, dtype=float)

    def next(self, found: list[Floats], number: int) -> tuple[Plan, Floats, float]:
        """Return plan and flows farthest from the nearest of those found, and how far.

        It is one of `number` that are looked for, the first of them where one plan is found.
        """
        used = sum((v > USED).astype(float) for v in found) / len(found)
        starts = [-np.asarray(used, dtype=float)]
        starts += [self.random.uniform(-1.0, 1.0, len(found[0])) for _ in range(RANDOM_STARTS)]
        best: tuple[Plan, Floats, float] | None = None
        for place, start in enumerate(starts):
            self.tell("plan", (len(found) - 1) * len(starts) + place, number * len(starts))
            reached = self._push(start, found)
            if best is None or reached[2] > best[2] + USED:
                best = reached
        assert best is not None
        return best

    def _push(self, weights: Floats, found: list[Floats]) -> tuple[Plan, Floats, float]:
        """Go in a direction, then farther away as long as that helps."""
        best = self._reach(weights, found)
        for _ in range(STEPS):
            away = sum(np.where(best[1] >= v - USED, 1.0, -1.0) for v in found)
            further = self._reach(np.asarray(away, dtype=float), found)
            if further[2] <= best[2] + USED:
                break
            best = further
        return best

    def _reach(self, weights: Floats, found: list[Floats]) -> tuple[Plan, Floats, float]:
        toward = self.flows.direction(weights)
        plan = self.session.reach(toward, self.keep, maximize=True)
        vector = self.vector(plan)
        return plan, vector, min(distance(vector, v) for v in found)


def _tabulate(search: _Search, space: Space, columns: list[Floats], step: str) -> pd.DataFrame:
    """Return every flow (or line) that some plan uses, the largest first."""
    amounts = np.array([space.sums @ c for c in columns])
    amounts = np.where(amounts > USED, amounts, 0.0)
    high = amounts.max(axis=0)
    order = [n for n in np.argsort(-high.round(_DIGITS), kind="stable") if high[n] > 0]
    table = space.keys.iloc[order].reset_index(drop=True)
    chosen = amounts[:, order]
    table["optimum"] = chosen[0]
    table["low"], table["high"] = chosen.min(axis=0), chosen.max(axis=0)
    table["plans"] = (chosen > 0).sum(axis=0)
    largest = order[:EXACT]
    ranges = search.session.extent(_one_by_one(search, space, largest, step), search.keep)
    blank = [np.nan] * (len(order) - len(ranges))
    table["least"] = [*(low if low > USED else 0.0 for low, _ in ranges), *blank]
    table["most"] = [*(most if most > USED else 0.0 for _, most in ranges), *blank]
    for number, row in enumerate(chosen):
        table[f"plan_{number}"] = row
    return table


def _one_by_one(
    search: _Search, space: Space, largest: Sequence[np.intp], step: str
) -> Iterator[Floats]:
    """Yield the direction of each of the largest, and tell how far the ranges have come."""
    for done, n in enumerate(largest):
        search.tell(step, done, len(largest))
        yield space.one(int(n))
