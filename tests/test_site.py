"""The documentation site: all pages in it, strictly made, asking nothing of any network."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools import build_site
from tools.blocks import ROOT, read

NEEDS_BUILDER = pytest.mark.skipif(
    not (find_spec("mkdocs") and find_spec("material")), reason="the extra 'docs' is not installed"
)
FETCHED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\bsrc=[\"']?([^\"'\s>]+)"
    r"|<link\b(?=[^>]*rel=[\"']?(?:stylesheet|icon|preload|preconnect|prefetch|manifest))"
    r"[^>]*?\bhref=[\"']?([^\"'\s>]+)"
    r"|(?:url\(|@import )[\"']?([^\"')\s]+)"
)
"""What a browser loads by itself; not what a reader may click."""
LINKED = re.compile(r"<a\b[^>]*?\bhref=\"([^\"#]+)")


class Reader(yaml.SafeLoader):
    """Reads the configuration; what mkdocs puts in itself is left out."""


Reader.add_multi_constructor("!", lambda loader, suffix, node: None)
Reader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def navigation(part: Any) -> Iterator[str]:
    """Yield the pages below a part of the navigation."""
    if isinstance(part, str):
        yield part
    else:
        for inner in part.values() if isinstance(part, dict) else part:
            yield from navigation(inner)


def configuration() -> dict[str, Any]:
    return yaml.load(read(build_site.OWN / "mkdocs.yml"), Loader=Reader)


def find_requests(folder: Path) -> list[str]:
    """What pages and style sheets of a folder would have a browser fetch from elsewhere."""
    found = []
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.css")]):
        for groups in FETCHED.findall(read(path)):
            target = "".join(groups)
            if re.match(r"(?:\w+:)?//", target):
                found.append(f"{path.relative_to(folder)}: {target}")
    return found


def test_every_page_is_in_the_navigation_once() -> None:
    """All pages of docs/, and those beside it, are reached from the navigation."""
    listed = sorted(navigation(configuration()["nav"]))
    made = ["docs/examples/index.md", "docs/notebooks/first-steps.md"]
    assert listed == sorted([*build_site.list_pages(), *made])
    docs = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert docs <= set(listed)


def test_the_builder_is_strict_and_offline() -> None:
    """A warning is an error; no fonts, no shims, no addresses of elsewhere in the configuration."""
    settings = configuration()
    assert settings["strict"] is True
    assert settings["theme"]["font"] is False
    assert "//" not in read(build_site.OWN / "mkdocs.yml")
    assert any("iframe-worker" in name for name in settings["extra"]["polyfills"])


def test_gathered_pages_link_what_is_there(tmp_path: Path) -> None:
    """Every relative link of the pages, as they are given to the builder, names a file."""
    build_site.gather(tmp_path)
    lost = []
    for page in tmp_path.rglob("*.md"):
        text = build_site.FENCE.sub("", read(page))
        for _, target, _ in build_site.LINK.findall(text):
            if "://" not in target and not (page.parent / target).is_file():
                lost.append(f"{page.relative_to(tmp_path)}: {target}")
    assert lost == []


def test_lists_are_told_from_code() -> None:
    """A list gets its blank line; lists that go on, and lines of code, are left as they are."""
    text = "To do:\n1. one\n   more\n2. two\n\n- a\n- b\n\n```bash\nx\n- y\n```\n"
    assert build_site.spaced_lists(text) == text.replace("do:\n", "do:\n\n")


def test_requests_are_found(tmp_path: Path) -> None:
    """What a browser fetches from elsewhere is found; what a reader may click is not."""
    page = (
        '<a href="https://x.org">x</a><script src="https://x.org/a.js"></script><img src="b.png">'
    )
    style = "@font-face { src: url(//x.org/f.woff) } p { background: url(c.png) }"
    sheet = (
        '<link rel="stylesheet" href="https://x.org/s.css"><link rel="prev" href="https://y.org">'
    )
    (tmp_path / "a.html").write_text(page + sheet)
    (tmp_path / "b.css").write_text(style)
    found = ["a.html: https://x.org/a.js", "a.html: https://x.org/s.css", "b.css: //x.org/f.woff"]
    assert find_requests(tmp_path) == found


@NEEDS_BUILDER
def test_the_site_is_whole_and_asks_for_nothing(tmp_path: Path) -> None:
    """The strict build ends well; no page fetches from elsewhere, every link of a page resolves."""
    assert build_site.build(tmp_path) == 0
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 25
    assert find_requests(tmp_path) == []
    lost = [
        f"{page.relative_to(tmp_path)}: {target}"
        for page in pages
        if page.name != "404.html"
        for target in LINKED.findall(read(page))
        if not re.match(r"\w+:", target)
        and not Path(os.path.normpath(page.parent / target)).exists()
    ]
    assert lost == []
    assert "<ol>" in read(tmp_path / "docs" / "architecture.html")
