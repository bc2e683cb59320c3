"""The arrays of a programme as the solver takes them."""

from sim.model import Arrays, Floats

__all__ = ["Arrays", "Floats"]
