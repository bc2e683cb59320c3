"""A queue whose tasks are solved in this process, when a result is taken."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import Any

from sim.workers.job import Job

Waiting = list[tuple[float, int, str, Any]]
"""A heap of: less than others if more urgent, number, key, task."""


class LocalQueue:
    """Solves in this process, when a result is taken."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._solver: Any = None
        self._waiting: Waiting = []
        self._asked = 0

    def submit(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Put a task among those that wait."""
        self._asked += 1
        heappush(self._waiting, (-urgency, self._asked, key, task))

    def cancel(self, key: str) -> None:
        """Leave a task unsolved."""
        self._waiting = [one for one in self._waiting if one[2] != key]
        heapify(self._waiting)

    def take(self) -> tuple[str, Any]:
        """Solve the most urgent task."""
        _, _, key, task = heappop(self._waiting)
        if self._solver is None:
            self._solver = self._job.make_solver()
        return key, self._job.solve(self._solver, task)

    def clear(self) -> Waiting:
        """Return what waits, and have it wait no longer."""
        waiting, self._waiting = self._waiting, []
        return waiting
