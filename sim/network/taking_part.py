"""What takes part in a network: the sets that rows of the input tables are held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sim.geo.distance import LINK, UNKNOWN
from sim.loader.case import Case
from sim.network.haulage import Haulage
from sim.network.types import Network
from sim.scenario.records import tuples

Unused = tuple[int, str]
"""Position of a row in its table, and the reason why it takes no part."""
LIBRARY = "scenarios/library/"
"""Folder of the tables that scenarios share, where a scenario names no other."""


@dataclass(frozen=True)
class TakingPart:
    """A case, its network, and what of it is used."""

    case: Case
    network: Network

    def table(self, name: str) -> pd.DataFrame:
        """Return an input table."""
        return self.case.tables[name]

    def is_own(self, at: str) -> bool:
        """Return whether a row is the region's or scenario's own, not of a shared library."""
        scenario = self.case.scenario
        shared = f"scenarios/{scenario.library}/" if scenario.library else LIBRARY
        return scenario.tables is not None or not at.startswith(shared)

    @property
    def haulage(self) -> Haulage:
        """Return the ways between all places."""
        return self.network.haulage

    @property
    def all_known(self) -> bool:
        """Return whether every route is written down."""
        return not self.network.grows

    @cached_property
    def runs(self) -> frozenset[str]:
        """Return the recipes that some line runs."""
        return frozenset(self.network.runs["recipe"])

    @cached_property
    def taken(self) -> frozenset[tuple[str, str]]:
        """Return recipe x material of what lines can use."""
        uses = self.network.uses
        return frozenset(zip(uses["recipe"], uses["material"], strict=True))

    @cached_property
    def made(self) -> frozenset[tuple[str, str]]:
        """Return recipe x material of what lines can make."""
        makes = self.network.makes
        return frozenset(zip(makes["recipe"], makes["material"], strict=True))

    @cached_property
    def materials(self) -> frozenset[str]:
        """Return the materials that arise, are used, made or bought."""
        return frozenset(self.network.lots["material"])

    @cached_property
    def destinations(self) -> frozenset[str]:
        """Return where routes lead to."""
        found = set(self.network.routes["destination"])
        if self.network.candidates is not None:
            found |= {node for node, _ in self.network.candidates.reached()}
        return frozenset(found)

    @cached_property
    def boarded(self) -> pd.DataFrame:
        """Return origin, destination, mode, board, alight and parts of ways by terminals.

        The parts are numbered: slots of the legs `slot_1` and `slot_2`, and `trunk`.
        """
        columns = ["origin", "destination", "mode", "board", "alight", "way"]
        routes = self.network.routes.loc[self.network.routes["board"] != "", columns]
        routes = routes.drop_duplicates(ignore_index=True)
        names = self.haulage.way_names
        parts = np.array([names[way][1:] for way in routes["way"]], dtype=int).reshape(-1, 3)
        return routes.assign(slot_1=parts[:, 0], slot_2=parts[:, 1], trunk=parts[:, 2])

    @cached_property
    def linked(self) -> pd.DataFrame:
        """Return origin, destination, mode and material of routes over a link of their own."""
        routes = self.network.routes
        by_link = routes["distance_method"].isin([LINK, UNKNOWN]) & (routes["board"] == "")
        direct = routes.loc[by_link]
        columns = ["origin", "destination", "mode", "material"]
        return direct[columns].drop_duplicates(ignore_index=True)

    @cached_property
    def legs(self) -> pd.DataFrame:
        """Return start, end and row (of links; negative for an estimate) of legs that are used."""
        found = []
        for mode, legs in self.haulage.legs.items():
            ways = self.boarded[self.boarded["mode"] == mode]
            for frame, ends in (
                (legs.boarding, ["origin", "slot_1"]),
                (legs.alighting, ["destination", "slot_2"]),
            ):
                keys = ways[ends].drop_duplicates().set_axis(["node", "slot"], axis=1)
                rows = frame.merge(keys, on=["node", "slot"]) if self.all_known else frame
                start, end = ("node", "terminal")[:: 1 if ends[0] == "origin" else -1]
                found.append(
                    pd.DataFrame({"start": rows[start], "end": rows[end], "row": rows["row"]})
                )
        if not found:
            return pd.DataFrame({"start": [], "end": [], "row": np.zeros(0, dtype=int)})
        return pd.concat(found, ignore_index=True).astype({"row": int})

    @cached_property
    def road_pairs(self) -> pd.DataFrame:
        """Return start, end and method of the roads that routes take, legs to terminals too."""
        routes, legs = self.network.routes, self.legs
        by_road = routes[routes["distance_method"].isin(("circuity", "published road", "crossing"))]
        ends = by_road[["origin", "destination"]].set_axis(["start", "end"], axis=1)
        pairs = pd.concat([ends, legs.loc[legs["row"] < 0, ["start", "end"]]])
        pairs = pairs.drop_duplicates(ignore_index=True).astype(str)
        found = self.haulage.roads.distances(pairs["start"], pairs["end"])
        return pairs.assign(method=found["method"].to_numpy())

    @cached_property
    def towns_joined(self) -> frozenset[tuple[str, str]]:
        """Return the pairs of towns whose published road length some road of a route takes."""
        pairs, place_of = self.road_pairs, self.haulage.roads.place_of
        taken = pairs[pairs["method"] == "published road"]
        return frozenset(zip(taken["start"].map(place_of), taken["end"].map(place_of), strict=True))

    @cached_property
    def towns_near(self) -> frozenset[str]:
        """Return the towns whose published distances some site shares."""
        return frozenset(self.haulage.roads.place_of.values())

    @cached_property
    def rows_between(self) -> dict[str, frozenset[int]]:
        """Return mode -> rows of links on some way between its terminals."""
        return {
            mode: frozenset(row for trunk in trunks for way in trunk.rows.values() for row in way)
            for mode, trunks in self.haulage.trunks.items()
        }

    @cached_property
    def rows_of_legs(self) -> dict[str, frozenset[int]]:
        """Return mode -> rows of links that lead to or from its terminals."""
        return {
            mode: frozenset((*legs.boarding["row"], *legs.alighting["row"]))
            for mode, legs in self.haulage.legs.items()
        }

    @cached_property
    def buying_at_gate(self) -> frozenset[str]:
        """Return the markets that nothing is hauled to."""
        markets = self.network.markets
        at_gate = markets["lon"].isna() & ~markets["hauled"].astype(bool)
        return frozenset(markets.index[at_gate])

    @cached_property
    def barred(self) -> dict[tuple[str, str, str], set[str]]:
        """Return origin, destination and mode -> why candidates are left out."""
        found: dict[tuple[str, str, str], set[str]] = {}
        out = self.network.excluded[["origin", "destination", "mode", "reason"]].drop_duplicates()
        for origin, destination, mode, reason in tuples(out):
            found.setdefault((origin, destination, mode), set()).add(reason)
        return found


def pick(wrong: pd.Series[bool] | np.ndarray, reason: str) -> Iterator[Unused]:
    """Yield the positions of rows with one reason."""
    for position in np.flatnonzero(np.asarray(wrong, dtype=bool)):
        yield int(position), reason
