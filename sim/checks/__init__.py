"""What the tables must make sense of before anything is solved."""

from sim.checks.sense import check_case
from sim.checks.study import check_study, find_unusual_in
from sim.checks.unusual import find_unusual

__all__ = ["check_case", "check_study", "find_unusual", "find_unusual_in"]
