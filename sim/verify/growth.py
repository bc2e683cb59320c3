"""What a scenario lets be built and closed, read anew from it and from the written inputs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.scenario.document import Scenario
from sim.verify.read import Cells

NONE = -1
"""Entry of a candidate that the scenario does not speak of."""


@dataclass(frozen=True)
class Growth:
    """How far a line may grow, and what that costs."""

    entry: int
    """Position in `expand`."""
    up_to: float
    """kt/yr."""
    cost: float
    """CNY per t/yr, up front."""
    life: float
    """Years."""
    at_least: float = 0.0
    """kt/yr that are built if any are."""
    opening: float = 0.0
    """Million CNY up front, whatever is built."""

    def up_front(self, built: float, *, begun: bool) -> float:
        """Return what building costs up front, million CNY."""
        return built * self.cost * 1e-3 + (self.opening if begun else 0.0)

    def yearly(self, built: float, rate: float, *, begun: bool) -> float:
        """Return what building costs a year, million CNY: an annuity over its life."""
        paid_off = -math.expm1(-self.life * math.log1p(rate))
        per_yuan = rate / paid_off if rate else 1.0 / self.life
        return self.up_front(built, begun=begun) * per_yuan


def standing(line: Cells) -> float:
    """Return the nameplate that stands today, kt/yr."""
    return 0.0 if line["status"] == "candidate" else float(line["capacity"])


def find_growth(
    scenario: Scenario, lines: Mapping[str, Cells], technologies: Mapping[str, Cells]
) -> dict[str, Growth]:
    """Return the lines that something may be built at; `lines` are those that are switched on."""
    found: dict[str, Growth] = {}
    for name, line in lines.items():
        number = NONE
        for position, entry in enumerate(scenario.expand):
            if name in entry.where["id"]:
                number = position
        if number == NONE and line["status"] != "candidate":
            continue
        technology = technologies[line["technology"]]
        most, cost, life = None, None, None
        least, opening = 0.0, 0.0
        if number != NONE:
            entry = scenario.expand[number]
            most, cost, life = entry.most(line["capacity"]), entry.cost, entry.life
            least, opening = entry.at_least or 0.0, entry.opening
        growth = Growth(
            number,
            line["capacity"] if most is None else most,
            technology["capex"] if cost is None else cost,
            technology["life"] if life is None else life,
            least,
            opening,
        )
        if growth.up_to * line["availability"] > 0:
            found[name] = growth
    return found


def find_replacements(
    scenario: Scenario, lines: Mapping[str, Cells], growth: Mapping[str, Growth]
) -> dict[int, tuple[float, frozenset[str]]]:
    """Return position of an entry -> ratio, and the old lines that may close for what it builds."""
    used = {of.entry for of in growth.values()}
    found = {}
    for position, entry in enumerate(scenario.expand):
        if entry.closes is not None and position in used:
            named = entry.closes.where["id"]
            old = frozenset(name for name in named if name in lines and standing(lines[name]) > 0)
            found[position] = entry.closes.ratio, old
    return found
