"""Rows of the programme as cells of the input: where the limit of each is written."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.loader.case import Case
from sim.model import limit_position
from sim.network import Network
from sim.results.trace.made import Cells
from sim.results.trace.rows import CHOICES, OBJECTIVE
from sim.rules.families import FAMILIES, zone_balance
from sim.rules.family import BORDERS, ENTRIES, EXPANSIONS
from sim.solve.session import RowName
from sim.studies.explain.cells import find_cell

Place = tuple[str, str, int]
"""Table or section of the scenario, column, and position of the row or entry."""


class LimitCells:
    """Finds the cells that limits stand in."""

    def __init__(self, case: Case, network: Network) -> None:
        self._case, self._network = case, network

    def cells(self, amounts: Mapping[RowName, float]) -> tuple[Cells, ...]:
        """Return amounts by the cells of the rows that they are of."""
        return tuple(
            Cells(table, column, np.array([row]), np.array([amount]))
            for name, amount in amounts.items()
            for table, column, row in [self.find(name)]
        )

    def of_stages(self, amounts: Mapping[str, float]) -> tuple[Cells, ...]:
        """Return what keeping metrics costs, by the stages that keep them."""
        stages = [stage.metric for stage in self._case.scenario.objective]
        return tuple(
            Cells(OBJECTIVE, "slack", np.array([stages.index(metric)]), np.array([amount]))
            for metric, amount in amounts.items()
            if metric in stages
        )

    def find(self, row: RowName) -> Place:
        """Return where the limit of a row is written; of what arises, where that is."""
        name, index = row
        family = FAMILIES[name]
        label = tuple(part for part in index if part not in self._network.periods)
        if name == zone_balance.NAME:
            zone, lot = label
            return self._first("generation", "amount", {"zone": zone, "material": self._of(lot)})
        if family.is_entry:
            return ENTRIES, "at", limit_position(str(label[0]))
        if family.is_choice:
            return self._of_choice(family.index[0], str(label[0]))
        assert family.cell is not None
        if family.cell.table == BORDERS:
            return BORDERS, "quota", int(str(label[0]).rpartition(":")[2]) - 1
        if family.cell.table == EXPANSIONS:
            return self._of_entry(family.is_share, str(label[0]))
        cell = find_cell((name, family.subject_of(label)), self._network)
        return self._first(cell.table, cell.column, cell.where)

    def _of_choice(self, part: str, name: str) -> Place:
        """Return what a choice is about: an entry of `choose`, else the line, sink or link."""
        if part == "chosen":
            return CHOICES, "of", int(name.partition(":")[0]) - 1
        if part == "site":
            return self._first("links", "capacity", {"origin": name})
        return self._first({"line": "lines", "sink": "sinks"}[part], "capacity", {"id": name})

    def _of_entry(self, is_share: bool, name: str) -> Place:
        if is_share:
            return EXPANSIONS, "closes", int(name) - 1
        entry = str(self._network.expansions.set_index("line")["entry"][name])
        if entry:
            return EXPANSIONS, "up_to", int(entry) - 1
        return self._first("lines", "capacity", {"id": name})

    def _of(self, lot: str) -> str:
        return str(self._network.lots.at[lot, "material"])

    def _first(self, table: str, column: str, where: Mapping[str, str]) -> Place:
        frame = self._case.tables[table]
        fits = np.ones(len(frame), dtype=bool)
        for name, value in where.items():
            fits &= frame[name].eq(value).to_numpy(bool)
        if not fits.any() and table == "generation":
            return self._first("legacy", "stock", where)
        return table, column, int(np.flatnonzero(fits)[0])
