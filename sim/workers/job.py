"""What workers solve, and which of them are asked to."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
