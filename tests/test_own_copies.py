"""A copy of results that a person keeps beside them, its mark inside, is never removed or moved."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sim.folders.beside import fresh, left, write_whole
from sim.folders.file import MarkedFile
from sim.folders.marker import Origin, Source
from sim.folders.place import recover
from sim.studies.task_log import open_task_log
from tests.kills import run_killed
from tests.test_result_folders import read, write

NAMES = [".a.old", ".a.new", ".a.old2", ".a.new3", ".a.old-2026", ".a.old-mine", "a.old"]


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    """What the folder of each test is made from."""
    (tmp_path / "a.yaml").touch()
    return Origin("run", (Source(tmp_path, "a.yaml", "1"),))


@pytest.fixture
def copies(tmp_path: Path, origin: Origin) -> dict[Path, dict[str, str]]:
    """Results `a`, and what stands in each whole copy of them, its mark too."""
    target = tmp_path / "results" / "a"
    write(target, origin, {"flows.csv": "1"})
    found = [target.with_name(name) for name in NAMES]
    for copy in found:
        shutil.copytree(target, copy)
    return {copy: whole(copy) for copy in found}


def whole(folder: Path) -> dict[str, str]:
    """Return every file of a folder, its mark too."""
    return {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir()}


def test_copies_stay_when_results_are_replaced(
    copies: dict[Path, dict[str, str]], tmp_path: Path, origin: Origin
) -> None:
    """Twice: the first exchange and the mending before the next find copies that are not theirs."""
    target = tmp_path / "results" / "a"
    for text in ("2", "3"):
        write(target, origin, {"flows.csv": text})
        assert read(target) == {"flows.csv": text}
    assert {copy: whole(copy) for copy in copies} == copies
    assert {entry.name for entry in target.parent.iterdir()} == {"a", *NAMES}


def test_a_copy_is_not_taken_for_results_that_are_gone(
    copies: dict[Path, dict[str, str]], tmp_path: Path
) -> None:
    """Who removed the results and kept a copy has no results."""
    target = tmp_path / "results" / "a"
    shutil.rmtree(target)
    recover(target)
    assert not target.exists()
    assert {copy: whole(copy) for copy in copies} == copies


def test_copies_stay_wherever_a_run_is_killed(
    copies: dict[Path, dict[str, str]], tmp_path: Path, origin: Origin
) -> None:
    """At every step of an exchange; what the killed one left is tidied away, the copies stay."""
    target = tmp_path / "results" / "a"
    step = 0
    while run_killed(lambda: write(target, origin, {"flows.csv": "2"}), tmp_path, step):
        write(target, origin, {"flows.csv": "1"})
        assert {copy: whole(copy) for copy in copies} == copies, step
        assert {entry.name for entry in target.parent.iterdir()} == {"a", *NAMES}, step
        step += 1
    assert step > 8


def _export(path: Path, text: str) -> None:
    MarkedFile("export", path, "*", replace=True, beside=(path.with_suffix(".csv"),)).write(
        text, {path.with_suffix(".csv"): text}
    )


def _keep_log(path: Path, text: str) -> None:
    origin = Origin("frontier", (Source(path.parent, "a.yaml", "1"),))
    with open_task_log(path.parent / "log", text, origin) as log:
        log.append("key", text)


WRITERS: dict[str, Callable[[Path, str], None]] = {
    "a file of an export": _export,
    "the log of a study": _keep_log,
    "any file": write_whole,
}


@pytest.mark.parametrize("name", WRITERS)
def test_files_of_a_person_stay_wherever_a_file_is_written(name: str, tmp_path: Path) -> None:
    """`.NAME.new` is a person's; what a killed command left under a token goes with the next."""
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "log").mkdir()
    path = folder / "m.mps"
    own = [folder / ".m.mps.new", folder / ".m.csv.new", folder / "log" / "tasks.new"]
    for file in own:
        file.write_text("mine", encoding="utf-8")
    step = 0
    write_it = partial(WRITERS[name], path, "text")
    while run_killed(write_it, tmp_path, step):
        write_it()
        assert {file.read_text(encoding="utf-8") for file in own} == {"mine"}, step
        step += 1
    assert step > 2
    hidden = {entry.name for entry in folder.iterdir() if entry.name.startswith(".")}
    assert hidden == {".m.mps.new", ".m.csv.new"}
    assert {entry.name for entry in (folder / "log").iterdir()} <= {
        "tasks.new",
        "tasks.jsonl",
        "sources.json",
    }


def test_names_differ_each_time(tmp_path: Path) -> None:
    """Two that write at once, on a disk without locks, do not meet."""
    names = {fresh(tmp_path / "a", "new") for _ in range(50)}
    assert len(names) == 50
    for path in names:
        path.mkdir()
    assert left(tmp_path / "a", "new") == sorted(names)
    assert left(tmp_path / "a", "old") == left(tmp_path / "b", "new") == []
