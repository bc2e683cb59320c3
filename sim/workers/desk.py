"""Tasks that come up one from another: asked for by key, solved by whoever is free.

What a task gives depends on the job and on itself alone, as with blocks.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from heapq import heapify, heappop, heappush
from typing import Any, Protocol

from sim.workers import crew as crews
from sim.workers.crew import Crew, Job

Waiting = list[tuple[float, int, str, Any]]
"""A heap of: less than others if more urgent, number, key, task."""


class Desk(Protocol):
    """Where tasks are put and results come from."""

    def ask(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Have a task solved, of those that wait the most urgent first."""

    def drop(self, key: str) -> None:
        """Want the result of a task no longer, whether it is being solved or not."""

    def take(self) -> tuple[str, Any]:
        """Return key and result of a task that is solved; there must be one that is wanted.

        Raises
        ------
        SimError
            What a task raises; or no worker lives through one, or the cluster is lost.
        """


class FarDesk:
    """A desk whose tasks are solved by other processes, several at once."""

    def ask(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Have a task solved."""
        raise NotImplementedError

    def drop(self, key: str) -> None:
        """Want the result of a task no longer."""
        raise NotImplementedError

    def take_any(self) -> tuple[str, Any, BaseException | None]:
        """Return key, and result or error, of the next wanted task that is done.

        Raises
        ------
        SimError
            Those who solve are lost.
        """
        raise NotImplementedError

    def take(self) -> tuple[str, Any]:
        """Return key and result of the next wanted task that is done, or raise its error."""
        key, result, error = self.take_any()
        if error is not None:
            raise error
        return key, result


class OwnDesk:
    """Solves in this process, when a result is taken."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._solver: Any = None
        self._waiting: Waiting = []
        self._asked = 0

    def ask(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Put a task among those that wait."""
        self._asked += 1
        heappush(self._waiting, (-urgency, self._asked, key, task))

    def drop(self, key: str) -> None:
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


class GrowingDesk:
    """Solves in this process, and in further ones once they can be expected to pay.

    Nobody knows how many tasks are still to come: they are taken to be as many as there were.
    """

    def __init__(self, job: Job, stack: ExitStack) -> None:
        self._job, self._stack = job, stack
        self._own = OwnDesk(job)
        self._hired: Desk | None = None
        self._wanted: set[str] = set()
        self._seconds = 0.0

    def ask(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Put a task among those that wait, here or there."""
        self._wanted.add(key)
        (self._hired or self._own).ask(key, task, urgency)

    def drop(self, key: str) -> None:
        """Want the result of a task no longer."""
        self._wanted.discard(key)
        (self._hired or self._own).drop(key)

    def take(self) -> tuple[str, Any]:
        """Return the next result, after hiring if that has come to pay."""
        cores = crews.count_cores()
        saved = self._seconds * (1.0 - 1.0 / cores)
        if self._hired is None and len(self._wanted) > 1 and saved > crews.WORTH_STARTING:
            self._hired = self._hire(cores)
        began = time.perf_counter()
        key, found = (self._hired or self._own).take()
        self._seconds += time.perf_counter() - began
        self._wanted.discard(key)
        return key, found

    def _hire(self, count: int) -> Desk:
        """Return a desk of so many processes with all that waits."""
        hired = self._stack.enter_context(open_desk(self._job, Crew(workers=count)))
        for urgency, _, key, task in sorted(self._own.clear(), key=lambda one: one[:2]):
            hired.ask(key, task, -urgency)
        return hired


@contextmanager
def open_desk(job: Job, crew: Crew) -> Iterator[Desk]:
    """Give a desk for the tasks of a job; what is not taken at the end is let go.

    Raises
    ------
    InputError
        The cluster cannot be reached or used.
    """
    with ExitStack() as stack:
        if crew.cluster is None and crew.workers == 1:
            yield OwnDesk(job)
        elif crew.cluster is None and crew.workers is None:
            yield GrowingDesk(job, stack)
        else:
            yield stack.enter_context(hire(job, crew))


@contextmanager
def hire(job: Job, crew: Crew) -> Iterator[FarDesk]:
    """Give a desk whose tasks are solved by processes of this machine or by a cluster.

    Raises
    ------
    InputError
        The cluster cannot be reached or used.
    """
    if crew.cluster is None:
        from sim.workers.pool import Pool

        with Pool(job, crew.workers or 1) as pool:
            yield pool
    else:
        from sim.workers.cluster import RemoteDesk, at_address, at_bench

        with (
            at_address(crew.cluster) as client,
            at_bench(client, job) as bench,
            closing(RemoteDesk(client, bench)) as desk,
        ):
            yield desk
