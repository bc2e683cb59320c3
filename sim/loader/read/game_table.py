"""A table of what coalitions are worth, or cost: players and values, read strictly."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from sim.errors import InputError, Problem
from sim.games.game import Game
from sim.loader.read.csv_rows import split_rows
from sim.loader.read.files import MEGABYTE, Project
from sim.loader.read.words import Noted, list_some, show
from sim.say.message import Message, Sayable, message
from sim.scenario.escaping import unguard
from sim.units import is_number, parse

COALITION, VALUE, COST = "coalition", "value", "cost"
MOST_PLAYERS = 12
"""With more there are too many coalitions to be written down."""
_HEADING = re.compile(r"([^\[\]]+?)\s*(?:\[([^\[\]]*)\])?")
_JOINT = re.compile(r"\s*[;+]\s*")
_MOST_BYTES = 4 * MEGABYTE


@dataclass(frozen=True)
class GameTable:
    """A game as it was read or given."""

    game: Game
    """Costs as negative values."""
    is_cost: bool
    unit: str
    """As the heading gives it; empty where it does not."""
    name: str
    """File without its ending."""
    root: Path
    """Folder of the file."""
    file: str = ""
    """Empty where the game was given by Python."""
    sha256: str = ""

    @property
    def sign(self) -> float:
        """Return what turns values of the game into what was written."""
        return -1.0 if self.is_cost else 1.0


def read_game(path: Path) -> GameTable:
    """Read a game: columns `coalition` (members joined by `;` or `+`) and `value` or `cost`.

    Every coalition of the players must be there, in any order. The heading may give a unit in
    brackets. A link is followed: the game is that of the file it leads to.

    Raises
    ------
    InputError
        All that is wrong, each with `file:line`.
    """
    real = Path(os.path.realpath(path))
    project = Project(real.parent)
    text = project.read(real, _MOST_BYTES)
    sheet = _Sheet(path.name)
    worth = sheet.read(text)
    if sheet.problems:
        raise InputError(sheet.problems.told(path.name))
    sign = -1.0 if sheet.is_cost else 1.0
    game = Game.from_mapping({who: sign * value for who, value in worth.items()}, sheet.players)
    digest = project.hashes[real.name]
    return GameTable(game, sheet.is_cost, sheet.unit, real.stem, real.parent, real.name, digest)


class _Sheet:
    """Reads one table and notes what is wrong with it."""

    def __init__(self, name: str) -> None:
        self.name, self.problems = name, Noted()
        self.players: dict[str, None] = {}
        """In the order in which they are mentioned first."""
        self.is_cost, self.unit = False, ""

    def _refuse(
        self, at: int, what: Message, hint: Sayable | None = None, code: str = "game"
    ) -> None:
        self.problems.add(Problem(f"{self.name}:{at}", what, hint, code))

    def read(self, text: str) -> dict[tuple[str, ...], float]:
        """Return coalition -> what is written for it."""
        lines = split_rows(text, self._refuse)
        at, headings = next(lines, (1, []))
        places = self._read_header(at, headings)
        if places is None:
            return {}
        worth: dict[tuple[str, ...], float] = {}
        first: dict[frozenset[str], int] = {}
        for at, cells in lines:
            members = self._read_members(at, cells, places[0])
            value = self._read_value(at, cells, places[1])
            if not members or value is None:
                continue
            if frozenset(members) in first:
                hint = message("game_first_at", line=first[frozenset(members)])
                self._refuse(at, message("game_twice", coalition=_show(members)), hint)
                continue
            first[frozenset(members)] = at
            worth[members] = value
        if not self.problems:
            self._need_all(set(first))
        return worth

    def _read_header(self, at: int, headings: list[str]) -> tuple[int, int] | None:
        """Return where coalition and value stand; other columns are not read."""
        found: dict[str, tuple[int, str]] = {}
        for place, heading in enumerate(headings):
            match = _HEADING.fullmatch(heading)
            name, unit = match.groups() if match else (heading, None)
            if name in (COALITION, VALUE, COST) and name in found:
                self._refuse(at, message("duplicate_column", column=show(name)))
            found.setdefault(name, (place, (unit or "").strip()))
        kinds = [kind for kind in (VALUE, COST) if kind in found]
        if COALITION not in found:
            self._refuse(at, message("column_missing", column=show(COALITION)), _near(found))
        if not kinds:
            self._refuse(at, message("game_no_value"), _near(found))
        if len(kinds) == 2:
            self._refuse(at, message("exclude_each_other", one=VALUE, other=COST))
        if self.problems:
            return None
        self.is_cost, (place, self.unit) = kinds == [COST], found[kinds[0]]
        return found[COALITION][0], place

    def _read_members(self, at: int, cells: list[str], place: int) -> tuple[str, ...]:
        """Return the members of a row's coalition; none where they cannot be read."""
        text = unguard(cells[place]) if place < len(cells) else ""
        members = tuple(_JOINT.split(text)) if text else ()
        if not all(members) or not members:
            self._refuse(at, message("game_no_member"), message("game_join"))
            return ()
        if len(set(members)) < len(members):
            self._refuse(at, message("game_member_twice", coalition=_show(members)))
            return ()
        self.players |= dict.fromkeys(members)
        return members

    def _read_value(self, at: int, cells: list[str], place: int) -> float | None:
        text = cells[place] if place < len(cells) else ""
        if not is_number(text):
            wrong = message("wrong_type", value=show(text), wanted=message("wanted_number"))
            self._refuse(at, wrong)
            return None
        return float(parse(text, ""))

    def _need_all(self, given: set[frozenset[str]]) -> None:
        """Refuse a table without some coalition, or with too few or too many players."""
        players = list(self.players)
        if len(players) < 2:
            self._refuse(1, message("game_one_player"))
        elif len(players) > MOST_PLAYERS:
            what = message("game_many_players", count=len(players), most=MOST_PLAYERS)
            self._refuse(1, what)
        else:
            groups = (g for size in range(1, len(players) + 1) for g in combinations(players, size))
            missing = [_show(group) for group in groups if frozenset(group) not in given]
            if missing:
                what = message("game_missing", coalitions=list_some(missing))
                self._refuse(1, what, message("game_need_all", count=2 ** len(players) - 1))


def _near(found: dict[str, tuple[int, str]]) -> Sayable | None:
    """Return what columns there are."""
    return message("file_has", columns=list_some(name for name in found if name))


def _show(members: tuple[str, ...]) -> str:
    return " + ".join(members)
