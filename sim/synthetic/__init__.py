"""Synthetic regions of any size: seeded, the same on any machine, ordinary tables throughout."""

from sim.synthetic.project import make_case, write_project
from sim.synthetic.size import Size

__all__ = ["Size", "make_case", "write_project"]
