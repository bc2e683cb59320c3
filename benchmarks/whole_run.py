"""Whole commands in processes of their own, watched from their start to their end."""

from __future__ import annotations

import os
import pty
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import psutil

from sim.rules.metrics import METRICS

ROOT = Path(__file__).resolve().parents[1]
FIGURE = METRICS["utilization_rate"].en.encode()
"""What stands before the first figure on the terminal."""
LOOK_EVERY_S = 0.1
MB = 2**20


@dataclass(frozen=True)
class WholeRun:
    """What one command took, with every process it started."""

    first_s: float
    """Wall time until the first figures stand on the terminal; 0 where there are none."""
    wall_s: float
    cpu_s: float
    peak_mb: float
    """Largest resident memory of all its processes together."""


def watch(arguments: Sequence[str], folder: Path = ROOT) -> WholeRun:
    """Run `sim` with these arguments on a terminal of its own, and wait for it.

    Raises
    ------
    RuntimeError
        It failed; with all it said.
    """
    # As an installed command: its modules are compiled once, not at every start.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    told, first, peak = b"", 0.0, [0.0]
    ended = Event()
    watcher = Thread(target=_watch_memory, args=(process.pid, ended, peak), daemon=True)
    watcher.start()
    with suppress(OSError):
        while part := os.read(ours, 4096):
            told += part
            first = first or (time.perf_counter() - began if FIGURE in told else 0.0)
    os.close(ours)
    status, seconds = process.wait(), time.perf_counter() - began
    ended.set()
    watcher.join()
    if status:
        raise RuntimeError(told.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return WholeRun(first, seconds, cpu, peak[0])


def _watch_memory(pid: int, ended: Event, peak: list[float]) -> None:
    while not ended.wait(LOOK_EVERY_S):
        with suppress(psutil.NoSuchProcess):
            root = psutil.Process(pid)
            total = 0.0
            for process in (root, *root.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    total += process.memory_info().rss / MB
            peak[0] = max(peak[0], total)
