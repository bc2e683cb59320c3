"""Regional solid-waste synergy simulator: who should take whose industrial solid waste.

>>> import sim
>>> case = sim.load("scenarios/baseline.yaml")  # doctest: +SKIP
>>> case.run().flows  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import InfeasibleError as InfeasibleError
    from sim.api import InputError as InputError
    from sim.api import Problem as Problem
    from sim.api import SimError as SimError
    from sim.api import SolverLimitError as SolverLimitError
    from sim.api import UnboundedError as UnboundedError
    from sim.api import VerificationError as VerificationError
    from sim.api.brief import brief as brief
    from sim.api.case import Case as Case
    from sim.api.case import load as load
    from sim.api.comparison import compare as compare
    from sim.api.result import Result as Result
    from sim.api.shares import share as share
    from sim.api.studies import alternatives as alternatives
    from sim.api.studies import explain as explain
    from sim.api.studies import frontier as frontier
    from sim.api.studies import sweep as sweep
    from sim.api.studies import synergy as synergy
    from sim.api.studies import target as target
    from sim.api.workbooks import import_workbook as import_workbook
    from sim.api.workbooks import read_workbook as read_workbook

__version__ = "0.1.0"
_HOMES = {
    "sim.api.brief": ("brief",),
    "sim.api.case": ("Case", "load"),
    "sim.api.comparison": ("compare",),
    "sim.api.result": ("Result",),
    "sim.api.shares": ("share",),
    "sim.api.studies": ("alternatives", "explain", "frontier", "sweep", "synergy", "target"),
    "sim.api.workbooks": ("import_workbook", "read_workbook"),
    "sim.api": (
        "InfeasibleError",
        "InputError",
        "Problem",
        "SimError",
        "SolverLimitError",
        "UnboundedError",
        "VerificationError",
    ),
}
"""Module -> the public names in it, as above; studies stand apart because they load what draws."""
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = [*sorted(_HOME_OF), "__version__"]  # noqa: PLE0604 - names of a table


def __getattr__(name: str) -> Any:
    """Return a public name, loading what it needs (PEP 562)."""
    if name not in _HOME_OF:
        raise AttributeError(name, name=name, obj=import_module(__name__))
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
