"""What lies on the way of a waste: its routes, its takers, and where what they make goes."""

from __future__ import annotations

from collections import defaultdict

from sim.network import Network
from sim.scenario.records import records, tuples

Pool = tuple[str, str]
"""(node, lot): a lot where it arises."""
_ENDS = ["origin", "lot", "destination"]


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
        uses = network.uses[["plant", "lot", "line"]].drop_duplicates()
        for plant, lot, line in tuples(uses):
            pool = plant, lot
            self._lines[pool].add(line)
            made = makes[line, lot] | makes[line, "activity"]
            self._next[pool] |= {(plant_of[line], other) for other in made}
        routes = network.routes
        for column in ("quota", "board", "alight", "destination"):
            passed = routes[["origin", "lot", column]].drop_duplicates()
            for origin, lot, place in tuples(passed):
                self._places[origin, lot] |= {place, group_of.get(place, "")}
        start_of = network.links["origin"]
        limited = routes.loc[routes["over"] != "", ["origin", "lot", "over"]].drop_duplicates()
        for origin, lot, over in tuples(limited):
            self._places[origin, lot] |= {start_of[int(number)] for number in over.split()}
        to_plants = routes.loc[routes["destination_kind"] == "plant", _ENDS].drop_duplicates()
        for origin, lot, plant in tuples(to_plants):
            self._next[origin, lot].add((plant, lot))

    def places(self, start: Pool) -> set[str]:
        """Return the quotas, terminals, sinks, markets, groups, lines and link heads of a lot."""
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
