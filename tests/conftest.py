"""What every test may use."""

import os
from pathlib import Path

import pytest

os.environ["MPLBACKEND"] = "Agg"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every process that a test starts compiles all
import sim.studies.run.drawing  # noqa: F401 - loaded already, it is not loaded again in a worker


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Return the folder that holds pyproject.toml."""
    return Path(__file__).resolve().parents[1]
