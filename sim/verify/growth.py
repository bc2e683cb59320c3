"""What a scenario lets be built and closed, read anew from it and from the written inputs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.scenario.document import Scenario
from sim.scenario.expansion import Expansion
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
    step: float = 0.0
    """kt/yr of which a whole number is built; 0: any amount."""
    classes: tuple[tuple[float, float, float], ...] = ()
    """Size classes from small to large: from, to, CNY per t/yr of all that is built."""

    def range_of(self, option: str) -> tuple[float, float]:
        """Return the least and the most that is built with an option of opening."""
        begin, end = self.classes[int(option) - 1][:2] if self.classes else (0.0, math.inf)
        return max(begin, self.at_least), min(end, self.up_to)

    @property
    def options(self) -> tuple[str, ...]:
        """Return the ways in which building may be begun: one, or a size class that has room."""
        if not self.classes:
            return ("open",) if self.at_least or self.opening else ()
        numbers = [str(number) for number in range(1, len(self.classes) + 1)]
        return tuple(n for n in numbers if self.range_of(n)[0] <= self.range_of(n)[1])

    def up_front(self, built: float, *, begun: str) -> float:
        """Return what building costs up front, million CNY; `begun` with which option, if any."""
        cost = self.cost
        if self.classes:
            cost = self.classes[int(begun) - 1][2] if begun else 0.0
        return built * cost * 1e-3 + (self.opening if begun else 0.0)

    def yearly(self, built: float, rate: float, *, begun: str) -> float:
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
        least, opening, step = 0.0, 0.0, 0.0
        classes: tuple[tuple[float, float, float], ...] = ()
        if number != NONE:
            entry = scenario.expand[number]
            most, cost, life = entry.most(line["capacity"]), entry.cost, entry.life
            least, opening, step = entry.at_least or 0.0, entry.opening, entry.step or 0.0
            classes = read_classes(entry)
        end = classes[-1][1] if classes else math.inf
        growth = Growth(
            number,
            min(line["capacity"] if most is None else most, end),
            technology["capex"] if cost is None else cost,
            technology["life"] if life is None else life,
            least,
            opening,
            step,
            classes,
        )
        if growth.up_to * line["availability"] > 0:
            found[name] = growth
    return found


def read_classes(entry: Expansion) -> tuple[tuple[float, float, float], ...]:
    """Return the size classes of an entry: each begins where the one before ends."""
    found: list[tuple[float, float, float]] = []
    for of in entry.scale or ():
        begin = found[-1][1] if found else 0.0
        found.append((begin, math.inf if of.to is None else of.to, of.cost))
    return tuple(found)


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
