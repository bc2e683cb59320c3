"""A study without a single place: no zone, plant, sink or market takes part, and nothing fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.loader import load_case
from sim.network import Generation, build_network
from tests.study import write_study
from tests.test_empty import COMMANDS, TABLES, _out, _say

NOWHERE = {name: text for name, text in TABLES.items() if name not in ("markets", "links")}
SCENARIO = {"roles": ["neighbour"]}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_takes_a_study_without_places(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    """A plan in which nothing moves, or a refusal in words."""
    name, *options = command
    path = write_study(tmp_path, NOWHERE, SCENARIO)
    code, said = _say(name, str(path), *options, *_out(tmp_path, name))
    assert code in ((0, 2) if name in ("synergy", "frontier") else (0,)), said
    assert "Traceback" not in said


def test_a_large_region_without_routes_has_their_columns(tmp_path: Path) -> None:
    """Routes that are found as they pay are none, too."""
    case = load_case(write_study(tmp_path, NOWHERE, SCENARIO))
    network = build_network(case, Generation(above=-1, each=1))
    assert network.routes.empty
    assert set(network.routes.columns) == set(build_network(case).routes.columns)
