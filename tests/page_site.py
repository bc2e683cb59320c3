"""The planner's page as people have it: the command serves it, a real browser opens it."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Browser, Page, Playwright

from tests.browser import find_chromium

EXAMPLE = Path(__file__).resolve().parents[1] / "sim" / "example"
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+\S*")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 60_000
"""Milliseconds that a step may take on a busy machine."""


class Site:
    """A project in a folder, and the command that serves the page of its scenario."""

    def __init__(self, folder: Path) -> None:
        """Copy the example project to a folder and start the command."""
        self.root = folder / "project"
        for part in ("geodata", "scenarios"):
            shutil.copytree(EXAMPLE / part, self.root / part)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Start the command and wait for the address that it tells."""
        scenario = self.root / "scenarios" / "baseline.yaml"
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "sim",
                "page",
                str(scenario),
                "--no-browser",
                "--port",
                str(self.port),
            ],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=self.root,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = _ADDRESS.search(line)
        assert found is not None, line
        self.url = found.group()

    def kill(self) -> None:
        """Kill the command in the middle of whatever it does."""
        self._process.kill()
        self._process.communicate()

    def stop(self) -> int:
        """End the command as Ctrl-C does, and return its exit code."""
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=60)
        return self._process.returncode


class Visitor:
    """A person with a browser of their own on the page."""

    def __init__(self, browser: Browser, site: Site, language: str) -> None:
        """Open the page and wait for the first plan."""
        self.site = site
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self._context = browser.new_context(viewport={"width": 1280, "height": 720})
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._see)
        self.page.goto(site.url)
        self.wait_for_plan(0)
        if not (self.page.locator("html").get_attribute("lang") or "").startswith(language):
            self.planned(lambda: self.page.locator("[data-key=lang]").click())

    def _hear(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def _see(self, request: Any) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:")):
            self.outside.append(request.url)

    def close(self) -> None:
        """Leave."""
        self._context.close()

    # -- what is done ----------------------------------------------------------------------

    def pick(self, text: str) -> None:
        """Search for something and take the first thing found."""
        self.page.locator("#search-field").fill(text)
        self.page.locator("#found-0").dispatch_event("pointerdown")

    def write(self, key: str, value: str) -> None:
        """Write a number into a field and leave it."""
        field = self.page.locator(f"[data-key='{key}']")
        field.fill(value)
        field.press("Tab")

    def tab(self, name: str) -> None:
        """Turn to a tab of the right column."""
        self.page.locator(f"#tab-{name}").click()

    def press(self, key: str) -> None:
        """Press a button by its key."""
        self.page.locator(f"[data-key='{key}']").click()

    # -- what is seen ----------------------------------------------------------------------

    @property
    def number(self) -> int:
        """The number of the plan that is shown."""
        return int(self.page.locator("body").get_attribute("data-planned") or 0)

    def wait_for_plan(self, after: int) -> None:
        """Wait until a later plan than a number is shown as current."""
        self.page.wait_for_function(
            "after => document.body.dataset.phase === 'planned'"
            " && Number(document.body.dataset.planned) > after",
            arg=after,
        )

    def planned(self, act: Callable[[], Any]) -> None:
        """Do something and wait for its plan."""
        before = self.number
        act()
        self.wait_for_plan(before)

    @property
    def rate(self) -> float:
        """The utilization rate of the first card, per cent."""
        text = self.page.locator("#cards .card").first.inner_text()
        found = re.search(r"(\d+(?:\.\d+)?)\s*%", text)
        assert found is not None, text
        return float(found.group(1))

    @property
    def cards(self) -> list[str]:
        """The figures at the top."""
        return [
            re.sub(r"\s+", " ", text)
            for text in self.page.locator("#cards .card").all_inner_texts()
        ]

    @property
    def flows(self) -> list[tuple[str | None, str | None]]:
        """Shape and width of every line of the map."""
        found: list[tuple[str | None, str | None]] = self.page.locator(
            "#stage [data-layer=across] path, #stage [data-layer=within] path"
        ).evaluate_all(
            "paths => paths.map(p => [p.getAttribute('d'), p.getAttribute('stroke-width')])"
        )
        return found

    @property
    def changes(self) -> list[str]:
        """The list of what was changed."""
        return self.page.locator("#changes .edit-name").all_inner_texts()

    def picture(self, path: Path) -> None:
        """Take a screenshot."""
        self.page.screenshot(path=path)


class Reception:
    """Lets visitors in, and holds at the end that none had reason to complain."""

    def __init__(self, playwright: Playwright, site: Site) -> None:
        """Start the browser."""
        self._browser = playwright.chromium.launch(executable_path=find_chromium(), args=_ARGUMENTS)
        self._site = site
        self.visitors: list[Visitor] = []

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the browser and end the command."""
        self._browser.close()

    def let_in(self, language: str = "en") -> Visitor:
        """Open the page for a person of a language."""
        visitor = Visitor(self._browser, self._site, language)
        self.visitors.append(visitor)
        return visitor
