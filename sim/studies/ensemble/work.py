"""An ensemble at work: draws in blocks, each remembered as soon as it is solved."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from sim.studies.ensemble.study import TYPICAL, DrawTask, EnsembleStudy, Found
from sim.studies.memory import Memory
from sim.workers import Crew, solve_blocks

BLOCK = 4
"""Draws that are sent and written down as one."""
Draws = dict[tuple[int, int], Found]
"""Place of the scenario, number of the draw -> what became of it."""


def plan_tasks(study: EnsembleStudy) -> list[DrawTask]:
    """Return all draws in blocks, the plan with typical values first."""
    numbers = [TYPICAL, *range(1, study.asked.draws + 1)]
    return [DrawTask(tuple(numbers[i : i + BLOCK])) for i in range(0, len(numbers), BLOCK)]


def key_of(task: DrawTask) -> str:
    """Return what a task is remembered by.

    >>> key_of(DrawTask((5, 6, 7)))
    '5-7'
    """
    return f"{task.draws[0]}-{task.draws[-1]}"


def count_plans(study: EnsembleStudy, draws: int | None = None) -> int:
    """Return how many plans some draws take; without a number all of them, the typical one too."""
    return len(study.members) * (study.asked.draws + 1 if draws is None else draws)


def count_known(study: EnsembleStudy, memory: Memory) -> int:
    """Return how many plans are remembered."""
    known = (task for task in plan_tasks(study) if key_of(task) in memory.known)
    return count_plans(study, sum(len(task.draws) for task in known))


def solve_draws(
    study: EnsembleStudy, memory: Memory, crew: Crew, advance: Callable[[int], object]
) -> Draws:
    """Return what becomes of every draw; what the memory knows is not solved again.

    `advance` is told how many more plans are known.

    Raises
    ------
    SimError
        The workers are lost; a draw without a plan is none.
    """
    tasks = plan_tasks(study)
    left = [task for task in tasks if key_of(task) not in memory.known]
    with closing(solve_blocks(study.job, left, crew)) as solved:
        for number, found in solved:
            memory.learn(key_of(left[number]), found)
            advance(count_plans(study, len(left[number].draws)))
    return {
        (member, draw): found
        for task in tasks
        for draw, of_all in zip(task.draws, memory.known[key_of(task)], strict=True)
        for member, found in enumerate(of_all)
    }
