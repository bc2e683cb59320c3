"""A way out of a conflict as a case: `explain().way_out(n)` applies it, and the case has a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from tests.tiny_project import make_project


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> sim.Case:
    return sim.load(make_project(tmp_path_factory.mktemp("project")))


def test_every_way_out_gives_a_plan(case: sim.Case) -> None:
    """Whatever gives, an entry of `limits` or `borders` or a cell of a table, nothing else does."""
    asked = case.limit(floor="utilization_rate", at="80 %").border(
        origin="West", destination="East", rule="filing", quota="1 kt/yr"
    )
    why = asked.explain()
    sections = set()
    for number, way in enumerate(why.found.ways, start=1):
        led_out = why.way_out(number)
        assert led_out.run().status == "optimal"
        assert len(led_out.document["limits"]) == len(asked.document["limits"])
        assert len(led_out.document["borders"]) == len(asked.document["borders"])
        sections |= {edit.section for edit in way.edits}
    assert sections >= {"limits", "change"}


def test_the_entry_that_gives_is_the_one_replaced(case: sim.Case) -> None:
    """Of two limits the way out writes the one it names, with the value that it tells."""
    asked = case.limit(cap="net_utilized", at="150 kt/yr")
    asked = asked.limit(floor="utilization_rate", at="60 %")
    why = asked.explain()
    (first, *_) = why.found.ways
    (edit,) = first.edits
    entries = why.way_out(1).document["limits"]
    assert entries[edit.position] == dict(edit.entry)
    others = [n for n in range(len(entries)) if n != edit.position]
    assert [entries[n] for n in others] == [asked.document["limits"][n] for n in others]
    assert why.case.document == asked.document


def test_names_are_those_that_stand_in_the_package(tmp_path: Path) -> None:
    """Every public name can be had, and no other."""
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        sim.nonsense  # noqa: B018
