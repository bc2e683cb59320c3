"""Pages in both languages: the same blocks, headings and tables, each names the other."""

from __future__ import annotations

import re

import pytest

from tools.blocks import ROOT, read

PAGES = ("building", "openings", "textbook", "target")
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ ", re.MULTILINE)
_ROW = re.compile(r"^\|.*\|$", re.MULTILINE)


def both(name: str) -> tuple[str, str]:
    """Return a page in English and in Chinese, blocks left out of neither."""
    english, chinese = (read(ROOT / "docs" / f"{name}{end}.md") for end in ("", ".zh"))
    assert f"({name}.zh.md)" in english
    assert f"({name}.md)" in chinese
    return english, chinese


@pytest.mark.parametrize("name", PAGES)
def test_commands_tables_and_headings_are_the_same(name: str) -> None:
    """What can be copied is the same to the letter, but for the language that is asked for."""
    english, chinese = both(name)
    ours, theirs = _BLOCK.findall(english), _BLOCK.findall(chinese)
    assert [text.replace(" --lang zh", "") for text in theirs] == ours
    heads = [[mark.strip() for mark in _HEADING.findall(_BLOCK.sub("", p))] for p in both(name)]
    assert heads[0] == heads[1]


@pytest.mark.parametrize("name", ["building", "textbook"])
def test_tables_have_as_many_rows(name: str) -> None:
    """No row is missing in either language."""
    english, chinese = (_BLOCK.sub("", page) for page in both(name))
    assert len(_ROW.findall(english)) == len(_ROW.findall(chinese))
