"""What a planner process keeps: so many programmes and plans, however many edits it has seen."""

from __future__ import annotations

import gc
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest

from sim.page import closing, plans
from sim.page.closing import Closing
from sim.page.programmes import Programme
from sim.solve import Session
from tests.page_parts import ask, make_example, plan_of
from tests.test_akin import PLANT

EDITS = 36


def edits_of(number: int) -> list[dict[str, Any]]:
    """Edits of every sort: each third needs a programme of its own."""
    capacity = {"kind": "capacity", "line": "grinding-mill", "value": 700 + number}
    off = {"kind": "switch", "line": "brick-line", "to": "off"}
    place = {**PLANT["plant"], "lon": 112.0 + number / 100}
    return [[capacity, off], [capacity], [{**PLANT, "plant": place}, capacity]][number % 3]


def alive(kind: type) -> int:
    """How many objects of a class there are."""
    gc.collect()
    return sum(type(one) is kind for one in gc.get_objects())


def test_many_edits_leave_no_more_than_a_few_programmes_and_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the cache nor anything that a plan holds keeps a programme from going."""
    monkeypatch.setattr(plans, "_PLANS", OrderedDict())
    monkeypatch.setattr(plans, "_PROGRAMMES", OrderedDict())
    monkeypatch.setattr(plans, "KEPT", 6)
    setup = make_example(tmp_path / "example")
    plans.tidy_up()
    gc.unfreeze()
    before = {kind: alive(kind) for kind in (Programme, Session, Closing)}
    for number in range(EDITS):
        plan_of(ask(setup, *edits_of(number)))
        plans.tidy_up()
    gc.unfreeze()
    assert (len(plans._PROGRAMMES), len(plans._PLANS)) == (plans.WARM, 6)
    for kind in (Programme, Session):
        assert alive(kind) - before[kind] == plans.WARM
    kept = [programme._closing for programme in plans._PROGRAMMES.values()]
    assert all(len(one._known) <= closing.KEPT for one in kept)
    assert alive(Closing) - before[Closing] <= plans.WARM + 6
