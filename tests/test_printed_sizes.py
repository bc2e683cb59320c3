"""Maps in the size they are printed in: letters of 7 points or more, names apart, one symbol."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.cli.project import create
from sim.draw.layout import ZOOM, plan_sheet, share_out
from sim.draw.paper import LEAST_CM, Paper, paper_of, read_paper
from sim.draw.sites import shape_families
from sim.errors import InputError
from sim.say.lines import break_lines
from sim.say.texts import EN, ZH, Texts
from sim.studies.compare.maps import draw_one_map
from sim.studies.compare.study import read_run
from tests.test_brief import run_sim

SIZES = ("a4", "slide", "15x18")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("a4", (16.0, 20.5)),
        ("Slide", (33.87, 19.05)),
        ("18 x 22 cm", (18.0, 22.0)),
        ("15×18.5", (15, 18.5)),
    ],
)
def test_sizes_are_read(text: str, size: tuple[float, float]) -> None:
    """Names, and width x height in cm."""
    paper = read_paper(text)
    assert paper is not None
    assert (paper.width_cm, paper.height_cm) == size


@pytest.mark.parametrize("text", ["", "a5", "15", "14x20", "20x14.9", "15x121", "1e3x20", "-15x20"])
def test_other_sizes_are_refused(text: str) -> None:
    """What is no size, or too small for a legend, is told with the bounds."""
    with pytest.raises(InputError, match=f"{LEAST_CM:g} to"):
        paper_of(text)


def test_the_usual_paper() -> None:
    """Without size and dots there is no paper; dots alone change those of the usual one."""
    usual = Paper(15.0, 20.0, 220)
    assert paper_of(None) is None
    assert paper_of(None, None, usual) == usual
    assert paper_of(None, 96, usual) == Paper(15.0, 20.0, 96)
    assert paper_of("a4", 150) == Paper(16.0, 20.5, 150)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of the example."""
    project = tmp_path_factory.mktemp("sizes") / "project"
    create(project)
    assert run_sim("run", project / "scenarios/baseline.yaml", "--basemap", "none") == 0
    return project / "results/baseline"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("texts", [EN, ZH], ids=lambda texts: texts.language)
def test_letters_are_readable_and_apart(folder: Path, texts: Texts, size: str) -> None:
    """No letter is below 7 points in print; no two texts of the legend lie over each other."""
    paper = read_paper(size, 60)
    figure = draw_one_map(read_run(folder), texts, "schematic", paper)
    assert paper is not None
    width, height = figure.get_size_inches() * ZOOM * 2.54
    assert (width, height) == (pytest.approx(paper.width_cm), pytest.approx(paper.height_cm))
    letters = [t for ax in figure.axes for t in ax.texts if t.get_text().strip()]
    letters += [t for t in figure.texts if t.get_text().strip()]
    assert len(letters) > 20
    assert min(t.get_fontsize() for t in letters) * ZOOM >= 7.0 - 1e-9
    legend = [t for ax in figure.axes[1:] for t in ax.texts] + list(figure.texts)
    boxes = [(t.get_text(), t.get_window_extent()) for t in legend if t.get_text().strip()]
    for n, (one, box) in enumerate(boxes):
        assert box.x0 >= -1, one
        assert box.x1 <= figure.bbox.width + 1, one
        for other, beside in boxes[n + 1 :]:
            shared = min(box.x1, beside.x1) - max(box.x0, beside.x0)
            deep = min(box.y1, beside.y1) - max(box.y0, beside.y0)
            assert min(shared, deep) <= 1.5, (one, other)


def test_columns_hold_sections_in_order() -> None:
    """The legend is shared out so that the longest column is as short as can be."""
    assert share_out([30.0, 20.0, 40.0, 10.0], 2) == (50.0, [0, 0, 1, 1])
    assert share_out([10.0, 90.0], 3)[0] == 90.0
    layout, columns = plan_sheet(Paper(16.0, 20.5), [100.0] * 4, 0.6, 0.6)
    assert columns == [0, 0, 1, 1]
    assert layout.map_box[3] > 0.4


def test_a_family_has_one_symbol() -> None:
    """What else is on a map changes no symbol; families that no table knows come after."""
    technologies = pd.DataFrame({"family": ["cement", "brick", "slag", None, ""]})
    whole = shape_families(["brick", "cement", "slag"], technologies)
    assert shape_families(["slag"], technologies) == {"slag": whole["slag"]}
    assert shape_families(["slag", "other"], technologies)["other"] not in whole.values()


def test_lines_are_broken_where_chinese_may_be() -> None:
    """No mark begins a line, no number is torn; a word longer than a line is."""
    lines = break_lines("净利用4,319万吨/年，未利用（含残渣）。", 6, lambda text: float(len(text)))
    assert "".join(lines) == "净利用4,319万吨/年，未利用（含残渣）。"
    assert all(line[0] not in "，。）/" for line in lines)
    assert any("4,319" in line for line in lines)
    assert break_lines("abcdefghij", 4, lambda text: float(len(text))) == ["abcd", "efgh", "ij"]
