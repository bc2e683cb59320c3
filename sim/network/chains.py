"""Chains: every lot followed through every line that takes it, residues included."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim.loader.case import Case
from sim.network.formula import ACTIVITY
from sim.network.lots import WASTE_LIKE, Lot
from sim.scenario.records import records

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
    idle: frozenset[str]
    """Lines whose technology is no utilization: what they make of waste is not utilized yet."""
    yields: defaultdict[str, list[Any]]
    lots: set[Lot] = field(default_factory=set)
    queue: list[Lot] = field(default_factory=list)
    uses: list[tuple[object, ...]] = field(default_factory=list)
    makes: list[tuple[object, ...]] = field(default_factory=list)

    def make(self, run: Any, of: Lot | None) -> None:
        """Note what a run makes of a lot (None: by its activity) and queue what it makes."""
        per, source = (of.material, of.name) if of else (ACTIVITY, ACTIVITY)
        for y in self.yields[run.recipe]:
            if y.per == per:
                lot = self.made_lot(y.material, run, of)
                self.makes.append(
                    (run.line, run.recipe, lot.name, y.material, run.plant, source, y.amount)
                )
                self.queue.append(lot)

    def made_lot(self, material: str, run: Any, of: Lot | None) -> Lot:
        """Return the lot that a run makes; waste carries the credit of what it was made from."""
        kind = self.kinds[material]
        producer = run.plant if run.plant in self.own.get(material, ()) else ""
        if of is None or kind not in WASTE_LIKE:
            return Lot(material, producer)
        treated = run.line in self.idle and self.not_utilized(of)
        return Lot(material, producer, kind == "waste", of.credit, treated)

    def not_utilized(self, lot: Lot) -> bool:
        """Return whether no line has utilized a lot yet."""
        return lot.treated or (self.kinds[lot.material] == "waste" and not lot.made)

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

    Residues carry the credit of the lot they were made from, down the whole chain, and stay
    not utilized while only lines make them that do not count as utilization.
    """
    materials = case.tables["materials"]
    follower = _Follower(
        dict(zip(materials["id"], materials["kind"], strict=True)),
        own,
        dict(zip(lines.index, lines["only_zones"], strict=True)),
        frozenset(lines.index[lines["counting"] == "none"]),
        rows_by(case.tables["yields"], "recipe"),
        queue=sorted(supply),
    )
    for run in records(runs):
        follower.make(run, None)
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
                follower.make(share, lot)
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
