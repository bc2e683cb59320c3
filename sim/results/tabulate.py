"""From a plan to its tables: a table of contents."""

from __future__ import annotations

from sim.diagnose.study import Findings
from sim.loader.case import Case
from sim.network import Network
from sim.results import actors, areas, borders, credit, flows, kpis, ledger, prices, summary
from sim.results.missing import list_missing
from sim.results.names import Names
from sim.results.summary_file import Summary
from sim.results.tables import TABLE_NAMES, ResultTables
from sim.results.transfers import tabulate_transfers
from sim.results.unused_rows import (
    count_unused_rows,
    note_unused_rows,
    tabulate_unused_rows,
)
from sim.solve.plan import Plan


def tabulate(
    case: Case, network: Network, plan: Plan, findings: Findings | None = None
) -> ResultTables:
    """Return all result tables and the summary of a plan.

    Without findings unused waste has structural reasons alone, and limits have no prices.
    """
    return add_findings(tabulate_plan(case, network, plan), case, network, plan, findings)


def tabulate_plan(case: Case, network: Network, plan: Plan) -> ResultTables:
    """Return what a plan says by itself: all tables and figures that need no findings."""
    names = Names(network, case.tables["areas"])
    flow_table = flows.tabulate_flows(network, plan)
    lines = flows.tabulate_lines(network, plan)
    wastes = credit.tabulate_wastes(network, plan)
    figures = kpis.compute_kpis(network, plan, wastes)
    frames = {
        "flows": flow_table,
        "lines": lines,
        "line_inputs": flows.tabulate_inputs(network, plan),
        "line_outputs": flows.tabulate_outputs(network, plan),
        "zones": credit.tabulate_zones(network, wastes),
        "wastes": wastes,
        "areas": areas.tabulate_areas(network, plan, wastes, case.tables),
        "costs": kpis.tabulate_costs(figures, network.periods[0]),
        "actors": actors.tabulate_actors(network, plan, case.tables, names),
        "transfers": tabulate_transfers(network, flow_table, case.tables),
        "excluded_routes": ledger.tabulate_excluded(network),
    }
    assumed = summary.list_assumed(case, network, lines)
    return ResultTables(frames, summary.summarize(case, network, plan, figures, assumed))


def add_findings(
    tables: ResultTables, case: Case, network: Network, plan: Plan, findings: Findings | None
) -> ResultTables:
    """Return the tables of a plan with reasons, prices, and what borders are worth."""
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
    }
    missing = [{lang: m.say(lang) for lang in ("en", "zh")} for m in list_missing(network)]
    notes = [
        *missing,
        borders.list_held_back(network, names),
        flows.note_unmeasured(tables["flows"]),
        note_unused_rows(unused_rows),
    ]
    about: Summary = {
        **tables.summary,
        "additions": prices.list_additions(found, names),
        "unused_rows": count_unused_rows(unused_rows),
        "notes": [note for note in notes if note],
    }
    return ResultTables({name: frames[name] for name in TABLE_NAMES}, about)
