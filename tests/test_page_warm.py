"""How many programmes the page builds: one for all edits that leave the same rows."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import pytest

from sim.page import plans
from sim.page.programmes import Programme
from tests.page_parts import ask, make_example, plan_of

OFF = {"kind": "switch", "line": "brick-line", "to": "off"}


def test_edits_after_a_switched_off_line_share_a_programme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base has a programme, a line switched off one more; capacities need no further one."""
    built = []

    def build(loaded: object) -> Programme:
        built.append(loaded)
        return Programme(loaded)  # type: ignore[arg-type]

    monkeypatch.setattr(plans, "Programme", build)
    monkeypatch.setattr(plans, "_PLANS", OrderedDict())
    monkeypatch.setattr(plans, "_PROGRAMMES", OrderedDict())
    setup = make_example(tmp_path / "example")
    plan_of(ask(setup))
    assert len(built) == 1
    sizes = [{"kind": "capacity", "line": "grinding-mill", "value": kt} for kt in (900, 1300, 1700)]
    amounts = [
        plan_of(ask(setup, OFF, size)).view.tables["wastes"]["uptake_kt_yr"].sum() for size in sizes
    ]
    assert len(built) == 2
    assert amounts[0] < amounts[1] < amounts[2]
    plan_of(ask(setup, sizes[0]))
    assert len(built) == 2, "switched on again, the line has its row of the base"
    plan_of(ask(setup, OFF, {"kind": "switch", "line": "cement-kiln", "to": "off"}))
    assert len(built) == 3
