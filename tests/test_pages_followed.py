"""The tutorials, followed word by word in both languages: each prints what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.follower import Follower, Memory
from tools.blocks import ROOT, read
from tools.build_outputs import FOLLOWED
from tools.build_outputs import PAGES as SHOWING
from tools.steps import list_steps

pytestmark = pytest.mark.xdist_group("pages_followed")
SHORTEST_FIRST = sorted(FOLLOWED, key=lambda page: "own-tables" not in page)
"""The quick suite follows the first page alone."""
AGAIN = "python -m tools.build_outputs docs/{}"


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """What one page had solved another need not solve."""
    return Memory(tmp_path_factory.mktemp("solved"))


@pytest.mark.parametrize("page", SHORTEST_FIRST)
def test_it_prints_what_it_shows(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: Memory
) -> None:
    """Every command is typed and every file written, in order; else: see AGAIN."""
    memory.remember(monkeypatch)
    follower = Follower(page, tmp_path, monkeypatch)
    seen = follower.follow(read(ROOT / "docs" / page))
    assert seen
    for typed, shown, printed in seen:
        assert printed == shown, f"{typed}; if that is right: {AGAIN.format(page)}"
    assert not list(tmp_path.glob("*.py")) or "own-tables" in page
    assert not (tmp_path / "scenarios" / "wrong.yaml").exists()


@pytest.mark.parametrize("page", SHOWING, ids=lambda page: page.name)
def test_nothing_that_is_typed_is_hidden(page: Path) -> None:
    """No command or file stands in a comment, which a reader does not see."""
    assert not re.search(r"<!-- *(file|do|output|sim|python)\b", read(page))


@pytest.mark.parametrize(
    ("readme", "tutorial"), [("README.md", "tutorial.md"), ("README.zh.md", "tutorial.zh.md")]
)
def test_the_readme_shows_what_the_tutorial_prints(readme: str, tutorial: str) -> None:
    """The output of the demo is the same on both pages."""
    shown = [
        next(step for step in list_steps(read(page)) if step.text and step.kind == "type")
        for page in (ROOT / readme, ROOT / "docs" / tutorial)
    ]
    assert (shown[0].what, shown[0].text) == (shown[1].what, shown[1].text)
