"""Processes of this machine that solve tasks; nobody else can reach them."""

from __future__ import annotations

import pickle
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self

from sim.processes.child import unheard_by_ctrl_c
from sim.workers.dispatcher import Dispatcher, Solved, Task
from sim.workers.job import Job
from sim.workers.task_queue import SharedQueue


class Pool(SharedQueue):
    """A queue whose tasks are solved by processes of this machine, started and ended with it."""

    def __init__(self, job: Job, count: int) -> None:
        self._solved: SimpleQueue[Solved] = SimpleQueue()
        self._dispatcher = Dispatcher(pickle.dumps(job), count, self._solved)
        self._wanted: dict[str, int] = {}
        self._asked = 0

    def __enter__(self) -> Self:
        """Start the processes."""
        try:
            with unheard_by_ctrl_c():
                self._dispatcher.start()
        except KeyboardInterrupt:
            self._dispatcher.end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes, whatever they are doing."""
        self._dispatcher.end()

    def submit(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Put a task among those that wait."""
        self._asked += 1
        self._wanted[key] = self._asked
        self._dispatcher.submit(Task(-urgency, self._asked, key, task))

    def cancel(self, key: str) -> None:
        """Want the result of a task no longer, whether it is being solved or not."""
        self._dispatcher.cancel(self._wanted.pop(key, 0))

    def take_any(self) -> tuple[str, Any, BaseException | None]:
        """Return key, and result or error, of the next task that is done."""
        while True:
            solved = self._solved.get()
            if self._wanted.get(solved.key) == solved.number:
                del self._wanted[solved.key]
                if solved.is_done:
                    return solved.key, solved.result, None
                return solved.key, None, solved.result
