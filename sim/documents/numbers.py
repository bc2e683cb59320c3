"""Numbers of headings, tables and pictures, as each language has them."""

from __future__ import annotations

from dataclasses import replace

from sim.documents.document import Block, Document, Heading, Picture, Table
from sim.say.texts import Texts

_DIGITS = "〇一二三四五六七八九"


def number_blocks(document: Document) -> list[Block]:
    """Return the blocks of a document with numbers before headings and captions.

    Chinese counts 一、 and （一） as official documents do, English 1 and 1.1.
    """
    texts = document.texts
    section = part = tables = pictures = 0
    blocks: list[Block] = []
    for block in document.blocks:
        match block:
            case Heading(level=1):
                section, part = section + 1, 0
                blocks.append(replace(block, text=_head(block, (section,), texts)))
            case Heading():
                part += 1
                blocks.append(replace(block, text=_head(block, (section, part), texts)))
            case Table():
                tables += 1
                caption = texts.say("document_table", number=tables, caption=block.caption)
                blocks.append(replace(block, caption=caption))
            case Picture():
                pictures += 1
                caption = texts.say("document_picture", number=pictures, caption=block.caption)
                blocks.append(replace(block, caption=caption))
            case _:
                blocks.append(block)
    return blocks


def _head(heading: Heading, counts: tuple[int, ...], texts: Texts) -> str:
    """Return a heading with its number."""
    is_chinese = texts.language == "zh"
    number = write_chinese(counts[-1]) if is_chinese else ".".join(map(str, counts))
    return texts.say(f"document_heading_{len(counts)}", number=number, text=heading.text)


def write_chinese(number: int) -> str:
    """Return a number below a hundred in Chinese numerals.

    >>> [write_chinese(number) for number in (3, 10, 12, 20, 35)]
    ['三', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return lead + (_DIGITS[ones] if ones or not tens else "")
