"""What a run loads: libraries that take long to load are loaded where they are needed only."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.processes.background import BackgroundWorker
from tests.tiny_project import make_project

HEAVY = {
    "distributed",
    "geopandas",
    "matplotlib",
    "networkx",
    "plotly",
    "pyogrio",
    "pyomo",
    "rich.progress",
    "scipy.optimize",
    "scipy.stats",
    "shapely",
}
"""Libraries that no solve needs."""
RARE = {"dask", "jinja2", "pint"}
"""Pint is loaded for rare units; it loads dask, where that is installed, and jinja2 with it."""


def loaded_after(lines: str) -> set[str]:
    """Which of HEAVY and RARE a fresh process has loaded after running some lines."""
    asked = HEAVY | RARE
    code = f"{lines}\nimport sys\nprint('loaded', *sorted(set(sys.modules) & {asked!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_the_command_line_loads_no_heavy_library() -> None:
    """To parse `sim run` takes none of them."""
    assert loaded_after("import sim.cli.main, sim.cli.run") == set()


def test_shipped_tables_are_read_without_pint(project_root: Path) -> None:
    """Their units are among those that are known without it."""
    path = str(project_root / "scenarios" / "baseline.yaml")
    lines = "from pathlib import Path\nfrom sim.loader import load_case\n"
    assert loaded_after(f"{lines}load_case(Path({path!r}))") == set()


def test_a_run_loads_them_in_the_worker_alone(tmp_path: Path) -> None:
    """A whole run, drawn by a worker, leaves this process without them."""
    scenario = make_project(tmp_path)
    lines = (
        "from pathlib import Path\nfrom sim.processes.background import BackgroundWorker\n"
        "from sim.studies.run.run import *\n"
        f"with BackgroundWorker(DRAWING) as worker:\n"
        f"    options = RunOptions(Path({str(tmp_path / 'out')!r}), worker=worker)\n"
        f"    run(Path({str(scenario)!r}), options)"
    )
    assert loaded_after(lines) <= RARE
    folder = next((tmp_path / "out").iterdir())
    assert {"map.png", "map.svg", "sites.geojson", "report.html"} <= {
        path.name for path in folder.iterdir()
    }


def test_worker_answers_in_turn() -> None:
    """Calls asked for before are answered by the other process, any other call here."""
    with BackgroundWorker("os") as worker:
        worker.ask("getpid")
        there = worker.answer("getpid")
        assert there != worker.answer("getpid")
        worker.ask("getpid")
        assert worker.answer("getpid") == there


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_killed_worker_is_not_missed(when: str) -> None:
    """Where the worker ends, the work is done here."""
    with BackgroundWorker("operator") as worker:
        if when == "before":
            worker.stop()
        worker.ask("add", 1, 2)
        if when == "after":
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)
        assert worker.answer("add", 1, 2) == 3


def test_a_failing_call_is_repeated_here() -> None:
    """What the worker cannot do fails here, where it can be told."""
    with BackgroundWorker("operator") as worker:
        worker.ask("truediv", 1, 0)
        with pytest.raises(ZeroDivisionError):
            worker.answer("truediv", 1, 0)


def test_waiting_calls_are_answered_in_their_order() -> None:
    """Three calls may wait; one that is not first is made here, and leaves the others waiting."""
    with BackgroundWorker("os") as worker:
        for function in ("getpid", "getcwd", "getpid"):
            worker.ask(function)
        there = worker.answer("getpid")
        assert there == worker.pid != os.getpid()
        assert worker.answer("getpid") == os.getpid()
        assert worker.answer("getcwd") == str(Path.cwd())
        assert worker.answer("getpid") == there


def test_calls_that_wait_for_a_killed_worker_are_made_here() -> None:
    """None of them is lost."""
    with BackgroundWorker("operator") as worker:
        worker.ask("add", 1, 2)
        worker.ask("sub", 5, 2)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        assert worker.answer("add", 1, 2) == 3
        assert worker.answer("sub", 5, 2) == 3
