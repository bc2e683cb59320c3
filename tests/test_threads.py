"""Programmes that ask for different numbers of threads are solved one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.study import solve_study
from tests.test_idle_lines import tables


def test_threads_differ_between_runs(tmp_path: Path) -> None:
    """A run with one thread, one with two, the first again: each finds its optimum of 40 kt."""
    found = [
        solve_study(tmp_path / str(n), tables(), {"solver": {"threads": threads}})
        for n, threads in enumerate((1, 2))
    ]
    assert [solved.kpi("net_utilized") for solved in found] == pytest.approx([40.0, 40.0])
    again = [solved.session.solve().use["amount_kt_yr"].sum() for solved in (*found, found[0])]
    assert again == pytest.approx([40.0, 40.0, 40.0])


def test_causes_with_two_threads(tmp_path: Path) -> None:
    """What explains a plan is solved by itself, and says the same whatever the threads."""
    told = [
        solve_study(tmp_path / str(n), tables(), {"solver": {"threads": n}}).tables["unused"]
        for n in (1, 2)
    ]
    assert told[0].equals(told[1])
    assert told[0]["reason"].tolist() == ["line_full"]
