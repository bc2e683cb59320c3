"""The scripts of the planner's page in a browser, without its server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser import find_chromium

STATIC = Path("sim/page/static")


class _Quiet(SimpleHTTPRequestHandler):
    """Files of the page, and of the report where they are shared."""

    def translate_path(self, path: str) -> str:
        found = Path(super().translate_path(path))
        shared = found.parents[2] / "report" / "page" / found.name
        return str(found if found.exists() else shared)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def empty_page(project_root: Path) -> Iterator[Page]:
    """Open an empty page that can load the scripts."""
    handler = partial(_Quiet, directory=str(project_root / STATIC))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        opened = browser.new_context().new_page()
        opened.goto(f"http://127.0.0.1:{server.server_port}/dom.js")
        yield opened
        browser.close()
    server.shutdown()
    server.server_close()
