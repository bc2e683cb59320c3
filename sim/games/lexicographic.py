"""The lexicographic minimum of the excesses, by a sequence of linear programmes.

Stage k minimizes the largest excess over the coalitions that are not yet settled:

    minimize e  subject to  x(S) + w_S e >= v(S)  for every open coalition S,
                            x(S) = v(S) - w_S e_j for the coalitions settled in stage j,
                            x(N) = v(N),  and x_i >= v({i}) where imputations are wanted,

w_S = 1, or the number of members where excesses are counted for each of them.

Which coalitions are settled then is where programmes for the nucleolus go wrong (Guajardo &
Joernsten, Common mistakes in computing the nucleolus, European Journal of Operational Research 241,
2015): not those whose row is tight in the solution at hand, but those whose excess is the same in
every solution of the stage. A row with a positive dual is one of these by complementary slackness,
and the duals of the open rows, times w_S, sum to one, so there is always one. Rows that are
constant but have a zero dual in this solution come up again in the next stage, at the same level.
With a coalition all those are settled whose vector is a linear combination of settled ones: open
rows are always independent of them, every stage adds to the rank, and n - 1 stages are enough.
Source: Maschler, Peleg & Shapley (1979); the rule of duals and rank: Fromen, Reducing the number of
linear programs needed for solving the nucleolus problem, European Journal of Operational Research
98 (1997).

Rows are added as they are violated. The payoff is at last computed from the settled equations, so
that the tolerances of the solver decide which equations hold, not how well.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog

from sim.games.game import Floats, Game, Masks, membership

TOLERANCE = 1e-9
"""Amounts below this part of the game's scale count as zero."""
POSITIVE = 1e-8
"""Duals and distances above this are not zero. A dual of a basic solution is a ratio of
determinants of 0-1 matrices, a squared distance one of their squares. For twelve players they are
of order 13 at most and below 14**7 / 2**13 < 13,000 (Hadamard), so that nothing lies between zero
and 1/13,000; with excesses per member a column of sizes up to 12 makes it 1/156,000."""
SOLVER = {
    "presolve": False,
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
}


@dataclass(frozen=True, eq=False)
class Minimum:
    """The payoff with the lexicographically smallest excesses."""

    payoff: Floats
    """Shape (n,), in the unit of the game."""
    levels: list[float]
    """The excess that each stage settled, falling; the first is that of the worst-treated."""


@dataclass(eq=False)
class _Progress:
    """What is settled so far, in the game normalized to v({i}) = 0 and largest |v(S)| = 1."""

    worth: Floats
    """By mask."""
    members: Floats
    """Masks x players."""
    weights: Floats
    """By mask: what an excess is divided by."""
    rational: bool
    open: Masks
    """Masks not settled, ascending."""
    rows: list[int]
    """Masks with rows in the programme, all of them open."""
    basis: list[tuple[int, float]] = field(default_factory=list)
    """Independent settled masks and what they get."""
    equations: list[tuple[int, int]] = field(default_factory=list)
    """All settled masks that had a positive dual, and their stages (-1: no excess, a fixed sum)."""
    levels: list[float] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class _Solution:
    payoff: Floats
    level: float
    duals: Floats
    """Of the rows in the programme."""
    bound_duals: Floats
    """Of x_i >= 0."""


def _distance(progress: _Progress, masks: Masks) -> Floats:
    """Return how far the vectors of coalitions are from the span of the settled ones."""
    settled = progress.members[[mask for mask, _ in progress.basis]]
    orthonormal = np.linalg.qr(settled.T)[0]
    vectors = progress.members[masks]
    distances: Floats = np.linalg.norm(vectors - vectors @ orthonormal @ orthonormal.T, axis=1)
    return distances


def _settle(progress: _Progress, mask: int, sum_: float, stage: int) -> None:
    """Fix what a coalition gets; it joins the basis if it is not a combination of settled ones."""
    progress.equations.append((mask, stage))
    if not progress.basis or _distance(progress, np.array([mask]))[0] > POSITIVE:
        progress.basis.append((mask, sum_))


def _close(progress: _Progress) -> None:
    """Take the coalitions whose sum follows from settled ones off the open ones."""
    progress.open = progress.open[_distance(progress, progress.open) > POSITIVE]
    still = set(progress.open.tolist())
    progress.rows = [mask for mask in progress.rows if mask in still]


def _solve(progress: _Progress) -> _Solution:
    """Minimize the largest excess over the rows in the programme."""
    n = progress.members.shape[1]
    settled = [mask for mask, _ in progress.basis]
    result = linprog(
        c=np.eye(n + 1)[n],
        A_ub=-np.column_stack([progress.members[progress.rows], progress.weights[progress.rows]]),
        b_ub=-progress.worth[progress.rows],
        A_eq=np.column_stack([progress.members[settled], np.zeros(len(settled))]),
        b_eq=np.array([sum_ for _, sum_ in progress.basis]),
        bounds=[(0.0 if progress.rational else None, None)] * n + [(None, None)],
        method="highs-ds",
        options=SOLVER,
    )
    if result.status != 0:
        raise ArithmeticError(f"the programme of the nucleolus was not solved: {result.message}")
    return _Solution(
        payoff=result.x[:n],
        level=float(result.x[n]),
        duals=-result.ineqlin.marginals,
        bound_duals=result.lower.marginals[:n],
    )


def _violated(progress: _Progress, payoff: Floats, level: float) -> list[int]:
    """Return the open coalitions that complain most above the level, each with its complement.

    With the complement in, every programme is bounded: x(S) + x(N without S) is fixed.
    """
    excesses = progress.worth[progress.open] - progress.members[progress.open] @ payoff
    excesses = excesses / progress.weights[progress.open]
    worst = np.argsort(-excesses, kind="stable")[: 2 * progress.members.shape[1]]
    masks = progress.open[worst[excesses[worst] > level + TOLERANCE]].tolist()
    grand = len(progress.worth) - 1
    known = set(progress.rows)
    both = dict.fromkeys(m for mask in masks for m in (mask, grand ^ mask))
    return [mask for mask in both if mask not in known]


def _solve_stage(progress: _Progress) -> _Solution:
    """Minimize the largest excess over all open coalitions, adding rows until none is violated."""
    if not progress.rows:
        first = int(progress.open[0])
        progress.rows = [first, len(progress.worth) - 1 - first]
    while True:
        solution = _solve(progress)
        more = _violated(progress, solution.payoff, solution.level)
        if not more:
            return solution
        progress.rows += more


def _advance(progress: _Progress) -> None:
    """Solve one stage and settle what is the same in all of its solutions."""
    solution = _solve_stage(progress)
    stage = len(progress.levels)
    progress.levels.append(solution.level)
    positive = [m for m, dual in zip(progress.rows, solution.duals, strict=True) if dual > POSITIVE]
    if not positive:
        raise ArithmeticError("the programme of the nucleolus has no positive dual")
    for mask in positive:
        level = float(progress.weights[mask]) * solution.level
        _settle(progress, mask, float(progress.worth[mask]) - level, stage)
    if progress.rational:
        for player in np.flatnonzero(solution.bound_duals > POSITIVE):
            _settle(progress, 1 << int(player), 0.0, -1)
    _close(progress)


def _payoff_of(progress: _Progress) -> tuple[Floats, Floats]:
    """Solve the settled equations x(S) + w_S e_stage = v(S) for the payoff and the levels."""
    n, stages = progress.members.shape[1], len(progress.levels)
    grand = len(progress.worth) - 1
    matrix = np.zeros((len(progress.equations), n + stages))
    right = np.zeros(len(progress.equations))
    for row, (mask, stage) in enumerate(progress.equations):
        matrix[row, :n] = progress.members[mask]
        if stage >= 0:
            matrix[row, n + stage] = progress.weights[mask]
        right[row] = progress.worth[mask] if stage >= 0 or mask == grand else 0.0
    solved, _, rank, _ = np.linalg.lstsq(matrix, right, rcond=None)
    if rank < n + stages or np.abs(matrix @ solved - right).max() > TOLERANCE:
        raise ArithmeticError("the equations of the nucleolus contradict each other")
    exact: Floats = np.asarray(solved, dtype=np.float64)
    return exact[:n], exact[n:]


def minimize_excesses(game: Game, rational: bool, *, per_member: bool = False) -> Minimum:
    """Return the payoff whose sorted excesses are lexicographically smallest, and their levels.

    `rational` asks for imputations, of which there must be one; else all ways to share v(N) count.
    With `per_member` the excess of a coalition is divided by the number of its members.
    """
    n = game.size
    members = membership(n)
    weights = members.sum(axis=1) if per_member else np.ones(len(members))
    alone = game.values[1 << np.arange(n)]
    worth = game.values - members @ alone
    scale = float(np.abs(worth).max())
    surplus = float(worth[-1])
    if n == 1:
        return Minimum(alone, [])
    if scale <= 1e-14 * game.scale or (rational and surplus <= TOLERANCE * scale):
        equal = alone + surplus / n
        excesses = (game.values - members @ equal)[1:-1] / weights[1:-1]
        return Minimum(equal, [float(excesses.max())])
    singles = [1 << i for i in range(n)]
    progress = _Progress(
        worth=worth / scale,
        members=members,
        weights=weights,
        rational=rational,
        open=np.arange(1, game.grand),
        rows=list(dict.fromkeys([*singles, *(game.grand ^ mask for mask in singles)])),
    )
    _settle(progress, game.grand, surplus / scale, -1)
    while len(progress.basis) < n:
        _advance(progress)
    payoff, levels = _payoff_of(progress)
    return Minimum(alone + payoff * scale, [float(level) for level in levels * scale])
