"""Options and loops that commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sim.cli.screen import Screen, echo_json
from sim.cli.show import describe_error, show_error
from sim.cli.speech import argument, option
from sim.errors import ExitCode, InputError, Problem, SimError
from sim.message import message
from sim.words import label, say
from sim.workers import Crew

lang_option = option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True,
    envvar="SIM_LANG", help="help_lang",
)  # fmt: skip
json_option = option("--json", "as_json", is_flag=True, help="help_json")
scenarios_argument = argument("scenarios", nargs=-1, required=True, type=click.Path(path_type=Path))
out_option = option(
    "--out", type=click.Path(path_type=Path, file_okay=False),
    help="help_out",
)  # fmt: skip
workers_option = option(
    "--workers", type=click.IntRange(1, 1024), default=None, help="help_workers"
)
cluster_option = option("--cluster", metavar="ADDRESS", default=None, help="help_cluster")
basemap_option = option(
    "--basemap", default="auto", show_default=True,
    type=click.Choice(["auto", "schematic", "natural-earth", "tianditu", "none"]),
    help="help_basemap",
)  # fmt: skip


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


def doing(path: Path, step: str, language: str) -> str:
    """Return the line that says what is being done to a scenario."""
    return label(path.name, say("step_" + step, language), language)


def for_each(
    paths: tuple[Path, ...], action: Callable[[Path], dict[str, Any]], language: str, *,
    as_json: bool,
) -> None:  # fmt: skip
    """Apply an action to every path; a failing one does not stop the others.

    Ends with the exit code of the first failure.
    """
    console = Screen(stderr=True)
    results: list[dict[str, Any]] = []
    code = ExitCode.OK
    for path in paths:
        try:
            results.append({"path": str(path), **action(path)})
        except SimError as error:
            code = code or error.exit_code
            results.append({"path": str(path), **describe_error(error, language)})
            if not as_json:
                show_error(console, error, language)
    if as_json:
        echo_json(results)
    if code:
        sys.exit(int(code))
