"""Commands in a copy of the process of the tests: real streams, no libraries to load again."""

from __future__ import annotations

import io
import multiprocessing
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TextIO

from sim.cli.main import main

_LOST = 120
"""What Python ends with where it cannot write what is left in its buffers."""


@dataclass(frozen=True)
class Streams:
    """What a command has for its output and its errors, and how large its files may grow."""

    out: int | None
    """An open file; None: closed."""
    errors: int | None
    encoding: str = "utf-8"
    not_its_own: tuple[int, ...] = ()
    """Open files of the tests that the command does not have, as the far end of a pipe."""
    largest_file: int | None = None
    """Bytes."""


@dataclass(frozen=True)
class Ended:
    """What came of a command."""

    code: int
    said: str
    errors: str


def start(arguments: list[str], streams: Streams) -> BaseProcess:
    """Start `sim` with arguments in a copy of this process."""
    process = multiprocessing.get_context("fork").Process(
        target=_work, args=(arguments, streams), daemon=True
    )
    process.start()
    return process


def run_to_files(
    arguments: list[str],
    folder: Path,
    *,
    out: int | None = -1,
    errors: int | None = -1,
    **more: Any,
) -> Ended:
    """Run `sim` to its end with its output and errors in files of a folder, unless given."""
    paths = [folder / name for name in (".out", ".errors")]
    with paths[0].open("w+b") as said, paths[1].open("w+b") as told:
        streams = Streams(
            said.fileno() if out == -1 else out, told.fileno() if errors == -1 else errors, **more
        )
        process = start(arguments, streams)
        process.join()
    texts = [path.read_bytes().decode(streams.encoding, "replace") for path in paths]
    for path in paths:
        path.unlink()
    assert process.exitcode is not None
    return Ended(process.exitcode, *texts)


def run_to_reader(arguments: list[str], folder: Path, read: Callable[[int], object]) -> Ended:
    """Run `sim` with its output in a pipe; `read` has its far end, which is closed after that."""
    far, near = os.pipe()
    path = folder / ".errors"
    with path.open("w+b") as told:
        process = start(arguments, Streams(near, told.fileno(), not_its_own=(far,)))
        os.close(near)
        read(far)
        os.close(far)
        process.join()
    errors = path.read_text(encoding="utf-8")
    path.unlink()
    assert process.exitcode is not None
    return Ended(process.exitcode, "", errors)


def _work(arguments: list[str], streams: Streams) -> None:
    """Be the command: take the streams as the interpreter does when it starts, and end as it."""
    for place in streams.not_its_own:
        os.close(place)
    if streams.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (streams.largest_file,) * 2)
    sys.stdout = sys.__stdout__ = _open(1, streams.out, streams.encoding, "strict")
    sys.stderr = sys.__stderr__ = _open(2, streams.errors, streams.encoding, "backslashreplace")
    code = 0
    try:
        main(arguments)
    except SystemExit as ending:
        code = int(ending.code or 0)
    os._exit(code if _flush() else _LOST)


def _open(number: int, place: int | None, encoding: str, errors: str) -> TextIO | None:
    if place is None:
        with suppress(OSError):
            os.close(number)
        return None
    os.dup2(place, number)
    return io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(number, "w", closefd=False)), encoding, errors
    )


def _flush() -> bool:
    """Return whether what is left in buffers could be written."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False
    return True
