"""What a worker solves when only its start is timed; the worker loads it from here."""

from __future__ import annotations

from sim.studies.sweep.points import Point
from sim.studies.sweep.study import PointSolver


def solve_one(solver: PointSolver, point: Point) -> str:
    """Return what becomes of a point."""
    return solver.solve(point).status
