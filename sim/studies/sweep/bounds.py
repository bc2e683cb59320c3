"""What of a variant is right-hand sides only: bounds of rows, and the constants of metrics."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.loader.case import Record
from sim.loader.columns import columns_of, range_of
from sim.loader.load import Loaded
from sim.model import limit_family, limit_index
from sim.model.weights import Metrics
from sim.network import Network
from sim.network.switches import LINKS
from sim.rules.families import (
    FAMILIES,
    build_max,
    legacy_limit,
    line_capacity,
    link_capacity,
    zone_balance,
)
from sim.rules.family import BORDERS, ENTRIES, EXPANSIONS, Cell, Family, Sweep
from sim.rules.metrics import METRICS, is_least
from sim.rules.moved import Moved, Shift, shift_of
from sim.scenario.document import Limit, Scenario
from sim.scenario.expansion import LINES
from sim.scenario.fields import Sourced
from sim.scenario.link_name import link_name
from sim.scenario.records import records
from sim.scenario.region_rows import CANDIDATE
from sim.scenario.sweep import SweepParameter
from sim.solve import RowName, Session

Bounds = dict[RowName, tuple[float, float]]
Shifts = dict[str, Shift]
"""Metric -> by how much its constants are larger, where they are."""
_SWEPT = [(f, f.cell, f.sweep) for f in FAMILIES.values() if f.cell and f.sweep]
"""Families whose bounds follow from varied cells without another programme."""


def _right_hand_sides() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for _, cell, sweep in _SWEPT:
        found[cell.table] = found.get(cell.table, frozenset()) | set(sweep.columns)
    return found


RIGHT_HAND_SIDES = _right_hand_sides()
"""Table, `borders` or `limits` -> columns that stand on the right-hand side of rows alone."""


_CAPACITY = {"lines": "line_capacity", "sinks": "sink_capacity", "builds": "build_max"}
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


_RUNS = (line_capacity.NAME, build_max.NAME, legacy_limit.NAME)
"""What bounds how much can run or come, and so what can be taken in if open."""


class OtherStructureError(Exception):
    """The variant has other rows than the programme it was to be solved with."""

    def __init__(self, what: str, rows: Iterable[Hashable] = ()) -> None:
        """Say where it differs, and which rows came or went as far as that is known."""
        super().__init__(what)
        self.rows = frozenset(rows)


def structure_of(
    base: Loaded, varied: Loaded, moved: Mapping[str, Collection[str]] = RIGHT_HAND_SIDES
) -> tuple[Hashable, ...]:
    """Return what a variant changes beside right-hand sides; equal means one programme serves.

    `moved` names columns of tables that stand on right-hand sides alone.
    """
    return (*tables_of(base, varied, moved), *_scenario_structure(varied.scenario))


def tables_of(
    base: Loaded, varied: Loaded, moved: Mapping[str, Collection[str]]
) -> tuple[Hashable, ...]:
    """Return what a variant changes of tables beside the columns that are `moved`."""
    growing = _growing(varied)
    tables = [
        (table, rows.records, base.tables[table].records, moved.get(table, ()))
        for table, rows in varied.tables.items()
        if rows is not base.tables[table]
    ]
    return tuple(
        (table, content)
        for table, records, own, free in tables
        if (content := _content(table, records, free, growing))
        != _content(table, own, free, growing)
    )


def _content(
    table: str, records: list[Record], free: Collection[str], growing: Collection[str]
) -> frozenset[tuple[Hashable, ...]]:
    """Return the rows of a table without some columns, ranges, sources and order.

    Of lines that may be built or closed what stands is a coefficient as well.
    """
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
        yield entry.most(1.0) == 0.0  # where nothing may be built there is no row for it
        yield repr(entry.model_copy(update={"up_to": entry.up_to is None}))
    for limit in scenario.limits:
        yield type(limit).__name__, limit.cap, limit.floor, limit.by, *limit.asked.items()
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

    def read(
        self,
        varied: Loaded,
        touched: set[str],
        *,
        off: Collection[str] = (),
        supply: pd.DataFrame | None = None,
    ) -> tuple[Bounds, Shifts]:
        """Return the bounds of rows, and the shifts of metrics, of a variant.

        `touched` names the tables that may differ; borders and limits are always looked at. Lines
        that are `off` keep their rows, with nothing to run; `supply` is that of the variant's
        network where other amounts arise. What they close besides is the caller's to close.

        Raises
        ------
        OtherStructureError
            Rows come or go, or change otherwise than on their right-hand side.
        """
        bounds: Bounds = {}
        for family, cell, sweep in _SWEPT:
            if cell.table in {*touched, *_IN_SCENARIO}:
                own, now = self.own[family.name], self._read(family, cell, sweep, varied)
                if cell.table == "lines" and off:
                    none = (-np.inf, 0.0) if family.gives == "up" else (0.0, np.inf)
                    now |= {row: none for row in own if row[1][0] in off}
                if own.keys() != now.keys():
                    raise OtherStructureError(family.name, own.keys() ^ now.keys())
                bounds |= {row: b for row, b in now.items() if b != own[row]}
        self._refuse_switched(bounds)
        arising = {} if supply is None else self._of_supply(supply)
        self._refuse_more(bounds, arising)
        bounds |= arising
        paid = self._capex_shift(varied, off) if "lines" in touched else 0.0
        constants = _Constants(self._network, self._session, supply, paid)
        bounds |= self._of_limits(varied.scenario.limits, constants)
        kept = {row: b for row, b in bounds.items() if row in self._session.row_of}
        return kept, constants.of_whole()

    def _refuse_switched(self, bounds: Bounds) -> None:
        """Refuse another capacity of what has a switch: how much it can run if open is no bound."""
        switches = records(self._network.switches)
        switched = {(_CAPACITY[s.kind], s.id) for s in switches if s.kind in _CAPACITY}
        switched |= {(build_max.NAME, line) for line in self._network.steps["line"]}
        links = {s.id for s in switches if s.kind == LINKS}
        for name, index in bounds:
            if (name, index[0]) in switched or (
                name == link_capacity.NAME and link_name(*index[:3]) in links
            ):
                raise OtherStructureError(name)

    def _refuse_more(self, bounds: Bounds, arising: Bounds) -> None:
        """Refuse more to run or to arise where something has a switch: that bounds what is open."""
        if self._network.switches.empty:
            return
        own = self._network.supply.set_index(["zone", "lot"])["generation_kt_yr"]
        for row, (_, upper) in bounds.items():
            if row[0] in _RUNS and upper > self.own[row[0]][row][1]:
                raise OtherStructureError(row[0])
        for (name, index), (_, amount) in arising.items():
            if amount > own[index[:2]]:
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

    def _of_supply(self, supply: pd.DataFrame) -> Bounds:
        """Return the rows of zones where another amount arises."""
        now, own = (
            dict(zip(zip(of["zone"], of["lot"], strict=True), of["generation_kt_yr"], strict=True))
            for of in (supply, self._network.supply)
        )
        if fresh := now.keys() - own.keys():
            raise OtherStructureError(zone_balance.NAME, fresh)
        return {
            (zone_balance.NAME, (*key, t)): (now.get(key, 0.0),) * 2
            for key, amount in own.items()
            if now.get(key, 0.0) != amount
            for t in self._network.periods
        }

    def _capex_shift(self, varied: Loaded, off: Collection[str]) -> float:
        """Return by how much the annuity of added lines differs, million CNY."""
        paid = self._network.lines["capex_MCNY_yr"]
        return sum(
            float(paid[line]) * (capacity / self._added[line] - 1.0) * len(self._network.periods)
            for line, stated in self._added_lines(varied).items()
            if (capacity := 0.0 if line in off else stated) != self._added[line]
            and line in paid.index
        )

    def _of_limits(self, limits: list[Limit], constants: _Constants) -> Bounds:
        """Return the rows of limits whose amount, or whose metric's constants, changed."""
        bounds: Bounds = {}
        for position, (limit, own) in enumerate(zip(limits, self._limits, strict=True)):
            above, below = constants.shift(limit)
            if limit.amount == own.amount and not above and not below:
                continue
            form = self._session.form(limit.metric, limit.asked)
            bent = form.is_fractional and limit.amount != own.amount
            if bent or is_least(limit.metric):
                raise OtherStructureError("limits")
            base = form.below_offset + below if form.below is not None else 1.0
            bound = limit.amount * base - (form.offset + above)
            at: Any = (-np.inf, bound) if limit.cap else (bound, np.inf)
            bounds[limit_family(limit).name, (limit_index(position, limit),)] = at
        return bounds


class _Constants:
    """By how much the constants of metrics are larger in a variant."""

    def __init__(
        self, network: Network, session: Session, supply: pd.DataFrame | None, paid: float
    ) -> None:
        columns = session.programme.columns
        self._own = Metrics(network, columns)
        self._now = None if supply is None else Metrics(replace(network, supply=supply), columns)
        self._paid, self._arises = paid, dict[tuple[tuple[str, str], ...], float]()

    def shift(self, limit: Limit) -> Shift:
        """Return the shift of what a limit is on; amounts are the plan's and have none."""
        return (0.0, 0.0) if limit.is_amount else self._shift(limit.metric, limit.scope)

    def _shift(self, metric: str, scope: Mapping[str, str]) -> Shift:
        """Return the shift of a metric, narrowed to the waste of a scope."""
        return shift_of(METRICS[metric], Moved(self._more(scope), self._paid))

    def of_whole(self) -> Shifts:
        """Return the shifts of all metrics that have one."""
        if self._now is None and not self._paid:
            return {}
        found = {name: self._shift(name, {}) for name in METRICS}
        return {name: shift for name, shift in found.items() if any(shift)}

    def _more(self, scope: Mapping[str, str]) -> float:
        """Return how much more waste of a scope arises."""
        key = tuple(scope.items())
        if self._now is not None and key not in self._arises:
            now, own = (m.weigher(dict(key)).generated() for m in (self._now, self._own))
            self._arises[key] = now.constant - own.constant
        return self._arises.get(key, 0.0)


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
