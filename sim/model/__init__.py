"""The algebra: the one-period programme, as arrays for the solver and as formulas to be read.

`constraints.py` and `weights.py` make the arrays straight from the network's tables.
`programme.py`, `metrics.py`, `limits.py`, `balance.py` and `change.py` state the same in Pyomo, as
the formulation reads; `tests/test_fast_path.py` holds the two together, coefficient by coefficient.
"""

from sim.model.arrays import Arrays, Floats
from sim.model.build import (
    Programme,
    Vectors,
    asks_for_change,
    build_arrays,
    extend,
    limit_family,
    limit_index,
    limit_rows,
)
from sim.network.figures import FIGURES

__all__ = [
    "FIGURES",
    "Arrays",
    "Floats",
    "Programme",
    "Vectors",
    "asks_for_change",
    "build_arrays",
    "extend",
    "limit_family",
    "limit_index",
    "limit_rows",
]
