"""A game given as a table: its divisions, and what is known of its core."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.errors import Problem, VerificationError
from sim.games.core import Failure, has_core, superadditive_failures
from sim.games.game import Floats, Game
from sim.games.split import marginal, standalone
from sim.loader.read.game_table import GameTable
from sim.say.message import message
from sim.studies.divisions import TOLERANCE, Division, divide_game


@dataclass(frozen=True)
class Shares:
    """A game with every way to divide it. Amounts are values: costs are negative."""

    table: GameTable
    divisions: dict[str, Division]
    failures: list[Failure]
    """Pairs of coalitions that lose by joining, the greatest loss first."""
    has_core: bool
    """Whether some division satisfies every coalition."""

    @property
    def game(self) -> Game:
        """Return the game."""
        return self.table.game

    @cached_property
    def alone(self) -> Floats:
        """Return what each is worth alone."""
        return standalone(self.game)

    @cached_property
    def marginal(self) -> Floats:
        """Return what each adds to all others."""
        return marginal(self.game)

    @property
    def gain(self) -> float:
        """Return what all gain, or save, by working together."""
        return self.game.total - float(self.alone.sum())


def share(table: GameTable) -> Shares:
    """Return the divisions of a game, checked.

    Raises
    ------
    VerificationError
        A division does not share the whole, or a nucleolus leaves a core that is not empty.
    """
    game = table.game
    found = Shares(
        table, divide_game(game, {}), superadditive_failures(game, TOLERANCE), has_core(game)
    )
    problems = []
    for division in found.divisions.values():
        off = abs(float(division.payoff.sum()) - game.total)
        if off > TOLERANCE * game.scale:
            problems.append(Problem(division.name, message("share_sum_is_off", off=f"{off:.3g}")))
        if found.has_core and division.name.endswith("nucleolus") and not division.in_core:
            problems.append(Problem(division.name, message("share_outside_core")))
    if problems:
        raise VerificationError(message("share_contradicts"), problems)
    return found
