"""What a person sees of a run: the KPI block."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from sim.cli.screen import Screen
from sim.report.fairness import tell_areas, tell_price
from sim.results.borders import say_worth
from sim.results.summary_file import Summary
from sim.results.tables import ResultTables
from sim.rules.metrics import HEADLINE, METRICS
from sim.say import label, say
from sim.say.figures import write_amount, write_figure, write_percent, write_told
from sim.say.texts import Texts
from sim.scenario.records import records
from sim.solve.plan import StageOutcome

Line = str | Text
_SHOWN = 5
_MOST_QUOTAS = 12


def show_outcome(
    console: Screen, folder: Path, tables: ResultTables, language: str, level: str = "province"
) -> None:
    """Print the KPI block, the rates of a level, what binds, and where the results are."""
    summary = tables.summary
    console.print()
    console.print(summary["scenario"]["title"][language], style="bold")
    console.print(_kpi_table(summary, language))
    if level != "province" or (tables["areas"]["level"] == level).any():
        console.print(_area_table(tables, level, language))
    for line in fairness_lines(summary, language):
        console.print(line, soft_wrap=True, highlight=False)
    for line in border_lines(tables, language):
        console.print(line, soft_wrap=True, highlight=False)
    for line in _addition_lines(summary, language):
        console.print(line, soft_wrap=True, highlight=False)
    for line in _closing_lines(folder, tables, language):
        console.print(line, soft_wrap=True, highlight=False)


def tell_stages(stages: Sequence[StageOutcome], language: str) -> str:
    """Return in one line what the stages of the objective reached."""
    lang: Any = language
    reached = ((METRICS[s.metric], s.value if s.is_defined else None) for s in stages)
    return ", ".join(
        f"{getattr(metric, language)} {write_figure(value, metric.unit, lang)}"
        for metric, value in reached
    )


def _grid(title: str | None = None) -> Table:
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        show_header=False,
        padding=(0, 2, 0, 0),
        pad_edge=False,
    )


def _kpi_table(summary: Summary, language: str) -> Table:
    lang: Any = language
    kpis = {row["name"]: row for row in summary["kpis"]}
    table = _grid()
    table.add_column()
    table.add_column(justify="right")
    for name in (name for name in HEADLINE if name in kpis):
        row = kpis[name]
        table.add_row(
            row["zh"] if language == "zh" else row["en"],
            write_told(row, lang),
        )
    return table


def _area_table(tables: ResultTables, level: str, language: str) -> Table:
    """Return the rates of the areas of a level; the largest generator first."""
    lang: Any = language
    areas = tables["areas"]
    table = _grid(say("area_rates", language, level=say(f"roll_{level}", language).lower()))
    chosen = areas[(areas["level"] == level) & (areas["generation_kt_yr"] > 0)]
    if level != "province":
        chosen = chosen.sort_values(["generation_kt_yr", "area"], ascending=[False, True])
    for row in records(chosen):
        name = str(getattr(row, f"name_{language}") or row.name_en)
        table.add_row(
            name,
            write_percent(row.utilization_rate_pct),
            write_percent(row.gross_utilization_rate_pct),
            write_amount(row.generation_kt_yr, lang),
        )
    if chosen.empty:
        table.add_row(say("no_such_level", language))
    return table


def fairness_lines(summary: Summary, language: str) -> list[Line]:
    """Return what fairness costs and how each area fares; nothing where none is asked for."""
    lang: Any = language
    texts = Texts(lang)
    price = tell_price(summary, texts)
    if not price:
        return []
    return [Text(price, style="bold"), *map(Text, tell_areas(summary, texts))]


def border_lines(tables: ResultTables, language: str) -> list[Line]:
    """Return a line for each quota: its name, the part used, and what one more unit is worth."""
    borders = tables["borders"]
    quotas = borders[borders["kind"] == "quota"]
    if quotas.empty:
        return []
    lines: list[Line] = [Text(say("borders_quotas", language), style="bold")]
    ordered = quotas.sort_values(["used_pct", "quota"], ascending=[False, True])
    for row in ordered.head(_MOST_QUOTAS).to_dict("records"):
        lines.append(
            say(
                "borders_line",
                language,
                name=str(row[f"name_{language}"]),
                used=_say_used(row, language),
                worth=say_worth(row, language),
            )
        )
    if more := len(quotas) - _MOST_QUOTAS:
        lines += [say("borders_more", language, count=more)] if more > 0 else []
    return lines


def _say_used(row: Mapping[Hashable, Any], language: str) -> str:
    if not row["quota_kt_yr"] > 0:
        return say("borders_used_none", language)
    lang: Any = language
    return say(
        "borders_used",
        language,
        used=write_amount(row["used_kt_yr"], lang),
        quota=write_amount(row["quota_kt_yr"], lang),
        share=write_percent(row["used_pct"]),
    )


def _addition_lines(summary: Summary, language: str) -> list[Line]:
    """Return the most valuable additions, each by its name, its worth and a tenth more of it."""
    additions = summary.get("additions", [])
    if not additions:
        return []
    title = "additions" if len(additions) == _SHOWN else "additions_fewer"
    lines: list[Line] = [Text(say(title, language), style="bold")]
    for number, row in enumerate(additions, start=1):
        lines.append(f"{number}. {row[f'name_{language}']}")
        lines += [
            f"   {row[f'{what}_{language}']}"
            for what in ("worth", "tenth")
            if row[f"{what}_{language}"]
        ]
    return lines


def _closing_lines(folder: Path, tables: ResultTables, language: str) -> list[Line]:
    lines: list[Line] = []
    summary = tables.summary
    leaning = next((a for a in summary["assumed_inputs"] if a["table"] == "lines"), None)
    uptake = next(k["value"] for k in summary["kpis"] if k["name"] == "uptake") or 0.0
    if leaning and leaning["kt_yr"] is not None and uptake > 0:
        share = write_percent(100.0 * leaning["kt_yr"] / uptake, 0)
        lines.append(Text(say("leans", language, share=share), style="yellow"))
    if grown := summary.get("route_generation"):
        count, routes = grown["candidates"], grown["routes_in_programme"]
        lines.append(say("grown", language, count=f"{count:,}", routes=f"{routes:,}"))
    if checks := summary.get("verified_checks"):
        lines.append(say("verified", language, count=checks))
    picture = folder / "map.png"
    where = str(picture) if picture.exists() else say("map_none", language)
    lines.append(label(say("map_at", language), where, language))
    lines.append(label(say("results", language), str(folder), language))
    return lines
