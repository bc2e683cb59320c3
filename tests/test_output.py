"""Output that cannot be written neither disturbs the work nor is told as if nothing had been done.

Commands run on real pipes, full devices and small disks: most in a copy of this process, one of
each kind in a process as a shell starts it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.loader import load_case
from sim.say import say
from tests.forked import Ended, run_to_files, run_to_reader
from tests.seeds import some_of
from tests.test_result_folders import run_sim
from tests.tiny_project import make_project

pytestmark = pytest.mark.usefixtures("undrawn")

ROOT = Path(__file__).parents[1]
PLAIN = ("--basemap", "none")
LITTLE = 1024
"""Bytes to which files may grow on a disk that is nearly full."""
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")


def shell(line: str, **environment: str) -> tuple[int, str, str]:
    """Run a line of bash in which `sim` is this version; return code, output, errors."""
    sim = f'sim() {{ "{sys.executable}" -m sim "$@"; }}; set -o pipefail; {line}'
    done = subprocess.run(
        ["bash", "-c", sim],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode()


def run_to_full(arguments: list[str], folder: Path) -> Ended:
    """Run `sim` with its output to a device that is full."""
    with Path("/dev/full").open("wb") as full:
        return run_to_files(arguments, folder, out=full.fileno())


def read_a_line(place: int) -> None:
    """Read the first of what comes, as `head -1`."""
    os.read(place, 1)


def read_nothing(_place: int) -> None:
    """Read nothing, as `true`."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The scenario of the tiny project."""
    return make_project(tmp_path / "p")


@needs_full
def test_a_full_device_does_not_deny_the_results(path: Path) -> None:
    """The results are there and named; the code says that the output is not."""
    ended = run_to_full(["run", str(path), *PLAIN], path.parent)
    folder = path.parents[1] / "results" / "tiny"
    assert ended.code == 2
    assert "What was to be shown could not be written: No space left on device." in ended.errors
    assert f"Written before that, and whole: {folder}." in ended.errors
    assert (folder / "flows.csv").exists()


@needs_full
@pytest.mark.parametrize("command", ["schema", "check {path}", "run {path} --json", "--help"])
def test_every_command_tells_of_lost_output(command: str, path: Path) -> None:
    """Whatever prints: one sentence, exit 2, no traceback."""
    ended = run_to_full(command.format(path=path).split(), path.parent)
    assert ended.code == 2
    assert ended.errors.startswith("What was to be shown could not be written")
    assert len(ended.errors.splitlines()) == 1


@needs_full
def test_a_process_of_its_own_tells_of_lost_output() -> None:
    """So does the command as a shell starts it."""
    code, _, errors = shell("sim schema > /dev/full")
    assert code == 2
    assert errors.startswith("What was to be shown could not be written")
    assert len(errors.splitlines()) == 1


@needs_full
def test_lost_errors_change_no_code() -> None:
    """Errors that could not be shown leave the exit code as it is."""
    assert shell("sim check nowhere.yaml 2> /dev/full")[0] == 2


@pytest.mark.parametrize(
    "command",
    ["run {path} --basemap none", "schema", "check {path} --json", "--help", "alternatives {path}"],
)
@pytest.mark.parametrize("reader", some_of([read_nothing, read_a_line], 1))
def test_a_reader_that_goes_away_is_no_error(
    command: str, reader: Callable[[int], None], path: Path
) -> None:
    """`| head -1` ends quietly with 0; what was to be written is written."""
    ended = run_to_reader(command.format(path=path).split(), path.parent, reader)
    assert (ended.code, ended.errors) == (0, "")
    if command.startswith("run"):
        assert (path.parents[1] / "results" / "tiny" / "summary.json").exists()


@pytest.mark.parametrize("command", some_of(["schema", "check {path} --json"], 1))
def test_a_reader_of_a_process_of_its_own_goes_away(command: str, path: Path) -> None:
    """Neither does the interpreter say anything when it ends."""
    code, _, errors = shell(f"sim {command.format(path=path)} | head -1")
    assert (code, errors) == (0, "")


def test_the_rest_is_run_when_the_reader_is_gone(path: Path) -> None:
    """Of two scenarios both are solved, and the code of the work is kept."""
    text = path.read_text(encoding="utf-8")
    second = path.with_name("second.yaml")
    second.write_text(text.replace("name: tiny", "name: second"), encoding="utf-8")
    command = ["run", str(path), str(second), "nowhere.yaml", *PLAIN]
    ended = run_to_reader(command, path.parent, read_nothing)
    assert ended.code == 2
    assert "nowhere.yaml" in ended.errors
    for name in ("tiny", "second"):
        assert (path.parents[1] / "results" / name / "summary.json").exists()


@pytest.mark.parametrize("encoding", some_of(["ascii", "gbk", "iso-8859-1", "utf-8"], 1))
def test_terminals_write_what_they_can(encoding: str, path: Path) -> None:
    """Signs that a terminal does not know are replaced; machines get them escaped."""
    run = ["run", str(path), *PLAIN]
    ended = run_to_files([*run, "--lang", "zh"], path.parent, encoding=encoding)
    assert (ended.code, ended.errors) == (0, "")
    assert str(path.parents[1] / "results" / "tiny") in ended.said
    ended = run_to_files([*run, "--json"], path.parent, encoding=encoding)
    assert json.loads(ended.said)[0]["summary"]["scenario"]["title"]["zh"] == "小例"
    code, said, errors = shell(f"sim check {path} --json --lang zh", PYTHONIOENCODING=encoding)
    assert (code, errors) == (0, "")
    assert json.loads(said)[0]["scenario"] == "tiny"


@pytest.mark.parametrize("closed", some_of(["out", "errors"], 1))
def test_closed_output_is_no_error(closed: str, path: Path) -> None:
    """A command without output or errors does its work."""
    streams: dict[str, Any] = {closed: None}
    assert run_to_files(["run", str(path), *PLAIN], path.parent, **streams).code == 0
    assert (path.parents[1] / "results" / "tiny" / "summary.json").exists()


def test_a_process_without_output_is_no_error(path: Path) -> None:
    """Nor is it one in a shell, both closed."""
    assert shell(f"sim run {path} --basemap none >&- 2>&-")[0] == 0
    assert (path.parents[1] / "results" / "tiny" / "summary.json").exists()


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("run {path} --basemap none", "results/tiny"),
        ("alternatives {path}", "results/alternatives-tiny"),
        ("synergy {path}", "results/"),
        ("generate {folder}/new --routes 10000", "new"),
        ("new {folder}/new", "new"),
    ],
)
def test_a_full_disk_is_told_by_name(command: str, named: str, path: Path) -> None:
    """Where files may not grow the folder is named, and nothing of it stays."""
    folder = path.parents[1]
    arguments = command.format(path=path, folder=folder).split()
    ended = run_to_files(arguments, path.parent, largest_file=LITTLE)
    assert ended.code == 2
    assert f"{folder}/{named}" in ended.errors
    assert "cannot be read or written: File too large. Nothing was changed." in ended.errors
    assert "None" not in ended.errors
    assert not (folder / "new").exists()
    assert not [p for p in folder.rglob("results/*") if not p.name.endswith(".part")]


def test_a_full_disk_stops_one_scenario_only(path: Path) -> None:
    """The others are run, and machines are told which failed and why."""
    other = path.with_name("b.yaml")
    text = path.read_text(encoding="utf-8").replace("name: tiny", "name: b")
    other.write_text(text, encoding="utf-8")
    command = ["run", str(path), str(other), *PLAIN, "--json"]
    ended = run_to_files(command, path.parent, largest_file=2 * LITTLE)
    assert ended.code == 2
    told = json.loads(ended.said)
    assert [one["error"]["problems"][0]["code"] for one in told] == ["no_access"] * 2
    assert told[1]["error"]["problems"][0]["where"].endswith("results/b")


def test_an_interrupted_command_tells_what_it_wrote(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C in the second scenario: the first is written and named; alone, nothing was changed."""
    second = path.with_name("second.yaml")
    text = path.read_text(encoding="utf-8").replace("name: tiny", "name: second")
    second.write_text(text, encoding="utf-8")

    def stop(file: Path) -> object:
        if file == second:
            raise KeyboardInterrupt
        return load_case(file)

    monkeypatch.setattr("sim.studies.run.run.load_case", stop)
    assert run_sim("run", path, second, *PLAIN) == 130
    said = capsys.readouterr().err
    folder = path.parents[1] / "results" / "tiny"
    assert f"Interrupted. Written before that, and whole: {folder}." in said
    assert run_sim("run", second, *PLAIN, "--lang", "zh") == 130
    assert capsys.readouterr().err.endswith(f"\n已中断。{say('unchanged', 'zh')}\n")


def test_streams_are_given_back(capsys: pytest.CaptureFixture[str]) -> None:
    """After a command the streams of the process are those of before."""
    before = sys.stdout, sys.stderr
    assert run_sim("--version") == 0
    assert (sys.stdout, sys.stderr) == before
    assert capsys.readouterr().out
