"""Tables as spreadsheets save them: marks, encodings, declared separators, empty columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.say.message import Message, message

_BOM = b"\xef\xbb\xbf"
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DECLARED = re.compile(r"(sep|decimal)=(\t|[;,|.])[,;\t|]*\r?", re.IGNORECASE)
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_USUAL = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_MOST_DECLARED = 3
_CHINESE_SHARE = 0.8
"""Share of the two-byte signs that are of the usual ones, below which a text is no Chinese."""
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)?,\d+|[+-]?\d{1,3}(?:\.\d{3})+(?![\d.])")


@dataclass(frozen=True)
class Dialect:
    """How a table is written: what separates cells, and what stands before decimals."""

    separator: str = ","
    has_commas: bool = False
    """Whether the comma is the decimal sign, as a line `decimal=,` declares."""


def decode_spreadsheet(raw: bytes) -> tuple[str | None, Message | None]:
    """Return the text of a table in another encoding than plain UTF-8, and what to say of it.

    None where it is in plain UTF-8, or in none that is known.

    >>> decode_spreadsheet("矿渣".encode("gb18030"))[0], decode_spreadsheet(b"slag")[0]
    ('矿渣', None)
    """
    if raw.startswith(_BOM):
        return _decode(raw, "utf-8-sig", message("table_bom"))
    encoding = _WIDE.get(raw[:2])
    if encoding is not None:
        return _decode(raw, encoding, message("table_encoding", encoding="UTF-16"))
    if _is_plain(raw) or not _is_chinese(raw):
        return None, None
    return _decode(raw, "gb18030", message("table_encoding", encoding="GB 18030"))


def _decode(raw: bytes, encoding: str, told: Message) -> tuple[str | None, Message | None]:
    try:
        return raw.decode(encoding), told
    except UnicodeDecodeError:
        return None, None


def _is_plain(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese(raw: bytes) -> bool:
    """Return whether the bytes are in pairs as Chinese has them, rather than single accents."""
    pairs = _PAIR.findall(raw)
    return bool(pairs) and sum(map(bool, map(_USUAL.fullmatch, pairs))) >= _CHINESE_SHARE * len(
        pairs
    )


def take_declarations(text: str) -> tuple[str, Dialect, list[Message]]:
    """Return a text without its lines `sep=;` and `decimal=,`, what they say, and what to tell.

    The lines stay as blank ones, so that those below keep their numbers.

    >>> take_declarations("sep=;\\nid;km\\n")[:2]
    ('\\nid;km\\n', Dialect(separator=';', has_commas=False))
    """
    known: dict[str, str] = {}
    lines = text.split("\n", _MOST_DECLARED)
    for number, line in enumerate(lines[:_MOST_DECLARED]):
        found = _DECLARED.fullmatch(line.strip(" "))
        if found is None:
            break
        known[found[1].lower()] = found[2]
        lines[number] = ""
    if not known:
        return text, Dialect(), []
    dialect = Dialect(known.get("sep", ","), known.get("decimal") == ",")
    told = [message(f"table_{key}", sign=repr(sign)[1:-1]) for key, sign in known.items()]
    return "\n".join(lines), dialect, told


def with_points(cell: str) -> str:
    """Return a cell with decimal commas in the signs that units read.

    >>> with_points("1.234,5 kt/yr"), with_points("0,35"), with_points("1.200")
    ('1234.5 kt/yr', '0.35', '1200')
    """
    return _NUMBER.sub(lambda found: found[0].replace(".", "").replace(",", "."), cell)
