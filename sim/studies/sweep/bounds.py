"""What of a variant is right-hand sides only: bounds of rows, and the constants of metrics."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

import numpy as np

from sim.loader.case import Record
from sim.loader.columns import columns_of, range_of
from sim.loader.load import Loaded
from sim.model import limit_index
from sim.network import Network
from sim.network.borders import quota_name
from sim.rules.metrics import WITH_CAPITAL
from sim.scenario.catalogue import is_least
from sim.scenario.document import Limit, Scenario
from sim.scenario.fields import Sourced
from sim.scenario.records import records
from sim.scenario.sweep import SweepParameter
from sim.solve import RowName, Session

Bounds = dict[RowName, tuple[float, float]]
RIGHT_HAND_SIDES: dict[str, frozenset[str]] = {
    "lines": frozenset({"capacity", "availability"}),
    "markets": frozenset({"min", "max", "group_max"}),
    "sinks": frozenset({"capacity"}),
    "terminals": frozenset({"capacity"}),
    "legacy": frozenset({"stock", "yearly_limit"}),
}
"""Table -> columns that stand on the right-hand side of rows, and nowhere else."""


class OtherStructureError(Exception):
    """The variant has other rows than the programme it was to be solved with."""


def structure_of(base: Loaded, varied: Loaded) -> tuple[Hashable, ...]:
    """Return what a variant changes beside right-hand sides; equal means one programme serves."""
    tables = [
        (table, _content(table, rows.records))
        for table, rows in varied.tables.items()
        if rows is not base.tables[table]
    ]
    differing = [
        (table, content)
        for table, content in tables
        if content != _content(table, base.tables[table].records)
    ]
    return (*differing, *_scenario_structure(varied.scenario))


def _content(table: str, records: list[Record]) -> frozenset[tuple[Hashable, ...]]:
    """Return the rows of a table without right-hand sides, ranges, sources and order."""
    free = RIGHT_HAND_SIDES.get(table, frozenset())
    ends = {end for name in columns_of(table) for end in range_of(table, name) or ()}
    names = [n for n in columns_of(table) if n not in {*free, *ends, *Sourced.model_fields}]
    return frozenset(tuple(record.values[name] for name in names) for record in records)


def _scenario_structure(scenario: Scenario) -> Iterator[Hashable]:
    """Yield what of a scenario may be varied, quotas and amounts of limits left out."""
    for rule in scenario.borders:
        yield tuple(rule.model_copy(update={"quota": rule.quota is None}).model_dump().values())
    for key in ("statuses", "roles", "modes", "tax_storage", "objective"):
        yield repr(getattr(scenario, key))


class RightHandSides:
    """Reads from a variant the row bounds and constants that differ from a session's own.

    `own` is the variant that the session was built of.
    """

    def __init__(self, own: Loaded, network: Network, session: Session) -> None:
        self._network, self._session = network, session
        self._limits = own.scenario.limits
        self._lots = {
            (row.zone, row.material): row.lot for row in records(network.supply)
        }  # fmt: skip
        self._switched = frozenset(
            cells["id"]
            for cells in _cells(own, "lines")
            if cells["status"] in own.scenario.statuses and cells["plant"] in network.plants.index
        )
        self._families: dict[str, Callable[[Loaded], Bounds]] = {
            "lines": self._of_lines,
            "markets": self._of_markets,
            "sinks": lambda varied: self._of_capacities(varied, "sinks", "sink_capacity"),
            "terminals": lambda varied: self._of_capacities(
                varied, "terminals", "terminal_capacity"
            ),
            "legacy": self._of_legacy,
            "quotas": self._of_quotas,
        }
        self.own = {family: read(own) for family, read in self._families.items()}
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
        for family, read in self._families.items():
            if family in touched or family == "quotas":
                own, now = self.own[family], read(varied)
                if own.keys() != now.keys():
                    raise OtherStructureError(family)
                bounds |= {row: b for row, b in now.items() if b != own[row]}
        shift = self._capex_shift(varied) if "lines" in touched else 0.0
        shifts = {name: shift * part for name, part in WITH_CAPITAL.items()} if shift else {}
        bounds |= self._of_limits(varied.scenario.limits, shifts)
        return {row: b for row, b in bounds.items() if row in self._session.row_of}, shifts

    def _rows(self, family: str, values: Mapping[str, float], *, upper: bool = True) -> Bounds:
        """Return one row a label and period, bounded on one side."""
        return {
            (family, (label, t)): (-np.inf, v) if upper else (v, np.inf)
            for label, v in values.items()
            for t in self._network.periods
        }

    def _of_lines(self, varied: Loaded) -> Bounds:
        available: dict[str, float] = {}
        least: dict[str, float] = {}
        for cells in _cells(varied, "lines"):
            most = cells["capacity"] * cells["availability"]
            if cells["id"] in self._switched and most > 0:
                available[cells["id"]] = most
                if cells["min_load"] > 0:
                    least[cells["id"]] = most * cells["min_load"]
        return {
            **self._rows("line_capacity", available),
            **self._rows("line_min_load", least, upper=False),
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

    def _of_markets(self, varied: Loaded) -> Bounds:
        most: dict[str, float] = {}
        least: dict[str, float] = {}
        group: dict[str, float] = {}
        for cells in _cells(varied, "markets"):
            if cells["max"] is not None:
                most[cells["id"]] = cells["max"]
            if cells["min"] > 0:
                least[cells["id"]] = cells["min"]
            if cells["group"] is not None and cells["group_max"] is not None:
                total = cells["group_max"]
                group[cells["group"]] = min(total, group.get(cells["group"], total))
        return {
            **self._rows("market_max", most),
            **self._rows("market_min", least, upper=False),
            **self._rows("market_group_max", group),
        }

    def _of_capacities(self, varied: Loaded, table: str, family: str) -> Bounds:
        rows = _cells(varied, table)
        return self._rows(
            family, {c["id"]: c["capacity"] for c in rows if c["capacity"] is not None}
        )

    def _of_legacy(self, varied: Loaded) -> Bounds:
        rows: Bounds = {}
        for cells in _cells(varied, "legacy"):
            most = cells["stock"] * cells["yearly_limit"]
            lot = self._lots.get((cells["zone"], cells["material"]))
            if most > 0 and cells["zone"] in self._network.zones.index:
                for t in self._network.periods:
                    rows["legacy_limit", (cells["zone"], lot, t)] = (-np.inf, most)
        return rows

    def _of_quotas(self, varied: Loaded) -> Bounds:
        return self._rows(
            "border_quota",
            {
                quota_name(i, rule): rule.quota
                for i, rule in enumerate(varied.scenario.borders)
                if rule.quota is not None and rule.rule != "closed"
            },
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
            family = "limit_cap" if limit.cap else "limit_floor"
            at: Any = (-np.inf, bound) if limit.cap else (bound, np.inf)
            bounds[family, (limit_index(position, limit),)] = at
        return bounds


def _cells(loaded: Loaded, table: str) -> Iterator[dict[str, Any]]:
    """Yield the cells of every row of a table."""
    return (record.values for record in loaded.tables[table].records)


def is_right_hand_side(parameter: SweepParameter) -> bool:
    """Return whether a parameter can be solved warm as far as its column tells."""
    if parameter.table is not None:
        return parameter.column in RIGHT_HAND_SIDES.get(parameter.table, ())
    return parameter.column in ("at", "quota")
