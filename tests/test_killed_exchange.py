"""Killed at any step of an exchange of folders, or of mending it: nothing made or noted is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.folders.beside import fresh
from sim.folders.marker import Origin, Source
from sim.folders.place import recover
from tests.kills import run_killed
from tests.test_result_folders import read, write

OLD = {"flows.csv": "old", "inputs/zones.csv": "old", "notes.md": "mine"}
NEW = {"flows.csv": "new", "inputs/zones.csv": "new"}


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    """What the folder of each test is made from."""
    (tmp_path / "a.yaml").touch()
    return Origin("run", (Source(tmp_path, "a.yaml", "1"),))


def made_before(target: Path, origin: Origin) -> None:
    """Let results of an earlier run, and a person's notes, stand in the target alone."""
    if target.parent.exists():
        shutil.rmtree(target.parent)
    write(target, origin, {name: text for name, text in OLD.items() if name != "notes.md"})
    (target / "notes.md").write_text(OLD["notes.md"], encoding="utf-8")


def beside(target: Path) -> list[str]:
    """Return what stands beside the target."""
    return sorted(entry.name for entry in target.parent.iterdir() if entry != target)


def steps_of(work: Callable[[], object], before: Callable[[], None], folder: Path) -> list[int]:
    """Return how many changes work makes below a folder that is made anew, as the steps of it."""
    step = 0
    while True:
        before()
        if not run_killed(work, folder, step):
            return list(range(step))
        step += 1


def test_killed_at_every_step_of_replacing(tmp_path: Path, origin: Origin) -> None:
    """A reader finds the old or the new results whole; the next run goes through, notes stay."""
    target = tmp_path / "results" / "a"
    seen, step = [], 0
    while True:
        made_before(target, origin)
        if not run_killed(lambda: write(target, origin, NEW), tmp_path, step):
            break
        recover(target)
        found = read(target)
        kept = {name: text for name, text in found.items() if name != "notes.md"}
        assert kept in ({n: t for n, t in OLD.items() if n != "notes.md"}, NEW), step
        seen.append(kept["flows.csv"])
        write(target, origin, {**NEW, "flows.csv": "newer"})
        assert read(target) == {**NEW, "flows.csv": "newer", "notes.md": "mine"}, step
        assert beside(target) == [], step
        step += 1
    assert seen.count("old") > 5
    assert seen.count("new") > 3
    assert seen == sorted(seen, reverse=True)
    assert read(target) == {**NEW, "notes.md": "mine"}


def between_renames(target: Path, origin: Origin) -> None:
    """Leave what a process killed between the two renames leaves."""
    made_before(target, origin)
    shutil.copytree(target, fresh(target, "new"))
    target.rename(fresh(target, "old"))


def test_killed_at_every_step_of_recovering(tmp_path: Path, origin: Origin) -> None:
    """However often mending is killed, the last one brings back the earlier results and notes."""
    target = tmp_path / "results" / "a"
    work = lambda: recover(target)  # noqa: E731
    steps = steps_of(work, lambda: between_renames(target, origin), tmp_path)
    assert len(steps) > 3
    for step in steps:
        between_renames(target, origin)
        assert run_killed(work, tmp_path, step)
        recover(target)
        assert read(target) == OLD, step
        write(target, origin, NEW)
        assert read(target) == {**NEW, "notes.md": "mine"}, step
        assert beside(target) == [], step


def test_killed_time_and_again(tmp_path: Path, origin: Origin) -> None:
    """Each mending killed one step later than the one before: at the end all is in place."""
    target = tmp_path / "results" / "a"
    between_renames(target, origin)
    step = 0
    while run_killed(lambda: recover(target), tmp_path, step):
        step += 1
    assert step > 1
    assert read(target) == OLD


def test_a_backup_that_is_not_ours_stays(tmp_path: Path) -> None:
    """A person's folder of that name is neither moved nor removed by who looks for results."""
    backup = tmp_path / "results" / ".a.old"
    backup.mkdir(parents=True)
    (backup / "mine.txt").write_text("mine", encoding="utf-8")
    recover(tmp_path / "results" / "a")
    assert [entry.name for entry in (tmp_path / "results").iterdir()] == [".a.old"]
    assert (backup / "mine.txt").read_text(encoding="utf-8") == "mine"
