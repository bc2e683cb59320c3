"""The scenario in words: objectives, borders, limits, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.report.listing import Cell, Listing, head, text
from sim.results.summary_file import Summary
from sim.rules.amounts import LIMITED, OVER
from sim.rules.metrics import METRICS
from sim.say import WORDS
from sim.say.figures import write_cell
from sim.say.texts import Texts
from sim.scenario.document import BorderRule, Change, Limit, Scenario


@dataclass(frozen=True)
class Outline:
    """The scenario as the page tells it."""

    objectives: list[str]
    borders: Listing | None
    limits: list[str]
    changes: Listing | None
    settings: list[tuple[str, str]]


def outline(scenario: Scenario, summary: Summary, texts: Texts) -> Outline:
    """Return the scenario in words, with what its objectives reached."""
    return Outline(
        objectives=[_tell_stage(stage, texts) for stage in summary.get("objectives", [])],
        borders=_list_borders(scenario.borders, texts),
        limits=[_tell_limit(limit, texts) for limit in scenario.limits],
        changes=_list_changes(scenario.change, texts),
        settings=_list_settings(scenario, texts),
    )


def metric_name(metric: str, texts: Texts) -> str:
    """Return what a metric is called."""
    return METRICS[metric].zh if texts.language == "zh" else METRICS[metric].en


def _tell_stage(stage: Mapping[str, Any], texts: Texts) -> str:
    verb = "report_maximize" if stage["sense"] == "maximize" else "report_minimize"
    reached = texts.figure(stage["value"], str(stage["unit"]))
    parts = [
        texts.say(verb, metric=texts.of(stage)),
        texts.say("report_reached", value=reached),
    ]
    if stage.get("slack"):
        slack = texts.figure(float(stage["slack"]), str(stage["unit"]))
        parts.append(texts.say("report_slack", slack=slack))
    return texts.join(parts, "list_semicolon")


_KINDS = {
    "zone": "zones",
    "material": "materials",
    "plant": "plants",
    "market": "markets",
    "technology": "technologies",
    "city": "areas",
    "province": "areas",
}


def _tell_asked(level: str, key: str, texts: Texts) -> str:
    """Return one thing that a limit is narrowed to, or the amount below it, in words."""
    if level == OVER:
        return texts.say("per_amount", amount=texts.of(LIMITED[key]))
    kind = _KINDS.get(level.rpartition(" ")[2])
    return texts.name(kind, key) if kind else key


def _tell_limit(limit: Limit, texts: Texts) -> str:
    metric = str(texts.of(limit.spec))
    if limit.asked:
        places = [_tell_asked(level, key, texts) for level, key in limit.asked.items()]
        where = texts.join(places)
        metric = f"{where}{metric}" if texts.language == "zh" else f"{metric} ({where})"
    value = texts.figure(limit.amount, limit.spec.unit)
    return texts.say("report_cap" if limit.cap else "report_floor", metric=metric, value=value)


def _list_borders(rules: list[BorderRule], texts: Texts) -> Listing | None:
    if not rules:
        return None
    columns = head(
        "from",
        "to",
        "class",
        "purpose",
        "rule",
        "quota",
        "surcharge",
        "lead",
        "lead_cost",
        texts=texts,
        numbers=("quota", "surcharge", "lead", "lead_cost"),
    )
    rows = []
    for rule in rules:
        waste = texts.word("report_term", rule.waste_class)
        if rule.material is not None:
            waste = texts.name("materials", rule.material)
        quota = None if rule.quota is None else float(rule.quota)
        rows.append(
            [
                text(_end(rule.from_, texts)),
                text(_end(rule.to, texts)),
                text(waste),
                text(texts.word("report_term", rule.purpose)),
                text(texts.word("report_term", rule.rule)),
                Cell("–" if quota is None else texts.figure(quota, "kt/yr"), quota),
                *(
                    _cost(key, float(getattr(rule, key)), texts)
                    for key in ("surcharge", "lead", "lead_cost")
                ),
            ]
        )
    return Listing("borders", columns, rows)


def _cost(key: str, value: float, texts: Texts) -> Cell:
    """Return the cell of a surcharge, a lead or the cost of a day; a dash for nothing."""
    words = {"surcharge": "report_per_tonne", "lead": "report_days"}.get(key, "report_per_day")
    return Cell(texts.say(words, value=write_cell(value)) if value else "–", value)


def _end(area: str, texts: Texts) -> str:
    return texts.word("report_term", area) if area == "any" else texts.name("areas", area)


def _list_changes(changes: list[Change], texts: Texts) -> Listing | None:
    if not changes:
        return None
    columns = head("table", "rows", "change", texts=texts)
    rows = [
        [
            text(texts.word("report_table", change.table)),
            text(_tell_where(change, texts)),
            text(_tell_change(change, texts)),
        ]
        for change in changes
    ]
    return Listing("changes", columns, rows)


def _tell_where(change: Change, texts: Texts) -> str:
    if not change.where:
        return "–" if change.add is not None else texts.say("report_every_row")
    parts = []
    for column, value in change.where.items():
        values = value if isinstance(value, list) else [value]
        shown = texts.join(_tell_value(v, texts) for v in values)
        parts.append(f"{_column(column, texts)}: {shown}")
    return texts.join(parts, "list_semicolon")


def _tell_change(change: Change, texts: Texts) -> str:
    if change.drop:
        return texts.say("report_dropped")
    if change.add is not None:
        return texts.say("report_added", count=len(change.add))
    parts = [
        f"{_column(c, texts)} = {_tell_value(v, texts)}" for c, v in (change.set or {}).items()
    ]
    parts += [f"{_column(c, texts)} × {factor:g}" for c, factor in (change.scale or {}).items()]
    parts += [
        f"{_column(c, texts)}: {texts.word('report_term', end)}"
        for c, end in (change.use or {}).items()
    ]
    return texts.join(parts, "list_semicolon")


def _tell_value(value: Any, texts: Texts) -> str:
    for kind in ("areas", "zones", "plants", "materials", "technologies", "modes"):
        if (name := texts.name(kind, value)) != str(value):
            return name
    return texts.word("report_term", value)


def _column(column: str, texts: Texts) -> str:
    """Return what a column is called; its own name where the catalogue has none."""
    key = f"compare_column_{column}"
    if key in WORDS:
        return texts.say(key)
    return texts.word("report_term", column)


def _list_settings(scenario: Scenario, texts: Texts) -> list[tuple[str, str]]:

    def terms(words: Any) -> str:
        return texts.join(texts.word("report_term", word) for word in words)

    modes = texts.say("report_modes_all")
    if scenario.modes is not None:
        modes = texts.join(texts.name("modes", mode) for mode in scenario.modes)
    settings = [
        (texts.say("report_statuses"), terms(scenario.statuses)),
        (texts.say("report_roles"), terms(scenario.roles)),
        (texts.say("report_modes_on"), modes),
    ]
    if scenario.tax_storage:
        settings.append((texts.say("report_tax_storage"), "✓"))
    return settings
