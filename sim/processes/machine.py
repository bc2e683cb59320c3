"""What a region takes of a machine, and what this machine has."""

from __future__ import annotations

import os
from contextlib import suppress
from ctypes import CDLL
from pathlib import Path

GIGABYTE = 1e9
_BYTES_TO_BEGIN = 0.35e9
_BYTES_A_ROUTE = 95.0
"""Measured of whole runs from 1e6 to 4e6 candidate routes; a solve alone takes half of it."""
_BYTES_A_LISTED_ROUTE = 2000.0
"""Measured of plans of 4e4 and 1e5 routes that are all written down."""
_BEHIND = 10
_LIMIT_OF_GROUP = Path("/sys/fs/cgroup/memory.max")


def step_behind() -> None:
    """Have this process take a processor only where others leave one; where there is such a thing.

    What it does takes no longer on a machine that has nothing else to do.
    """
    with suppress(AttributeError, OSError):
        os.nice(_BEHIND)


def give_back_memory() -> None:
    """Give the system what this process has freed; where its allocator would keep it else."""
    with suppress(AttributeError, OSError, TypeError):
        CDLL(None).malloc_trim(0)


def bytes_of_routes(routes: float) -> float:
    """Return about how much memory a run takes that has so many candidate routes."""
    return _BYTES_TO_BEGIN + _BYTES_A_ROUTE * routes


def bytes_of_listed(routes: float) -> float:
    """Return about how much memory a run takes that writes down so many routes."""
    return _BYTES_TO_BEGIN + _BYTES_A_LISTED_ROUTE * routes


def bytes_here() -> float | None:
    """Return how much memory this process can have at most; None where that is not told."""
    found = []
    with suppress(ValueError, OSError, AttributeError):
        found.append(float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES"))
    with suppress(ValueError, OSError):
        found.append(float(_LIMIT_OF_GROUP.read_text(encoding="ascii")))
    return min(found, default=None)
