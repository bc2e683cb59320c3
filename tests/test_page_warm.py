"""How many programmes the page builds: one for all edits that leave the same rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from weakref import ref

import pytest

from sim.loader.load import Loaded
from sim.page import plans
from sim.page.findings import settle_plan
from sim.page.programmes import Programme
from sim.say.texts import EN
from tests.page_parts import ask, finish, make_example, plan_of
from tests.test_akin import CARBON, CLOSED, FLOOR, OF_EAST, PLANT, PRICE, QUOTA

OFF = {"kind": "switch", "line": "brick-line", "to": "off"}


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what programmes are built of from now on."""
    built: list[object] = []

    def build(loaded: Loaded, kin: Sequence[Programme] = ()) -> Programme:
        built.append(loaded)
        return Programme(loaded, kin)

    monkeypatch.setattr(plans, "Programme", build)
    monkeypatch.setattr(plans, "_PLANS", OrderedDict())
    monkeypatch.setattr(plans, "_PROGRAMMES", OrderedDict())
    return built


def test_lines_off_and_capacities_need_the_programme_of_the_base_alone(
    tmp_path: Path, built: list[object]
) -> None:
    """A line that is off keeps its rows and columns, with nothing in them."""
    setup = make_example(tmp_path / "example")
    plan_of(ask(setup))
    assert len(built) == 1
    sizes = [{"kind": "capacity", "line": "grinding-mill", "value": kt} for kt in (900, 1300, 1700)]
    amounts = [
        plan_of(ask(setup, OFF, size)).view.tables["wastes"]["uptake_kt_yr"].sum() for size in sizes
    ]
    assert amounts[0] < amounts[1] < amounts[2]
    plan_of(ask(setup, sizes[0]))
    plan_of(ask(setup, OFF, {"kind": "switch", "line": "cement-kiln", "to": "off"}))
    assert len(built) == 1


def test_other_amounts_need_the_programme_of_the_base_alone(
    tmp_path: Path, built: list[object]
) -> None:
    """Waste that no longer arises does not either; waste that did not arise before does."""
    setup = make_example(tmp_path / "example")
    plan_of(ask(setup))
    of = {"kind": "generation", "zone": "smelter", "material": "smelter_slag"}
    for amount in (100.0, 900.0, 0.0):
        wastes = plan_of(ask(setup, {**of, "value": amount})).frames["wastes"]
        assert wastes.loc[wastes["zone"] == "smelter", "generation_kt_yr"].sum() == amount
    assert len(built) == 1
    plan_of(ask(setup, {**of, "material": "ash", "value": 50.0}))
    assert len(built) == 2


def test_prices_borders_and_limits_need_the_programme_of_the_base_alone(
    tmp_path: Path, built: list[object]
) -> None:
    """They are costs, closed columns and further rows; a rate of one province needs other lots."""
    setup = make_example(tmp_path / "example")
    for edits in ([], [PRICE], [PRICE, CARBON], [QUOTA], [QUOTA, FLOOR], [CLOSED, FLOOR], [OFF]):
        plan_of(ask(setup, *edits))
    assert len(built) == 1
    plan_of(ask(setup, OF_EAST))
    assert len(built) == 2


def test_a_programme_built_while_a_line_is_off_has_it_too(
    tmp_path: Path, built: list[object]
) -> None:
    """A new plant needs another programme; switched on again, the line is in it."""
    setup = make_example(tmp_path / "example")
    off = plan_of(ask(setup, PLANT, OFF))
    assert "brick-line" not in set(off.frames["lines"]["line"])
    on = plan_of(ask(setup, PLANT))
    assert len(built) == 1
    assert "brick-line" in set(on.frames["lines"]["line"])


@pytest.mark.parametrize("more", [{}, OFF, {"kind": "load", "line": "brick-line", "value": 0.5}])
def test_floors_of_standing_alone_follow_the_edits(tmp_path: Path, more: dict[str, object]) -> None:
    """Where nobody may be worse off than alone, there is a plan, and it holds the floors of now."""
    setup = make_example(tmp_path / "example")
    file = setup.root / "scenarios" / "baseline.yaml"
    file.write_text(file.read_text("utf-8") + "no_worse_off: province\n", encoding="utf-8")
    asked = ask(setup, *([more] if more else []))
    planned = plan_of(asked)
    cold = finish(settle_plan(asked)).plan
    assert [s.value for s in planned.plan.stages] == pytest.approx([s.value for s in cold.stages])


def test_plans_that_are_remembered_do_not_hold_their_programmes(
    tmp_path: Path, built: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A programme that is forgotten is gone; its plans and their maps are still told."""
    monkeypatch.setattr(plans, "WARM", 1)
    setup = make_example(tmp_path / "example")
    base = plan_of(ask(setup))
    (held,) = map(ref, plans._PROGRAMMES.values())
    plan_of(ask(setup, PLANT))
    assert len(built) == 2
    assert held() is None
    assert plan_of(ask(setup)) is base
    assert base.view.atlas(EN) is not None
