"""The scenario in words: objectives, borders, limits, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.report.listing import Cell, Listing, head, text
from sim.report.names import Names, table_name, term
from sim.say import WORDS, Language, say
from sim.say.figures import write_cell, write_figure
from sim.scenario.catalogue import METRICS
from sim.scenario.document import BorderRule, Change, Limit, Scenario


@dataclass(frozen=True)
class Outline:
    """The scenario as the page tells it."""

    objectives: list[str]
    borders: Listing | None
    limits: list[str]
    changes: Listing | None
    settings: list[tuple[str, str]]


def outline(scenario: Scenario, summary: Mapping[str, Any], names: Names) -> Outline:
    """Return the scenario in words, with what its objectives reached."""
    language = names.language
    return Outline(
        objectives=[_tell_stage(stage, language) for stage in summary.get("objectives", [])],
        borders=_list_borders(scenario.borders, names),
        limits=[_tell_limit(limit, names) for limit in scenario.limits],
        changes=_list_changes(scenario.change, names),
        settings=_list_settings(scenario, names),
    )


def metric_name(metric: str, language: Language) -> str:
    """Return what a metric is called."""
    return METRICS[metric].zh if language == "zh" else METRICS[metric].en


def _tell_stage(stage: Mapping[str, Any], language: Language) -> str:
    verb = "report_maximize" if stage["sense"] == "maximize" else "report_minimize"
    reached = write_figure(stage["value"], str(stage["unit"]), language)
    parts = [
        say(verb, language, metric=stage[language]),
        say("report_reached", language, value=reached),
    ]
    if stage.get("slack"):
        slack = write_figure(float(stage["slack"]), str(stage["unit"]), language)
        parts.append(say("report_slack", language, slack=slack))
    return _join(parts, language, "；", "; ")


def _tell_limit(limit: Limit, names: Names) -> str:
    language = names.language
    metric = metric_name(limit.metric, language)
    if limit.scope:
        kinds = {"zone": "zones", "material": "materials"}
        places = [names.of(kinds.get(level, "areas"), key) for level, key in limit.scope.items()]
        where = _join(places, language, "、", ", ")
        metric = f"{where}{metric}" if language == "zh" else f"{metric} ({where})"
    value = write_figure(limit.amount, METRICS[limit.metric].unit, language)
    return say("report_cap" if limit.cap else "report_floor", language, metric=metric, value=value)


def _list_borders(rules: list[BorderRule], names: Names) -> Listing | None:
    if not rules:
        return None
    language = names.language
    columns = head(
        "from", "to", "class", "purpose", "rule", "quota", "surcharge", "lead", "lead_cost",
        language=language,
        numbers=("quota", "surcharge", "lead", "lead_cost"),
    )  # fmt: skip
    rows = []
    for rule in rules:
        waste = term(rule.waste_class, language)
        if rule.material is not None:
            waste = names.of("materials", rule.material)
        quota = None if rule.quota is None else float(rule.quota)
        rows.append([
            text(_end(rule.from_, names)), text(_end(rule.to, names)), text(waste),
            text(term(rule.purpose, language)), text(term(rule.rule, language)),
            Cell("–" if quota is None else write_figure(quota, "kt/yr", language), quota),
            *(_cost(key, float(getattr(rule, key)), language)
              for key in ("surcharge", "lead", "lead_cost")),
        ])  # fmt: skip
    return Listing("borders", columns, rows)


def _cost(key: str, value: float, language: Language) -> Cell:
    """Return the cell of a surcharge, a lead or the cost of a day; a dash for nothing."""
    words = {"surcharge": "report_per_tonne", "lead": "report_days"}.get(key, "report_per_day")
    return Cell(say(words, language, value=write_cell(value)) if value else "–", value)


def _end(area: str, names: Names) -> str:
    return term(area, names.language) if area == "any" else names.of("areas", area)


def _list_changes(changes: list[Change], names: Names) -> Listing | None:
    if not changes:
        return None
    language = names.language
    columns = head("table", "rows", "change", language=language)
    rows = [
        [text(table_name(change.table, language)), text(_tell_where(change, names)),
         text(_tell_change(change, names))]
        for change in changes
    ]  # fmt: skip
    return Listing("changes", columns, rows)


def _tell_where(change: Change, names: Names) -> str:
    if not change.where:
        return "–" if change.add is not None else say("report_every_row", names.language)
    parts = []
    for column, value in change.where.items():
        values = value if isinstance(value, list) else [value]
        shown = _join([_tell_value(v, names) for v in values], names.language, "、", ", ")
        parts.append(f"{_column(column, names.language)}: {shown}")
    return _join(parts, names.language, "；", "; ")


def _tell_change(change: Change, names: Names) -> str:
    language = names.language
    if change.drop:
        return say("report_dropped", language)
    if change.add is not None:
        return say("report_added", language, count=len(change.add))
    parts = [f"{_column(c, language)} = {_tell_value(v, names)}"
             for c, v in (change.set or {}).items()]  # fmt: skip
    parts += [f"{_column(c, language)} × {factor:g}" for c, factor in (change.scale or {}).items()]
    parts += [f"{_column(c, language)}: {term(end, language)}"
              for c, end in (change.use or {}).items()]  # fmt: skip
    return _join(parts, language, "；", "; ")


def _tell_value(value: Any, names: Names) -> str:
    for kind in ("areas", "zones", "plants", "materials", "technologies", "modes"):
        if (name := names.of(kind, value)) != str(value):
            return name
    return term(value, names.language)


def _column(column: str, language: Language) -> str:
    """Return what a column is called; its own name where the catalogue has none."""
    key = f"compare_column_{column}"
    if key in WORDS:
        return say(key, language)
    return term(column, language)


def _list_settings(scenario: Scenario, names: Names) -> list[tuple[str, str]]:
    language = names.language

    def terms(words: Any) -> str:
        return _join([term(word, language) for word in words], language, "、", ", ")

    modes = say("report_modes_all", language)
    if scenario.modes is not None:
        modes = _join([names.of("modes", mode) for mode in scenario.modes], language, "、", ", ")
    settings = [
        (say("report_statuses", language), terms(scenario.statuses)),
        (say("report_roles", language), terms(scenario.roles)),
        (say("report_modes_on", language), modes),
    ]
    if scenario.tax_storage:
        settings.append((say("report_tax_storage", language), "✓"))
    return settings


def _join(parts: list[str], language: Language, chinese: str, english: str) -> str:
    return (chinese if language == "zh" else english).join(parts)
