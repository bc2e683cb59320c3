"""What is built, where people see it: map and legend, GeoJSON, report, comparison."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from sim.draw import palette
from sim.draw.draw_map import draw_map, map_window
from sim.draw.geojson import write_sites
from sim.geo.basemap import load_basemap
from sim.report.write_report import write_report
from sim.results.tabulate import tabulate
from sim.say.texts import EN, ZH, Texts
from sim.studies.compare.building import tell_built
from sim.studies.compare.study import ComparedRun, compare
from tests.study import Solved, solve_file
from tests.tiny_project import FILES, SCENARIO, make_project

EXPAND = """\
expand:
  - {where: {technology: brickworks}, up_to: 80 kt/yr, cost: 100 CNY/(t/yr)}
  - where: {technology: mill}
    up_to: 40 %
    cost: 900 CNY/(t/yr)
    closes: {ratio: 0.2, where: {id: l1}}
"""
OBJECTIVE = "objective:\n  - maximize: utilization_rate\n  - minimize: net_cost\n"


def solve(folder: Path, more: str = "") -> Solved:
    """Solve the tiny project, which has places, with further keys."""
    text = FILES[SCENARIO]
    head, _, _ = text.partition("objective:")
    return solve_file(make_project(folder, scenario=head + OBJECTIVE + more))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """The project in which brickworks and mill may grow."""
    return solve(tmp_path_factory.mktemp("built"), EXPAND)


def frames_of(solved: Solved) -> dict[str, pd.DataFrame]:
    """All tables, and the inputs that maps need."""
    tables = tabulate(solved.case, solved.network, solved.plan)
    inputs = ("terminals", "modes", "sinks", "markets")
    return {**tables.frames, **{name: solved.case.tables[name] for name in inputs}}


def test_map_shows_rings_and_their_legend(built: Solved) -> None:
    """A blue ring where capacity is built, and the words for it in both languages."""
    amount = built.tables["built"]["built_kt_yr"]
    assert amount.max() > 1
    tables = tabulate(built.case, built.network, built.plan)
    root = Path(__file__).parents[1]
    basemap = load_basemap("schematic", map_window(frames_of(built)), root)
    for language, said in (("en", "Capacity built and closed"), ("zh", "新建与关停产能")):
        figure = draw_map(frames_of(built), tables.summary, texts=Texts(language), basemap=basemap)  # type: ignore[arg-type]
        texts = {text.get_text() for ax in figure.axes for text in ax.texts}
        assert said in texts
        edges = {
            tuple(round(c, 3) for c in color[:3])
            for ax in figure.axes
            for part in ax.collections
            for color in part.get_edgecolor()
        }
        blue = tuple(round(int(palette.MORE[i : i + 2], 16) / 255, 3) for i in (1, 3, 5))
        assert blue in edges
        plt.close(figure)


def test_geojson_tells_what_is_built(built: Solved, tmp_path: Path) -> None:
    """Plants carry what is built and closed there; where nothing may be they say nothing of it."""
    write_sites(frames_of(built), tmp_path / "sites.geojson")
    plain = solve(tmp_path / "plain")
    write_sites(frames_of(plain), tmp_path / "plain.geojson")

    def plants(name: str) -> dict[str, dict[str, Any]]:
        features = json.loads((tmp_path / name).read_text(encoding="utf-8"))["features"]
        found = (f["properties"] for f in features)
        return {p["id"]: p for p in found if p["kind"] == "plant"}

    table = built.tables["built"].set_index("plant")
    for plant, properties in plants("sites.geojson").items():
        assert properties["built_kt_yr"] == pytest.approx(table.loc[plant, "built_kt_yr"], abs=1e-6)
        assert properties["investment_MCNY"] == pytest.approx(
            table.loc[plant, "investment_MCNY"], abs=1e-6
        )
    assert all("built_kt_yr" not in properties for properties in plants("plain.geojson").values())


def test_report_lists_what_is_built(built: Solved, tmp_path: Path) -> None:
    """The page has the table, the figures, and edges of plants explained beside the map."""
    tables = tabulate(built.case, built.network, built.plan)
    root = Path(__file__).parents[1]
    inputs = built.case.tables
    page = write_report(tmp_path, tables, inputs, built.case.scenario, root=root, texts=ZH)
    text = page.read_text(encoding="utf-8")
    assert "新建与关停产能" in text
    assert "粗边框：新建产能" in text
    assert "建设投资" in text
    assert palette.MORE in text
    plain = solve(tmp_path / "plain")
    tables = tabulate(plain.case, plain.network, plain.plan)
    page = write_report(tmp_path, tables, inputs, plain.case.scenario, root=root, texts=ZH)
    assert "新建与关停产能" not in page.read_text(encoding="utf-8")


def test_comparison_tells_what_is_built_and_what_may_be(built: Solved, tmp_path: Path) -> None:
    """Against the project without `expand`: what is built, and the entries as inputs."""
    plain = solve(tmp_path / "plain")
    runs = [
        ComparedRun(name, tabulate(s.case, s.network, s.plan), s.case)
        for name, s in (("plain", plain), ("built", built))
    ]
    found = compare(runs)
    sentences = tell_built(found, "built", EN)
    table = built.tables["built"].set_index("line")
    assert any(s.startswith("+") and "built" in s and "up front" in s for s in sentences)
    assert len(sentences) == int((table[["built_kt_yr", "closed_kt_yr"]] > 1e-6).sum().sum())
    assert all(s.startswith("−") for s in tell_built(compare(runs[::-1]), "plain", EN))
    inputs = found.inputs[found.inputs["key"] == "expand"].set_index("column")
    assert inputs.loc["l1", "plain:value"] == ""
    assert inputs.loc["l1", "built:value"] == "up_to 80 kt/yr; cost 100 CNY*yr/t"
    assert inputs.loc["l2", "built:value"].endswith("closes 20 % of l1")
