"""Checks of links: what they state, what their rows agree on, and modes that need them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.errors import Problem
from sim.loader.case import Record, Rows
from sim.loader.read.messages import at_column
from sim.loader.read.words import show
from sim.say.message import message

Tables = Mapping[str, Rows]
_LINK = ("origin", "destination", "mode")
_SAME = ("capacity", "both_ways", "fixed_cost")
"""What all rows of a link state alike."""


def _without_tariff(tables: Tables) -> set[str]:
    """Return the modes that go only over links that state their cost."""
    return {r.values["id"] for r in tables["modes"].records if r.values["tariff"] is None}


def check_links(tables: Tables) -> Iterator[Problem]:
    """A link has a length or a cost; one from or to a town has a length."""
    through = {r.values["id"] for r in tables["places"].records}
    free = _without_tariff(tables)
    for record in tables["links"].records:
        ends = (record.values["origin"], record.values["destination"])
        km, cost = record.values["km"], record.values["cost"]
        if km is None and any(end in through for end in ends):
            what = at_column("km", message("link_no_length"))
            yield Problem(record.where("km", "destination"), what, None, "missing")
        elif km is None and cost is None:
            yield Problem(record.at, message("link_empty"), message("give_one"), "missing")
        elif cost is None and record.values["mode"] in free:
            what = message("link_no_cost", mode=show(record.values["mode"]))
            yield Problem(record.where("mode"), what, message("give_one"), "missing")


def check_link_rows(tables: Tables) -> Iterator[Problem]:
    """Rows of a link agree on what is joint; towns have no capacity, terminals no materials."""
    towns = {r.values["id"] for r in tables["places"].records}
    stops = {r.values["id"] for r in tables["terminals"].records}
    first: dict[tuple[str, ...], Record] = {}
    for record in tables["links"].records:
        ends = {record.values["origin"], record.values["destination"]}
        yield from _check_ends(record, bool(ends & towns), bool(ends & stops))
        other = first.setdefault(tuple(record.values[c] for c in _LINK), record)
        for column in _SAME:
            if record.values[column] != other.values[column]:
                what = at_column(column, message("link_rows_differ"))
                yield Problem(
                    record.where(column), what, message("see", at=other.where(column)), "differs"
                )


def _check_ends(record: Record, of_town: bool, of_terminal: bool) -> Iterator[Problem]:
    """Yield what a link from or to a town or a terminal may not state."""
    if of_town and record.values["capacity"] is not None:
        what = at_column("capacity", message("link_of_town"))
        yield Problem(record.where("capacity"), what, message("link_of_town_hint"), "link_end")
    if of_town and record.values["fixed_cost"] > 0:
        what = at_column("fixed_cost", message("link_of_town_costs"))
        yield Problem(record.where("fixed_cost"), what, message("link_of_town_hint"), "link_end")
    cost = record.values["cost"]
    if of_terminal and cost is not None and cost < 0:
        what = at_column("cost", message("link_pays"))
        yield Problem(record.where("cost"), what, message("link_pays_hint"), "link_end")
    if (of_town or of_terminal) and record.values["material"] is not None:
        what = at_column("material", message("link_for_all"))
        yield Problem(record.where("material"), what, message("link_for_all_hint"), "link_end")


def check_tariffs(tables: Tables) -> Iterator[Problem]:
    """A mode that is boarded at terminals has a tariff, or links that state their cost."""
    stated = {r.values["mode"] for r in tables["links"].records if r.values["cost"] is not None}
    free = _without_tariff(tables) - stated
    for record in tables["terminals"].records:
        if record.values["mode"] in free:
            what = message("mode_no_tariff", mode=show(record.values["mode"]))
            yield Problem(record.where("mode"), what, message("give_tariff"), "missing")
