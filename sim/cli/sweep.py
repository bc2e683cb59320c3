"""`sim sweep`: many variants of a scenario, each an optimal plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from sim.checks import check_study
from sim.cli.open_table import open_table
from sim.cli.options import (
    choose_crew,
    cluster_option,
    for_each,
    json_option,
    lang_option,
    out_option,
    scenarios_argument,
    tell_message,
    workers_option,
)
from sim.cli.same_name import check_names
from sim.cli.screen import Screen
from sim.cli.speech import command, option
from sim.loader.change.variants import load_study
from sim.say import Language, label, say
from sim.say.apart import write_apart
from sim.say.figures import write_percent, write_short
from sim.scenario.sweep import metric_column
from sim.studies.sweep.chart_panels import name_metric, scale_metric
from sim.studies.sweep.folder import Swept
from sim.studies.sweep.points import count_distinct, plan_points
from sim.studies.sweep.study import OPTIMAL
from sim.studies.sweep.work import SweepWork, open_sweep
from sim.workers import Crew

_SHOWN = 5
_MOST_POINTS = 20
_FIGURES = {"weighted_mean": "weighted_mean", "least": "least", "q50": "median", "most": "most"}
_QUANTILES = {"q05": "5 %", "q95": "95 %"}
"""Columns of distribution.csv with their heads, in words and as they are."""


@command("sweep")
@scenarios_argument
@out_option
@option("--fresh", is_flag=True, help="help_fresh")
@workers_option
@cluster_option
@lang_option
@json_option
def sweep(
    scenarios: tuple[Path, ...],
    out: Path | None,
    fresh: bool,
    workers: int | None,
    cluster: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Solve the variants that the key `sweep` of SCENARIOS asks for: tables and charts.

    Finished points are kept in results/.sweep-NAME.part/ until the study is complete; after an
    interruption the same command goes on from there. The results are in results/sweep-NAME/.
    """
    language: Language = "zh" if lang == "zh" else "en"
    screen, errors = Screen(), Screen(stderr=True)
    crew = choose_crew(workers, cluster)

    def one(path: Path) -> dict[str, Any]:
        swept, target = run_sweep(path, out, language, errors, fresh=fresh, crew=crew)
        if not as_json:
            _show(screen, swept, target, language)
        return {"folder": str(target), "summary": swept.summary}

    for_each(scenarios, one, lang, as_json=as_json, refuse=lambda: check_names(scenarios, out))


def run_sweep(
    path: Path,
    out: Path | None,
    language: Language,
    errors: Screen,
    *,
    fresh: bool = False,
    crew: Crew | None = None,
) -> tuple[Swept, Path]:
    """Solve the study of a scenario file, resuming it, and write its folder whole.

    Raises
    ------
    SimError
        Invalid input, another process at work on the same study, or a cluster out of reach.
    """
    with errors.status(label(path.name, say("sweep_reading", language), language)):
        study = load_study(path)
        check_study(study)
        points = plan_points(study)
    target = (out or study.case.root / "results") / f"sweep-{study.case.scenario.name}"
    with open_sweep(study, points, target, tell_message(errors, language), fresh=fresh) as work:
        if work.known:
            text = say("sweep_resumed", language, done=work.known, count=count_distinct(points))
            errors.print(text, highlight=False)
        _solve_all(work, crew or Crew(), language, errors)
        with errors.status(label(path.name, say("sweep_writing", language), language)):
            swept = work.write(language, errors.print)
    return swept, target


def _solve_all(work: SweepWork, crew: Crew, language: Language, errors: Screen) -> None:
    """Solve the points that are not done yet, with a bar that tells how many are."""
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=errors,
        transient=True,
    )
    count = count_distinct(work.points)
    try:
        with bar:
            task = bar.add_task(say("sweep_solving", language), total=count, completed=work.known)
            work.solve(crew, lambda more: bar.advance(task, more))
    except KeyboardInterrupt:
        text = say("sweep_interrupted", language, done=len(work.rows), count=count)
        errors.print(text, highlight=False)
        raise


# -- telling -----------------------------------------------------------------------------------


def _show(screen: Screen, swept: Swept, target: Path, language: Language) -> None:
    """Print how many points have a plan, their figures, what moves them, and what binds."""
    summary, frames = swept.summary, swept.frames
    kind = say(f"sweep_kind_{swept.study.sweep.kind}", language)
    solved = summary["status"].get(OPTIMAL, 0)
    screen.print()
    screen.print(summary["scenario"]["title"][language], style="bold")
    counts = say("sweep_counts", language, solved=solved, count=summary["points"], kind=kind)
    screen.print(counts, highlight=False)
    for status, count in summary["status"].items():
        if status != OPTIMAL:
            reason = say(f"error_{status}", language)
            text = say("sweep_failed", language, count=count, reason=reason)
            screen.print(text, style="yellow", highlight=False)
    if swept.study.sweep.points is not None:
        screen.print(_point_table(swept, language))
    if len(frames["distribution"]):
        screen.print(_figure_table(frames["distribution"], language))
    if len(frames["tornado"]):
        screen.print(_swing_table(swept, language))
    if len(frames["binding"]):
        screen.print(_binding_table(frames["binding"], language))
    charts = say("list_comma", language).join(summary["charts"]) or say("sweep_no_chart", language)
    screen.print(
        label(say("sweep_chart_at", language), charts, language), soft_wrap=True, highlight=False
    )
    where = label(say("results", language), str(target), language)
    screen.print(where, soft_wrap=True, highlight=False)


def _point_table(swept: Swept, language: Language) -> Table:
    """Return the points that have names, with their weights and figures."""
    points, metrics = swept.frames["points"], swept.study.sweep.metrics
    table = open_table(say("sweep_point_list", language))
    table.add_column(say("sweep_point", language))
    table.add_column(say("sweep_weight", language), justify="right")
    scales = [scale_metric(metric, language) for metric in metrics]
    for metric, scale in zip(metrics, scales, strict=True):
        table.add_column(f"{name_metric(metric, language)}\n{scale.unit}", justify="right")
    shown = points.head(_MOST_POINTS)
    columns = [
        write_apart([scale.of(value) for value in shown[metric_column(metric)]])
        for metric, scale in zip(metrics, scales, strict=True)
    ]
    for row, *figures in zip(shown.to_dict("records"), *columns, strict=True):
        table.add_row(str(row["name"]), write_short(row["weight"]), *figures)
    if len(points) > _MOST_POINTS:
        rest = len(points) - _MOST_POINTS
        table.add_row(say("sweep_more_points", language, count=rest), style="dim")
    return table


def _figure_table(found: pd.DataFrame, language: Language) -> Table:
    table = open_table(say("sweep_figures", language))
    table.add_column(say("sweep_metric", language))
    names = {c: say(f"sweep_{n}", language) for c, n in _FIGURES.items()} | _QUANTILES
    columns = [c for c in ("weighted_mean", "least", "q05", "q50", "q95", "most") if c in found]
    for column in columns:
        table.add_column(names[column], justify="right")
    table.add_column("")
    for _, row in found.iterrows():
        scale = scale_metric(row["metric"], language)
        figures = write_apart([scale.of(row[column]) for column in columns])
        table.add_row(name_metric(row["metric"], language), *figures, scale.unit)
    return table


def _swing_table(swept: Swept, language: Language) -> Table:
    metric = swept.study.sweep.metrics[0]
    scale = scale_metric(metric, language)
    table = open_table(say("sweep_swings", language, name=name_metric(metric, language)))
    table.add_column(say("sweep_parameter", language))
    for key in ("least", "most", "swing"):
        table.add_column(say(f"sweep_{key}", language), justify="right")
    table.add_column("")
    swings = swept.frames["tornado"]
    for _, row in swings[swings["metric"] == metric].head(_SHOWN).iterrows():
        ends = write_apart([scale.of(row[c]) for c in ("least", "most")])
        swing = write_apart([scale.of(row["swing"])])
        table.add_row(str(row["parameter"]), *ends, *swing, scale.unit)
    return table


def _binding_table(binding: pd.DataFrame, language: Language) -> Table:
    table = open_table(say("sweep_binding", language))
    table.show_header = False
    table.add_column("")
    table.add_column("", justify="right")
    for _, row in binding.head(_SHOWN).iterrows():
        share = say("sweep_binding_share", language, share=write_percent(row["share_pct"], 0))
        table.add_row(str(row[f"name_{language}"]), share)
    return table
