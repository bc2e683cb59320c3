"""`sim years`: several years planned together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.table import Table

from sim.cli.open_table import open_table
from sim.cli.options import bom_option, doing, json_option, lang_option, out_option
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command, option
from sim.cli.study_screen import show_places
from sim.folders.place import claim
from sim.loader.change.over_years import load_years
from sim.rules.metrics import METRICS
from sim.say.message import Message
from sim.say.texts import Texts
from sim.studies.run.run import RunOptions
from sim.studies.solve_case import Clock
from sim.studies.years.folder import fill_years
from sim.studies.years.sentences import tell_years
from sim.studies.years.study import YearsFound, look_ahead, study_years
from sim.studies.years.tables import describe_years, tabulate_capacity, tabulate_years

_SHOWN = ("utilization_rate", "unused", "net_cost", "net_co2")


@command("years")
@argument("scenario", type=click.Path(path_type=Path))
@option("--foresight", type=click.IntRange(0, 100), metavar="YEARS", help="help_foresight")
@out_option
@bom_option
@lang_option
@json_option
def years(
    scenario: Path, foresight: int | None, out: Path | None, texts: Texts, as_json: bool
) -> None:
    """Plan several years together: what to build when, and what every year reaches."""
    screen, errors = Screen(), Screen(stderr=True)
    with errors.status(str(scenario)) as status:
        clock = Clock(
            lambda step: status.update(doing(scenario, step, texts)),
            lambda said: status.update(texts.label(scenario.name, said)),
        )

        def tell(text: Message) -> None:
            errors.print(texts.tell(text))

        with clock.step("load"):
            over = load_years(scenario)
        folder = (out or over.case.root / "results") / f"years-{over.case.scenario.name}"
        with claim(folder, over.case.made_by("years"), tell) as place:
            found = study_years(over, clock)
            if foresight is not None:
                found = look_ahead(found, foresight, clock)
            options = RunOptions(out, texts)
            place.write(lambda to: fill_years(to, found, options, clock))
    if as_json:
        echo_json(_for_machines(found, folder))
    else:
        _show(screen, found, folder, texts)


def _for_machines(found: YearsFound, folder: Path) -> dict[str, Any]:
    tables = {"table": tabulate_years(found), "capacity": tabulate_capacity(found)}
    rows = {
        name: json.loads(table.to_json(orient="records", double_precision=15))
        for name, table in tables.items()
    }
    return {"folder": str(folder), **describe_years(found), **rows}


# -- telling -----------------------------------------------------------------------------------


def _show(screen: Screen, found: YearsFound, folder: Path, texts: Texts) -> None:
    """Print the years, what is said of them, and where the results are."""
    screen.print()
    screen.print(texts.of(found.over.case.scenario.title), style="bold")
    screen.print(_year_table(tabulate_years(found), texts))
    for text in tell_years(found, texts):
        screen.print(text, soft_wrap=True, highlight=False)
    show_places(screen, texts, {"years_chart_at": folder / "years.png", "results": folder})


def _year_table(years: pd.DataFrame, texts: Texts) -> Table:
    """Return the figures of each year."""
    table = open_table("", head="bold")
    table.add_column(texts.say("years_year"), no_wrap=True, min_width=4)
    table.add_column(texts.say("years_stands_for"), justify="right")
    columns = []
    for name in _SHOWN:
        metric = METRICS[name]
        size = 100.0 if metric.is_rate else 1.0
        _add_column(table, texts.of(metric), metric.unit, texts)
        columns.append(texts.close_bares(years[metric.column] / size, metric.unit))
    for key, column, unit in (
        ("years_new", "new_kt_yr", "kt/yr"),
        ("years_investment", "investment_MCNY", "MCNY"),
    ):
        _add_column(table, texts.say(key), unit, texts)
        columns.append(texts.close_bares(years[column], unit))
    for year, span, *cells in zip(years["year"], years["years"], *columns, strict=True):
        table.add_row(str(year), str(span), *cells)
    return table


def _add_column(table: Table, name: str, unit: str, texts: Texts) -> None:
    """Add a column of numbers, its name and unit a word a line."""
    lines = [*name.split(" "), *texts.scale(unit).unit.split(" ")]
    table.add_column("\n".join(lines), justify="right", no_wrap=True)
