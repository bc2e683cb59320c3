"""`sim new`: the example project."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click

from sim.cli.options import lang_option
from sim.cli.screen import echo
from sim.cli.speech import argument, command
from sim.errors import InputError, Problem
from sim.loader.files import is_left_over
from sim.message import message
from sim.words import say

SCENARIO = Path("scenarios") / "baseline.yaml"


def create(folder: Path) -> Path:
    """Copy the bundled project into a folder; return the path of its first scenario."""
    with as_file(files("sim") / "example") as source:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    return folder / SCENARIO


def refuse_if_used(folder: Path) -> None:
    """Raise InputError where a folder holds something already."""
    if folder.exists() and not all(is_left_over(entry.name) for entry in folder.iterdir()):
        problem = Problem(
            str(folder), message("not_empty", folder=folder), message("not_empty_hint")
        )
        raise InputError([problem])


@command("new")
@argument("folder", type=click.Path(path_type=Path, file_okay=False))
@lang_option
def new(folder: Path, lang: str) -> None:
    """Make a small example project in FOLDER, to be edited into your own region."""
    refuse_if_used(folder)
    scenario = create(folder)
    echo(say("made_project", lang, folder=folder, scenario=scenario))
