"""What every folder of results holds: tables, a summary, and the manifest."""

from __future__ import annotations

import json
import platform
from pathlib import Path
from typing import Any

from sim import __version__
from sim.results.tables import OPTIONAL, ResultTables, write_table
from sim.results.versions import version

_LIBRARIES = ("pyomo", "highspy", "pandas", "numpy", "scipy", "pydantic", "pint", "geopandas")


def write_json(content: Any, path: Path) -> None:
    """Write JSON: UTF-8, indented, stable."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def write_tables(tables: ResultTables, folder: Path) -> None:
    """Write every table and the summary into an existing folder."""
    for name, frame in tables.frames.items():
        if name in OPTIONAL and frame.empty:
            continue
        write_table(frame, folder / f"{name}.csv")
    write_json(tables.summary, folder / "summary.json")


def describe_run(inputs: dict[str, str]) -> dict[str, Any]:
    """Return what `manifest.json` begins with: versions, solver, input hashes.

    Who wrote which files is added when the folder is whole.
    """
    return {
        "format": 1,
        "waste-synergy": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "solver": {"name": "HiGHS", "version": version("highspy"), "seed": 0},
        "inputs_sha256": dict(sorted(inputs.items())),
    }
