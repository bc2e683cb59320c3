"""Names beside what a command writes, ending in a token: nobody else calls a thing so.

`.NAME.new` and `.NAME.old` are names that people give their own copies; those may not be touched.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from secrets import token_hex

_BYTES = 8
_TOKEN = rf"-[0-9a-f]{{{2 * _BYTES}}}"


def beside(path: Path, kind: str) -> Path:
    """Return the hidden name of a kind beside a path."""
    return path.with_name(f".{path.name}.{kind}")


def fresh(path: Path, kind: str) -> Path:
    """Return a name of a kind beside a path under which there is nothing, with a new token."""
    return path.with_name(f".{path.name}.{kind}-{token_hex(_BYTES)}")


def left(path: Path, kind: str) -> list[Path]:
    """Return what commands that were killed left of a kind beside a path; no links."""
    form = re.compile(re.escape(beside(path, kind).name) + _TOKEN)
    if not path.parent.is_dir():
        return []
    found = (entry for entry in path.parent.iterdir() if form.fullmatch(entry.name))
    return sorted(entry for entry in found if not entry.is_symlink())


def write_whole(path: Path, content: str) -> None:
    """Write a file so that it is there whole or as it was; nobody else may write it meanwhile."""
    for part in left(path, "new"):
        if part.is_file():
            part.unlink()
    new = fresh(path, "new")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
