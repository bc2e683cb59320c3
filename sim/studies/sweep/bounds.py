"""What of a variant is right-hand sides only: bounds of rows, and the constants of metrics."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from typing import Any

import numpy as np

from sim.loader.case import Record
from sim.loader.columns import columns_of, range_of
from sim.loader.load import Loaded
from sim.model import limit_family, limit_index
from sim.network import Network
from sim.rules.families import FAMILIES
from sim.rules.family import BORDERS, ENTRIES, EXPANSIONS, Cell, Family, Sweep
from sim.rules.metrics import WITH_CAPITAL, is_least
from sim.scenario.document import Limit, Scenario
from sim.scenario.expansion import LINES
from sim.scenario.fields import Sourced
from sim.scenario.records import records
from sim.scenario.region_rows import CANDIDATE
from sim.scenario.sweep import SweepParameter
from sim.solve import RowName, Session

Bounds = dict[RowName, tuple[float, float]]
_SWEPT = [(f, f.cell, f.sweep) for f in FAMILIES.values() if f.cell and f.sweep]
"""Families whose bounds follow from varied cells without another programme."""


def _right_hand_sides() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for _, cell, sweep in _SWEPT:
        found[cell.table] = found.get(cell.table, frozenset()) | set(sweep.columns)
    return found


RIGHT_HAND_SIDES = _right_hand_sides()
"""Table, `borders` or `limits` -> columns that stand on the right-hand side of rows alone."""


_CAPACITY = {"lines": "line_capacity", "sinks": "sink_capacity"}
"""Kind of switch -> the family of what it can run at most."""
_IN_SCENARIO = (BORDERS, EXPANSIONS)
"""Where cells stand beside the tables, in keys of the scenario that are called so."""
_BUILT_OF = (
    "choose",
    "statuses",
    "roles",
    "modes",
    "tax_storage",
    "objective",
    "year",
    "reference",
    "no_worse_off",
    "solver",
    "balanced",
    "spread",
)
"""What else of a scenario makes a programme what it is."""


class OtherStructureError(Exception):
    """The variant has other rows than the programme it was to be solved with."""

    def __init__(self, what: str, rows: Iterable[RowName] = ()) -> None:
        """Say where it differs, and which rows came or went as far as that is known."""
        super().__init__(what)
        self.rows = frozenset(rows)


def structure_of(base: Loaded, varied: Loaded) -> tuple[Hashable, ...]:
    """Return what a variant changes beside right-hand sides; equal means one programme serves."""
    growing = _growing(varied)
    tables = [
        (table, _content(table, rows.records, growing))
        for table, rows in varied.tables.items()
        if rows is not base.tables[table]
    ]
    differing = [
        (table, content)
        for table, content in tables
        if content != _content(table, base.tables[table].records, growing)
    ]
    return (*differing, *_scenario_structure(varied.scenario))


def _content(
    table: str, records: list[Record], growing: Collection[str]
) -> frozenset[tuple[Hashable, ...]]:
    """Return the rows of a table without right-hand sides, ranges, sources and order.

    Of lines that may be built or closed what stands is a coefficient as well.
    """
    free = RIGHT_HAND_SIDES.get(table, frozenset())
    ends = {end for name in columns_of(table) for end in range_of(table, name) or ()}
    whole = [n for n in columns_of(table) if n not in {*ends, *Sourced.model_fields}]
    names = [name for name in whole if name not in free]

    def cells(record: Record) -> tuple[Hashable, ...]:
        grows = table == LINES and record.values["id"] in growing
        return tuple(record.values[name] for name in (whole if grows else names))

    return frozenset(map(cells, records))


def _growing(loaded: Loaded) -> frozenset[str]:
    """Return the lines that may be built or closed."""
    named = {line for entry in loaded.scenario.expand for line in entry.lines}
    rows = (record.values for record in loaded.tables[LINES].records)
    return frozenset(named | {str(r["id"]) for r in rows if r["status"] == CANDIDATE})


def _scenario_structure(scenario: Scenario) -> Iterator[Hashable]:
    """Yield what of a scenario a programme is built of: quotas and amounts of limits left out."""
    for rule in scenario.borders:
        yield tuple(rule.model_copy(update={"quota": rule.quota is None}).model_dump().values())
    for entry in scenario.expand:
        yield repr(entry.model_copy(update={"up_to": entry.up_to is None}))
    for limit in scenario.limits:
        yield type(limit).__name__, limit.cap, limit.floor, limit.by, *limit.scope.items()
    for key in _BUILT_OF:
        yield repr(getattr(scenario, key))


class RightHandSides:
    """Reads from a variant the row bounds and constants that differ from a session's own.

    `own` is the variant that the session was built of.
    """

    def __init__(self, own: Loaded, network: Network, session: Session) -> None:
        self._network, self._session = network, session
        self._limits = own.scenario.limits
        self._switched = frozenset(
            cells["id"]
            for cells in _cells(own, "lines")
            if cells["status"] in own.scenario.statuses and cells["plant"] in network.plants.index
        )
        self.own = {
            family.name: self._read(family, cell, sweep, own) for family, cell, sweep in _SWEPT
        }
        """Family -> bounds of its rows in the session as it was built."""
        self._added = self._added_lines(own)

    def read(self, varied: Loaded, touched: set[str]) -> tuple[Bounds, dict[str, float]]:
        """Return the bounds of rows, and the shifts of metrics, of a variant.

        `touched` names the tables that may differ; borders and limits are always looked at.

        Raises
        ------
        OtherStructureError
            Rows come or go, or change otherwise than on their right-hand side.
        """
        bounds: Bounds = {}
        for family, cell, sweep in _SWEPT:
            if cell.table in {*touched, *_IN_SCENARIO}:
                own, now = self.own[family.name], self._read(family, cell, sweep, varied)
                if own.keys() != now.keys():
                    raise OtherStructureError(family.name, own.keys() ^ now.keys())
                bounds |= {row: b for row, b in now.items() if b != own[row]}
        self._refuse_switched(bounds)
        shift = self._capex_shift(varied) if "lines" in touched else 0.0
        shifts = {name: shift * part for name, part in WITH_CAPITAL.items()} if shift else {}
        bounds |= self._of_limits(varied.scenario.limits, shifts)
        return {row: b for row, b in bounds.items() if row in self._session.row_of}, shifts

    def _refuse_switched(self, bounds: Bounds) -> None:
        """Refuse another capacity of what has a switch: how much it can run if open is no bound."""
        switched = {(_CAPACITY[s.kind], s.id) for s in records(self._network.switches)}
        for name, index in bounds:
            if (name, index[0]) in switched:
                raise OtherStructureError(name)

    def _read(self, family: Family, cell: Cell, sweep: Sweep, varied: Loaded) -> Bounds:
        """Return the bounds of a family in a variant: one row an index and period."""
        if sweep.read is None:
            return {}
        in_scenario = cell.table in _IN_SCENARIO
        stated = getattr(varied.scenario, cell.table) if in_scenario else _cells(varied, cell.table)
        return {
            (family.name, (*index, t)): (-np.inf, v) if family.gives == "up" else (v, np.inf)
            for index, v in sweep.read(stated, self._network).items()
            for t in self._network.periods
        }

    def _added_lines(self, varied: Loaded) -> dict[str, float]:
        """Return the capacity of the lines that are paid for."""
        return {
            cells["id"]: cells["capacity"]
            for cells in _cells(varied, "lines")
            if cells["status"] == "added" and cells["id"] in self._switched
        }

    def _capex_shift(self, varied: Loaded) -> float:
        """Return by how much the annuity of added lines differs, million CNY."""
        paid = self._network.lines["capex_MCNY_yr"]
        return sum(
            float(paid[line]) * (capacity / self._added[line] - 1.0) * len(self._network.periods)
            for line, capacity in self._added_lines(varied).items()
            if line in paid.index and capacity != self._added[line]
        )

    def _of_limits(self, limits: list[Limit], shifts: dict[str, float]) -> Bounds:
        """Return the rows of limits whose amount, or whose metric's constant, changed."""
        bounds: Bounds = {}
        for position, (limit, own) in enumerate(zip(limits, self._limits, strict=True)):
            shift = shifts.get(limit.metric, 0.0)
            if limit.amount == own.amount and not shift:
                continue
            form = self._session.form(limit.metric, limit.scope)
            if form.is_fractional or is_least(limit.metric):
                raise OtherStructureError("limits")
            bound = limit.amount * form.below_offset if form.below is not None else limit.amount
            bound -= form.offset + shift
            at: Any = (-np.inf, bound) if limit.cap else (bound, np.inf)
            bounds[limit_family(limit).name, (limit_index(position, limit),)] = at
        return bounds


def _cells(loaded: Loaded, table: str) -> Iterator[dict[str, Any]]:
    """Yield the cells of every row of a table."""
    return (record.values for record in loaded.tables[table].records)


def is_right_hand_side(parameter: SweepParameter) -> bool:
    """Return whether a parameter can be solved warm as far as its column tells."""
    table: str | None = parameter.table
    if table is None and parameter.limit is not None:
        table = ENTRIES
    elif table is None and parameter.border is not None:
        table = BORDERS
    elif table is None and parameter.expand is not None:
        table = EXPANSIONS
    return parameter.column in RIGHT_HAND_SIDES.get(table or "", ())
