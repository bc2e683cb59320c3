"""Opening somebody's project runs none of its files, and pictures heed none of its settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.processes.child import Child, import_paths
from tests.sweep_studies import RICH, with_sweep, write_project, write_scenario
from tests.tiny_project import make_project

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-P", "-c", "from sim.cli.main import main; main()"]
"""What the installed `sim` does: the current folder is not on its path."""
TAKEN = (
    "random",
    "json",
    "pickle",
    "struct",
    "csv",
    "numpy",
    "pandas",
    "matplotlib",
    "geopandas",
    "pyproj",
    "sitecustomize",
    "usercustomize",
    "encodings",
    "multiprocessing",
    "subprocess",
)
"""Names of modules that a command or one of its processes loads."""
SWEEP = {
    "name": "cement",
    "table": "markets",
    "where": {"product": "cement"},
    "scale": {"max": [0.5 + 0.01 * n for n in range(40)]},
}


def plant(folder: Path, mark: Path) -> None:
    """Put a module of each name into a folder; one that runs leaves its name in a file."""
    for name in TAKEN:
        text = f"open({str(mark)!r}, 'a').write({name!r} + ' ')\n"
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with modules of its own: the folder above says with `ran` that one was loaded."""
    scenario = make_project(tmp_path_factory.mktemp("planted") / "project")
    plant(scenario.parents[1], scenario.parents[2] / "ran")
    return scenario.parents[1]


@pytest.fixture(scope="module")
def drawn(project: Path) -> subprocess.CompletedProcess[str]:
    """The end of a run in that project."""
    return run(project, *COMMAND, "run", "scenarios/tiny.yaml")


def test_run_loads_nothing_from_the_current_folder(
    project: Path, drawn: subprocess.CompletedProcess[str]
) -> None:
    """`sim run`, whose pictures another process draws, leaves a project's modules alone."""
    assert (drawn.returncode, (project.parent / "ran").exists()) == (0, False), drawn.stderr
    assert list((project / "results").rglob("map.png"))


def test_module_takes_the_current_folder_off_its_path(project: Path) -> None:
    """`python -m sim` looks there for itself alone, as Python will have it, and for nothing after.

    What Python loads before it starts a module, such as `pkgutil`, is beyond its reach.
    """
    done = run(project, sys.executable, "-m", "sim", "check", "scenarios/tiny.yaml")
    assert (done.returncode, (project.parent / "ran").exists()) == (0, False), done.stderr


def test_workers_load_nothing_from_the_current_folder(tmp_path: Path) -> None:
    """Neither do the workers of a study, nor where the path names the folder by a blank entry."""
    scenarios = write_project(tmp_path / "project")
    write_scenario(scenarios, with_sweep(RICH, "grid", [SWEEP]))
    folder = scenarios.parent
    plant(folder, tmp_path / "ran")
    done = run(folder, *COMMAND, "sweep", "scenarios/rich.yaml", "--workers", "2")
    assert (done.returncode, (tmp_path / "ran").exists()) == (0, False), done.stderr


def test_children_are_told_where_modules_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The current folder is none of the places, however the path names it."""
    monkeypatch.chdir(tmp_path)
    for entry in ("", ".", str(tmp_path), f"{tmp_path}/../{tmp_path.name}"):
        monkeypatch.syspath_prepend(entry)
    (tmp_path / "planted.py").write_text("", encoding="utf-8")
    assert all(Path(p).resolve() != tmp_path.resolve() for p in import_paths())
    child = Child("importlib.util")
    try:
        child.send("find_spec", "planted")
        assert child.receive() == (True, None)
        child.send("find_spec", "a.b.c")
        is_done, error = child.receive()
        assert not is_done
        assert isinstance(error, ModuleNotFoundError)
    finally:
        child.end()


@pytest.mark.usefixtures("drawn")
def test_pictures_heed_no_settings_of_the_current_folder(project: Path) -> None:
    """A `matplotlibrc` there neither changes a map nor starts LaTeX."""
    rc = "text.usetex: True\nsavefig.bbox: tight\nlines.linewidth: 9\naxes.grid: True\n"
    without = next((project / "results").rglob("map.png")).read_bytes()
    (project / "matplotlibrc").write_text(rc, encoding="utf-8")
    done = run(project, *COMMAND, "run", "scenarios/tiny.yaml")
    (project / "matplotlibrc").unlink()
    assert done.returncode == 0, done.stderr
    assert next((project / "results").rglob("map.png")).read_bytes() == without
