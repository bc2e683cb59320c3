"""The command `sim sweep`: its folder, and what becomes of it when it is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import psutil
import pytest

from sim.cli.main import main
from sim.errors import InputError
from sim.loader.change.variants import load_study
from sim.studies.sweep.blocks import BLOCK, log_columns, plan_blocks
from sim.studies.sweep.log import open_log, read_rows
from sim.studies.sweep.points import plan_points
from tests.sweep_studies import RICH, with_sweep, write_project, write_scenario

SLOW = {
    "name": "cement $demand$",
    "table": "markets",
    "where": {"product": "cement"},
    "scale": {"max": [0.5, 1.0, 1.2]},
}
TIGHT = {"name": "预算", "limit": {"cap": "logistics_cost"}, "scale": {"at": [0.05, 1.0]}}

COUNT = 15 * BLOCK


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    """Return the scenarios folder of a fresh example project."""
    return write_project(tmp_path / "project")


def run(*arguments: str) -> int:
    """Run the command line; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def test_one_at_a_time_folder(scenarios: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder holds tables, charts and summary; a point without a plan is a row of them."""
    path = write_scenario(scenarios, with_sweep(RICH, "one_at_a_time", [SLOW, TIGHT]))
    assert run("sweep", str(path), "--lang", "zh") == 0
    said = capsys.readouterr().out
    folder = scenarios.parent / "results" / "sweep-rich"
    assert said.rstrip().endswith(str(folder))
    assert "6 个点中有 5 个可行" in said
    assert {f.name for f in folder.iterdir()} == {
        "points.csv",
        "response.csv",
        "tornado.csv",
        "distribution.csv",
        "binding.csv",
        "times.csv",
        "response.png",
        "tornado.png",
        "summary.json",
        "manifest.json",
    }
    points = pd.read_csv(folder / "points.csv")
    failed = points[points["status"] == "infeasible"]
    assert list(failed["point"]) == [5]
    assert failed["reason"].str.contains("No plan").all()
    assert failed["utilization_rate_pct"].isna().all()
    assert not (scenarios.parent / "results" / ".sweep-rich.part").exists()
    assert json.loads((folder / "summary.json").read_text("utf-8"))["points"] == 6


def test_sampled_folder_and_json(scenarios: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sampled study has a histogram and drivers; --json prints its summary and nothing else."""
    sweep = with_sweep(RICH, "sampled", [SLOW], samples=12)
    path = write_scenario(scenarios, sweep)
    assert run("sweep", str(path), "--json", "--out", str(scenarios.parent / "elsewhere")) == 0
    (result,) = json.loads(capsys.readouterr().out)
    folder = Path(result["folder"])
    assert folder == scenarios.parent / "elsewhere" / "sweep-rich"
    assert result["summary"]["status"] == {"optimal": 12}
    assert result["summary"]["charts"] == ["distribution.png"]
    assert {"distribution.csv", "drivers.csv", "distribution.png"} <= {
        f.name for f in folder.iterdir()
    }


def test_bad_sweep_ends_with_two(scenarios: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Invalid input is told with file and line, and leaves no folder."""
    bad = {**SLOW, "where": {"product": "cment"}}
    path = write_scenario(scenarios, with_sweep(RICH, "grid", [bad]))
    assert run("sweep", str(path)) == 2
    assert "scenarios/rich.yaml:" in capsys.readouterr().err
    assert [f.name for f in (scenarios.parent / "results").iterdir()] == ["README.md"]


def test_killed_sweep_goes_on(scenarios: Path, tmp_path: Path) -> None:
    """A worker killed, then everything: no point is lost or solved twice, every byte is the same.

    The rest is solved by one process, and so is the study that both are compared to.
    """
    path = write_scenario(scenarios, with_sweep(RICH, "sampled", [SLOW, TIGHT], samples=COUNT))
    part = scenarios.parent / "results" / ".sweep-rich.part" / "points.csv"
    command = [sys.executable, "-m", "sim", "sweep", str(path), "--json", "--workers"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "TMPDIR": str(tmp_path),
    }
    killed = subprocess.Popen([*command, "2"], env=environment, stdout=subprocess.DEVNULL)
    with killed:
        wait_for_rows(killed, part, 2 * BLOCK)
        below = psutil.Process(killed.pid).children(recursive=True)
        workers = [p for p in below if "sim.processes.child" in " ".join(p.cmdline())]
        assert len(workers) == 2
        workers[0].kill()
        wait_for_rows(killed, part, 6 * BLOCK)
        below += psutil.Process(killed.pid).children(recursive=True)
        killed.kill()
    kept = {row["id"]: row for row in read_rows(part)}
    assert 6 * BLOCK <= len(kept) < COUNT
    assert len(read_rows(part)) == len(kept)
    _, alive = psutil.wait_procs(below, timeout=30)
    assert alive == []
    with part.open("a", encoding="utf-8") as file:
        file.write('151,feed,"torn in the mid')
    assert not (part.parents[1] / "sweep-rich").exists()
    done = subprocess.run(
        [*command, "1"], env=environment, capture_output=True, text=True, check=True
    )
    assert f"{len(kept)} of {COUNT}" in " ".join(done.stderr.split())
    (result,) = json.loads(done.stdout)
    assert result["summary"]["solved_now"] == COUNT - len(kept)
    folder = Path(result["folder"])
    rows = {row["id"]: row for row in read_rows(folder / "points.csv")}
    assert len(rows) == COUNT
    assert sorted(int(row["point"]) for row in rows.values()) == list(range(1, COUNT + 1))
    times = pd.read_csv(folder / "times.csv").set_index("point")["seconds"]
    seconds = {int(row["point"]): float(row["seconds"]) for row in kept.values()}
    assert {number: times[number] for number in seconds} == seconds
    assert not part.parent.exists()
    assert (folder / "points.csv").read_bytes() == run_whole(path, tmp_path / "whole")


def wait_for_rows(process: subprocess.Popen[bytes], log: Path, count: int) -> None:
    """Wait until the log of a running sweep has so many rows."""
    deadline = time.monotonic() + 300
    while len(read_rows(log)) < count and time.monotonic() < deadline:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)


def run_whole(path: Path, out: Path) -> bytes:
    """Return the table of points of the study, solved without interruption."""
    assert run("sweep", str(path), "--json", "--out", str(out)) == 0
    return (out / "sweep-rich" / "points.csv").read_bytes()


def test_fresh_forgets_the_log(scenarios: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows in the log are taken as they stand, unless --fresh is given."""
    path = write_scenario(scenarios, with_sweep(RICH, "grid", [SLOW]))
    assert run("sweep", str(path)) == 0
    folder = scenarios.parent / "results" / "sweep-rich"
    rows = read_rows(folder / "points.csv")
    study = load_study(path)
    (block,) = plan_blocks(study, plan_points(study))
    part = folder.with_name(".sweep-rich.part")
    for options, count in (([], 3), (["--fresh"], 0)):
        with open_log(part, log_columns(study.sweep), {}) as (log, _):
            log.append(
                [row | {"reason": "marked", "block": block.id, "seconds": "1"} for row in rows]
            )
        assert run("sweep", str(path), *options) == 0
        assert (folder / "points.csv").read_text("utf-8").count("marked") == count
    assert capsys.readouterr().err.count("3 of 3") == 1


def test_log_drops_what_is_torn(tmp_path: Path) -> None:
    """Whole wanted blocks survive; torn, foreign and shortened ones do not; cells are harmless."""
    columns = ["id", "=name", "status", "block"]
    wanted = {"one": ["a"], "two": ["b", "c"]}
    row = {"id": "a", "=name": "=1+1", "status": "two\nlines", "block": "one"}
    half = {"id": "b", "=name": "x", "status": "its block is not whole", "block": "two"}
    with open_log(tmp_path, columns, wanted) as (log, done):
        assert done == []
        log.append([row])
        log.append([row | {"id": "d", "block": "foreign"}, half])
    text = (tmp_path / "points.csv").read_text("utf-8")
    assert text.startswith("id,'=name,status,block\na,'=1+1,")
    with (tmp_path / "points.csv").open("a", encoding="utf-8") as file:
        file.write("c,short\nc,x,to")
    with open_log(tmp_path, columns, wanted) as (log, done):
        assert done == [row]
        assert [r["id"] for r in read_rows(log.path)] == ["a"]
        log.append([half, half | {"id": "c"}])
    with open_log(tmp_path, columns, wanted) as (_, done):
        assert [r["id"] for r in done] == ["a", "b", "c"]
    with open_log(tmp_path, [*columns, "more"], wanted) as (_, done):
        assert done == []


def test_log_without_rows_is_not_kept(tmp_path: Path) -> None:
    """What ends before its first block leaves no folder."""
    with open_log(tmp_path / "part", ["id", "block"], {}):
        assert (tmp_path / "part" / "points.csv").exists()
    assert list(tmp_path.iterdir()) == []


def test_log_has_one_writer(tmp_path: Path) -> None:
    """A log that somebody writes is not touched; a number that a dead process left says nothing."""
    part = tmp_path / "part"
    with open_log(part, ["id"], {}) as (log, _):
        before = log.path.read_bytes()
        with pytest.raises(InputError, match="is at work"), open_log(part, ["id"], {}):
            pass
        assert log.path.read_bytes() == before
    part.mkdir()
    (part / "lock").write_text(str(os.getppid()), encoding="utf-8")
    with open_log(part, ["id"], {}) as (_, done):
        assert done == []
