"""Processes that die just before their n-th change of the file system: no clean-up runs."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

KILLED = 77
"""What a process that was killed ends with."""
CHANGES = frozenset(
    ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink")
)
"""What the interpreter calls before it changes a folder."""


def run_killed(work: Callable[[], object], folder: Path, step: int) -> bool:
    """Do work in a process killed before its `step`-th change below a folder, counted from 0.

    Return whether it was killed; else it had fewer changes to make, and ended well.
    """
    process = multiprocessing.get_context("fork").Process(target=_work, args=(work, folder, step))
    process.start()
    process.join()
    assert process.exitcode in (0, KILLED)
    return process.exitcode == KILLED


def _work(work: Callable[[], object], folder: Path, step: int) -> None:
    left = step

    def watch(event: str, given: tuple[Any, ...]) -> None:
        nonlocal left
        if not _is_change(event, given) or not _is_below(given, folder):
            return
        if left == 0:
            os._exit(KILLED)
        left -= 1

    sys.addaudithook(watch)
    work()


def _is_change(event: str, given: tuple[Any, ...]) -> bool:
    if event == "open":
        return bool((given[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in CHANGES


def _is_below(given: tuple[Any, ...], folder: Path) -> bool:
    """Return whether a path is below a folder; one relative to an open folder is taken as such."""
    path = os.fsdecode(given[0]) if isinstance(given[0], (str, bytes, os.PathLike)) else ""
    return not Path(path).is_absolute() or Path(path).is_relative_to(folder)
