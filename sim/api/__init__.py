"""The public face: cases, results and studies for notebooks and scripts, given by `import sim`.

Everything takes and gives tidy tables; no file is written and nothing is printed unless asked for.
"""

from sim.api.case import Case, load
from sim.api.result import Result
from sim.errors import (
    InfeasibleError,
    InputError,
    Problem,
    SimError,
    SolverLimitError,
    UnboundedError,
    VerificationError,
)

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
    "load",
]
