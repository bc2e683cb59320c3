"""Factors: what of the uncertain inputs moves together, and the positions that draws give them.

Each ranged cell has a position in its range, 0 low, 0.5 typical, 1 high, and each position is as
likely as any other. Cells of one factor move together: behind the position stands a normal
variable, of which a part is common to the factor and the rest the cell's own (a one-factor
Gaussian copula). Every part is drawn by itself, as one column of a Latin hypercube whose numbers
depend on the seed and on the part's name alone. So scenarios that share a row share its draw,
whatever else they have.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.loader.change.ranges import CellName, RangedCell, list_ranges, pick_cells
from sim.loader.load import Loaded
from sim.scenario.ensemble import Ensemble
from sim.scenario.tables import TABLES

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Moving:
    """A cell that is drawn."""

    cell: RangedCell
    factor: str
    """What it has in common with others."""
    correlation: float
    """How closely cells of the factor move together, 0 to 1."""

    @property
    def own(self) -> str:
        """Return the name of what is the cell's own."""
        table, key, column = self.cell.name
        return f"{table}.{column}[{'|'.join('' if part is None else str(part) for part in key)}]"

    @property
    def parts(self) -> list[tuple[str, float]]:
        """Return the parts its position is made of, and the weight of each."""
        both = [(self.factor, self.correlation), (self.own, 1.0 - self.correlation)]
        return [(name, math.sqrt(share)) for name, share in both if share > 0.0]


@dataclass(frozen=True)
class Dependence:
    """Which cells move together, as one scenario says it for all that are compared."""

    correlation: float
    together: dict[CellName, tuple[str, float]]
    """Cell -> the factor that the scenario gives it, and how closely it follows."""
    left_out: frozenset[CellName]

    def list_moving(self, loaded: Loaded) -> list[Moving]:
        """Return the cells of a scenario that are drawn, each with its factor."""
        cells = (c for c in list_ranges(loaded) if c.name not in self.left_out)
        return [self._move(cell) for cell in cells]

    def _move(self, cell: RangedCell) -> Moving:
        usual = name_factor(cell), self.correlation
        return Moving(cell, *self.together.get(cell.name, usual))


def name_factor(cell: RangedCell) -> str:
    """Return the factor that a cell belongs to where nothing else is said.

    >>> cell = RangedCell("lines", ("l1",), "capacity", 1.0, 2.0, 3.0, ("mill",), "lines.csv:2")
    >>> name_factor(cell)
    'lines.capacity: technology mill'
    """
    parts = zip(TABLES[cell.table].alike, cell.kind, strict=True)
    kind = ", ".join(f"{column} {value}".rstrip() for column, value in parts)
    return f"{cell.table}.{cell.column}" + (f": {kind}" if kind else "")


def read_dependence(loaded: Loaded) -> Dependence:
    """Return what the part `ensemble` of a scenario says of its cells.

    Raises
    ------
    InputError
        An entry picks no row.
    """
    asked = loaded.scenario.ensemble or Ensemble()
    together: dict[CellName, tuple[str, float]] = {}
    for number, entry in enumerate(asked.together):
        for name in pick_cells(loaded, entry, ("ensemble", "together", number)):
            together[name] = entry.name, entry.correlation
    left_out: set[CellName] = set()
    for number, pick in enumerate(asked.leave_out):
        left_out |= pick_cells(loaded, pick, ("ensemble", "leave_out", number))
    return Dependence(asked.correlation, together, frozenset(left_out))


def draw_positions(moving: Sequence[Moving], asked: Ensemble) -> Floats:
    """Return draws x cells: the position of each cell in its range, 0 to 1."""
    from scipy.special import ndtr

    known = {name: draw_normal(name, asked) for one in moving for name, _ in one.parts}
    columns = [sum(weight * known[name] for name, weight in one.parts) for one in moving]
    found: Floats = ndtr(np.column_stack(columns)) if columns else np.zeros((asked.draws, 0))
    return found


def draw_normal(name: str, asked: Ensemble) -> Floats:
    """Return a part in all draws, standard normal: one from every slice, in an order of its own."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    digest = hashlib.sha256(f"{asked.seed}|{name}".encode()).digest()
    random = np.random.default_rng(int.from_bytes(digest[:16], "big"))
    found: Floats = ndtri(qmc.LatinHypercube(1, rng=random).random(asked.draws)[:, 0])
    return found
