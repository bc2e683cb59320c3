"""Tables of wastes, zones, areas and transfers over ways of which no length is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.results.tables import read_results
from sim.studies.run.run import RunOptions, run
from tests.study import Solved, solve_study, write_study
from tests.test_terminal_links import LINK, WASTE, hold

COST_ONLY, FAR = "z,p,truck,,30,\n", "y,p,truck,30,,\n"
STUDY = {
    **WASTE,
    "areas": "id,name_en,level,parent\nEast,East,province,\nWest,West,province,\n",
    "modes": "id,name_en,medium,tariff [CNY/t/km],co2 [kg/t/km]\ntruck,Truck,road,0.5,0.1\n",
    "zones": "id,name_en,province\nz,Zone,East\ny,Other zone,West\n",
    "plants": "id,name_en,province\np,Plant,East\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\ny,w,50\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,t,200\n",
    "links": LINK + COST_ONLY + FAR,
}
"""100 kt from z cost 30 yuan a tonne over nobody knows how many km; 50 kt from y go 30 km."""
WITH_ASH = {
    **STUDY,
    "materials": "id,name_en,kind,waste_class,storage_cost [CNY/t]\n"
    "w,Waste,waste,general_I,\na,Ash,residue,general_I,99\n",
    "yields": "recipe,material,per,amount\nr,a,w,10 %\n",
    "sinks": "id,name_en,province,kind,accepts\ntip,Tip,East,landfill,a\n",
}
"""A tenth of it becomes ash, which goes to a tip: storing it costs more."""
MOVED = ["waste_work_Mt_km_yr", "waste_transport_co2_kt_yr"]


def solve(folder: Path, tables: dict[str, str]) -> Solved:
    """Return the solved study; its written tables are verified."""
    solved = solve_study(folder, tables)
    hold(solved, folder / "out")
    return solved


def moved(table: pd.DataFrame, column: str, name: str) -> list[float | None]:
    """Return transport work and CO2 of one row; None where blank."""
    row = table.set_index(column).loc[name, MOVED]
    return [None if pd.isna(x) else round(float(x), 9) for x in row]


def test_what_is_not_known_is_blank(tmp_path: Path) -> None:
    """Blank for the zone and its province, 50 kt x 30 km = 1.5 for the others and the whole."""
    tables = solve(tmp_path, STUDY).tables
    for name in ("wastes", "zones"):
        assert moved(tables[name], "zone", "z") == [None, None]
        assert moved(tables[name], "zone", "y") == [1.5, 0.15]
    areas = tables["areas"]
    provinces = areas[areas["level"] == "province"]
    assert moved(provinces, "area", "East") == [None, None]
    assert moved(provinces, "area", "West") == [1.5, 0.15]
    assert moved(areas, "area", "all") == [1.5, 0.15]
    pairs = tables["transfers"].set_index(["origin", "destination"])["work_Mt_km_yr"]
    assert pd.isna(pairs["East", "East"])
    assert pairs["West", "East"] == pytest.approx(1.5)


def test_a_known_way_of_the_residue_is_told(tmp_path: Path) -> None:
    """Of z's 100 kt 10 kt of ash go 20 km: at least 0.2; y's 5 kt add 0.1 to its 1.5."""
    links = STUDY["links"] + "p,tip,truck,20,,\n"
    tables = solve(tmp_path, {**WITH_ASH, "links": links}).tables
    assert moved(tables["zones"], "zone", "z") == [0.2, 0.02]
    assert moved(tables["zones"], "zone", "y") == [1.6, 0.16]


def test_an_unknown_way_of_the_residue_is_followed(tmp_path: Path) -> None:
    """Waste that goes 0 km to a plant whose ash goes nobody knows how far: blank, not 0."""
    links = LINK + "z,p,truck,0,,\n" + FAR + "p,tip,truck,,9,\n"
    tables = solve(tmp_path, {**WITH_ASH, "links": links}).tables
    assert moved(tables["zones"], "zone", "z") == [None, None]
    assert moved(tables["zones"], "zone", "y") == [1.5, 0.15]


def test_a_mode_without_emissions_leaves_nothing_to_miss(tmp_path: Path) -> None:
    """Transport work is not known; CO2 is 0."""
    modes = STUDY["modes"].replace(",0.1\n", ",0\n")
    tables = solve(tmp_path, {**STUDY, "modes": modes}).tables
    assert moved(tables["zones"], "zone", "z") == [None, 0.0]
    assert moved(tables["zones"], "zone", "y") == [1.5, 0.0]


def test_written_and_read_again_it_is_blank(tmp_path: Path) -> None:
    """In the CSV an empty cell."""
    outcome = run(write_study(tmp_path, STUDY), RunOptions(basemap="none"))
    assert moved(read_results(outcome.folder)["zones"], "zone", "z") == [None, None]


@pytest.mark.parametrize(
    "stage", [{"minimize": "transport_work"}, {"maximize": "transport_work", "slack": "50 Mt*km"}]
)
@pytest.mark.parametrize("metric", ["transport_work", "transport_co2", "net_co2"])
def test_a_stage_of_what_is_not_known_is_verified(
    tmp_path: Path, stage: dict[str, str], metric: str
) -> None:
    """What it reached is as little known as the figure itself, and no contradiction."""
    keys: dict[str, Any] = {verb: metric for verb in stage if verb != "slack"}
    keys |= {"slack": "5 %"} if "slack" in stage else {}
    tables = {**STUDY, "links": LINK + COST_ONLY, "generation": WASTE["generation"]}
    objective = [{"maximize": "utilization_rate"}, keys]
    path = write_study(tmp_path, tables, {"objective": objective})
    outcome = run(path, RunOptions(basemap="none"))
    summary = json.loads((outcome.folder / "summary.json").read_text("utf-8"))
    assert summary["objectives"][1]["value"] is None
    assert {row["name"]: row["value"] for row in summary["kpis"]}[metric] is None
