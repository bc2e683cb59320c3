"""A list of points with names and weights: equal values, weighted means, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim
from sim.cli.main import main
from sim.errors import InputError
from sim.loader.change.variants import load_study
from tests.provinces import region
from tests.study import write_study

CAPACITY = [20, 80, 80]
"""kt/yr of the one line; 100 kt/yr arise, hauled at 5 CNY/t."""
POINTS = [
    {"name": "dry year", "weight": 0.5},
    {"name": "wet year", "weight": 0.3},
    {"name": "wet, late", "weight": 0.2},
]
OBJECTIVE = [{"maximize": "net_utilized"}, {"minimize": "net_cost"}]


def write(folder: Path, **keys: Any) -> Path:
    """Write a study that sweeps the capacity of its line by a list."""
    lines = {
        "name": "line",
        "table": "lines",
        "set": {"capacity": [f"{c} kt/yr" for c in CAPACITY]},
    }
    sweep = {
        "kind": "list",
        "parameters": [lines],
        "metrics": ["net_utilized", "net_cost"],
        **keys,
    }
    tables = region({("A", "slag"): 100.0}, {"A": 50.0})
    return write_study(folder, tables, {"objective": OBJECTIVE, "sweep": sweep})


def test_equal_points_have_names_and_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """20, 80 and 80 kt at 0.5, 0.3 and 0.2: 50 kt and 0.25 million; the plain mean is 60 kt."""
    path = write(tmp_path, points=POINTS)
    assert main(["sweep", str(path)]) in (0, None)
    said = " ".join(capsys.readouterr().out.split())
    folder = tmp_path / "results" / "sweep-study"
    points = pd.read_csv(folder / "points.csv")
    assert list(points["name"]) == ["dry year", "wet year", "wet, late"]
    assert list(points["weight"]) == [0.5, 0.3, 0.2]
    assert list(points["net_utilized_kt_yr"]) == pytest.approx([20.0, 80.0, 80.0])
    found = pd.read_csv(folder / "distribution.csv").set_index("metric")
    assert found.loc["net_utilized", "weighted_mean"] == pytest.approx(50.0)
    assert found.loc["net_utilized", "mean"] == pytest.approx(60.0)
    assert found.loc["net_cost", "weighted_mean"] == pytest.approx(0.25)
    assert "3 of 3 points have a plan" in said
    assert "weighted mean" in said
    assert "wet, late 0.2 80.00 0.4" in said


def test_the_python_face_has_them_too(tmp_path: Path) -> None:
    """Weights need not add up to one; a point of no weight does not count."""
    case = sim.load(write(tmp_path, points=POINTS))
    spec = {
        "kind": "list",
        "parameters": [{"name": "line", "table": "lines", "scale": {"capacity": [1.0, 1.0, 2.0]}}],
        "metrics": ["net_utilized"],
        "points": [{"name": "a", "weight": 3}, {"name": "b"}, {"name": "c", "weight": 0}],
    }
    counts = []
    found = case.sweep(spec, progress=lambda done, count: counts.append((done, count)))
    assert list(found.points["name"]) == ["a", "b", "c"]
    assert found.tables["distribution"]["weighted_mean"].tolist() == pytest.approx([50.0])
    assert counts[-1] == (2, 2)


def test_without_names_the_tables_are_as_before(tmp_path: Path) -> None:
    """No column is added; a repeated point is refused, and it is said what would make it right."""
    path = write(tmp_path)
    with pytest.raises(InputError) as caught:
        load_study(path)
    (problem,) = caught.value.problems
    assert "the list holds a point twice" in str(problem)
    assert "give the points names" in str(problem)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"points": POINTS[:2]}, "names are given for 2 points, and there are 3"),
        ({"points": POINTS, "kind": "grid"}, "'points' is for lists of points"),
        ({"points": [{**POINTS[0]}, {**POINTS[0]}, POINTS[1]]}, "two points are called 'dry year'"),
        ({"points": [{**p, "weight": 0} for p in POINTS]}, "all weights are 0"),
        ({"points": [{**p, "weight": -1} for p in POINTS]}, "weight"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, keys: dict[str, Any], says: str) -> None:
    """Each with the place in the scenario."""
    with pytest.raises(InputError) as caught:
        load_study(write(tmp_path, **keys))
    text = str(caught.value)
    assert says in text
    assert "scenarios/study.yaml:" in text
