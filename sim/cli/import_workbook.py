"""`sim import`: a project, or scenarios, from a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from sim.cli.options import FolderPath, lang_option, tell_message
from sim.cli.screen import Screen, echo
from sim.cli.speech import argument, command, option
from sim.say.texts import Texts
from sim.workbooks.account import Account
from sim.workbooks.library import find_library
from sim.workbooks.project import ACCOUNT, Taken
from sim.workbooks.take import import_changes, import_project

_SHOWN = 12
"""Things of a kind that are told on the terminal; all of them stand in a file."""


@command("import")
@argument("workbooks", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--to", type=FolderPath(), help="help_import_to")
@option("--base", metavar="SCENARIO", type=click.Path(path_type=Path), help="help_import_base")
@option("--area", "areas", metavar="AREA", multiple=True, help="help_import_area")
@option("--library", type=FolderPath(), help="help_import_library")
@lang_option
def import_workbook(
    workbooks: tuple[Path, ...],
    to: Path | None,
    base: Path | None,
    areas: tuple[str, ...],
    library: Path | None,
    texts: Texts,
) -> None:
    """Make a project of WORKBOOKS, or scenarios beside the one of --base."""
    workbook, *beside = workbooks
    if base is not None:
        taken, files = import_changes(workbook, base, texts, beside=beside, areas=areas)
        show(taken, texts, "")
        for name, file in zip(taken.scenarios, files, strict=True):
            echo(texts.say("wb_scenario", name=taken.scenarios[name]["title"], file=file))
        echo(texts.say("wb_done_changes", scenario=files[0]))
        return
    folder = to or workbook.with_suffix("")
    known = find_library(library, workbook)
    tell = tell_message(Screen(stderr=True), texts)
    asked: dict[str, Sequence[Any]] = {"beside": beside, "areas": areas}
    taken, scenario = import_project(workbook, folder, known, texts, tell, **asked)
    show(taken, texts, str(folder / ACCOUNT))
    for name, document in taken.scenarios.items():
        file = scenario.with_name(f"{name}.yaml")
        echo(texts.say("wb_scenario", name=document["title"], file=file))
    account = folder / ACCOUNT
    echo(texts.say("wb_done", folder=folder, account=account, scenario=scenario))


def show(taken: Taken, texts: Texts, account: str) -> None:
    """Say what was taken for what, in short: tables and columns whole, the rest in part."""
    lines = taken.account.lines
    for line in (line for line in lines if line.kind == "table"):
        echo(f"{line.where}  {texts.tell(line.what)}")
    for kinds in (("left",), ("unread",), ("inferred", "row")):
        _show_some(taken.account, kinds, texts, account)
    tables = taken.gathered.tables
    if not any(tables.values()):
        return
    counts = {name: len(tables[name]) for name in ("zones", "plants", "lines", "markets", "links")}
    echo(texts.say("wb_counts", wastes=len(tables["generation"]), **counts))
    kinds_of = {"totals": "total", "notes": "note", "unread": "unread", "inferred": "inferred"}
    echo(texts.say("wb_left_out", **{k: taken.account.count(v) for k, v in kinds_of.items()}))


def _show_some(account: Account, kinds: tuple[str, ...], texts: Texts, file: str) -> None:
    lines = [line for line in account.lines if line.kind in kinds]
    shown = lines if not file else lines[:_SHOWN]
    for line in shown:
        echo(f"  {line.where}  {texts.tell(line.what)}")
    if len(lines) > len(shown):
        echo(f"  {texts.say('wb_more_lines', count=len(lines) - len(shown), account=file)}")
