"""The page in a browser with the network cut: it draws, asks for nothing, complains of nothing."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim.say.texts import Texts
from sim.studies.compare.report import write_comparison_report
from sim.studies.compare.study import ComparedRun, compare
from tests.browser import Visit, find_chromium, visit
from tests.report_page import HOSTILE_ZONE, report_on, solve_tiny
from tests.seeds import some_of
from tests.study import Solved

pytestmark = pytest.mark.xdist_group("browser")

PROBE = """
<script>
window.addEventListener("load", () => setTimeout(() => {
  const told = {};
  const box = document.querySelector("[data-view]");
  const form = box.querySelector("form");
  const shown = () => box.querySelector(".shown").textContent;
  const lines = () => box.querySelectorAll(".scatterlayer .trace").length;
  told.all = shown();
  told.traces = lines();
  form.elements.waste.selectedIndex = 1;
  form.dispatchEvent(new Event("change"));
  told.one = shown();
  for (const mode of form.querySelectorAll("input[name=mode]")) mode.checked = false;
  form.dispatchEvent(new Event("change"));
  told.none = shown();
  const heading = document.querySelectorAll("#table-zones th")[3];
  const column = () => [...document.querySelectorAll("#table-zones tbody tr")]
    .map((row) => Number(row.cells[3].dataset.v));
  heading.firstElementChild.click();
  told.descending = column();
  heading.firstElementChild.click();
  told.ascending = column();
  told.sorted = heading.getAttribute("aria-sort");
  const field = document.querySelector("input[data-find=zones]");
  field.value = "West";
  field.dispatchEvent(new Event("input"));
  told.found = [...document.querySelectorAll("#table-zones tbody tr")]
    .filter((row) => !row.hidden).length;
  const picture = box.querySelector(".picture");
  const wide = () => picture._fullLayout.xaxis.range[1] - picture._fullLayout.xaxis.range[0];
  const before = wide();
  picture.dispatchEvent(new KeyboardEvent("keydown", { key: "+" }));
  setTimeout(() => {
    told.zoomed = wide() / before;
    document.documentElement.dataset.told = JSON.stringify(told);
  }, 500);
}, 500));
</script>
"""
"""Uses the page as a reader would, and leaves on the root element what it saw."""


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """Return the tiny project with markup for names, solved."""
    find_chromium()
    return solve_tiny(tmp_path_factory.mktemp("tiny"), hostile=True)


@pytest.fixture(scope="module")
def opened(solved: Solved, tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """Return the visit of the page of a study whose names are markup."""
    folder = tmp_path_factory.mktemp("page")
    return visit(report_on(solved, folder / "out"), folder)


def read_told(document: str) -> Any:
    """Return what the probe left on the page."""
    found = re.search(r'<html[^>]* data-told="([^"]*)"', document)
    assert found, "the probe did not get to its end"
    return json.loads(html.unescape(found[1]))


def test_page_asks_for_nothing(opened: Visit) -> None:
    """The browser opened the file and asked for nothing outside of it."""
    assert opened.outside == []


def test_page_complains_of_nothing(opened: Visit) -> None:
    """Nothing is written to the console: no error, no load that the policy refused."""
    assert opened.console == []


def test_page_draws_its_pictures(opened: Visit) -> None:
    """The script ran to its end and drew map and chart, names in them as text."""
    assert 'data-ready="yes"' in opened.document
    assert opened.document.count('class="main-svg"') >= 2
    assert 'class="sankey-node"' in opened.document
    assert opened.document.count("<script") == 3
    assert "<img" not in opened.document
    assert HOSTILE_ZONE.replace("<", "&lt;").replace(">", "&gt;") in opened.document


def test_a_request_and_an_error_would_be_seen(solved: Solved, tmp_path: Path) -> None:
    """A page that asks for something outside and writes to the console is caught at both."""
    path = report_on(solved, tmp_path)
    source = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text("utf-8"))
    bad = "<script>fetch('http://outside.invalid/a'); console.error('broken');</script></body>"
    path.write_text(source.replace("</body>", bad), encoding="utf-8")
    seen = visit(path, tmp_path)
    assert "http://outside.invalid/a" in seen.outside
    assert any("broken" in line for line in seen.console)


def test_policy_stops_a_script_that_slipped_in(solved: Solved, tmp_path: Path) -> None:
    """Should markup ever get through, the policy of the page does not let it run."""
    path = report_on(solved, tmp_path)
    slipped = "<script>document.documentElement.dataset.slipped = 'yes';</script></body>"
    path.write_text(path.read_text("utf-8").replace("</body>", slipped), encoding="utf-8")
    seen = visit(path, tmp_path)
    assert 'data-slipped="yes"' not in seen.document
    assert any("Content Security Policy" in line for line in seen.console)


def test_page_can_be_used(tmp_path: Path) -> None:
    """Layers, sorting, searching and the keyboard do what they say."""
    solved = solve_tiny(tmp_path / "tiny")
    path = report_on(solved, tmp_path / "out")
    source = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text("utf-8"))
    path.write_text(source.replace("</body>", PROBE + "</body>"), encoding="utf-8")
    seen = visit(path, tmp_path)
    assert seen.console == []
    told = read_told(seen.document)
    assert told["traces"] > 4
    assert told["all"].startswith("Shown: ")
    assert told["one"] != told["all"]
    assert told["none"] == "Shown: 0 connections, 0 kt/yr moved"
    assert told["descending"] == sorted(told["descending"], reverse=True)
    assert told["ascending"] == sorted(told["ascending"])
    assert told["ascending"] != told["descending"]
    assert told["sorted"] == "ascending"
    assert told["found"] == 1
    assert told["zoomed"] == pytest.approx(0.6, abs=0.01)


def test_phone_has_no_sideways_scroll(solved: Solved, tmp_path: Path) -> None:
    """On a narrow screen the page is as wide as the screen; wide tables scroll by themselves."""
    path = report_on(solved, tmp_path)
    source = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text("utf-8"))
    probe = (
        "<script>addEventListener('load', () => setTimeout(() => { const r = "
        "document.documentElement; r.dataset.told = JSON.stringify([r.scrollWidth, "
        "r.clientWidth]); }, 800));</script></body>"
    )
    path.write_text(source.replace("</body>", probe), encoding="utf-8")
    content, screen = read_told(visit(path, tmp_path, width=500, height=900).document)
    assert screen <= 500
    assert content <= screen


@pytest.mark.parametrize("language", some_of(["zh", "en"], 1))
def test_comparison_opens_without_a_network(solved: Solved, tmp_path: Path, language: Any) -> None:
    """The page of a comparison asks for nothing, complains of nothing and draws its map."""
    other = solve_tiny(tmp_path / "other")
    comparison = compare(
        [
            ComparedRun("a", solved.tables, solved.case),
            ComparedRun("b", other.tables, other.case),
        ]
    )
    path = write_comparison_report(tmp_path, comparison, root=tmp_path, texts=Texts(language))
    seen = visit(path, tmp_path)
    assert seen.outside == []
    assert seen.console == []
    assert 'data-ready="yes"' in seen.document
    assert seen.document.count("<script") == 3
    assert 'class="main-svg"' in seen.document
