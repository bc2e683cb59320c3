"""Ways between two nodes by every mode: km, cost and CO2 per dry tonne."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.geo.distance import (
    LINK,
    PARTLY,
    UNCERTAINTY_PCT,
    UNKNOWN,
    RoadNetwork,
    RoadRules,
    build_road_network,
)
from sim.loader.case import Case
from sim.network.access import Legs, charge, counted_links, direct_links, find_legs
from sim.network.trunk import Terms, Trunk, find_trunks
from sim.network.ways import mark_beaten, may_drop
from sim.rules.joins import join
from sim.rules.rows import locate
from sim.scenario.via import write_via
from sim.units import parse

ONSITE = "onsite"
GATE = "gate"
WayName = tuple[str, int, int, int]
"""Mode, slot of boarding, slot of alighting, number of the trunk."""

_KEY = ["origin", "destination", "mode"]
WAY_COLUMNS = [
    "origin",
    "destination",
    "mode",
    "way",
    "via",
    "board",
    "alight",
    "km",
    "haul_CNY_wet_t",
    "handling_CNY_wet_t",
    "cost_CNY_dry_t",
    "co2_kg_wet_t",
    "distance_method",
    "over",
    "material",
]
CARBON_PRICE = "carbon_price"


def read_parameter(case: Case, name: str, unit: str, default: float) -> float:
    """Return a parameter in `unit`, or the default where the table has none."""
    parameters = case.tables["parameters"]
    found = parameters.loc[parameters["id"] == name, "value"]
    return parse(str(found.iloc[0]), unit) if len(found) else default


def read_carbon_price(case: Case) -> float:
    """Return what a tonne of CO2 costs, CNY; nothing where the table has no price."""
    return read_parameter(case, CARBON_PRICE, "CNY/t", 0.0)


def list_nodes(case: Case) -> pd.DataFrame:
    """Return every located thing: index id; lon, lat, bank, province, city."""
    frames = []
    for name in ("zones", "plants", "sinks", "terminals", "markets"):
        frame = case.tables[name].reindex(columns=["id", "lon", "lat", "bank", "province", "city"])
        frames.append(frame)
    nodes = pd.concat(frames, ignore_index=True).drop_duplicates("id").set_index("id")
    for column in ("lon", "lat"):
        nodes[column] = nodes[column].astype(float)
    return nodes


@dataclass(frozen=True)
class Haulage:
    """Finds the ways between pairs of nodes."""

    modes: pd.DataFrame
    """Index mode id: the rows of table modes that are switched on."""
    roads: RoadNetwork
    terminals: pd.DataFrame
    legs: dict[str, Legs]
    """Mode by rail or water -> its legs between sites and terminals."""
    trunks: dict[str, list[Trunk]]
    """Mode by rail or water -> the ways between its terminals."""
    links: pd.DataFrame
    """Explicit links between nodes; columns of `sim.network.access.direct_links`."""
    limited: pd.DataFrame
    """Links of which it is counted what goes over them: see `Network.links`."""
    drops: bool = True
    """Whether a way that another beats in all figures is never wanted."""

    def ways(self, pairs: pd.DataFrame) -> pd.DataFrame:
        """Return every way between the pairs (columns origin, destination).

        WAY_COLUMNS, and `beaten`: whether another way is better whatever is asked for. A link
        wins over every other way of its mode between the same ends. A way of one `material` is for
        that alone, and then no other way of its mode is.
        """
        pairs = pairs[["origin", "destination"]].drop_duplicates(ignore_index=True)
        road_km = self.roads.distances(pairs["origin"], pairs["destination"])
        known = self._linked(pairs)
        nodes = self.roads.nodes
        same = (
            nodes.loc[pairs["origin"], ["lon", "lat"]].to_numpy(float)
            == nodes.loc[pairs["destination"], ["lon", "lat"]].to_numpy(float)
        ).all(axis=1)
        frames = [known]
        if same.any():
            frames.append(self._onsite(pairs[same]))
        for mode in self.road_modes:
            frames.append(self._by_road(mode, pairs[~same], road_km[~same]))
        for mode in (m for m, legs in self.legs.items() if len(legs.boarding)):
            numbers = range(len(self.trunks[mode]))
            frames += [self._by_terminals(mode, k, pairs[~same]) for k in numbers]
        ways = pd.concat([f for f in frames if len(f)] or [known], ignore_index=True)
        linked = locate(known[_KEY].drop_duplicates(), ways[_KEY]) >= 0
        ways = ways[~linked | (np.arange(len(ways)) < len(known))].reset_index(drop=True)
        return ways.assign(beaten=mark_beaten(ways, self.capped) if self.drops else False)

    @property
    def limits_ways_by_terminals(self) -> bool:
        """Return whether some link of which that is counted joins a terminal."""
        ends = self.limited[["origin", "destination"]].isin(self.terminals.index)
        return bool(ends.to_numpy().any())

    @property
    def capped(self) -> pd.Index[str]:
        """Return the terminals whose throughput is bounded."""
        return self.terminals.index[self.terminals["capacity"].notna()]

    def _linked(self, pairs: pd.DataFrame) -> pd.DataFrame:
        links = join(self.links, pairs, ["origin", "destination"])
        mode, stated = self.modes.loc[links["mode"]], links["cost"].notna().to_numpy()
        known = links["km"].notna().to_numpy()
        km = links["km"].fillna(0.0).to_numpy(float)
        return self._frame(
            links,
            links["mode"].to_numpy(),
            km,
            np.where(known, LINK, UNKNOWN),
            haul=np.where(stated, 0.0, charge(mode, km)),
            handling=np.where(stated, 0.0, (mode["handling"] + mode["fixed"]).to_numpy(float)),
            co2=mode["co2"].to_numpy(float) * km,
            dry=links["cost"].fillna(0.0).to_numpy(float),
        ).assign(over=links["over"].to_numpy(), material=links["material"].to_numpy())

    def _onsite(self, pairs: pd.DataFrame) -> pd.DataFrame:
        zero = np.zeros(len(pairs))
        return self._frame(pairs, ONSITE, zero, "onsite", haul=zero, handling=zero, co2=zero)

    def _by_road(self, mode: str, pairs: pd.DataFrame, roads: pd.DataFrame) -> pd.DataFrame:
        row: Any = self.modes.loc[mode]
        km = roads["km"].to_numpy(float)
        reach = float(row["reach"]) if pd.notna(row["reach"]) else np.inf
        keep = np.isfinite(km) & (km >= float(row["reach_min"])) & (km <= reach)
        km, pairs = km[keep], pairs[keep]
        rates = self.modes.loc[[mode] * len(pairs)]
        return self._frame(
            pairs,
            mode,
            km,
            roads["method"].to_numpy()[keep],
            haul=charge(rates, km),
            handling=(rates["handling"] + rates["fixed"]).to_numpy(float),
            co2=rates["co2"].to_numpy(float) * km,
        )

    def _by_terminals(self, mode: str, number: int, pairs: pd.DataFrame) -> pd.DataFrame:
        legs, trunk = self.legs[mode], self.trunks[mode][number]
        boarding = legs.boarding.add_suffix("_1").rename(columns={"node_1": "origin"})
        alighting = legs.alighting.add_suffix("_2").rename(columns={"node_2": "destination"})
        ends = join(join(pairs, boarding, "origin"), alighting, "destination")
        at = [pd.Index(trunk.names).get_indexer(pd.Index(ends[f"terminal_{i}"])) for i in (1, 2)]
        place = at[0], at[1]
        joined = trunk.joins[place] if len(ends) else np.zeros(0, dtype=bool)
        ends, place = ends[joined], (place[0][joined], place[1][joined])
        rates = self.modes.loc[[mode] * len(ends)]
        own_km = (ends["own_km_1"] + ends["own_km_2"]).to_numpy(float)
        handling = (rates["handling"] + rates["fixed"]).to_numpy(float)
        frame = self._frame(
            ends,
            mode,
            trunk.km[place] + _both(ends, "km"),
            self._method(
                mode,
                trunk.has_km[place] & ends["has_km_1"] & ends["has_km_2"],
                trunk.km[place] + _both(ends, "km"),
            ),
            haul=charge(rates, trunk.paid_km[place] + own_km) + _both(ends, "haul_CNY_wet_t"),
            handling=np.where(trunk.all_stated[place] & (own_km == 0.0), 0.0, handling),
            co2=rates["co2"].to_numpy(float) * trunk.km[place] + _both(ends, "co2_kg_wet_t"),
            dry=trunk.stated_CNY_t[place] + _both(ends, "cost_CNY_dry_t"),
        )
        frame["board"], frame["alight"] = (
            ends["terminal_1"].to_numpy(),
            ends["terminal_2"].to_numpy(),
        )
        between = list(zip(*(end.tolist() for end in place), strict=True))
        over = (trunk.over.get(pair, "") for pair in between)
        parts = zip(ends["over_1"], over, ends["over_2"], strict=True)
        frame["over"] = [" ".join(filter(None, names)) for names in parts]
        stops = (trunk.stops.get(pair, ()) if number else () for pair in between)
        frame["via"] = [
            write_via(*parts)
            for parts in zip(
                frame["board"],
                frame["alight"],
                ends["further_1"],
                stops,
                ends["further_2"],
                strict=True,
            )
        ]
        slots = zip(ends["slot_1"], ends["slot_2"], strict=True)
        frame["way"] = [name_way(mode, first, last, number) for first, last in slots]
        return frame

    def _method(self, mode: str, known: pd.Series[bool], km: np.ndarray) -> np.ndarray:
        """Return how the length of ways by terminals was found, where it is `known`."""
        name = "chainage" if self.modes.loc[mode, "medium"] == "water" else "rail"
        return np.where(known, name, np.where(km > 0, PARTLY, UNKNOWN))

    @property
    def way_names(self) -> dict[str, WayName]:
        """Return way -> what it is named after; of ways that are no links."""
        ways = {mode: (mode, 0, 0, 0) for mode in self.road_modes}
        for mode, legs in self.legs.items():
            slots = (
                range(int(f["slot"].max() + 1) if len(f) else 1)
                for f in (legs.boarding, legs.alighting)
            )
            numbers = range(len(self.trunks[mode]))
            for first, last, number in itertools.product(*slots, numbers):
                ways[name_way(mode, first, last, number)] = mode, first, last, number
        return ways

    @property
    def road_modes(self) -> list[str]:
        """Return the modes that take any road; those without a tariff keep to their links."""
        return self.modes.index[
            (self.modes["medium"] == "road") & self.modes["tariff"].notna()
        ].tolist()

    @property
    def leg_mode(self) -> str | None:
        """Return the mode that carries legs which no link describes."""
        return find_leg_mode(self.modes)

    @staticmethod
    def _frame(
        pairs: pd.DataFrame,
        mode: object,
        km: np.ndarray,
        method: object,
        *,
        haul: np.ndarray,
        handling: np.ndarray,
        co2: np.ndarray,
        dry: np.ndarray | None = None,
    ) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "origin": pairs["origin"].to_numpy(),
                "destination": pairs["destination"].to_numpy(),
                "mode": mode,
                "way": mode,
                "via": "",
                "board": "",
                "alight": "",
                "km": km,
                "haul_CNY_wet_t": haul,
                "handling_CNY_wet_t": handling,
                "cost_CNY_dry_t": 0.0 if dry is None else dry,
                "co2_kg_wet_t": co2,
                "distance_method": method,
                "over": "",
                "material": "",
            },
            columns=WAY_COLUMNS,
        )


def name_way(mode: str, board: int, alight: int, trunk: int = 0) -> str:
    """Return the name of a way among those of its mode: the mode, but for further legs and trunks.

    >>> name_way("rail", 0, 0), name_way("rail", 1, 0), name_way("rail", 0, 0, 2)
    ('rail', 'rail|1.0', 'rail|0.0.2')
    """
    if trunk:
        return f"{mode}|{board}.{alight}.{trunk}"
    return f"{mode}|{board}.{alight}" if board or alight else mode


def _both(ends: pd.DataFrame, column: str) -> np.ndarray:
    total: np.ndarray = (ends[f"{column}_1"] + ends[f"{column}_2"]).to_numpy(float)
    return total


def modes_on(case: Case) -> pd.DataFrame:
    """Return the rows of table modes that are switched on, by id."""
    modes = case.tables["modes"].set_index("id").sort_index()
    if case.scenario.modes is not None:
        modes = modes.loc[[m for m in modes.index if m in case.scenario.modes]]
    return modes


def build_haulage(case: Case) -> Haulage:
    """Assemble the modes, roads, terminals and links of a case."""
    modes, nodes, terminals = modes_on(case), list_nodes(case), case.tables["terminals"]
    by_road = modes["medium"] == "road"
    rules = RoadRules(
        read_parameter(case, "circuity", "", RoadRules.circuity),
        read_parameter(case, "circuity_short", "", RoadRules.circuity_short),
        read_parameter(case, "short_distance", "km", RoadRules.short_distance_km),
        read_parameter(case, "place_radius", "km", RoadRules.place_radius_km),
    )
    roads = build_road_network(
        nodes,
        case.tables["crossings"],
        case.tables["places"],
        case.tables["links"],
        modes.index[by_road].tolist(),
        rules,
    )
    table, chosen = case.tables["links"], case.chosen("links")
    links, limited = direct_links(table, modes, chosen), counted_links(table, chosen)
    others = modes.index[~by_road & modes.index.isin(terminals["mode"])]
    road_mode = find_leg_mode(modes)
    between = links["origin"].isin(nodes.index) & links["destination"].isin(nodes.index)
    drops = may_drop(case.scenario)
    return Haulage(
        modes=modes,
        roads=roads,
        terminals=terminals.set_index("id"),
        legs={
            m: find_legs(roads, terminals, links, modes, m, road_mode, drops=drops) for m in others
        },
        trunks={
            m: find_trunks(terminals, links, m, _terms(modes.loc[m]), drops=drops) for m in others
        },
        links=links[between].reset_index(drop=True),
        limited=limited[limited["mode"].isin(modes.index)],
        drops=drops,
    )


def find_leg_mode(modes: pd.DataFrame) -> str | None:
    """Return the cheapest road mode, which carries the legs to terminals that no link describes."""
    tariff = modes.loc[modes["medium"] == "road", "tariff"].astype(float).dropna()
    return str(tariff.idxmin()) if len(tariff) else None


def _terms(mode: Any) -> Terms:
    most = float(mode["reach"]) if pd.notna(mode["reach"]) else np.inf
    return Terms(float(mode["tariff"]), float(mode["reach_min"]), most)


def distance_uncertainty(method: pd.Series[str]) -> pd.Series[float]:
    """Return the spread of each distance by its method, per cent."""
    return method.map(UNCERTAINTY_PCT).astype(float)
