"""`sim target`: the cheapest way to a target."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.table import Table

from sim.checks import check_case
from sim.cli.open_table import open_table
from sim.cli.options import (
    basemap_option,
    bom_option,
    choose_crew,
    cluster_option,
    doing,
    json_option,
    lang_option,
    out_option,
    tell_message,
    tell_resumed,
    workers_option,
)
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import Option, argument, command, option
from sim.cli.study_screen import show_places
from sim.errors import InputError, Problem
from sim.folders.place import check_place
from sim.loader import load_case
from sim.loader.case import Case
from sim.rules.metrics import METRICS
from sim.say.message import message
from sim.say.texts import Texts
from sim.studies.run.run import RunOptions
from sim.studies.solve_case import Clock
from sim.studies.target.asked import (
    MONIES,
    NET_COST,
    TARGETS,
    UP_TO,
    Asked,
    own_target,
    read_target,
)
from sim.studies.target.chart import name_build
from sim.studies.target.folder import Told, answer_target, fill_target, pose
from sim.studies.target.sentences import tell_target
from sim.studies.target.tables import INVESTMENT, UTILIZED
from sim.studies.task_log import keep_tasks

_SHOWN = 15
_PLANS = ("today", "same", "plan")


def _metric_options(function: Any) -> Any:
    """Return a command with an option for each metric.

    The help shows those of the KPI block and of areas; parts of the cost can be named as well.
    """
    for name in reversed(TARGETS):
        shown = METRICS[name].headline > 0 or METRICS[name].level is not None
        decorate = click.option(
            f"--{name}", cls=Option, help="help_target_metric", metavar="TEXT", hidden=not shown
        )
        function = decorate(function)
    return function


@command("target")
@argument("scenario", type=click.Path(path_type=Path))
@_metric_options
@option(
    "--minimize",
    default=NET_COST,
    show_default=True,
    type=click.Choice(MONIES),
    metavar="METRIC",
    help="help_target_minimize",
)
@option("--up-to", show_default=UP_TO, help="help_target_up_to")
@option(
    "--points",
    default=10,
    show_default=True,
    type=click.IntRange(0, 1000),
    help="help_target_points",
)
@option("--plan/--no-plan", default=True, show_default=True, help="help_target_plan")
@workers_option
@cluster_option
@out_option
@basemap_option
@bom_option
@lang_option
@json_option
def target(  # noqa: PLR0913 - one argument an option
    scenario: Path,
    minimize: str,
    up_to: str | None,
    points: int,
    plan: bool,
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    basemap: str,
    texts: Texts,
    as_json: bool,
    **wanted: str | None,
) -> None:
    """Find the cheapest way to a target: what to build and where, money, what is certain.

    What may be built is what the scenario says; where it says nothing every line may grow. What
    is solved is kept until the end; after an interruption the same command goes on from there.
    """
    crew = choose_crew(workers, cluster)
    screen, errors = Screen(), Screen(stderr=True)
    with errors.status(str(scenario)) as status:

        def report(count: int, known: int) -> None:
            words = texts.say("target_searching", count=count, all=known)
            status.update(texts.label(scenario.name, words))

        clock = Clock(lambda step: status.update(doing(scenario, step, texts)), errors.print)
        with clock.step("load"):
            case = load_case(scenario)
        with clock.step("check"):
            check_case(case)
        metric, at = _read_wanted(case, wanted)
        asked = Asked(metric, at, minimize, up_to, points)
        folder = (out or case.root / "results") / f"target-{case.scenario.name}-{metric}"
        origin = case.made_by("target")
        check_place(folder, origin)
        posed = pose(case, asked, clock, f"--{metric}", "--up-to")
        clock.tell("solve")
        busy = tell_message(errors, texts)
        with keep_tasks(folder, posed.key, origin, busy) as (memory, place):
            tell_resumed(errors, len(memory.known), texts)
            told = answer_target(posed, crew, memory, report)
            options = RunOptions(out, texts, basemap)
            place.write(lambda to: fill_target(to, told, options, clock, plan=plan))
    if as_json:
        echo_json(_for_machines(told, folder))
    else:
        _show(screen, told, folder, texts)


def _read_wanted(case: Case, wanted: dict[str, str | None]) -> tuple[str, float]:
    """Return the metric that is named, and its target; else those of the scenario.

    Raises
    ------
    InputError
        None or several are named, or what is named cannot be read.
    """
    given = {name: text for name, text in wanted.items() if text is not None}
    if not given:
        return own_target(case, "--utilization_rate")
    if len(given) > 1:
        at = ", ".join(f"--{name}" for name in given)
        raise InputError([Problem(at, message("target_several"), message("keep_one"), "exclusive")])
    ((metric, text),) = given.items()
    return metric, read_target(metric, text, f"--{metric}")


def _for_machines(told: Told, folder: Path) -> dict[str, Any]:
    tables = {"builds": told.builds, "curve": told.curve}
    rows = {
        name: json.loads(table.to_json(orient="records", double_precision=15))
        for name, table in tables.items()
    }
    return {"folder": str(folder), **told.about, **rows}


# -- telling -----------------------------------------------------------------------------------


def _show(screen: Screen, told: Told, folder: Path, texts: Texts) -> None:
    """Print plans, builds, what they are worth, what they lean on, and where the results are."""
    about = told.about
    goal = about["target"]
    at = texts.close_figure(goal["at"], goal["unit"])
    screen.print()
    screen.print(texts.of(about["scenario"]["title"]), style="bold")
    screen.print(texts.say("target_title", metric=texts.of(goal), at=at), style="bold")
    first, *others = tell_target(about, texts)
    screen.print(first, soft_wrap=True, highlight=False)
    screen.print(_plan_table(told, texts))
    if about["builds"]:
        screen.print(_build_table(told, texts))
    for text in [*_tell_more(told, texts), *others, *_tell_obstacles(about, texts)]:
        screen.print(text, soft_wrap=True, highlight=False)
    show_places(screen, texts, {"frontier_chart_at": folder / "target.png", "results": folder})


def _plan_table(told: Told, texts: Texts) -> Table:
    """Return the figures of today's plan, of the cheapest one no worse, and of the way."""
    about = told.about
    names = [about["target"]["metric"], UTILIZED, NET_COST, about["minimize"]["metric"], INVESTMENT]
    metrics = [METRICS[name] for name in dict.fromkeys(names)]
    table = open_table("", head="bold")
    table.add_column(texts.say("target_plan"))
    for metric in metrics:
        name = texts.of(metric)
        table.add_column(f"{name}\n{texts.scale(metric.unit).unit}", justify="right")
    for plan in _PLANS:
        figures = about["plans"][plan]
        cells = [_bare(figures[metric.name], metric.unit, texts) for metric in metrics]
        table.add_row(texts.say(f"target_plan_{plan}"), *cells)
    return table


def _bare(value: float | None, unit: str, texts: Texts) -> str:
    return "–" if value is None else texts.close_bare(value, unit)


def _build_table(told: Told, texts: Texts) -> Table:
    """Return the builds in their order, with what each brings alone and all so far."""
    table = open_table(texts.say("target_builds"), head="bold")
    goal = told.about["target"]
    money, points = texts.scale("MCNY").unit, texts.say("frontier_points_unit")
    unit = texts.scale(goal["unit"]).unit if goal["unit"] else points
    yearly = texts.scale("MCNY/yr").unit
    table.add_column("")
    table.add_column(texts.say("target_build"), min_width=20)
    heads = (
        ("target_size", texts.scale("kt/yr").unit),
        ("target_investment", money),
        ("target_alone", unit),
        ("target_so_far", unit),
        ("target_so_far", yearly),
    )
    for key, under in heads:
        lines = [texts.say(key), *under.split(" ")]
        table.add_column("\n".join(lines), justify="right", no_wrap=True)
    table.add_column(texts.say("target_certainty"))
    names = _city_names(told.answer.case, texts)
    for row in _rows(told.builds):
        table.add_row(*_build_cells(row, goal["unit"], names, texts))
    return table


def _city_names(case: Case, texts: Texts) -> dict[str, str]:
    """Return city -> its name in the language."""
    areas = case.tables["areas"]
    named = areas[areas[f"name_{texts.language}"].notna()]
    return dict(zip(named["id"], named[f"name_{texts.language}"], strict=True))


def _rows(builds: pd.DataFrame) -> list[dict[str, Any]]:
    shown = builds[builds["step"].notna()].head(_SHOWN)
    rows: list[dict[str, Any]] = shown.to_dict("records")  # type: ignore[assignment]
    return rows


def _build_cells(row: dict[str, Any], unit: str, names: dict[str, str], texts: Texts) -> list[str]:
    city = names.get(row["city"], str(row["city"]))
    certain = "target_is_certain" if row["certain"] else "target_may_change"
    return [
        str(row["step"]),
        texts.say("target_build_at", name=name_build(row, texts), city=city),
        texts.close_bare(row["built_kt_yr"], "kt/yr"),
        texts.close_bare(row["investment_MCNY"], "MCNY"),
        _signed(row["alone_gain"], unit, texts),
        _signed(row["in_order_gain"], unit, texts),
        _signed(row["in_order_cost_MCNY_yr"], "MCNY/yr", texts),
        texts.say(certain),
    ]


def _signed(change: float, unit: str, texts: Texts) -> str:
    """Return a change with its sign; nothing has none."""
    text = _bare(None if pd.isna(change) else change, unit, texts)
    is_up = change > 0 and any(digit in text for digit in "123456789")
    return f"+{text}" if is_up else text


def _tell_more(told: Told, texts: Texts) -> list[str]:
    more = told.about["builds"] - _SHOWN
    return [texts.say("target_more", count=more, file="builds.csv")] if more > 0 else []


def _tell_obstacles(about: dict[str, Any], texts: Texts) -> list[str]:
    """Return what stands in the way of a target that is missed."""
    if not about["obstacles"]:
        return []
    rows = [f"  {texts.amount(one['unused_kt_yr'])}  {texts.of(one)}" for one in about["obstacles"]]
    return [texts.label(texts.say("target_in_the_way"), "").rstrip(), *rows]
