"""`sim compare`: two or more runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sim.cli.compare_show import show_comparison
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
    dpi_option,
    json_option,
    lang_option,
    out_option,
    size_option,
)
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command, option
from sim.draw.paper import paper_of
from sim.folders.place import claim
from sim.say.texts import Texts
from sim.studies.compare.folder import fill_comparison, make_distinct
from sim.studies.compare.study import (
    Comparison,
    summarize_comparison,
)
from sim.studies.compare.study import compare as compare_runs
from sim.studies.run.run import RunOptions

BOUNDS = Bounds("compare", 2, "compare_count")
"""How many runs are compared."""


@command("compare")
@argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path))
@out_option
@basemap_option
@option("--transfers", is_flag=True, help="help_transfers")
@size_option
@dpi_option
@bom_option
@lang_option
@json_option
def compare(
    runs: tuple[Path, ...],
    out: Path | None,
    basemap: str,
    transfers: bool,
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
    with errors.status("") as status:
        comparison, folder = compare_paths(runs, options, status.update, errors.print)
    if as_json:
        content = {"folder": str(folder), "summary": summarize_comparison(comparison)}
        echo_json(content)
    else:
        show_comparison(screen, comparison, folder, texts)


def compare_paths(
    paths: Sequence[Path], options: RunOptions, tell: Tell, note: Tell
) -> tuple[Comparison, Path]:
    """Compare the runs of results folders and scenarios; return it and the folder written.

    Scenarios are run first where their results do not exist or were made from other input.

    Raises
    ------
    SimError
        Anything is wrong with an argument or its input, or a scenario has no plan; then no
        comparison is written, and nothing is run before all input has been found valid.
    """
    given = read_arguments(paths, options, tell, BOUNDS)
    names = make_distinct(one.found.name if one.found else one.folder.name for one in given)
    target = (options.out or given[0].folder.parent) / name_folder("compare", names)
    check_places(given)
    origin = find_origin("compare", given)
    with claim(target, origin, lambda text: note(options.texts.tell(text))) as place:
        runs = read_runs(given, names, options, tell, note)
        tell(options.texts.say("compare_comparing"))
        comparison = compare_runs(runs)
        tell(options.texts.say("compare_drawing"))
        place.write(lambda folder: fill_comparison(folder, comparison, options, note))
    return comparison, target
