"""Where a worker solves: the job it has taken up, with solvers at hand that stay warm."""

from __future__ import annotations

import pickle
from typing import Any

from sim.workers.job import Job


class WarmJob:
    """A job with its solvers: one for each thread that asks at once."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._job: Job | None = None
        self._free: list[Any] = []

    def solve(self, block: Any) -> Any:
        """Return what the job makes of a block, with a solver that nobody else uses."""
        if self._job is None:
            self._job = pickle.loads(self._packed)
        solver = self._free.pop() if self._free else self._job.make_solver()
        try:
            return self._job.solve(solver, block)
        finally:
            self._free.append(solver)


_own: list[WarmJob] = []


def take_up(packed: bytes) -> None:
    """Have this process work at a job from now on."""
    _own[:] = [WarmJob(packed)]


def solve(block: Any) -> Any:
    """Return what the job of this process makes of a block."""
    return _own[0].solve(block)
