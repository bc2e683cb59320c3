"""Opening the queue that a job's tasks go to: in this process, in others, or in a cluster."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from sim.workers import job as jobs
from sim.workers.job import Crew, Job
from sim.workers.local import LocalQueue
from sim.workers.task_queue import SharedQueue, TaskQueue


class GrowingQueue:
    """Solves in this process, and in further ones once they can be expected to pay.

    Nobody knows how many tasks are still to come: they are taken to be as many as there were.
    """

    def __init__(self, job: Job, stack: ExitStack) -> None:
        self._job, self._stack = job, stack
        self._own = LocalQueue(job)
        self._shared: TaskQueue | None = None
        self._wanted: set[str] = set()
        self._seconds = 0.0

    def submit(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Put a task among those that wait, here or there."""
        self._wanted.add(key)
        (self._shared or self._own).submit(key, task, urgency)

    def cancel(self, key: str) -> None:
        """Want the result of a task no longer."""
        self._wanted.discard(key)
        (self._shared or self._own).cancel(key)

    def take(self) -> tuple[str, Any]:
        """Return the next result, after hiring if that has come to pay."""
        cores = jobs.count_cores()
        saved = self._seconds * (1.0 - 1.0 / cores)
        if self._shared is None and len(self._wanted) > 1 and saved > jobs.WORTH_STARTING:
            self._shared = self._widen(cores)
        began = time.perf_counter()
        key, found = (self._shared or self._own).take()
        self._seconds += time.perf_counter() - began
        self._wanted.discard(key)
        return key, found

    def _widen(self, count: int) -> TaskQueue:
        """Return a queue of so many processes with all that waits."""
        shared = self._stack.enter_context(open_queue(self._job, Crew(workers=count)))
        for urgency, _, key, task in sorted(self._own.clear(), key=lambda one: one[:2]):
            shared.submit(key, task, -urgency)
        return shared


@contextmanager
def open_queue(job: Job, crew: Crew) -> Iterator[TaskQueue]:
    """Give a queue for the tasks of a job; what is not taken at the end is let go.

    Raises
    ------
    InputError
        The cluster cannot be reached or used.
    """
    with ExitStack() as stack:
        if crew.cluster is None and crew.workers == 1:
            yield LocalQueue(job)
        elif crew.cluster is None and crew.workers is None:
            yield GrowingQueue(job, stack)
        else:
            yield stack.enter_context(open_shared(job, crew))


@contextmanager
def open_shared(job: Job, crew: Crew) -> Iterator[SharedQueue]:
    """Give a queue whose tasks are solved by processes of this machine or by a cluster.

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
        from sim.workers.cluster import ClusterQueue, at_address, job_at_workers

        with (
            at_address(crew.cluster) as client,
            job_at_workers(client, job) as name,
            closing(ClusterQueue(client, name)) as queue,
        ):
            yield queue
