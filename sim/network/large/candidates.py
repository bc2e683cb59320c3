"""The candidate routes of a large region: all of them known, only some of them written down.

A small region lists every route. In a large one the pairs of origins and destinations of a lot
are too many for that. They stay implicit here: where a lot arises, where it may go, the hauls
between them, and what borders make of them. Routes are written down for the pairs asked for, by
the same code as in a small region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.network.figures import per_dry_tonne
from sim.network.large.hauls import Hauls
from sim.network.large.pools import Borders, Pool

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
BLOCK = 1_000_000
"""Pairs that are looked at together."""
PAIR_COLUMNS = [
    "origin",
    "origin_kind",
    "destination",
    "destination_kind",
    "lot",
    "role",
    "fee_CNY_t",
]


@dataclass(frozen=True)
class LocatedPool:
    """A pool with the places of its ends: positions among the hauls, borders, tax."""

    pool: Pool
    borders: Borders
    origin: Ints
    """Position of each origin among the hauls' origins."""
    destination: Ints
    wet: float
    """Wet tonnes of a dry tonne."""
    tax_CNY_t: float

    def origin_is_destination(self, rows: Ints) -> NDArray[np.bool_]:
        """Return where an origin and a destination are the same node."""
        pool = self.pool
        here = np.array([pool.origins[i] for i in rows], dtype=object)
        same: NDArray[np.bool_] = here[:, None] == np.array(pool.destinations, dtype=object)[None]
        return same


@dataclass(frozen=True)
class Block:
    """Some origins of a pool, and all its destinations."""

    number: int
    """Of the pool."""
    located: LocatedPool
    rows: Ints
    """Positions among the origins of the pool."""


@dataclass(frozen=True)
class Candidates:
    """All candidate routes by haul."""

    pools: list[LocatedPool]
    hauls: Hauls
    write: Callable[[pd.DataFrame], pd.DataFrame]
    """Pairs (PAIR_COLUMNS) -> their routes by every mode, priced and open."""
    block: int = BLOCK

    def blocks(self) -> Iterator[Block]:
        """Yield all pairs, block by block."""
        for number, located in enumerate(self.pools):
            step = max(1, self.block // max(1, len(located.pool.destinations)))
            for start in range(0, len(located.pool.origins), step):
                rows = np.arange(start, min(start + step, len(located.pool.origins)))
                yield Block(number, located, rows)

    def open_modes(self, block: Block) -> NDArray[Any]:
        """Return the modes that may be used from each origin to each destination, as bits."""
        located = block.located
        alive = self.hauls.alive[np.ix_(located.origin[block.rows], located.destination)]
        is_open = located.borders.is_open[located.borders.origin[block.rows]][
            :, located.borders.destination
        ]
        bits: NDArray[Any] = np.where(is_open, alive, 0).astype(alive.dtype)
        if located.pool.role == "chain":
            bits[located.origin_is_destination(block.rows)] = 0
        return bits

    def count(self) -> int:
        """Return how many candidates there are that are not written down from the start."""
        return sum(
            int(((bits >> m) & 1).sum())
            for bits in map(self.open_modes, self.blocks())
            for m in range(len(self.hauls.modes))
        )

    def count_known(self, routes: pd.DataFrame) -> int:
        """Return how many of these hauls go where a link or the spot itself says how."""
        start, end = pd.Index(self.hauls.origins), pd.Index(self.hauls.destinations)
        width = len(end)
        known = self.hauls.known[0] * width + self.hauls.known[1]
        ours = start.get_indexer(pd.Index(routes["origin"])) * width
        ours = ours + end.get_indexer(pd.Index(routes["destination"]))
        return int(np.isin(ours, known).sum())

    def reached(self) -> set[tuple[str, str]]:
        """Return every (destination, lot) that some candidate reaches."""
        found: set[tuple[str, str]] = set()
        for block in self.blocks():
            at = np.flatnonzero(self.open_modes(block).any(axis=0))
            pool = block.located.pool
            found |= {(pool.destinations[i], pool.lot) for i in at}
        return found

    def pairs(self, picked: list[tuple[int, Ints, Ints]]) -> pd.DataFrame:
        """Return PAIR_COLUMNS of picked pairs: pool, origins, destinations, by their positions.

        Pairs that are picked twice stand there twice.
        """
        frames = []
        for number, origins, destinations in picked:
            pool = self.pools[number].pool
            frames.append(
                pd.DataFrame(
                    {
                        "origin": pd.array(pool.origins, dtype="str").take(origins),
                        "origin_kind": pool.origin_kind,
                        "destination": pd.array(pool.destinations, dtype="str").take(destinations),
                        "destination_kind": pool.destination_kind,
                        "lot": pool.lot,
                        "role": pool.role,
                        "fee_CNY_t": pool.fee_CNY_t[destinations],
                    }
                )
            )
        if not frames:
            return pd.DataFrame(columns=PAIR_COLUMNS)
        return pd.concat(frames, ignore_index=True)

    def all_pairs(self, picked: list[tuple[int, list[int]]]) -> pd.DataFrame:
        """Return PAIR_COLUMNS of (number of the pool, origins) to every destination of the pool."""
        whole = []
        for number, origins in picked:
            many = len(self.pools[number].pool.destinations)
            rows = np.repeat(np.array(origins, dtype=np.int64), many)
            whole.append((number, rows, np.tile(np.arange(many), len(origins))))
        return self.pairs(whole)

    def first(self, each: int) -> pd.DataFrame:
        """Return the pairs to begin with.

        Those with a link of their own or on one spot, which are no candidates, and the cheapest
        `each` of every origin and of every destination of a lot.
        """
        picked = []
        known = set(zip(*(x.tolist() for x in self.hauls.known), strict=True))
        for number, located in enumerate(self.pools):
            where = {p: i for i, p in enumerate(located.origin.tolist())}
            to = {p: i for i, p in enumerate(located.destination.tolist())}
            pairs = [
                (where[o], to[d])
                for o, d in known
                if o in where and d in to and self.hauls.origins[o] != self.hauls.destinations[d]
            ]
            both = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
            picked.append((number, both[:, 0], both[:, 1]))
        for block in self.blocks():
            costs = self._cheapest(block)
            for o, d in (least(costs, each), least(costs.T, each)[::-1]):
                picked.append((block.number, block.rows[o], d))
        return self.pairs(picked).drop_duplicates(ignore_index=True)

    def _cheapest(self, block: Block) -> Floats:
        """Return CNY per dry tonne by the cheapest mode; infinite where none is open."""
        located = block.located
        bits = self.open_modes(block)
        o, d = located.origin[block.rows][:, None], located.destination[None, :]
        best = np.full(bits.shape, np.inf)
        for m, mode in enumerate(self.hauls.modes):
            if ((bits >> m) & 1).any():
                figures = per_dry_tonne(self.hauls.figures(mode, o, d).columns, located.wet)
                cost = figures["haul_CNY_t"] + figures["handling_CNY_t"]
                np.minimum(best, np.where((bits >> m) & 1, cost, np.inf), out=best)
        return best


def least(values: Floats, each: int) -> tuple[Ints, Ints]:
    """Return row and column of the `each` least finite values of every row.

    >>> [part.tolist() for part in least(np.array([[3.0, 1.0, 2.0], [np.inf, 5.0, np.inf]]), 2)]
    [[0, 0, 1], [1, 2, 1]]
    """
    some = np.flatnonzero(np.isfinite(values).any(axis=1))
    values, many = np.ascontiguousarray(values[some]), values.shape[1]
    if many > each:
        columns = np.argpartition(values, each - 1, axis=1)[:, :each]
    else:
        columns = np.broadcast_to(np.arange(many), values.shape)
    rows = np.repeat(np.arange(values.shape[0]), columns.shape[1])
    flat = np.sort(columns, axis=1).ravel()
    finite = np.isfinite(values[rows, flat])
    return some[rows[finite]], flat[finite]
