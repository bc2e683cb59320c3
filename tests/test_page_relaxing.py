""" "Do this": every limit that the page ranks has an edit that relaxes it by a tenth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.page.asked import Asked, Setup, read_asked
from sim.page.findings import Found, read_case
from sim.page.offers import offer_demand
from sim.page.relaxing import Relaxer
from sim.rules.families import FAMILIES
from sim.say.texts import Texts
from tests.page_parts import make_example

KEYS = """
format: 1
name: tight
title: {en: Tight}
extends: baseline.yaml
limits:
  - {cap: net_cost, at: 900 million CNY/yr}
  - {floor: utilization_rate, at: 30 %}
borders:
  - {from: Westland, to: Eastland, class: any, purpose: utilization, rule: open, quota: 300 kt/yr}
change:
  - {table: lines, where: {id: brick-line}, set: {min_load: 20 %}}
  - {table: markets, where: {id: cement-east}, set: {min: 40 kt/yr}}
  - {table: markets, where: {id: clinker-out}, set: {group: g1, group_max: 800 kt/yr}}
"""
OWN: list[dict[str, Any]] = [
    {"kind": "limit", "floor": "least_rate", "at": 0.1},
    {"kind": "border", "from": "Eastland", "to": "Westland", "class": "any", "rule": "open"}
    | {"purpose": "utilization", "quota": 200.0},
    {"kind": "keys", "keys": {"limits": [{"cap": "net_co2", "at": "5 Mt/yr"}]}},
]
LIMITS = {
    "line_capacity": ("brick-line", 1.1),
    "line_min_load": ("brick-line", 0.9),
    "market_max": ("clinker-out", 1.1),
    "market_min": ("cement-east", 0.9),
    "market_group_max": ("g1", 1.1),
    "limit_cap": ("1:net_cost", 1.1),
    "limit_floor": ("2:utilization_rate", 0.9),
    "border_quota": ("Westland>Eastland:any:utilization:3", 1.1),
}
OF_EDITS = {
    "limit_floor": ("3:least_rate", 0.9),
    "border_quota": ("Eastland>Westland:any:utilization:4", 1.1),
    "limit_cap": ("4:net_co2", 1.1),
}
CASES = [*LIMITS.items(), *OF_EDITS.items()]


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The example project with a scenario that has limits of many kinds."""
    made = make_example(tmp_path_factory.mktemp("page") / "example")
    (made.root / "scenarios" / "tight.yaml").write_text(KEYS, encoding="utf-8")
    return made


def ask(setup: Setup, edits: list[dict[str, Any]]) -> Asked:
    """A request about the tight scenario."""
    return read_asked(setup, {"scenario": "scenarios/tight.yaml", "edits": edits, "lang": "zh"})


def found_of(asked: Asked) -> Found:
    """The scenario with its edits; nothing is solved for it."""
    return Found(*read_case(asked), None)  # type: ignore[arg-type]


def values_of(relaxer: Relaxer) -> list[float]:
    """What the limits are, those of `CASES` in their order."""
    found = [
        relaxer.limits.describe((name, FAMILIES[name].subject_of((index,)))).value
        for name, (index, _) in CASES
    ]
    assert None not in found
    return [float(value or 0.0) for value in found]


def put(edits: list[dict[str, Any]], offers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The edits as the page has them after "do this"."""
    for offer in offers:
        about = [(edit["kind"], edit.get("line"), edit.get("market")) for edit in edits]
        same = offer["kind"], offer.get("line"), offer.get("market")
        place = about.index(same) if same in about and any(same[1:]) else None
        old = offer.pop("replaces", None if place is None else edits[place]["id"])
        made = {**offer, "id": old or f"n{len(edits)}"}
        edits = [made if edit["id"] == old else edit for edit in edits]
        edits = edits if old else [*edits, made]
    return edits


def test_limits_are_relaxed_by_a_tenth(setup: Setup) -> None:
    """Once and again: of the tables, of the scenario, of an edit and of a file that was opened."""
    edits = [{"id": f"e{n}", **edit} for n, edit in enumerate(OWN, start=1)]
    factors = np.array([factor for _, (_, factor) in CASES])
    seen, lengths = [], []
    for _ in range(3):
        asked = ask(setup, edits)
        relaxer = Relaxer(asked, found_of(asked))
        seen.append(values_of(relaxer))
        lengths.append(len(edits))
        for name, (index, _) in CASES:
            edits = put(edits, relaxer.edits(name, index))
    np.testing.assert_allclose(seen[1], seen[0] * factors)
    np.testing.assert_allclose(seen[2], seen[1] * factors)
    assert lengths[2] == lengths[1]
    said = [edit.say(asked.ground, asked.texts) for edit in asked.edits[len(OWN) :]]
    assert not any("按情景文件" in text for text in said)


def test_one_bound_of_a_market_keeps_the_other(setup: Setup) -> None:
    """The edit that takes the place of another one about the same market says all that it said."""
    asked = ask(setup, [{"id": "e1", "kind": "demand", "market": "clinker-out", "max": 950.0}])
    offer = offer_demand(asked.edits, "clinker-out", min=36.0)
    assert (offer["max"], offer["min"]) == (950.0, 36.0)


def test_cells_are_told_in_words(setup: Setup) -> None:
    """What no kind of edit is about is told as row, column and value, not as keys of a file."""
    entry = {"table": "lines", "where": {"id": "brick-line"}, "set": {"min_load": "18 %"}}
    asked = ask(setup, [{"id": "e1", "kind": "keys", "keys": {"change": [entry]}}])
    said = asked.edits[0].say(asked.ground, Texts("zh", asked.texts.names))
    assert said == "东部砖厂·制砖：最低负荷 18 %"
