"""Punctuation as it is set in a document: in Chinese full-width, and no space around figures."""

from __future__ import annotations

import re
from dataclasses import replace

from sim.documents.document import Block, Document, Heading, Paragraph, Picture, Points, Table

_WIDE = str.maketrans(",;:?!", "，；：？！")
_HAN = "\u3400-\u9fff"
_BRACKETS = re.compile(rf"(?<=[{_HAN}])\(([^()]*)\)|\(([^()]*[{_HAN}][^()]*)\)")
_BEHIND = re.compile(rf"(?<=[%{_HAN}）”])([,;:?!])(?:\s+|$)")
_BEFORE = re.compile(rf"([,;:])\s*(?=[{_HAN}（“])")
_GAPS = re.compile(
    rf"(?<=[\d{_HAN}，。；：、）”]) +(?=[%{_HAN}（“])|(?<=[{_HAN}，。；：、）”]) +(?=\d)"
)


def typeset(text: str) -> str:
    """Return a Chinese text with full-width punctuation and no space between words and figures.

    What stands between Latin words and within numbers stays.

    >>> typeset("湖北铜渣尾矿(区外水泥窑): 5,451 万吨/年, 占 84.6 %")
    '湖北铜渣尾矿（区外水泥窑）：5,451万吨/年，占84.6%'
    >>> typeset("Sinopec (Anqing), unit 2: 安庆")
    'Sinopec (Anqing), unit 2：安庆'
    """
    text = _BRACKETS.sub(lambda found: f"（{found[1] or found[2] or ''}）", text)
    text = _BEHIND.sub(lambda found: found[1].translate(_WIDE), text)
    text = _BEFORE.sub(lambda found: found[1].translate(_WIDE), text)
    return _GAPS.sub("", text)


def typeset_document(document: Document) -> Document:
    """Return a document as it is set in its language."""
    if document.texts.language == "en":
        return document
    return replace(
        document,
        title=typeset(document.title),
        subtitle=typeset(document.subtitle),
        blocks=tuple(_typeset_block(block) for block in document.blocks),
    )


def _typeset_block(block: Block) -> Block:
    match block:
        case Heading() | Paragraph():
            return replace(block, text=typeset(block.text))
        case Points():
            return replace(block, texts=tuple(map(typeset, block.texts)))
        case Table():
            return replace(
                block,
                caption=typeset(block.caption),
                heads=tuple(map(typeset, block.heads)),
                rows=tuple(tuple(map(typeset, row)) for row in block.rows),
            )
        case Picture():
            return replace(block, caption=typeset(block.caption))
