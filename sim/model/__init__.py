"""The algebra: the one-period programme as arrays, straight from the network's tables.

`constraints.py` and `weights.py` state each constraint and each metric once; solver, Pyomo model
and files are made from it. `tests/oracle_model/` states the same a second time, as the formulation
reads, and `tests/test_fast_path.py` holds the two together, coefficient by coefficient.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.model.arrays import Arrays as Arrays
    from sim.model.arrays import Floats as Floats
    from sim.model.build import Programme as Programme
    from sim.model.build import Vectors as Vectors
    from sim.model.build import asks_for_change as asks_for_change
    from sim.model.build import build_arrays as build_arrays
    from sim.model.build import extend as extend
    from sim.model.build import limit_family as limit_family
    from sim.model.build import limit_index as limit_index
    from sim.model.build import limit_position as limit_position
    from sim.model.build import limit_rows as limit_rows
    from sim.model.build import list_limit_rows as list_limit_rows
    from sim.model.build import reprice as reprice
    from sim.network.figures import FIGURES as FIGURES

_HOMES = {
    "sim.model.arrays": ("Arrays", "Floats"),
    "sim.model.build": (
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
    ),
    "sim.network.figures": ("FIGURES",),
}
"""Module -> the names of this room in it: who counts columns alone needs no sparse matrices."""
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - names of a table


def __getattr__(name: str) -> Any:
    """Return a name of the room, loading what it needs (PEP 562)."""
    if name not in _HOME_OF:
        raise AttributeError(name, name=name, obj=import_module(__name__))
    return getattr(import_module(_HOME_OF[name]), name)
