"""What every test may use."""

import gc
import os
import signal
import sys
from pathlib import Path

import pytest

os.environ["MPLBACKEND"] = "Agg"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every process that a test starts compiles all
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so it is behind a shell's `&`
    signal.signal(signal.SIGINT, signal.default_int_handler)
import sim.studies.run.drawing  # noqa: F401 - loaded already, it is not loaded again in a worker
from sim.cli.main import SELDOM

sys.dont_write_bytecode = False  # nor do the tests compile themselves each time
gc.freeze()  # what is loaded by now stays: no search for garbage need look at it
gc.set_threshold(SELDOM)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Return the folder that holds pyproject.toml."""
    return Path(__file__).resolve().parents[1]
