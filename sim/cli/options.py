"""Options and loops that commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from sim.cli.ending import describe_access, tell_access
from sim.cli.screen import Screen, echo, echo_json
from sim.cli.show_error import describe_error, show_error
from sim.cli.speech import argument, option
from sim.draw.paper import LEAST_DPI, MOST_DPI
from sim.errors import ExitCode, InputError, Problem, SimError
from sim.say.message import Message, message
from sim.say.texts import Texts
from sim.scenario.ensemble import LEAST_DRAWS, MOST_DRAWS
from sim.scenario.escaping import marked_csv
from sim.workers import Crew

lang_option = option(
    "--lang",
    "texts",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    envvar="SIM_LANG",
    help="help_lang",
    callback=lambda _context, _option, language: Texts(language),
)
"""Gives a command the texts of the language that is asked for."""
bom_option = option(
    "--bom",
    is_flag=True,
    envvar="SIM_BOM",
    help="help_bom",
    expose_value=False,
    callback=lambda context, _option, on: context.with_resource(marked_csv(on)),
)
"""Lets a command write CSV files that Excel opens without garbling Chinese."""
json_option = option("--json", "as_json", is_flag=True, help="help_json")
scenarios_argument = argument("scenarios", nargs=-1, required=True, type=click.Path(path_type=Path))


class FolderPath(click.Path):
    """The path of a folder; an empty one is refused, which would mean the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path.

        Raises
        ------
        InputError
            It is empty.
        """
        if not str(value).strip():
            is_option = isinstance(param, click.Option)
            where = "--out" if is_option else message("metavar_FOLDER")
            what, hint = message("folder_empty"), message("folder_empty_hint")
            raise InputError([Problem(where, what, hint, "empty")])
        return super().convert(value, param, ctx)


out_option = option("--out", type=FolderPath(), help="help_out")
workers_option = option(
    "--workers", type=click.IntRange(1, 1024), default=None, help="help_workers"
)
ensemble_option = option(
    "--ensemble",
    "draws",
    metavar="N",
    type=click.IntRange(LEAST_DRAWS, MOST_DRAWS),
    default=None,
    help="help_ensemble",
)
cluster_option = option("--cluster", metavar="ADDRESS", default=None, help="help_cluster")
basemap_option = option(
    "--basemap",
    default="auto",
    show_default=True,
    type=click.Choice(["auto", "schematic", "natural-earth", "tianditu", "none"]),
    help="help_basemap",
)


size_option = option("--size", metavar="a4|slide|WxH", default=None, help="help_size")
dpi_option = option(
    "--dpi", type=click.IntRange(LEAST_DPI, MOST_DPI), default=None, help="help_dpi"
)


def choose_crew(workers: int | None, cluster: str | None) -> Crew:
    """Return who solves.

    Raises
    ------
    InputError
        Both are given.
    """
    if workers is not None and cluster is not None:
        what = message("exclude_each_other", one="--workers", other="--cluster")
        raise InputError([Problem("--workers, --cluster", what, message("keep_one"), "exclusive")])
    return Crew(workers, cluster)


def doing(path: Path, step: str, texts: Texts) -> str:
    """Return the line that says what is being done to a scenario."""
    return texts.label(path.name, texts.say("step_" + step))


def tell_message(screen: Screen, texts: Texts) -> Callable[[Message], None]:
    """Return what prints a message."""
    return lambda text: screen.print(texts.tell(text), highlight=False, soft_wrap=True)


def tell_resumed(screen: Screen, known: int, texts: Texts) -> None:
    """Say how many solves of an interrupted study are known, if any."""
    if known:
        screen.print(texts.say("study_resumed", count=known), highlight=False)


def for_each(
    paths: tuple[Path, ...],
    action: Callable[[Path], dict[str, Any]],
    texts: Texts,
    *,
    as_json: bool,
    refuse: Callable[[], None] = lambda: None,
) -> None:
    """Apply an action to every path; a failing one does not stop the others.

    What `refuse` raises stops all of them before the first. Ends with the exit code of the first
    failure.
    """
    console = Screen(stderr=True)
    results: list[dict[str, Any]] = []
    code = ExitCode.OK

    def fail(error: SimError | OSError, failed: Sequence[Path]) -> None:
        nonlocal code
        known = describe_access(error, failed[0]) if isinstance(error, OSError) else error
        code = code or known.exit_code
        results.extend({"path": str(path), **describe_error(known, texts)} for path in failed)
        if as_json:
            return
        if isinstance(error, OSError):
            echo(tell_access(error, texts), err=True)
        else:
            show_error(console, error, texts)

    try:
        refuse()
    except SimError as error:
        fail(error, paths)
        paths = ()
    for path in paths:
        try:
            results.append({"path": str(path), **action(path)})
        except (SimError, OSError) as error:
            fail(error, [path])
    if as_json:
        echo_json(results)
    if code:
        sys.exit(int(code))
