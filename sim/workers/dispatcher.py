"""The thread that hands tasks to processes of this machine, the most urgent first.

Who asks and those who drive the processes write to it, and it alone knows what waits and who is
free: no lock is shared, so that Ctrl-C, which may strike the asking thread anywhere, leaves none
taken.
"""

from __future__ import annotations

from contextlib import suppress
from heapq import heapify, heappop, heappush
from queue import SimpleQueue
from threading import Thread
from typing import Any, NamedTuple

from sim.errors import ExitCode, SimError
from sim.processes.child import Child
from sim.say.message import message
from sim.workers import warm_job

_DEATHS = 4
"""Processes that may die of one task."""
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""There are as many processes as are to compute."""


class Task(NamedTuple):
    """A task that waits; less than others if it is handed out before them."""

    order: float
    number: int
    key: str
    block: Any


class Solved(NamedTuple):
    """What became of a task: its result, or the error that it raised."""

    number: int
    key: str
    is_done: bool
    result: Any


class Dispatcher(Thread):
    """Drives processes that have taken up a job, until it is told to end them."""

    def __init__(self, packed: bytes, count: int, solved: SimpleQueue[Solved]) -> None:
        super().__init__(daemon=True)
        self._said: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._drivers = [_Driver(packed, self._said, solved) for _ in range(count)]
        self._waiting: list[Task] = []
        self._free: list[_Driver] = []
        self._children: set[Child] = set()
        self._is_ending = False

    def submit(self, task: Task) -> None:
        """Have a task solved."""
        self._said.put(("asked", task))

    def cancel(self, number: int) -> None:
        """Hand a task to nobody."""
        self._said.put(("dropped", number))

    def end(self) -> None:
        """End the processes, whatever they are doing, and wait until they are gone."""
        if self.ident is not None:
            self._said.put(("ending", None))
            self.join()

    def run(self) -> None:
        """Do what is said, in turn, until every driver is gone."""
        for driver in self._drivers:
            driver.start()
        staying = len(self._drivers)
        while staying:
            what, whom = self._said.get()
            staying -= what == "gone"
            self._do(what, whom)

    def _do(self, what: str, whom: Any) -> None:
        match what:
            case "asked":
                heappush(self._waiting, whom)
            case "dropped":
                self._waiting = [task for task in self._waiting if task.number != whom]
                heapify(self._waiting)
            case "free":
                self._free.append(whom)
            case "started":
                self._children.add(whom)
            case "ended":
                self._children.discard(whom)
            case "ending":
                self._is_ending = True
        if self._is_ending:
            self._let_go()
        while self._free and self._waiting:
            self._free.pop().give(heappop(self._waiting))

    def _let_go(self) -> None:
        """Kill every process, and want nothing of those who drive them any more."""
        self._waiting.clear()
        for child in self._children:
            child.kill()
        for driver in self._drivers:
            driver.let_go()


class _Driver(Thread):
    """Has a process solve one task after the other, and a new one wherever it dies."""

    def __init__(
        self, packed: bytes, said: SimpleQueue[tuple[str, Any]], solved: SimpleQueue[Solved]
    ) -> None:
        super().__init__(daemon=True)
        self._packed, self._said, self._solved = packed, said, solved
        self._given: SimpleQueue[Task | None] = SimpleQueue()
        self._child: Child | None = None
        self._is_let_go = False

    def give(self, task: Task) -> None:
        """Hand over the next task."""
        self._given.put(task)

    def let_go(self) -> None:
        """Have no further process started, and the driver end after what it is at."""
        self._is_let_go = True
        self._given.put(None)

    def run(self) -> None:
        """Solve what is handed over."""
        self._start()
        while (task := self._next()) is not None:
            self._solved.put(Solved(task.number, task.key, *self._solve(task.block)))
        self._end()
        self._said.put(("gone", self))

    def _next(self) -> Task | None:
        self._said.put(("free", self))
        return self._given.get()

    def _solve(self, block: Any) -> tuple[bool, Any]:
        """Return whether a block could be solved, and the result or the error."""
        for _ in range(_DEATHS):
            if self._child is None and not self._start():
                break
            assert self._child is not None
            try:
                self._child.send("solve", block)
                return self._child.receive()
            except (EOFError, OSError):
                self._end()
            except Exception as error:
                return False, error
        return False, SimError(message("workers_died"), [], ExitCode.INTERNAL)

    def _start(self) -> bool:
        """Return whether a process could be had; it takes up the job."""
        if self._is_let_go:
            return False
        try:
            child = self._child = Child(warm_job.__name__, _ONE_THREAD)
        except OSError:
            return False
        self._said.put(("started", child))
        with suppress(OSError, EOFError):
            child.send("take_up", self._packed)
            child.receive()
        return True

    def _end(self) -> None:
        if self._child is not None:
            self._said.put(("ended", self._child))
            self._child.end()
            self._child = None
