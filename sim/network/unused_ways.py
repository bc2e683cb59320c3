"""Rows of links, terminals, modes, crossings and places that no way of the network goes over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.network.exclusions import BEATEN, BORDER_CLOSED
from sim.network.taking_part import TakingPart, Unused, pick
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
    taken: set[int] = set()
    if len(over) and len(crossings):
        roads = facts.haulage.roads
        start, end = (roads.nodes.index.get_indexer(pd.Index(over[c])) for c in ("start", "end"))
        km = roads.km_to_crossings[start] + roads.km_to_crossings[end]
        taken = set(km.argmin(axis=1).tolist())
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
        return rows.union(*facts.rows_between.values())
    trips = facts.boarded[["mode", "trunk", "board", "alight"]].drop_duplicates()
    for mode, number, board, alight in trips.itertuples(index=False):
        trunk = facts.haulage.trunks[mode][number]
        rows.update(trunk.rows.get((trunk.names.index(board), trunk.names.index(alight)), ()))
    return rows


def _is_published(facts: TakingPart, start: str, end: str, mode: str) -> bool:
    """Return whether some road between sites near two towns takes their published length."""
    if facts.haulage.modes.at[mode, "medium"] != "road":
        return False
    if not facts.all_known:
        return {start, end} <= facts.towns_near
    return (start, end) in facts.towns_joined or (end, start) in facts.towns_joined


def _why_not_boarded(facts: TakingPart, link: Any, row: int, modes: list[str]) -> str:
    """Return why nothing goes over a link of a terminal."""
    on = [mode for mode in modes if mode in facts.haulage.modes.index]
    if not on:
        return "mode_off"
    if len(modes) == 2:
        if modes != [link.mode] * 2:
            return "not_followed"
        if row in facts.rows_between[link.mode]:
            return NO_WAY
        beyond = row in facts.haulage.trunks[link.mode][0].out_of_reach
        return "out_of_reach" if beyond else "not_on_a_way"
    return NO_WAY if row in facts.rows_of_legs[on[0]] else "link_beaten"


def _why_not_hauled(facts: TakingPart, link: Any) -> str:
    """Return why nothing goes over a link between two sites."""
    ways = [(link.origin, link.destination)]
    ways += [(link.destination, link.origin)] if link.both_ways else []
    if any(end in facts.buying_at_gate for _, end in ways):
        return "market_at_gate"
    modes = link.mode, ""
    reasons = set().union(*(facts.barred.get((*way, mode), ()) for way in ways for mode in modes))
    if BORDER_CLOSED in reasons:
        return "border_closed"
    return "way_beaten" if BEATEN in reasons else "nothing_between"
