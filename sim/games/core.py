"""The core: the ways to share that no coalition can improve upon by leaving."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.games.game import Floats, Game
from sim.games.lexicographic import minimize_excesses

TOLERANCE = 1e-9
"""Amounts below this part of the largest |v(S)| count as zero."""


def excess(game: Game, payoff: Floats) -> Floats:
    """Return how much each coalition would gain by leaving, v(S) - x(S), shape (2**n,)."""
    return game.values - game.sums(payoff)


def most_dissatisfied(game: Game, payoff: Floats) -> tuple[int, float]:
    """Return the mask and the excess of the coalition that loses most, or gains least, by staying.

    The empty coalition and that of all are left out; with one player the answer is (0, 0.0). Of
    coalitions with equal excess (up to rounding) the smallest is taken, then the first by names.
    """
    if game.size == 1:
        return 0, 0.0
    excesses = excess(game, payoff)[1:-1]
    largest = float(excesses.max())
    tied = 1 + np.flatnonzero(excesses >= largest - 1e-12 * game.scale)
    mask = min(tied.tolist(), key=lambda m: (m.bit_count(), sorted(game.coalition(m))))
    return mask, largest


def is_in_core(game: Game, payoff: Floats, tol: float = TOLERANCE) -> bool:
    """Return whether the payoff shares v(N) exactly and gives every coalition its worth.

    `tol` is relative to the largest |v(S)|. Source: Gillies, Solutions to general non-zero-sum
    games, Annals of Mathematics Studies 40 (1959).
    """
    excesses = excess(game, payoff)
    allowed = tol * game.scale
    return bool(abs(excesses[game.grand]) <= allowed and excesses.max() <= allowed)


def least_core(game: Game) -> tuple[float, Floats]:
    """Return the least core's epsilon, in the unit of the game, and the payoff in its middle.

    Epsilon is the smallest worst excess of a proper coalition that any way to share v(N) leaves:
    negative or zero where the core is not empty. The payoff is the pre-nucleolus, the one point of
    the least core that does not depend on the order of players. With one player epsilon is 0.

    Source: Maschler, Peleg & Shapley, Geometric properties of the kernel, nucleolus, and related
    solution concepts, Mathematics of Operations Research 4 (1979).
    """
    least = minimize_excesses(game, rational=False)
    return (least.levels[0] if least.levels else 0.0), least.payoff


def has_core(game: Game, tol: float = TOLERANCE) -> bool:
    """Return whether any way to share leaves no coalition a reason to leave."""
    return least_core(game)[0] <= tol * game.scale


@dataclass(frozen=True)
class Failure:
    """Two coalitions without common members that are worth less together than apart."""

    first: int
    """Mask, the smaller one."""
    second: int
    """Mask."""
    loss: float
    """v(S) + v(T) - v(S with T), in the unit of the game."""


def superadditive_failures(game: Game, tol: float = TOLERANCE) -> list[Failure]:
    """Return every pair of disjoint coalitions that lose by joining, the greatest loss first.

    An empty list says that the game is superadditive. `tol` is relative to the largest |v(S)|.
    """
    found = []
    masks = np.arange(1 << game.size)
    for first in range(1, game.grand):
        others = masks[(masks & first == 0) & (masks > first)]
        loss = game.values[first] + game.values[others] - game.values[others | first]
        worse = np.flatnonzero(loss > tol * game.scale)
        found += [Failure(first, int(others[i]), float(loss[i])) for i in worse]
    return sorted(found, key=lambda f: (-f.loss, f.first, f.second))


def is_superadditive(game: Game, tol: float = TOLERANCE) -> bool:
    """Return whether no two disjoint coalitions lose by joining."""
    return not superadditive_failures(game, tol)


def is_convex(game: Game, tol: float = TOLERANCE) -> bool:
    """Return whether a player adds the more, the larger the coalition that it joins.

    v(S with i, j) - v(S with i) >= v(S with j) - v(S) for all S without i, j. Source: Shapley,
    Cores of convex games, International Journal of Game Theory 1 (1971).
    """
    v = game.values
    masks = np.arange(1 << game.size)
    for i in range(game.size):
        for j in range(i):
            both = 1 << i | 1 << j
            s = masks[masks & both == 0]
            if (v[s | both] - v[s | 1 << i] - v[s | 1 << j] + v[s] < -tol * game.scale).any():
                return False
    return True
