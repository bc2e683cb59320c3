"""The folder that is written of a divided game."""

from __future__ import annotations

from pathlib import Path

from sim.folders.marker import MANIFEST, Origin, Source
from sim.loader.read.game_table import GameTable
from sim.results.tables import write_table
from sim.results.write import describe_run, write_json
from sim.say.texts import Texts
from sim.studies.share.chart import save_shares
from sim.studies.share.study import Shares
from sim.studies.share.tables import TABLES, describe_shares


def made_from(table: GameTable) -> Origin:
    """Return what marks a folder that is made of a game."""
    return Origin("share", (Source(table.root, table.file or table.name, table.sha256),))


def fill_shares(folder: Path, found: Shares, texts: Texts) -> str:
    """Write everything the folder holds; return what to tell the user, or nothing."""
    for name, tabulate in TABLES.items():
        write_table(tabulate(found), folder / f"{name}.csv")
    table = found.table
    write_json(describe_shares(found), folder / "share.json")
    hashes = {table.file: table.sha256} if table.file else {}
    write_json(describe_run(hashes), folder / MANIFEST)
    return save_shares(found, folder, texts)
