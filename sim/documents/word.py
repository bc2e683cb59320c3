"""The document for Word, WPS and LibreOffice: A4, in Chinese as official documents are set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document as open_document
from docx.document import Document as WordFile
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from sim.documents.document import Block, Document, Heading, Paragraph, Picture, Points, Table
from sim.documents.numbers import number_blocks
from sim.documents.widths import share_width

_LATIN = "Times New Roman"
_EPOCH = datetime(2000, 1, 1)
"""The same document gives the same file."""


@dataclass(frozen=True)
class Face:
    """How one kind of text is set."""

    font: str
    """Of Chinese characters; in English of all."""
    size: float
    bold: bool = False
    middle: bool = False
    lead: float = 0.0
    """Points between lines, from foot to foot; 0: as the font has it."""
    before: float = 0.0
    after: float = 0.0
    indent: float = 0.0
    """Of the first line, in widths of a character."""
    keep: bool = False
    """On the page of what follows."""


@dataclass(frozen=True)
class Look:
    """How a document is set in one language."""

    margins: tuple[float, float, float, float]
    """Top, right, bottom, left, in cm."""
    faces: dict[str, Face]
    latin: str
    stands_in: dict[str, tuple[str, ...]]
    """Font -> fonts to take where it is missing, the best first."""
    page_number: tuple[str, str]
    """What stands before and behind the number of a page."""


_SONG, _FANG = "宋体", "仿宋"
_CHINESE = Look(
    margins=(3.7, 2.6, 3.5, 2.8),
    faces={
        "title": Face("方正小标宋简体", 22, middle=True, lead=33, after=6, keep=True),
        "subtitle": Face("楷体", 16, middle=True, lead=28, after=14),
        "heading 1": Face("黑体", 16, lead=28, indent=2, keep=True),
        "heading 2": Face("楷体", 16, lead=28, indent=2, keep=True),
        "body": Face(_FANG, 16, lead=28, indent=2),
        "point": Face(_FANG, 16, lead=28, indent=2),
        "caption": Face("黑体", 12, middle=True, before=6, after=4, keep=True),
        "below": Face("黑体", 12, middle=True, before=4, after=10),
        "head": Face("黑体", 10.5, middle=True),
        "cell": Face(_SONG, 10.5),
        "made": Face(_SONG, 10.5, before=12),
        "source": Face(_SONG, 10.5, lead=15),
        "gap": Face(_SONG, 6, lead=8),
    },
    latin=_LATIN,
    stands_in={
        "方正小标宋简体": (
            *("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "宋体", "SimSun"),
            "Noto Serif CJK SC",
        ),
        _FANG: (
            *("仿宋_GB2312", "FangSong", "华文仿宋", "STFangsong"),
            "Noto Serif CJK SC",
        ),
        "黑体": ("SimHei", "Heiti SC", "Noto Sans CJK SC"),
        "楷体": ("楷体_GB2312", "KaiTi", "Kaiti SC", "Noto Serif CJK SC"),
        _SONG: ("SimSun", "Songti SC", "Noto Serif CJK SC"),
    },
    page_number=("— ", " —"),
)
_ENGLISH_FONT = "Calibri"
_ENGLISH = Look(
    margins=(2.5, 2.5, 2.5, 2.5),
    faces={
        "title": Face(_ENGLISH_FONT, 20, bold=True, after=4, keep=True),
        "subtitle": Face(_ENGLISH_FONT, 11.5, after=12),
        "heading 1": Face(_ENGLISH_FONT, 14, bold=True, before=12, after=4, keep=True),
        "heading 2": Face(_ENGLISH_FONT, 11.5, bold=True, before=8, after=3, keep=True),
        "body": Face(_ENGLISH_FONT, 11, after=6),
        "point": Face(_ENGLISH_FONT, 11, after=3),
        "caption": Face(_ENGLISH_FONT, 10, bold=True, before=8, after=3, keep=True),
        "below": Face(_ENGLISH_FONT, 10, before=3, after=10),
        "head": Face(_ENGLISH_FONT, 9.5, bold=True),
        "cell": Face(_ENGLISH_FONT, 9.5),
        "made": Face(_ENGLISH_FONT, 9, before=12),
        "source": Face(_ENGLISH_FONT, 9, after=1.5),
        "gap": Face(_ENGLISH_FONT, 6, lead=8),
    },
    latin=_ENGLISH_FONT,
    stands_in={_ENGLISH_FONT: ("Carlito", "Arial", "Noto Sans", "DejaVu Sans")},
    page_number=("", ""),
)
_WIDTH_CM, _HEIGHT_CM = 21.0, 29.7
_BESIDE_PICTURE_CM = 2.8
"""Of a page, that heading and caption of a picture take."""


def write_word(document: Document, path: Path) -> None:
    """Write a document as docx."""
    look = _CHINESE if document.texts.language == "zh" else _ENGLISH
    writer = _Writer(open_document(), look, document.locale)
    writer.set_page()
    writer.add(document.title, "title", "Title")
    writer.add(document.subtitle, "subtitle")
    for block in number_blocks(document):
        writer.write(block)
    writer.add(document.made_by, "made")
    writer.describe(document)
    writer.file.save(str(path))


@dataclass(frozen=True)
class _Writer:
    """Fills a file for Word."""

    file: WordFile
    look: Look
    locale: str

    def write(self, block: Block) -> None:
        """Add a block."""
        match block:
            case Heading(text, level):
                self.add(text, f"heading {level}", f"Heading {level}")
            case Paragraph(text):
                self.add(text, "body")
            case Points(texts, is_small):
                kind = "source" if is_small else "point"
                for number, text in enumerate(texts, start=1):
                    if self.look is _CHINESE:
                        self.add(f"{number}．{text}", kind)
                    else:
                        self.add(text, kind, "List Bullet")
            case Table():
                self.add_table(block)
            case Picture(path, caption, width):
                at = self.add("", "caption")
                shape = at.add_run().add_picture(str(path), Cm(min(width, self.room)))
                if (share := self.height / shape.height.cm) < 1.0:
                    shape.width, shape.height = Cm(shape.width.cm * share), Cm(self.height)
                self.add(caption, "below")

    @property
    def room(self) -> float:
        """Return the width between the margins, in cm."""
        return _WIDTH_CM - self.look.margins[1] - self.look.margins[3]

    @property
    def height(self) -> float:
        """Return the height of a picture with its heading and caption on one page, in cm."""
        return _HEIGHT_CM - self.look.margins[0] - self.look.margins[2] - _BESIDE_PICTURE_CM

    def add(self, text: str, kind: str, style: str = "") -> WordParagraph:
        """Add a paragraph set as its kind is."""
        paragraph = self.file.add_paragraph(style=style or None)
        self.set(paragraph, text, self.look.faces[kind])
        return paragraph

    def set(self, paragraph: WordParagraph, text: str, face: Face) -> None:
        """Write a text into a paragraph, in a face."""
        form = paragraph.paragraph_format
        form.space_before, form.space_after = Pt(face.before), Pt(face.after)
        form.keep_with_next = face.keep
        form.widow_control = True
        if face.lead:
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(face.lead)
        else:
            form.line_spacing = 1.0
        if face.indent:
            form.first_line_indent = Pt(face.indent * face.size)
        if face.middle:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif self.look is _CHINESE and face.indent:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if text:
            self.dress(paragraph.add_run(printable(text)), face)

    def dress(self, run: Any, face: Face) -> None:
        """Give a run of text its fonts, size and language."""
        run.font.size, run.font.bold, run.font.italic = Pt(face.size), face.bold, False
        run.font.name, run.font.color.rgb = self.look.latin, RGBColor(0, 0, 0)
        fonts = run._element.rPr.rFonts
        fonts.set(qn("w:eastAsia"), face.font)
        fonts.set(qn("w:hAnsi"), self.look.latin)
        fonts.set(qn("w:cs"), self.look.latin)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN")
        run._element.rPr.append(language)

    def add_table(self, table: Table) -> None:
        """Add a table whose heads come again on each page."""
        self.add(table.caption, "caption")
        made = self.file.add_table(1 + len(table.rows), len(table.heads), style="Table Grid")
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        widths = share_width(table, self.room)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        for n, texts in enumerate((table.heads, *table.rows)):
            row = made.rows[n]
            keep = OxmlElement("w:cantSplit")
            row._tr.get_or_add_trPr().append(keep)
            if not n:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Cm(widths[at])
                self.fill(cell, text, head=not n, figure=at >= table.words)
        self.add("", "gap")

    def fill(self, cell: _Cell, text: str, *, head: bool, figure: bool) -> None:
        """Write a text into a cell."""
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        self.set(paragraph, text, self.look.faces["head" if head else "cell"])
        if (figure and not head) or (figure and self.look is not _CHINESE):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def set_page(self) -> None:
        """Set paper, margins, the number of the page and what stands in for missing fonts."""
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(_WIDTH_CM), Cm(_HEIGHT_CM)
        top, right, bottom, left = self.look.margins
        section.top_margin, section.bottom_margin = Cm(top), Cm(bottom)
        section.left_margin, section.right_margin = Cm(left), Cm(right)
        section.footer_distance = Cm(bottom - 0.7 if bottom > 3 else 1.25)
        line = self.file.styles["Title"].element.pPr.find(qn("w:pBdr"))
        line.getparent().remove(line)
        self.add_page_number(section.footer.paragraphs[0])
        add_stand_ins(self.file, self.look.stands_in)

    def add_page_number(self, paragraph: WordParagraph) -> None:
        """Write the number of the page into the foot."""
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, behind = self.look.page_number
        face = Face(_SONG, 14) if self.look is _CHINESE else self.look.faces["made"]
        if before:
            self.dress(paragraph.add_run(before), face)
        for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = paragraph.add_run()
            self.dress(run, face)
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            part.text = code or None
            run._element.append(part)
        if behind:
            self.dress(paragraph.add_run(behind), face)

    def describe(self, document: Document) -> None:
        """Fill in the properties of the file."""
        about = self.file.core_properties
        about.title, about.author = printable(document.title)[:255], ""
        about.comments = printable(document.made_by)[:255]
        about.language = self.locale
        about.created = about.modified = _EPOCH


def add_stand_ins(file: WordFile, stands_in: dict[str, tuple[str, ...]]) -> None:
    """Tell what fonts to take where those of the document are missing."""
    parts = file.part.package.iter_parts()
    part = next(part for part in parts if part.partname.endswith("/fontTable.xml"))
    fonts = ""
    for name, others in stands_in.items():
        other = f"<w:altName w:val={quoteattr(','.join(others))}/>"
        fonts += f"<w:font w:name={quoteattr(name)}>{other}</w:font>"
    part._blob = part.blob.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())


def printable(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n" or is_character(ord(sign)))


def is_character(code: int) -> bool:
    """Return whether XML may hold a character."""
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
