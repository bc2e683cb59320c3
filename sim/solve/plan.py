"""The plan: a solution as arrays and frames that know nothing of the solver."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class StageOutcome:
    """What one objective stage reached."""

    metric: str
    sense: str
    """maximize or minimize."""
    value: float
    """Best value found, in the unit of the metric."""
    slack: float
    """What later stages were allowed to give up, in the same unit."""
    solves: int
    """Linear programmes solved for it (several for a rate)."""
    gap: float | None
    """Relative difference of the primal and the dual objective; None where it is not known."""
    seconds: float
    is_defined: bool = True
    """Whether the metric has a value: a rate over nothing has none, and stands as 0."""


@dataclass(frozen=True)
class Choosing:
    """How it was found out what to open."""

    gap: float
    """Largest relative gap that a stage was left with; 0 where the choices are proved best."""
    bounds: tuple[float, ...]
    """Per stage of the scenario the value that no choices can do better than."""
    nodes: int
    """Nodes of the search trees."""
    seconds: float
    is_cut_short: bool = False
    """Whether the time limit ended a search."""
    reached: tuple[tuple[str, float], ...] = ()
    """Per stage its metric and the best value found: slack is counted from there, though the
    choices, which are those of all stages together, may have used some of it up."""


@dataclass(frozen=True)
class Plan:
    """A plan, optimal or given. Each frame has its key columns, `period`, and one value column."""

    ship: pd.DataFrame
    """route, period, amount_kt_yr."""
    reclaim: pd.DataFrame
    """zone, lot, period, amount_kt_yr."""
    buy: pd.DataFrame
    """plant, lot, period, amount_kt_yr."""
    act: pd.DataFrame
    """line, recipe, period, amount_kt_yr."""
    use: pd.DataFrame
    """line, recipe, lot, period, amount_kt_yr."""
    stages: tuple[StageOutcome, ...]
    rows: pd.DataFrame
    """constraint, index (tuple), sense, limit, value, and per stage its dual `dual_<n>`."""
    counts: dict[str, int]
    seconds: dict[str, float]
    kept: tuple[float, ...] = ()
    """Dual of each kept metric at the first stage: numerator of that stage's metric per unit of
    the kept metric's numerator. A least rate is its own numerator."""
    bases: tuple[float, ...] = ()
    """Denominator of each stage's metric in this plan; 1 for an amount and for a least rate."""
    sizes: tuple[tuple[float, ...], ...] = ()
    """Of each stage's metric all denominators in this plan: of a least rate those of its areas."""
    build: pd.DataFrame = field(default_factory=pd.DataFrame)
    """line, period, amount_kt_yr: nameplate that is built."""
    sized: pd.DataFrame = field(default_factory=pd.DataFrame)
    """line, option, period, amount_kt_yr: the same by size class, where it costs by that."""
    steps: pd.DataFrame = field(default_factory=pd.DataFrame)
    """line, period, amount_kt_yr (a number): in how many steps it is built, where in steps."""
    close: pd.DataFrame = field(default_factory=pd.DataFrame)
    """line, entry, period, amount_kt_yr: nameplate that closes for what an entry builds."""
    change: pd.DataFrame = field(default_factory=pd.DataFrame)
    """origin, destination, material, period, amount_kt_yr: where a change is asked for."""
    on: pd.DataFrame = field(default_factory=pd.DataFrame)
    """kind, id, option, period, amount_kt_yr (1 or 0): what is open, where that is a choice."""
    choosing: Choosing | None = None
    """How the choices were found, where there were any."""
    is_proven: bool = True
    """Whether it is known to be optimal; a plan that was given may or may not be."""
