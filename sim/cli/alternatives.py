"""`sim alternatives`: plans nearly as good as the best that differ the most."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.table import Table

from sim.checks import check_case
from sim.cli.open_table import open_table
from sim.cli.options import doing, json_option, lang_option, out_option, tell_message
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command, option
from sim.folders.place import claim
from sim.loader import load_case
from sim.loader.case import Case
from sim.rules.metrics import METRICS
from sim.say import Language, label, say
from sim.say.apart import write_figures
from sim.say.figures import write_amount
from sim.studies.alternatives.folder import (
    DEFAULT_SLACK,
    Asked,
    Found,
    check_slack,
    fill_alternatives,
    find_for,
)
from sim.studies.solve_case import Clock

_SHOWN = 12
_SHOWN_FIGURES = ("utilization_rate", "net_cost", "transport_work")


@command("alternatives")
@argument("scenario", type=click.Path(path_type=Path))
@option(
    "-n",
    "--number",
    default=5,
    show_default=True,
    type=click.IntRange(1, 100),
    help="help_number",
)
@option(
    "--slack",
    default=DEFAULT_SLACK,
    show_default=True,
    help="help_slack",
)
@option(
    "--stages",
    type=click.Choice(["all", "first"]),
    default="all",
    show_default=True,
    help="help_stages",
)
@option("--seed", default=0, show_default=True, help="help_seed")
@out_option
@lang_option
@json_option
def alternatives(
    scenario: Path,
    number: int,
    slack: str,
    stages: str,
    seed: int,
    out: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Find plans nearly as good as the best that differ the most.

    Tells which flows and lines are part of every good plan, and which are a free choice.
    """
    screen, errors = Screen(), Screen(stderr=True)
    asked = Asked(number, slack, stages == "all", seed)
    with errors.status(str(scenario)) as status:
        found, target = write_alternatives(scenario, asked, out, lang, status.update)
    if as_json:
        echo_json(describe(found, target))
    else:
        show_alternatives(screen, found, target, lang)


def write_alternatives(
    path: Path, asked: Asked, out: Path | None, lang: str, progress: Callable[[str], None]
) -> tuple[Found, Path]:
    """Find the plans of a scenario file and write their folder whole.

    Raises
    ------
    SimError
        Invalid input, or no plan at all.
    """

    def tell(step: str, n: int, count: int) -> None:
        words = say(f"alternatives_{step}_step", lang, n=n, count=count)
        progress(f"{path.name}: {words}")

    progress(doing(path, "load", lang))
    case = load_case(path)
    check_case(case)
    check_slack(case, asked, "--slack")
    target = place_of(case, out)
    busy = tell_message(Screen(stderr=True), lang)
    with claim(target, case.made_by("alternatives"), busy) as place:
        clock = Clock(lambda step: progress(doing(path, step, lang)))
        found = find_for(case, asked, clock, tell)
        place.write(lambda folder: fill_alternatives(folder, found))
    return found, target


def place_of(case: Case, out: Path | None) -> Path:
    """Return the folder that the plans of a case are written to."""
    return (out or case.root / "results") / f"alternatives-{case.scenario.name}"


def describe(found: Found, target: Path) -> dict[str, Any]:
    """Return what machines read: the folder, what was asked, the figures of each plan."""
    rows = json.loads(found.plans.to_json(orient="records", double_precision=15))
    return {"folder": str(target), **found.about, "plans": rows}


# -- telling -----------------------------------------------------------------------------------


def show_alternatives(screen: Screen, found: Found, target: Path, lang: str) -> None:
    """Print the plans, the largest flows and lines with their range, and where the results are."""
    language: Language = "zh" if lang == "zh" else "en"
    about = found.about
    metric = METRICS[about["kept"][0]["metric"]]
    name = metric.zh if language == "zh" else metric.en
    screen.print()
    screen.print(about["scenario"]["title"][language], style="bold")
    title = say("alternatives_title", language, slack=about["slack"], metric=name)
    screen.print(title, style="bold")
    screen.print(_plan_table(found, language))
    flow_names = [_flow_name(row, language) for row in _rows(found.flows)]
    screen.print(_range_table(found.flows, flow_names, "alternatives_flows", found, language))
    line_names = [_line_name(row, language) for row in _rows(found.lines)]
    screen.print(_range_table(found.lines, line_names, "alternatives_lines", found, language))
    for text in _sentences(found, language):
        screen.print(text, soft_wrap=True, highlight=False)
    where = str(target)
    screen.print(label(say("results", language), where, language), soft_wrap=True, highlight=False)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.head(_SHOWN).to_dict("records")  # type: ignore[assignment]
    return rows


def _plan_table(found: Found, language: Language) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(say("alternatives_plan", language))
    metrics = [METRICS[name] for name in _SHOWN_FIGURES]
    for metric in metrics:
        table.add_column(metric.zh if language == "zh" else metric.en, justify="right")
    table.add_column(say("alternatives_other", language), justify="right")
    rows = _rows(found.plans)
    columns = [write_figures([row[m.name] for row in rows], m.unit, language) for m in metrics]
    for row, *cells in zip(rows, *columns, strict=True):
        name = str(row["plan"]) if row["plan"] else say("alternatives_best", language)
        table.add_row(name, *cells, write_amount(row["from_optimum"], language))
    return table


def _range_table(
    frame: pd.DataFrame, names: list[str], title: str, found: Found, language: Language
) -> Table:
    """Return the largest flows or lines: amount in the best plan, range, in how many plans."""
    table = open_table(say(title, language), head="bold")
    table.add_column("")
    for key in ("alternatives_in_best", "alternatives_range", "alternatives_in"):
        table.add_column(say(key, language), justify="right")
    table.add_column("")
    count = len(found.alternatives.plans)
    for name, row in zip(names, _rows(frame), strict=True):
        ends = [write_amount(row[c], language) for c in ("least_kt_yr", "most_kt_yr")]
        table.add_row(
            name,
            write_amount(row["optimum_kt_yr"], language),
            say("alternatives_between", language, low=ends[0], high=ends[1]),
            say("alternatives_of", language, n=row["plans"], count=count),
            say("alternatives_certain" if row["certain"] else "alternatives_free", language),
        )
    return table


def _flow_name(row: dict[str, Any], language: Language) -> str:
    names = {
        key: str(row[f"{key}_name_{language}"] or row[f"{key}_name_en"] or row[key])
        for key in ("origin", "destination", "material")
    }
    return say("alternatives_flow", language, **names)


def _line_name(row: dict[str, Any], language: Language) -> str:
    plant = str(row[f"plant_name_{language}"] or row["plant_name_en"] or row["plant"])
    technology = str(row[f"technology_{language}"] or row["technology"])
    return say("alternatives_line", language, plant=plant, technology=technology)


def _sentences(found: Found, language: Language) -> list[str]:
    exact = found.flows[found.flows["least_kt_yr"].notna()]
    certain = int((exact["least_kt_yr"] > 0).sum())
    said = [
        say(
            "alternatives_sum",
            language,
            count=len(exact),
            certain=certain,
            free=len(exact) - certain,
        )
    ]
    others = len(found.alternatives.plans) - 1
    if others < found.about["asked"]:
        said.append(say("alternatives_fewer", language, count=others))
    return said
