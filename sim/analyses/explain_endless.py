"""An objective without bound: what grows for ever, and which entry has no largest value."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.analyses.explain_limits import Cell, Limits, Pair
from sim.network import Network
from sim.scenario.catalogue import METRICS
from sim.solve import Session
from sim.solve.conflict import find_endless


@dataclass(frozen=True)
class Growth:
    """One thing of which there can be more and more."""

    kind: str
    """sale or purchase."""
    what: Pair
    """The market, or the material."""
    plant: Pair
    at: str
    """`file:line` of the market's row, or of the material's."""


@dataclass(frozen=True)
class Endless:
    """The stage of the objective that has no bound, and what it would do without end."""

    metric: Pair
    sense: str
    """maximize or minimize."""
    growing: tuple[Growth, ...]


def explain_endless(session: Session, limits: Limits) -> Endless:
    """Return what an unbounded scenario would do without end: sales and purchases."""
    metric, sense, columns = find_endless(session)
    network = session.network
    growing: dict[tuple[str, str, str], Growth] = {}
    for name, index in columns:
        if name == "ship" and network.routes.at[index[0], "role"] == "sale":
            route = network.routes.loc[index[0]]
            market, plant = str(route["destination"]), str(route["origin"])
            growing["sale", market, plant] = _sale(market, plant, network, limits)
        elif name == "buy":
            plant, material = str(index[0]), str(network.lots.at[index[1], "material"])
            growing["purchase", material, plant] = _purchase(material, plant, network, limits)
    words = METRICS.get(metric)
    named = (words.en, words.zh) if words else ("", "")
    return Endless(named, sense, tuple(growing.values()))


def _pair(frame: pd.DataFrame, key: str) -> Pair:
    english, chinese = str(frame.at[key, "name_en"]), frame.at[key, "name_zh"]
    return english, chinese if isinstance(chinese, str) and chinese else english


def _sale(market: str, plant: str, network: Network, limits: Limits) -> Growth:
    at = limits.record(Cell("markets", {"id": market}, "price", "CNY/t")).where("max", "price")
    return Growth("sale", _pair(network.markets, market), _pair(network.plants, plant), at)


def _purchase(material: str, plant: str, network: Network, limits: Limits) -> Growth:
    record = limits.record(Cell("materials", {"id": material}, "purchase_price", "CNY/t"))
    at = record.where("purchase_price")
    return Growth("purchase", _pair(network.materials, material), _pair(network.plants, plant), at)
