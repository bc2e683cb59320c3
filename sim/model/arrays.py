"""The programme as plain arrays, with the names of its rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.rules.tables import Floats, Ints

__all__ = ["Arrays", "Floats", "Ints", "Name"]
Name = tuple[str, tuple[Any, ...]]
"""(constraint or variable, index)."""


NONE: NDArray[np.bool_] = np.zeros(0, dtype=bool)


@dataclass(frozen=True)
class Arrays:
    """lower <= A x <= upper, x >= 0."""

    matrix: Any
    """scipy CSC, rows x columns."""
    lower: Floats
    upper: Floats
    row_names: list[Name]
    """(constraint, index) of each row."""
    column_names: list[Name]
    """(variable, index) of each column."""
    integer: NDArray[np.bool_] = field(default_factory=lambda: NONE)
    """Which columns are whole numbers; those behind its end are not."""
    size: float = 1.0
    """What amounts are rounded and told apart by, kt/yr: at most 1, less in a small study."""
