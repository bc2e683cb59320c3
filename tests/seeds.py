"""Seeds of random studies: some are tried always, the others by `make test-all`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest


def some_of(seeds: Sequence[float | str], always: int) -> list[Any]:
    """Return the seeds as parameters; all but the first `always` of them are thorough."""
    return [
        seed if number < always else pytest.param(seed, marks=pytest.mark.thorough)
        for number, seed in enumerate(seeds)
    ]
