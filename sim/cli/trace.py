"""`sim trace`: from a figure to the rows of the input that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from sim.cli.explain import tell_steps
from sim.cli.options import bom_option, json_option, lang_option, out_option, tell_message
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command, count_columns, option
from sim.cli.study_screen import show_places
from sim.folders.place import claim
from sim.report.names import gather_names
from sim.results.trace.figures import Part
from sim.say.texts import Texts
from sim.studies.trace.asked import LEVELS, MEASURE, read_asked
from sim.studies.trace.folder import fill_trace, name_folder
from sim.studies.trace.sentences import (
    describe,
    tell_below,
    tell_cells,
    tell_part,
    tell_value,
)
from sim.studies.trace.study import Found, open_given, trace


@command("trace")
@argument("scenario", type=click.Path(path_type=Path))
@argument("figure", nargs=-1, required=True)
@option("--zone", help="help_trace_zone")
@option("--city", help="help_trace_city")
@option("--province", help="help_trace_province")
@option("--material", help="help_trace_material")
@option("--in", "measure", default=MEASURE, show_default=True, help="help_trace_in")
@option(
    "--top", default=12, show_default=True, type=click.IntRange(1, 10_000), help="help_trace_top"
)
@out_option
@bom_option
@lang_option
@json_option
def trace_command(  # noqa: PLR0913 - one argument an option
    scenario: Path,
    figure: tuple[str, ...],
    zone: str | None,
    city: str | None,
    province: str | None,
    material: str | None,
    measure: str,
    top: int,
    out: Path | None,
    texts: Texts,
    as_json: bool,
) -> None:
    """Tell which rows of the input a FIGURE of SCENARIO, or of a results folder, is made of."""
    screen, errors = Screen(), Screen(stderr=True)
    given = zip(LEVELS, (zone, city, province, material), strict=True)
    scope = {level: word for level, word in given if word is not None}
    found, target = trace_figure(scenario, figure, scope, measure, out, texts, errors)
    if as_json:
        echo_json({**({"folder": str(target)} if target else {}), **describe(found, texts)})
        return
    show_trace(screen, found, top, texts)
    if target:
        show_places(screen, texts, {"results": target})


def trace_figure(
    path: Path,
    words: tuple[str, ...],
    scope: dict[str, str],
    measure: str,
    out: Path | None,
    texts: Texts,
    errors: Screen,
) -> tuple[Found, Path | None]:
    """Trace a figure; with a folder to write to, write it whole and return where.

    Raises
    ------
    SimError
    """
    with errors.status(f"{path}") as status:
        given = open_given(path)
        asked = read_asked(given.case, words, scope, measure)
        clock = tell_steps(path, status, texts)
        if out is None:
            return trace(given, asked, clock), None
        target = out / name_folder(given.case)
        origin = given.case.made_by("trace")
        with claim(target, origin, tell_message(errors, texts)) as place:
            found = trace(given, asked, clock)
            place.write(lambda folder: fill_trace(folder, found, texts))
    return found, target


def show_trace(screen: Screen, found: Found, top: int, texts: Texts) -> None:
    """Print the figure and, part by part, the rows with the largest shares."""
    texts = gather_names({}, found.case.tables, texts)
    screen.print()
    title = found.case.scenario.title
    screen.print(texts.of(title) or title.en, style="bold", highlight=False)
    screen.print(tell_value(found, texts), style="bold", highlight=False, soft_wrap=True)
    for note in found.notes:
        screen.print(texts.tell(note), soft_wrap=True, highlight=False)
    for part in found.traced.parts:
        screen.print()
        screen.print(tell_part(part, texts), style="bold", highlight=False, soft_wrap=True)
        below = tell_below(found, part, top, texts)
        for line in chain(_tell_rows(found, part, top, texts), below):
            screen.print(line, soft_wrap=True, highlight=False)


def _tell_rows(found: Found, part: Part, top: int, texts: Texts) -> Iterator[str]:
    """Yield the rows of a part: share and amount, what it is, and below where it stands."""
    rows = [tell_cells(row, texts) for row in found.of_part(part).head(top).to_dict("records")]
    widths = [max((count_columns(row[i]) for row in rows), default=0) for i in range(2)]
    for share, amount, name, value, place, source in rows:
        pairs = zip((share, amount), widths, strict=True)
        start = "  ".join(" " * (width - count_columns(cell)) + cell for cell, width in pairs)
        indent = " " * (count_columns(start) + 2)
        yield f"{start}  {texts.label(name, value)}"
        yield f"{indent}{texts.join(filter(None, (place, source)), 'list_semicolon')}"
