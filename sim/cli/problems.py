"""Which of many problems are told to a person: some of every kind, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from sim.errors import Problem
from sim.say.texts import Texts

MOST_SHOWN = 50
_MOST_KINDS = 20
_MORE = "more"
Kind = tuple[str, str]
"""File, and the word for the kind of problem."""


@dataclass(frozen=True)
class Told:
    """What is told of many problems."""

    shown: list[Problem]
    """Told whole, in their order."""
    left: list[tuple[Problem, int]]
    """One that is told whole, and how many more of its file and kind there are; most first."""
    counted: list[Problem]
    """Those that only say how many more there are."""


def pick_problems(problems: Sequence[Problem]) -> Told:
    """Return which problems are told: of each kind about as many, MOST_SHOWN in all."""
    counted = [problem for problem in problems if problem.code == _MORE]
    kinds: dict[Kind, list[Problem]] = {}
    for problem in problems:
        if problem.code != _MORE:
            kinds.setdefault((problem.place[0], problem.code), []).append(problem)
    in_turn = chain.from_iterable(zip_longest(*kinds.values()))
    picked = [problem for problem in in_turn if problem is not None][:MOST_SHOWN]
    chosen = {id(problem) for problem in picked}
    left = [
        (kind[0], sum(id(problem) not in chosen for problem in kind)) for kind in kinds.values()
    ]
    left = sorted((one for one in left if one[1]), key=lambda one: -one[1])
    shown = [problem for problem in problems if id(problem) in chosen]
    return Told(shown, left, counted)


def tell_problems(problems: Sequence[Problem], texts: Texts) -> list[str]:
    """Return the lines that tell problems."""
    if len(problems) <= MOST_SHOWN:
        return [texts.tell(problem) for problem in problems]
    told = pick_problems(problems)
    lines = [texts.tell(problem) for problem in told.shown]
    lines += [_tell_left(first, count, texts) for first, count in told.left[:_MOST_KINDS]]
    if rest := sum(count for _, count in told.left[_MOST_KINDS:]):
        lines.append(texts.say("problems_elsewhere", count=f"{rest:,}"))
    lines += [texts.tell(problem) for problem in told.counted[:_MOST_KINDS]]
    if rest := sum(problem.count for problem in told.counted[_MOST_KINDS:]):
        lines.append(texts.say("problems_elsewhere", count=f"{rest:,}"))
    return [*lines, texts.say("problems_json")]


def _tell_left(first: Problem, count: int, texts: Texts) -> str:
    where = texts.spoken(first.where)
    return texts.say("problems_alike", where=where, count=f"{count:,}")
