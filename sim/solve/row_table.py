"""The rows of a programme as a table of a plan: bounds, values, duals."""

from __future__ import annotations

import pandas as pd

from sim.solve.arrays import Arrays, Floats
from sim.solve.stages import Progress


def list_rows(arrays: Arrays) -> pd.DataFrame:
    """Return the constraint and the index of every row."""
    names = arrays.row_names
    return pd.DataFrame(
        {"constraint": [name for name, _ in names], "index": [index for _, index in names]}
    )


def tabulate_rows(
    rows: pd.DataFrame, progress: Progress, reported: int, bounds: tuple[Floats, Floats]
) -> pd.DataFrame:
    """Return every row with its bounds, its value and its dual at each reported stage."""
    assert progress.optimum is not None
    count = len(rows)
    return rows.assign(
        lower=bounds[0],
        upper=bounds[1],
        value=progress.optimum.row_values[:count],
        **{f"dual_{n + 1}": progress.duals[n][:count] for n in range(reported)},
    )
