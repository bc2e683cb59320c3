"""`sim check` looks at each row a bounded number of times, however many rows there are.

What is counted: pairs of lines and recipes that are formed, looks at the tables of a network for
lines that stand still, readers of cells that are made, ways to crossings that are measured.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim.loader.columns
from sim.checks.idle import idle_lines
from sim.geo import distance
from sim.loader import load_case
from sim.network import Network, build_network
from sim.network.formula import read_formula
from sim.network.lines import LotScale, recipes_run
from tests.study import write_study
from tests.test_idle_lines import tables
from tests.tiny_project import make_project

MANY = 400


def test_lines_meet_only_the_recipes_they_name() -> None:
    """One technology, a recipe a line: as many pairs as lines, not all of them with all."""
    names = [f"r{n}" for n in range(MANY)]
    recipes = pd.DataFrame({"id": names, "technology": "mill"})
    lines = pd.DataFrame({"technology": "mill", "recipes": [(name,) for name in names]})
    ours, theirs = recipes_run(lines, recipes)
    assert ours.tolist() == theirs.tolist() == list(range(MANY))


def test_lines_that_name_none_run_all_of_their_technology() -> None:
    """By hand: the first line runs both recipes of its technology, the second one it names."""
    recipes = pd.DataFrame({"id": ["a", "b", "c"], "technology": ["mill", "kiln", "mill"]})
    lines = pd.DataFrame({"technology": ["mill", "mill", "kiln"], "recipes": [(), ("c",), ()]})
    pairs = zip(*(places.tolist() for places in recipes_run(lines, recipes)), strict=True)
    assert sorted(pairs) == [(0, 0), (0, 2), (1, 2), (2, 1)]


class Watched:
    """A network that counts how often each of its tables is looked at."""

    def __init__(self, network: Network) -> None:
        self.network, self.looks = network, Counter[str]()

    def __getattr__(self, name: str) -> Any:
        self.looks[name] += 1
        return getattr(self.network, name)


def count_looks(folder: Path, lines: int) -> Counter[str]:
    """How often the tables are looked at where so many lines want what never comes."""
    idle = [(f"n{n}", "q" if n % 2 else "p", "mix", 10, "operating") for n in range(lines)]
    case = load_case(write_study(folder, tables(*idle)))
    watched: Any = Watched(build_network(case))
    found = idle_lines(case, watched)
    assert {found[name] for name, *_ in idle} == {("input", "c")}
    return watched.looks


def test_lines_that_stand_still_are_explained_from_one_look(tmp_path: Path) -> None:
    """The tables of a network are looked at as often for forty such lines as for two."""
    few, many = count_looks(tmp_path / "few", 2), count_looks(tmp_path / "many", 40)
    del few["lines"], many["lines"]
    assert few == many


def test_readers_of_cells_are_made_for_conditions_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tiny project asks `where` of one column; rows are read by their types."""
    made: list[Any] = []
    real = sim.loader.columns.TypeAdapter

    def make(*given: Any, **how: Any) -> Any:
        made.append(given)
        return real(*given, **how)

    monkeypatch.setattr(sim.loader.columns, "TypeAdapter", make)
    sim.loader.columns._all_columns.cache_clear()
    load_case(make_project(tmp_path))
    assert len(made) == 1


def test_ways_to_crossings_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sites on either bank, asked for each way: four sites by one bridge, and two straights."""
    nodes = pd.DataFrame(
        {"lon": [115.0, 115.1, 115.2, 115.3], "lat": [30.0, 30.4, 30.0, 30.4]},
        index=["a", "b", "c", "d"],
    ).assign(bank=["left", "right", "left", "right"])
    bridge = pd.DataFrame({"lon": [115.05], "lat": [30.2]})
    places = pd.DataFrame({"id": [], "lon": [], "lat": []})
    links = pd.DataFrame({c: [] for c in ("origin", "destination", "mode", "km", "both_ways")})
    roads = distance.build_road_network(nodes, bridge, places, links, [], distance.RoadRules())
    measured: list[int] = []
    real = distance.geodesic_km

    def measure(*ends: Any) -> Any:
        found = real(*ends)
        measured.append(np.size(found))
        return found

    monkeypatch.setattr(distance, "geodesic_km", measure)
    for start, end in (("ac", "bd"), ("bd", "ac")):
        found = roads.distances(pd.Series(list(start)), pd.Series(list(end)))
        assert found["method"].tolist() == ["crossing", "crossing"]
    assert measured == [2, 4, 2]


def test_contents_are_weighed_as_formulas_say() -> None:
    """`SO3 <= 0.02*mass + 0.5*MgO`: of 3 % SO3 and 1 % MgO a tonne exceeds it by 0.5 %."""
    contents = pd.DataFrame({"SO3": [0.03, 0.0], "MgO": [0.01, 0.0]}, index=["ash", "slag"])
    weighed = LotScale(contents).weigh(
        read_formula("SO3 <= 0.02*mass + 0.5*MgO"), ["slag", "ash", "slag"]
    )
    assert weighed == pytest.approx({"slag": -0.02, "ash": 0.005})
