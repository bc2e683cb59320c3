"""Where the limits of the input tables stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.diagnose.conflict import LimitKey
from sim.network import Network
from sim.rules.families import FAMILIES


@dataclass(frozen=True)
class Cell:
    """Where a limit stands in the input tables."""

    table: str
    where: Mapping[str, str]
    """Column -> value: what a change would pick the row by."""
    column: str
    unit: str
    also: tuple[str, ...] = ()
    """Further columns that the limit is worked out from."""


def find_cell(key: LimitKey, network: Network) -> Cell:
    """Return where a limit of the input tables stands."""
    family, subject = FAMILIES[key[0]], key[1]
    cell = family.cell
    assert cell is not None
    parts = family.subject_of(family.index)
    words = [
        str(network.lots.at[word, "material"]) if part == "lot" else word
        for part, word in zip(parts, subject, strict=True)
    ]
    where = dict(zip(cell.key, words, strict=True))
    return Cell(cell.table, where, cell.column, cell.unit, cell.also)
