"""Regional solid-waste synergy simulator: who should take whose industrial solid waste.

>>> import sim
>>> case = sim.load("scenarios/baseline.yaml")  # doctest: +SKIP
>>> case.run().flows  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api.case import Case, load
    from sim.api.result import Result
    from sim.api.studies import alternatives, compare, explain, frontier, sweep, synergy
    from sim.errors import (
        InfeasibleError,
        InputError,
        Problem,
        SimError,
        SolverLimitError,
        UnboundedError,
        VerificationError,
    )

__version__ = "0.1.0"
__all__ = [
    "Case",
    "InfeasibleError",
    "InputError",
    "Problem",
    "Result",
    "SimError",
    "SolverLimitError",
    "UnboundedError",
    "VerificationError",
    "__version__",
    "alternatives",
    "compare",
    "explain",
    "frontier",
    "load",
    "sweep",
    "synergy",
]
_HOMES = ("sim.errors", "sim.api.case", "sim.api.result", "sim.api.studies")
"""Modules that define the names; what takes longest to load comes last."""


def __getattr__(name: str) -> Any:
    """Return a public name, loading what it needs (PEP 562)."""
    if name in __all__:
        for home in map(import_module, _HOMES):
            if hasattr(home, name):
                return getattr(home, name)
    raise AttributeError(name, name=name, obj=import_module(__name__))


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
