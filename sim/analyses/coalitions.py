"""Many coalitions at once: blocks of neighbours, solved in any number of processes.

A block begins cold and goes on warm, and depends on nothing else. The values are therefore the
same for any number of workers.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed

from sim.solve.coalition import solve_values
from sim.solve.production import MEASURES, Production

BLOCK = 128
"""Coalitions solved from one cold start."""
_ALONE = 128
"""Coalitions up to which further processes take longer to start than they save."""
Values = dict[str, dict[int, float]]
"""Measure -> mask of a coalition -> its value."""
Task = tuple[str, tuple[int, ...]]
_production: Production | None = None


def all_coalitions(players: int) -> range:
    """Return the masks of all coalitions but that of nobody."""
    return range(1, 1 << players)


def by_neighbours(masks: Iterable[int]) -> list[int]:
    """Return coalitions in the order of the Gray code, in which neighbours differ by one player.

    >>> [f"{mask:02b}" for mask in by_neighbours([1, 2, 3])]
    ['01', '11', '10']
    """
    return sorted(set(masks), key=_gray_rank)


def _gray_rank(mask: int) -> int:
    """Return the position of a mask in the reflected binary Gray code."""
    rank = 0
    while mask:
        rank ^= mask
        mask >>= 1
    return rank


def choose_workers(asked: int | None, coalitions: int) -> int:
    """Return the number of processes: what was asked for, else one a core where it pays."""
    if asked is not None:
        return asked
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return 1 if coalitions <= _ALONE else cores or 1


def solve_coalitions(
    production: Production,
    masks: Iterable[int],
    workers: int,
    tell: Callable[[int], None] = lambda _solved: None,
) -> Values:
    """Return the value of every coalition in every measure.

    `tell` is called with the number of values found since the last call.

    Raises
    ------
    SimError
        A coalition has no plan; of several the first by block, whatever the workers.
    """
    order = by_neighbours(masks)
    blocks = [tuple(order[i : i + BLOCK]) for i in range(0, len(order), BLOCK)]
    tasks = [(measure, block) for measure in MEASURES for block in blocks]
    workers = min(workers, len(tasks))
    solve = _solve_here if workers <= 1 else _solve_beside
    values: Values = {measure: {} for measure in MEASURES}
    for (measure, block), found in zip(tasks, solve(production, tasks, workers, tell), strict=True):
        values[measure].update(zip(block, found, strict=True))
    return values


def _solve_here(
    production: Production, tasks: list[Task], _workers: int, tell: Callable[[int], None]
) -> list[list[float]]:
    found = []
    for measure, block in tasks:
        found.append(solve_values(production, measure, block))
        tell(len(block))
    return found


def _solve_beside(
    production: Production, tasks: list[Task], workers: int, tell: Callable[[int], None]
) -> list[list[float]]:
    """Solve tasks in processes of their own, started afresh: no thread or lock is inherited."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_take, initargs=(production,))
    try:
        futures: dict[Future[list[float]], Task] = {
            pool.submit(_solve_task, task): task for task in tasks
        }
        for future in as_completed(futures):
            if future.exception() is None:
                tell(len(futures[future][1]))
        return [future.result() for future in futures]
    finally:
        pool.shutdown(cancel_futures=True)


def _take(production: Production) -> None:
    """Keep the programme in a new process."""
    global _production  # noqa: PLW0603 - what a worker works on, set once when it starts
    _production = production


def _solve_task(task: Task) -> list[float]:
    assert _production is not None
    return solve_values(_production, *task)
