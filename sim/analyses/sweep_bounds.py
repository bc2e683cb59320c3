"""What of a variant is right-hand sides only: bounds of rows, and the constants of metrics."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.loader.case import Case, Record
from sim.loader.columns import columns_of, range_of
from sim.loader.load import Loaded
from sim.model.limits import limit_index
from sim.network import Network
from sim.network.borders import list_quotas
from sim.network.build import list_markets, list_supply, select_nodes
from sim.network.haulage import read_parameter
from sim.network.lines import select_lines
from sim.network.lots import own_producers
from sim.scenario.document import Limit, Scenario
from sim.scenario.fields import Sourced
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
SHIFTED = ("capex_cost", "gross_cost", "net_cost")
"""Metrics whose constant part is the annuity of added lines."""


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
    """Reads from a variant the row bounds and constants that differ from a session's own."""

    def __init__(self, case: Case, network: Network, session: Session) -> None:
        self._network, self._session = network, session
        self._limits = case.scenario.limits
        self._discount = read_parameter(case, "discount_rate", "", 0.06)
        self._families: dict[str, Callable[[Case], Bounds]] = {
            "lines": lambda case: self._of_lines(self._lines(case)),
            "markets": self._of_markets,
            "sinks": lambda case: self._of_capacities(case, "sinks", "sink_capacity"),
            "terminals": lambda case: self._of_capacities(case, "terminals", "terminal_capacity"),
            "legacy": self._of_legacy,
            "quotas": self._of_quotas,
        }
        self._own = {family: read(case) for family, read in self._families.items()}
        self._added = self._added_lines(case)

    def read(self, case: Case, touched: set[str]) -> tuple[Bounds, dict[str, float]]:
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
                own, now = self._own[family], read(case)
                if own.keys() != now.keys():
                    raise OtherStructureError(family)
                bounds |= {row: b for row, b in now.items() if b != own[row]}
        shift = self._capex_shift(case) if "lines" in touched else 0.0
        shifts = dict.fromkeys(SHIFTED, shift) if shift else {}
        bounds |= self._of_limits(case.scenario.limits, shifts)
        return {row: b for row, b in bounds.items() if row in self._session.row_of}, shifts

    def _rows(self, family: str, values: pd.Series, *, upper: bool = True) -> Bounds:
        """Return one row a label and period, bounded on one side."""
        return {
            (family, (label, t)): (-np.inf, float(v)) if upper else (float(v), np.inf)
            for label, v in values.items()
            for t in self._network.periods
        }

    def _lines(self, case: Case) -> pd.DataFrame:
        return select_lines(case, self._network.plants, self._discount)

    def _of_lines(self, lines: pd.DataFrame) -> Bounds:
        least = lines["min_load_kt_yr"]
        return {
            **self._rows("line_capacity", lines["available_kt_yr"]),
            **self._rows("line_min_load", least[least > 0], upper=False),
        }

    @staticmethod
    def _added_lines(case: Case) -> dict[str, float]:
        """Return the capacity of the lines that are paid for."""
        lines = case.tables["lines"]
        added = lines[lines["status"] == "added"]
        return dict(zip(added["id"], added["capacity"], strict=True))

    def _capex_shift(self, case: Case) -> float:
        """Return by how much the annuity of added lines differs, million CNY."""
        if self._added_lines(case) == self._added:
            return 0.0
        capex = self._lines(case)["capex_MCNY_yr"].sum()
        own = self._network.lines["capex_MCNY_yr"].sum()
        return float(capex - own) * len(self._network.periods)

    def _of_markets(self, case: Case) -> Bounds:
        markets = list_markets(select_nodes(case))
        grouped = markets[markets["group"].notna() & markets["group_max_kt_yr"].notna()]
        least = markets["min_kt_yr"]
        return {
            **self._rows("market_max", markets["max_kt_yr"].dropna()),
            **self._rows("market_min", least[least > 0], upper=False),
            **self._rows("market_group_max", grouped.groupby("group")["group_max_kt_yr"].min()),
        }

    def _of_capacities(self, case: Case, table: str, family: str) -> Bounds:
        frame = case.tables[table].set_index("id")
        return self._rows(family, frame["capacity"].astype(float).dropna())

    def _of_legacy(self, case: Case) -> Bounds:
        supply, _ = list_supply(case, select_nodes(case), own_producers(case))
        supply = supply[supply["legacy_limit_kt_yr"] > 0]
        keys = zip(supply["zone"], supply["lot"], supply["legacy_limit_kt_yr"], strict=True)
        return {
            ("legacy_limit", (zone, lot, t)): (-np.inf, float(most))
            for zone, lot, most in keys
            for t in self._network.periods
        }

    def _of_quotas(self, case: Case) -> Bounds:
        return self._rows("border_quota", list_quotas(case)["amount_kt_yr"].astype(float))

    def _of_limits(self, limits: list[Limit], shifts: dict[str, float]) -> Bounds:
        """Return the rows of limits whose amount, or whose metric's constant, changed."""
        bounds: Bounds = {}
        for position, (limit, own) in enumerate(zip(limits, self._limits, strict=True)):
            shift = shifts.get(limit.metric, 0.0)
            if limit.amount == own.amount and not shift:
                continue
            form = self._session.form(limit.metric, limit.scope)
            if form.below is not None and form.below.any():
                raise OtherStructureError("limits")
            bound = limit.amount * form.below_offset if form.below is not None else limit.amount
            bound -= form.offset + shift
            family = "limit_cap" if limit.cap else "limit_floor"
            at: Any = (-np.inf, bound) if limit.cap else (bound, np.inf)
            bounds[family, (limit_index(position, limit),)] = at
        return bounds


def is_right_hand_side(parameter: SweepParameter) -> bool:
    """Return whether a parameter can be solved warm as far as its column tells."""
    if parameter.table is not None:
        return parameter.column in RIGHT_HAND_SIDES.get(parameter.table, ())
    return parameter.column in ("at", "quota")
