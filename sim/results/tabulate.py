"""From a plan to its tables: a table of contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import pandas as pd

from sim.diagnose.study import Findings
from sim.loader.case import Case
from sim.network import Network
from sim.results import actors, areas, borders, built, credit, flows, kpis, ledger, prices, summary
from sim.results.currency import note_rates
from sim.results.layout import Layout
from sim.results.missing import list_missing
from sim.results.name_columns import NameColumns
from sim.results.names import Names
from sim.results.openings import note_choices, tabulate_openings
from sim.results.summary_file import Summary
from sim.results.tables import TABLE_NAMES, ResultTables
from sim.results.transfers import tabulate_transfers
from sim.results.unused_rows import (
    count_unused_rows,
    note_unused_rows,
    tabulate_unused_rows,
)
from sim.say.message import in_both
from sim.solve.plan import Plan


class PlanTables(Mapping[str, pd.DataFrame]):
    """What a plan says by itself, without findings: each table is made when it is asked for."""

    def __init__(
        self, case: Case, network: Network, plan: Plan, layout: Layout | None = None
    ) -> None:
        self.case, self.network, self.plan = case, network, plan
        self.layout = layout or Layout(network)
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table: the same frame every time."""
        if name not in self._made:
            self._made[name] = _MAKERS[name](self)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names of the tables, in the order they are written in."""
        return iter(_MAKERS)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(_MAKERS)

    @cached_property
    def figures(self) -> dict[str, float]:
        """Return the figures of the plan; see `sim.results.kpis`."""
        return kpis.compute_kpis(self.network, self.plan, self["wastes"], self.layout)

    def summarize(self) -> Summary:
        """Return the summary, without what findings add to it."""
        assumed = summary.list_assumed(self.case, self.network, self["lines"])
        return summary.summarize(self.case, self.network, self.plan, self.figures, assumed)


_MAKERS: dict[str, Callable[[PlanTables], pd.DataFrame]] = {
    "flows": lambda t: flows.tabulate_flows(t.network, t.plan, t.layout),
    "lines": lambda t: flows.tabulate_lines(t.network, t.plan, t.layout),
    "line_inputs": lambda t: flows.tabulate_inputs(t.network, t.plan),
    "line_outputs": lambda t: flows.tabulate_outputs(t.network, t.plan, t.layout),
    "built": lambda t: built.tabulate_built(t.network, t.plan),
    "zones": lambda t: credit.tabulate_zones(t.network, t["wastes"]),
    "wastes": lambda t: credit.tabulate_wastes(t.network, t.plan, t.layout),
    "areas": lambda t: areas.tabulate_areas(t.network, t.plan, t["wastes"], t.case.tables),
    "costs": lambda t: kpis.tabulate_costs(t.figures, t.network.periods[0]),
    "actors": lambda t: actors.tabulate_actors(
        t.network, t.plan, t.case.tables, Names(t.network, t.case.tables["areas"])
    ),
    "transfers": lambda t: tabulate_transfers(t.network, t["flows"], t.case.tables),
    "excluded_routes": lambda t: ledger.tabulate_excluded(t.network),
}


def tabulate(
    case: Case, network: Network, plan: Plan, findings: Findings | None = None
) -> ResultTables:
    """Return all result tables and the summary of a plan.

    Without findings unused waste has structural reasons alone, and limits have no prices.
    """
    return add_findings(tabulate_plan(case, network, plan), case, network, plan, findings)


def tabulate_plan(case: Case, network: Network, plan: Plan) -> ResultTables:
    """Return what a plan says by itself: all tables and figures that need no findings."""
    tables = PlanTables(case, network, plan)
    return ResultTables(dict(tables), tables.summarize())


def add_findings(
    tables: ResultTables, case: Case, network: Network, plan: Plan, findings: Findings | None
) -> ResultTables:
    """Return the tables of a plan with reasons, prices, worth of borders, and names beside ids."""
    findings = findings or Findings((), None)
    found = findings.prices or ()
    names = Names(network, case.tables["areas"])
    price_table = prices.tabulate_prices(network, plan, found, names)
    unused_rows = tabulate_unused_rows(case, network)
    frames = {
        **tables.frames,
        "borders": borders.tabulate_borders(
            network, tables["flows"], price_table, names, priced=findings.prices is not None
        ),
        "unused": ledger.tabulate_unused(network, plan, tables["wastes"], findings.causes, names),
        "prices": price_table,
        "unused_rows": unused_rows,
        "openings": tabulate_openings(network, plan, findings.turned, names),
    }
    missing = [in_both(text) for text in list_missing(network)]
    notes = [
        *missing,
        borders.list_held_back(network, names),
        flows.note_unmeasured(tables["flows"]),
        note_unused_rows(unused_rows),
        note_rates(case),
        note_choices(plan),
    ]
    about: Summary = {
        **tables.summary,
        "additions": prices.list_additions(found, names),
        "unused_rows": count_unused_rows(unused_rows),
        "notes": [note for note in notes if note],
    }
    called = NameColumns(case.tables, case.scenario.borders)
    return ResultTables({name: called.add(frames[name]) for name in TABLE_NAMES}, about)
