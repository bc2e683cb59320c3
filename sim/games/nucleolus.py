"""The nucleolus: the way to share that leaves the worst-treated coalitions least to complain of."""

from __future__ import annotations

from sim.games.game import Floats, Game
from sim.games.lexicographic import TOLERANCE, minimize_excesses
from sim.games.split import synergy


def has_imputation(game: Game) -> bool:
    """Return whether v(N) is enough to give every player v({i})."""
    return synergy(game) >= -TOLERANCE * game.scale


def nucleolus(game: Game) -> Floats:
    """Return the nucleolus, shape (n,): one point, in the core whenever the core is not empty.

    Among the imputations (ways to share v(N) that give no player less than v({i})) it is the one
    whose excesses v(S) - x(S), sorted from the largest down, are lexicographically smallest. Where
    there is no imputation, because all together are worth less than each alone, the pre-nucleolus
    is returned; `has_imputation` tells.

    Source: Schmeidler, The nucleolus of a characteristic function game, SIAM Journal on Applied
    Mathematics 17 (1969).
    """
    return minimize_excesses(game, rational=has_imputation(game)).payoff


def per_capita_nucleolus(game: Game) -> Floats:
    """Return the per-capita nucleolus, shape (n,): in the core whenever the core is not empty.

    As the nucleolus, but the excess of a coalition is divided by the number of its members, so
    that what large coalitions save by staying is spread over all who are in them. It grows with
    v(N): nobody gets less where all together are worth more, everything else as it was.

    Source: Grotte, Computation of and observations on the nucleolus, the normalized nucleolus and
    the central games, M.Sc. thesis, Cornell University (1970); weak nucleolus: Young, Okada &
    Hashimoto, Cost allocation in water resources development, Water Resources Research 18 (1982).
    """
    return minimize_excesses(game, rational=has_imputation(game), per_member=True).payoff


def prenucleolus(game: Game) -> Floats:
    """Return the pre-nucleolus, shape (n,): as the nucleolus, but over all ways to share v(N).

    Where it gives every player at least v({i}), as it does where the core is not empty, it is the
    nucleolus. Source: Peleg & Sudhoelter, Introduction to the Theory of Cooperative Games, 2nd
    edition (2007), chapter 5.
    """
    return minimize_excesses(game, rational=False).payoff
