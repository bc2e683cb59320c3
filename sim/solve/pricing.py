"""Pricing: which candidate routes would improve a plan, found from its duals, block by block.

The reduced cost of a route is what its figures weigh in the objective of the stage, less what
they weigh in caps, floors and pins times their duals, less the duals of the rows it stands in:
balance of its origin and of its destination, quota, terminals, sink. No route is written down
for it. A route may enter at a stage when it lies on the face of every stage before, that is when
its reduced cost there was zero: otherwise every optimal plan of that stage has it at zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model import FIGURES, Floats
from sim.model.arrays import Ints, Name
from sim.network import Network
from sim.network.figures import OF_WAYS, per_dry_tonne
from sim.network.large.candidates import Block, Candidates, least
from sim.rules.families import (
    FAMILIES,
    border_quota,
    legacy_used_first,
    link_capacity,
    market_group_max,
    market_max,
    market_min,
    plant_balance,
    shipped_own,
    sink_capacity,
    stored_max,
    terminal_capacity,
    zone_balance,
)
from sim.solve.route_weights import NameWeights

ATTRACTIVE = 1e-9
"""A route is attractive beyond this, relative to the largest dual where that is above one."""
EACH = 3
"""Candidates of an origin, and of a destination, that are taken in at a time."""
_MANY = 0.3
"""Share of a block from which on all of it is priced and the rest set aside."""
_AT = {name: i for i, name in enumerate(FIGURES)}


@dataclass(frozen=True)
class StageDuals:
    """The duals of a stage, as routes see them."""

    figures: Floats
    """Lots x FIGURES: what a figure weighs in the objective less rows of the whole."""
    duals: Floats
    """Of the model's rows, and a last zero for no row."""
    sign: float
    """1 where the stage minimizes, -1 where it maximizes."""
    cut: float
    """A reduced cost below this is zero."""
    by_name: bool = False
    """Whether the weight of the route's name is the objective."""


@dataclass(frozen=True)
class PricingResult:
    """What pricing all candidates has found."""

    picked: list[tuple[int, Ints, Ints]]
    """Number of the pool, origins, destinations to be written down."""
    modes: list[str]
    """The mode of each pair picked; the other modes of the pair may be off the faces."""
    looked_at: int
    """Routes whose reduced cost was worked out."""
    least: float
    """The least reduced cost met, in the sense of the stage; infinite where there was none."""


@dataclass(frozen=True)
class _Rows:
    """Rows that the routes of a pool are in; -1 for none."""

    origin: Ints
    legacy: Ints
    own: Ints
    destination: Ints
    quota: Ints
    """Origin area x destination area."""
    terminals: dict[str, tuple[Ints, Ints]]
    """Mode -> rows of boarding (by origin of the hauls) and alighting."""


_PRICED = {
    family.NAME
    for family in (
        zone_balance,
        plant_balance,
        legacy_used_first,
        shipped_own,
        sink_capacity,
        border_quota,
        terminal_capacity,
    )
}
"""Families that routes by haul stand in, as `_find_rows` places them."""
_WRITTEN = {
    family.NAME for family in (market_max, market_min, market_group_max, link_capacity, stored_max)
}
"""Families that only sales, stores or ways over links stand in: these are never left implicit."""


def _refuse_unpriced(row_of: dict[Name, int]) -> None:
    """Refuse rows that routes stand in and whose duals would be left out of their prices."""
    for name in {constraint for constraint, _ in row_of}:
        if FAMILIES[name].has_routes and name not in _PRICED | _WRITTEN:
            raise NotImplementedError(f"routes of a large region are not priced with {name}")


class Pricer:
    """Looks at all candidates of a network with the duals of a stage."""

    def __init__(self, network: Network, row_of: dict[Name, int]) -> None:
        assert network.candidates is not None
        self.candidates: Candidates = network.candidates
        self._period = network.periods[0]
        _refuse_unpriced(row_of)
        self._rows = list(_find_rows(self.candidates, row_of, self._period))
        self._lot = [network.lots.index.get_loc(s.pool.lot) for s in self.candidates.pools]
        self._names = NameWeights(self.candidates, self._period)

    def price(self, now: StageDuals, before: list[StageDuals], each: int = EACH) -> PricingResult:
        """Return the most attractive candidates on the faces of the stages before.

        At most `each` of every origin and of every destination of a lot.
        """
        picked: list[tuple[int, Ints, Ints]] = []
        modes: list[str] = []
        looked_at, worst = 0, np.inf
        for block in self.candidates.blocks():
            bits = self.candidates.open_modes(block)
            best, by = np.full(bits.shape, np.inf), np.zeros(bits.shape, dtype=np.int8)
            for m, mode in enumerate(self.candidates.hauls.modes):
                cost = self._price(block, mode, (bits >> m) & 1 > 0, now, before)
                looked_at += int(np.isfinite(cost).sum())
                worst = min(worst, float(cost.min(initial=np.inf)))
                better = (cost < -now.cut) & (cost < best)
                best[better], by[better] = cost[better], m
            if np.isfinite(best).any():
                for o, d in (least(best, each), least(best.T, each)[::-1]):
                    picked.append((block.number, block.rows[o], d))
                    modes += [self.candidates.hauls.modes[m] for m in by[o, d]]
        return PricingResult(picked, modes, looked_at, worst)

    def _price(
        self,
        block: Block,
        mode: str,
        may: NDArray[np.bool_],
        now: StageDuals,
        before: list[StageDuals],
    ) -> Floats:
        """Return the reduced costs, in the sense of the stage; infinite where none may enter."""
        if not before and may.mean() > _MANY:
            mesh = np.ogrid[: may.shape[0], : may.shape[1]]
            everywhere = self.reduced(block, mode, (mesh[0], mesh[1]), now)
            return np.where(may, now.sign * everywhere, np.inf)
        there = np.nonzero(may)
        at = there[0], there[1]
        for face in before:
            on = np.abs(self.reduced(block, mode, at, face)) <= face.cut
            at = at[0][on], at[1][on]
        cost = np.full(may.shape, np.inf)
        cost[at] = now.sign * self.reduced(block, mode, at, now)
        return cost

    def reduced(self, block: Block, mode: str, at: tuple[Any, Any], duals: StageDuals) -> Floats:
        """Return the reduced costs of the routes at rows and columns of a block.

        The two broadcast against each other.
        """
        located, rows = block.located, self._rows[block.number]
        pool, weigh = located.pool, duals.figures[self._lot[block.number]]
        start, end = block.rows[at[0]], at[1]
        o, d = located.origin[start], located.destination[end]
        hauls, y = self.candidates.hauls, duals.duals
        cost = np.zeros(np.broadcast_shapes(start.shape, end.shape))
        if weigh[_HAULED].any():
            figures = per_dry_tonne(hauls.figures(mode, o, d).columns, located.wet)
            for name, figure in figures.items():
                cost += weigh[_AT[name]] * figure
        areas = located.borders.origin[start], located.borders.destination[end]
        border = weigh[_AT["border_CNY_t"]] * located.borders.cost_CNY_t
        border = border + weigh[_AT["cross_border"]] * located.borders.crosses - y[rows.quota]
        cost += border[areas]
        leaves = 1.0 if pool.origin_kind == "zone" else -1.0
        cost -= (leaves * y[rows.origin] - y[rows.legacy] + y[rows.own])[start]
        into = weigh[_AT["fee_CNY_t"]] * pool.fee_CNY_t - y[rows.destination]
        into = into + weigh[_AT["tax_CNY_t"]] * located.tax_CNY_t
        if pool.origin_kind == "plant" and pool.destination_kind == "sink":
            into = into + weigh[_AT["residue_disposed"]]
        cost += into[end]
        boards, alights = rows.terminals[mode]
        cost -= y[boards[o]] + y[alights[d]]
        if duals.by_name:
            cost += self._names.of(block.number, mode, start, end)
        return cost


_HAULED = [_AT[name] for name in OF_WAYS]


def _find_rows(candidates: Candidates, row_of: dict[Name, int], period: int) -> Iterator[_Rows]:
    """Yield the rows of each located."""

    def rows(name: str, keys: Sequence[tuple[str, ...]]) -> Ints:
        return np.array([row_of.get((name, (*key, period)), -1) for key in keys], dtype=np.int64)

    terminals = {
        mode: tuple(
            rows(terminal_capacity.NAME, [(str(t),) for t in side])
            for side in candidates.hauls.terminals(mode)
        )
        for mode in candidates.hauls.modes
    }
    for located in candidates.pools:
        pool = located.pool
        starts = [(o, pool.lot) for o in pool.origins]
        ends = [(d, pool.lot) for d in pool.destinations]
        of_zone = pool.origin_kind == "zone"
        to_sink = pool.destination_kind == "sink"
        old = starts if pool.role == "utilization" else []
        quota = located.borders.quota
        yield _Rows(
            rows(zone_balance.NAME if of_zone else plant_balance.NAME, starts),
            rows(legacy_used_first.NAME, old) if old else np.full(len(starts), -1),
            rows(shipped_own.NAME, starts),
            rows(sink_capacity.NAME, [(d,) for d in pool.destinations])
            if to_sink
            else rows(plant_balance.NAME, ends),
            rows(border_quota.NAME, [(q,) for q in quota.ravel()]).reshape(quota.shape),
            {mode: (side[0], side[1]) for mode, side in terminals.items()},
        )
