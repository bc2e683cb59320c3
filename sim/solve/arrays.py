"""The arrays of a programme as the solver takes them."""

import numpy as np
from numpy.typing import NDArray

from sim.model import Arrays, Floats
from sim.model.arrays import Ints

__all__ = ["Arrays", "Floats", "Ints", "size_rows", "violated_by_nothing"]


def violated_by_nothing(lower: Floats, upper: Floats) -> tuple[NDArray[np.int32], Floats]:
    """Return the rows that doing nothing violates, and the sign of what would mend each."""
    short, over = np.flatnonzero(lower > 0), np.flatnonzero(upper < 0)
    signs = np.concatenate([np.ones(len(short)), -np.ones(len(over))])
    return np.concatenate([short, over]).astype(np.int32), signs


def size_rows(arrays: Arrays) -> Floats:
    """Return the largest coefficient of each row, at least 1: what a unit of its dual weighs."""
    sizes = np.ones(arrays.matrix.shape[0])
    np.maximum.at(sizes, arrays.matrix.indices, np.abs(arrays.matrix.data))
    return sizes
