"""A folder in which one process at a time is at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.errors import InputError, Problem
from sim.folders.lock import hold
from sim.folders.place import parents_of
from sim.say.message import message


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Make a folder and be alone at work in it; at the end what was made and is empty is removed.

    The lock stands beside the folder, which may be removed meanwhile.

    Raises
    ------
    InputError
        Another process is at work there.
    """
    with parents_of(folder), hold(folder.with_name(f"{folder.name}.lock")) as is_held:
        if not is_held:
            what = message("study_busy")
            raise InputError([Problem(str(folder), what, message("wait_for_it"), "busy")])
        folder.mkdir(parents=True, exist_ok=True)
        try:
            yield
        finally:
            with suppress(OSError):
                folder.rmdir()
