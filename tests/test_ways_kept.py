"""Ways that another way makes needless are left out, and only those: every figure is looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.loader import load_case
from sim.network import build_network
from sim.network.figures import FIGURES, OF_ENDS, OF_WAYS, WAY_FIGURES, compared
from sim.network.large.hauls import HaulFigures
from sim.network.ways import beats, mark_beaten
from tests.study import solve_study, write_study
from tests.test_terminal_links import LINK, WASTE

BELT = {
    **WASTE,
    "zones": "id,name_en\nz,Zone\n",
    "plants": "id,name_en\np,Plant\n",
    "lines": "id,plant,technology,capacity [kt/yr],min_load\nl,p,t,100,1\n",
    "modes": "id,name_en,medium,tariff [CNY/t/km],handling [CNY/t],co2 [kg/t/km]\n"
    "truck,Truck,road,0.5,5,0.1\nbelt,Conveyor,road,1.2,0,0.2\n",
    "links": LINK + "z,p,truck,10,,\nz,p,belt,10,,\n",
}
"""A truck at 5 and loading at 5, a conveyor at 12 and nothing: 10 CNY/t against 12."""


def modes_of(folder: Path, tables: dict[str, str], **scenario: object) -> dict[str, float]:
    """Return kt/yr by mode of a solved study."""
    flows = solve_study(folder, tables, scenario).tables["flows"]
    hauled = flows[flows["role"] == "utilization"]
    return dict(hauled.groupby("mode")["amount_kt_yr"].sum())


@pytest.mark.parametrize(
    ("objective", "moved"),
    [
        ({"minimize": "handling_cost"}, {"belt": 100}),
        ({"minimize": "net_cost"}, {"truck": 100}),
        ({"minimize": "transport_cost"}, {"truck": 100}),
        ({"maximize": "transport_cost"}, {"belt": 100}),
        ({"maximize": "net_cost"}, {"belt": 100}),
        ({"maximize": "transport_co2"}, {"belt": 100}),
    ],
)
def test_each_objective_finds_its_mode(
    tmp_path: Path, objective: dict[str, str], moved: dict[str, float]
) -> None:
    """The conveyor costs more in all and has no handling; the truck is better in all the rest."""
    assert modes_of(tmp_path, BELT, objective=[objective]) == moved


def test_a_cap_on_handling_is_met_by_two_modes(tmp_path: Path) -> None:
    """0.2 million at 5 a tonne load 40 kt onto trucks; the belt takes 60 kt."""
    limits = [{"cap": "handling_cost", "at": "0.2 million CNY/yr"}]
    found = modes_of(tmp_path, BELT, objective=[{"minimize": "net_cost"}], limits=limits)
    assert found == pytest.approx({"belt": 60, "truck": 40})


def test_a_floor_under_a_cost_keeps_the_dear_way(tmp_path: Path) -> None:
    """Loading counts no less than nothing and haul at least 0.85 million: half go by belt."""
    belt = BELT | {"modes": BELT["modes"].replace("0.5,5,", "0.5,0,")}
    limits = [{"floor": "transport_cost", "at": "0.85 million CNY/yr"}]
    found = modes_of(tmp_path, belt, objective=[{"minimize": "net_cost"}], limits=limits)
    assert found == pytest.approx({"belt": 50, "truck": 50})


def test_a_mode_that_is_worse_in_every_figure_is_left_out(tmp_path: Path) -> None:
    """Without its handling the truck is better in all, and the belt is told as left out."""
    belt = BELT | {"modes": BELT["modes"].replace("0.5,5,", "0.5,0,")}
    network = build_network(load_case(write_study(tmp_path, belt)))
    assert set(network.routes["mode"]) == {"truck", "onsite"}
    assert network.excluded["mode"].tolist() == ["belt"]


def test_the_programme_weighs_the_figures_that_ways_are_compared_in() -> None:
    """Each figure of a route is of the way, and compared, or of the ends, and the same by all."""
    assert set(FIGURES) == {*OF_WAYS, *OF_ENDS}
    assert not set(OF_WAYS) & set(OF_ENDS)
    figures = HaulFigures(np.zeros(1), np.zeros(1), 0.0, np.zeros(1), 0.0)
    assert set(figures.columns) == set(WAY_FIGURES)


def test_ends_give_every_mode_the_same_other_figures(project_root: Path) -> None:
    """In a shipped region the figures of the ends do not differ between the ways of a pair."""
    routes = build_network(load_case(project_root / "scenarios" / "baseline.yaml")).routes
    known = [name for name in OF_ENDS if name in routes]
    pairs = routes.groupby(["origin", "destination", "lot"])[known].nunique()
    assert len(pairs) > 1000
    assert (pairs == 1).all(axis=None)


Row = tuple[float, ...]


@pytest.fixture(scope="module")
def drawn() -> list[tuple[list[Row], list[bool]]]:
    """Random ways of a thousand pairs, one to five each, and which of them are left out.

    A row is the figures of a way, 0 to 2 each, and whether a bounded terminal is on it.
    """
    rng = np.random.default_rng(5)
    pairs: list[list[Row]] = [
        [
            (*rng.integers(0, 3, len(WAY_FIGURES)).astype(float).tolist(), bool(rng.integers(2)))
            for _ in range(rng.integers(1, 6))
        ]
        for _ in range(1000)
    ]
    rows = [row for pair in pairs for row in pair]
    ways = pd.DataFrame([row[:-1] for row in rows], columns=list(WAY_FIGURES))
    ways = ways.assign(destination="d", alight="", over="", material="", mode="m")
    ways["origin"] = [f"o{number}" for number, pair in enumerate(pairs) for _ in pair]
    ways["board"] = ["port" if row[-1] else "" for row in rows]
    marked = iter(mark_beaten(ways, pd.Index(["port"])).tolist())
    found = [(pair, [next(marked) for _ in pair]) for pair in pairs]
    assert 200 < sum(any(gone) for _, gone in found) < 800
    return found


def test_both_ways_of_comparing_agree(drawn: list[tuple[list[Row], list[bool]]]) -> None:
    """Of random ways the table leaves out those that the comparison of arrays leaves out."""
    for rows, marked in drawn:
        for i, mine in enumerate(rows):
            rivals = [row for j, row in enumerate(rows) if j != i and not row[-1]]
            worse = [bool(beats(arrays_of(rival), arrays_of(mine))[0]) for rival in rivals]
            assert marked[i] == any(worse), rows


def arrays_of(row: tuple[float, ...]) -> list[np.ndarray]:
    """Return what a way is compared in, as arrays of one element."""
    return compared({c: np.array([x]) for c, x in zip(WAY_FIGURES, row[:-1], strict=True)})


def per_tonne(row: tuple[float, ...], wet: float) -> tuple[float, ...]:
    """Return haul, handling, CO2 and km of a dry tonne."""
    haul, stated, handling, co2, km = row[:-1]
    return haul * wet + stated, handling * wet, co2 * wet, km


@pytest.mark.parametrize("wet", [1.0, 1.25, 5.0])
def test_what_is_left_out_is_better_nowhere(
    drawn: list[tuple[list[Row], list[bool]]], wet: float
) -> None:
    """Whatever the moisture, an unlimited way is as good in all as each that is left out."""
    for rows, marked in drawn:
        kept = [row for row, gone in zip(rows, marked, strict=True) if not gone]
        for row in (row for row, gone in zip(rows, marked, strict=True) if gone):
            assert any(
                all(a <= b for a, b in zip(per_tonne(k, wet), per_tonne(row, wet), strict=True))
                for k in kept
            ), rows
