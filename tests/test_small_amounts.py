"""Figures of small studies: as many digits as tell them apart from nothing, in t where need be."""

from __future__ import annotations

import doctest
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from sim.draw import heat, legend
from sim.draw.canvas import map_window
from sim.draw.draw_map import draw_map
from sim.draw.fonts import pick_font
from sim.geo.basemap import load_basemap
from sim.report.listing import amount, money
from sim.say import Language
from sim.say import figures as numbers
from sim.say.figures import write_fixed
from sim.say.texts import EN, ZH, Texts
from sim.studies.compare.sentences import write_change, write_number
from sim.studies.run.run import RunOptions, RunOutcome, run
from tests import located_study
from tests.browser import visit
from tests.report_page import Page


@pytest.mark.parametrize(
    ("kt", "english", "chinese"),
    [
        (54_512.0, "54.5 Mt/yr", "5,451 万吨/年"),
        (320.0, "320 kt/yr", "32 万吨/年"),
        (5.0, "5 kt/yr", "0.5 万吨/年"),
        (1.0, "1 kt/yr", "0.1 万吨/年"),
        (0.999, "999 t/yr", "999 吨/年"),
        (0.004, "4 t/yr", "4 吨/年"),
        (-0.004, "-4 t/yr", "-4 吨/年"),
        (0.000042, "0.042 t/yr", "0.042 吨/年"),
        (1e-6, "0.001 t/yr", "0.001 吨/年"),
        (1e-9, "0 kt/yr", "0 万吨/年"),
        (0.0, "0 kt/yr", "0 万吨/年"),
    ],
)
def test_amounts(kt: float, english: str, chinese: str) -> None:
    """Megatonnes to kilograms; what a solver leaves of nothing is nothing."""
    assert EN.amount(kt) == english
    assert ZH.amount(kt) == chinese
    assert EN.figure(kt, "kt/yr") == english


@pytest.mark.parametrize(
    ("mcny", "english", "chinese"),
    [
        (1234.5, "1,234 million CNY/yr", "12.3 亿元/年"),
        (4.97, "4.97 million CNY/yr", "0.05 亿元/年"),
        (0.5, "0.5 million CNY/yr", "50 万元/年"),
        (0.0042, "4,200 CNY/yr", "4,200 元/年"),
        (2e-6, "2 CNY/yr", "2 元/年"),
        (0.0, "0 million CNY/yr", "0 亿元/年"),
    ],
)
def test_money(mcny: float, english: str, chinese: str) -> None:
    """Down to single yuan."""
    assert EN.money(mcny) == english
    assert ZH.money(mcny) == chinese


def test_figures_whose_unit_stands_elsewhere() -> None:
    """Cells of heat tables, of tables of the page and of comparisons, axes of frontiers."""
    assert write_fixed(0.004, 1) == "0.004"
    assert amount(0.004, Texts("en")).text == "0.004"
    assert amount(0.004, Texts("zh")).text == "0.0004"
    assert amount(0.00004, Texts("zh")).text == "0.000004"
    assert money(0.004, Texts("zh")).text == "0.00004"
    assert write_number(0.00004) == "0.00004"
    assert EN.close_bare(0.004, "kt/yr") == "0.004"
    assert EN.figure(0.016, "Mt*km/yr") == "0.016 million t·km/yr"
    assert ZH.figure(0.016, "Mt*km/yr") == "0.00016 亿吨公里/年"
    assert write_change(-0.004, "kt/yr", EN) == "−4 t/yr"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> RunOutcome:
    """The study of 180 kt a year made twenty thousand times smaller: 9 t."""
    folder = tmp_path_factory.mktemp("tonnes")
    return run(located_study.write(folder, size=0.00005), RunOptions())


@pytest.mark.parametrize(
    ("language", "circles", "title"),
    [
        ("en", ["5 t", "1 t", "0.2 t"], "9 t/yr generated"),
        ("zh", ["5 吨", "1 吨", "0.2 吨"], "9 吨/年"),
    ],
)
def test_the_legend_of_a_map_of_tonnes(
    tiny: RunOutcome, project_root: Path, language: Language, circles: list[str], title: str
) -> None:
    """Circles of 6 t have a legend in tonnes, and no '0 kt' stands anywhere."""
    tables = {**tiny.tables.frames}
    ground = load_basemap("schematic", map_window(tables), project_root)
    figure = draw_map(tables, tiny.tables.summary, texts=Texts(language), basemap=ground)
    written = [t.get_text() for ax in figure.axes for t in ax.texts]
    assert [w for w in written if w in circles][:3] == circles
    heading = [t.get_text() for t in figure.texts]
    assert any(title in text for text in heading)
    for text in [*written, *heading]:
        assert not text.startswith(("0 kt", "0 万吨"))
        assert " 0 kt" not in text
        assert "of 0 " not in text


def test_the_page_of_tonnes(tiny: RunOutcome, tmp_path: Path) -> None:
    """Cards, tables and the texts that the script of the page writes."""
    page = Page((tiny.folder / "report.html").read_text("utf-8"))
    cells = [cell for row in page.rows("areas-material") for cell in row]
    assert "0.005" in cells
    seen = visit(tiny.folder / "report.html", tmp_path)
    assert seen.console == []
    assert "Largest circle: 6 t/yr" in seen.document
    assert "Widest flow: 3.25 t/yr" in seen.document
    assert "8.75 t/yr moved" in seen.document


def test_heat_tables_show_tonnes(tiny: RunOutcome) -> None:
    """A cell of 1 t is no blank: slag of West that the brick plant of East takes."""
    areas = pd.read_csv(tiny.folder / "inputs" / "areas.csv")
    figure = heat.draw_transfers(tiny.tables.frames, tiny.tables.summary, areas, pick_font("en"))
    assert figure is not None
    cells = [t.get_text() for ax in figure.axes for t in ax.texts]
    assert "0.001" in cells
    assert any("1 t/yr" in t.get_text() for t in figure.texts)


@pytest.mark.parametrize("module", [numbers, legend])
def test_the_examples_in_the_code_hold(module: ModuleType) -> None:
    """What the docstrings show is what the functions return."""
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
