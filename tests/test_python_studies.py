"""Studies for Python: each gives tables, a chart, and the folder that its command writes."""

from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.cli.main import main
from tests.tiny_project import make_project

TIMED = {"manifest.json", "times.csv", "summary.json"}
"""Files that tell how long something took, or hash one that does."""
SWEEP = {
    "kind": "grid",
    "metrics": ["utilization_rate", "net_cost"],
    "parameters": [
        {
            "name": "mill",
            "table": "lines",
            "where": {"technology": "mill"},
            "scale": {"capacity": [0.5, 1, 1.5]},
        },
    ],
}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def case(scenario: Path) -> sim.Case:
    return sim.load(scenario)


def read_files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name not in TIMED)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def run_command(*words: object) -> None:
    main([str(word) for word in words])


def test_frontier_is_that_of_the_command(case: sim.Case, scenario: Path, tmp_path: Path) -> None:
    """Points, chart and folder; the ends are the best of either metric."""
    found = case.frontier("net_cost", "utilization_rate", points=6)
    points = found.points
    assert points["optimal"].all()
    assert points["x_net_cost_MCNY_yr"].is_monotonic_increasing
    assert points.attrs["units"]["y_utilization_rate_pct"] == "%"
    cheapest = case.aim({"minimize": "net_cost"}).run().kpi("net_cost")
    assert points["x_net_cost_MCNY_yr"].iloc[0] == pytest.approx(cheapest)
    assert found.chart()._repr_png_().startswith(b"\x89PNG")
    run_command(
        "frontier",
        scenario,
        "--x",
        "net_cost",
        "--y",
        "utilization_rate",
        "--points",
        6,
        "--out",
        tmp_path,
    )
    saved = found.save(tmp_path / "saved")
    (written,) = tmp_path.glob("frontier-*")
    assert read_files(saved) == read_files(written)


def test_a_point_is_a_case(case: sim.Case) -> None:
    """The case of a point gives the figures of the point, and can be changed further."""
    found = case.frontier("transport_work", "utilization_rate", points=4, check=False)
    middle = found.point(2)
    row = found.points.iloc[1]
    due = pytest.approx(row["x_transport_work_Mt_km_yr"], rel=1e-6)
    assert middle.run().kpi("transport_work") == due
    assert len(middle.limit(cap="net_co2", at="9 kt/yr").scenario.limits) == (
        len(middle.scenario.limits) + 1
    )


def test_metrics_of_a_frontier_differ(case: sim.Case) -> None:
    """The message names what was given, not an option of the command line."""
    with pytest.raises(sim.InputError, match="x, y: "):
        sim.frontier(case, "net_cost", "net_cost")


def test_sweep_is_that_of_the_command(case: sim.Case, tmp_path: Path) -> None:
    """The same points as from the key `sweep` of the scenario file; half a mill uses less."""
    told: list[tuple[int, int]] = []
    found = case.sweep(SWEEP, progress=lambda done, count: told.append((done, count)))
    points = found.points
    assert (points["status"] == "optimal").all()
    assert len(points) == 3
    assert told[-1] == (3, 3)
    assert points["utilization_rate_pct"].is_monotonic_increasing
    assert set(found.charts()) <= {"response", "tornado", "distribution"}
    assert {"points.csv", "summary.json"} <= {p.name for p in found.save(tmp_path / "s").iterdir()}


def test_wrong_sweep_is_refused(case: sim.Case) -> None:
    """A sweep in Python obeys the rules of the file."""
    wrong = {**SWEEP, "kind": "gird"}
    with pytest.raises(sim.InputError, match="did you mean 'grid'"):
        case.sweep(wrong)
    with pytest.raises(sim.InputError, match="sweep"):
        case.sweep()


def test_alternatives_are_those_of_the_command(
    case: sim.Case, scenario: Path, tmp_path: Path
) -> None:
    """The same plans and files; each keeps within the slack."""
    found = case.alternatives(2, slack="5 %")
    best = found.plans["utilization_rate_pct"].iloc[0]
    assert (found.plans["utilization_rate_pct"] >= best - 5.0 - 1e-6).all()
    assert found.flows["certain"].notna().any()
    run_command("alternatives", scenario, "-n", 2, "--slack", "5 %", "--out", tmp_path)
    saved = found.save(tmp_path / "saved")
    assert read_files(saved) == read_files(tmp_path / "alternatives-tiny")


def test_slack_must_suit(case: sim.Case) -> None:
    """Points suit no rate; the message names the argument."""
    with pytest.raises(sim.InputError, match="slack: "):
        case.alternatives(1, slack="3 kt/yr")


def test_synergy_is_that_of_the_command(case: sim.Case, scenario: Path, tmp_path: Path) -> None:
    """Two provinces; payments add up to nothing."""
    found = case.synergy()
    assert sorted(found.players["player"]) == ["East", "West"]
    assert found.players["payment_MCNY_yr"].sum() == pytest.approx(0.0, abs=1e-6)
    run_command("synergy", scenario, "--out", tmp_path)
    saved = found.save(tmp_path / "saved")
    assert read_files(saved) == read_files(tmp_path / "tiny-synergy")


def test_comparison(case: sim.Case, tmp_path: Path) -> None:
    """A result, a case and a folder stand side by side; the first is the reference."""
    half = case.change("lines", where={"technology": "mill"}, scale={"capacity": 0.5})
    base = case.run()
    folder = base.save(tmp_path / "base", basemap="none")
    found = sim.compare(folder, half, base, names=["base", "half", "again"])
    kpis = found.kpis
    assert kpis.at["utilization_rate", "half:difference"] < 0
    assert kpis.at["utilization_rate", "again:difference"] == pytest.approx(0.0, abs=1e-9)
    (row,) = found.inputs.query("column == 'capacity'").to_dict("records")
    assert row["half:value"] == "150 kt/yr"
    assert set(found.maps(basemap="schematic")) == {"compare", "difference"}
    assert "half" in str(found.report())
    saved = found.save(tmp_path / "compared", basemap="none")
    assert {"kpis.csv", "report.html", "summary.json"} <= {p.name for p in saved.iterdir()}


def test_equal_names_are_told_apart(case: sim.Case) -> None:
    """Two results of one scenario have names that differ."""
    result = case.run()
    assert sim.compare(result, result).found.names == ("tiny", "tiny.2")


def test_explanation_of_what_binds(case: sim.Case, scenario: Path) -> None:
    """A case with a plan: what binds, as a table with places."""
    found = sim.explain(scenario)
    assert found.status == "feasible"
    assert len(found.binding)
    assert found.conflict.empty
    assert str(found).startswith("Tiny")


def test_explanation_of_a_conflict(case: sim.Case) -> None:
    """A floor set in Python that nothing reaches: the conflict names the line of the call."""
    found = case.limit(floor="utilization_rate", at="99 %").explain()
    assert found.status == "infeasible"
    assert any(at.startswith("test_python_studies.py:") for at in found.conflict["at"])
    assert len(found.ways_out)
    assert "99 %" in str(found)
    assert "<script" not in found._repr_html_()


def test_studies_show_themselves(case: sim.Case) -> None:
    """In a notebook a study shows what it is and which tables it has."""
    found = case.alternatives(1)
    assert "plans: 2" in found._repr_html_()
    assert repr(found) == "<Alternatives tiny: 1 besides the best>"
    assert isinstance(found.tables["flows"], pd.DataFrame)
