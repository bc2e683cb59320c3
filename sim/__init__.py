"""Regional solid-waste synergy simulator: who should take whose industrial solid waste.

>>> import sim
>>> case = sim.load("scenarios/baseline.yaml")  # doctest: +SKIP
>>> case.run().flows  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import (
        Case,
        InfeasibleError,
        InputError,
        Problem,
        Result,
        SimError,
        SolverLimitError,
        UnboundedError,
        VerificationError,
        load,
    )
    from sim.api.studies import alternatives, compare, explain, frontier, sweep, synergy, target

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
    "target",
]
_STUDIES = frozenset(
    {"alternatives", "compare", "explain", "frontier", "sweep", "synergy", "target"}
)
"""Names that stand in a module of their own: studies load what draws them."""


def __getattr__(name: str) -> Any:
    """Return a public name, loading what it needs (PEP 562)."""
    if name not in __all__:
        raise AttributeError(name, name=name, obj=import_module(__name__))
    return getattr(import_module("sim.api.studies" if name in _STUDIES else "sim.api"), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
