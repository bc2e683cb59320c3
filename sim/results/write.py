"""Results are written to a new folder and moved into place whole."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from sim import __version__
from sim.results.tables import ResultTables, write_table

Filled = TypeVar("Filled")
_LIBRARIES = ("pyomo", "highspy", "pandas", "numpy", "scipy", "pydantic", "pint", "geopandas")


def write_json(content: Any, path: Path) -> None:
    """Write JSON: UTF-8, indented, stable."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def write_tables(tables: ResultTables, folder: Path) -> None:
    """Write every table and the summary into an existing folder."""
    for name, frame in tables.frames.items():
        write_table(frame, folder / f"{name}.csv")
    write_json(tables.summary, folder / "summary.json")


def describe_run(inputs: dict[str, str]) -> dict[str, Any]:
    """Return the content of `manifest.json`: versions, platform, solver, input hashes."""
    return {
        "format": 1,
        "waste-synergy": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "solver": {"name": "HiGHS", "version": version("highspy"), "seed": 0},
        "inputs_sha256": dict(sorted(inputs.items())),
    }


def staging_folder(target: Path) -> Path:
    """Return a new empty folder beside the target; left-overs of killed runs are mended first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    staging = target.with_name(f".{target.name}.{os.getpid()}.new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    return staging


def move_into_place(staging: Path, target: Path) -> None:
    """Replace the target by the staging folder: two renames, the old one removed last."""
    old = _backup(target)
    if target.exists():
        target.rename(old)
    staging.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Mend what a run killed between the two renames left, and remove dead staging folders."""
    old = _backup(target)
    if old.exists():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)
    for staging in target.parent.glob(f".{target.name}.*.new"):
        pid = staging.name.rsplit(".", 2)[1]
        if not (pid.isdigit() and is_running(int(pid))):
            shutil.rmtree(staging, ignore_errors=True)


def write_whole(target: Path, fill: Callable[[Path], Filled]) -> Filled:
    """Fill a new folder, move it into place and return what filling it returned.

    On any error nothing of it stays.
    """
    staging = staging_folder(target)
    try:
        filled = fill(staging)
        move_into_place(staging, target)
        return filled
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _backup(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def is_running(pid: int) -> bool:
    """Return whether a process of this number is alive."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
