"""`sim generate`: a synthetic region of any size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.cli.options import FolderPath, lang_option
from sim.cli.screen import echo
from sim.cli.speech import argument, command, option
from sim.folders.place import fill_empty
from sim.processes.machine import GIGABYTE, bytes_here, bytes_of_routes
from sim.say.texts import Texts
from sim.synthetic import Size, write_project


@command("generate")
@argument("folder", type=FolderPath())
@option(
    "--routes",
    type=click.IntRange(10, 100_000_000),
    default=10_000,
    show_default=True,
    help="help_routes",
)
@option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="help_region_seed",
)
@option(
    "--kind",
    type=click.Choice(["recipes", "transport"]),
    default="recipes",
    show_default=True,
    help="help_kind",
)
@lang_option
def generate(folder: Path, routes: int, seed: int, kind: Any, texts: Texts) -> None:
    """Make a synthetic region in FOLDER, to try how the simulator scales."""
    _warn_of_memory(routes, texts)
    size = Size.of_routes(routes, kind, seed)
    scenario = fill_empty(folder, lambda new: write_project(size, new))
    echo(
        texts.say(
            "made_region",
            folder=folder,
            scenario=scenario,
            zones=size.zones,
            plants=size.plants,
            wastes=size.wastes,
        )
    )


def _warn_of_memory(routes: int, texts: Texts) -> None:
    """Say what a run of a very large region takes, before it is made."""
    need, have = bytes_of_routes(routes) / GIGABYTE, bytes_here()
    if need < 1.0:
        return
    echo(texts.say("region_memory", need=f"{need:,.0f}"), err=True)
    if have is not None and need > have / GIGABYTE:
        echo(texts.say("region_memory_short", have=f"{have / GIGABYTE:,.0f}"), err=True)
