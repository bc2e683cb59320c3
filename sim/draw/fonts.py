"""Finding a font that can write the language of the map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from sim.say import WORDS, Language, say
from sim.say.texts import Texts

LATIN = "DejaVu Sans"
_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans CJK JP",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)
"""Names of fonts that write simplified Chinese, the best first."""
_PACKAGE = "mplfonts"
"""Optional package that brings a font of its own."""


@dataclass(frozen=True)
class MapFont:
    """The font of a map and the language that it allows."""

    family: tuple[str, ...]
    """matplotlib's font families, first choice first."""
    language: Language
    """What was asked for, or English when no font can write Chinese."""
    characters: frozenset[int]
    """Code points that the first family can write; empty: not limited."""
    note: str = ""
    """What to tell the user; empty when all is well."""

    @property
    def texts(self) -> Texts:
        """Return the sentences and figures of the language."""
        return Texts(self.language)

    def can_write(self, text: str) -> bool:
        """Return whether every character of the text has a glyph."""
        return not self.characters or all(ord(c) in self.characters for c in text)

    def pick(self, name_en: object, name_zh: object) -> str:
        """Return the name in the language of the map, the other one where it is blank."""
        english = str(name_en) if isinstance(name_en, str) else ""
        chinese = str(name_zh) if isinstance(name_zh, str) else ""
        wanted, other = (chinese, english) if self.language == "zh" else (english, chinese)
        for name in (wanted, other):
            if name.strip() and self.can_write(name):
                return name.strip()
        return ""


def find_chinese_font() -> tuple[str, frozenset[int]] | None:
    """Return the family and the code points of a font that writes all of the map's own words.

    matplotlib keeps a list of the fonts it once found; where none of it serves, the fonts of the
    system are looked through anew.
    """
    _add_packaged_font()
    found = _pick_known_font()
    if found is None:
        _add_new_fonts()
        found = _pick_known_font()
    return found


def _pick_known_font() -> tuple[str, frozenset[int]] | None:
    known = {font.name: font for font in font_manager.fontManager.ttflist}
    for family in _FAMILIES:
        if family not in known:
            continue
        characters = _list_characters(font_manager.findfont(family))
        if _list_needed() <= characters:
            return family, characters
    return None


@lru_cache(maxsize=1)
def _list_needed() -> frozenset[int]:
    """Return the code points of all Chinese words of the catalogue."""
    return frozenset(ord(c) for pair in WORDS.values() for c in pair[1] if not c.isspace())


def pick_font(language: Language) -> MapFont:
    """Return the font for a language; English with a note when Chinese cannot be written."""
    found = find_chinese_font()
    if found is not None:
        return MapFont((found[0], LATIN), language, found[1])
    note = say("no_font", language) if language == "zh" else ""
    return MapFont((LATIN,), "en", _list_characters(font_manager.findfont(LATIN)), note)


@lru_cache(maxsize=16)
def _list_characters(path: str) -> frozenset[int]:
    return frozenset(FT2Font(path).get_charmap())


@lru_cache(maxsize=1)
def _add_new_fonts() -> None:
    """Add the fonts of the system that are not in matplotlib's list yet."""
    listed = {font.fname for font in font_manager.fontManager.ttflist}
    for file in sorted(set(font_manager.findSystemFonts()) - listed):
        try:
            font_manager.fontManager.addfont(file)
        except (OSError, RuntimeError):
            continue  # a broken font of the system is none of ours


@lru_cache(maxsize=1)
def _add_packaged_font() -> None:
    for file in _list_packaged_files():
        font_manager.fontManager.addfont(file)


def _list_packaged_files() -> list[Path]:
    spec = find_spec(_PACKAGE)
    folders = (spec.submodule_search_locations or []) if spec else []
    return [file for folder in folders for file in sorted(Path(folder).rglob("*CJK*.[ot]tf"))]


def list_font_files() -> list[Path]:
    """Return the files of all fonts: those of the system, of the package, of matplotlib."""
    system = sorted(map(Path, font_manager.findSystemFonts()))
    own = sorted(Path(font_manager.findfont(LATIN)).parent.glob("*.ttf"))
    return [*system, *_list_packaged_files(), *own]
