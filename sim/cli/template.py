"""`sim template`: an empty workbook to be filled in, or the tables of a scenario."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import lang_option
from sim.cli.screen import echo
from sim.cli.speech import argument, command, option
from sim.errors import InputError, Problem
from sim.folders.lock import make_folders
from sim.say.message import message
from sim.say.texts import Texts
from sim.workbooks.house import write_house
from sim.workbooks.library import find_library
from sim.workbooks.template import write_template

_DEFAULT = {"en": "plan.xlsx", "zh": "填报表.xlsx"}


@command("template")
@argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@option("--of", metavar="SCENARIO", type=click.Path(path_type=Path), help="help_template_of")
@lang_option
def template(file: Path | None, of: Path | None, texts: Texts) -> None:
    """Write an empty workbook, or the tables of a scenario."""
    path = file or Path(_DEFAULT[texts.language])
    if path.exists():
        what, hint = message("wb_there"), message("wb_there_hint")
        raise InputError([Problem(str(path), what, hint, "not_replaced")])
    content = write_house(of) if of else write_template(find_library(None, path), texts)
    make_folders(path.absolute().parent)
    with path.open("xb") as stream:
        stream.write(content)
    echo(texts.say("wb_template_done", file=path))
