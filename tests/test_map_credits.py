"""A map credits what it draws: boundaries and their footer only where a boundary is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.draw.canvas import fit_view, open_sheet, view_window
from sim.draw.marginalia import draw_notes, write_credit
from sim.geo.basemap import Basemap, load_basemap
from sim.geo.basemap_tianditu import has_tianditu
from sim.say import say
from sim.say.texts import Texts
from sim.studies.run.run import RunOptions, run
from tests import located_study
from tests.report_page import Page
from tests.seeds import some_of

GERMANY = np.array([(8.0, 53.4), (12.9, 48.2)])
BORDER = np.array([(114.9, 30.1), (117.4, 30.7)])
INLAND = np.array([(102.0, 31.0), (102.1, 31.1)])
"""A place inside of Sichuan that no shipped river or town is near."""


def ground_at(places: np.ndarray, kind: str, root: Path) -> Basemap:
    return load_basemap(kind, view_window(fit_view(places)), root)  # type: ignore[arg-type]


def notes_of(places: np.ndarray, ground: Basemap, language: str) -> str:
    figure, _, _ = open_sheet(fit_view(places))
    draw_notes(figure, ground, "", Texts(language))  # type: ignore[arg-type]
    return " ".join(text.get_text() for text in figure.texts)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["schematic", "natural-earth", "tianditu"])
def test_nothing_of_the_base_map_nothing_to_credit(
    project_root: Path, kind: str, language: str
) -> None:
    """In Germany no boundary, river or town of the shipped base maps is near."""
    if kind == "tianditu" and not has_tianditu():
        pytest.skip("the boundaries are an extra")
    ground = ground_at(GERMANY, kind, project_root)
    assert write_credit(ground, Texts(language)) == say("projection", language)  # type: ignore[arg-type]
    written = notes_of(GERMANY, ground, language)
    for word in ("Natural Earth", "Tianditu", "天地图", say("footer", language)):  # type: ignore[arg-type]
        assert word not in written


@pytest.mark.parametrize("kind", ["natural-earth", "tianditu"])
def test_drawn_boundaries_are_credited_with_their_footer(project_root: Path, kind: str) -> None:
    """Where a province line runs through the map, with the rivers around it."""
    if kind == "tianditu" and not has_tianditu():
        pytest.skip("the boundaries are an extra")
    ground = ground_at(BORDER, kind, project_root)
    assert ground.has_boundaries
    written = notes_of(BORDER, ground, "en")
    assert say(f"credit_{kind}", "en") in written
    assert say("footer", "en") in written


def test_a_schematic_map_credits_rivers_alone(project_root: Path) -> None:
    """Its provinces have names and no lines."""
    written = notes_of(BORDER, ground_at(BORDER, "schematic", project_root), "en")
    assert say("credit_schematic", "en") in written
    assert say("footer", "en") not in written


@pytest.mark.skipif(not has_tianditu(), reason="the boundaries are an extra")
def test_boundaries_without_rivers_credit_no_rivers(project_root: Path) -> None:
    """Counties are drawn in the mountains, and nothing of Natural Earth."""
    ground = ground_at(INLAND, "tianditu", project_root)
    written = notes_of(INLAND, ground, "en")
    assert "Boundaries: Tianditu, GS(2024)0650." in written
    assert "Natural Earth" not in written


@pytest.mark.parametrize("language", some_of(["zh", "en"], 1))
def test_the_page_of_a_german_region_credits_no_boundaries(tmp_path: Path, language: str) -> None:
    """Though lines were asked for: there is none to draw."""
    options = RunOptions(basemap="natural-earth", texts=Texts(language))  # type: ignore[arg-type]
    folder = run(located_study.write(tmp_path), options).folder
    page = Page((folder / "report.html").read_text("utf-8"))
    (credit,) = [e.text for e in page.all("p", "class") if "credit" in e.attributes["class"]]
    assert credit == say("projection", language)  # type: ignore[arg-type]
