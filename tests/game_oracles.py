"""Games from the literature, and ways to tell a nucleolus that share nothing with sim.games."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment, linprog

from sim.games.game import Floats, Game

LETTERS = "ABCDEFGHIJKLMNO"


def by_mask(*values: float) -> Game:
    """Return a game from v(A), v(B), v(AB), v(C), v(AC), v(BC), v(ABC), …"""
    size = len(values).bit_length()
    return Game(tuple(LETTERS[:size]), np.array([0.0, *values]))


def bankruptcy(estate: float, claims: Sequence[float]) -> Game:
    """Return what is left to each group when the others have got their claims."""
    claim = dict(zip(LETTERS, claims, strict=False))
    return Game.from_function(
        LETTERS[: len(claims)],
        lambda names: max(0.0, estate - sum(c for p, c in claim.items() if p not in names)),
    )


def talmud(estate: float, claims: Sequence[float]) -> list[float]:
    """Divide an estate as the Talmud does: gains up to half the claims, then losses likewise.

    Source: Aumann & Maschler, Journal of Economic Theory 36 (1985), section 3.
    """
    half = sum(claims) / 2
    if estate <= half:
        return _equal_up_to([c / 2 for c in claims], estate)
    losses = _equal_up_to([c / 2 for c in claims], sum(claims) - estate)
    return [claim - loss for claim, loss in zip(claims, losses, strict=True)]


def _equal_up_to(caps: Sequence[float], amount: float) -> list[float]:
    """Give everyone the same, but nobody more than the cap."""
    given = [0.0] * len(caps)
    for rank, i in enumerate(sorted(range(len(caps)), key=lambda i: caps[i])):
        given[i] = min(caps[i], (amount - sum(given)) / (len(caps) - rank))
    return given


def weighted_majority(quota: int, weights: Sequence[int]) -> Game:
    """Return the voting game in which a coalition of weight `quota` wins 1."""
    weight = dict(zip(LETTERS, weights, strict=False))
    return Game.from_function(
        LETTERS[: len(weights)], lambda names: float(sum(weight[n] for n in names) >= quota)
    )


def airport(costs: Sequence[float]) -> Game:
    """Return the runway's cost, as a loss: each coalition needs the longest of its members."""
    cost = dict(zip(LETTERS, costs, strict=False))
    return Game.from_function(LETTERS[: len(costs)], lambda names: -max(cost[n] for n in names))


def airport_shapley(costs: Sequence[float]) -> list[float]:
    """Return the charges of Littlechild & Owen (1973) for ascending costs, one landing each."""
    steps = np.diff([0.0, *costs]) / np.arange(len(costs), 0, -1)
    return np.cumsum(steps).tolist()


def airport_nucleolus(costs: Sequence[float]) -> list[float]:
    """Return the charges of Littlechild (1974) for ascending costs, one landing each."""
    n, charges, paid, charge = len(costs), [], 0.0, 0.0
    while len(charges) < n - 1:
        done = len(charges)
        offers = {i: (costs[i] - paid + charge) / (i - done + 2) for i in range(done, n - 1)}
        charge = min(offers.values())
        last = max(i for i in offers if offers[i] <= charge + 1e-12)
        charges += [charge] * (last + 1 - done)
        paid = costs[last]
    return [*charges, costs[-1] - paid + charge]


def assignment(matrix: Sequence[Sequence[float]]) -> Game:
    """Return the market of sellers (rows, first) and buyers (columns): the best pairs of each."""
    rows, columns = np.shape(matrix)
    worth = np.maximum(matrix, 0)

    def best(names: tuple[str, ...]) -> float:
        members = [LETTERS.index(name) for name in names]
        pairs = worth[[i for i in members if i < rows]][:, [i - rows for i in members if i >= rows]]
        return float(pairs[linear_sum_assignment(pairs, maximize=True)].sum())

    return Game.from_function(LETTERS[: rows + columns], best)


def random_game(seed: int, size: int, kind: str = "any") -> Game:
    """Return a random game: `any`, `superadditive`, `convex`, or a `market` with whole prices.

    A market is full of ties, and it has a core; the others may have none.
    """
    rng = np.random.default_rng(seed)
    if kind == "market":
        return assignment(rng.integers(0, 9, (size // 2, size - size // 2)))
    masks = np.arange(1 << size)
    members = (masks[:, None] >> np.arange(size) & 1).sum(axis=1)
    values = rng.integers(-20, 100, 1 << size) * members**1.5
    if kind == "superadditive":
        for mask in range(1, 1 << size):
            parts = masks[1:mask][masks[1:mask] & ~mask == 0]
            if len(parts):
                values[mask] = max(values[mask], (values[parts] + values[mask ^ parts]).max())
    if kind == "convex":
        dividends = rng.random(1 << size) * 10
        values = np.array([dividends[1:][masks[1:] & ~mask == 0].sum() for mask in masks])
    return Game(tuple(LETTERS[:size]), values)


def sorted_excesses(game: Game, payoff: Floats) -> list[float]:
    """Return v(S) - x(S) of all proper coalitions, the largest first, by the definition."""
    excesses = [
        game.value(names) - sum(payoff[game.players.index(n)] for n in names)
        for names in map(game.coalition, range(1, game.grand))
    ]
    return sorted(excesses, reverse=True)


def brute_nucleolus(game: Game, rational: bool = True) -> Floats:
    """Minimize the sum of the k largest excesses, for k = 1, 2, …, each kept for the next.

    The sum of the k largest of some numbers is min k t + sum max(0, number - t) (Ogryczak &
    Tamiz, Information Processing Letters 85, 2003): no duals, no ranks, no fixed coalitions.
    """
    n, m = game.size, game.grand - 1
    members = np.array([[mask >> i & 1 for i in range(n)] for mask in range(1, game.grand)], float)
    unit = game.scale
    width = n + m * (1 + m)  # x, then t_k and d_k1 … d_km for each k

    def start(k: int) -> int:
        return n + (k - 1) * (1 + m)

    rows, right, goals = [], [], []
    for k in range(1, m + 1):
        t = start(k)
        block = np.zeros((m, width))
        block[:, :n] = -members
        block[:, t] = -1.0
        block[np.arange(m), t + 1 + np.arange(m)] = -1.0
        rows.append(block)
        right.append(-game.values[1:-1] / unit)
        goal = np.zeros(width)
        goal[t] = k
        goal[t + 1 : t + 1 + m] = 1.0
        goals.append(goal)
    low = [game.values[1 << i] / unit if rational else None for i in range(n)]
    bounds = [(b, None) for b in low] + ([(None, None)] + [(0, None)] * m) * m
    total = np.concatenate([np.ones(n), np.zeros(width - n)])[None, :]
    matrix, limits = np.vstack(rows), np.concatenate(right)
    for goal in goals:
        found = linprog(
            goal,
            matrix,
            limits,
            total,
            [game.total / unit],
            bounds,
            method="highs-ds",
            options={"primal_feasibility_tolerance": 1e-10},
        )
        assert found.status == 0, found.message
        matrix = np.vstack([matrix, goal])
        limits = np.append(limits, found.fun + 1e-9)
    return found.x[:n] * unit


def is_nucleolus(game: Game, payoff: Floats, rational: bool = True) -> bool:
    """Return whether the payoff is the nucleolus, by Kohlberg's criterion (1971).

    It is, if and only if at every level the coalitions with at least this excess are balanced:
    positive weights on them, and weights >= 0 on the players that get their own worth only, give
    every player the same. Once these coalitions span all, lower levels follow.
    """
    n, tolerance = game.size, 1e-8 * game.scale
    if abs(sum(payoff) - game.total) > tolerance:
        return False
    alone = np.array([game.value((p,)) for p in game.players])
    if rational and (payoff < alone - tolerance).any():
        return False
    tight = [i for i in range(n) if rational and payoff[i] <= alone[i] + tolerance]
    excesses = game.values - game.sums(payoff)
    order = sorted(range(1, game.grand), key=lambda mask: -excesses[mask])
    first = 0
    while first < len(order):
        level = excesses[order[first]] - tolerance
        while first < len(order) and excesses[order[first]] >= level:
            first += 1
        vectors = np.array([[mask >> i & 1 for i in range(n)] for mask in order[:first]], float)
        if not _is_balanced(vectors, np.eye(n)[tight]):
            return False
        if np.linalg.matrix_rank(np.vstack([vectors, np.eye(n)[tight]])) == n:
            return True
    return True


def _is_balanced(vectors: Floats, free: Floats) -> bool:
    """Return whether weights > 0 on the vectors and >= 0 on the free ones sum to all ones."""
    k, n = vectors.shape
    columns = [vectors.T, free.T, vectors.sum(axis=0)[:, None]]
    least = np.zeros(k + len(free) + 1)
    least[-1] = -1.0
    bounds = [(0, None)] * (k + len(free)) + [(0, 1)]
    found = linprog(least, A_eq=np.hstack(columns), b_eq=np.ones(n), bounds=bounds)
    return found.status == 0 and -found.fun > 1e-9
