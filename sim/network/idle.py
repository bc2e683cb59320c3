"""Recipes that no plan can run: what they need never comes, or what they make has nowhere to go.

Chains count. An input that only idle lines make is no supply, and a product that only idle lines
take has no taker; so recipes are struck out until nothing changes any more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sim.network.formula import ACTIVITY
from sim.network.types import Network
from sim.scenario.records import records, tuples

Run = tuple[str, str]
"""Line and recipe."""
Spot = tuple[str, str]
"""Plant and lot."""


@dataclass(frozen=True)
class Want:
    """Why a recipe stands still."""

    reason: str
    """input: nothing brings the material; product: nothing takes it away."""
    material: str


@dataclass
class _Runs:
    """The recipes of a network, and the ways between them."""

    plant: dict[Run, str]
    needs: dict[Run, list[tuple[str, ...]]]
    """Of each of these, one material must be there."""
    uses: dict[Run, dict[str, list[str]]]
    """Material -> lots that the run takes."""
    makes: dict[Run, list[tuple[str, str]]]
    """(activity or lot, lot made)."""
    given: set[Spot]
    """What zones send or anybody sells."""
    onward: dict[Spot, set[str]]
    """Where a lot leaves a plant: the plants it goes to."""
    sold: set[Spot]
    stored: set[str]
    """Lots that can be stored or disposed of."""
    material: dict[str, str]
    alive: set[Run] = field(default_factory=set)

    def supplied(self) -> tuple[set[Spot], dict[Run, str]]:
        """Return what can be there, and the runs that lack an input, with the first of these."""
        there, waiting, lacking = set(self.given), set(self.alive), {}
        while True:
            lacking = {run: self._lack(run, there) for run in waiting}
            ready = {run for run, lack in lacking.items() if not lack}
            for run in ready:
                for lot in self._made(run, there):
                    spot = self.plant[run], lot
                    there |= {spot, *((end, lot) for end in self.onward.get(spot, ()))}
            waiting -= ready
            if not ready:
                return there, lacking

    def _lack(self, run: Run, there: set[Spot]) -> str:
        """Return a material that a run needs and that cannot be there; blank for none."""
        plant, uses = self.plant[run], self.uses.get(run, {})
        for any_of in self.needs.get(run, []):
            if not any((plant, lot) in there for m in any_of for lot in uses.get(m, ())):
                return any_of[0]
        return ""

    def _made(self, run: Run, there: set[Spot]) -> list[str]:
        plant = self.plant[run]
        made = self.makes.get(run, [])
        return [lot for per, lot in made if per == ACTIVITY or (plant, per) in there]

    def stuck(self, there: set[Spot]) -> dict[Run, str]:
        """Return the runs that make what has nowhere to go, with the material."""
        taken = {
            (self.plant[run], lot)
            for run in self.alive
            for lots in self.uses.get(run, {}).values()
            for lot in lots
        }
        found = {}
        for run in self.alive:
            must = self._forced(run, there)
            for per, lot in self.makes.get(run, []):
                if (per in must or per == ACTIVITY) and not self._leaves(
                    (self.plant[run], lot), taken
                ):
                    found[run] = self.material[lot]
        return found

    def _forced(self, run: Run, there: set[Spot]) -> set[str]:
        """Return the lots that a run cannot do without: the only one of what it needs."""
        plant, must = self.plant[run], set()
        for any_of in self.needs.get(run, []):
            lots = [lot for m in any_of for lot in self.uses.get(run, {}).get(m, ())]
            lots = [lot for lot in lots if (plant, lot) in there]
            must |= set(lots) if len(lots) == 1 else set()
        return must

    def _leaves(self, spot: Spot, taken: set[Spot]) -> bool:
        plant, lot = spot
        ends = {plant, *self.onward.get(spot, ())}
        return lot in self.stored or spot in self.sold or any((e, lot) in taken for e in ends)


def find_idle(network: Network) -> dict[Run, Want]:
    """Return the recipes of lines that are switched on and cannot run, each with the reason."""
    runs = _read(network)
    found: dict[Run, Want] = {}
    while True:
        there, lacking = runs.supplied()
        idle = {run: Want("input", material) for run, material in lacking.items()}
        runs.alive -= set(idle)
        stuck = {run: Want("product", m) for run, m in runs.stuck(there).items()}
        runs.alive -= set(stuck)
        if not idle and not stuck:
            return found
        found |= idle | stuck


def _read(n: Network) -> _Runs:
    """Return the recipes of a network and the ways between them."""
    plants: dict[Run, str] = {(r.line, r.recipe): r.plant for r in records(n.runs)}
    needs: defaultdict[Run, list[tuple[str, ...]]] = defaultdict(list)
    for s in records(n.shares[n.shares["min"] > 0]):
        needs[s.line, s.recipe].append((s.material,))
    for g in records(n.groups[n.groups["min"] > 0]):
        needs[g.line, g.recipe].append(tuple(g.materials))
    uses: defaultdict[Run, dict[str, list[str]]] = defaultdict(dict)
    for u in records(n.uses):
        uses[u.line, u.recipe].setdefault(u.material, []).append(u.lot)
    makes: defaultdict[Run, list[tuple[str, str]]] = defaultdict(list)
    for m in records(n.makes[n.makes["amount"] > 0]):
        makes[m.line, m.recipe].append((m.per, m.lot))
    onward, given = _ways(n)
    closed = set(n.markets.index[(n.markets[["max_kt_yr", "group_max_kt_yr"]] == 0).any(axis=1)])
    sales = n.routes[(n.routes["role"] == "sale") & ~n.routes["destination"].isin(closed)]
    return _Runs(
        plants,
        dict(needs),
        dict(uses),
        dict(makes),
        given,
        onward,
        set(tuples(sales[["origin", "lot"]])),
        set(n.lots.index[n.lots["waste_like"]]),
        dict(zip(n.lots.index, n.lots["material"], strict=True)),
        set(plants),
    )


def _ways(n: Network) -> tuple[dict[Spot, set[str]], set[Spot]]:
    """Return plant, lot -> plants it goes to, and what zones send or can be bought at plants."""
    onward: defaultdict[Spot, set[str]] = defaultdict(set)
    given = set(tuples(n.purchases[["plant", "lot"]]))
    into = n.routes[n.routes["destination_kind"] == "plant"]
    columns = into[["origin", "origin_kind", "destination", "lot"]].drop_duplicates()
    for origin, kind, end, lot in tuples(columns):
        if kind == "zone":
            given.add((end, lot))
        else:
            onward[origin, lot].add(end)
    for located in n.candidates.pools if n.candidates else ():
        pool = located.pool
        if pool.destination_kind == "plant" and pool.origin_kind == "zone":
            given |= {(end, pool.lot) for end in pool.destinations}
        elif pool.destination_kind == "plant":
            for origin in pool.origins:
                onward[origin, pool.lot] |= set(pool.destinations)
    return dict(onward), given
