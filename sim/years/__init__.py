"""Several years planned together: what is built when, and what old stock is left."""

from sim.years.plan import YearsPlan
from sim.years.solve import plan_years

__all__ = ["YearsPlan", "plan_years"]
