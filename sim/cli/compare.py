"""`sim compare`: two or more runs side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from sim.cli.compare_show import show_comparison, show_folder
from sim.cli.ensemble import Asked, draw, plan_draws, show_ensemble
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
    bom_option,
    choose_crew,
    cluster_option,
    dpi_option,
    ensemble_option,
    json_option,
    lang_option,
    out_option,
    size_option,
    workers_option,
)
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command, option
from sim.draw.paper import paper_of
from sim.folders.marker import Origin
from sim.folders.place import Place, claim
from sim.say.message import Message
from sim.say.texts import Texts
from sim.studies.compare.folder import fill_comparison, make_distinct
from sim.studies.compare.held import not_drawn
from sim.studies.compare.sentences import short_titles
from sim.studies.compare.study import (
    Comparison,
    summarize_comparison,
)
from sim.studies.compare.study import compare as compare_runs
from sim.studies.ensemble.folder import describe_ensemble, fill_ensemble
from sim.studies.ensemble.leans import Leans
from sim.studies.ensemble.sentences import tell_held
from sim.studies.ensemble.study import EnsembleStudy
from sim.studies.memory import Memory
from sim.studies.run.run import RunOptions
from sim.studies.task_log import keep_tasks

BOUNDS = Bounds("compare", 2, "compare_count")
"""How many runs are compared."""


@command("compare")
@argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path))
@out_option
@basemap_option
@option("--transfers", is_flag=True, help="help_transfers")
@ensemble_option
@workers_option
@cluster_option
@size_option
@dpi_option
@bom_option
@lang_option
@json_option
def compare(  # noqa: PLR0913 - one argument an option
    runs: tuple[Path, ...],
    out: Path | None,
    basemap: str,
    transfers: bool,
    draws: int | None,
    workers: int | None,
    cluster: str | None,
    size: str | None,
    dpi: int | None,
    texts: Texts,
    as_json: bool,
) -> None:
    """Compare RUNS: results folders, or scenarios that are run where their results are stale.

    The first is the reference. Writes a folder of tables and maps.
    """
    screen, errors = Screen(), Screen(stderr=True)
    pictures = ("transfers",) if transfers else ()
    options = RunOptions(out, texts, basemap, pictures, paper_of(size, dpi))
    crew = choose_crew(workers, cluster)
    asked = None if draws is None else Asked(draws, crew)
    with errors.status("") as status:
        found = compare_paths(runs, options, status.update, errors.print, asked)
    comparison, folder = found.comparison, found.folder
    if as_json:
        content = {"folder": str(folder), "summary": summarize_comparison(comparison)}
        more = {} if found.leans is None else {"ensemble": describe_ensemble(found.leans.drawn)}
        echo_json(content | more)
        return
    show_comparison(screen, comparison, texts)
    if found.leans is not None:
        show_ensemble(screen, found.leans, short_titles(comparison, texts), texts)
    else:
        for line in not_drawn(comparison, texts).about:
            screen.print(line, highlight=False, soft_wrap=True)
    show_folder(screen, folder, texts)


@dataclass(frozen=True)
class Compared:
    """A comparison that is written."""

    comparison: Comparison
    folder: Path
    leans: Leans | None = None
    """The ensemble, where one was asked for."""


def compare_paths(
    paths: Sequence[Path],
    options: RunOptions,
    tell: Tell,
    note: Tell,
    asked: Asked | None = None,
) -> Compared:
    """Compare the runs of results folders and scenarios; return what was written, and where.

    Scenarios are run first where their results do not exist or were made from other input.

    Raises
    ------
    SimError
        Anything is wrong with an argument or its input, or a scenario has no plan; then no
        comparison is written, and nothing is run before all input has been found valid.
    """
    texts = options.texts
    given = read_arguments(paths, options, tell, BOUNDS)
    names = make_distinct(one.found.name if one.found else one.folder.name for one in given)
    target = (options.out or given[0].folder.parent) / name_folder("compare", names)
    check_places(given)
    study = None
    if asked is not None:
        tell(texts.say("ensemble_reading"))
        files = zip(names, (one.path for one in given), strict=True)
        study = plan_draws(list(files), asked)
    origin = find_origin("compare", given)
    with _open(target, origin, study, lambda text: note(texts.tell(text))) as (memory, place):
        runs = read_runs(given, names, options, tell, note)
        tell(texts.say("compare_comparing"))
        comparison = compare_runs(runs)
        leans = None
        if asked is not None and study is not None:
            leans = draw(study, memory, asked, tell, texts)
        tell(texts.say("compare_drawing"))

        def fill(folder: Path) -> None:
            titles = short_titles(comparison, texts)
            held = None if leans is None else tell_held(leans, titles, texts)
            fill_comparison(folder, comparison, options, note, held)
            if leans is not None:
                fill_ensemble(folder, leans, titles, texts, note)

        place.write(fill)
    return Compared(comparison, target, leans)


@contextmanager
def _open(
    target: Path, origin: Origin, study: EnsembleStudy | None, tell: Callable[[Message], None]
) -> Iterator[tuple[Memory, Place]]:
    """Give the place of a comparison, and what is known of its draws if there are some."""
    if study is None:
        with claim(target, origin, tell) as place:
            yield Memory(), place
    else:
        with keep_tasks(target, study.key, origin, tell) as opened:
            yield opened
