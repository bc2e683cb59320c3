"""CO2 of electricity: by the province of the plant that uses it, from table grid."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sim.cli.main import main
from sim.loader import load_case
from sim.network import build_network
from sim.network.unused_rows import list_unused_rows
from sim.results.trace.figures import Tracer
from sim.results.trace.rows import RowReader, tabulate_trace
from sim.solve import Session
from sim.verify.verify import verify
from tests.tiny_project import FILES, REGION, make_project

GRID = "province,co2 [kg/kWh]\n,0.5\nWest,0.8\n"
RECIPES = """\
id,technology,name_en,activity,cost,electricity,process_co2
blend,mill,Blended cement,product,40 CNY/t,40 kWh/t,0.01
bake,brickworks,Fired brick,feed,60 CNY/t,25 kWh/t,0.1
"""


def per_tonne(path: Path, **tables: str | None) -> Mapping[str, float]:
    """Return line -> t CO2 of a tonne of its activity."""
    network = build_network(load_case(make_project(path, recipes=RECIPES, **tables)))
    return network.runs.set_index("line")["co2_t_t"].to_dict()


@pytest.mark.parametrize(
    ("grid", "east", "west"),
    [
        (GRID, 0.1 + 25 * 0.5e-3, 0.01 + 40 * 0.8e-3),
        ("province,co2 [kg/kWh]\nWest,0.8\n", 0.1, 0.01 + 40 * 0.8e-3),
        ("province,co2 [g/kWh]\n,500\n", 0.1 + 25 * 0.5e-3, 0.01 + 40 * 0.5e-3),
        (None, 0.1, 0.01),
    ],
)
def test_the_row_of_the_province_holds(
    tmp_path: Path, grid: str | None, east: float, west: float
) -> None:
    """The row of its own province, else the blank one, else electricity adds nothing."""
    found = per_tonne(tmp_path, grid=grid)
    assert found == pytest.approx({"l1": east, "l2": west})


def test_a_province_without_plants_is_told(tmp_path: Path) -> None:
    """A row of a province where nothing runs takes no part; the blank one is not looked at."""
    areas = FILES[f"{REGION}/areas.csv"] + "North,province,North Province,北省,\n"
    grid = GRID + "North,0.6\n"
    case = load_case(make_project(tmp_path, areas=areas, grid=grid))
    rows = list_unused_rows(case, build_network(case))
    assert {r.row: r.reason for r in rows[rows["table"] == "grid"].itertuples()} == {
        "North": "no_place_there"
    }


def test_the_written_tables_are_held_to_it(tmp_path: Path) -> None:
    """Verification finds CO2 of electricity that does not follow from the written factors."""
    scenario = make_project(tmp_path, recipes=RECIPES, grid=GRID)
    main(["run", str(scenario), "--out", str(tmp_path / "results"), "--basemap", "none", "--json"])
    folder = tmp_path / "results" / "tiny"
    resolved = load_case(folder / "scenario.resolved.yaml").scenario
    assert verify(folder, resolved)["passed"]
    written = folder / "inputs" / "grid.csv"
    written.write_text(written.read_text("utf-8").replace("0.8", "0.7"), "utf-8")
    failed = {c["name"] for c in verify(folder, resolved)["checks"] if not c["passed"]}
    assert "kpis" in failed


def test_a_traced_figure_names_the_factor(tmp_path: Path) -> None:
    """CO2 of processes is put to recipes and, for electricity, to the row of each province."""
    case = load_case(make_project(tmp_path, recipes=RECIPES, grid=GRID))
    network = build_network(case)
    plan = Session(network).solve()
    traced = Tracer(case, network, plan).trace("process_co2", {})
    assert all(part.is_exact for part in traced.parts)
    rows = tabulate_trace(RowReader(case, network), traced)
    found = rows.set_index(["table", "at"])["amount"]
    act = plan.act.set_index("line")["amount_kt_yr"]
    assert found["grid", "geodata/tiny/grid.csv:2"] == pytest.approx(act["l1"] * 25 * 0.5e-3)
    assert found["grid", "geodata/tiny/grid.csv:3"] == pytest.approx(act["l2"] * 40 * 0.8e-3)
    assert found["recipes", "scenarios/library/recipes.csv:2"] == pytest.approx(act["l2"] * 0.01)
