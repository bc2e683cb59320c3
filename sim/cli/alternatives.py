"""`sim alternatives`: plans nearly as good as the best that differ the most."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.table import Table

from sim.checks import check_case
from sim.cli.open_table import open_table
from sim.cli.options import bom_option, doing, json_option, lang_option, out_option, tell_message
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command, option
from sim.cli.study_screen import open_bar, show_places
from sim.folders.place import claim
from sim.loader import load_case
from sim.loader.case import Case
from sim.results.unchecked import name_technology
from sim.rules.metrics import METRICS
from sim.say.figures import write_cell
from sim.say.texts import Texts
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
@bom_option
@lang_option
@json_option
def alternatives(
    scenario: Path,
    number: int,
    slack: str,
    stages: str,
    seed: int,
    out: Path | None,
    texts: Texts,
    as_json: bool,
) -> None:
    """Find plans nearly as good as the best that differ the most.

    Tells which flows and lines are part of every good plan, and which are a free choice.
    """
    screen, errors = Screen(), Screen(stderr=True)
    asked = Asked(number, slack, stages == "all", seed)
    found, target = write_alternatives(scenario, asked, out, texts, errors)
    if as_json:
        echo_json(describe(found, target))
    else:
        show_alternatives(screen, found, target, texts)


def write_alternatives(
    path: Path, asked: Asked, out: Path | None, texts: Texts, errors: Screen
) -> tuple[Found, Path]:
    """Find the plans of a scenario file and write their folder whole, with a bar of the steps.

    Raises
    ------
    SimError
        Invalid input, or no plan at all.
    """
    with errors.status(doing(path, "load", texts)):
        case = load_case(path)
        check_case(case)
        check_slack(case, asked, "--slack")
    target = place_of(case, out)
    with claim(target, case.made_by("alternatives"), tell_message(errors, texts)) as place:
        with open_bar(errors) as bar:
            task = bar.add_task(doing(path, "network", texts), total=None)

            def step(name: str) -> None:
                bar.update(task, description=doing(path, name, texts))

            def tell(name: str, done: int, count: int) -> None:
                if not done:
                    bar.reset(task)
                words = texts.label(path.name, texts.say(f"alternatives_{name}_step"))
                bar.update(task, description=words, completed=done, total=count)

            found = find_for(case, asked, Clock(step), tell)
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


def show_alternatives(screen: Screen, found: Found, target: Path, texts: Texts) -> None:
    """Print the plans, the largest flows and lines with their range, and where the results are."""
    about = found.about
    metric = METRICS[about["kept"][0]["metric"]]
    name = texts.of(metric)
    screen.print()
    screen.print(texts.of(about["scenario"]["title"]), style="bold")
    title = texts.say("alternatives_title", slack=about["slack"], metric=name)
    screen.print(title, style="bold")
    screen.print(_plan_table(found, texts))
    flows, lines = _rows(_in_best(found.flows)), _rows(_in_best(found.lines))
    flow_names = [_flow_name(row, texts) for row in flows]
    screen.print(_range_table(flows, flow_names, "alternatives_flows", found, texts))
    line_names = [_line_name(row, texts) for row in lines]
    screen.print(_range_table(lines, line_names, "alternatives_lines", found, texts))
    for text in _sentences(found, texts):
        screen.print(text, soft_wrap=True, highlight=False)
    show_places(screen, texts, {"results": target})


def _in_best(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the flows or lines that the best plan has, in their order."""
    return frame[frame["optimum_kt_yr"] > 0]


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.head(_SHOWN).to_dict("records")  # type: ignore[assignment]
    return rows


def _plan_table(found: Found, texts: Texts) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(texts.say("alternatives_plan"))
    metrics = [METRICS[name] for name in _SHOWN_FIGURES]
    for metric in metrics:
        table.add_column(texts.of(metric), justify="right")
    table.add_column(texts.say("alternatives_other"), justify="right")
    rows = _rows(found.plans)
    columns = [texts.figures([row[m.name] for row in rows], m.unit) for m in metrics]
    for row, *cells in zip(rows, *columns, strict=True):
        name = str(row["plan"]) if row["plan"] else texts.say("alternatives_best")
        table.add_row(name, *cells, texts.amount(row["from_optimum"]))
    return table


def _range_table(
    rows: list[dict[str, Any]], names: list[str], title: str, found: Found, texts: Texts
) -> Table:
    """Return flows or lines: amount in the best plan, range, in how many plans; in one unit."""
    largest = max((row["high_kt_yr"] for row in rows), default=0.0)
    scale = texts.scale_of_row(largest, "kt/yr")
    table = open_table(texts.say("compare_with_unit", name=texts.say(title), unit=scale.unit))
    table.add_column("")
    for key in ("alternatives_in_best", "alternatives_range", "alternatives_in"):
        table.add_column(texts.say(key), justify="right")
    table.add_column("")
    count = len(found.alternatives.plans)
    for name, row in zip(names, rows, strict=True):
        best, *ends = (
            write_cell(scale.of(row[f"{c}_kt_yr"])) for c in ("optimum", "least", "most")
        )
        table.add_row(
            name,
            best,
            texts.say("alternatives_between", low=ends[0], high=ends[1]),
            texts.say("alternatives_of", n=row["plans"], count=count),
            texts.say("alternatives_certain" if row["certain"] else "alternatives_free"),
        )
    return table


def _flow_name(row: dict[str, Any], texts: Texts) -> str:
    names = {
        key: str(row[f"{key}_name_{texts.language}"] or row[f"{key}_name_en"] or row[key])
        for key in ("origin", "destination", "material")
    }
    return texts.say("alternatives_flow", **names)


def _line_name(row: dict[str, Any], texts: Texts) -> str:
    plant = str(row[f"plant_name_{texts.language}"] or row["plant_name_en"] or row["plant"])
    return texts.say("alternatives_line", plant=plant, technology=name_technology(row, texts))


def _sentences(found: Found, texts: Texts) -> list[str]:
    exact = found.flows[found.flows["least_kt_yr"].notna()]
    certain = int((exact["least_kt_yr"] > 0).sum())
    said = [
        texts.say(
            "alternatives_sum",
            count=len(exact),
            certain=certain,
            free=len(exact) - certain,
        )
    ]
    others = len(found.alternatives.plans) - 1
    if others < found.about["asked"]:
        said.append(texts.say("alternatives_fewer", count=others))
    return said
