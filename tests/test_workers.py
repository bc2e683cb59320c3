"""Blocks solved by other processes: each once, whoever dies, and the same bytes by any crew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from sim.analyses.sweep_blocks import BLOCK
from sim.cli.main import main
from sim.errors import SimError
from sim.results.sweep_log import read_rows
from sim.workers import Crew, Job, crew, solve_blocks
from sim.workers.cluster import in_processes, spread
from tests.crew_jobs import Squarer, solve
from tests.sweep_studies import RICH, with_sweep, write_project, write_scenario

pytestmark = pytest.mark.xdist_group("workers")
ROOT = Path(__file__).parents[1]
PARAMETERS = [
    {"name": "cement", "table": "markets", "where": {"product": "cement"},
     "scale": {"max": [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3]}},
    {"name": "budget", "limit": {"cap": "logistics_cost"}, "scale": {"at": [0.05, 0.9, 1.0, 1.1]}},
    {"name": "tariff", "table": "modes", "scale": {"tariff": [1.0, 1.5]}},
]  # fmt: skip


def squares(folder: Path) -> Job:
    """Return the job of squaring."""
    return Job("squares", Squarer, folder, solve)


def wait_for(folder: Path, pattern: str) -> Path:
    """Return a file as soon as it is there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for path in folder.glob(pattern):
            return path
        time.sleep(0.02)
    raise TimeoutError(pattern)


def children() -> list[psutil.Process]:
    """Return the worker processes below this one."""
    below = psutil.Process().children(recursive=True)
    return [p for p in below if "spawn_main" in " ".join(p.cmdline())]


def test_one_process_needs_no_dask(tmp_path: Path) -> None:
    """Alone, blocks are solved here with one solver; Dask's workers are not even loaded."""
    assert list(solve_blocks(squares(tmp_path), [1, 2, 3], Crew())) == [(0, 1), (1, 4), (2, 9)]
    assert len(list(tmp_path.glob("made-*"))) == 1
    assert list(solve_blocks(squares(tmp_path), [], Crew(workers=2))) == []
    text = "import sys, sim.cli.sweep; print('distributed' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"


def test_killed_worker_loses_nothing(tmp_path: Path) -> None:
    """The block of a killed worker is solved by another; failures are told by block, not by time.

    No worker outlives the crew, and no file of theirs.
    """
    before = {p.pid for p in children()}
    with in_processes(2) as client:
        blocks = list(enumerate([2, 3, -1, *range(20, 60)]))
        with closing(spread(squares(tmp_path), blocks, client)) as solved:
            threading.Thread(target=kill_the_first, args=(tmp_path,), daemon=True).start()
            found = list(solved)
        assert sorted(found) == [(n, block * block) for n, block in blocks]
        assert len(list(tmp_path.glob("began-*"))) == 2
        assert len(list(tmp_path.glob("made-*"))) <= 3
        failing = list(enumerate([1, 14, *range(20), 2]))
        with pytest.raises(SimError, match="nothing can serve 14"):
            list(spread(squares(tmp_path), failing, client))
    assert {p.pid for p in children()} <= before


def kill_the_first(folder: Path) -> None:
    """Kill the worker that waits, and let its successor go on."""
    first = wait_for(folder, "began-*")
    psutil.Process(int(first.name.removeprefix("began-"))).kill()
    while len(list(folder.glob("began-*"))) < 2:
        time.sleep(0.02)
    (folder / "let-go").touch()


def test_long_work_calls_for_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unasked, other processes are started once they save enough; every block comes once."""
    asked: list[tuple[list[tuple[int, int]], Crew]] = []

    def elsewhere(
        job: Job, blocks: list[tuple[int, int]], there: Crew
    ) -> Iterator[tuple[int, int]]:
        asked.append((blocks, there))
        yield from ((n, block * block) for n, block in reversed(blocks))

    monkeypatch.setattr(crew, "_solve_elsewhere", elsewhere)
    monkeypatch.setattr(crew, "count_cores", lambda: 4)
    assert dict(solve_blocks(squares(tmp_path), [1, 2, 3], Crew())) == {0: 1, 1: 4, 2: 9}
    assert asked == []
    monkeypatch.setattr(crew, "WORTH_STARTING", 0.0)
    assert dict(solve_blocks(squares(tmp_path), [1, 2, 3, 4], Crew())) == {0: 1, 1: 4, 2: 9, 3: 16}
    assert asked == [([(1, 2), (2, 3), (3, 4)], Crew(workers=3))]


# -- an existing cluster -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler, and one worker that solves three blocks at once."""
    folder = tmp_path_factory.mktemp("cluster")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    at = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    local = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(at)]
    commands = [
        [*dask, "scheduler", *local, "--port", "0"],
        [*dask, "worker", *local, "--no-nanny", "--nthreads", "3", "--memory-limit", "0",
         "--local-directory", str(folder)],
    ]  # fmt: skip
    with (folder / "log").open("w") as log:
        processes = [
            subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
            for command in commands
        ]
        try:
            yield json.loads(wait_for(folder, "scheduler.json").read_text())["address"]
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait(timeout=60)


def run(*arguments: str) -> int:
    """Run the command line; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def test_any_crew_gives_the_same_bytes(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here, and by three solvers of a cluster that end in any order: equal files, times aside."""
    scenarios = write_project(tmp_path / "project")
    path = write_scenario(scenarios, with_sweep(RICH, "grid", PARAMETERS))
    folders = []
    for options in (["--workers", "1"], ["--cluster", address]):
        out = tmp_path / options[0].strip("-")
        assert run("sweep", str(path), "--out", str(out), *options) == 0, capsys.readouterr().err
        folders.append(out / "sweep-rich")
    names = {f.name for f in folders[0].iterdir()} - {"times.csv", "summary.json"}
    assert {"points.csv", "distribution.csv", "binding.csv"} <= names
    assert len(read_rows(folders[0] / "points.csv")) == 72 > 4 * BLOCK
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ("host", "is no address such as"),
        ("tcp://host:many", "is no address such as"),
        ("tls://127.0.0.1:1", "no certificates"),
        ("tcp://127.0.0.1:1", "no Dask scheduler answers"),
    ],
)
def test_bad_address_ends_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], there: str, words: str
) -> None:
    """A cluster that cannot be had is a plain sentence and exit code 2, and nothing is left."""
    scenarios = write_project(tmp_path / "project")
    path = write_scenario(scenarios, with_sweep(RICH, "grid", PARAMETERS[:1]))
    assert run("sweep", str(path), "--out", str(tmp_path / "out"), "--cluster", there) == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert not list((tmp_path / "out").glob("*"))


def test_other_build_is_refused(
    address: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Workers with another version than here are named, with what differs."""
    scenarios = write_project(tmp_path / "project")
    path = write_scenario(scenarios, with_sweep(RICH, "grid", PARAMETERS[:1]))
    monkeypatch.setattr("sim.__version__", "0.0.0")
    assert run("sweep", str(path), "--cluster", address) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "has waste-synergy" in said
    assert "here it is 0.0.0" in said
