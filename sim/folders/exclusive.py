"""A folder in which one process at a time is at work, on one study."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.errors import InputError, Problem
from sim.folders.lock import hold
from sim.folders.marker import Origin
from sim.folders.place import naming, parents_of
from sim.say.message import message

SOURCES = "sources.json"
"""File in the folder that says what the work in it is made from."""


@contextmanager
def alone_in(log: Path, origin: Origin | None = None) -> Iterator[None]:
    """Make the folder of a log and be alone at work in it; at the end it goes if it is empty.

    The lock stands beside the folder, which may be removed meanwhile. `origin` is what the work is
    made from.

    Raises
    ------
    InputError
        Another process is at work there, or there is unfinished work of another source.
    """
    folder = log.parent
    with parents_of(folder), hold(folder.with_name(f"{folder.name}.lock")) as is_held:
        if not is_held:
            what = message("study_busy")
            raise InputError([Problem(str(folder), what, message("wait_for_it"), "busy")])
        folder.mkdir(parents=True, exist_ok=True)
        try:
            if origin is not None:
                _take_over(log, origin)
            yield
        finally:
            with suppress(OSError):
                if not log.exists():
                    (folder / SOURCES).unlink(missing_ok=True)
                folder.rmdir()


def _take_over(log: Path, origin: Origin) -> None:
    """Say what the work in a log is made from; refuse one that is of another source."""
    path = log.with_name(SOURCES)
    now = [str(source.path.resolve()) for source in origin.sources]
    before = _read_sources(path)
    if log.exists() and before not in ([], now) and all(Path(file).exists() for file in before):
        what = message("unfinished_of_other", other=", ".join(before), file=", ".join(now))
        hint = message("unfinished_of_other_hint")
        raise InputError([Problem(str(log.parent), what, hint, "not_replaced")])
    with naming(path):
        path.write_text(json.dumps(now, ensure_ascii=False) + "\n", encoding="utf-8")


def _read_sources(path: Path) -> list[str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    return [str(file) for file in content] if isinstance(content, list) else []
