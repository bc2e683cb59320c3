"""From a plan to its tables: a table of contents."""

from __future__ import annotations

from sim.loader.case import Case
from sim.network import Network
from sim.results import actors, areas, borders, credit, flows, kpis, ledger, prices, summary
from sim.results.names import Names
from sim.results.tables import ResultTables
from sim.results.transfers import tabulate_transfers
from sim.solve.plan import Plan
from sim.solve.study import Findings


def tabulate(
    case: Case, network: Network, plan: Plan, findings: Findings | None = None
) -> ResultTables:
    """Return all result tables and the summary of a plan.

    Without findings unused waste has structural reasons alone, and limits have no prices.
    """
    priced = findings is not None
    findings = findings or Findings((), ())
    names = Names(network, case.tables["areas"])
    flow_table = flows.tabulate_flows(network, plan)
    lines = flows.tabulate_lines(network, plan)
    wastes = credit.tabulate_wastes(network, plan)
    figures = kpis.compute_kpis(network, plan, lines, wastes)
    price_table = prices.tabulate_prices(network, plan, findings.prices, names)
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
        "borders": borders.tabulate_borders(network, flow_table, price_table, names, priced=priced),
        "transfers": tabulate_transfers(network, flow_table, case.tables),
        "unused": ledger.tabulate_unused(network, plan, wastes, findings.causes, names),
        "excluded_routes": ledger.tabulate_excluded(network),
        "prices": price_table,
    }
    assumed = summary.list_assumed(case, network, lines)
    about = summary.summarize(case, network, plan, figures, assumed)
    about["additions"] = prices.list_additions(findings.prices, names)
    held_back = borders.list_held_back(network, names)
    about["notes"] = [held_back] if held_back else []
    return ResultTables(frames, about)
