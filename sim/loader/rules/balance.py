"""Whether the balance that a scenario asks for can be asked of its tables."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Problem
from sim.loader.case import Rows
from sim.loader.read.yaml_text import Document, Path
from sim.rules.metrics import LEVEL_OF, is_least
from sim.say.message import message
from sim.scenario.document import Scenario


def check_balance(
    scenario: Scenario, tables: dict[str, Rows], document: Document
) -> Iterator[Problem]:
    """Yield a level that no zone has, and a spread that old stock would bend."""
    for path, level in _levels_asked(scenario):
        if not any(record.values[level] for record in tables["zones"].records):
            what = message("no_areas", level=message(f"level_{level}"))
            yield Problem(document.where(path), what, code="no_areas")
    if not _may_use_old_stock(scenario, tables):
        return
    for path, metric in _metrics_asked(scenario):
        if metric in LEVEL_OF and not is_least(metric):
            what, hint = message("spread_old_stock"), message("spread_old_stock_hint")
            yield Problem(document.where(path), what, hint, "spread")


def _metrics_asked(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    for n, stage in enumerate(scenario.objective):
        yield ("objective", n), stage.metric
    for n, limit in enumerate(scenario.limits):
        yield ("limits", n), limit.metric


def _levels_asked(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    for path, metric in _metrics_asked(scenario):
        if metric in LEVEL_OF:
            yield path, LEVEL_OF[metric]
    if scenario.no_worse_off is not None:
        yield ("no_worse_off",), scenario.no_worse_off


def _may_use_old_stock(scenario: Scenario, tables: dict[str, Rows]) -> bool:
    """Return whether a zone that takes part may reclaim some of its stock."""
    present = {
        r.values["id"] for r in tables["zones"].records if r.values["role"] in scenario.roles
    }
    return any(
        (r.values["stock"] or 0.0) * (r.values["yearly_limit"] or 0.0) > 0
        for r in tables["legacy"].records
        if r.values["zone"] in present
    )
