"""Chains: every lot followed through every line that takes it, residues included."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim.loader.case import Case
from sim.network.formula import ACTIVITY
from sim.network.lots import Lot
from sim.scenario.records import records

WASTE_LIKE = ("waste", "residue")
USE_COLUMNS = ["line", "recipe", "lot", "material", "plant", "co2_t_t"]
MAKE_COLUMNS = ["line", "recipe", "lot", "material", "plant", "per", "amount"]


@dataclass(frozen=True)
class Transformation:
    """What the lines may use and make, lot by lot."""

    lots: set[Lot]
    uses: pd.DataFrame
    """USE_COLUMNS, sorted."""
    makes: pd.DataFrame
    """MAKE_COLUMNS, sorted."""


@dataclass
class _Follower:
    """Follows lots until no new one arises."""

    kinds: dict[str, str]
    own: dict[str, frozenset[str]]
    only: dict[str, tuple[str, ...]]
    yields: defaultdict[str, list[Any]]
    lots: set[Lot] = field(default_factory=set)
    queue: list[Lot] = field(default_factory=list)
    uses: list[tuple[object, ...]] = field(default_factory=list)
    makes: list[tuple[object, ...]] = field(default_factory=list)

    def make(self, run: Any, per: str, source: str, credit: str) -> None:
        """Note what a run makes per `per` (activity, or a material) and queue its lots."""
        for y in self.yields[run.recipe]:
            if y.per == per:
                lot = self.made_lot(y.material, run.plant, credit)
                self.makes.append(
                    (run.line, run.recipe, lot.name, y.material, run.plant, source, y.amount)
                )
                self.queue.append(lot)

    def made_lot(self, material: str, plant: str, credit: str) -> Lot:
        """Return the lot of a material made at a plant; waste carries its generator's credit."""
        kind = self.kinds[material]
        producer = plant if plant in self.own.get(material, ()) else ""
        return Lot(material, producer, kind == "waste", credit if kind in WASTE_LIKE else "")

    def may_use(self, line: str, lot: Lot) -> bool:
        """Return whether a line takes a lot; reserved lines take their zones' waste alone."""
        reserved = self.only[line]
        return (
            not reserved or self.kinds[lot.material] not in WASTE_LIKE or lot.producer in reserved
        )


def transform(
    case: Case,
    lines: pd.DataFrame,
    runs: pd.DataFrame,
    shares: pd.DataFrame,
    supply: set[Lot],
    own: dict[str, frozenset[str]],
) -> Transformation:
    """Follow every lot through every line that takes it, until no new lot arises.

    Residues carry the credit of the lot they were made from, down the whole chain.
    """
    materials = case.tables["materials"]
    follower = _Follower(
        dict(zip(materials["id"], materials["kind"], strict=True)),
        own,
        dict(zip(lines.index, lines["only_zones"], strict=True)),
        rows_by(case.tables["yields"], "recipe"),
        queue=sorted(supply),
    )
    for run in records(runs):
        follower.make(run, ACTIVITY, ACTIVITY, "")
    takers = rows_by(shares, "material")
    while follower.queue:
        lot = follower.queue.pop()
        if lot in follower.lots:
            continue
        follower.lots.add(lot)
        for share in takers[lot.material]:
            if follower.may_use(share.line, lot):
                follower.uses.append(
                    (share.line, share.recipe, lot.name, lot.material, share.plant, share.co2_t_t)
                )
                follower.make(share, lot.material, lot.name, lot.credit)
    uses = pd.DataFrame(follower.uses, columns=USE_COLUMNS)
    makes = pd.DataFrame(follower.makes, columns=MAKE_COLUMNS)
    return Transformation(
        follower.lots,
        uses.sort_values(["line", "recipe", "lot"], ignore_index=True),
        makes.sort_values(["line", "recipe", "lot", "per"], ignore_index=True),
    )


def rows_by(frame: pd.DataFrame, column: str) -> defaultdict[str, list[Any]]:
    """Return value of a column -> the rows with it, as named tuples."""
    rows: defaultdict[str, list[Any]] = defaultdict(list)
    for row in records(frame):
        rows[getattr(row, column)].append(row)
    return rows
