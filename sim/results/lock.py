"""A folder in which one process at a time is at work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path

from sim.errors import InputError, Problem
from sim.message import message
from sim.results.write import is_running

_LOCK = "lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Make a folder and be alone at work in it; at the end what was made and is empty is removed.

    Raises
    ------
    InputError
        Another process is at work there.
    """
    made = [folder, *takewhile(lambda above: not above.exists(), folder.parents)]
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / _LOCK
    _take(lock)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        with suppress(OSError):
            for empty in made:
                empty.rmdir()


def _take(path: Path) -> None:
    """Write the number of this process; that of a dead one is overwritten."""
    holder = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    if holder.isdigit() and int(holder) != os.getpid() and is_running(int(holder)):
        what = message("study_busy", process=holder)
        raise InputError([Problem(str(path.parent), what, message("wait_for_it"), "busy")])
    path.write_text(str(os.getpid()), encoding="utf-8")
