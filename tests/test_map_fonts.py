"""A Chinese map needs a font of the system, whether matplotlib's own list knows it yet or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from matplotlib import font_manager

from sim.draw import fonts
from sim.draw.fonts import pick_font
from sim.say import say

FOUND = fonts.find_chinese_font()
needs_font = pytest.mark.skipif(FOUND is None, reason="no Chinese font here")


@pytest.fixture
def old_list(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """matplotlib's list as it was before any Chinese font was installed."""
    manager = font_manager.fontManager
    files = {font.fname for font in manager.ttflist if font.name in fonts._FAMILIES}
    known = [font for font in manager.ttflist if font.fname not in files]
    monkeypatch.setattr(manager, "ttflist", known)
    manager._findfont_cached.cache_clear()
    fonts._add_new_fonts.cache_clear()
    yield
    fonts._add_new_fonts.cache_clear()
    manager._findfont_cached.cache_clear()


@needs_font
@pytest.mark.usefixtures("old_list")
def test_a_list_older_than_the_font_is_no_reason_for_english() -> None:
    """The font on the system is found, added and used, and nothing is told."""
    assert FOUND is not None
    listed = {font.name for font in font_manager.fontManager.ttflist}
    assert not listed & set(fonts._FAMILIES)
    font = pick_font("zh")
    assert font.language == "zh"
    assert font.note == ""
    assert font.family == (FOUND[0], fonts.LATIN)
    assert font.can_write("固废产生地")
    assert FOUND[0] in {font.name for font in font_manager.fontManager.ttflist}


@pytest.mark.usefixtures("old_list")
def test_a_system_without_the_font_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, with a sentence in the language that was asked for."""
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    font = pick_font("zh")
    assert font.language == "en"
    assert font.note == say("no_font", "zh")


@needs_font
@pytest.mark.usefixtures("old_list")
def test_a_broken_font_keeps_no_other_from_being_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is no font is passed over."""
    broken = tmp_path / "aaa.ttf"
    broken.write_bytes(b"no font")
    real = font_manager.findSystemFonts()
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(broken), *real])
    assert pick_font("zh").language == "zh"


@needs_font
def test_a_list_that_knows_the_font_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system is not searched again."""

    def refuse() -> list[str]:
        raise AssertionError("searched for nothing")

    fonts._add_new_fonts.cache_clear()
    monkeypatch.setattr(font_manager, "findSystemFonts", refuse)
    assert pick_font("zh").language == "zh"
