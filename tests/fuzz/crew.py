"""Processes that try mutants, watched: one that is stuck is ended and replaced."""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path

from tests.fuzz.mutant import CHECK, Mutant, make_mutant
from tests.fuzz.trial import Ending, remember_tables, try_mutant

GIGABYTE = 2**30
MEMORY = 6 * GIGABYTE
PATIENCE = 20.0
"""Seconds on the clock for each second of processor time: then a process waits for nothing."""


def allowed_seconds(mutant: Mutant) -> float:
    """Return the processor time a mutant may take, with much to spare."""
    return (30.0 if mutant.depth == CHECK else 90.0) * (1 if mutant.target.small else 4)


def _work(seed: int, line: Connection, folder: str) -> None:
    """Say that all is loaded; then answer every number with the ending of its mutant."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.chdir(folder)
    remember_tables()
    line.send("ready")
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            number = line.recv()
            mutant = make_mutant(seed, number)
            line.send((number, try_mutant(mutant, Path(folder), allowed_seconds(mutant))))


@dataclass
class _Worker:
    """A process, what it is at, and until when."""

    seed: int
    number: int = -1
    until: float = 0.0
    folder: tempfile.TemporaryDirectory[str] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the process in an empty folder of its own."""
        self.folder = tempfile.TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True)
        self.line, other = get_context("spawn").Pipe()
        self.process = get_context("spawn").Process(
            target=_work, args=(self.seed, other, self.folder.name), daemon=False
        )
        self.process.start()
        other.close()
        self.line.recv()

    def give(self, number: int) -> None:
        """Send a mutant."""
        self.number = number
        self.until = time.monotonic() + PATIENCE * allowed_seconds(make_mutant(self.seed, number))
        self.line.send(number)

    def stop(self) -> None:
        """End the process and remove its folder."""
        self.line.close()
        self.process.kill()
        self.process.join()
        self.folder.cleanup()

    def replace(self) -> None:
        """End the process and start another in its place."""
        self.stop()
        self.start()


def try_all(seed: int, numbers: Iterator[int], workers: int) -> Iterator[tuple[int, Ending]]:
    """Yield number and ending of every mutant, as they come."""
    crew = [_Worker(seed) for _ in range(workers)]
    busy = [worker for worker in crew if _hand_on(worker, numbers)]
    try:
        while busy:
            wait([worker.line for worker in busy], timeout=1.0)
            for worker in list(busy):
                ending = _hear(worker)
                if ending is not None:
                    yield worker.number, ending
                    if not _hand_on(worker, numbers):
                        busy.remove(worker)
    finally:
        for worker in crew:
            worker.stop()


def _hand_on(worker: _Worker, numbers: Iterator[int]) -> bool:
    """Give a worker the next mutant; False when there is none."""
    number = next(numbers, None)
    if number is None:
        return False
    worker.give(number)
    return True


def _hear(worker: _Worker) -> Ending | None:
    """Return the ending of what a worker is at; None while it is at work."""
    if worker.line.poll():
        try:
            _, ending = worker.line.recv()
        except EOFError:
            worker.process.join()
            code = worker.process.exitcode
            worker.replace()
            return Ending("killed", f"the process ended with {code}")
        assert isinstance(ending, Ending)
        return ending
    if time.monotonic() > worker.until:
        worker.replace()
        return Ending("hang", "the process did not answer in time and was ended")
    return None
