"""Solving: the algebra handed to HiGHS, stage by stage, and re-solved warm."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.solve.keeping import Keep as Keep
    from sim.solve.plan import Plan as Plan
    from sim.solve.plan import StageOutcome as StageOutcome
    from sim.solve.session import RowName as RowName
    from sim.solve.session import Session as Session

_HOME_OF = {
    "Keep": "sim.solve.keeping",
    "Plan": "sim.solve.plan",
    "RowName": "sim.solve.session",
    "Session": "sim.solve.session",
    "StageOutcome": "sim.solve.plan",
}
"""Name of this room -> its module: who reads plans alone needs no solver."""
__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - names of a table


def __getattr__(name: str) -> Any:
    """Return a name of the room, loading what it needs (PEP 562)."""
    if name not in _HOME_OF:
        raise AttributeError(name, name=name, obj=import_module(__name__))
    return getattr(import_module(_HOME_OF[name]), name)
