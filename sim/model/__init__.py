"""The algebra: the one-period programme as arrays, straight from the network's tables.

`constraints.py` and `weights.py` state each constraint and each metric once; solver, Pyomo model
and files are made from it. `tests/oracle_model/` states the same a second time, as the formulation
reads, and `tests/test_fast_path.py` holds the two together, coefficient by coefficient.
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
    limit_position,
    limit_rows,
    list_limit_rows,
    reprice,
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
    "limit_position",
    "limit_rows",
    "list_limit_rows",
    "reprice",
]
