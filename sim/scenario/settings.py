"""Settings of the solver that a scenario may state."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from sim.scenario.fields import Fraction, Seconds, WholeNumber
from sim.scenario.part import STRICT


class Solver(BaseModel):
    """Limits of the solver."""

    model_config = STRICT

    time_limit: Seconds = 600.0
    """Most that the solver may take for the plan, and again for what prices are held against."""
    threads: Annotated[WholeNumber, Field(ge=1, le=64)] = 1
    gap: Fraction = 0.0
    """Where something is to be opened or not: how far from the best, as a share of it, will do."""
    at_time_limit: Literal["stop", "best"] = "stop"
    """What to do when choices are not proved best in time: stop without a plan, or take the best
    found and tell its gap."""

    @property
    def exact(self) -> Solver:
        """Return the settings under which choices are proved best, or there is no plan."""
        return self.model_copy(update={"gap": 0.0, "at_time_limit": "stop"})
