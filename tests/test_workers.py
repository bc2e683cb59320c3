"""Blocks solved by other processes: each once, whoever dies, and the same bytes by any crew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import psutil
import pytest

from sim.cli.main import main
from sim.errors import SimError
from sim.studies.synergy import coalitions
from sim.studies.task_log import TaskLog
from sim.workers import Crew, Job, TaskQueue, blocks, job, open_queue, solve_blocks
from sim.workers.local import LocalQueue
from tests.cooperation import gloves
from tests.crew_jobs import Squarer, solve
from tests.seeds import some_of
from tests.sweep_studies import RICH, with_sweep, write_project, write_scenario

pytestmark = pytest.mark.xdist_group("workers")
ROOT = Path(__file__).parents[1]
PARAMETERS = [
    {
        "name": "cement",
        "table": "markets",
        "where": {"product": "cement"},
        "scale": {"max": [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3]},
    },
    {"name": "budget", "limit": {"cap": "logistics_cost"}, "scale": {"at": [0.05, 0.9, 1.0, 1.1]}},
    {"name": "tariff", "table": "modes", "scale": {"tariff": [1.0, 1.5]}},
]


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
    """Return the worker processes below this one that are not dead."""
    below = psutil.Process().children(recursive=True)
    return [p for p in below if is_worker(p)]


def is_worker(process: psutil.Process) -> bool:
    """Return whether a process is a worker that is not dead."""
    try:
        return "sim.processes.child" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


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
    """What a killed worker was at is solved by another, once; failures are told by block.

    So it is with blocks that are all known at first, and with tasks that come up on the way. No
    worker outlives the crew, and no file of theirs.
    """
    before = {p.pid for p in children()}
    blocks = [2, 3, -1, *range(20, 60)]
    threading.Thread(target=kill_the_first, args=(tmp_path,), daemon=True).start()
    with closing(solve_blocks(squares(tmp_path), blocks, Crew(workers=2))) as solved:
        assert sorted(solved) == [(n, block * block) for n, block in enumerate(blocks)]
    assert len(list(tmp_path.glob("began-*"))) == 2
    assert len(list(tmp_path.glob("made-*"))) <= 3
    failing = [1, 14, *range(20), 2]
    with pytest.raises(SimError, match="nothing can serve 14"):
        list(solve_blocks(squares(tmp_path), failing, Crew(workers=2)))
    check_queue(tmp_path / "queue")
    assert {p.pid for p in children()} <= before


def check_queue(folder: Path) -> None:
    """Ask for tasks on the way, drop one, and kill the worker of another."""
    folder.mkdir()
    with open_queue(squares(folder), Crew(workers=2)) as queue:
        for number in (-1, *range(20, 30), 14):
            queue.submit(f"n{number}", number, urgency=-float(number))
        queue.cancel("n14")
        threading.Thread(target=kill_the_first, args=(folder,), daemon=True).start()
        found = dict(queue.take() for _ in range(6))
        queue.submit("late", 40)
        found |= dict(queue.take() for _ in range(6))
    assert found == {"n-1": 1, "late": 1600, **{f"n{n}": n * n for n in range(20, 30)}}
    assert len(list(folder.glob("began-*"))) == 2


def test_local_queue_solves_the_most_urgent_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process tasks are solved as they are taken; a dropped one never is.

    Unasked, processes are hired once as much work as was done would pay for them.
    """
    for count in (1, None):
        with open_queue(squares(tmp_path), Crew(workers=count)) as queue:
            for number, urgency in ((1, 0.0), (2, 2.0), (3, 1.0), (13, 9.0)):
                queue.submit(str(number), number, urgency)
            queue.cancel("13")
            assert [queue.take() for _ in range(3)] == [("2", 4), ("3", 9), ("1", 1)]
    hired: list[Crew] = []

    @contextmanager
    def open_here(job: Job, there: Crew) -> Iterator[TaskQueue]:
        hired.append(there)
        yield LocalQueue(job)

    monkeypatch.setattr(job, "WORTH_STARTING", -1.0)
    monkeypatch.setattr(job, "count_cores", lambda: 4)
    with open_queue(squares(tmp_path), Crew()) as queue:
        monkeypatch.setattr("sim.workers.opening.open_queue", open_here)
        for number in (1, 2, 3):
            queue.submit(str(number), number, urgency=float(number))
        assert [queue.take() for _ in range(3)] == [("3", 9), ("2", 4), ("1", 1)]
    assert hired == [Crew(workers=4)]


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

    monkeypatch.setattr(blocks, "_solve_elsewhere", elsewhere)
    monkeypatch.setattr(job, "count_cores", lambda: 4)
    assert dict(solve_blocks(squares(tmp_path), [1, 2, 3], Crew())) == {0: 1, 1: 4, 2: 9}
    assert asked == []
    monkeypatch.setattr(job, "WORTH_STARTING", 0.0)
    assert dict(solve_blocks(squares(tmp_path), [1, 2, 3, 4], Crew())) == {0: 1, 1: 4, 2: 9, 3: 16}
    assert asked == [([(1, 2), (2, 3), (3, 4)], Crew(workers=3))]


# -- an existing cluster -------------------------------------------------------------------------


CLUSTER = """
import sys
from distributed import LocalCluster
solvers = dict(n_workers=1, threads_per_worker=3, processes=False, memory_limit=0)
if __name__ == "__main__":
    with LocalCluster(host="127.0.0.1", protocol="tcp", dashboard_address=None, **solvers) as found:
        print(found.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler, and one worker that solves three blocks at once, in a process."""
    folder = tmp_path_factory.mktemp("cluster")
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", CLUSTER],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=folder,
            text=True,
        ) as cluster,
    ):
        assert cluster.stdout is not None
        yield cluster.stdout.readline().strip()


def run(*arguments: str) -> int:
    """Run the command line; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


STUDIES = {
    "sweep": ([], "sweep-rich", "points.csv"),
    "frontier": (
        ["--x", "net_cost", "--y", "net_utilized", "--accuracy", "0.3 %", "--basemap", "none"],
        "frontier-rich-net_utilized-net_cost",
        "frontier.csv",
    ),
    "synergy": (["--players", "owner", "--samples", "2"], "study-synergy-owner", "coalitions.csv"),
}
"""Command -> options, the folder it writes, its longest table."""


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a game of some blocks that is small."""
    monkeypatch.setattr(coalitions, "BLOCK", 4)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the scenario of each command."""
    scenarios = write_project(tmp_path_factory.mktemp("rich"))
    rich = write_scenario(scenarios, with_sweep(RICH, "grid", PARAMETERS))
    return {"sweep": rich, "frontier": rich, "synergy": gloves(tmp_path_factory.mktemp("gloves"))}


def run_study(command: str, path: Path, out: Path, *crew: str) -> dict[str, bytes]:
    """Return the files that a study writes; without those with times in them and their hashes."""
    options, folder, _ = STUDIES[command]
    assert run(command, str(path), *options, "--out", str(out), *crew) == 0
    assert [entry.name for entry in out.iterdir()] == [folder]
    timed = {"times.csv", *(["summary.json"] if command == "sweep" else [])}
    files = [f for f in (out / folder).rglob("*") if f.is_file() and f.name not in timed]
    found = {str(f.relative_to(out)): f.read_bytes() for f in files}
    manifest = json.loads(found[f"{folder}/manifest.json"])
    for name in timed & manifest["written"]["files"].keys():
        del manifest["written"]["files"][name]
    return {**found, f"{folder}/manifest.json": json.dumps(manifest).encode()}


@pytest.fixture(scope="module")
def alone(
    paths: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, bytes]]:
    """Return what gives the files that a command writes with one process."""

    @cache
    def solve_alone(command: str) -> dict[str, bytes]:
        out = tmp_path_factory.mktemp(command)
        return run_study(command, paths[command], out, "--workers", "1")

    return solve_alone


@pytest.mark.parametrize("command", some_of(sorted(STUDIES), 1))
def test_any_crew_gives_the_same_bytes(
    paths: dict[str, Path],
    alone: Callable[[str], dict[str, bytes]],
    address: str,
    tmp_path: Path,
    command: str,
) -> None:
    """Here, and by three solvers of a cluster that end in any order: equal files, times aside."""
    _, folder, table = STUDIES[command]
    assert alone(command)[f"{folder}/{table}"].count(b"\n") > {"sweep": 4 * 16}.get(command, 9)
    found = run_study(command, paths[command], tmp_path / "cluster", "--cluster", address)
    assert found == alone(command)


@pytest.mark.parametrize("command", some_of(["frontier", "synergy"], 1))
def test_killed_in_the_middle_nothing_is_lost_or_twice(
    paths: dict[str, Path],
    alone: Callable[[str], dict[str, bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    """One of two workers is killed, then the command stopped: it goes on with what it had.

    Every result comes once, and every byte is that of a study that nothing happened to.
    """
    path, out = paths[command], tmp_path / "out"
    options, folder, table = STUDIES[command]
    keys: list[str] = []
    killed: list[psutil.Process] = []
    append = TaskLog.append

    def kill_and_stop(log: TaskLog, key: str, result: object) -> None:
        append(log, key, result)
        keys.append(key)
        if len(keys) == 5:
            killed.append(children()[0])
            killed[0].kill()
        if len(keys) == 12:
            raise KeyboardInterrupt

    monkeypatch.setattr(TaskLog, "append", kill_and_stop)
    assert run(command, str(path), *options, "--out", str(out), "--workers", "2") == 130
    assert len(keys) == 12
    assert not killed[0].is_running()
    assert [entry.name for entry in out.iterdir()] == [f".{folder}.part"]
    assert run_study(command, path, out, "--workers", "1") == alone(command)
    rows = alone(command)[f"{folder}/{table}"].count(b"\n") - 1
    due = 2 * rows - 1 if command == "frontier" else 2 * -(-rows // 4)
    assert len(keys) == len(set(keys)) == due


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
