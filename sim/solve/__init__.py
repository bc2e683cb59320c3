"""Solving: the algebra handed to HiGHS, stage by stage."""

from sim.solve.plan import Plan, StageOutcome
from sim.solve.stages import solve

__all__ = ["Plan", "StageOutcome", "solve"]
