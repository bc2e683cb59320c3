"""Solving: the algebra handed to HiGHS, stage by stage, and re-solved warm."""

from sim.solve.keeping import Keep
from sim.solve.plan import Plan, StageOutcome
from sim.solve.session import RowName, Session

__all__ = ["Keep", "Plan", "RowName", "Session", "StageOutcome"]
