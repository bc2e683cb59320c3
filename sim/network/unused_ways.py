"""Rows of links, terminals, modes, crossings and places that no way of the network goes over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.geo.distance import pairwise_km
from sim.network.exclusions import BEATEN, BORDER_CLOSED
from sim.network.taking_part import TakingPart, Unused, pick
from sim.network.trunk import Trunk
from sim.rules.rows import locate
from sim.scenario.records import records

NO_WAY = "no_way_over_it"


def unused_modes(facts: TakingPart) -> Iterator[Unused]:
    """Yield modes that are switched off, and those that no route goes by."""
    modes = facts.table("modes")["id"]
    off = ~modes.isin(facts.haulage.modes.index)
    yield from pick(off, "mode_off")
    if facts.all_known:
        gone = set(facts.network.routes["mode"]) | _modes_of_legs(facts)
        yield from pick(~off & ~modes.isin(gone), "no_way_by_it")


def _modes_of_legs(facts: TakingPart) -> set[str]:
    """Return the modes that carry something to or from terminals."""
    legs = facts.legs
    linked = facts.table("links")["mode"].iloc[legs.loc[legs["row"] >= 0, "row"]]
    by_road = {facts.haulage.leg_mode} if (legs["row"] < 0).any() else set()
    return {*linked, *by_road}


def unused_terminals(facts: TakingPart) -> Iterator[Unused]:
    """Yield terminals that nothing boards or leaves."""
    haulage = facts.haulage
    used = set(facts.boarded["board"]) | set(facts.boarded["alight"])
    for i, row in enumerate(records(facts.table("terminals"))):
        if row.id in used:
            continue
        if row.mode not in haulage.modes.index:
            yield i, "mode_off"
            continue
        trunk, legs = haulage.trunks[row.mode][0], haulage.legs[row.mode]
        place = trunk.names.index(row.id)
        joined = trunk.joins[place].any() or trunk.joins[:, place].any()
        near = row.id in {*legs.boarding["terminal"], *legs.alighting["terminal"]}
        if not joined:
            yield i, "not_joined"
        elif not near:
            yield i, "not_nearest"
        elif facts.all_known:
            yield i, NO_WAY


def unused_crossings(facts: TakingPart) -> Iterator[Unused]:
    """Yield crossings that are on no road of a route."""
    if not facts.all_known:
        return
    crossings, pairs = facts.table("crossings"), facts.road_pairs
    over = pairs[pairs["method"] == "crossing"]
    nodes = facts.haulage.roads.nodes
    ends = (nodes.loc[over[end]] for end in ("start", "end"))
    km = sum(pairwise_km(end, crossings) for end in ends)
    taken = set(np.asarray(km).argmin(axis=1).tolist()) if len(over) and len(crossings) else set()
    yield from pick(~np.isin(np.arange(len(crossings)), sorted(taken)), NO_WAY)


def unused_places(facts: TakingPart) -> Iterator[Unused]:
    """Yield towns that no published road joins, and those with no site around."""
    places, roads = facts.table("places")["id"], facts.haulage.roads
    links = facts.table("links")
    named = places.isin({*links["origin"], *links["destination"]})
    near = places.isin(set(roads.place_of.values()))
    yield from pick(~named, "no_link")
    yield from pick(named & ~near, "no_site_around")


def unused_links(facts: TakingPart) -> Iterator[Unused]:
    """Yield links that no way of the network goes over."""
    used, towns = _rows_used(facts), set(facts.table("places")["id"])
    terminals = facts.table("terminals").set_index("id")["mode"].to_dict()
    for i, link in enumerate(records(facts.table("links"))):
        ends = (link.origin, link.destination)
        if link.mode not in facts.haulage.modes.index:
            yield i, "mode_off"
        elif i in used or (towns.issuperset(ends) and _is_published(facts, *ends, link.mode)):
            continue
        elif towns.issuperset(ends):
            yield i, "no_road_between"
        elif any(end in towns for end in ends):
            yield i, "not_followed"
        elif any(end in terminals for end in ends):
            yield (
                i,
                _why_not_boarded(facts, link, i, [terminals[e] for e in ends if e in terminals]),
            )
        else:
            yield i, _why_not_hauled(facts, link)


def _rows_used(facts: TakingPart) -> set[int]:
    """Return the rows of links that routes go over."""
    key, links = ["origin", "destination", "mode", "material"], facts.haulage.links
    of_one = locate(facts.linked, links[key]) >= 0
    rest = facts.linked.loc[locate(links[key], facts.linked) < 0, key[:3]].drop_duplicates()
    of_all = (links["material"] == "").to_numpy() & (locate(rest, links[key[:3]]) >= 0)
    rows = {*links["row"][of_one | of_all], *facts.legs["row"]}
    if not facts.all_known:
        return rows.union(*map(_rows_of_trunks, facts.haulage.trunks.values()))
    trips = facts.boarded[["mode", "trunk", "board", "alight"]].drop_duplicates()
    for mode, number, board, alight in trips.itertuples(index=False):
        trunk = facts.haulage.trunks[mode][number]
        rows.update(trunk.rows.get((trunk.names.index(board), trunk.names.index(alight)), ()))
    return rows


def _rows_of_trunks(trunks: list[Trunk]) -> set[int]:
    """Return the rows of links on some way between terminals."""
    return {row for trunk in trunks for way in trunk.rows.values() for row in way}


def _is_published(facts: TakingPart, start: str, end: str, mode: str) -> bool:
    """Return whether some road between sites near two towns takes their published length."""
    roads = facts.haulage.roads
    if facts.haulage.modes.at[mode, "medium"] != "road":
        return False
    if not facts.all_known:
        return {start, end} <= set(roads.place_of.values())
    return (start, end) in facts.towns_joined or (end, start) in facts.towns_joined


def _why_not_boarded(facts: TakingPart, link: Any, row: int, modes: list[str]) -> str:
    """Return why nothing goes over a link of a terminal."""
    on = [mode for mode in modes if mode in facts.haulage.modes.index]
    if not on:
        return "mode_off"
    if len(modes) == 2:
        if modes != [link.mode] * 2:
            return "not_followed"
        trunks = facts.haulage.trunks[link.mode]
        if row in _rows_of_trunks(trunks):
            return NO_WAY
        return "out_of_reach" if row in trunks[0].out_of_reach else "not_on_a_way"
    legs = facts.haulage.legs[on[0]]
    known = row in {*legs.boarding["row"], *legs.alighting["row"]}
    return NO_WAY if known else "link_beaten"


def _why_not_hauled(facts: TakingPart, link: Any) -> str:
    """Return why nothing goes over a link between two sites."""
    markets = facts.network.markets
    at_gate = markets.index[markets["lon"].isna() & ~markets["hauled"].astype(bool)]
    if link.destination in at_gate or (link.both_ways and link.origin in at_gate):
        return "market_at_gate"
    out = facts.network.excluded
    there = (out["origin"] == link.origin) & (out["destination"] == link.destination)
    if link.both_ways:
        there |= (out["origin"] == link.destination) & (out["destination"] == link.origin)
    reasons = set(out.loc[there & out["mode"].isin((link.mode, "")), "reason"])
    if BORDER_CLOSED in reasons:
        return "border_closed"
    return "way_beaten" if BEATEN in reasons else "nothing_between"
