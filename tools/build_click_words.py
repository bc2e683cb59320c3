"""Write the Chinese of what click says itself, in the form that gettext reads.

The words are in `sim/say/words/help.py`; the file is `sim/say/locale/zh/LC_MESSAGES/click.mo`.
"""

from __future__ import annotations

import struct
from pathlib import Path

from sim.say.words.help import CLICK

FILE = Path(__file__).parents[1] / "sim/say/locale/zh/LC_MESSAGES/click.mo"
_MAGIC = 0x950412DE
_HEAD = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"


def compile_words() -> bytes:
    """Return the catalogue as a GNU .mo file: a head, two tables of (length, place), texts."""
    pairs = sorted((k.encode(), v.encode()) for k, v in {"": _HEAD, **CLICK}.items())
    start = 28 + 16 * len(pairs)
    tables, texts = [], b""
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[side]), start + len(texts)))
            texts += pair[side] + b"\0"
    head = (_MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return struct.pack("<7I", *head) + b"".join(tables) + texts


def main() -> None:
    """Write the file."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_bytes(compile_words())


if __name__ == "__main__":
    main()
