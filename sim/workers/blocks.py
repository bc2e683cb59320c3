"""Blocks that are all known at first: solved by this process, or by others.

A block is a pure function of the job and of itself: what it gives does not depend on who solves
it, when, and after what. So the workers may be chosen, and changed, at any time.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from typing import Any, TypeVar

from sim.workers import job as jobs
from sim.workers.job import Crew, Job
from sim.workers.opening import open_shared
from sim.workers.task_queue import SharedQueue

Block = TypeVar("Block")
Solved = Generator[tuple[int, Any], None, None]
"""Position and result of blocks, as they are finished."""


def solve_blocks(job: Job, blocks: Sequence[Block], crew: Crew) -> Solved:
    """Yield the position and the result of every block once, as they are finished.

    A block whose worker dies is given to another one. Close the iterator to stop the workers.

    Raises
    ------
    SimError
        What a block raises; or the cluster cannot be reached or used.
    """
    if crew.cluster is not None:
        yield from _solve_elsewhere(job, list(enumerate(blocks)), crew)
    elif crew.workers is None:
        yield from _solve_as_pays(job, blocks)
    elif min(crew.workers, len(blocks)) > 1:
        yield from _solve_elsewhere(job, list(enumerate(blocks)), crew)
    elif blocks:
        solver = job.make_solver()
        yield from ((number, job.solve(solver, block)) for number, block in enumerate(blocks))


def _solve_as_pays(job: Job, blocks: Sequence[Any]) -> Solved:
    """Solve here as long as further processes would not save much time, then in them."""
    cores = jobs.count_cores()
    solver = job.make_solver() if blocks else None
    began = time.perf_counter()
    for number, block in enumerate(blocks):
        yield number, job.solve(solver, block)
        each = (time.perf_counter() - began) / (number + 1)
        left = len(blocks) - number - 1
        if left > 1 and each * left * (1.0 - 1.0 / cores) > jobs.WORTH_STARTING:
            rest = list(enumerate(blocks))[number + 1 :]
            yield from _solve_elsewhere(job, rest, Crew(workers=min(cores, left)))
            return


def _solve_elsewhere(job: Job, blocks: list[tuple[int, Any]], crew: Crew) -> Solved:
    if crew.cluster is None:
        crew = Crew(workers=min(crew.workers or 1, len(blocks)))
    with open_shared(job, crew) as queue:
        yield from spread(blocks, queue)


def spread(blocks: list[tuple[int, Any]], queue: SharedQueue) -> Solved:
    """Yield number and result of every numbered block once, as they are finished.

    Raises
    ------
    SimError
        What a block raises, of several the first block's; the results of those before it come
        first. Or what the queue raises.
    """
    due = {str(number): number for number, _ in blocks}
    for place, (number, block) in enumerate(blocks):
        queue.submit(str(number), block, urgency=-float(place))
    failed: dict[int, BaseException] = {}
    while due:
        key, result, error = queue.take_any()
        number = due.pop(key)
        if error is None:
            yield number, result
            continue
        failed[number] = error
        for later in [key for key, other in due.items() if other > number]:
            queue.cancel(later)
            del due[later]
    if failed:
        raise failed[min(failed)]
