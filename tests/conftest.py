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
import sim.studies.run.drawing  # loaded already, it is not loaded again in a worker
from sim.cli.main import SELDOM
from tests.thorough import mark_thorough

sys.dont_write_bytecode = False  # nor do the tests compile themselves each time
gc.freeze()  # what is loaded by now stays: no search for garbage need look at it
gc.set_threshold(SELDOM)


LONGEST = (
    "pages_followed",
    "page_browser",
    "page_memory",
    "families",
    "workers",
    "output",
    "shipped",
    "cli",
    "compare_cli",
    "sweep",
    "empty",
    "metrics_everywhere",
    "parallel_links",
    "page_reshaping",
    "brief",
    "plan_from_file",
    "python_face",
    "prices",
    "ledger",
    "result_exchange",
    "explain",
    "growth",
    "openings",
    "page_planner",
)
"""Files of tests that take longest, longest first."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave some tests to `make thorough`; keep those of a file together, and begin with LONGEST.

    What the tests of a file share is made once so. Files that share a group have it by a mark of
    their own.
    """
    mark_thorough(items)
    place = {f"test_{name}": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs of this process write no picture, layer or page: for tests that look at none."""
    monkeypatch.setattr(sim.studies.run.drawing, "draw", lambda *_: [])
    monkeypatch.setattr(sim.studies.run.drawing, "write_places", lambda *_: None)
    monkeypatch.setattr(sim.studies.run.drawing, "write_page", lambda *_: None)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Return the folder that holds pyproject.toml."""
    return Path(__file__).resolve().parents[1]
