"""Coalitions: against reduced projects solved cold, and what theory says of the game."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from sim.loader import load_case
from sim.network import build_network
from sim.network.open_trade import build_open_network, without_limits
from sim.network.players import UNSTATED, find_players
from sim.solve import Session
from sim.solve.coalition import CoalitionSolver, members_of
from sim.solve.production import MEASURES, Production, divide
from tests.cooperation import CLOSED, OPEN, PROVINCES, draw_region, solve_cold, write_region
from tests.seeds import some_of
from tests.study import MODES, csv, write_study


def produce(path: Path, level: str = "province") -> Production:
    """Return the production game of a scenario file."""
    network = build_open_network(without_limits(load_case(path)))
    return divide(Session(network), find_players(network, level))  # type: ignore[arg-type]


def coalitions(count: int) -> list[tuple[int, ...]]:
    """Return the members of every coalition but that of nobody."""
    return [c for size in range(1, count + 1) for c in combinations(range(count), size)]


def mask_of(members: tuple[int, ...]) -> int:
    """Return the mask of a coalition."""
    return sum(1 << i for i in members)


@pytest.mark.parametrize("seed", some_of(range(2), 1))
def test_values_are_those_of_reduced_projects(tmp_path: Path, seed: int) -> None:
    """A project that holds the members' rows only, solved cold, gives what the warm game gives."""
    region = draw_region(seed)
    limit = [{"cap": "transport_work", "at": "0 t*km/yr"}]
    production = produce(write_region(tmp_path / "all", region, borders=CLOSED, limits=limit))
    assert production.players == PROVINCES
    solvers = {measure: CoalitionSolver(production, measure) for measure in MEASURES}
    worth_joining = 0.0
    for members in coalitions(3):
        names = tuple(PROVINCES[i] for i in members)
        cold = solve_cold(write_region(tmp_path / "-".join(names), region, names, borders=OPEN))
        for measure, solver in solvers.items():
            warm = solver.value(members_of(mask_of(members), 3))
            assert warm == pytest.approx(cold[measure], rel=1e-6, abs=1e-6), (names, measure)
            worth_joining += warm if len(members) == 3 else -warm * (len(members) == 1)
    assert worth_joining > 1.0


@pytest.mark.parametrize("seed", some_of(range(3), 2))
def test_shadow_prices_are_in_the_core(tmp_path: Path, seed: int) -> None:
    """Owen's point shares the whole exactly and gives every coalition at least its value."""
    production = produce(write_region(tmp_path, draw_region(seed)))
    for measure in MEASURES:
        solver = CoalitionSolver(production, measure)
        owen = solver.owen_point()
        for members in coalitions(3):
            value = solver.value(members_of(mask_of(members), 3))
            paid = float(owen[list(members)].sum())
            slack = 1e-7 * max(1.0, abs(value))
            assert paid >= value - slack
            assert len(members) < 3 or paid == pytest.approx(value, rel=1e-9, abs=1e-7)


def test_order_of_coalitions_changes_nothing(tmp_path: Path) -> None:
    """What a coalition is worth does not depend on what was solved before."""
    production = produce(write_region(tmp_path, draw_region(1)))
    solver = CoalitionSolver(production, "net_benefit")
    masks = [mask_of(members) for members in coalitions(3)]
    once = [solver.value(members_of(mask, 3)) for mask in masks]
    back = [solver.value(members_of(mask, 3)) for mask in reversed(masks)]
    assert once == pytest.approx(back[::-1], rel=1e-9)


def pass_through(folder: Path) -> Path:
    """Write a region where the short way from A's kiln to A's mill leads over a yard of B."""
    return write_study(
        folder,
        {
            "materials": "id,name_en,kind,waste_class,purchase_price [CNY/t],storage_cost [CNY/t]\n"
            "slag,Slag,waste,general_I,,0\nclinker,Clinker,intermediate,,,\ncement,C,product,,,\n",
            "technologies": "id,name_en\nkiln,Kiln\nmill,Mill\nyard,Yard\n",
            "recipes": "id,technology,name_en\nburn,kiln,Burn\ngrind,mill,Grind\n"
            "pass,yard,Pass on\n",
            "inputs": "recipe,material,min,max\nburn,slag,1,1\ngrind,clinker,1,1\n"
            "pass,clinker,1,1\n",
            "yields": "recipe,material,per,amount\n"
            "burn,clinker,activity,1\ngrind,cement,activity,1\npass,clinker,activity,1\n",
            "modes": MODES,
            "areas": "id,level,name_en\nA,province,A\nB,province,B\n",
            "zones": "id,name_en,province,owner\nz,Z,A,\n",
            "generation": "zone,material,amount [kt/yr]\nz,slag,10\n",
            "plants": "id,name_en,province,owner\nk,K,A,Firm\nm,M,A,Firm\nb,B,B,Other\n",
            "lines": "id,plant,technology,capacity [kt/yr]\n1,k,kiln,10\n2,m,mill,10\n3,b,kiln,10\n"
            "4,b,mill,10\n5,b,yard,10\n",
            "markets": "id,name_en,product,area,price [CNY/t]\nc,C,cement,A,100\n",
            "links": csv(
                "origin,destination,mode,km [km],cost [CNY/t],both_ways",
                [
                    ("z", "k", "truck", 1, 0, "false"),
                    ("k", "m", "truck", 1, 90, "false"),
                    ("k", "b", "truck", 1, 1, "false"),
                    ("b", "m", "truck", 1, 1, "false"),
                ],
            ),
        },
    )


def test_nothing_passes_through_plants_of_outsiders(tmp_path: Path) -> None:
    """Alone, A ships at 90 CNY/t past B; with B's yard in between, a line, it is 2 CNY/t."""
    solver = CoalitionSolver(produce(pass_through(tmp_path)), "net_benefit")
    assert solver.value(members_of(0b01, 2)) == pytest.approx(10 * (100 - 90) * 1e-3)
    assert solver.value(members_of(0b11, 2)) == pytest.approx(10 * (100 - 2) * 1e-3)


def test_players_are_areas_or_owners(tmp_path: Path) -> None:
    """Sites without an owner are one player; among owners every market is a common."""
    network = build_network(load_case(pass_through(tmp_path)))
    by_owner, by_province = find_players(network, "owner"), find_players(network, "province")
    assert by_owner.names == (UNSTATED, "Firm", "Other")
    assert by_owner.markets == {}
    assert by_province.names == ("A", "B")
    assert by_province.markets == {"c": "A"}


def test_a_line_that_cannot_be_fed_alone_stands_still(tmp_path: Path) -> None:
    """B's kiln has a least load and B no slag: alone it does not run, and B earns nothing."""
    path = pass_through(tmp_path)
    lines = tmp_path / "geodata" / "study" / "lines.csv"
    lines.write_text(
        "id,plant,technology,capacity [kt/yr],min_load\n1,k,kiln,10,0\n2,m,mill,10,0\n"
        "3,b,kiln,10,0.1\n4,b,mill,10,0\n",
        encoding="utf-8",
    )
    market = tmp_path / "geodata" / "study" / "markets.csv"
    market.write_text(
        "id,name_en,product,area,price [CNY/t]\nc,C,cement,A,100\nd,D,clinker,B,9\n",
        encoding="utf-8",
    )
    links = tmp_path / "geodata" / "study" / "links.csv"
    links.write_text(links.read_text(encoding="utf-8") + "z,b,truck,1,1,false\n", encoding="utf-8")
    production = produce(path)
    solver = CoalitionSolver(production, "net_benefit")
    alone = solver.worth(members_of(0b10, 2))
    assert alone.value == pytest.approx(0.0)
    assert [production.arrays.row_names[row][1][0] for row in alone.missed] == ["3"]
    assert solver.worth(members_of(0b11, 2)).missed == frozenset()


def test_rows_of_the_whole_have_no_owner(tmp_path: Path) -> None:
    """A cap of the scenario cannot be divided; the game is made without."""
    limits = [{"cap": "net_cost", "at": "900 million CNY/yr"}]
    network = build_network(load_case(write_region(tmp_path, draw_region(0), limits=limits)))
    with pytest.raises(ValueError, match="nobody owns limit_cap"):
        divide(Session(network), find_players(network, "province"))


def test_shares_add_up_to_the_whole(tmp_path: Path) -> None:
    """Every row with a bound belongs to somebody, once; commons go by capacity."""
    production = produce(write_region(tmp_path, draw_region(3)))
    bounded = np.zeros(len(production.arrays.row_names), dtype=bool)
    for bound in (production.arrays.lower, production.arrays.upper):
        bounded |= np.isfinite(bound) & (bound != 0)
    assert production.shares.sum(axis=1) == pytest.approx(bounded.astype(float))
    assert {name for name, _ in production.commons} <= {"market_max", "market_group_max"}
    assert production.commons
