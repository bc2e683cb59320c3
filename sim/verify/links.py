"""Check of links: what goes over each against its capacity."""

from __future__ import annotations

from collections import defaultdict

from sim.scenario.via import terminals_of
from sim.verify.facts import Facts, Link
from sim.verify.haul import misfit
from sim.verify.legs import counted_link, find_ways
from sim.verify.read import Cells
from sim.verify.tally import Tally

SAME = 1e-9
"""Ways that fit a flow as well as this are not told apart."""


def check_links(facts: Facts, tally: Tally) -> None:
    """Hold what goes over each link against its capacity, all materials and both ways together.

    Of ways by terminals whose figures are the same it is not written which is taken: a flow counts
    where it goes over a link by whichever of them.
    """
    limited = [link for link in facts.inputs("links") if link["capacity"] >= 0]
    if not limited:
        return
    carried = carried_over(facts)
    for cells in limited:
        (name,) = counted_link(facts, cells)
        words = f"link {' to '.join(name[:2])} by {name[2]}: carried (kt/yr)"
        tally.at_most(carried[name], cells["capacity"], words)


def carried_over(facts: Facts) -> dict[Link, float]:
    """Return what goes over each link that is counted, kt/yr: all materials, both ways together."""
    carried: dict[Link, float] = defaultdict(float)
    for row in facts.results("flows"):
        for link in _taken(facts, row):
            carried[link] += row["amount_kt_yr"]
    return carried


def _taken(facts: Facts, row: Cells) -> frozenset[Link]:
    """Return the links that a flow surely goes over, of those that are counted."""
    if len(terminals_of(row["via"])) == 2:
        ways = find_ways(facts, row)
        gaps = [misfit(facts, row, way) for way in ways]
        near = [way for way, gap in zip(ways, gaps, strict=True) if gap <= min(gaps) + SAME]
        over = [frozenset[Link]().union(*(part.over for part in way.parts)) for way in near]
        return frozenset.intersection(*over) if over else frozenset()
    link = facts.link_for(row) if not row["via"] else None
    return counted_link(facts, link) if link is not None else frozenset()
