"""Simple ways to share, and the payments that bring a share about."""

from __future__ import annotations

import numpy as np

from sim.games.game import Floats, Game

ROUNDING = 1e-9
"""Amounts below this part of the largest |v(S)| count as zero."""


def standalone(game: Game) -> Floats:
    """Return what each player is worth alone, v({i}), shape (n,)."""
    alone: Floats = game.values[1 << np.arange(game.size)]
    return alone


def marginal(game: Game) -> Floats:
    """Return what each player adds to all others, v(N) - v(N without i), shape (n,)."""
    added: Floats = game.total - game.values[game.grand - (1 << np.arange(game.size))]
    return added


def synergy(game: Game) -> float:
    """Return what all gain by working together, v(N) - sum of v({i})."""
    return game.total - float(standalone(game).sum())


def equal_surplus(game: Game) -> Floats:
    """Return each player's own worth plus an equal part of the synergy, shape (n,).

    Source: Driessen & Funaki, Coincidence of and collinearity between game theoretic solutions,
    OR Spektrum 13 (1991): the centre of the imputation set.
    """
    return standalone(game) + synergy(game) / game.size


def separable_costs_remaining_benefits(game: Game) -> Floats:
    """Return each player's own worth and a part of the synergy, shape (n,).

    The parts are in proportion to m_i - v({i}), m_i = v(N) - v(N without i) what a player adds to
    all others. In a game of costs, v = -c: each pays its separable cost c(N) - c(N without i), and
    the rest in proportion to its remaining benefit c({i}) less that. The parts are equal where
    nobody adds more than it is worth alone.

    Source: Inter-Agency Committee on Water Resources, Proposed Practices for Economic Analysis of
    River Basin Projects (1958); as a game: Straffin & Heaney, Game theory and the Tennessee Valley
    Authority, International Journal of Game Theory 10 (1981).
    """
    alone = standalone(game)
    room = marginal(game) - alone
    if abs(room.sum()) <= ROUNDING * game.scale:
        return equal_surplus(game)
    shares: Floats = alone + synergy(game) * room / float(room.sum())
    return shares


def side_payments(allocation: Floats, realized: Floats) -> Floats:
    """Return what each player must receive (+) or pay (-), shape (n,).

    `realized` is what each earns in the joint plan before any payment. The payments sum to zero
    where both share the same total.
    """
    return np.asarray(allocation, dtype=np.float64) - np.asarray(realized, dtype=np.float64)
