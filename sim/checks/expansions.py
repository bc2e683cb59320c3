"""What is odd in the key `expand`: numbers, and entries by which nothing can be built."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Problem
from sim.loader.case import Case
from sim.loader.columns import unit_of
from sim.loader.read.messages import at_column
from sim.loader.read.words import list_some
from sim.network.build import list_capacity, select_nodes
from sim.say.message import message
from sim.scenario.expansion import Picked, entry_name


def unusual_expansions(case: Case) -> Iterator[Problem]:
    """Yield odd numbers of the entries, and entries that take no part."""
    if not case.scenario.expand:
        return
    _, expansions, closures = list_capacity(case, select_nodes(case).plants)
    built, closed = set(expansions["entry"]), set(closures["entry"])
    for position, entry in enumerate(case.scenario.expand):
        where, name = case.expand_at[position], entry_name(position)
        for part in (entry, entry.closes) if entry.closes else (entry,):
            yield from _odd_numbers(part, where)
        if name not in built:
            yield Problem(where, message("expand_idle"), message("expand_idle_hint"), "unusual")
        elif entry.closes is not None and entry.closes.ratio > 0 and name not in closed:
            what = message("expand_none_closes")
            yield Problem(where, what, message("expand_none_closes_hint"), "unusual")
        own = expansions[expansions["entry"] == name]
        small = own.loc[own["at_least_kt_yr"] > own["up_to_kt_yr"], "line"]
        if len(small):
            what = message("expand_no_room", lines=list_some(small.tolist()))
            yield Problem(where, what, message("expand_no_room_hint"), "unusual")


def _odd_numbers(part: Picked, where: str) -> Iterator[Problem]:
    for name, info in type(part).model_fields.items():
        spec, number = unit_of(info), getattr(part, name)
        doubt = spec.find_unusual(number) if spec and number is not None else None
        if doubt is not None:
            yield Problem(where, at_column(name, doubt[0]), doubt[1], "unusual")
