"""The games of the shipped regions: superadditive, with Owen's point in the core."""

from __future__ import annotations

import numpy as np
import pytest

from sim.games.core import is_in_core, superadditive_failures
from sim.games.game import Game
from sim.loader import load_case
from sim.network.open_trade import build_open_network, without_limits
from sim.network.players import find_players
from sim.solve import Session
from sim.solve.coalition import CoalitionSolver
from sim.solve.production import divide
from sim.studies.synergy.coalitions import all_coalitions, solve_coalitions
from sim.workers import Crew
from tests.seeds import some_of
from tools.blocks import ROOT
from tools.build_synergy import list_baselines


@pytest.mark.parametrize("scenario", some_of(list_baselines(), 2))
@pytest.mark.xdist_group("synergy-shipped")
def test_game_is_superadditive_and_shadow_prices_are_in_its_core(scenario: str) -> None:
    """No two groups of provinces lose by joining; duals of the whole are a core point."""
    network = build_open_network(without_limits(load_case(ROOT / scenario)))
    players = find_players(network, "province")
    production = divide(Session(network), players)
    count = len(players.names)
    for measure, worths in solve_coalitions(production, all_coalitions(count), Crew(1)).items():
        assert not any(worth.missed for worth in worths.values())
        game = Game(players.names, np.array([0.0, *(worths[m].value for m in sorted(worths))]))
        assert superadditive_failures(game, 1e-7) == []
        assert game.total > game.values[[1 << i for i in range(count)]].sum() * (1 + 1e-6)
        assert is_in_core(game, CoalitionSolver(production, measure).owen_point(), 1e-7)
