"""Everything must be placed: how much of what arises may stay in the zone's own store."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InfeasibleError
from tests.family_studies import BASE
from tests.study import Solved, solve_study

COST = [{"minimize": "net_cost"}]
DEAR = BASE["links"].replace("50", "500")


def solve(folder: Path, share: str, **tables: str) -> Solved:
    made = f"zone,material,amount [kt/yr],stored_max\nz,w,150,{share}\n"
    return solve_study(
        folder, {**BASE, "links": DEAR, "generation": made, **tables}, {"objective": COST}
    )


def test_what_must_be_placed_is_placed_at_any_cost(tmp_path: Path) -> None:
    """Storing costs nothing and hauling 500, yet nothing may stay; with a fifth allowed 120 go."""
    assert solve(tmp_path / "a", "").flow("z", "p") == pytest.approx(0)
    assert solve(tmp_path / "b", "0").flow("z", "p") == pytest.approx(150)
    assert solve(tmp_path / "c", "20 %").flow("z", "p") == pytest.approx(120)


def test_a_sink_open_to_all_is_a_place_and_the_own_one_is_none(tmp_path: Path) -> None:
    """The tip takes it for 30 a tonne; a pond of the zone's own does not count as placing."""
    links = DEAR + "z,tip,truck,30\n"
    sinks = "id,name_en,kind,province,owner_zone\ntip,Tip,landfill,P,\npond,Pond,pond,P,z\n"
    done = solve(tmp_path, "0", links=links, sinks=sinks)
    assert done.flow("z", "tip") == pytest.approx(150)
    assert done.kpi("net_cost") == pytest.approx(150 * 30e-3)


def test_where_it_cannot_be_placed_there_is_no_plan(tmp_path: Path) -> None:
    """The line takes 200 kt, 500 must be placed."""
    made = "zone,material,amount [kt/yr],stored_max\nz,w,500,0\n"
    with pytest.raises(InfeasibleError):
        solve_study(tmp_path, {**BASE, "generation": made}, {"objective": COST})
