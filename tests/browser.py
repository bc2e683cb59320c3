"""A headless Chromium with the network cut: what a page asks for, says and shows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--no-default-browser-check",
    "--no-pings",
    "--metrics-recording-only",
    "--hide-scrollbars",
    "--disable-features=OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr",
    "--v=0",
)
_SECONDS = 120
_BROWSER = "not an origin"
"""Initiator of what the browser asks for by itself."""


def find_chromium() -> str:
    """Return the command of the browser; skip without one, but fail where CI is set."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: .ci/run installs it")
        pytest.skip("no Chromium is installed")
    return found


@dataclass(frozen=True)
class Visit:
    """What came of opening a page."""

    document: str
    """The page after its scripts have run."""
    console: list[str]
    """Every line that the page wrote to the console, and what the browser says of the page."""
    outside: list[str]
    """Every address outside of the file that the page asked for."""


def visit(page: Path, folder: Path, *, width: int = 1400, height: int = 1000) -> Visit:
    """Open a page, let its scripts run, and return what came of it."""
    log = folder / "net.json"
    done = subprocess.run(
        [
            find_chromium(),
            *_QUIET,
            f"--user-data-dir={folder / 'profile'}",
            f"--log-net-log={log}",
            "--net-log-capture-mode=Everything",
            "--virtual-time-budget=6000",
            f"--window-size={width},{height}",
            "--dump-dom",
            page.resolve().as_uri(),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
    console = [line for line in said if "source: chrome" not in line]
    return Visit(done.stdout, console, _list_requests(log))


def _list_requests(log: Path) -> list[str]:
    """Return what the log says that pages asked for; the browser's own requests have no origin."""
    text = log.read_text(encoding="utf-8", errors="replace")
    try:
        events = json.loads(text)["events"]
    except json.JSONDecodeError:
        events = json.loads(text.rstrip().rstrip(",") + "]}")["events"]
    found = []
    for event in events:
        params = event.get("params") or {}
        if "url" in params and params.get("initiator", _BROWSER) != _BROWSER:
            found.append(str(params["url"]))
    return found
