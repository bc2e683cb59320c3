"""Results come whole into their place: whatever stands beside it, whoever is killed, or first."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

import sim.folders.place
import sim.studies.run.run
from sim.errors import InputError
from sim.folders.beside import fresh, left
from sim.folders.exclusive import alone_in
from sim.folders.lock import hold
from sim.folders.marker import Origin, Source
from sim.folders.place import claim, recover
from sim.loader import load_case
from sim.studies.compare.study import read_run
from sim.studies.sweep.log import open_log, read_rows
from sim.studies.task_log import open_task_log
from tests.forked import Streams, start
from tests.test_result_folders import (
    PLAIN,
    forbid_solving,
    ignore,
    read,
    run_sim,
    snapshot,
    with_name,
    write,
)
from tests.tiny_project import FILES, SCENARIO, make_project

pytestmark = pytest.mark.usefixtures("undrawn")

ROOT = Path(__file__).parents[1]


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    """What folders of this test are made from."""
    (tmp_path / "a.yaml").touch()
    return Origin("run", (Source(tmp_path, "a.yaml", "1"),))


# -- what stands beside the place, or in it ------------------------------------------------------


def _file(path: Path) -> None:
    path.write_text("mine", encoding="utf-8")


def _link(path: Path) -> None:
    (path.parent / "elsewhere").mkdir()
    path.symlink_to("elsewhere")


def _dead_link(path: Path) -> None:
    path.symlink_to("nowhere")


def _folder(path: Path) -> None:
    path.mkdir()
    _file(path / "mine.txt")


@pytest.mark.parametrize("kind", ["old", "new"])
@pytest.mark.parametrize("leave", [_file, _link, _dead_link, _folder])
def test_left_overs_never_block(
    kind: str, leave: Callable[[Path], None], tmp_path: Path, origin: Origin
) -> None:
    """Whatever is called as the folders of an exchange: the run goes through, again and again."""
    target = tmp_path / "results" / "a"
    target.parent.mkdir()
    leave(target.with_name(f".a.{kind}"))
    for number in ("1", "2", "3"):
        write(target, origin, {"flows.csv": number})
        assert read(target) == {"flows.csv": number}
    left = {entry.name for entry in target.parent.iterdir()} - {"elsewhere", "a"}
    assert left == {f".a.{kind}"}


def test_a_folder_that_cannot_be_removed_does_not_block(
    tmp_path: Path, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Earlier results that the system does not let go stay beside, and go when they can."""

    def fail(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    target = tmp_path / "results" / "a"
    write(target, origin, {"flows.csv": "0"})
    with monkeypatch.context() as locked:
        locked.setattr(sim.folders.place, "remove", fail)
        for number in ("1", "2"):
            write(target, origin, {"flows.csv": number})
            assert read(target) == {"flows.csv": number}
    assert {entry.name[:6] for entry in target.parent.iterdir()} == {"a", ".a.old"}
    assert len(list(target.parent.iterdir())) == 3
    write(target, origin, {"flows.csv": "3"})
    assert read(target) == {"flows.csv": "3"}
    assert [entry.name for entry in target.parent.iterdir()] == ["a"]


def test_a_link_to_a_folder_is_followed(tmp_path: Path, origin: Origin) -> None:
    """Results on another disk are replaced there; the link stays a link."""
    (tmp_path / "disk" / "a").mkdir(parents=True)
    (tmp_path / "results").mkdir()
    target = tmp_path / "results" / "a"
    target.symlink_to(tmp_path / "disk" / "a")
    for number in ("1", "2"):
        write(target, origin, {"flows.csv": number})
        assert target.is_symlink()
        assert read(tmp_path / "disk" / "a") == {"flows.csv": number}
    assert [entry.name for entry in target.parent.iterdir()] == ["a"]
    assert [entry.name for entry in (tmp_path / "disk").iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("leave", "said"), [(_file, "this is a file"), (_dead_link, "a link that leads nowhere")]
)
def test_no_folder_is_refused_before_solving(
    leave: Callable[[Path], None],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file or a dead link in the place of the results: exit 2 at once, and it is still there."""
    path = make_project(tmp_path / "p")
    (tmp_path / "out").mkdir()
    leave(tmp_path / "out" / "tiny")
    forbid_solving(monkeypatch)
    for _ in range(2):
        assert run_sim("run", path, "--out", tmp_path / "out", *PLAIN) == 2
        assert said in capsys.readouterr().err
        assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["tiny"]


def test_a_read_only_folder_is_refused_before_solving(
    tmp_path: Path, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who takes the right to write away wants to keep it: the folder is named, nothing moves."""
    target = tmp_path / "results" / "a"
    write(target, origin, {"flows.csv": "1", "inputs/zones.csv": "1"})
    locked = target / "inputs"
    allows = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != locked and allows(path, mode))
    with pytest.raises(InputError, match=re.escape(f"{locked}: the folder may not be written to")):
        write(target, origin, {"flows.csv": "2"})
    assert read(target) == {"flows.csv": "1", "inputs/zones.csv": "1"}
    assert [entry.name for entry in target.parent.iterdir()] == ["a"]


def test_an_error_leaves_what_was_there(tmp_path: Path, origin: Origin) -> None:
    """Where filling fails the earlier folder is as it was; folders made for it are gone."""

    def fail(folder: Path) -> None:
        (folder / "half.csv").touch()
        raise OSError(28, "No space left on device")

    for target, before in ((tmp_path / "new" / "deep" / "a", None), (tmp_path / "r" / "a", "1")):
        if before:
            write(target, origin, {"flows.csv": before})
        with pytest.raises(OSError, match="No space") as caught, claim(target, origin, ignore) as p:
            p.write(fail)
        assert caught.value.filename == str(target)
    assert not (tmp_path / "new").exists()
    assert read(tmp_path / "r" / "a") == {"flows.csv": "1"}
    assert [entry.name for entry in (tmp_path / "r").iterdir()] == ["a"]


# -- killed between two renames ------------------------------------------------------------------


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """The folder of results of a run that was killed between the two renames of an exchange."""
    path = make_project(tmp_path / "p")
    assert run_sim("run", path, *PLAIN) == 0
    folder = tmp_path / "p" / "results" / "tiny"
    shutil.copytree(folder, fresh(folder, "new"))
    folder.rename(fresh(folder, "old"))
    folder.with_name(".tiny.lock").touch()
    return folder


def test_readers_recover(killed: Path) -> None:
    """The next who reads the results has them: a comparison, a reference plan."""
    assert read_run(killed).name == "tiny"
    assert {entry.name for entry in killed.parent.iterdir()} == {"tiny"}
    killed.rename(fresh(killed, "old"))
    path = killed.parents[1] / "scenarios" / "next.yaml"
    path.write_text(with_name("next", "reference: results/tiny\n"), encoding="utf-8")
    assert load_case(path).reference is not None
    assert killed.is_dir()


def test_a_run_without_a_plan_recovers(killed: Path) -> None:
    """A run that ends in 3 leaves the earlier results in their place."""
    path = killed.parents[1] / SCENARIO
    before = snapshot(left(killed, "old")[0])
    path.write_text(
        FILES[SCENARIO].replace("at: 10 %", "at: 99 %").replace("900 m", "-900 m"), encoding="utf-8"
    )
    assert run_sim("run", path, *PLAIN) == 3
    assert snapshot(killed) == before
    assert [entry.name for entry in killed.parent.iterdir()] == ["tiny"]


def test_readers_leave_an_exchange_alone(tmp_path: Path, origin: Origin) -> None:
    """While another process holds the place its folders are not touched."""
    target = tmp_path / "results" / "a"
    write(target, origin, {"flows.csv": "1"})
    target.rename(fresh(target, "old"))
    with hold(target.with_name(".a.lock")) as is_held:
        assert is_held
        recover(target)
        assert not target.exists()
    recover(target)
    assert read(target) == {"flows.csv": "1"}


def test_notes_survive_a_kill_after_the_exchange(tmp_path: Path, origin: Origin) -> None:
    """Killed before notes were carried over: the next run carries them."""
    target = tmp_path / "results" / "a"
    write(target, origin, {"flows.csv": "1"})
    (target / "notes.md").write_text("mine", encoding="utf-8")
    shutil.copytree(target, fresh(target, "old"))
    (target / "notes.md").unlink()
    write(target, origin, {"flows.csv": "2"})
    assert read(target) == {"flows.csv": "2", "notes.md": "mine"}
    assert [entry.name for entry in target.parent.iterdir()] == ["a"]


# -- who is first --------------------------------------------------------------------------------


def _start(folder: Path, gate: Connection, answers: Connection) -> None:
    """Enter a folder when the gate opens; tell whether another was inside, or None if refused."""
    gate.recv()
    try:
        with alone_in(folder / "log"):
            inside = folder / "inside"
            try:
                inside.touch(exist_ok=False)
                is_alone = True
            except FileExistsError:
                is_alone = False
            time.sleep(0.002)
            inside.unlink(missing_ok=True)
        answers.send(is_alone)
    except InputError:
        answers.send(None)


def test_simultaneous_starts_are_alone(tmp_path: Path) -> None:
    """Of many processes that start at one moment no two are inside; those refused are told."""
    context = multiprocessing.get_context("fork")
    found: list[bool | None] = []
    for turn in range(3):
        gates, answers, processes = [], [], []
        for _ in range(16):
            (listen, gate), (answer, tell) = context.Pipe(False), context.Pipe(False)
            process = context.Process(target=_start, args=(tmp_path / f"{turn}", listen, tell))
            process.start()
            gates.append(gate)
            answers.append(answer)
            processes.append(process)
        for gate in gates:
            gate.send(True)
        found += [answer.recv() for answer in answers]
        for process in processes:
            process.join()
    assert found.count(False) == 0
    assert found.count(True) >= 3
    assert list(tmp_path.iterdir()) == []


def test_no_number_of_a_process_counts(tmp_path: Path) -> None:
    """A lock that a dead process left names nobody: not a living, dead or recycled number."""
    (tmp_path / "part").mkdir()
    for lock in (tmp_path / "part.lock", tmp_path / "part" / "lock"):
        lock.write_text(str(os.getppid()), encoding="utf-8")
    with alone_in(tmp_path / "part" / "log"):
        pass
    assert not (tmp_path / "part.lock").exists()


def test_a_zombie_holds_nothing(tmp_path: Path) -> None:
    """A process that died with the lock, and that nobody waited for, is not at work."""
    code = f"""
from sim.folders.exclusive import alone_in
import os
from pathlib import Path
with alone_in(Path({str(tmp_path / "part" / "log")!r})):
    os._exit(0)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    dead = subprocess.Popen([sys.executable, "-c", code], env=environment)
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    assert (tmp_path / "part.lock").exists()
    with alone_in(tmp_path / "part" / "log"):
        pass
    dead.wait()


@contextmanager
def held(path: Path, seconds: float) -> Iterator[None]:
    """Hold a lock in another thread for some time."""
    is_held = threading.Event()

    def keep() -> None:
        with hold(path):
            is_held.set()
            time.sleep(seconds)

    thread = threading.Thread(target=keep)
    thread.start()
    is_held.wait()
    yield
    thread.join()


def test_the_second_run_waits_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two runs into one folder: the second waits for the first, then replaces its results."""
    path = make_project(tmp_path / "p")
    results = tmp_path / "p" / "results"
    with held(results / ".tiny.lock", 0.5):
        assert run_sim("run", path, *PLAIN) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert f"Another process is writing {results / 'tiny'}; waiting for it." in said
    assert [entry.name for entry in results.iterdir()] == ["tiny"]


def test_who_waited_looks_again(tmp_path: Path, origin: Origin) -> None:
    """What the first wrote meanwhile, from another scenario, is not replaced by the second."""
    target = tmp_path / "results" / "a"
    (tmp_path / "b.yaml").touch()

    def write_meanwhile(_text: object) -> None:
        shutil.copytree(tmp_path / "other" / "a", target)

    write(
        tmp_path / "other" / "a", Origin("run", (Source(tmp_path, "b.yaml", "2"),)), {"x.csv": ""}
    )
    with (
        held(target.with_name(".a.lock"), 0.3),
        pytest.raises(InputError, match=r"of another scenario, b\.yaml"),
        claim(target, origin, write_meanwhile),
    ):
        pass
    assert read(target) == {"x.csv": ""}


def test_simultaneous_runs_end_well(tmp_path: Path) -> None:
    """Processes that run one scenario at once all end with 0, and the folder is whole."""
    path = make_project(tmp_path / "p")
    with (tmp_path / "said").open("wb") as file:
        streams = Streams(file.fileno(), file.fileno())
        runs = [start(["run", str(path), *PLAIN, "--json"], streams) for _ in range(3)]
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0, 0], (tmp_path / "said").read_text("utf-8")
    results = tmp_path / "p" / "results"
    assert [entry.name for entry in results.iterdir()] == ["tiny"]
    assert read_run(results / "tiny").name == "tiny"


# -- logs of studies -----------------------------------------------------------------------------

TEXTS = [
    "a\rb",
    "a\nb",
    "a\r\nb",
    "\r",
    "a,b",
    'a "b"',
    "=1",
    "'=1",
    "\r=1",
    "a\u2028b",
    "a\x85b",
    "a\x1cb",
    "区域",
    "a\x0bb",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_log_of_a_sweep_holds_any_text(text: str, tmp_path: Path) -> None:
    """Names of parameters and reasons come back as they were, whatever ends lines elsewhere."""
    columns = ["id", text, "reason", "block"]
    row = {"id": "a", text: "1", "reason": text, "block": "one"}
    with open_log(tmp_path / "part", columns, {"one": ["a"]}) as (log, done):
        assert done == []
        log.append([row])
    for _ in range(2):
        with open_log(tmp_path / "part", columns, {"one": ["a"]}) as (log, done):
            assert done == [row]
    assert read_rows(log.path) == [row]


@pytest.mark.parametrize("text", TEXTS)
def test_the_log_of_tasks_holds_any_text(text: str, tmp_path: Path) -> None:
    """So do keys and results of single tasks."""
    with open_task_log(tmp_path / "part", text) as log:
        log.append(text, {text: [text, 1.5]})
    for _ in range(2):
        with open_task_log(tmp_path / "part", text) as log:
            assert log.known == {text: {text: [text, 1.5]}}


def test_a_broken_log_is_no_error(tmp_path: Path) -> None:
    """A line that is no CSV, as earlier versions wrote for a carriage return, ends the log."""
    (tmp_path / "points.csv").write_bytes(b"id,block\na,one\nb\rc,two\nd,two\n")
    with open_log(tmp_path, ["id", "block"], {"one": ["a"], "two": ["d"]}) as (_, done):
        assert done == [{"id": "a", "block": "one"}]


def test_a_fresh_start_does_not_take_a_log_away(tmp_path: Path) -> None:
    """`--fresh` of a second process is refused before it removes what the first has solved."""
    columns, row = ["id", "block"], {"id": "a", "block": "one"}
    part = tmp_path / "part"
    with open_log(part, columns, {"one": ["a"]}) as (log, _):
        log.append([row])
        with pytest.raises(InputError, match="at work"), open_log(part, columns, {}, fresh=True):
            pass
        assert read_rows(log.path) == [row]
    with open_log(part, columns, {"one": ["a"]}, fresh=True) as (_, done):
        assert done == []
