"""The public face: cases, results and studies for notebooks and scripts, given by `import sim`.

Everything takes and gives tidy tables; no file is written and nothing is printed unless asked for.
Which names are public stands in `sim/__init__.py`.
"""

from sim.errors import InfeasibleError as InfeasibleError
from sim.errors import InputError as InputError
from sim.errors import Problem as Problem
from sim.errors import SimError as SimError
from sim.errors import SolverLimitError as SolverLimitError
from sim.errors import UnboundedError as UnboundedError
from sim.errors import VerificationError as VerificationError
