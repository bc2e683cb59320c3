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
from sim.say.figures import write_percent
from sim.say.texts import Texts
from sim.scenario.records import records
from sim.solve.plan import StageOutcome

Line = str | Text
_SHOWN = 5
_MOST_QUOTAS = 12


def show_outcome(
    console: Screen, folder: Path, tables: ResultTables, texts: Texts, level: str = "province"
) -> None:
    """Print the KPI block, the rates of a level, what binds, and where the results are."""
    summary = tables.summary
    console.print()
    console.print(texts.of(summary["scenario"]["title"]), style="bold")
    console.print(_kpi_table(summary, texts))
    if level != "province" or (tables["areas"]["level"] == level).any():
        console.print(_area_table(tables, level, texts))
    for line in fairness_lines(summary, texts):
        console.print(line, soft_wrap=True, highlight=False)
    for line in border_lines(tables, texts):
        console.print(line, soft_wrap=True, highlight=False)
    for line in _addition_lines(summary, texts):
        console.print(line, soft_wrap=True, highlight=False)
    for line in _closing_lines(folder, tables, texts):
        console.print(line, soft_wrap=True, highlight=False)


def tell_stages(stages: Sequence[StageOutcome], texts: Texts) -> str:
    """Return in one line what the stages of the objective reached."""
    reached = ((METRICS[s.metric], s.value if s.is_defined else None) for s in stages)
    return ", ".join(
        f"{texts.of(metric)} {texts.figure(value, metric.unit)}" for metric, value in reached
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


def _kpi_table(summary: Summary, texts: Texts) -> Table:
    kpis = {row["name"]: row for row in summary["kpis"]}
    table = _grid()
    table.add_column()
    table.add_column(justify="right")
    for name in (name for name in HEADLINE if name in kpis):
        row = kpis[name]
        table.add_row(
            texts.of(row),
            texts.told(row),
        )
    return table


def _area_table(tables: ResultTables, level: str, texts: Texts) -> Table:
    """Return the rates of the areas of a level; the largest generator first."""
    areas = tables["areas"]
    table = _grid(texts.say("area_rates", level=texts.say(f"roll_{level}").lower()))
    chosen = areas[(areas["level"] == level) & (areas["generation_kt_yr"] > 0)]
    if level != "province":
        chosen = chosen.sort_values(["generation_kt_yr", "area"], ascending=[False, True])
    for row in records(chosen):
        name = str(getattr(row, f"name_{texts.language}") or row.name_en)
        table.add_row(
            name,
            write_percent(row.utilization_rate_pct),
            write_percent(row.gross_utilization_rate_pct),
            texts.amount(row.generation_kt_yr),
        )
    if chosen.empty:
        table.add_row(texts.say("no_such_level"))
    return table


def fairness_lines(summary: Summary, texts: Texts) -> list[Line]:
    """Return what fairness costs and how each area fares; nothing where none is asked for."""
    price = tell_price(summary, texts)
    if not price:
        return []
    return [Text(price, style="bold"), *map(Text, tell_areas(summary, texts))]


def border_lines(tables: ResultTables, texts: Texts) -> list[Line]:
    """Return a line for each quota: its name, the part used, and what one more unit is worth."""
    borders = tables["borders"]
    quotas = borders[borders["kind"] == "quota"]
    if quotas.empty:
        return []
    lines: list[Line] = [Text(texts.say("borders_quotas"), style="bold")]
    ordered = quotas.sort_values(["used_pct", "quota"], ascending=[False, True])
    for row in ordered.head(_MOST_QUOTAS).to_dict("records"):
        lines.append(
            texts.say(
                "borders_line",
                name=str(row[f"name_{texts.language}"]),
                used=_say_used(row, texts),
                worth=say_worth(row, texts),
            )
        )
    if more := len(quotas) - _MOST_QUOTAS:
        lines += [texts.say("borders_more", count=more)] if more > 0 else []
    return lines


def _say_used(row: Mapping[Hashable, Any], texts: Texts) -> str:
    if not row["quota_kt_yr"] > 0:
        return texts.say("borders_used_none")
    return texts.say(
        "borders_used",
        used=texts.amount(row["used_kt_yr"]),
        quota=texts.amount(row["quota_kt_yr"]),
        share=write_percent(row["used_pct"]),
    )


def _addition_lines(summary: Summary, texts: Texts) -> list[Line]:
    """Return the most valuable additions, each by its name, its worth and a tenth more of it."""
    additions = summary.get("additions", [])
    if not additions:
        return []
    title = "additions" if len(additions) == _SHOWN else "additions_fewer"
    lines: list[Line] = [Text(texts.say(title), style="bold")]
    for number, row in enumerate(additions, start=1):
        lines.append(f"{number}. {row[f'name_{texts.language}']}")
        lines += [
            f"   {row[f'{what}_{texts.language}']}"
            for what in ("worth", "tenth")
            if row[f"{what}_{texts.language}"]
        ]
    return lines


def _closing_lines(folder: Path, tables: ResultTables, texts: Texts) -> list[Line]:
    lines: list[Line] = []
    summary = tables.summary
    leaning = next((a for a in summary["assumed_inputs"] if a["table"] == "lines"), None)
    uptake = next(k["value"] for k in summary["kpis"] if k["name"] == "uptake") or 0.0
    if leaning and leaning["kt_yr"] is not None and uptake > 0:
        share = write_percent(100.0 * leaning["kt_yr"] / uptake, 0)
        lines.append(Text(texts.say("leans", share=share), style="yellow"))
    if grown := summary.get("route_generation"):
        count, routes = grown["candidates"], grown["routes_in_programme"]
        lines.append(texts.say("grown", count=f"{count:,}", routes=f"{routes:,}"))
    if checks := summary.get("verified_checks"):
        lines.append(texts.say("verified", count=checks))
    picture = folder / "map.png"
    where = str(picture) if picture.exists() else texts.say("map_none")
    lines.append(texts.label(texts.say("map_at"), where))
    page = folder / "report.html"
    if page.exists():
        lines.append(texts.label(texts.say("report_at"), str(page)))
    lines.append(texts.label(texts.say("results"), str(folder)))
    return lines
