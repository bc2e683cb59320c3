"""`sim frontier`: the exact trade-off between two metrics."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pandas as pd
from pydantic_core import PydanticCustomError
from rich.table import Table

from sim.checks import check_case
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
from sim.cli.speech import argument, command, option
from sim.cli.study_screen import show_places
from sim.errors import InputError, Problem
from sim.folders.place import check_place
from sim.loader import load_case
from sim.rules.metrics import METRICS
from sim.say.message import message
from sim.say.texts import Texts
from sim.scenario.fields import Unit
from sim.studies.fairness import with_floors
from sim.studies.frontier.chart import (
    write_bare_slope,
    write_slope_unit,
)
from sim.studies.frontier.folder import (
    Traced,
    agrees,
    check_axes,
    fill_frontier,
    first_metric,
    numbers_to_keep,
    trace_case,
    value_of,
)
from sim.studies.frontier.search import Asked, State, axes_of
from sim.studies.frontier.sentences import tell_frontier, write_share
from sim.studies.memory import study_key
from sim.studies.run.run import RunOptions
from sim.studies.solve_case import Clock
from sim.studies.task_log import keep_tasks

_AXES = "--x, --y"
_metric = click.Choice(list(METRICS))


@command("frontier")
@argument("scenario", type=click.Path(path_type=Path))
@option("--x", required=True, type=_metric, metavar="METRIC", help="help_x")
@option("--y", required=True, type=_metric, metavar="METRIC", help="help_y")
@option(
    "--accuracy",
    default="0.1 %",
    show_default=True,
    help="help_accuracy",
)
@option(
    "--points",
    default=40,
    show_default=True,
    type=click.IntRange(2, 1000),
    help="help_points",
)
@option("--keep-plans", is_flag=True, help="help_keep_plans")
@option(
    "--check/--no-check",
    default=True,
    show_default=True,
    help="help_check_points",
)
@workers_option
@cluster_option
@out_option
@basemap_option
@bom_option
@lang_option
@json_option
def frontier(  # noqa: PLR0913 - one argument an option
    scenario: Path,
    x: str,
    y: str,
    accuracy: str,
    points: int,
    keep_plans: bool,
    check: bool,
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    basemap: str,
    texts: Texts,
    as_json: bool,
) -> None:
    """Find the exact trade-off between two METRICs: points, prices, knee, chart.

    Each point is an optimal plan with a scenario of its own that reproduces it. METRIC is a name
    such as net_cost, utilization_rate, net_co2 or transport_work. What is solved is kept until
    the end; after an interruption the same command goes on from there.
    """
    asked = Asked(_readwrite_share(accuracy), points, check)
    crew = choose_crew(workers, cluster)
    screen, errors = Screen(), Screen(stderr=True)
    with errors.status(str(scenario)) as status:

        def report(state: State) -> None:
            values = {"count": state.points, "error": write_share(state.error), "n": state.checked}
            words = texts.say("frontier_searching", **values)
            status.update(texts.label(scenario.name, words))

        clock = Clock(lambda step: status.update(doing(scenario, step, texts)), errors.print)
        axes_of(x, y, _AXES)
        with clock.step("load"):
            case = load_case(scenario)
        with clock.step("check"):
            check_case(case)
        check_axes(case, x, y, _AXES)
        target = (out or case.root / "results") / f"frontier-{case.scenario.name}-{y}-{x}"
        origin = case.made_by("frontier")
        check_place(target, origin)
        case = with_floors(case, clock)
        clock.tell("solve")
        key, busy = study_key(case, x, y), tell_message(errors, texts)
        with keep_tasks(target, key, origin, busy) as (memory, place):
            tell_resumed(errors, len(memory.known), texts)
            traced = trace_case(case, x, y, asked, crew, memory, report)
            options = RunOptions(out, texts, basemap)
            kept = numbers_to_keep(traced.frontier) if keep_plans else []
            place.write(lambda to: fill_frontier(to, traced, kept, options, clock))
    if as_json:
        echo_json(_for_machines(traced, target))
    else:
        _show(screen, traced, target, texts)


def _readwrite_share(text: str) -> float:
    try:
        share = Unit("").read(text)
    except PydanticCustomError as error:
        said = error.context or {}
        raise InputError([Problem("--accuracy", said["what"], said["hint"], "quantity")]) from None
    if share is None or not 0.0 < share < 1.0:
        what, hint = (
            message("not_a_share", text=text),
            message("write_for_example", example="0.1 %"),
        )
        raise InputError([Problem("--accuracy", what, hint, "bound")])
    return float(share)


def _for_machines(traced: Traced, target: Path) -> dict[str, Any]:
    columns = ["point", "x", "y", "slope", "is_end", "is_knee", "optimal"]
    rows = json.loads(traced.table[columns].to_json(orient="records", double_precision=15))
    return {"folder": str(target), **traced.about, "table": rows}


# -- telling -----------------------------------------------------------------------------------


def _show(screen: Screen, traced: Traced, target: Path, texts: Texts) -> None:
    """Print the points, the knee in words, how exact it is, and where the results are."""
    about = traced.about
    names = {axis: texts.of(about[axis]) for axis in ("x", "y")}
    screen.print()
    screen.print(texts.of(about["scenario"]["title"]), style="bold")
    screen.print(texts.say("frontier_title", **names), style="bold")
    screen.print(_point_table(traced, texts))
    for text in _sentences(traced, texts):
        screen.print(text, soft_wrap=True, highlight=False)
    show_places(screen, texts, {"frontier_chart_at": target / "frontier.png", "results": target})


def _point_table(traced: Traced, texts: Texts) -> Table:
    about = traced.about
    units = {axis: about[axis]["unit"] for axis in ("x", "y")}
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    price = texts.say("frontier_price")
    words = write_slope_unit(units["y"], units["x"], texts)
    heads = [(texts.of(about[a]), texts.scale(units[a]).unit) for a in ("x", "y")]
    table.add_column(texts.say("frontier_point"), justify="right")
    for name, unit in (*heads, (price, words)):
        table.add_column(f"{name}\n{unit}", justify="right")
    table.add_column("")
    rows: list[dict[str, Any]] = traced.table.to_dict("records")  # type: ignore[assignment]
    columns = [texts.close_bares(traced.table[a], units[a]) for a in ("x", "y")]
    for row, *figures in zip(rows, *columns, strict=True):
        known = pd.notna(row["slope"])
        slope = write_bare_slope(row["slope"], units["y"], units["x"], texts) if known else ""
        table.add_row(str(row["point"]), *figures, slope, _mark(row, traced, texts))
    return table


def _mark(row: dict[str, Any], traced: Traced, texts: Texts) -> str:
    if row["is_knee"]:
        return texts.say("frontier_knee")
    if not row["is_end"]:
        return ""
    axis = "x" if row["point"] == 1 and len(traced.table) > 1 else "y"
    return texts.say("frontier_best", name=texts.of(traced.about[axis]))


def _sentences(traced: Traced, texts: Texts) -> list[str]:
    said, about = tell_frontier(traced, texts), traced.about
    if len(traced.frontier.points) > 1 and not about["reached"]:
        said.append(texts.say("frontier_short", accuracy=write_share(about["accuracy"])))
    return [*said, *_check_sentences(traced, texts)]


def _check_sentences(traced: Traced, texts: Texts) -> list[str]:
    if not traced.found:
        return [texts.say("frontier_unchecked")]
    said = []
    for number, value in enumerate(traced.found):
        if not agrees(value, traced.frontier, number):
            metric = METRICS[first_metric(traced.frontier, number)]
            both = [value_of(traced.frontier, number), value]
            due, there = texts.close_figures(both, metric.unit)
            name = texts.of(metric)
            said.append(
                texts.say("frontier_differs", n=number + 1, name=name, found=there, value=due)
            )
    return said or [texts.say("frontier_checked", count=len(traced.found))]
