"""Fonts for a PDF: found on the machine, cut down to the signs of the document, embedded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, TTLibError, newTable

from sim.draw.fonts import list_font_files
from sim.errors import InputError, Problem
from sim.say.message import listed, message

PLAIN = ("DejaVu Sans",)
"""What is always there: matplotlib brings it."""
LATIN = ("Calibri", "Carlito", "Arial", "Liberation Sans", "Helvetica Neue", "Noto Sans", *PLAIN)
"""Names of the fonts for English, the best first."""
SONG = (
    "FZXiaoBiaoSong-B05S",
    "FZXiaoBiaoSong-B05",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "STZhongsong",
    "SimSun",
    "Songti SC",
    "STSong",
    "AR PL UMing CN",
)
"""Names of the fonts for titles, the best first."""
FANG = ("FangSong_GB2312", "FangSong", "STFangsong", *SONG[2:])
"""Names of the fonts for the body."""
HEI = (
    "SimHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "Hiragino Sans GB",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)
"""Names of the fonts for headings."""
KAI = ("KaiTi_GB2312", "KaiTi", "STKaiti", "Kaiti SC", "AR PL UKai CN")
CHINESE = (*FANG, *HEI)
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_ERROR = 0.001
"""Of the size of a letter, by which a curve may be off."""


_NOT_DRAWN = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "kern", "FFTM"]


@dataclass(frozen=True)
class Face:
    """A font in a file, and the signs it can write."""

    family: str
    path: Path
    index: int
    """Which one of a collection."""
    bold: bool
    signs: frozenset[int]


def find_face(families: Sequence[str], *, bold: bool = False) -> Face | None:
    """Return the first of the families that is on the machine, bold where it has that."""
    known = _list_faces()
    for family in families:
        faces = [known[key] for key in ((family, bold), (family, not bold)) if key in known]
        if faces:
            path, index, is_bold = faces[0]
            return Face(family, path, index, is_bold, _read_signs(path, index))
    return None


def need_face(families: Sequence[str], *, bold: bool = False) -> Face:
    """Return a font that is needed.

    Raises
    ------
    InputError
        There is none on the machine.
    """
    found = find_face(families, bold=bold)
    if found is None:
        what = message("document_no_font")
        hint = message("document_no_font_hint", fonts=listed(CHINESE[:6]))
        raise InputError([Problem("pdf", what, hint, "no_font")])
    return found


@lru_cache(maxsize=1)
def _list_faces() -> dict[tuple[str, bool], tuple[Path, int, bool]]:
    """Return family, is bold -> file, index, is bold of every font on the machine."""
    found: dict[tuple[str, bool], tuple[Path, int, bool]] = {}
    for path in list_font_files():
        if path.suffix.lower() not in _SUFFIXES:
            continue
        try:
            for index, names in enumerate(_read_names(path)):
                for family, style in names:
                    if style in ("Regular", "Bold", "Book", "Normal", "Roman", "Light"):
                        is_bold = style == "Bold"
                        found.setdefault((family, is_bold), (path, index, is_bold))
        except (OSError, TTLibError, AssertionError, KeyError, ValueError):
            continue  # a broken font of the system is none of ours
    return found


def _read_names(path: Path) -> list[set[tuple[str, str]]]:
    """Return the names, family and style, of each font of a file."""
    with _opened(path) as fonts:
        return [_names_of(font) for font in fonts]


def _names_of(font: TTFont) -> set[tuple[str, str]]:
    names = font["name"].names
    families = {str(name.toUnicode()) for name in names if name.nameID in (1, 16)}
    styles = [str(name.toUnicode()) for name in names if name.nameID == 2]
    style = "Bold" if "Bold" in styles else "Regular" if "Regular" in styles else styles[0]
    return {(family, style) for family in families}


@contextmanager
def _opened(path: Path) -> Iterator[list[TTFont]]:
    """Give the fonts of a file, of which a collection has several."""
    if path.suffix.lower() in (".ttc", ".otc"):
        with TTCollection(path, lazy=True) as collection:
            yield list(collection.fonts)
    else:
        with TTFont(path, lazy=True) as font:
            yield [font]


@lru_cache(maxsize=16)
def _read_signs(path: Path, index: int) -> frozenset[int]:
    with _opened(path) as fonts:
        return frozenset(fonts[index].getBestCmap() or {})


def cut_down(face: Face, signs: set[int]) -> BytesIO:
    """Return a TrueType font with no more than some signs of a face."""
    options = Options()
    options.drop_tables += _NOT_DRAWN
    options.notdef_outline, options.hinting, options.layout_features = True, False, []
    options.name_IDs, options.recalc_timestamp = [1, 2, 4, 6], False
    cutter = Subsetter(options)
    cutter.populate(unicodes=[*signs, 0x20])
    made = BytesIO()
    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        cutter.subset(font)
        if "glyf" not in font:
            _turn_curves(font)
        font.save(made, reorderTables=False)
    made.seek(0)
    return made


def _turn_curves(font: TTFont) -> None:
    """Turn the curves of a PostScript font into those that PDF writers embed."""
    order, glyphs, drawn = font.getGlyphOrder(), font.getGlyphSet(), {}
    per_em = font["head"].unitsPerEm
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, _ERROR * per_em, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, drawn
    for table in ("CFF ", "CFF2"):
        if table in font:
            del font[table]
    most = font["maxp"]
    most.tableVersion = 0x00010000
    settings = ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs")
    others = ("maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions")
    for name in (*settings, *others, "maxComponentElements"):
        setattr(most, name, 1 if name == "maxZones" else 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
