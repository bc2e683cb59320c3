"""The ways to divide what all are worth together, each with the group that it treats worst."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.games.core import is_in_core, most_dissatisfied
from sim.games.game import Floats, Game
from sim.games.nucleolus import nucleolus, per_capita_nucleolus
from sim.games.shapley import shapley
from sim.games.split import separable_costs_remaining_benefits

TOLERANCE = 1e-6
"""Amounts below this part of the largest value count as rounding."""
DIVISIONS = {
    "shapley": shapley,
    "nucleolus": nucleolus,
    "per_capita_nucleolus": per_capita_nucleolus,
    "scrb": separable_costs_remaining_benefits,
}
"""Name of a division -> what makes it of a game; scrb: separable costs, remaining benefits."""


@dataclass(frozen=True)
class Division:
    """One way to divide what all are worth together."""

    name: str
    """One of DIVISIONS, or owen."""
    payoff: Floats
    in_core: bool
    """Whether no coalition that was solved is worth more than its members get."""
    worst: int
    """Mask of the coalition that gains least by staying; 0 where there is no coalition to ask."""
    excess: float
    """What it would gain by leaving; negative where it gains by staying."""


def divide_game(game: Game, more: Mapping[str, Floats]) -> dict[str, Division]:
    """Return every division of a game by name, and `more` that were found otherwise."""
    payoffs = {name: divide(game) for name, divide in DIVISIONS.items()}
    divisions = {}
    for name, payoff in (payoffs | dict(more)).items():
        worst, excess = most_dissatisfied(game, payoff)
        divisions[name] = Division(name, payoff, is_in_core(game, payoff, TOLERANCE), worst, excess)
    return divisions
