"""Ways over many links are found again by verification without following each of them."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

from sim.verify.legs import find_trunks

DIAMONDS = 10
"""Each doubles the ways from the first station to the last: 1,024 of the same length."""


def facts_of(counted: set[tuple[str, str, str]]) -> Any:
    """Return a chain of stations, between each two of which two lines of 10 km run."""
    steps: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for number in range(DIAMONDS):
        for middle in (f"b{number}", f"c{number}"):
            for start, end in ((f"a{number}", middle), (middle, f"a{number + 1}")):
                link = {"origin": start, "destination": end, "mode": "rail"}
                steps[start].append((end, {**link, "km": 5.0, "cost": float("nan")}))
    mode = {"tariff": 0.1, "co2": 0.01}
    return SimpleNamespace(
        by_id=lambda _: {"rail": mode}, links_from={"rail": steps}, counted_links=counted
    )


def test_equal_ways_are_one() -> None:
    """Of links without a bound nothing is counted: one way stands for all of its length."""
    (way,) = find_trunks(facts_of(set()), "rail", "a0", f"a{DIAMONDS}")
    assert (way.km, way.over) == (100.0, frozenset())


def test_ways_with_and_without_a_counted_link_are_two() -> None:
    """A link of which it is counted what goes over it tells ways apart: not over it, one is one."""
    counted = ("b3", "a4", "rail")
    ways = find_trunks(facts_of({counted}), "rail", "a0", f"a{DIAMONDS}")
    assert frozenset() in {way.over for way in ways}
    assert len(ways) <= 2
