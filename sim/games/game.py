"""A game with transferable utility: what every coalition of players is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Masks = NDArray[np.int64]


def membership(size: int) -> Floats:
    """Return who is in which coalition, 0 or 1: a row for each mask, a column for each player."""
    masks = np.arange(1 << size)
    return ((masks[:, None] >> np.arange(size)) & 1).astype(np.float64)


def coalition_sizes(size: int) -> Masks:
    """Return the number of members of every coalition of `size` players, shape (2**size,)."""
    sizes = np.zeros(1, dtype=np.int64)
    for _ in range(size):
        sizes = np.concatenate([sizes, sizes + 1])
    return sizes


def _names(players: tuple[str, ...], mask: int) -> tuple[str, ...]:
    return tuple(name for i, name in enumerate(players) if mask >> i & 1)


def _coalitions(players: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the members of every coalition but the empty one, by mask."""
    return [_names(players, mask) for mask in range(1, 1 << len(players))]


@dataclass(frozen=True, eq=False)
class Game:
    """Players and the worth of each of their coalitions.

    A coalition is an integer, its mask: bit i says whether player i is in it.
    """

    players: tuple[str, ...]
    """Names in order; player i is bit i."""
    values: Floats
    """v(S) by mask, shape (2**n,), in the unit of the game; v of nobody is 0."""

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        if not self.players or len(set(self.players)) < len(self.players):
            raise ValueError("a game needs players with different names")
        if values.shape != (1 << len(self.players),):
            wanted = f"{1 << len(self.players)} values for {len(self.players)} players"
            raise ValueError(f"a game needs {wanted}, not an array of shape {values.shape}")
        if values[0] != 0 or not np.isfinite(values).all():
            raise ValueError("values must be finite, and 0 for the empty coalition")
        values.setflags(write=False)
        object.__setattr__(self, "players", tuple(self.players))
        object.__setattr__(self, "values", values)

    @classmethod
    def from_mapping(
        cls, values: Mapping[tuple[str, ...], float], players: Iterable[str] | None = None
    ) -> Game:
        """Make a game from `{("A",): 1.0, ("A", "B"): 3.0, …}`; every coalition must be there.

        Names may stand in any order. Without `players`, players come in order of first mention.
        """
        mentioned = players or (name for names in values for name in names)
        order = tuple(dict.fromkeys(mentioned))
        given = {frozenset(names): float(value) for names, value in values.items()}
        coalitions = _coalitions(order)
        missing = [names for names in coalitions if frozenset(names) not in given]
        unknown = [sorted(names) for names in given if not names <= set(order)]
        found = {
            "coalitions without a value": missing,
            "coalitions of unknown players": unknown,
            "coalitions given twice": len(values) - len(given),
        }
        wrong = [f"{what}: {which}" for what, which in found.items() if which]
        if wrong:
            raise ValueError("; ".join(wrong))
        return cls(order, np.array([0.0, *(given[frozenset(names)] for names in coalitions)]))

    @classmethod
    def from_function(
        cls, players: Iterable[str], value: Callable[[tuple[str, ...]], float]
    ) -> Game:
        """Make a game from a function of the members' names; it is not asked about nobody.

        >>> Game.from_function("AB", lambda names: len(names) ** 2).values.tolist()
        [0.0, 1.0, 1.0, 4.0]
        """
        order = tuple(players)
        members = [
            tuple(p for i, p in enumerate(order) if mask >> i & 1)
            for mask in range(1 << len(order))
        ]
        return cls(order, np.array([0.0, *(float(value(names)) for names in members[1:])]))

    @property
    def size(self) -> int:
        """The number of players, n."""
        return len(self.players)

    @property
    def grand(self) -> int:
        """The mask of the coalition of all players."""
        return (1 << self.size) - 1

    @property
    def total(self) -> float:
        """What all players are worth together, v(N)."""
        return float(self.values[self.grand])

    @property
    def scale(self) -> float:
        """The largest |v(S)|, to which tolerances refer; 1 if all are zero."""
        return float(np.abs(self.values).max()) or 1.0

    def mask(self, names: Iterable[str]) -> int:
        """Return the mask of the coalition with these members."""
        return sum({1 << self.players.index(name) for name in names})

    def coalition(self, mask: int) -> tuple[str, ...]:
        """Return the names of the members of a coalition, in the order of players."""
        return _names(self.players, mask)

    def value(self, names: Iterable[str]) -> float:
        """Return what the coalition with these members is worth."""
        return float(self.values[self.mask(names)])

    def sums(self, payoff: Floats) -> Floats:
        """Return what every coalition gets together, x(S), shape (2**n,)."""
        sums = np.zeros(1)
        for share in np.asarray(payoff, dtype=np.float64):
            sums = np.concatenate([sums, sums + share])
        return sums
