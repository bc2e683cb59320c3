"""A solution checked again from its written files alone.

Nothing here is shared with the programme, the solver or the tabulation: the files are read
as plain rows, formulas are evaluated with numbers, and borders are matched anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.errors import Problem
from sim.message import message, plain
from sim.results import verify_credit as credit
from sim.results import verify_figures as figures
from sim.results import verify_haul as haul
from sim.results import verify_lines as lines
from sim.results import verify_mass as mass
from sim.results import verify_places as places
from sim.results.verify_actors import check_actors
from sim.results.verify_facts import Facts
from sim.results.verify_fate import check_fates
from sim.results.verify_names import check_labels, check_names
from sim.results.verify_read import read_written
from sim.results.verify_tally import WORST, Tally
from sim.scenario.document import Scenario

Check = Callable[[Facts, Tally], None]

CHECKS: dict[str, tuple[Check, str]] = {
    "labels": (check_labels, "a row says of a place or line what the input does not"),
    "zone_balance": (mass.check_zone_balance, "what leaves a zone is not what arises there"),
    "legacy": (mass.check_legacy, "more old stock is reclaimed than may be"),
    "plant_balance": (mass.check_plant_balance, "a plant's ins and outs do not balance"),
    "yields": (mass.check_yields, "a line makes more or less than its recipe yields"),
    "line_rights": (lines.check_line_rights, "a line runs or takes what it may not"),
    "activity": (lines.check_activity, "a line's activity is not what its ins and outs say"),
    "recipe_shares": (lines.check_recipe_shares, "an input is outside its share of the recipe"),
    "groups": (lines.check_groups, "a group of inputs is outside its bounds"),
    "quality": (lines.check_quality, "a quality rule is broken"),
    "line_capacity": (lines.check_line_capacity, "a line is outside its capacity or least load"),
    "line_figures": (figures.check_line_figures, "a line's waste is not what its inputs say"),
    "markets": (places.check_markets, "sales are outside what a market takes"),
    "sinks": (places.check_sinks, "a sink takes more than it holds, or what is not for it"),
    "borders": (places.check_borders, "a flow passes a closed border, or is labelled wrongly"),
    "transfers": (places.check_transfers, "transfers between areas are not those of the flows"),
    "quotas": (places.check_quotas, "a border quota is exceeded"),
    "terminals": (places.check_terminals, "a terminal handles more than its throughput"),
    "modes": (haul.check_modes, "a flow goes by a mode that is not open to it"),
    "distances": (haul.check_distances, "a distance cannot be right"),
    "flow_costs": (haul.check_flow_costs, "cost, CO2 or work of a flow is not by the tariffs"),
    "uptake": (credit.check_uptake, "the waste credited is not the waste delivered"),
    "fates": (check_fates, "a figure credited to a generator does not follow from the flows"),
    "rates": (credit.check_rates, "a rate or remainder does not follow from its amounts"),
    "roll_up": (credit.check_roll_up, "zones or areas do not add up"),
    "unused": (credit.check_unused, "the list of unused waste does not add up"),
    "kpis": (figures.check_kpis, "a figure of the summary is not what the tables give"),
    "costs": (figures.check_costs, "the parts of the cost do not add up"),
    "actors": (check_actors, "payments do not follow from flows and prices, or do not balance"),
    "limits": (figures.check_limits, "a cap or floor of the scenario is broken"),
    "objectives": (figures.check_objectives, "the plan is not what its objective stages say"),
    "duality_gap": (figures.check_duality_gap, "a stage was not solved to optimality"),
}
"""Check by name, and what is wrong when it fails."""
FIRST = {
    "tables": "a result file is missing or incomplete",
    "numbers": "a cell is not the number it must be",
    "names": "a row names what is not in the input, or stands twice",
}
"""Checks without which the others cannot be made."""


def verify(folder: Path, scenario: Scenario) -> dict[str, Any]:
    """Return the content of `verification.json`: every check with its count and worst violation.

    Violations are relative to the largest amount involved, at least 1. When files or names
    are broken the other checks are left out.
    """
    tables, numbers, names = (Tally(name) for name in FIRST)
    facts = Facts(scenario, read_written(folder, scenario, tables, numbers))
    if tables.passed:
        check_names(facts, names)
    tallies = [tables, numbers, names]
    if tables.passed and names.passed:
        for name, (check, _) in CHECKS.items():
            tallies.append(Tally(name))
            _make(check, facts, tallies[-1])
    return {
        "format": 1,
        "passed": all(tally.passed for tally in tallies),
        "checks": [tally.report() for tally in tallies],
    }


def _make(check: Check, facts: Facts, tally: Tally) -> None:
    """Make a check; files too broken for it fail it."""
    try:
        check(facts, tally)
    except (LookupError, ValueError, TypeError, ArithmeticError) as error:
        tally.record(WORST, f"the check cannot be made: {type(error).__name__} {error}")


def summarize_failures(report: dict[str, Any]) -> list[Problem]:
    """Return one problem for each failed check of a verification, in planner's words."""
    return [
        Problem(
            where="verification.json",
            what=message(
                "at_column",
                column=message(f"broken_{check['name']}"),
                what=plain(check["where"]),
            ),
            hint=message("off_by", worst=check["worst"], tolerance=check["tolerance"]),
            code=check["name"],
        )
        for check in report["checks"]
        if not check["passed"]
    ]
