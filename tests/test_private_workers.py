"""Processes that `--workers` starts: nobody else can reach them, and Ctrl-C ends them in a line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from sim.workers import Crew, Job, open_queue
from tests.crew_jobs import Squarer, solve
from tests.seeds import some_of
from tests.sweep_studies import RICH, with_sweep, write_project, write_scenario

pytestmark = pytest.mark.xdist_group("workers")
ROOT = Path(__file__).parents[1]
SWEEP = {
    "name": "cement",
    "table": "markets",
    "where": {"product": "cement"},
    "scale": {"max": [0.5 + 0.001 * n for n in range(100)]},
}


def listening(process: psutil.Process) -> list[str]:
    """Return the addresses at which a process and those below it can be reached."""
    family = [process, *process.children(recursive=True)]
    found = [c for p in family for c in p.net_connections("all")]
    return sorted(str(c.laddr) for c in found if c.status == psutil.CONN_LISTEN)


def test_no_port_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While workers solve neither they nor the command listen anywhere, and no file is left."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    jobs = tmp_path / "jobs"
    jobs.mkdir()
    before = listening(psutil.Process())
    with open_queue(Job("squares", Squarer, jobs, solve), Crew(workers=2)) as queue:
        queue.submit("one", 1)
        assert queue.take() == ("one", 1)
        assert listening(psutil.Process()) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["jobs"]


@pytest.fixture
def hears_ctrl_c() -> Iterator[None]:
    """Let commands hear Ctrl-C, also where a shell runs the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def ending(process: subprocess.Popen[str]) -> Iterator[None]:
    """Kill a process that does not end by itself, and close what it wrote to."""
    with process:
        try:
            yield
        finally:
            process.kill()


@pytest.mark.usefixtures("hears_ctrl_c")
@pytest.mark.parametrize("after", some_of([0.3, 0.0, 1.0], 1))
def test_interrupted_at_the_start_of_workers(tmp_path: Path, after: float) -> None:
    """Ctrl-C, which every process of the terminal gets, ends in one line and with 130."""
    scenarios = write_project(tmp_path)
    path = write_scenario(scenarios, with_sweep(RICH, "grid", [SWEEP]))
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "sweep", str(path), "--workers", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    seen = psutil.Process(process.pid)
    while not (below := seen.children(recursive=True)):
        time.sleep(0.005)
    time.sleep(after)
    with ending(process):
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert len([line for line in said.splitlines() if line.strip()]) <= 2, said
    _, alive = psutil.wait_procs(below, timeout=10)
    assert alive == []
