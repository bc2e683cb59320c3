"""Solving: the algebra handed to HiGHS, stage by stage, and re-solved warm."""

from sim.solve.plan import Plan, StageOutcome
from sim.solve.session import Keep, RowName, Session

__all__ = ["Keep", "Plan", "RowName", "Session", "StageOutcome"]
