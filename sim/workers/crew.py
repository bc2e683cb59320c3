"""Who solves the blocks of a study: this process, or others.

A block is a pure function of the job and of itself: what it gives does not depend on who solves
it, when, and after what. So the crew may be chosen, and changed, at any time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sim.workers.desk import FarDesk

Block = TypeVar("Block")
Solved = Generator[tuple[int, Any], None, None]
"""Position and result of blocks, as they are finished."""

WORTH_STARTING = 20.0
"""Seconds that local workers must promise to save before they are started unasked."""


@dataclass(frozen=True)
class Job:
    """What is solved: everything in it can be sent to another process."""

    name: str
    """Says which study it is; a worker makes a solver once for each name."""
    make: Callable[[Any], Any]
    """Makes a solver of the material: a function or class of a module."""
    material: Any
    solve: Callable[[Any, Any], Any]
    """Solves a block with a solver."""

    def make_solver(self) -> Any:
        """Return a new solver."""
        return self.make(self.material)


@dataclass(frozen=True)
class Crew:
    """Who is asked to solve."""

    workers: int | None = None
    """Processes of this machine; 1 is this process, None as many as pay."""
    cluster: str | None = None
    """Address of a Dask scheduler whose workers solve instead."""


def count_cores() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
    cores = count_cores()
    solver = job.make_solver() if blocks else None
    began = time.perf_counter()
    for number, block in enumerate(blocks):
        yield number, job.solve(solver, block)
        each = (time.perf_counter() - began) / (number + 1)
        left = len(blocks) - number - 1
        if left > 1 and each * left * (1.0 - 1.0 / cores) > WORTH_STARTING:
            rest = list(enumerate(blocks))[number + 1 :]
            yield from _solve_elsewhere(job, rest, Crew(workers=min(cores, left)))
            return


def _solve_elsewhere(job: Job, blocks: list[tuple[int, Any]], crew: Crew) -> Solved:
    from sim.workers.desk import hire

    if crew.cluster is None:
        crew = Crew(workers=min(crew.workers or 1, len(blocks)))
    with hire(job, crew) as desk:
        yield from spread(blocks, desk)


def spread(blocks: list[tuple[int, Any]], desk: FarDesk) -> Solved:
    """Yield number and result of every numbered block once, as they are finished.

    Raises
    ------
    SimError
        What a block raises, of several the first block's; the results of those before it come
        first. Or what the desk raises.
    """
    due = {str(number): number for number, _ in blocks}
    for place, (number, block) in enumerate(blocks):
        desk.ask(str(number), block, urgency=-float(place))
    failed: dict[int, BaseException] = {}
    while due:
        key, result, error = desk.take_any()
        number = due.pop(key)
        if error is None:
            yield number, result
            continue
        failed[number] = error
        for later in [key for key, other in due.items() if other > number]:
            desk.drop(later)
            del due[later]
    if failed:
        raise failed[min(failed)]
