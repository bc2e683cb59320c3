"""What is not known of a way is said, never shown as 0: km, transport work and CO2."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.studies.run.run import RunOptions, run
from tests.study import solve_study, write_study
from tests.test_terminal_links import LINK, NOWHERE, hold

DIRECT = {**NOWHERE, "links": LINK + "z,p,truck,,30,\n"}
"""One link that states its cost alone, by a truck that emits."""


def kpi(folder: Path, tables: dict[str, str], name: str) -> object:
    """Return a figure of the written summary of a verified run."""
    outcome = run(write_study(folder, tables), RunOptions(basemap="none"))
    summary = json.loads((outcome.folder / "summary.json").read_text("utf-8"))
    return {row["name"]: row["value"] for row in summary["kpis"]}[name]


@pytest.mark.parametrize("name", ["transport_work", "transport_co2"])
def test_a_figure_of_nothing_known_is_blank(tmp_path: Path, name: str) -> None:
    """100 kt go nobody knows how far: neither tonne-kilometres nor CO2 are told."""
    assert kpi(tmp_path, DIRECT, name) is None


def test_a_mode_that_emits_nothing_has_no_emissions_to_miss(tmp_path: Path) -> None:
    """Without CO2 a km, however many they are, CO2 is 0 and known."""
    modes = NOWHERE["modes"].replace(",0.1\n", ",0\n")
    assert kpi(tmp_path, {**DIRECT, "modes": modes}, "transport_co2") == 0.0


def test_cells_of_a_flow_are_blank(tmp_path: Path) -> None:
    """km, transport work and CO2 of the flow; its cost is known."""
    solved = solve_study(tmp_path, DIRECT)
    hold(solved, tmp_path / "out")
    flow = solved.tables["flows"].iloc[0]
    assert flow[["km", "work_Mt_km_yr", "co2_kg_t", "co2_kt_yr"]].isna().all()
    assert flow["cost_CNY_t"] == 30


def test_a_way_that_is_known_in_part_says_so(tmp_path: Path) -> None:
    """A leg without a length and 305 km that are known: told, and counted in the note."""
    solved = solve_study(tmp_path, {**NOWHERE, "links": LINK + "z,A,truck,,9,\nB,p,truck,5,,\n"})
    hold(solved, tmp_path / "out")
    flow = solved.tables["flows"].iloc[0]
    assert (flow["distance_method"], flow["km"]) == ("partly known", 305)
    assert np.isnan(flow["distance_uncertainty_pct"])
    (note,) = (n for n in solved.tables.summary["notes"] if "no length" in n["en"])
    assert "no length: 1." in note["en"]


def test_a_way_of_which_nothing_is_known_is_blank(tmp_path: Path) -> None:
    """Three links that state costs: the way by terminals has no length either."""
    modes = "id,name_en,medium,co2 [kg/t/km]\ntruck,Truck,road,0.1\nbarge,Barge,water,0.02\n"
    links = LINK + "z,A,truck,,4,\nA,B,barge,,20,\nB,p,truck,,6,\n"
    solved = solve_study(tmp_path, {**NOWHERE, "modes": modes, "links": links})
    hold(solved, tmp_path / "out")
    flow = solved.tables["flows"].iloc[0]
    assert flow["distance_method"] == "cost only"
    assert flow[["km", "work_Mt_km_yr", "co2_kg_t"]].isna().all()
