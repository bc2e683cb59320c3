"""Numbers of `choose` that count nothing which could be open, and builds that have no room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.checks import find_unusual
from sim.errors import InfeasibleError
from sim.loader import load_case
from sim.studies.explain.study import explain_conflict
from sim.studies.solve_case import Clock, be_silent
from tests.expansion_study import write
from tests.study import solve_file

OFF: dict[str, dict[str, Any]] = {
    "a build that may not be": {
        "expand": [],
        "choose": [{"at_least": 1, "of": "builds", "where": {"id": "l"}}],
    },
    "a line that is off": {
        "statuses": ["operating"],
        "choose": [{"exactly": 1, "of": "lines", "where": {"id": "n"}}],
    },
}
"""Something must be open that cannot be: beside it the study has a plan."""


@pytest.mark.parametrize("case", OFF)
def test_what_must_be_open_and_cannot_is_no_plan(tmp_path: Path, case: str) -> None:
    """A number that nothing can meet is not left out; the way out is to ask for none."""
    path = write(tmp_path, objective=[{"minimize": "net_cost"}], **OFF[case])
    with pytest.raises(InfeasibleError):
        solve_file(path)
    found = explain_conflict(path, Clock(be_silent))
    assert {limit.key[0] for limit in found.conflict} == {"choose_least"}
    edits = [edit for way in found.ways for edit in way.edits if edit.section == "choose"]
    assert [edit.new for edit in edits] == [0]


def test_a_number_that_nothing_exceeds_changes_nothing(tmp_path: Path) -> None:
    """At most one of lines that are off: the plan is that without it, at 40 CNY/t on 200 kt."""
    choose = [{"at_most": 1, "of": "lines", "where": {"id": "n"}}]
    limits = [{"floor": "net_utilized", "at": "200 kt/yr"}]
    goal = [{"minimize": "net_cost"}]
    path = write(tmp_path, statuses=["operating"], objective=goal, limits=limits, choose=choose)
    assert solve_file(path).kpi("net_cost") == pytest.approx(8.0)


@pytest.mark.parametrize(("least", "told"), [("100 kt/yr", False), ("100.1 kt/yr", True)])
def test_a_build_without_room_is_told(tmp_path: Path, least: str, told: bool) -> None:
    """The kiln may grow by 100 kt/yr: where it must grow by more, if at all, it never does."""
    expand = [{"where": {"id": "l"}, "up_to": "50 %", "at_least": least}]
    case = load_case(write(tmp_path, expand=expand))
    found = [problem for problem in find_unusual(case) if "'at_least' is more" in str(problem)]
    assert [problem.where for problem in found] == case.expand_at * told
