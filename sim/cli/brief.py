"""`sim brief`: a document of a few pages about scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sim.cli.given_runs import (
    Bounds,
    Tell,
    check_places,
    find_origin,
    name_folder,
    read_arguments,
    read_runs,
)
from sim.cli.options import (
    basemap_option,
    dpi_option,
    json_option,
    lang_option,
    out_option,
    size_option,
)
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command, option
from sim.documents.forms import FORMS
from sim.draw.paper import paper_of
from sim.folders.place import claim
from sim.loader import read_base
from sim.say.texts import Texts
from sim.studies.brief.folder import PAPER, STEM, fill_brief
from sim.studies.brief.subject import make_subject
from sim.studies.compare.folder import make_distinct
from sim.studies.run.run import RunOptions

_BOUNDS = Bounds("brief", 1, "brief_count")


@command("brief")
@argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path))
@option(
    "--as",
    "forms",
    multiple=True,
    default=["docx"],
    show_default=True,
    type=click.Choice(list(FORMS)),
    help="help_brief_as",
)
@option("--alone", is_flag=True, help="help_brief_alone")
@out_option
@basemap_option
@size_option
@dpi_option
@lang_option
@json_option
def brief(  # noqa: PLR0913 - one argument an option
    runs: tuple[Path, ...],
    forms: tuple[str, ...],
    alone: bool,
    out: Path | None,
    basemap: str,
    size: str | None,
    dpi: int | None,
    texts: Texts,
    as_json: bool,
) -> None:
    """Write a document about RUNS: results folders, or scenarios that are run where stale."""
    screen, errors = Screen(), Screen(stderr=True)
    options = RunOptions(out, texts, basemap, paper=paper_of(size, dpi, PAPER))
    paths = runs if alone else _with_base(runs)
    with errors.status("") as status:
        folder = brief_paths(
            paths, runs[0], tuple(dict.fromkeys(forms)), options, status.update, errors.print
        )
    files = [str(folder / f"{STEM}.{form}") for form in dict.fromkeys(forms)]
    if as_json:
        echo_json({"folder": str(folder), "files": files})
    else:
        for file in files:
            text = texts.label(texts.say("brief_written"), file)
            screen.print(text, highlight=False, soft_wrap=True)


def _with_base(runs: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the runs; a single scenario after the one that it extends."""
    base = read_base(runs[0]) if len(runs) == 1 and runs[0].is_file() else None
    return runs if base is None else (base, *runs)


def brief_paths(
    paths: Sequence[Path],
    first: Path,
    forms: tuple[str, ...],
    options: RunOptions,
    tell: Tell,
    note: Tell,
) -> Path:
    """Write the brief of results folders and scenarios; return its folder.

    Scenarios are run first where their results do not exist or were made from other input.
    `first` is the first of the paths that was asked for: what stands before it is its reference.

    Raises
    ------
    SimError
        Anything is wrong with an argument or its input, a scenario has no plan, or a font is
        missing; then no brief is written, and nothing is run before all input has been found
        valid.
    """
    given = read_arguments(paths, options, tell, _BOUNDS)
    names = make_distinct(one.found.name if one.found else one.folder.name for one in given)
    asked = names[paths.index(first) :]
    target = (options.out or given[0].folder.parent) / name_folder("brief", asked)
    check_places(given)
    origin = find_origin("brief", given)
    with claim(target, origin, lambda text: note(options.texts.tell(text))) as place:
        runs = read_runs(given, names, options, tell, note)
        tell(options.texts.say("brief_writing"))
        subject = make_subject(runs, options.texts)

        def fill(folder: Path) -> None:
            fill_brief(folder, subject, forms, options.basemap, note, options.paper)

        place.write(fill)
    return target
