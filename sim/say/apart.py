"""Figures that are read side by side, with as many digits as tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from sim.say.figures import UNDEFINED, read_number, write_close, write_rounded

SAME = 1e-6
"""Figures that differ by less than this part of the largest of them are the same."""


def count_digits(
    values: Iterable[float | None], digits: int = 0, largest: float | None = None
) -> int:
    """Return how many digits after the point tell figures apart, `digits` at least.

    `largest` is the largest of all that stand beside them, if there are more.

    >>> count_digits([10.701, 10.689], 1), count_digits([10.7, 84.6], 1), count_digits([3.0, 3.0])
    (2, 1, 0)
    """
    known = sorted({v for v in map(read_number, values) if v is not None})
    if largest is None:
        largest = max((abs(v) for v in known), default=0.0)
    least = SAME * largest
    differ = [(a, b) for a, b in pairwise(known) if b - a > least]
    while any(write_rounded(a, digits) == write_rounded(b, digits) for a, b in differ):
        digits += 1
    return digits


def write_group(values: list[float]) -> list[str]:
    """Return figures with as many digits as tell them apart."""
    digits = count_digits(values)
    return [write_rounded(value, digits) for value in values]


def write_apart(
    values: Iterable[float | None],
    write: Callable[[float], str] = write_close,
    again: Callable[[list[float]], list[str]] = write_group,
) -> list[str]:
    """Return figures that are read side by side, each as `write` has it; a dash if not defined.

    Figures that differ and would read alike are written by `again`, together.

    >>> write_apart([10347.21, 10347.38, 52.1]), write_apart([0.5, 0.5, None])
    (['10,347.2', '10,347.4', '52.10'], ['0.5', '0.5', '–'])
    """
    known = [read_number(value) for value in values]
    texts = [UNDEFINED if v is None else write(v) for v in known]
    for text in set(texts) - {UNDEFINED}:
        alike = {i: v for i, v in enumerate(known) if v is not None and texts[i] == text}
        if _differ(list(alike.values()), known):
            for i, written in zip(alike, again(list(alike.values())), strict=True):
                texts[i] = written
    return texts


def _differ(group: list[float], beside: list[float | None]) -> bool:
    """Return whether figures differ by more than a part of the largest that stands beside them."""
    largest = max((abs(v) for v in beside if v is not None), default=0.0)
    return max(group) - min(group) > SAME * largest
