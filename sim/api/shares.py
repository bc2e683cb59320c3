"""A game that is given by what its coalitions are worth, or cost, and its divisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.api.place import find_caller
from sim.api.study import Study, StudyTables
from sim.draw.chart import make_chart
from sim.errors import InputError, Problem
from sim.folders.marker import Origin
from sim.games.game import Game
from sim.loader.read.game_table import GameTable, read_game
from sim.say import Language
from sim.say.message import plain
from sim.say.texts import Texts
from sim.studies.share.chart import draw_shares
from sim.studies.share.folder import fill_shares, made_from
from sim.studies.share.study import Shares as Found
from sim.studies.share.study import share as divide
from sim.studies.share.tables import TABLES, describe_shares

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Worth = Mapping[tuple[str, ...], float]
"""Members of a coalition -> what it is worth, or costs."""


@dataclass(frozen=True, repr=False, eq=False)
class Shares(Study):
    """What each player gets, or pays, in every division of a game."""

    found: Found
    language: Language = "en"

    @cached_property
    def tables(self) -> StudyTables:
        """Return shares, divisions and coalitions by name."""
        return StudyTables({name: tabulate(self.found) for name, tabulate in TABLES.items()})

    @property
    def shares(self) -> pd.DataFrame:
        """Return a row a player: alone, adding last, and in each division."""
        return self.tables["shares"]

    @property
    def divisions(self) -> pd.DataFrame:
        """Return a row a division: whether in the core, and which coalition it treats worst."""
        return self.tables["divisions"]

    @property
    def summary(self) -> dict[str, Any]:
        """Return the figures of the whole, as `share.json` has them."""
        return describe_shares(self.found)

    @property
    def origin(self) -> Origin:  # type: ignore[override]
        """Return what marks a folder that is written of it."""
        return made_from(self.found.table)

    def chart(self, *, language: Language | None = None) -> Figure:
        """Return the picture: what each gets or pays alone and in every division."""
        return make_chart(lambda font: draw_shares(self.found, font), self._texts(language))

    def fill(self, folder: Path, texts: Texts) -> None:
        """Write all its files to a folder."""
        fill_shares(folder, self.found, texts)

    def describe(self) -> str:
        """Return name and number of players."""
        return f"{self.found.table.name}: {self.found.game.size} players"


def share(
    game: str | Path | Worth, *, is_cost: bool = False, unit: str = "", language: Language = "en"
) -> Shares:
    """Return the divisions of a game: Shapley, nucleolus, per-capita nucleolus, separable costs.

    `game` is a CSV file as `sim share` reads it, or members of each coalition -> its worth; then
    `is_cost` says that costs are given, and `unit` in what.

    Raises
    ------
    InputError
        All that is wrong with the table.
    VerificationError
    """
    table = _given(game, unit, is_cost=is_cost) if isinstance(game, Mapping) else None
    return Shares(divide(table or read_game(Path(str(game)))), language)


def _given(worth: Worth, unit: str, *, is_cost: bool) -> GameTable:
    """Return a game that is no file."""
    sign = -1.0 if is_cost else 1.0
    try:
        game = Game.from_mapping({who: sign * value for who, value in worth.items()})
    except ValueError as error:
        raise InputError([Problem(find_caller(), plain(str(error)), None, "game")]) from None
    return GameTable(game, is_cost, unit, "game", Path.cwd())
