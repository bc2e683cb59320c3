"""A game from Python that leaves a coalition out is told that, and nothing that is not so."""

from __future__ import annotations

import pytest

from sim.games.game import Game


def test_only_what_is_wrong_is_told() -> None:
    """Nobody is unknown and nothing is given twice, so neither is mentioned."""
    with pytest.raises(ValueError, match=r"^coalitions without a value: \[\('a', 'b'\)\]$"):
        Game.from_mapping({("a",): 3.0, ("b",): 4.0})
