"""Pools: everywhere a lot may come from, and everywhere it may go to by haul.

A candidate route is a pair of a pool and a mode. Pools name all of them without listing any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.network.borders import Flow, Passage, crosses, passage
from sim.scenario.document import BorderRule

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Area = tuple[str, str]
"""Province, and city where a border rule names it."""


@dataclass(frozen=True)
class Pool:
    """One lot, its origins and its destinations of one kind; every pair of them is a candidate."""

    lot: str
    role: str
    """utilization, chain or disposal."""
    origin_kind: str
    destination_kind: str
    origins: list[str]
    destinations: list[str]
    fee_CNY_t: Floats
    """By destination; zero but for sinks."""

    @property
    def pairs(self) -> int:
        """Return how many pairs there are."""
        return len(self.origins) * len(self.destinations)


@dataclass(frozen=True)
class Borders:
    """What border rules make of a pool: tables of origin area x destination area."""

    origin: Ints
    """Area of each origin of the pool."""
    destination: Ints
    is_open: NDArray[np.bool_]
    cost_CNY_t: Floats
    quota: NDArray[np.object_]
    crosses: NDArray[np.bool_]


def list_pools(pairs: Iterable[tuple[str, pd.DataFrame, pd.DataFrame]]) -> list[Pool]:
    """Return the pools of (role, sources, takers).

    Sources have columns origin, origin_kind and lot; takers destination, destination_kind, lot
    and fee_CNY_t.
    """
    pools = []
    for role, sources, takers in pairs:
        to = {str(lot): frame for lot, frame in takers.groupby("lot", sort=True)}
        for (lot, kind), frame in sources.groupby(["lot", "origin_kind"], sort=True):
            if str(lot) in to:
                ends = to[str(lot)].sort_values("destination")
                pools.append(
                    Pool(
                        str(lot),
                        role,
                        str(kind),
                        str(ends["destination_kind"].iloc[0]),
                        sorted(frame["origin"].unique()),
                        ends["destination"].tolist(),
                        ends["fee_CNY_t"].to_numpy(float),
                    )
                )
    return pools


def find_borders(
    pool: Pool,
    areas: pd.DataFrame,
    rules: list[BorderRule],
    material: str,
    waste_class: str,
    *,
    bound: bool,
) -> Borders:
    """Return what the rules make of a pool; `bound` if its material is waste.

    `areas` has columns province and city by node.
    """
    named = {name for rule in rules for name in (rule.from_, rule.to)}
    starts, origin = _areas_of(pool.origins, areas, named)
    ends, destination = _areas_of(pool.destinations, areas, named)
    shape = len(starts), len(ends)
    found = np.empty(shape, dtype=object)
    crossing = np.zeros(shape, dtype=bool)
    purpose = "disposal" if pool.role == "disposal" else "utilization"
    for i, start in enumerate(starts):
        for j, end in enumerate(ends):
            flow = Flow(start, end, material, waste_class, purpose)
            found[i, j] = passage(rules, flow) if bound else Passage(True)
            crossing[i, j] = crosses(flow)
    every = np.frompyfunc(lambda p: p.open, 1, 1), np.frompyfunc(lambda p: p.cost_CNY_t, 1, 1)
    quota = np.frompyfunc(lambda p: p.quota, 1, 1)
    return Borders(
        origin,
        destination,
        every[0](found).astype(bool),
        every[1](found).astype(float),
        quota(found),
        crossing,
    )


def _areas_of(nodes: list[str], areas: pd.DataFrame, named: set[str]) -> tuple[list[Area], Ints]:
    """Return the areas of nodes as rules see them, and the area of each node."""
    frame = areas.reindex(nodes).fillna("")
    city = frame["city"].where(frame["city"].isin(named), "")
    pairs = list(zip(frame["province"], city, strict=True))
    distinct = sorted(set(pairs))
    number = {pair: n for n, pair in enumerate(distinct)}
    return distinct, np.array([number[pair] for pair in pairs], dtype=np.int64)
