"""Edits as planners make them, drawn by lot from what a scenario has."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Facts = dict[str, Any]
"""What the page begins with: the answer of `/api/start`."""
Way = Literal["step", "field", "key", "store"]
"""A button of ±10 %, a number and Tab, PageUp or PageDown; or the page's store."""
STRUCTURAL = 10
"""Every so many edits one is a new plant, a border, a price or a limit."""
_WEIGHTS = {"capacity": 0.62, "load": 0.1, "demand": 0.14, "switch": 0.08, "generation": 0.06}


@dataclass(frozen=True)
class Step:
    """One thing that a planner does."""

    edit: dict[str, Any]
    is_structural: bool = False
    way: Way = "store"
    plant: str = ""
    """The plant to select before, where a control of the page is used."""
    control: str = ""
    """The key of the control, without what says which part of it."""
    up: bool = True
    shown: float = 0.0
    """The number to write into the field, in the unit of the page."""


class Dice:
    """A planner who acts by chance, the same one for the same seed."""

    def __init__(self, facts: Facts, seed: int) -> None:
        """Know the scenario."""
        self._facts, self._random = facts, random.Random(seed)
        self._lines = [line for line in facts["lines"] if line["on"] and line["capacity"] > 0]
        self._provinces = [area["id"] for area in facts["provinces"]]
        self._thrown = self._added = 0

    def throw(self) -> Step:
        """Return what is done next."""
        dice, self._thrown = self._random, self._thrown + 1
        if self._thrown % STRUCTURAL == 0:
            return dice.choice(self._structural())()
        kind = dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        ordinary: dict[str, Callable[[], Step]] = {
            "capacity": self._capacity,
            "load": self._load,
            "demand": self._demand,
            "switch": self._switch,
            "generation": self._generation,
        }
        return ordinary[kind]()

    def wait(self, least: float, most: float) -> float:
        """Return the seconds that a planner looks at the plan."""
        return self._random.uniform(least, most)

    def pick(self, count: int) -> int:
        """Return one of so many."""
        return self._random.randrange(count)

    def _factor(self) -> float:
        return round(self._random.uniform(0.5, 1.5), 3)

    def _capacity(self) -> Step:
        line, way = self._random.choice(self._lines), self._random.choice(("step", "field", "key"))
        value = round(line["capacity"] * self._factor(), 3)
        edit = {"kind": "capacity", "line": line["id"], "value": value}
        return Step(
            edit,
            way=way,
            plant=line["plant"],
            control=f"cap-{line['id']}",
            up=self._random.random() < 0.6,
            shown=value,
        )

    def _load(self) -> Step:
        line = self._random.choice(self._lines)
        share = round(self._random.uniform(0.3, 1.0), 2)
        edit = {"kind": "load", "line": line["id"], "value": share}
        return Step(
            edit, way="field", plant=line["plant"], control=f"load-{line['id']}", shown=100 * share
        )

    def _demand(self) -> Step:
        sized = [market for market in self._facts["markets"] if market["max"]]
        market = self._random.choice(sized)
        value = round(market["max"] * self._factor(), 3)
        return Step({"kind": "demand", "market": market["id"], "max": value})

    def _switch(self) -> Step:
        line = self._random.choice(self._lines)
        return Step({"kind": "switch", "line": line["id"], "to": "off"})

    def _generation(self) -> Step:
        zone = self._random.choice([zone for zone in self._facts["zones"] if zone["generation"]])
        part = self._random.choice(zone["generation"])
        value = round(part["amount"] * self._factor(), 3)
        edit = {"kind": "generation", "zone": zone["id"], "material": part["material"]}
        return Step({**edit, "value": value})

    def _structural(self) -> list[Callable[[], Step]]:
        return [self._plant, self._border, self._quota, self._price, self._limit]

    def _plant(self) -> Step:
        line, place = self._random.choice(self._lines), self._random.choice(self._facts["plants"])
        self._added += 1
        plant = {
            "id": f"lot_{self._added}",
            "name_en": f"Lot {self._added}",
            "province": place["province"],
            "lon": round(place["lon"] + 0.02, 5),
            "lat": place["lat"],
        }
        edit = {"kind": "add_plant", "plant": plant, "technology": line["technology"]}
        return Step({**edit, "capacity": line["capacity"], "availability": 0.8}, is_structural=True)

    def _border(self) -> Step:
        return Step({**self._pair(), "rule": "closed"}, is_structural=True)

    def _quota(self) -> Step:
        quota = float(self._random.randrange(200, 3000, 100))
        return Step({**self._pair(), "rule": "filing", "quota": quota}, is_structural=True)

    def _pair(self) -> dict[str, Any]:
        start, end = self._random.sample(self._provinces, 2)
        pair = {"kind": "border", "from": start, "to": end}
        return {**pair, "class": "general", "purpose": "utilization"}

    def _price(self) -> Step:
        priced = [market for market in self._facts["markets"] if market["price"]]
        market = self._random.choice(priced)
        value = round(market["price"] * self._factor(), 2)
        return Step({"kind": "price", "market": market["id"], "value": value}, is_structural=True)

    def _limit(self) -> Step:
        at = round(self._random.uniform(0.2, 0.5), 2)
        edit = {"kind": "limit", "floor": "utilization_rate", "at": at}
        return Step(edit, is_structural=True)
