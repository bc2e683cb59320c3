"""The log of a study made of tasks: one result per line, safe against being killed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.folders.beside import write_whole
from sim.folders.exclusive import alone_in
from sim.folders.marker import Origin
from sim.folders.place import Place, check_place, claim, naming
from sim.say.message import Message
from sim.studies.memory import Memory

TASKS = "tasks.jsonl"


@dataclass(frozen=True)
class TaskLog:
    """Results of the tasks done so far, by key."""

    path: Path
    known: dict[str, Any]
    """Key -> result, as it was read."""

    def append(self, key: str, result: Any) -> None:
        """Write a result and wait until it is on the disk."""
        with naming(self.path), self.path.open("a", encoding="utf-8", newline="") as file:
            file.write(_write_line([key, result]))
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def open_task_log(folder: Path, study: str, origin: Origin | None = None) -> Iterator[TaskLog]:
    """Open the log of a study in a folder, alone; a torn line, or another study's log, is dropped.

    `study` says all that the results depend on beside their keys, `origin` which file the study
    is of. A log without results is not kept at the end.

    Raises
    ------
    InputError
        Another process is at work in the folder, or another file's study is unfinished there.
    """
    path = folder / TASKS
    with alone_in(path, origin):
        known = _read(path, study)
        lines = [_write_line([study]), *(_write_line([*one]) for one in known.items())]
        with naming(path):
            write_whole(path, "".join(lines))
        try:
            yield TaskLog(path, known)
        finally:
            if path.exists() and path.read_bytes().count(b"\n") < 2:
                path.unlink()


@contextmanager
def keep_tasks(
    target: Path, study: str, origin: Origin, tell: Callable[[Message], None]
) -> Iterator[tuple[Memory, Place]]:
    """Give the tasks of a study that are known, and the folder `target` to write when all are.

    New ones are kept beside the folder, in `.NAME.part`, until the body ends without an error:
    after an interruption the same study goes on from there. `tell` is told of other processes.

    Raises
    ------
    InputError
        The folder holds something else, or another process is at work on the study.
    """
    check_place(target, origin)
    part = target.with_name(f".{target.name}.part")
    with open_task_log(part, study, origin) as log, claim(target, origin, tell) as place:
        yield Memory(dict(log.known), log.append), place
        log.path.unlink()


def _write_line(content: list[Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"


def _read(path: Path, study: str) -> dict[str, Any]:
    """Return the whole results of a study's log."""
    if not path.exists():
        return {}
    text = path.read_bytes().decode("utf-8", errors="replace")
    # JSON keeps a line of its own for each result; other separators of lines stand in texts.
    first, *lines = text[: text.rfind("\n") + 1].split("\n")
    if _parse(first) != [study]:
        return {}
    whole = [one for one in map(_parse, lines) if isinstance(one, list) and len(one) == 2]
    return {key: result for key, result in whole if isinstance(key, str)}


def _parse(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None
