"""Studies from Python go on where they were interrupted, as the commands do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from tests.tiny_project import make_project

SPEC = {
    "kind": "grid",
    "metrics": ["utilization_rate", "net_cost"],
    "parameters": [
        {
            "name": "mill",
            "table": "lines",
            "where": {"technology": "mill"},
            "scale": {"capacity": [0.8, 0.9, 1, 1.1]},
        },
        {
            "name": "bricks",
            "table": "lines",
            "where": {"technology": "brickworks"},
            "scale": {"capacity": [0.5, 1, 2, 3, 4, 5]},
        },
    ],
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> sim.Case:
    return sim.load(make_project(tmp_path_factory.mktemp("project")))


class Stopped(Exception):
    """What stops a study in these tests."""


def stop_after(count: int) -> Callable[..., None]:
    """Return a progress that ends the study at its call number `count`."""
    calls = iter(range(1, count + 1))

    def progress(*_told: Any) -> None:
        if next(calls) == count:
            raise Stopped

    return progress


def sweep(case: sim.Case, out: Path, progress: Any) -> Any:
    """Sweep to a folder."""
    return case.sweep(SPEC, out=out, progress=progress)


def frontier(case: sim.Case, out: Path, progress: Any) -> Any:
    """Trace a frontier to a folder."""
    return case.frontier("transport_work", "utilization_rate", points=5, out=out, progress=progress)


def synergy(case: sim.Case, out: Path, progress: Any) -> Any:
    """Value cooperation to a folder."""
    return case.synergy(out=out, progress=progress)


def silent(*_told: Any) -> None:
    """Say nothing."""


@pytest.mark.parametrize(
    ("study", "calls", "file", "kept"),
    [
        (sweep, 2, "points.csv", "points.csv"),
        (frontier, 2, "frontier.csv", "tasks.jsonl"),
        (synergy, 3, "coalitions.csv", "tasks.jsonl"),
    ],
)
def test_a_stopped_study_goes_on(
    case: sim.Case, tmp_path: Path, study: Any, calls: int, file: str, kept: str
) -> None:
    """What was solved before the stop is kept; after the rest the folder is that of one go."""
    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    with pytest.raises(Stopped):
        study(case, stopped, stop_after(calls))
    log = tmp_path / ".stopped.part" / kept
    assert len(log.read_text(encoding="utf-8").splitlines()) >= 2
    assert not stopped.exists()
    study(case, stopped, silent)
    study(case, whole, silent)
    assert (stopped / file).read_bytes() == (whole / file).read_bytes()
    assert not log.exists()


def test_a_sweep_says_how_much_was_solved_now(case: sim.Case, tmp_path: Path) -> None:
    """Blocks that were whole before the stop are not solved again."""
    told: list[tuple[int, int]] = []

    def stop_at_first(done: int, count: int) -> None:
        told.append((done, count))
        raise Stopped

    with pytest.raises(Stopped):
        sweep(case, tmp_path / "out", stop_at_first)
    ((done, count),) = told
    assert count == 24
    swept = sweep(case, tmp_path / "out", silent)
    assert swept.summary["solved_now"] == count - done < count


def test_a_folder_of_something_else_is_refused_before_any_solve(
    case: sim.Case, tmp_path: Path
) -> None:
    """Nothing is solved for a folder that may not be replaced."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(sim.InputError):
        sweep(case, tmp_path / "mine", stop_after(1))
    assert (tmp_path / "mine" / "notes.txt").read_text(encoding="utf-8") == "mine"
