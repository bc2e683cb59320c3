"""The example project that `sim new` makes."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

SCENARIO = Path("scenarios") / "baseline.yaml"


def create(folder: Path) -> Path:
    """Copy the bundled project into a folder; return the path of its first scenario."""
    with as_file(files("sim") / "example") as source:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    return folder / SCENARIO
