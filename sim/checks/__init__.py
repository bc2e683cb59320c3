"""What the tables must make sense of before anything is solved."""

from sim.checks.sense import check_case

__all__ = ["check_case"]
