"""The Shapley value: the mean of what a player adds, over all orders of joining."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.games.game import Floats, Game, coalition_sizes


def shapley(game: Game) -> Floats:
    """Return the Shapley value, exactly, shape (n,).

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! * (v(S with i) - v(S)).
    Source: Shapley, A value for n-person games, Annals of Mathematics Studies 28 (1953).
    """
    n = game.size
    weights = np.array([1.0 / (n * math.comb(n - 1, size)) for size in range(n)])
    sizes = coalition_sizes(n)
    value = np.empty(n)
    for i in range(n):
        without = np.flatnonzero(np.arange(1 << n) >> i & 1 == 0)
        added = game.values[without | 1 << i] - game.values[without]
        value[i] = weights[sizes[without]] @ added
    return value


@dataclass(frozen=True, eq=False)
class Estimate:
    """A Shapley value estimated from a sample of orders."""

    mean: Floats
    """The estimate, shape (n,); its sum is v(N) exactly."""
    error: Floats
    """Its standard error, shape (n,): the exact value lies within 1.96 of it 19 times in 20."""
    samples: int
    """Orders drawn, each of them also counted backwards."""
    coalitions: int
    """Different coalitions whose worth was asked for."""


def _draw_orders(players: Sequence[str], samples: int, seed: int) -> Iterator[list[int]]:
    """Yield pairs of orders of the players' bits, each followed by its reverse.

    They are drawn over the sorted names, so that the order of `players` changes nothing.
    """
    by_name = sorted(range(len(players)), key=lambda i: players[i])
    generator = np.random.default_rng(seed)
    for _ in range(max(2, math.ceil(samples / 2))):
        order = [by_name[i] for i in generator.permutation(len(players))]
        yield order
        yield order[::-1]


def _joined(order: Sequence[int]) -> list[int]:
    """Return the masks of the coalitions that grow as the players join in this order."""
    masks, mask = [], 0
    for player in order:
        mask |= 1 << player
        masks.append(mask)
    return masks


def sampled_coalitions(players: Sequence[str], samples: int, seed: int) -> list[int]:
    """Return the masks that `sampled_shapley` will ask for, ascending: to work them out at once."""
    return sorted({m for order in _draw_orders(players, samples, seed) for m in _joined(order)})


def sampled_shapley(
    players: Sequence[str], value: Callable[[int], float], samples: int, seed: int
) -> Estimate:
    """Estimate the Shapley value from random orders, in pairs of an order and its reverse.

    `value(mask)` is asked once for each coalition met, never for the empty one. The number of
    orders is rounded up to whole pairs, two at least. The mean of a pair is one observation; the
    standard error is that of the mean of the pairs. The same seed gives the same estimate.

    Source: Castro, Gomez & Tejada, Polynomial calculation of the Shapley value based on sampling,
    Computers & Operations Research 36 (2009); antithetic pairs: Mitchell, Cooper, Frank & Holmes,
    Sampling permutations for Shapley value estimation, Journal of Machine Learning Research 23
    (2022).
    """
    worth = {0: 0.0}
    rows = []
    for order in _draw_orders(players, samples, seed):
        masks = _joined(order)
        for mask in masks:
            if mask not in worth:
                worth[mask] = float(value(mask))
        row = np.empty(len(players))
        row[order] = np.diff([worth[mask] for mask in [0, *masks]])
        rows.append(row)
    orders = np.array(rows)
    pairs = (orders[0::2] + orders[1::2]) / 2
    error = pairs.std(axis=0, ddof=1) / math.sqrt(len(pairs))
    return Estimate(pairs.mean(axis=0), error, len(orders), len(worth) - 1)
