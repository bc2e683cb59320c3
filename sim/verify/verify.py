"""A solution checked again from its written files alone.

Nothing here is shared with the programme, the solver or the tabulation: the files are read
as plain rows, formulas are evaluated with numbers, and borders are matched anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.errors import Problem
from sim.rules.families import words_of_check
from sim.say.message import Bilingual, Sayable, message, plain
from sim.scenario.document import Scenario
from sim.verify import credit, figures, goals, haul, lines, mass, places
from sim.verify.actors import check_actors
from sim.verify.building import check_building
from sim.verify.facts import Facts
from sim.verify.fate import check_fates
from sim.verify.links import check_links
from sim.verify.names import check_labels, check_names
from sim.verify.openings import check_openings
from sim.verify.purchases import check_purchases
from sim.verify.read import read_written
from sim.verify.stores import check_stores
from sim.verify.tally import WORST, Tally

Check = Callable[[Facts, Tally], None]

CHECKS: dict[str, Check] = {
    "labels": check_labels,
    "zone_balance": mass.check_zone_balance,
    "legacy": mass.check_legacy,
    "plant_balance": mass.check_plant_balance,
    "shipped_own": mass.check_shipped_own,
    "yields": mass.check_yields,
    "line_rights": lines.check_line_rights,
    "activity": lines.check_activity,
    "recipe_shares": lines.check_recipe_shares,
    "groups": lines.check_groups,
    "quality": lines.check_quality,
    "line_capacity": lines.check_line_capacity,
    "building": check_building,
    "line_figures": figures.check_line_figures,
    **places.CHECKS,
    "links": check_links,
    "purchases": check_purchases,
    "stores": check_stores,
    "openings": check_openings,
    "modes": haul.check_modes,
    "distances": haul.check_distances,
    "flow_costs": haul.check_flow_costs,
    "uptake": credit.check_uptake,
    "fates": check_fates,
    "rates": credit.check_rates,
    "roll_up": credit.check_roll_up,
    "unused": credit.check_unused,
    "kpis": figures.check_kpis,
    "costs": figures.check_costs,
    "actors": check_actors,
    "limits": goals.check_limits,
    "objectives": goals.check_objectives,
    "duality_gap": goals.check_duality_gap,
}
"""Check by name; what is wrong when it fails is `broken_<name>` of the catalogue, or stands with
the family of constraints that the check is for."""
FIRST = ("tables", "numbers", "names")
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
        for name, check in CHECKS.items():
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
                column=_broken(check["name"]),
                what=plain(check["where"]),
            ),
            hint=message("off_by", worst=check["worst"], tolerance=check["tolerance"]),
            code=check["name"],
        )
        for check in report["checks"]
        if not check["passed"]
    ]


def _broken(check: str) -> Sayable:
    """Return what is wrong where a check fails."""
    words = words_of_check(check)
    return Bilingual(words.broken.en, words.broken.zh) if words else message(f"broken_{check}")
