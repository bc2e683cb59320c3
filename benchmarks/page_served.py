"""The planner's page as people have it: the command serves it, a browser without network opens it.

What both take of the machine is read from the system.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

import psutil
from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parents[1]
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def say_so(text: str) -> None:
    """Tell how far a measurement is."""
    print(text, file=sys.stderr, flush=True)


class Served:
    """The command that serves the page of a scenario, and the processes that it started."""

    def __init__(self, scenario: str, root: Path = ROOT) -> None:
        """Start the command with a scenario file of a project; wait until it tells its address."""
        self.scenario = scenario
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "sim", "page", scenario, "--no-browser"],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=root,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = _ADDRESS.search(line)
        if found is None:
            sys.exit(f"the page was not served: {line}")
        self.port = int(found[1])
        self.url = found[0]
        self._planning = [self.process, *self.process.children()]

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the command; its processes end with it."""
        self._process.terminate()
        self._process.wait(timeout=60)

    def get(self, name: str, **query: str) -> dict[str, Any]:
        """Return the answer to a question that has an address alone."""
        address = f"{self.url}/api/{name}?{urlencode({'scenario': self.scenario, **query})}"
        request = urllib.request.Request(address, headers={"X-Sim": "1"})
        with urllib.request.urlopen(request) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def planning_s(self) -> float:
        """Return the processor time of server and planners, not of those who verify and explain."""
        return sum(_processor(one) for one in self._planning)

    @property
    def process(self) -> psutil.Process:
        """Return the process of the server."""
        return psutil.Process(self._process.pid)


def memory_mb(process: psutil.Process) -> tuple[float, float]:
    """Return the resident memory of a process, and of all that it started, MB."""
    below = [_memory(child) for child in process.children(recursive=True)]
    return _memory(process), sum(below)


def _memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def processor_s(process: psutil.Process) -> float:
    """Return the seconds of processor time of a process and of all that it started and runs."""
    return sum(_processor(one) for one in (process, *process.children(recursive=True)))


def _processor(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def launch(playwright: Playwright) -> Browser:
    """Return a browser that reaches nothing but this machine."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("no Chromium is installed")
    return playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
