"""A planner that plans nothing: it counts, sleeps or dies as it is asked to."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

_work: Iterator[dict[str, Any]] = iter(())


def set_up(_given: Any) -> None:
    """Take nothing."""


def begin(task: str, asked: dict[str, Any]) -> float:
    """Take up a task; return the seconds that it is allowed."""
    global _work  # noqa: PLW0603 - as the planner does
    _work = _do(task, asked)
    return float(asked.get("allowed", 0.0))


def advance() -> dict[str, Any]:
    """Go on."""
    return next(_work)


def _do(task: str, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if task == "sleep":
        time.sleep(asked["seconds"])
    if task == "die":
        os._exit(9)
    if task == "who":
        yield {"who": os.getpid()}
    for number in range(asked.get("of", 0)):
        time.sleep(0.05)
        yield {"step": str(number)}
    yield {"counted": asked.get("to", 0)}
