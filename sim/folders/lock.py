"""A lock that the operating system keeps: it ends with the process that holds it."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PAUSE = 0.1
"""Seconds between two looks at a lock that another process holds."""
_TRIES = 100
"""How often a folder is made again that others remove as soon as it is there."""
_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_UNKNOWN = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}
"""File systems without locks: what happens there is as if nobody else were at work."""

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def refuse_to_wait() -> bool:
    """Do not wait for a lock."""
    return False


@contextmanager
def hold(path: Path, wait: Callable[[], bool] = refuse_to_wait) -> Iterator[bool]:
    """Hold the lock of a file, which is made for it; give whether it is held.

    Where another process holds it `wait` is called, once: the lock is waited for if it returns
    True, and not held otherwise. The file is removed at the end, unless somebody wrote into it
    (earlier versions wrote the number of a process); one that a killed process left means nothing.
    """
    file = _try(path)
    is_waited_for = file is None and wait()
    while file is None and is_waited_for:
        time.sleep(_PAUSE)
        file = _try(path)
    try:
        yield file is not None
    finally:
        if file is not None:
            _release(path, file)


def _try(path: Path) -> int | None:
    """Return the open file of a lock, or None while another process holds it."""
    while True:
        file = _open(path)
        try:
            _take(file)
        except OSError as error:
            if error.errno in _UNKNOWN:
                return file
            os.close(file)
            if error.errno in _BUSY:
                return None
            raise
        if _is(path, file):
            return file
        os.close(file)


def make_folders(folder: Path) -> None:
    """Make a folder and those above it, also while other processes remove empty ones."""
    for left in range(_TRIES, -1, -1):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, FileNotFoundError):
            if not left:
                raise
        else:
            return


def _open(path: Path) -> int:
    """Open the file of a lock; the folder around it may be removed at any moment."""
    while True:
        make_folders(path.parent)
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except FileNotFoundError:
            continue
        except PermissionError:
            # What a killed process of somebody else left can be locked without writing to it.
            if not path.exists():
                raise
            return os.open(path, os.O_RDONLY)


def _is(path: Path, file: int) -> bool:
    """Return whether an open file is still what stands under its name: its holder removes it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _release(path: Path, file: int) -> None:
    is_removed = _is(path, file) and _is_nobodys(file)
    if is_removed and sys.platform != "win32":
        with suppress(OSError):
            path.unlink()
    os.close(file)
    if is_removed and sys.platform == "win32":
        with suppress(OSError):
            path.unlink()


def _is_nobodys(file: int) -> bool:
    """Return whether nobody wrote into a lock: it is blank, or has the number of a process."""
    os.lseek(file, 0, os.SEEK_SET)
    content = os.read(file, 32).strip()
    return not content or content.isdigit()
