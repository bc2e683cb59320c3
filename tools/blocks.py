"""Blocks of a page that a script writes: found by their marks, replaced in place.

A block begins with `<!-- <name> -->` on a line of its own and ends with `<!-- end -->`.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ROOT / "README.md",
    ROOT / "README.zh.md",
    *sorted(path for path in (ROOT / "docs").glob("*.md")),
)
_END = "<!-- end -->"


def read(page: Path) -> str:
    """Return the text of a page."""
    return page.read_text(encoding="utf-8")


def write(page: Path, text: str) -> None:
    """Write a page with LF line ends."""
    page.write_text(text, encoding="utf-8", newline="\n")


def replace_block(text: str, name: str, content: str) -> str:
    """Return the text with the content of every block of this name replaced.

    Raises
    ------
    ValueError
        The text has no such block.
    """
    pattern = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?({re.escape(_END)})", re.DOTALL)
    replaced, count = pattern.subn(lambda m: f"{m[1]}{content.strip()}\n{m[2]}", text)
    if not count:
        raise ValueError(f"there is no block '<!-- {name} -->'")
    return replaced


def grid(head: list[str], rows: list[list[str]], right: frozenset[int] = frozenset()) -> str:
    """Return a Markdown table; the columns in `right` are flush right."""
    rule = ["---:" if i in right else "---" for i in range(len(head))]
    lines = [head, rule, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
