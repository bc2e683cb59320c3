"""What runs inside a worker of a cluster, which may be at several jobs at once."""

from __future__ import annotations

import hashlib
import pickle
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin

import sim
from sim.workers.job import Job
from sim.workers.warm_job import WarmJob

_DECIDING = ("highspy", "numpy", "scipy", "pandas", "distributed", "dask")
"""Libraries on which the last digits of a result, or its way back, depend."""


class Place(WorkerPlugin):
    """A job at a worker of a cluster."""

    def __init__(self, name: str, job: Job) -> None:
        self.name = name
        self._packed = pickle.dumps(job)

    def setup(self, worker: Worker) -> None:
        """Take up the place at a worker."""
        _jobs[self.name] = WarmJob(self._packed)

    def teardown(self, worker: Worker) -> None:
        """Leave it, with all that was made."""
        _jobs.pop(self.name, None)


_jobs: dict[str, WarmJob] = {}


def solve_at(block: Any, job: str) -> Any:
    """Return what the job of a name makes of a block."""
    return _jobs[job].solve(block)


def describe_build() -> dict[str, str]:
    """Return what must agree on all machines: simulator, its source, Python, libraries."""
    package = Path(sim.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return {
        "waste-synergy": sim.__version__,
        "source": digest.hexdigest()[:12],
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: _version(name) for name in _DECIDING},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
