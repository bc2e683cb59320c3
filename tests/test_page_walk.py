"""The walkthrough of the planner's page says what the page says."""

from __future__ import annotations

import doctest
import re

import pytest

from tests.seeds import some_of
from tools import page_figures
from tools.blocks import ROOT, read
from tools.page_figures import PAGES, fill, find_figures, names_in, read_walk


@pytest.mark.parametrize("language", some_of([*PAGES], 1))
def test_figures_are_those_of_the_page(language: str) -> None:
    """Every marked figure is what a plan gives; else: python -m tools.build_page_pictures."""
    page = PAGES[language]
    assert len(names_in(page)) > 20
    assert fill(read(page), find_figures(language)) == read(page)


def test_both_languages_tell_the_same() -> None:
    """The pages show the same figures in the same order, and a picture for a picture."""
    english, chinese = (names_in(page) for page in PAGES.values())
    assert english == chinese
    pictures = [
        re.findall(r"images/page/(\w+)-(?:en|zh)\.png", read(page)) for page in PAGES.values()
    ]
    assert pictures[0] == pictures[1]
    for name in pictures[0]:
        for language in PAGES:
            assert (ROOT / "docs" / "images" / "page" / f"{name}-{language}.png").exists()


def test_marks_break_no_paragraph() -> None:
    """A line that begins with a comment ends the paragraph before it: only a whole block may."""
    for page in PAGES.values():
        found = re.findall(r"^<!-- =([\w.-]+)", read(page), re.MULTILINE)
        assert found == ["yaml"], page.name


def test_no_figure_of_the_walk_is_typed() -> None:
    """Outside of the marks a page has no number of a plan: none with a unit of one."""
    for page in PAGES.values():
        walk = re.split(r"^## ", read(page), flags=re.MULTILINE)[1]
        bare = re.sub(r"<!-- =.*?<!-- = -->", "", walk, flags=re.DOTALL)
        found = re.findall(r"-?[\d.,]+ ?(?:%|Mt|kt|万吨|亿元|million)", bare)
        assert set(found) <= {"20 %", "20%", "0.5 Mt", "500 kt", "50 万吨"}, found


def test_the_walk_answers_the_question() -> None:
    """A mill with a fifth more, a slag line of 0.5 Mt, a province closed for hazardous waste."""
    mill, plant, border = read_walk()["closed"]
    assert (mill["kind"], plant["kind"], border["kind"]) == ("capacity", "add_plant", "border")
    assert (plant["capacity"], plant["plant"]["city"]) == (500, "Jiujiang")
    assert (border["to"], border["class"], border["rule"]) == ("Anhui", "hazardous", "closed")


def test_the_examples_in_the_code_hold() -> None:
    """What docstrings show is what the functions return."""
    found = doctest.testmod(page_figures)
    assert (found.attempted, found.failed) == (1, 0)
