"""Ways between two nodes by every mode: km, cost and CO2 per dry tonne."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.geo.distance import (
    UNCERTAINTY_PCT,
    UNKNOWN,
    RoadNetwork,
    RoadRules,
    build_road_network,
    trunk_km,
)
from sim.loader.case import Case
from sim.units import parse

ONSITE = "onsite"
GATE = "gate"
ONSITE_KM = 0.5

WAY_COLUMNS = [
    "origin", "destination", "mode", "via", "board", "alight", "km", "haul_CNY_wet_t",
    "handling_CNY_wet_t", "cost_CNY_dry_t", "co2_kg_wet_t", "distance_method",
]  # fmt: skip


def read_parameter(case: Case, name: str, unit: str, default: float) -> float:
    """Return a parameter in `unit`, or the default where the table has none."""
    parameters = case.tables["parameters"]
    found = parameters.loc[parameters["id"] == name, "value"]
    return parse(str(found.iloc[0]), unit) if len(found) else default


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
    access: dict[str, pd.DataFrame]
    """Mode -> index node: terminal, km of the road leg, method."""
    trunk: dict[str, pd.DataFrame]
    """Mode -> terminal x terminal km."""
    links: pd.DataFrame
    """Explicit links between nodes: origin, destination, mode, km, cost."""

    def ways(self, pairs: pd.DataFrame) -> pd.DataFrame:
        """Return every way between the pairs (columns origin, destination): WAY_COLUMNS."""
        pairs = pairs[["origin", "destination"]].drop_duplicates(ignore_index=True)
        road_km = self.roads.distances(pairs["origin"], pairs["destination"])
        known = self._linked(pairs)
        nodes = self.roads.nodes
        same = (
            nodes.loc[pairs["origin"], ["lon", "lat"]].to_numpy(float)
            == nodes.loc[pairs["destination"], ["lon", "lat"]].to_numpy(float)
        ).all(axis=1)
        frames = [known, self._onsite(pairs[same])]
        for mode in self.road_modes:
            frames.append(self._by_road(mode, pairs[~same], road_km[~same]))
        for mode in self.access:
            frames.append(self._by_terminals(mode, pairs[~same]))
        ways = pd.concat([f for f in frames if len(f)] or [known], ignore_index=True)
        return ways.drop_duplicates(["origin", "destination", "mode"], ignore_index=True)

    def _linked(self, pairs: pd.DataFrame) -> pd.DataFrame:
        links = self.links.merge(pairs, on=["origin", "destination"])
        if links.empty:
            return pd.DataFrame(columns=WAY_COLUMNS)
        mode = self.modes.loc[links["mode"]]
        stated = links["km"].astype(float)
        km = stated.fillna(0.0).to_numpy()
        return self._frame(
            links, links["mode"].to_numpy(), km, np.where(stated.notna(), "link", UNKNOWN),
            haul=self._haul(mode, km),
            handling=(mode["handling"] + mode["fixed"]).to_numpy(float),
            co2=mode["co2"].to_numpy(float) * km,
            dry=links["cost"].to_numpy(float),
        )  # fmt: skip

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
            pairs, mode, km, roads["method"].to_numpy()[keep],
            haul=self._haul(rates, km),
            handling=(rates["handling"] + rates["fixed"]).to_numpy(float),
            co2=rates["co2"].to_numpy(float) * km,
        )  # fmt: skip

    def _by_terminals(self, mode: str, pairs: pd.DataFrame) -> pd.DataFrame:
        row: Any = self.modes.loc[mode]
        access, trunk = self.access[mode], self.trunk[mode]
        reached = pairs["origin"].isin(access.index) & pairs["destination"].isin(access.index)
        pairs = pairs[reached]
        start = access.loc[pairs["origin"]]
        end = access.loc[pairs["destination"]]
        board, alight = start["terminal"].to_numpy(), end["terminal"].to_numpy()
        row_of, column_of = trunk.index.get_indexer, trunk.columns.get_indexer
        place = row_of(pd.Index(board)), column_of(pd.Index(alight))
        main = trunk.to_numpy(float)[place] if len(pairs) else np.zeros(0)
        reach = float(row["reach"]) if pd.notna(row["reach"]) else np.inf
        keep = np.isfinite(main) & (main >= max(float(row["reach_min"]), 1e-9)) & (main <= reach)
        legs = start["km"].to_numpy(float)[keep], end["km"].to_numpy(float)[keep]
        rates = self.modes.loc[[mode] * int(keep.sum())]
        road = self.modes.loc[[self.leg_mode] * int(keep.sum())]
        trunk_haul = self._haul(rates, main[keep])
        frame = self._frame(
            pairs[keep], mode, main[keep] + legs[0] + legs[1],
            "chainage" if row["medium"] == "water" else "rail",
            haul=trunk_haul + self._haul(road, legs[0]) + self._haul(road, legs[1]),
            handling=(rates["handling"] + rates["fixed"]).to_numpy(float),
            co2=rates["co2"].to_numpy(float) * main[keep]
            + road["co2"].to_numpy(float) * (legs[0] + legs[1]),
        )  # fmt: skip
        frame["board"], frame["alight"] = board[keep], alight[keep]
        frame["via"] = frame["board"] + ">" + frame["alight"]
        return frame

    @property
    def road_modes(self) -> list[str]:
        """Return the modes that take any road; those without a tariff keep to their links."""
        return self.modes.index[
            (self.modes["medium"] == "road") & self.modes["tariff"].notna()
        ].tolist()

    @property
    def leg_mode(self) -> str:
        """Return the cheapest road mode, which carries the legs to terminals."""
        return str(self.modes.loc[self.road_modes, "tariff"].astype(float).idxmin())

    @staticmethod
    def _haul(rates: pd.DataFrame, km: np.ndarray) -> np.ndarray:
        """Return CNY per wet tonne; no charge for a leg within a site."""
        cost = np.maximum(
            rates["tariff"].to_numpy(float) * km, rates["minimum_charge"].to_numpy(float)
        )
        return np.where(km < ONSITE_KM, 0.0, cost)

    @staticmethod
    def _frame(
        pairs: pd.DataFrame, mode: object, km: np.ndarray, method: object, *,
        haul: np.ndarray, handling: np.ndarray, co2: np.ndarray, dry: np.ndarray | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        return pd.DataFrame(
            {
                "origin": pairs["origin"].to_numpy(),
                "destination": pairs["destination"].to_numpy(),
                "mode": mode,
                "via": "",
                "board": "",
                "alight": "",
                "km": km,
                "haul_CNY_wet_t": haul,
                "handling_CNY_wet_t": handling,
                "cost_CNY_dry_t": np.nan if dry is None else dry,
                "co2_kg_wet_t": co2,
                "distance_method": method,
            },
            columns=WAY_COLUMNS,
        )


def build_haulage(case: Case) -> Haulage:
    """Assemble the modes, roads, terminals and links of a case."""
    modes = case.tables["modes"].set_index("id").sort_index()
    if case.scenario.modes is not None:
        modes = modes.loc[[m for m in modes.index if m in case.scenario.modes]]
    nodes, links = list_nodes(case), case.tables["links"]
    road_modes = modes.index[modes["medium"] == "road"].tolist()
    rules = RoadRules(
        read_parameter(case, "circuity", "", RoadRules.circuity),
        read_parameter(case, "circuity_short", "", RoadRules.circuity_short),
        read_parameter(case, "short_distance", "km", RoadRules.short_distance_km),
        read_parameter(case, "place_radius", "km", RoadRules.place_radius_km),
    )
    roads = build_road_network(
        nodes, case.tables["crossings"], case.tables["places"], links, road_modes, rules
    )
    terminals = case.tables["terminals"]
    priced = modes.index[modes["tariff"].notna()]
    others = [m for m in priced if m not in road_modes] if priced.isin(road_modes).any() else []
    return Haulage(
        modes=modes,
        roads=roads,
        terminals=terminals.set_index("id"),
        access={m: _find_access(roads, terminals, modes.loc[m], m) for m in others},
        trunk={m: trunk_km(terminals, links, m) for m in others},
        links=_node_links(links[links["mode"].isin(modes.index)], nodes),
    )


def _node_links(links: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """Return links between nodes, those that hold both ways doubled."""
    columns = ["origin", "destination", "mode", "km", "cost"]
    between = links[links["origin"].isin(nodes.index) & links["destination"].isin(nodes.index)]
    back = between[between["both_ways"].astype(bool)].rename(
        columns={"origin": "destination", "destination": "origin"}
    )
    both = pd.concat([between[columns], back[columns]], ignore_index=True)
    return both.drop_duplicates(["origin", "destination", "mode"], ignore_index=True)


def _find_access(
    roads: RoadNetwork, terminals: pd.DataFrame, mode: pd.Series, name: str
) -> pd.DataFrame:
    """Return for each node its nearest terminal by road, within the mode's access reach."""
    own = terminals.loc[terminals["mode"] == name, "id"].sort_values().to_numpy()
    located = roads.nodes.index[roads.nodes["lon"].notna() & ~roads.nodes.index.isin(own)]
    if not len(own) or not len(located):
        return pd.DataFrame(columns=["terminal", "km"])
    origin = pd.Series(np.repeat(located.to_numpy(), len(own)))
    destination = pd.Series(np.tile(own, len(located)))
    km = roads.distances(origin, destination)["km"].to_numpy(float).reshape(len(located), len(own))
    nearest = km.argmin(axis=1)
    least = km[np.arange(len(located)), nearest]
    reach = float(mode["access_reach"]) if pd.notna(mode["access_reach"]) else np.inf
    within = least <= reach
    return pd.DataFrame(
        {"terminal": own[nearest[within]], "km": least[within]}, index=located[within]
    )


def distance_uncertainty(method: pd.Series[str]) -> pd.Series[float]:
    """Return the spread of each distance by its method, per cent."""
    return method.map(UNCERTAINTY_PCT).astype(float)
