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
    "load",
]
_FACE = "sim.api"
"""Where the public names stand; it is loaded when the first of them is used."""


def __getattr__(name: str) -> Any:
    """Return a public name, loading what it needs (PEP 562)."""
    if name not in __all__:
        raise AttributeError(name, name=name, obj=import_module(__name__))
    return getattr(import_module(_FACE), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
