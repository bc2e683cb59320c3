"""The page of a comparison: the figures of its frames, both languages, names as text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.say import say
from sim.say.texts import ZH, Texts
from sim.studies.compare.report import subtract_flows, write_comparison_report
from sim.studies.compare.study import ComparedRun, Comparison, compare
from tests.report_page import HOSTILE_MATERIAL, HOSTILE_ZONE, Page, hostile_project, solve_tiny
from tests.study import csv, solve_file


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Return two runs of a study with hostile names; the second has closed borders."""
    one = solve_tiny(tmp_path_factory.mktemp("one"), hostile=True)
    path = hostile_project(tmp_path_factory.mktemp("two"))
    text = path.read_text("utf-8").replace("name: tiny", "name: shut")
    text = text.replace("rule: filing, surcharge: 2 CNY/t", "rule: closed")
    text = text.replace("en: Tiny", "en: Shut")
    path.write_text(text.replace("zh: 小例", "zh: 关闭"), encoding="utf-8")
    two = solve_file(path)
    runs = [("tiny", one), ("shut", two)]
    return compare([ComparedRun(name, run.tables, run.case) for name, run in runs])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_are_those_of_the_comparison(
    comparison: Comparison, tmp_path: Path, language: Any
) -> None:
    """Every figure stands with its value in both runs and the difference, in order."""
    path = write_comparison_report(tmp_path, comparison, root=tmp_path, texts=Texts(language))
    page = Page(path.read_text("utf-8"))
    assert [row[0] for row in page.rows("kpis")] == list(comparison.kpis[language])
    cells = [e for e in page.all("td") if "data-v" in e.attributes]
    values = [float(e.attributes["data-v"]) for e in cells[: 3 * len(comparison.kpis)]]
    wanted = comparison.kpis[["tiny:value", "shut:value", "shut:difference"]].to_numpy().ravel()
    assert values == pytest.approx(list(wanted))
    assert (comparison.kpis["shut:difference"] != 0).any(), "the runs do not differ"
    headings = {e.text for e in page.all("h2")}
    assert {say("report_nav_inputs", language), say("report_nav_changes", language)} <= headings


def test_names_are_text(comparison: Comparison, tmp_path: Path) -> None:
    """Markup in names stays text in the tables, the map and the sentences of a comparison."""
    page = Page(write_comparison_report(tmp_path, comparison, root=tmp_path).read_text("utf-8"))
    tags = [e.tag for e in page.elements]
    assert tags.count("script") == 3
    assert tags.count("img") == 0
    cells = {e.text for e in page.all("td")}
    assert HOSTILE_ZONE in cells
    assert HOSTILE_MATERIAL in cells
    assert set(page.data["maps"]) == {"difference", "run-0", "run-1"}


def test_chinese_comparison_is_chinese(comparison: Comparison, tmp_path: Path) -> None:
    """The headings of a Chinese comparison hold no English."""
    path = write_comparison_report(tmp_path, comparison, root=tmp_path, texts=ZH)
    page = Page(path.read_text("utf-8"))
    words = [e.text for e in page.elements if e.tag in ("h1", "h2", "h3", "th", "legend", "a")]
    assert len(words) > 20
    assert [w for w in words if re.search(r"[A-Za-z]{3,}", w)] == []


def test_boundaries_never_get_into_a_page(comparison: Comparison, tmp_path: Path) -> None:
    """A comparison is passed on like a report, so it refuses the same base map."""
    with pytest.raises(ValueError, match="tianditu"):
        write_comparison_report(tmp_path, comparison, root=tmp_path, kind="tianditu")


def read_flows(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Return flows of (origin, destination, mode, kt/yr), all of one material."""
    text = csv("origin,destination,mode,amount_kt_yr", list(rows))
    frame = pd.DataFrame(
        [line.split(",") for line in text.splitlines()[1:]], columns=text.splitlines()[0].split(",")
    )
    amounts = frame["amount_kt_yr"].astype(float)
    return frame.assign(amount_kt_yr=amounts, role="utilization", material="slag", via="")


def test_difference_of_flows() -> None:
    """What one run moves more, less, newly or no longer is told apart; equal flows are gone."""
    before = read_flows(
        ("a", "p", "truck", 5),
        ("a", "q", "truck", 4),
        ("b", "p", "truck", 3),
        ("b", "q", "onsite", 9),
    )
    after = read_flows(("a", "p", "truck", 7), ("a", "q", "truck", 4), ("c", "p", "truck", 1))
    found = subtract_flows(after, before).set_index("origin")
    assert found["amount_kt_yr"].to_dict() == {"a": 2.0, "b": 3.0, "c": 1.0}
    assert found["mode"].to_dict() == {"a": "more", "b": "less", "c": "more"}
