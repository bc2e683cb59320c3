"""A refused study leaves what another one has solved so far; what people put beside it stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli.main import main
from sim.folders.lock import hold
from sim.loader.change.variants import load_study
from sim.studies.sweep.blocks import log_columns
from sim.studies.sweep.log import PointLog, open_log
from sim.studies.task_log import TaskLog
from tests.sweep_studies import with_sweep, write_project, write_scenario

BASE = {
    "format": 1,
    "name": "price",
    "title": {"en": "Price", "zh": "价格"},
    "extends": "baseline.yaml",
}
PRICE = {
    "name": "price",
    "table": "markets",
    "where": {"id": "brick-all"},
    "scale": {"price": [0.5, 1.0]},
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Return a small sweep of the example project."""
    return write_scenario(write_project(tmp_path / "project"), with_sweep(BASE, "grid", [PRICE]))


def run(*arguments: str | Path) -> int:
    """Run the command line; return its exit code."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def copy_of(path: Path) -> Path:
    """Return a copy of a scenario whose name and title were left as they are."""
    copied = path.with_name("copied.yaml")
    copied.write_bytes(path.read_bytes().replace(b"0.5", b"0.7"))
    return copied


def test_refused_sweep_leaves_the_points_of_the_other(study: Path) -> None:
    """A copied scenario of the same name is refused before the other's log is looked at."""
    assert run("sweep", study, "--workers", "1") == 0
    log = study.parents[1] / "results" / ".sweep-price.part" / "points.csv"
    log.parent.mkdir()
    columns = log_columns(load_study(study).sweep)
    log.write_text(",".join(columns) + "\n" + "," * (len(columns) - 1) + "\n", encoding="utf-8")
    before = log.read_bytes()
    assert run("sweep", copy_of(study), "--workers", "1") == 2
    assert log.read_bytes() == before


def test_refused_synergy_leaves_the_coalitions_of_the_other(study: Path) -> None:
    """So it is with the coalitions that a study of cooperation has solved."""
    assert run("synergy", study, "--workers", "1") == 0
    (folder,) = (study.parents[1] / "results").glob("*-synergy")
    log = folder.with_name(f".{folder.name}.part") / "tasks.jsonl"
    log.parent.mkdir()
    log.write_text('["another study"]\n["a", 1]\n', encoding="utf-8")
    assert run("synergy", copy_of(study), "--workers", "1") == 2
    assert log.read_text(encoding="utf-8") == '["another study"]\n["a", 1]\n'


@pytest.mark.parametrize("command", ["sweep", "synergy", "frontier"])
def test_interrupted_study_is_not_dropped_for_a_copy(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """What an interrupted study has solved stays when a copy of its scenario is started.

    The copy may start once the first file is gone.
    """
    axes = ["--x", "net_cost", "--y", "net_utilized"] if command == "frontier" else []
    for kind in (PointLog, TaskLog):
        monkeypatch.setattr(kind, "append", stopping(kind.append))
    assert run(command, study, *axes, "--workers", "1") == 130
    (log,) = (study.parents[1] / "results").glob(".*.part/[pt]*s.*")
    solved = log.read_bytes()
    assert solved.count(b"\n") >= 2
    copied = copy_of(study)
    assert run(command, copied, *axes, "--workers", "1") == 2
    assert "unfinished work on another scenario" in capsys.readouterr().err
    assert log.read_bytes() == solved
    study.unlink()
    monkeypatch.undo()
    assert run(command, copied, *axes, "--workers", "1") == 0
    assert not log.parent.exists()


def stopping(append: Callable[..., None]) -> Callable[..., None]:
    """Return what writes down what was solved, and is then interrupted."""

    def write(*arguments: object) -> None:
        append(*arguments)
        raise KeyboardInterrupt

    return write


def test_notes_beside_solved_points_stay(study: Path) -> None:
    """When a study is complete its log goes, and nothing else of the folder."""
    part = study.parents[1] / "results" / ".sweep-price.part"
    part.mkdir(parents=True)
    (part / "notes.txt").write_text("stopped on Monday", encoding="utf-8")
    assert run("sweep", study, "--workers", "1") == 0
    assert [entry.name for entry in part.iterdir()] == ["notes.txt"]


def test_log_of_a_complete_study_goes(study: Path) -> None:
    """Nothing stays of a folder that holds the log alone."""
    assert run("sweep", study, "--workers", "1") == 0
    assert not [*(study.parents[1] / "results").glob(".sweep-*")]


def test_file_with_content_is_no_lock_to_remove(tmp_path: Path) -> None:
    """A file of a person that happens to be called like a lock serves as one and stays."""
    theirs = tmp_path / ".price.lock"
    theirs.write_text("versions", encoding="utf-8")
    with hold(theirs) as is_held:
        assert is_held
    assert theirs.read_text(encoding="utf-8") == "versions"
    with hold(tmp_path / ".other.lock"), open_log(tmp_path / "part", ["id", "block"], {}):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == [".price.lock"]
