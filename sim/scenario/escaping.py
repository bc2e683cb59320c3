"""Text that does no harm where it is shown: in a spreadsheet, on a terminal, in a table of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import TextIOWrapper
from pathlib import Path

_FORMULA = r"(?='*[=+\-@＝＋－＠\t\r])"
_BEGIN = r"(?:^|(?<=[\r\n]))"
_GUARDED = re.compile(f"{_BEGIN}'{_FORMULA}")
_UNGUARDED = re.compile(f"{_BEGIN}{_FORMULA}")
_TURNING = "\u202a-\u202e\u2066-\u2069"
"""Signs that turn what follows them round, so that a text reads as another one."""
CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_TURNING}]")
"""Signs that no text of a planner holds."""
_BREAKS = re.compile(r"\s*[\t\n\r\u2028\u2029]\s*")
_UNSEEN = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029{_TURNING}\ufeff\ud800-\udfff]"
)
"""Signs that act on a terminal and are not seen; line feeds and tabs stay."""
LINE_END = "\r\n"
"""What a csv.writer must end lines with so that it quotes every cell that would break them."""


def guard(text: str) -> str:
    """Return a text no line of which a spreadsheet computes; `unguard` gives it back.

    >>> guard("=1+1"), guard("'=1"), guard("1+1")
    ("'=1+1", "''=1", '1+1')
    >>> guard("sum:\\n=1+1")
    "sum:\\n'=1+1"
    """
    return _UNGUARDED.sub("'", text)


def unguard(text: str) -> str:
    """Return the text that was guarded.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return _GUARDED.sub("", text)


def on_one_line(text: str) -> str:
    """Return a text on one line: where it is broken, or jumps to a tab stop, is a space.

    >>> on_one_line("Cement mill\\n(line 2)")
    'Cement mill (line 2)'
    """
    return _BREAKS.sub(" ", text.strip())


def visible(text: str) -> str:
    """Return a text in which every sign that acts on a terminal is written out.

    >>> visible("a\\x1b[31m"), visible("矿渣 1")
    ('a\\\\x1b[31m', '矿渣 1')
    """
    return _UNSEEN.sub(_write_out, text)


def visible_json(text: str) -> str:
    """Return JSON that says the same, every sign that acts on a terminal written as JSON has it."""
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign.group()):04x}", text)


def _write_out(sign: re.Match[str]) -> str:
    code = ord(sign.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_HAS_MARK: ContextVar[bool] = ContextVar("csv_has_mark", default=False)


@contextmanager
def marked_csv(on: bool = True) -> Iterator[None]:
    """Let every CSV file that is written meanwhile begin with the mark of UTF-8 (BOM).

    Without it Excel takes a file for one of the country's old encoding, and garbles Chinese.
    """
    before = _HAS_MARK.set(on)
    try:
        yield
    finally:
        _HAS_MARK.reset(before)


class CsvFile(TextIOWrapper):
    """A new file for a csv.writer that ends lines with LINE_END; in the file LF ends them."""

    def __init__(self, path: Path) -> None:
        encoding = "utf-8-sig" if _HAS_MARK.get() else "utf-8"
        super().__init__(path.open("wb"), encoding=encoding, newline="")

    def write(self, line: str, /) -> int:
        """Write a line."""
        return super().write(end_line(line))


def end_line(line: str) -> str:
    """Return a line of a csv.writer with the end that lines have in a file."""
    return f"{line.removesuffix(LINE_END)}\n"
