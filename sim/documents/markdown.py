"""The document as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sim.documents.document import Block, Document, Heading, Paragraph, Picture, Points, Table
from sim.documents.numbers import number_blocks

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def write_markdown(document: Document, path: Path) -> None:
    """Write a document as Markdown; its pictures stand beside it."""
    parts = [f"# {escape(document.title)}", escape(document.subtitle)]
    parts += ["\n".join(_write(block)) for block in number_blocks(document)]
    parts.append(f"---\n\n{escape(document.made_by)}")
    text = "\n\n".join(part for part in parts if part) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def escape(text: str) -> str:
    """Return a text of one line that Markdown shows as it is.

    >>> print(escape("1. <b>*Mine*</b> | a_b"))
    1\\. \\<b\\>\\*Mine\\*\\</b\\> \\| a\\_b
    """
    plain = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    return _STARTS.sub(lambda found: f"{found[1]}{_bar(found[2])}", plain)


def _bar(start: str) -> str:
    """Return the start of a line that would begin a list or a rule, so that it does not."""
    return f"{start[:-1]}\\{start[-1]}"


def _write(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * (level + 1)} {escape(text)}"
        case Paragraph(text):
            yield escape(text)
        case Points(texts):
            yield from (f"- {escape(text)}" for text in texts)
        case Table():
            yield from _write_table(block)
        case Picture(path, caption):
            yield f"![{escape(caption)}]({path.name})\n\n*{escape(caption)}*"


def _write_table(table: Table) -> Iterator[str]:
    yield f"**{escape(table.caption)}**\n"
    yield _row(table.heads)
    yield _row(["---" if n < table.words else "---:" for n in range(len(table.heads))], plain=True)
    yield from (_row(row) for row in table.rows)


def _row(cells: tuple[str, ...] | list[str], *, plain: bool = False) -> str:
    return "| " + " | ".join(cell if plain else escape(cell) for cell in cells) + " |"
