"""Processes of this machine that solve tasks; nobody else can reach them.

Each has a thread here that hands it tasks, the most urgent first, and takes the results.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from heapq import heapify, heappop, heappush
from queue import SimpleQueue
from threading import Condition, Thread
from types import TracebackType
from typing import Any, NamedTuple, Self

from sim.child import Child
from sim.errors import ExitCode, SimError
from sim.message import message
from sim.workers import bench
from sim.workers.crew import Job
from sim.workers.desk import FarDesk

_DEATHS = 4
"""Processes that may die of one task."""
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
}  # fmt: skip
"""There are as many processes as are to compute."""


class _Task(NamedTuple):
    """A task that waits; less than others if it is handed out before them."""

    order: float
    number: int
    key: str
    block: Any


class _Solved(NamedTuple):
    """What became of a task: its result, or the error that it raised."""

    number: int
    key: str
    is_done: bool
    result: Any


class Pool(FarDesk):
    """A desk whose tasks are solved by processes of this machine, started and ended with it."""

    def __init__(self, job: Job, count: int) -> None:
        self._packed = pickle.dumps(job)
        self._turn = Condition()
        self._waiting: list[_Task] = []
        self._children: set[Child] = set()
        self._is_open = True
        self._wanted: dict[str, int] = {}
        self._asked = 0
        self._solved: SimpleQueue[_Solved] = SimpleQueue()
        self._threads = [Thread(target=self._drive, daemon=True) for _ in range(count)]

    def __enter__(self) -> Self:
        """Start the processes."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """End the processes, whatever they are doing."""
        with self._turn:
            self._is_open = False
            for child in self._children:
                child.kill()
            self._turn.notify_all()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def ask(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Put a task among those that wait."""
        with self._turn:
            self._asked += 1
            self._wanted[key] = self._asked
            heappush(self._waiting, _Task(-urgency, self._asked, key, task))
            self._turn.notify()

    def drop(self, key: str) -> None:
        """Want the result of a task no longer, whether it is being solved or not."""
        with self._turn:
            number = self._wanted.pop(key, 0)
            self._waiting = [task for task in self._waiting if task.number != number]
            heapify(self._waiting)

    def take_any(self) -> tuple[str, Any, BaseException | None]:
        """Return key, and result or error, of the next task that is done."""
        while True:
            solved = self._solved.get()
            if self._wanted.get(solved.key) == solved.number:
                del self._wanted[solved.key]
                if solved.is_done:
                    return solved.key, solved.result, None
                return solved.key, None, solved.result

    def _drive(self) -> None:
        """Have a process solve one task after the other, and a new one wherever it dies."""
        child = self._start()
        while (task := self._next()) is not None:
            child, is_done, result = self._solve(child, task.block)
            self._solved.put(_Solved(task.number, task.key, is_done, result))
        self._end(child)

    def _next(self) -> _Task | None:
        """Return the most urgent task as soon as there is one; None at the end."""
        with self._turn:
            self._turn.wait_for(lambda: self._waiting or not self._is_open)
            return heappop(self._waiting) if self._is_open else None

    def _solve(self, child: Child | None, block: Any) -> tuple[Child | None, bool, Any]:
        """Return who solved a block, whether that succeeded, and the result or the error."""
        for _ in range(_DEATHS):
            child = child or self._start()
            if child is None:
                break
            try:
                child.send("solve", block)
                return child, *child.receive()
            except (EOFError, OSError):
                self._end(child)
                child = None
            except Exception as error:
                return child, False, error
        return None, False, SimError(message("workers_died"), [], ExitCode.INTERNAL)

    def _start(self) -> Child | None:
        """Return a process that has taken up the job; None when none can be had any more."""
        with self._turn:
            if not self._is_open:
                return None
            try:
                child = Child(bench.__name__, _ONE_THREAD)
            except OSError:
                return None
            self._children.add(child)
        with suppress(OSError, EOFError):
            child.send("take_up", self._packed)
            child.receive()
        return child

    def _end(self, child: Child | None) -> None:
        if child is not None:
            with self._turn:
                self._children.discard(child)
            child.end()
