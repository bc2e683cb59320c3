"""The instances as a peer gets them: arrays of numbers, and nothing of this project."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Sense = Literal["<=", ">=", "=="]
MCNY_PER_KT = 1e-3
"""CNY/t times kt is thousand CNY; a thousandth of it is million CNY."""
MTKM_PER_KT_KM = 1e-3
"""kt times km is thousand tonne-km; a thousandth of it is million."""


GOALS = ("utilization_rate", "net_cost", "transport_work")
"""The stages, by name: what a run maximizes, minimizes, and breaks ties with."""


@dataclass(frozen=True)
class Goal:
    """One stage of the objective: a sum over columns, or such a sum over another."""

    name: str
    """Metric of this project that it is."""
    sense: Literal["max", "min"]
    weights: dict[str, Floats]
    """Variable -> weight of each of its columns; variables left out weigh nothing."""
    below: dict[str, Floats] = field(default_factory=dict)
    """Of a rate: the sum below, without its constant."""
    whole: float = 1.0
    """Of a rate: the constant below. A sum over 1 is the sum."""


@dataclass(frozen=True)
class Transport:
    """Sources that ship to plants, or leave what they have where it is, at a cost."""

    zone_at: Floats
    """Zones x (lon, lat)."""
    plant_at: Floats
    source_zone: Ints
    """Zone of each source: a waste of a zone."""
    supply_kt: Floats
    wet: Floats
    """Wet tonnes of a dry tonne of each source."""
    unused_CNY_t: Floats
    capacity_kt: Floats
    """By plant."""
    tariff: float
    """CNY per wet tonne and km."""
    minimum: float
    handling: float
    circuity: float
    circuity_short: float
    short_km: float
    onsite_km: float

    @property
    def candidates(self) -> int:
        """Return how many routes there are."""
        return len(self.supply_kt) * len(self.plant_at)

    def goals(self) -> tuple[Goal, ...]:
        """Return the stages, over `ship` (sources x plants, flat) and `unused` (sources).

        Waste taken over waste generated; million CNY/yr; million tonne-km a year. The geodesic
        from each zone to each plant is worked out once, not once a waste.
        """
        km, wet_CNY_t = self._hauls()
        costs = wet_CNY_t[self.source_zone] * self.wet[:, None]
        left = MCNY_PER_KT * self.unused_CNY_t
        work = MTKM_PER_KT_KM * km[self.source_zone].ravel()
        return (
            Goal(
                "utilization_rate",
                "max",
                {"ship": np.ones(self.candidates)},
                whole=float(self.supply_kt.sum()),
            ),
            Goal("net_cost", "min", {"ship": MCNY_PER_KT * costs.ravel(), "unused": left}),
            Goal("transport_work", "min", {"ship": work}),
        )

    def _hauls(self) -> tuple[Floats, Floats]:
        """Return km and CNY per wet tonne from every zone to every plant."""
        ends = np.broadcast_arrays(
            self.zone_at[:, None, 0],
            self.zone_at[:, None, 1],
            self.plant_at[None, :, 0],
            self.plant_at[None, :, 1],
        )
        lon, lat, to_lon, to_lat = (np.array(end).ravel() for end in ends)
        metres = Geod(ellps="WGS84").inv(lon, lat, to_lon, to_lat)[2]
        straight = np.asarray(metres).reshape(ends[0].shape) / 1000.0
        km = straight * np.where(straight < self.short_km, self.circuity_short, self.circuity)
        paid = np.where(km < self.onsite_km, 0.0, np.maximum(self.tariff * km, self.minimum))
        wet_t = np.where(straight == 0.0, 0.0, paid + self.handling)
        return km, wet_t


@dataclass(frozen=True)
class Term:
    """Columns of one variable in rows of a family."""

    variable: str
    columns: Ints
    rows: Ints
    coefficients: Floats


@dataclass(frozen=True)
class Family:
    """Rows of one kind: the sum of their terms <=, >= or == their bound."""

    name: str
    sense: Sense
    bound: Floats
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Recipes:
    """Routes, recipes and all that limits them, as numbered columns and rows; kt/yr."""

    sizes: dict[str, int]
    """Variable -> how many columns it has, all of which are >= 0."""
    goals: tuple[Goal, ...]
    """Million CNY, million tonne-km, per kt."""
    upper: dict[str, Floats]
    """Variable -> upper bounds of its columns; other variables have none."""
    families: tuple[Family, ...]
    candidates: int
    """Routes by haul among the columns of variable `ship`."""

    @cached_property
    def entries(self) -> int:
        """Return how many coefficients the rows have."""
        return sum(len(term.rows) for family in self.families for term in family.terms)


Problem = Transport | Recipes


@dataclass(frozen=True)
class Answer:
    """What a solver found."""

    stages: tuple[float, ...]
    """What each stage reached: a share, million CNY/yr, million tonne-km a year."""
    flows: Floats
    """kt/yr of every route that it knows."""
    modelled: float
    """`time.perf_counter()` when the model stood and solving began."""
    candidates: int


def save(problem: Problem, file: Path) -> None:
    """Write a problem for another process."""
    file.write_bytes(pickle.dumps(problem, protocol=pickle.HIGHEST_PROTOCOL))


def load(file: Path) -> Problem:
    """Read a problem that `save` wrote."""
    with file.open("rb") as stream:
        problem: Problem = pickle.load(stream)
    return problem
