"""The instances as a peer gets them: arrays of numbers, and nothing of this project."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
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

    def costs(self) -> Floats:
        """Return CNY per dry tonne from every source to every plant.

        The geodesic from each zone to each plant is worked out once, not once a waste.
        """
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
        costs: Floats = wet_t[self.source_zone] * self.wet[:, None]
        return costs


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

    costs: dict[str, Floats]
    """Variable -> million CNY per kt of each of its columns, all of which are >= 0."""
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

    objective: float
    """Million CNY/yr."""
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
