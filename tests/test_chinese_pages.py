"""Pages in both languages: the same blocks, headings and tables, each names the other."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tools.blocks import ROOT, read

PAGES = (
    "building",
    "openings",
    "studies",
    "target",
    "textbook",
    "tutorial",
    "tutorial-own-tables",
)
_PRINTED = re.compile(r"(^```bash\n.*?^```\n)\n^```text\n.*?^```$", re.MULTILINE | re.DOTALL)
"""What a command prints, in the language of the page: tests/test_pages_followed.py runs it."""
_CELLS = ROOT / "sim" / "example" / "zh" / "cells.csv"
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ ", re.MULTILINE)
_ROW = re.compile(r"^\|.*\|$", re.MULTILINE)


def copied(page: str) -> list[str]:
    """Return the blocks that can be copied, cells of the Chinese example in English."""
    words = list(csv.DictReader(read(_CELLS).splitlines()))
    found = []
    for block in _BLOCK.findall(_PRINTED.sub(r"\1", page)):
        text = block.replace(" --lang zh", "")
        if block.startswith("```diff"):
            for word in words:
                text = text.replace(f",{word['zh']}", f",{word['en']}")
        found.append(text)
    return found


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
    assert copied(chinese) == copied(english)
    heads = [[mark.strip() for mark in _HEADING.findall(_BLOCK.sub("", p))] for p in both(name)]
    assert heads[0] == heads[1]


@pytest.mark.parametrize(
    "name", ["building", "textbook", "studies", "tutorial", "tutorial-own-tables"]
)
def test_tables_have_as_many_rows(name: str) -> None:
    """No row is missing in either language."""
    english, chinese = (_BLOCK.sub("", page) for page in both(name))
    assert len(_ROW.findall(english)) == len(_ROW.findall(chinese))


@pytest.mark.parametrize("page", [ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.zh.md"))])
def test_chinese_is_set_as_chinese(page: Path) -> None:
    """After a Chinese character stands no half-width comma, colon, semicolon or bracket."""
    prose = re.sub(r"`[^`\n]*`|\([^()\s]*\)", "", _BLOCK.sub("", read(page)))
    assert re.findall(r"[\u4e00-\u9fff][,;:?!(][^\n]{0,10}", prose) == []
