"""What lies on the way of a waste: its routes, its takers, and where what they make goes."""

from __future__ import annotations

from collections import defaultdict

from sim.network import Network
from sim.scenario.records import records

Pool = tuple[str, str]
"""(node, lot): a lot where it arises."""


class Nearby:
    """Follows a waste from its zone through every line that may take it, and on from there."""

    def __init__(self, network: Network) -> None:
        plant_of = network.lines["plant"].to_dict()
        group_of = {
            market: group
            for market, group in network.markets["group"].items()
            if isinstance(group, str)
        }
        makes: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for make in records(network.makes):
            makes[make.line, make.per].add(make.lot)
        self._lines: defaultdict[Pool, set[str]] = defaultdict(set)
        self._next: defaultdict[Pool, set[Pool]] = defaultdict(set)
        self._places: defaultdict[Pool, set[str]] = defaultdict(set)
        for use in records(network.uses):
            pool = use.plant, use.lot
            self._lines[pool].add(use.line)
            made = makes[use.line, use.lot] | makes[use.line, "activity"]
            self._next[pool] |= {(plant_of[use.line], lot) for lot in made}
        for route in records(network.routes):
            pool = route.origin, route.lot
            self._places[pool] |= {route.quota, route.board, route.alight, route.destination}
            if route.destination in group_of:
                self._places[pool].add(group_of[route.destination])
            if route.destination_kind == "plant":
                self._next[pool].add((route.destination, route.lot))

    def places(self, start: Pool) -> set[str]:
        """Return the quotas, terminals, sinks, markets, groups and lines on the way of a lot."""
        found: set[str] = set()
        seen = {start}
        queue = [start]
        while queue:
            pool = queue.pop()
            found |= self._places[pool] | self._lines[pool]
            fresh = self._next[pool] - seen
            seen |= fresh
            queue += fresh
        return found - {""}
