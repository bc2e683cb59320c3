"""Many coalitions at once: blocks of neighbours, solved by any number of workers.

A block begins cold and goes on warm, and depends on nothing else. The values are therefore the
same for any number of workers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import closing

from sim.solve.coalition import Worth, solve_worths
from sim.solve.production import MEASURES, Production
from sim.studies.memory import Memory
from sim.workers import Crew, Job, solve_blocks

BLOCK = 128
"""Coalitions solved from one cold start; where each searches for what to open, one alone."""
Values = dict[str, dict[int, Worth]]
"""Measure -> mask of a coalition -> what it is worth."""
Task = tuple[str, tuple[int, ...]]


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


def solve_coalitions(
    production: Production,
    masks: Iterable[int],
    crew: Crew,
    tell: Callable[[int], None] = lambda _solved: None,
    memory: Memory | None = None,
) -> Values:
    """Return what every coalition is worth in every measure.

    `tell` is called with the number of values found since the last call. Blocks that `memory`
    knows are not solved again.

    Raises
    ------
    SimError
        A coalition has no plan; of several the first by block, whoever solves. Or the cluster
        cannot be reached or used.
    """
    order = by_neighbours(masks)
    size = BLOCK if production.is_linear else 1
    blocks = [tuple(order[i : i + size]) for i in range(0, len(order), size)]
    tasks = [(measure, block) for measure in MEASURES for block in blocks]
    memory = memory if memory is not None else Memory()
    left = [task for task in tasks if _key(task) not in memory.known]
    tell(sum(len(block) for _, block in tasks) - sum(len(block) for _, block in left))
    job = Job("synergy", _divided, production, solve_task)
    with closing(solve_blocks(job, left, crew)) as solved:
        for number, found in solved:
            memory.learn(_key(left[number]), found)
            tell(len(found))
    values: Values = {measure: {} for measure in MEASURES}
    for measure, block in tasks:
        found = memory.known[_key((measure, block))]
        worths = (Worth(value, frozenset(missed)) for value, missed in found)
        values[measure].update(zip(block, worths, strict=True))
    return {m: {mask: found[mask] for mask in order} for m, found in values.items()}


def _key(task: Task) -> str:
    """Return what a block goes by."""
    return hashlib.sha256(repr(task).encode()).hexdigest()[:16]


def _divided(production: Production) -> Production:
    """Return what a worker solves with: every block begins cold, with a solver of its own."""
    return production


def solve_task(production: Production, task: Task) -> list[tuple[float, list[int]]]:
    """Return values and missed rows of a block of coalitions in a measure, as JSON can hold it."""
    return [(w.value, sorted(w.missed)) for w in solve_worths(production, *task)]
