"""Who plays: the province, city or owner that each site and market belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from sim.network.types import Network
from sim.scenario.records import records

Level = Literal["province", "city", "owner"]
LEVELS: tuple[Level, ...] = ("province", "city", "owner")
UNSTATED = "(unstated)"
"""The one player of all sites whose province, city or owner is blank."""


@dataclass(frozen=True)
class Players:
    """The players of a network, and what is theirs."""

    level: Level
    names: tuple[str, ...]
    """Id of each province or city, or name of each owner, sorted."""
    nodes: dict[str, str]
    """Zone, plant or sink -> player. A sink that is not here is open to all."""
    markets: dict[str, str]
    """Market -> player. A market that is not here is a common: every player's plants may sell."""
    idle: tuple[str, ...]
    """Areas or owners of sites that have nothing to bring, and do not play."""

    def number(self, name: str | None) -> int:
        """Return the position of a player; -1 for nobody."""
        return self.names.index(name) if name in self.names else -1


def find_players(network: Network, level: Level) -> Players:
    """Return who brings wastes, lines or sinks to a network.

    A store belongs to its site. A sink of its own belongs to the player of its area; among owners,
    who have no areas, it is open to all, as every market is. A market belongs to a player when all
    plants that may sell there are in the player's area.
    """
    sites = pd.concat([network.zones, network.plants])
    named = {str(site): _name(player) for site, player in sites[level].items()}
    has_supply = set(network.supply["zone"])
    active = {*has_supply, *network.lines["plant"]}
    nodes = {site: player for site, player in named.items() if site in active}
    nodes |= _sinks(network, level, named)
    names = tuple(sorted(set(nodes.values())))
    idle = tuple(sorted(set(named.values()) - set(names)))
    return Players(level, names, nodes, _markets(network, level, set(names)), idle)


def _name(cell: Any) -> str:
    return cell if isinstance(cell, str) and cell else UNSTATED


def _sinks(network: Network, level: Level, named: dict[str, str]) -> dict[str, str]:
    """Return sink -> player, for the sinks that something may be brought to."""
    reached = set(network.routes["destination"])
    found = {}
    for sink in records(network.sinks.reset_index(names="sink")):
        if sink.sink not in reached:
            continue
        if isinstance(sink.owner, str):
            found[str(sink.sink)] = named[sink.owner]
        elif level != "owner":
            found[str(sink.sink)] = _name(getattr(sink, level))
    return found


def _markets(network: Network, level: Level, names: set[str]) -> dict[str, str]:
    """Return market -> player, where the market's area lies within the player's."""
    if level == "owner":
        return {}
    sites = pd.concat([network.zones, network.plants])
    province_of = dict(zip(sites["city"], sites["province"], strict=True))
    found = {}
    for market, area in network.markets["area"].items():
        inside = area if level == "city" or area in names else province_of.get(area, "")
        if area and inside in names:
            found[str(market)] = str(inside)
    return found
