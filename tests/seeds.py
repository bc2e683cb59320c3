"""Seeds, languages and cases alike: some are tried always, the others by `make thorough`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest


def some_of(seeds: Sequence[Any], always: int) -> list[Any]:
    """Return the seeds as parameters; all but the first `always` of them are thorough.

    A tuple is a seed of several parts.
    """
    rest = [
        pytest.param(*(seed if isinstance(seed, tuple) else (seed,)), marks=pytest.mark.thorough)
        for seed in seeds[always:]
    ]
    return [*seeds[:always], *rest]
