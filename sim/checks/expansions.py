"""What is odd in the key `expand`: numbers, and entries by which nothing can be built."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from pydantic import BaseModel

from sim.errors import Problem
from sim.loader.case import Case
from sim.loader.columns import unit_of
from sim.loader.read.messages import at_column
from sim.loader.read.words import list_some, show
from sim.network.build import list_capacity, select_nodes
from sim.say.message import message
from sim.scenario.expansion import Expansion, entry_name
from sim.scenario.records import records
from sim.scenario.region_rows import CANDIDATE


def unusual_expansions(case: Case) -> Iterator[Problem]:
    """Yield odd numbers of the entries, entries that take no part, candidates of no size."""
    yield from _candidates_of_nothing(case)
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
        yield from _odd_sizes(entry, own, where)


def _candidates_of_nothing(case: Case) -> Iterator[Problem]:
    """Yield the candidates at which nothing can be built: of capacity 0, and no entry says more."""
    named = {line for entry in case.scenario.expand for line in entry.where["id"]}
    if CANDIDATE not in case.scenario.statuses:
        return
    lines, places = case.tables["lines"], case.places("lines", "capacity")
    for at, line in enumerate(records(lines)):
        if line.status == CANDIDATE and line.capacity == 0 and line.id not in named:
            what = message("candidate_of_nothing", line=show(line.id))
            yield Problem(places[at], what, message("candidate_of_nothing_hint"), "unusual")


def _odd_sizes(entry: Expansion, own: pd.DataFrame, where: str) -> Iterator[Problem]:
    """Yield steps that are too large, and size classes that end below what may be built."""
    large = own.loc[own["step_kt_yr"] > own["up_to_kt_yr"], "line"]
    if len(large):
        what = message("expand_no_full_step", lines=list_some(large.tolist()))
        yield Problem(where, what, message("expand_no_full_step_hint"), "unusual")
    asked = own["nameplate_kt_yr"].map(entry.most)
    cut = own.loc[asked.astype(float) > own["up_to_kt_yr"], "line"]
    if len(cut):
        what = message("expand_class_end", lines=list_some(cut.tolist()))
        yield Problem(where, what, message("expand_class_end_hint"), "unusual")
    for part in entry.scale or ():
        yield from _odd_numbers(part, where)


def _odd_numbers(part: BaseModel, where: str) -> Iterator[Problem]:
    for name, info in type(part).model_fields.items():
        spec, number = unit_of(info), getattr(part, name)
        doubt = spec.find_unusual(number) if spec and number is not None else None
        if doubt is not None:
            yield Problem(where, at_column(name, doubt[0]), doubt[1], "unusual")
