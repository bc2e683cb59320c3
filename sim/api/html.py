"""Small pieces of HTML for notebooks; every text of the data is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

_TABLE = "border-collapse:collapse;margin:0.4em 0"
_LEFT = "text-align:left;padding:0.1em 1.2em 0.1em 0"
_RIGHT = "text-align:right;padding:0.1em 1.2em 0.1em 0"


def heading(text: str) -> str:
    """Return a heading."""
    return f"<p style='margin:0.2em 0'><b>{escape(text)}</b></p>"


def paragraph(text: str) -> str:
    """Return a paragraph; lines of the text stay lines."""
    return f"<p style='margin:0.2em 0;white-space:pre-wrap'>{escape(text)}</p>"


def listing(lines: Iterable[str]) -> str:
    """Return lines as a list; nothing where there are none."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul style='margin:0.2em 0'>{items}</ul>" if items else ""


def table(rows: Iterable[Sequence[str]], heads: Sequence[str] = ()) -> str:
    """Return a table; the first column is on the left, the others, figures, on the right."""

    def row(cells: Sequence[str], tag: str) -> str:
        written = (
            f"<{tag} style='{_RIGHT if number else _LEFT}'>{escape(cell)}</{tag}>"
            for number, cell in enumerate(cells)
        )
        return f"<tr>{''.join(written)}</tr>"

    head = f"<thead>{row(heads, 'th')}</thead>" if heads else ""
    body = "".join(row(cells, "td") for cells in rows)
    return f"<table style='{_TABLE}'>{head}<tbody>{body}</tbody></table>"


@dataclass(frozen=True, repr=False)
class Page:
    """A whole HTML page that asks for nothing else: shown in a notebook, or saved."""

    text: str

    def save(self, path: str | Path) -> Path:
        """Write the page to a file and return its path."""
        target = Path(path)
        target.write_text(self.text, encoding="utf-8", newline="\n")
        return target

    def __str__(self) -> str:
        """Return the HTML."""
        return self.text

    def __repr__(self) -> str:
        """Return how large the page is."""
        return f"<Page of {len(self.text):,} characters>"

    def _repr_html_(self) -> str:
        """Return a frame that holds the page, apart from the notebook around it."""
        page = escape(self.text, quote=True)
        return f"<iframe srcdoc=\"{page}\" style='width:100%;height:640px;border:0'></iframe>"
