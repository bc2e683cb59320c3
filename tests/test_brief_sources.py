"""Sources of a brief, addresses among them, are not torn apart to fill their lines."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from sim.documents.document import Document, Paragraph, Points
from sim.documents.write import write_document
from sim.say.texts import ZH

SOURCE = "https://example.org/704063.html (2021 mean 486 CNY/t); http://example.org/353"


def test_text_is_justified_and_sources_are_not(tmp_path: Path) -> None:
    """An address fills half a line: the words beside it would be drawn apart."""
    blocks = (Paragraph("利用率为 84.6 %。"), Points((SOURCE,), is_small=True))
    document = Document("简报", "二〇二五年", blocks, "制作", ZH)
    write_document(document, tmp_path, "brief", ("docx",))
    paragraphs = docx.Document(str(tmp_path / "brief.docx")).paragraphs
    (text,) = (p for p in paragraphs if "利用率" in p.text)
    (source,) = (p for p in paragraphs if "704063" in p.text)
    assert text.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert source.alignment is None
