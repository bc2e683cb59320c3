"""The document as PDF, with every font it uses inside."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, Image, PageTemplate
from reportlab.platypus import Paragraph as Lines
from reportlab.platypus import Table as Grid

from sim.documents.document import Block, Document, Heading, Paragraph, Picture, Points, Table
from sim.documents.numbers import number_blocks
from sim.documents.pdf_fonts import (
    CHINESE,
    FANG,
    HEI,
    KAI,
    LATIN,
    PLAIN,
    SONG,
    Face,
    cut_down,
    find_face,
    need_face,
)
from sim.documents.widths import share_width
from sim.say.lines import break_lines

_MISSING = "□"
_BESIDE_PICTURE = 80.0
"""Points of a page that heading and caption of a picture take."""
_PADDING = 3.0
"""Points between the edge of a cell and its text."""
_LINE = HexColor("#8d8a80")
_SHADE = HexColor("#efede6")


@dataclass(frozen=True)
class Setting:
    """How one kind of text is set."""

    face: str
    """Role of the font."""
    size: float
    lead: float
    before: float = 0.0
    after: float = 0.0
    place: int = TA_LEFT
    indent: float = 0.0
    """Of the first line, in points."""
    keep: bool = False


@dataclass(frozen=True)
class Look:
    """How a document is set in one language."""

    margins: tuple[float, float, float, float]
    """Top, right, bottom, left, in cm."""
    settings: dict[str, Setting]
    faces: dict[str, tuple[tuple[str, ...], bool]]
    """Role -> families of the font, the best first, and whether it is bold."""
    page_number: str
    bullet: str


_CHINESE = Look(
    margins=(3.7, 2.6, 3.5, 2.8),
    settings={
        "title": Setting("title", 22, 33, after=6, place=TA_CENTER),
        "subtitle": Setting("part", 16, 26, after=12, place=TA_CENTER),
        "heading 1": Setting("head", 16, 28, indent=32, keep=True),
        "heading 2": Setting("part", 16, 28, indent=32, keep=True),
        "body": Setting("body", 16, 28, indent=32),
        "point": Setting("body", 16, 28, indent=32),
        "caption": Setting("head", 12, 16, before=8, after=4, place=TA_CENTER, keep=True),
        "below": Setting("head", 12, 16, before=4, after=10, place=TA_CENTER),
        "head": Setting("head", 10.5, 14, place=TA_CENTER),
        "cell": Setting("body", 10.5, 14),
        "made": Setting("body", 10.5, 14, before=12),
        "source": Setting("body", 10.5, 15),
    },
    faces={
        "title": (SONG, True),
        "head": (HEI, True),
        "part": ((*KAI, *FANG), False),
        "body": (FANG, False),
    },
    page_number="— {} —",
    bullet="",
)
_ENGLISH = Look(
    margins=(2.5, 2.5, 2.5, 2.5),
    settings={
        "title": Setting("title", 19, 24, after=4),
        "subtitle": Setting("body", 10.5, 15, after=10),
        "heading 1": Setting("title", 13, 17, before=12, after=4, keep=True),
        "heading 2": Setting("title", 10.5, 14, before=8, after=3, keep=True),
        "body": Setting("body", 10, 14.5, after=6),
        "point": Setting("body", 10, 14.5, after=2.5, indent=10),
        "caption": Setting("title", 9, 12, before=8, after=3, keep=True),
        "below": Setting("title", 9, 12, before=3, after=10),
        "head": Setting("title", 8.5, 11),
        "cell": Setting("body", 8.5, 11),
        "made": Setting("body", 8.5, 11, before=12),
        "source": Setting("body", 8.5, 11.5, indent=10, after=1.5),
    },
    faces={"title": (LATIN, True), "body": (LATIN, False)},
    page_number="{}",
    bullet="•",
)


def write_pdf(document: Document, path: Path) -> None:
    """Write a document as PDF.

    Raises
    ------
    InputError
        It is in Chinese, and no font on the machine writes that.
    """
    look = _CHINESE if document.texts.language == "zh" else _ENGLISH
    blocks = number_blocks(document)
    letters = _Letters.choose(look, _list_texts(document, blocks))
    setter = _Setter(look, letters)
    flow: list[Flowable] = [
        setter.lines(document.title, "title"),
        setter.lines(document.subtitle, "subtitle"),
        *(flowable for block in blocks for flowable in setter.set(block)),
        setter.lines(document.made_by, "made"),
    ]
    file = BaseDocTemplate(
        str(path),
        pagesize=A4,
        title=document.title,
        author="",
        subject=document.made_by,
        creator="waste-synergy",
        lang=document.locale,
        invariant=1,
    )
    file.addPageTemplates(PageTemplate(frames=[setter.frame], onPage=setter.number_page))
    file.build(flow)


def _list_texts(document: Document, blocks: Iterable[Block]) -> Iterator[str]:
    """Yield every text that is written."""
    yield from (document.title, document.subtitle, document.made_by)
    for block in blocks:
        match block:
            case Heading(text) | Paragraph(text):
                yield text
            case Points(texts):
                yield from (*texts, "．")
            case Table():
                yield from (block.caption, *block.heads)
                yield from (cell for row in block.rows for cell in row)
            case Picture():
                yield block.caption


@dataclass(frozen=True)
class _Letters:
    """The fonts of a document: which one writes a sign in each role."""

    faces: dict[str, tuple[tuple[str, frozenset[int]], ...]]
    """Role -> names and signs of the fonts that write it, the first choice first."""

    @classmethod
    def choose(cls, look: Look, texts: Iterable[str]) -> _Letters:
        """Find the fonts and make them known, with the signs of the texts alone."""
        wanted = {ord(sign) for text in texts for sign in text}
        wanted |= {ord(sign) for sign in look.page_number + look.bullet + _MISSING + "0123456789"}
        chosen: dict[str, list[Face]] = {}
        for role, (families, bold) in look.faces.items():
            first = need_face((*families, *CHINESE) if look is _CHINESE else families, bold=bold)
            others = (find_face(names, bold=bold) for names in (CHINESE, HEI, PLAIN))
            chosen[role] = [first, *(face for face in others if face and face != first)]
        faces = list(dict.fromkeys(face for known in chosen.values() for face in known))
        names = {}
        for number, face in enumerate(faces):
            if signs := wanted & face.signs:
                names[face] = f"sim{number}-{len(pdfmetrics.getRegisteredFontNames())}"
                pdfmetrics.registerFont(TTFont(names[face], cut_down(face, signs)))
        return cls(
            {
                role: tuple((names[face], face.signs) for face in known if face in names)
                for role, known in chosen.items()
            }
        )

    def first(self, role: str) -> str:
        """Return the font of a role."""
        return self.faces[role][0][0]

    def mark(self, text: str, role: str) -> str:
        """Return a text as markup: what the font of the role cannot write is in another one."""
        plain = "".join(sign if self._find(sign, role) else _MISSING for sign in text)
        parts = []
        for font, signs in groupby(plain, lambda sign: self._find(sign, role)):
            part = escape("".join(signs))
            parts.append(part if font == self.first(role) else f'<font name="{font}">{part}</font>')
        return "".join(parts)

    def measure(self, text: str, role: str, size: float) -> float:
        """Return how long a text is, in points."""
        fonts = (self._find(sign, role) or self.first(role) for sign in text)
        widths = (stringWidth(sign, font, size) for sign, font in zip(text, fonts, strict=True))
        return math.fsum(widths)

    def _find(self, sign: str, role: str) -> str:
        return next((name for name, signs in self.faces[role] if ord(sign) in signs), "")


@dataclass(frozen=True)
class _Setter:
    """Turns blocks into what flows over the pages."""

    look: Look
    letters: _Letters

    @property
    def frame(self) -> Frame:
        """Return what a page holds between its margins."""
        top, right, bottom, left = (margin * cm for margin in self.look.margins)
        width, height = A4[0] - left - right, A4[1] - top - bottom
        pads = dict.fromkeys(("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0)
        return Frame(left, bottom, width, height, **pads)

    @property
    def room(self) -> float:
        """Return the width between the margins, in cm."""
        page: float = A4[0] / cm
        return page - self.look.margins[1] - self.look.margins[3]

    def set(self, block: Block) -> Iterator[Flowable]:
        """Yield what a block becomes."""
        match block:
            case Heading(text, level):
                yield self.lines(text, f"heading {level}")
            case Paragraph(text):
                yield self.lines(text, "body")
            case Points(texts, is_small):
                for number, text in enumerate(texts, start=1):
                    kind, lead = "source" if is_small else "point", ""
                    if not self.look.bullet:
                        lead = f"{number}．"
                    yield self.lines(lead + text, kind, bullet=self.look.bullet)
            case Table():
                yield self.lines(block.caption, "caption")
                yield self.grid(block)
            case Picture(path, caption, width):
                yield from (self.image(path, width), self.lines(caption, "below"))

    def image(self, path: Path, width_cm: float) -> Image:
        """Return a picture as wide as it shall be, smaller where the page does not hold it."""
        image = Image(str(path))
        top, _, bottom, _ = self.look.margins
        tall = A4[1] - (top + bottom) * cm - _BESIDE_PICTURE
        wide = min(width_cm, self.room) * cm
        wide = min(wide, tall * image.drawWidth / image.drawHeight)
        image.drawHeight *= wide / image.drawWidth
        image.drawWidth, image.keepWithNext = wide, True
        return image

    def lines(
        self,
        text: str,
        kind: str,
        *,
        place: int | None = None,
        bullet: str = "",
        room: float | None = None,
    ) -> Lines:
        """Return a paragraph set as its kind is, as wide as the page or as a cell (`room`, cm)."""
        setting = self.look.settings[kind]
        style = ParagraphStyle(
            kind,
            fontName=self.letters.first(setting.face),
            fontSize=setting.size,
            leading=setting.lead,
            spaceBefore=setting.before,
            spaceAfter=setting.after,
            alignment=setting.place if place is None else place,
            firstLineIndent=0 if bullet else setting.indent,
            leftIndent=setting.indent if bullet else 0,
            bulletFontName=self.letters.first(setting.face),
            bulletFontSize=setting.size,
            keepWithNext=setting.keep,
            splitLongWords=1,
            textColor=black,
        )
        lines = self._break(text, setting, self.room if room is None else room)
        marked = "<br/>".join(self.letters.mark(line, setting.face) for line in lines)
        return Lines(marked, style, bulletText=bullet or None)

    def _break(self, text: str, setting: Setting, room: float) -> list[str]:
        """Return the lines of a Chinese text; English is broken at its spaces."""
        if self.look is not _CHINESE:
            return [text]

        def measure(part: str) -> float:
            return self.letters.measure(part, setting.face, setting.size)

        return break_lines(text, room * cm - 0.5, measure, setting.indent)

    def grid(self, table: Table) -> Grid:
        """Return a table whose heads come again on each page."""
        widths = share_width(table, self.room)
        rows = [
            [
                self.lines(
                    text,
                    "cell" if n else "head",
                    place=self._place(at >= table.words, n),
                    room=widths[at] - 2 * _PADDING / cm,
                )
                for at, text in enumerate(texts)
            ]
            for n, texts in enumerate((table.heads, *table.rows))
        ]
        style: list[Any] = [
            ("GRID", (0, 0), (-1, -1), 0.4, _LINE),
            ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ]
        return Grid(
            rows, [width * cm for width in widths], repeatRows=1, style=style, spaceAfter=10
        )

    def _place(self, is_figure: bool, row: int) -> int:
        """Return where a text stands in its cell."""
        is_middle = not row and self.look is _CHINESE
        place: int = TA_CENTER if is_middle else TA_RIGHT if is_figure else TA_LEFT
        return place

    def number_page(self, canvas: Any, _file: Any) -> None:
        """Write the number of a page into its foot."""
        text = self.look.page_number.format(canvas.getPageNumber())
        canvas.setFont(self.letters.first("body"), 12 if self.look is _CHINESE else 9)
        canvas.drawCentredString(A4[0] / 2, (self.look.margins[2] - 1.2) * cm, text)
