"""The programme in other hands: as a Pyomo model, as MPS and LP files, and their plans read back.

Everything is made from the arrays of `sim.model`, so that a constraint or a metric is stated once.
`names.py` calls rows and columns by what they mean; `pyomo_model.py` makes the Pyomo model and
`pyomo_stages.py` solves it stage by stage; `files.py` writes MPS and LP; `read_values.py` and
`given_plan.py` turn the values of any solver into a plan.
"""

from sim.exchange.files import names_table, write_programme
from sim.exchange.given_plan import plan_from_values
from sim.exchange.pyomo_model import to_pyomo
from sim.exchange.pyomo_stages import solve_in_stages

__all__ = ["names_table", "plan_from_values", "solve_in_stages", "to_pyomo", "write_programme"]
