"""Why a tonne is not used: the limits that, moved, let it in.

The programme is solved again with every limit elastic. For each waste with tonnes left over,
the cheapest movement of limits is sought under which one more tonne of it is utilized net,
while no other waste loses any: `uptake_w - residues` rises by the tonne, every other uptake
stays. Of movements that are as small, the one is taken under which the tonnes are placed at
least cost. The limits that move are the cause, and the solution is its proof. What one cause lets
in is then found by moving it as far as helps; tonnes beyond that need a further limit moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.diagnose.lift import FREE, LOOSE, Short, Waste, build_lift
from sim.diagnose.nearby import Nearby
from sim.rules.families import FAMILIES
from sim.scenario.records import records, tuples
from sim.solve.arrays import Floats
from sim.solve.distance import plan_columns
from sim.solve.plan import Plan
from sim.solve.session import RowName, Session

NOTICE = 1e-4
"""Tonnages below this (kt/yr) are not told apart."""
SHORT = 1e5
"""What a tonne short of the wanted costs, beside the weights of the movements."""
SHARE = 1e-6
"""What may be short of a probe, as a share of it."""
THRIFT = 1e-3
"""Weight of a million yuan of net cost, beside that of moving a limit by a kt/yr: of movements that
are as small, those come first under which the tonnes are placed at least cost."""
LEAST_UPTAKE = 1e-6
"""Weight of a kt of the waste taken up: where a line gives back what it takes, at no cost, the plan
that takes up least for the same net gain is the one that counts."""
SMALL = 1e-3
"""Weight of moving a limit further that is moved already, relative to its own."""
STEPS = 6
"""Most causes looked for in one waste."""


@dataclass(frozen=True)
class Cause:
    """Why some tonnes of a waste are not used."""

    zone: str
    lot: str
    kt_yr: float
    rows: tuple[RowName, ...]
    """Limits that must move together to let the tonnes in; empty: nothing in the way but cost,
    or nothing that can be moved."""
    moved: tuple[float, ...] = ()
    """How far each limit moves for `probe` more tonnes, in the unit of its row."""
    probe: float = 0.0
    """Tonnage (kt/yr) that the movement lets in, net."""
    cost_CNY_t: float | None = None
    """What placing the tonnes would cost, when they could be placed under all limits."""
    is_of_given_plan: bool = False
    """Whether the plan was given, so that no objective has left the tonnes."""

    @property
    def is_priced_out(self) -> bool:
        """Return whether the tonnes could be placed, and the objective leaves them."""
        return self.cost_CNY_t is not None


def find_causes(session: Session, plan: Plan, most: int | None = None) -> tuple[Cause, ...]:
    """Return why the tonnes with an open route are left over, waste by waste.

    With `most`, only for so many wastes, those with most left over. Called right after
    `session.solve()` the search starts from the basis of the plan.
    """
    return tuple(_Search(session, plan, most).run())


class _Search:
    """Finds the causes of a plan."""

    def __init__(self, session: Session, plan: Plan, most: int | None) -> None:
        self.session, self._most, self._is_proven = session, most, plan.is_proven
        self.net = session.form("net_utilized")
        self.money = session.form("net_cost")
        self.thrift = THRIFT * self.money.vector
        self.routes = _routes_of_wastes(session)
        self.columns = plan_columns(session, plan)
        self.taken = {w: self._sum(self.columns, w) for w in self.routes}
        self.left = _left_over(session, plan)
        self.lift = build_lift(session, self.routes, self.columns)
        self.nearby = Nearby(session.network)

    def _sum(self, columns: Floats, waste: Waste) -> float:
        return float(columns[self.routes[waste]].sum())

    def run(self) -> list[Cause]:
        """Return the causes of every waste that is left over and has a route."""
        wanted = [w for w in sorted(self.left) if self.left[w] > NOTICE and w in self.routes]
        wanted = sorted(sorted(wanted, key=lambda w: -self.left[w])[: self._most])
        if not wanted:
            return []
        self._hold(self.taken)
        causes = [] if self._takes_all_it_can() else self._priced_out(wanted)
        for waste in wanted:
            rest = self.left[waste] - sum(c.kt_yr for c in causes if (c.zone, c.lot) == waste)
            if rest > NOTICE:
                causes += self._limited(waste, rest)
        return causes

    def _hold(self, amounts: Mapping[Waste, float]) -> None:
        """Let no waste be used less than this."""
        for waste, row in self.lift.uptake.items():
            self.lift.bound(row, amounts[waste] - LOOSE)

    def _gain_now(self, columns: Floats) -> float:
        """Return -(residues disposed of): net utilized less all uptake."""
        return self.net.value(columns) - sum(self._sum(columns, w) for w in self.routes)

    # -- tonnes that could be placed -------------------------------------------------------

    def _takes_all_it_can(self) -> bool:
        """Return whether the first stage leaves no tonne that could be utilized net."""
        if not self._is_proven:
            return False
        first = self.session.network.scenario.objective[0]
        firm = not any(float(c) for c in first.slack if c.isdigit())
        return first.maximize in ("utilization_rate", "net_utilized") and firm

    def _priced_out(self, wanted: Sequence[Waste]) -> list[Cause]:
        """Return the tonnes that fit under all limits, and take them as placed from here on."""
        lift, count = self.lift, len(self.columns)
        lift.free(())
        lift.aim(-(self.net.vector - 1e-4 * self._uptake_vector()))
        best = lift.solve()
        if best is None:
            return []
        placed = {w: self._sum(best[:count], w) - self.taken[w] for w in self.routes}
        if self.net.value(best[:count]) - self.net.value(self.columns) <= NOTICE:
            return []
        lift.stay()
        now = self.money.value(self.columns)
        causes = []
        for zone, lot in (w for w in wanted if placed[w] > NOTICE):
            kt = min(placed[zone, lot], self.left[zone, lot])
            cost = self._cost_of_placing((zone, lot), kt)
            if cost is not None:
                each = (cost - now) / kt * 1e3
                given = not self._is_proven
                causes.append(Cause(zone, lot, kt, (), cost_CNY_t=each, is_of_given_plan=given))
        self.taken = {w: self.taken[w] + max(placed[w], 0.0) for w in self.routes}
        self.columns = best[:count]
        self._hold(self.taken)
        return causes

    def _uptake_vector(self) -> Floats:
        vector = np.zeros(len(self.columns))
        for columns in self.routes.values():
            vector[columns] += 1.0
        return vector

    def _cost_of_placing(self, waste: Waste, kt: float) -> float | None:
        """Return the least net cost with `kt` more of one waste used to its best net yield."""
        lift, count = self.lift, len(self.columns)
        self._fix_others(waste, kt)
        lift.aim(-(self.net.vector - 1e-4 * self._uptake_vector()))
        best = lift.solve()
        result = None
        if best is not None:
            gain = self._gain_now(best[:count]) + self._sum(best[:count], waste)
            lift.bound(lift.gain[waste], gain - LOOSE * 10)
            lift.aim(self.money.vector)
            cheap = lift.solve()
            result = None if cheap is None else self.money.value(cheap[:count])
            lift.bound(lift.gain[waste], -FREE)
        self._hold(self.taken)
        return result

    def _fix_others(self, waste: Waste, kt: float) -> None:
        for other, row in self.lift.uptake.items():
            more = kt if other == waste else 0.0
            lower = self.taken[other] + more
            self.lift.bound(row, lower - LOOSE, lower + LOOSE)

    # -- tonnes that a limit keeps out -----------------------------------------------------

    def _limited(self, waste: Waste, rest: float) -> list[Cause]:
        """Split the tonnes left of a waste by the limits that must move to let them in."""
        causes: list[Cause] = []
        moved: dict[int, float] = {}
        placed = 0.0
        gain = self._gain_now(self.columns) + self.taken[waste]
        while placed < rest and len(causes) < STEPS:
            probe = min(1.0, 0.02 * (rest - placed))
            found = self._least_movement(waste, (gain, placed, rest), probe, set(moved))
            if found is None:
                break
            moved, worth = found
            more = self._reach(waste, (gain, placed, rest), worth, set(moved))
            if more <= NOTICE:
                break
            more = rest - placed if rest - placed - more <= NOTICE else more
            causes.append(self._cause(waste, more, moved, probe))
            placed, gain = placed + more, gain + worth * more
        self.lift.ask_no_more(waste, self.taken[waste] - LOOSE)
        if rest - placed > NOTICE:
            causes.append(Cause(*waste, rest - placed, ()))
        return causes

    def _cause(self, waste: Waste, kt: float, moved: Mapping[int, float], probe: float) -> Cause:
        names = self.session.arrays.row_names
        order = sorted(moved, key=lambda c: str(names[self.lift.rows[c - self.lift.elastic[0]]]))
        rows = tuple(names[self.lift.rows[c - self.lift.elastic[0]]] for c in order)
        return Cause(*waste, kt, rows, tuple(moved[c] for c in order), probe)

    def _least_movement(
        self, waste: Waste, now: tuple[float, float, float], probe: float, moved: set[int]
    ) -> tuple[dict[int, float], float] | None:
        """Return the movements that let `probe` more in net beyond those already `moved`.

        The second figure is the net gain of a tonne placed so. One limit that does by itself
        is preferred to several that do with less movement.
        """
        gain, placed, rest = now
        lift, start = self.lift, self.taken[waste]
        pairs = zip(lift.elastic, lift.weights, strict=True)
        costs = {c: SMALL * w if c in moved else w for c, w in pairs}
        beside = self.thrift.copy()
        beside[self.routes[waste]] += LEAST_UPTAKE
        lift.aim({**costs, lift.short: SHORT}, beside)
        uptake = start + placed + probe, start + rest
        lift.ask(waste, uptake, gain + probe, Short(placed + probe))
        near = self._near(waste)
        lift.free(near)
        found = self._movements(waste, placed, probe)
        if found is None and near != set(lift.elastic):
            lift.free(lift.elastic)
            found = self._movements(waste, placed, probe)
        if found is None:
            return None
        fresh = sorted(set(found[0]) - moved, key=lambda c: (lift.weights[c - lift.elastic[0]], c))
        for column in fresh if len(fresh) > 1 else ():
            lift.free(moved | {column})
            alone = self._movements(waste, placed, probe)
            if alone is not None:
                found = alone
                break
        return {**dict.fromkeys(moved, 0.0), **found[0]}, found[1]

    def _near(self, waste: Waste) -> set[int]:
        """Return the movements of limits on the way of a waste, and of those of the scenario."""
        names, lift = self.session.arrays.row_names, self.lift
        places = self.nearby.places(waste)
        return {
            column
            for column, row in zip(lift.elastic, lift.rows, strict=True)
            if FAMILIES[names[row][0]].is_of_no_place or names[row][1][0] in places
        }

    def _movements(
        self, waste: Waste, placed: float, probe: float
    ) -> tuple[dict[int, float], float] | None:
        columns = self.lift.place()
        if columns is None or columns[self.lift.short] > SHARE * probe:
            return None
        more = self._sum(columns, waste) - self.taken[waste] - placed
        moved = {c: float(columns[c]) for c in self.lift.elastic if columns[c] > 1e-5 * probe}
        return moved, probe / more

    def _reach(
        self, waste: Waste, now: tuple[float, float, float], worth: float, moved: set[int]
    ) -> float:
        """Return how many tonnes these limits let in by themselves, at `worth` net a tonne.

        All that is left is asked for, and what is short of it costs more than any movement.
        """
        gain, placed, rest = now
        start = self.taken[waste] + rest
        worth *= 1.0 - 1e-6
        uptake, net = (start - LOOSE, start), gain + worth * (rest - placed) - LOOSE
        self.lift.ask(waste, uptake, net, Short(rest, worth))
        self.lift.free(moved)
        best = self.lift.place()
        return 0.0 if best is None else rest - placed - float(best[self.lift.short])


def _routes_of_wastes(session: Session) -> dict[Waste, list[int]]:
    """Return waste -> columns of its routes to plants."""
    routes = session.network.routes
    columns, periods = session.programme.columns, len(session.network.periods)
    ends = routes.loc[routes["role"] == "utilization", ["origin", "lot"]]
    first = columns.find("ship", pd.DataFrame({"route": ends.index})) * periods
    found: dict[Waste, list[int]] = {}
    for waste, column in zip(tuples(ends), first.tolist(), strict=True):
        found.setdefault(waste, []).extend(range(column, column + periods))
    return dict(sorted(found.items()))


def _left_over(session: Session, plan: Plan) -> dict[Waste, float]:
    """Return waste -> kt that no plant takes."""
    ends = session.network.routes[["origin", "origin_kind", "lot", "role"]]
    ship = plan.ship.join(ends, on="route")
    kept = ship[(ship["origin_kind"] == "zone") & (ship["role"] != "utilization")]
    sums = kept.groupby(["origin", "lot"], as_index=False)[["amount_kt_yr"]].sum()
    return {(row.origin, row.lot): float(row.amount_kt_yr) for row in records(sums)}
