"""A plan over several years."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.network import Network
from sim.solve.plan import Plan, StageOutcome
from sim.years.timeline import Timeline


@dataclass(frozen=True)
class YearsPlan:
    """An optimal plan over all years, and what it is in each."""

    timeline: Timeline
    networks: tuple[Network, ...]
    plans: tuple[Plan, ...]
    """The plan of each year; its stages tell what the year itself reaches."""
    stages: tuple[StageOutcome, ...]
    """The best that each stage can be over all years: rates over all years, money as present value
    (MCNY)."""
    reached: tuple[float, ...]
    """What the plan has of each, after what later stages were given of it."""
    new: pd.DataFrame
    """line, year, amount_kt_yr: nameplate that comes into use."""
    seconds: dict[str, float]
    counts: dict[str, int]
