"""A single file that a command writes: marked in its first line, replaced only if unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sim import __version__
from sim.errors import InputError, Problem
from sim.folders.beside import beside as name_beside
from sim.folders.beside import write_whole
from sim.folders.lock import hold, make_folders
from sim.folders.place import finished, naming
from sim.say.message import message

_MARK = re.compile(r"\S+ sim (\w+) \S+ sha256 ([0-9a-f]{64}) beside ([0-9a-f]{64})")
_LONGEST = 1000
"""Characters of the first line that are read to see whether it is a mark."""


@dataclass(frozen=True)
class MarkedFile:
    """A text to be written, and tables that belong beside it."""

    command: str
    path: Path
    comment: str
    """What begins a comment in the file: its first line is one."""
    replace: bool = False
    """Whether whatever stands there may be replaced."""
    beside: tuple[Path, ...] = field(default=())
    """Files that belong to it."""

    def check(self) -> None:
        """Refuse to write where something would be lost, before anything is begun.

        Raises
        ------
        InputError
            A folder, a device, or a file that the command did not write as it is now.
        """
        for path in (self.path, *self.beside):
            if path.exists() and not path.is_file():
                what = message("file_is_folder" if path.is_dir() else "is_no_file")
                raise InputError([Problem(str(path), what, code="not_replaced")])
        if self.replace or self._is_ours():
            return
        there = next(path for path in (self.path, *self.beside) if _is_there(path))
        what, hint = message("file_kept", command=self.command), message("file_kept_hint")
        raise InputError([Problem(str(there), what, hint, "not_replaced")])

    def write(self, text: str, beside: Mapping[Path, str]) -> None:
        """Write everything, each file whole; the mark holds a hash of it.

        Raises
        ------
        InputError
            As `check` does, which looks again.
        """
        self.check()
        mark = (
            f"{self.comment} sim {self.command} {__version__} "
            f"sha256 {_hash(text)} beside {_hash(*beside.values())}\n"
        )
        for path, content in ((self.path, mark + text), *beside.items()):
            make_folders(path.parent)
            with hold(name_beside(path, "lock"), _wait), naming(path):
                write_whole(path, content)
        finished.append(self.path)

    def _is_ours(self) -> bool:
        """Return whether all that stands there is what the command wrote, unchanged."""
        if not any(_is_there(path) for path in (self.path, *self.beside)):
            return True
        try:
            with self.path.open(encoding="utf-8") as file:
                line = file.readline(_LONGEST).removesuffix("\n")
                text = file.read() if _MARK.fullmatch(line) else ""
            beside = [p.read_text(encoding="utf-8") for p in self.beside if _is_there(p)]
        except (OSError, UnicodeError):
            return False
        mark = _MARK.fullmatch(line)
        hashes = (self.command, _hash(text))
        return (
            mark is not None
            and mark.groups()[:2] == hashes
            and (not beside or mark[3] == _hash(*beside))
        )


def _wait() -> bool:
    """Wait for another process that writes the same file: that is a moment."""
    return True


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _hash(*texts: str) -> str:
    digest = sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()
