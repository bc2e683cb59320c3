"""Charts in the width they are printed in: letters of 7 points or more, nothing over the edge."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path

import matplotlib.text
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.draw.chart import make_chart
from sim.draw.fonts import MapFont, pick_font
from sim.draw.heat import draw_transfers
from sim.draw.layout import ZOOM
from sim.draw.on_request import PICTURES
from sim.draw.paper import Paper
from sim.draw.payers import draw_payments
from sim.draw.pictures import save_pictures
from sim.say.texts import EN, ZH, Texts
from tests.chain_study import SCENARIO, TABLES
from tests.study import Solved, solve_study

NARROW = Paper(15.0, 18.0, 60)
PROVINCES = {f"P{n}": f"Province number {n}" for n in range(3)}
CITIES = {f"c{n}": (f"Citytown {n}", f"第{n}城市", f"P{n % 3}") for n in range(9)}
BOTH = pytest.mark.parametrize("texts", [EN, ZH], ids=lambda texts: texts.language)


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """The chain study, solved."""
    return solve_study(tmp_path_factory.mktemp("chain"), TABLES, SCENARIO)


def areas() -> pd.DataFrame:
    """Three provinces of three cities each."""
    rows = [(p, name, f"第{p[1]}省", "") for p, name in PROVINCES.items()]
    rows += [(c, *names) for c, names in CITIES.items()]
    return pd.DataFrame(rows, columns=["id", "name_en", "name_zh", "parent"])


def transfers() -> pd.DataFrame:
    """Every city takes from every other one, amounts of four digits among them."""
    pairs = [(a, b, 41.5 * (n + 1)) for n, (a, b) in enumerate(product(CITIES, CITIES))]
    rows = [("city", a, b, "utilization", kt) for a, b, kt in pairs]
    rows += [("province", a, b, "utilization", 12_345.0) for a, b in product(PROVINCES, PROVINCES)]
    columns = ["level", "origin", "destination", "role", "amount_kt_yr"]
    return pd.DataFrame(rows, columns=columns)


def letters_of(figure: Figure) -> list[matplotlib.text.Text]:
    """All that is drawn: ticks beyond the ends of an axis are not."""
    hidden = {
        id(tick.label1)
        for ax in figure.axes
        for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    found = figure.findobj(matplotlib.text.Text)
    return [t for t in found if t.get_text().strip() and id(t) not in hidden]


def check(figure: Figure | None, paper: Paper) -> list[str]:
    """Hold letters to 7 points in print and to the sheet; return what is said."""
    assert figure is not None
    width, _ = figure.get_size_inches()
    assert width * ZOOM * 2.54 == pytest.approx(paper.width_cm)
    figure.draw_without_rendering()
    letters = letters_of(figure)
    assert min(t.get_fontsize() for t in letters) * ZOOM >= 7.0 - 1e-9
    sheet = figure.bbox
    for text in letters:
        box = text.get_window_extent()
        assert box.x0 >= sheet.x0 - 1, text
        assert box.x1 <= sheet.x1 + 1, text
        assert box.y0 >= sheet.y0 - 1, text
        assert box.y1 <= sheet.y1 + 1, text
    flat = [(t, t.get_window_extent()) for t in letters if t.get_rotation() == 0]
    for (one, box), (other, beside) in combinations(flat, 2):
        assert not _cover(box, beside), (one, other)
    return [text.get_text() for text in letters]


def _cover(one: matplotlib.transforms.Bbox, other: matplotlib.transforms.Bbox) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    tall = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 1.0 and tall > 2.0


@BOTH
def test_transfers_of_nine_cities_fit_fifteen_centimetres(solved: Solved, texts: Texts) -> None:
    """Provinces above cities, every amount in its cell."""
    frames = {"transfers": transfers()}

    def draw(font: MapFont) -> Figure:
        figure = draw_transfers(frames, solved.tables.summary, areas(), font, NARROW)
        assert figure is not None
        said = check(figure, NARROW)
        assert said.count("12,345" if font.language == "en" else "1,234") == 9
        return figure

    make_chart(draw, texts)


@BOTH
def test_payments_fit_fifteen_centimetres(solved: Solved, texts: Texts) -> None:
    """The names of rows, the legend in as many lines as it needs, the remark below."""

    def draw(font: MapFont) -> Figure:
        figure = draw_payments(solved.tables.frames, solved.tables.summary, font, NARROW)
        said = check(figure, NARROW)
        assert figure is not None
        if font.language == "en":
            assert "Generators: Province A" in said
            assert "+4.00" in said
        return figure

    make_chart(draw, texts)


def test_charts_are_written_in_their_width(solved: Solved, tmp_path: Path) -> None:
    """So many dots an inch: 15 cm at 60 are 354 dots."""
    frames, summary = solved.tables.frames, solved.tables.summary
    given = solved.case.tables["areas"]
    save_pictures(PICTURES, frames, summary, tmp_path, given, pick_font("en"), NARROW)
    for name in PICTURES:
        head = (tmp_path / f"{name}.png").read_bytes()[16:24]
        assert int.from_bytes(head[:4], "big") == pytest.approx(15.0 / 2.54 * 60, abs=2)
