"""The command `sim sweep`: its folder, and what becomes of it when it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import main
from sim.errors import InputError
from sim.results.sweep_log import open_log, read_rows
from tests.sweep_studies import RICH, with_sweep, write_project, write_scenario

SLOW = {
    "name": "cement $demand$", "table": "markets", "where": {"product": "cement"},
    "scale": {"max": [0.5, 1.0, 1.2]},
}  # fmt: skip
TIGHT = {"name": "预算", "limit": {"cap": "logistics_cost"}, "scale": {"at": [0.05, 1.0]}}


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
        "points.csv", "response.csv", "tornado.csv", "distribution.csv", "binding.csv",
        "response.png", "tornado.png", "summary.json", "manifest.json",
    }  # fmt: skip
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
    """Killed at a random moment, a sweep loses no finished point and solves none of them twice."""
    path = write_scenario(scenarios, with_sweep(RICH, "sampled", [SLOW, TIGHT], samples=150))
    part = scenarios.parent / "results" / ".sweep-rich.part" / "points.csv"
    command = [sys.executable, "-m", "sim", "sweep", str(path), "--json"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 300
        while len(read_rows(part)) < 20 and time.monotonic() < deadline:
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
    kept = {row["id"]: row for row in read_rows(part)}
    assert 20 <= len(kept) < 150
    with part.open("a", encoding="utf-8") as file:
        file.write('151,feed,"torn in the mid')
    assert not (part.parents[1] / "sweep-rich").exists()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert f"{len(kept)} of 150" in " ".join(done.stderr.split())
    (result,) = json.loads(done.stdout)
    assert result["summary"]["solved_now"] == 150 - len(kept)
    rows = {row["id"]: row for row in read_rows(Path(result["folder"]) / "points.csv")}
    assert len(rows) == 150
    assert sorted(int(row["point"]) for row in rows.values()) == list(range(1, 151))
    times = {key: float(row["seconds"]) for key, row in kept.items()}
    assert {key: float(rows[key]["seconds"]) for key in kept} == times
    assert not part.parent.exists()
    whole = run_whole(path, tmp_path / "whole")
    compared = [c for c in whole.columns if c.endswith(("_pct", "_yr"))]
    resumed = pd.read_csv(Path(result["folder"]) / "points.csv")
    assert list(whole["id"]) == list(resumed["id"])
    assert list(whole["binding"]) == list(resumed["binding"])
    pd.testing.assert_frame_equal(whole[compared], resumed[compared], rtol=1e-8, atol=1e-6)


def run_whole(path: Path, out: Path) -> pd.DataFrame:
    """Return the points of the study, solved without interruption."""
    assert run("sweep", str(path), "--json", "--out", str(out)) == 0
    return pd.read_csv(out / "sweep-rich" / "points.csv")


def test_fresh_forgets_the_log(scenarios: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows in the log are taken as they stand, unless --fresh is given."""
    path = write_scenario(scenarios, with_sweep(RICH, "grid", [SLOW]))
    assert run("sweep", str(path)) == 0
    folder = scenarios.parent / "results" / "sweep-rich"
    marked = (folder / "points.csv").read_text("utf-8").replace("optimal,,", "infeasible,marked,")
    part = folder.with_name(".sweep-rich.part")
    for options, count in (([], 3), (["--fresh"], 0)):
        part.mkdir()
        (part / "points.csv").write_text(marked, encoding="utf-8")
        assert run("sweep", str(path), *options) == 0
        assert (folder / "points.csv").read_text("utf-8").count("marked") == count
    assert capsys.readouterr().err.count("3 of 3") == 1


def test_log_drops_what_is_torn(tmp_path: Path) -> None:
    """Whole wanted rows survive; torn, foreign and shortened ones do not; cells are harmless."""
    columns = ["id", "=name", "status"]
    with open_log(tmp_path, columns, {"a", "b"}) as (log, done):
        assert done == []
        log.append({"id": "a", "=name": "=1+1", "status": "two\nlines"})
        log.append({"id": "c", "=name": "x", "status": "foreign"})
    text = (tmp_path / "points.csv").read_text("utf-8")
    assert text.startswith("id,'=name,status\na,'=1+1,")
    with (tmp_path / "points.csv").open("a", encoding="utf-8") as file:
        file.write("b,short\nb,x,to")
    with open_log(tmp_path, columns, {"a", "b"}) as (_, done):
        assert done == [{"id": "a", "=name": "=1+1", "status": "two\nlines"}]
    assert [row["id"] for row in read_rows(tmp_path / "points.csv")] == ["a"]
    with open_log(tmp_path, [*columns, "more"], {"a"}) as (_, done):
        assert done == []


def test_log_has_one_writer(tmp_path: Path) -> None:
    """A log that a living process writes is not touched; that of a dead one is taken over."""
    (tmp_path / "lock").write_text(str(os.getppid()), encoding="utf-8")
    with (
        pytest.raises(InputError, match="is at work"),
        open_log(tmp_path, ["id"], set()),
    ):
        pass
    assert (tmp_path / "lock").exists()
    (tmp_path / "lock").write_text("999999999", encoding="utf-8")
    with open_log(tmp_path, ["id"], set()) as (_, done):
        assert done == []
    assert not (tmp_path / "lock").exists()
