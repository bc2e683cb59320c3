"""A folder that a command may write: claimed before anything is solved, then replaced whole.

Beside the folder NAME stand, while a command is at work: `.NAME.lock`, the lock; `.NAME.new-TOKEN`,
what is being written; `.NAME.old-TOKEN`, what was there before, for the moment of the exchange.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

from sim.errors import InputError, Problem
from sim.folders.beside import beside, fresh, left
from sim.folders.carry import carry_over, remove
from sim.folders.left_over import is_left_over
from sim.folders.lock import hold, make_folders
from sim.folders.marker import (
    MANIFEST,
    WRITING,
    Marker,
    Origin,
    is_same,
    read_marker,
    write_marker,
)
from sim.say.message import Message, listed, message

Filled = TypeVar("Filled")

_LOOKS, _PAUSE = 20, 0.05
"""How often, and after how many seconds, a reader looks for a folder that is being exchanged."""

finished: list[Path] = []
"""Folders that this process has moved into place, for what is said when it ends early."""


@dataclass(frozen=True)
class Place:
    """A folder that is ours to write until the claim ends."""

    target: Path
    """As it was asked for."""
    real: Path
    """Where a link leads."""
    origin: Origin

    def write(self, fill: Callable[[Path], Filled]) -> Filled:
        """Fill a new folder, move it into place and return what filling it returned.

        The folder must get a manifest. On any error nothing of it stays.
        """
        staging = fresh(self.real, "new")
        try:
            with naming(self.target):
                staging.mkdir()
                (staging / WRITING).touch()
                filled = fill(staging)
                (staging / WRITING).unlink()
                write_marker(staging, self.real, self.origin)
                _exchange(staging, self.real)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        finished.append(self.target)
        return filled


@contextmanager
def claim(target: Path, origin: Origin, tell: Callable[[Message], None]) -> Iterator[Place]:
    """Be the only one to write a folder; where another process does, tell it and wait.

    Raises
    ------
    InputError
        Something is there that the command did not write from the same source.
    """
    real = _follow(target)

    def wait() -> bool:
        tell(message("place_busy", folder=target))
        return True

    with parents_of(real), hold(beside(real, "lock"), wait):
        _mend(real)
        _refuse(target, real, origin)
        yield Place(target, real, origin)


def check_place(target: Path, origin: Origin) -> None:
    """Refuse a folder that may not be replaced, before anything is begun.

    Raises
    ------
    InputError
        As `claim` does, which looks again.
    """
    _refuse(target, _follow(target), origin)


def recover(target: Path) -> None:
    """Bring back a folder that is missing because the process exchanging it was killed.

    One that is just being exchanged is waited for.
    """
    for _ in range(_LOOKS):
        if target.exists() or not _folders_left(target, "old"):
            return
        with hold(beside(target, "lock")) as is_held:
            if is_held:
                _mend(target)
                return
        time.sleep(_PAUSE)


@contextmanager
def parents_of(folder: Path) -> Iterator[None]:
    """Make the folders above a folder; at the end those that were made and are empty go again."""
    made = [*takewhile(lambda above: not above.exists(), folder.parents)]
    make_folders(folder.parent)
    try:
        yield
    finally:
        with suppress(OSError):
            for empty in made:
                empty.rmdir()


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let errors of the operating system that name no file name this one."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise


def fill_empty(folder: Path, fill: Callable[[Path], Filled]) -> Filled:
    """Fill a folder that must be new or empty; on any error nothing of it stays.

    Raises
    ------
    InputError
        There is something in it.
    """
    before = set(folder.iterdir()) if folder.exists() else set()
    if not all(is_left_over(entry.name) for entry in before):
        what = message("not_empty", folder=folder)
        raise InputError([Problem(str(folder), what, message("not_empty_hint"), "not_empty")])
    with parents_of(folder / "within"):
        try:
            with naming(folder):
                filled = fill(folder)
        except BaseException:
            for entry in set(folder.iterdir()) - before:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
            raise
    finished.append(folder)
    return filled


def _refuse(target: Path, real: Path, origin: Origin) -> None:
    """Raise InputError where replacing a folder would lose what is not the command's."""
    if not real.exists() or not any(real.iterdir()):
        return
    marker = read_marker(real)
    reason = (
        message("place_foreign", command=origin.command, manifest=MANIFEST)
        if marker is None
        else _find_reason(marker, origin, real)
    )
    if reason is not None:
        raise InputError([Problem(str(target), reason, message("place_hint"), "not_replaced")])
    locked = next((folder for folder in _walk(real) if not os.access(folder, os.W_OK)), None)
    if locked is not None:
        what, hint = message("place_read_only"), message("place_read_only_hint")
        raise InputError([Problem(str(locked), what, hint, "not_replaced")])


def _find_reason(marker: Marker, origin: Origin, real: Path) -> Message | None:
    """Return why a folder with a mark is not replaced."""
    if marker.command not in ("", origin.command):
        return message("place_of_command", other=marker.command, command=origin.command)
    if is_same(marker, origin, real):
        return None
    if origin.command in ("compare", "brief"):
        return message("place_of_runs")
    made_from = listed(_name_source(file, Path(root)) for file, root in marker.sources)
    old = next((f for f in marker.inputs if f.endswith((".yaml", ".yml"))), "?")
    new = _name_source(origin.sources[0].file)
    return message("place_of_other", other=made_from if marker.sources else old, file=new)


def _name_source(file: str, root: Path = Path()) -> str | Message:
    """Return what a folder was made from; a case that was changed in memory has no file."""
    return str(root / file) if file else message("changed_in_memory")


def _follow(target: Path) -> Path:
    """Return the folder that a path means; refuse a file, and a link that leads nowhere."""
    named = (target, *target.absolute().parents)
    lowest, above = (next(filter(there, named)) for there in (os.path.lexists, os.path.exists))
    if lowest != above and (lowest == target or _is_endless(lowest)):
        target, what = lowest, message("place_nowhere")
    elif above.is_dir():
        return target.resolve()
    else:
        target, what = above, message("place_is_file")
    raise InputError([Problem(str(target), what, message("place_hint"), "not_replaced")])


def _is_endless(link: Path) -> bool:
    """Return whether a link leads back to itself."""
    try:
        link.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def _walk(folder: Path) -> Iterator[Path]:
    yield folder
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)


def _exchange(staging: Path, target: Path) -> None:
    """Put a new folder in the place of an old one: two renames, the old one removed last."""
    if not target.exists():
        staging.rename(target)
        return
    old = fresh(target, "old")
    target.rename(old)
    try:
        staging.rename(target)
    except OSError:
        old.rename(target)
        raise
    _retire(old, target)


def _mend(target: Path) -> None:
    """Finish what killed processes left beside a folder; whatever else stands there stays."""
    for old in _folders_left(target, "old"):
        if target.exists():
            _retire(old, target)
        elif read_marker(old) is not None:
            old.rename(target)
    for staging in _folders_left(target, "new"):
        if _is_unfinished(staging):
            with suppress(OSError):
                remove(staging)


def _is_unfinished(staging: Path) -> bool:
    """Return whether nothing but what a process writes stands in a folder."""
    is_empty = not any(staging.iterdir())
    return is_empty or (staging / WRITING).exists() or read_marker(staging) is not None


def _retire(old: Path, target: Path) -> None:
    """Remove a folder that was replaced, after moving what people put into it; try again later."""
    with suppress(OSError):
        if not any(old.iterdir()):
            old.rmdir()
        elif (marker := read_marker(old)) is not None:
            carry_over(old, target, marker)
            remove(old)


def _folders_left(target: Path, kind: str) -> list[Path]:
    """Return the folders of a kind that killed commands left beside a folder."""
    return [entry for entry in left(target, kind) if entry.is_dir()]
