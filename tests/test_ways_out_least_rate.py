"""A floor under the least rate gives as the one entry that it is, however many areas it binds."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.studies.explain.study import explain
from sim.studies.solve_case import Clock, be_silent
from tests.provinces import region
from tests.study import write_study


@pytest.mark.parametrize("floor", ["60 %", "99 %"])
@pytest.mark.parametrize("by", ["province", "city"])
def test_the_floor_is_lowered_for_all_areas(tmp_path: Path, floor: str, by: str) -> None:
    """Two areas of 100 kt/yr and 100 kt/yr of capacity: both can reach 50 % at once, no more."""
    supply = {("A", "slag"): 100.0, ("B", "slag"): 100.0}
    limits = [{"floor": "least_rate", "by": by, "at": floor}]
    path = write_study(tmp_path, region(supply, {"A": 100.0}), {"limits": limits})
    found = explain(path, Clock(be_silent))
    lowered = [way for way in found.ways if way.edits[0].limit.key[0] == "limit_floor"]
    (way,) = lowered
    (edit,) = way.edits
    assert edit.new == pytest.approx(0.5, abs=1e-4)
    assert edit.limit.about.en.startswith("Least utilization rate")
    assert edit.entry["floor"] == "least_rate"
    assert len(found.ways) == 2, "the other way is more capacity"
