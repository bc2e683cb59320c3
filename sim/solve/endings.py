"""How a solve of HiGHS ends, and what is raised where it ends without an optimum."""

from __future__ import annotations

import highspy

from sim.errors import InfeasibleError, SolverLimitError, UnboundedError
from sim.say.message import message

SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
"""Status of an optimum; a programme without rows and columns has one too: nothing moves."""
LOST = (highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kSolveError)
"""Endings of a solve that lost its way numerically."""


def raise_unless_solved(status: highspy.HighsModelStatus) -> None:
    """Return where there is an optimum.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
        There is none, and why.
    """
    if status in SOLVED:
        return
    match status:
        case highspy.HighsModelStatus.kInfeasible:
            raise InfeasibleError(message("no_plan"))
        case highspy.HighsModelStatus.kUnbounded:
            raise UnboundedError(message("no_bound"))
    raise SolverLimitError(
        message("solver_stopped", status=message(f"solver_status_{status.name}"))
    )
