"""`sim sweep`: many variants of a scenario, each an optimal plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table

from sim.checks import check_study
from sim.cli.open_table import open_table
from sim.cli.options import (
    bom_option,
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
from sim.cli.study_screen import open_bar
from sim.loader.change.variants import load_study
from sim.say.apart import write_apart
from sim.say.figures import write_percent, write_short
from sim.say.texts import Texts
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
@bom_option
@lang_option
@json_option
def sweep(
    scenarios: tuple[Path, ...],
    out: Path | None,
    fresh: bool,
    workers: int | None,
    cluster: str | None,
    texts: Texts,
    as_json: bool,
) -> None:
    """Solve the variants that the key `sweep` of SCENARIOS asks for: tables and charts.

    Finished points are kept in results/.sweep-NAME.part/ until the study is complete; after an
    interruption the same command goes on from there. The results are in results/sweep-NAME/.
    """
    screen, errors = Screen(), Screen(stderr=True)
    crew = choose_crew(workers, cluster)

    def one(path: Path) -> dict[str, Any]:
        swept, target = run_sweep(path, out, texts, errors, fresh=fresh, crew=crew)
        if not as_json:
            _show(screen, swept, target, texts)
        return {"folder": str(target), "summary": swept.summary}

    for_each(scenarios, one, texts, as_json=as_json, refuse=lambda: check_names(scenarios, out))


def run_sweep(
    path: Path,
    out: Path | None,
    texts: Texts,
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
    with errors.status(texts.label(path.name, texts.say("sweep_reading"))):
        study = load_study(path)
        check_study(study)
        points = plan_points(study)
    target = (out or study.case.root / "results") / f"sweep-{study.case.scenario.name}"
    with open_sweep(study, points, target, tell_message(errors, texts), fresh=fresh) as work:
        if work.known:
            text = texts.say("sweep_resumed", done=work.known, count=count_distinct(points))
            errors.print(text, highlight=False)
        _solve_all(work, crew or Crew(), texts, errors)
        with errors.status(texts.label(path.name, texts.say("sweep_writing"))):
            swept = work.write(texts, errors.print)
    return swept, target


def _solve_all(work: SweepWork, crew: Crew, texts: Texts, errors: Screen) -> None:
    """Solve the points that are not done yet, with a bar that tells how many are."""
    bar = open_bar(errors)
    count = count_distinct(work.points)
    try:
        with bar:
            task = bar.add_task(texts.say("sweep_solving"), total=count, completed=work.known)
            work.solve(crew, lambda more: bar.advance(task, more))
    except KeyboardInterrupt:
        text = texts.say("sweep_interrupted", done=len(work.rows), count=count)
        errors.print(text, highlight=False)
        raise


# -- telling -----------------------------------------------------------------------------------


def _show(screen: Screen, swept: Swept, target: Path, texts: Texts) -> None:
    """Print how many points have a plan, their figures, what moves them, and what binds."""
    summary, frames = swept.summary, swept.frames
    kind = texts.say(f"sweep_kind_{swept.study.sweep.kind}")
    solved = summary["status"].get(OPTIMAL, 0)
    screen.print()
    screen.print(texts.of(summary["scenario"]["title"]), style="bold")
    counts = texts.say("sweep_counts", solved=solved, count=summary["points"], kind=kind)
    screen.print(counts, highlight=False)
    for status, count in summary["status"].items():
        if status != OPTIMAL:
            reason = texts.say(f"error_{status}")
            text = texts.say("sweep_failed", count=count, reason=reason)
            screen.print(text, style="yellow", highlight=False)
    if swept.study.sweep.points is not None:
        screen.print(_point_table(swept, texts))
    if len(frames["distribution"]):
        screen.print(_figure_table(frames["distribution"], texts))
    if len(frames["tornado"]):
        screen.print(_swing_table(swept, texts))
    if len(frames["binding"]):
        screen.print(_binding_table(frames["binding"], texts))
    charts = texts.join(summary["charts"]) or texts.say("sweep_no_chart")
    screen.print(texts.label(texts.say("sweep_chart_at"), charts), soft_wrap=True, highlight=False)
    where = texts.label(texts.say("results"), str(target))
    screen.print(where, soft_wrap=True, highlight=False)


def _point_table(swept: Swept, texts: Texts) -> Table:
    """Return the points that have names, with their weights and figures."""
    points, metrics = swept.frames["points"], swept.study.sweep.metrics
    table = open_table(texts.say("sweep_point_list"))
    table.add_column(texts.say("sweep_point"))
    table.add_column(texts.say("sweep_weight"), justify="right")
    scales = [scale_metric(metric, texts) for metric in metrics]
    for metric, scale in zip(metrics, scales, strict=True):
        table.add_column(f"{name_metric(metric, texts)}\n{scale.unit}", justify="right")
    shown = points.head(_MOST_POINTS)
    columns = [
        write_apart([scale.of(value) for value in shown[metric_column(metric)]])
        for metric, scale in zip(metrics, scales, strict=True)
    ]
    for row, *figures in zip(shown.to_dict("records"), *columns, strict=True):
        table.add_row(str(row["name"]), write_short(row["weight"]), *figures)
    if len(points) > _MOST_POINTS:
        rest = len(points) - _MOST_POINTS
        table.add_row(texts.say("sweep_more_points", count=rest), style="dim")
    return table


def _figure_table(found: pd.DataFrame, texts: Texts) -> Table:
    table = open_table(texts.say("sweep_figures"))
    table.add_column(texts.say("sweep_metric"))
    names = {c: texts.say(f"sweep_{n}") for c, n in _FIGURES.items()} | _QUANTILES
    columns = [c for c in ("weighted_mean", "least", "q05", "q50", "q95", "most") if c in found]
    for column in columns:
        table.add_column(names[column], justify="right")
    table.add_column("")
    for _, row in found.iterrows():
        scale = scale_metric(row["metric"], texts)
        figures = write_apart([scale.of(row[column]) for column in columns])
        table.add_row(name_metric(row["metric"], texts), *figures, scale.unit)
    return table


def _swing_table(swept: Swept, texts: Texts) -> Table:
    metric = swept.study.sweep.metrics[0]
    scale = scale_metric(metric, texts)
    table = open_table(texts.say("sweep_swings", name=name_metric(metric, texts)))
    table.add_column(texts.say("sweep_parameter"))
    for key in ("least", "most", "swing"):
        table.add_column(texts.say(f"sweep_{key}"), justify="right")
    table.add_column("")
    swings = swept.frames["tornado"]
    for _, row in swings[swings["metric"] == metric].head(_SHOWN).iterrows():
        ends = write_apart([scale.of(row[c]) for c in ("least", "most")])
        swing = write_apart([scale.of(row["swing"])])
        table.add_row(str(row["parameter"]), *ends, *swing, scale.unit)
    return table


def _binding_table(binding: pd.DataFrame, texts: Texts) -> Table:
    table = open_table(texts.say("sweep_binding"))
    table.show_header = False
    table.add_column("")
    table.add_column("", justify="right")
    for _, row in binding.head(_SHOWN).iterrows():
        share = texts.say("sweep_binding_share", share=write_percent(row["share_pct"], 0))
        table.add_row(str(row[f"name_{texts.language}"]), share)
    return table
