"""Scenarios of one name in one command are refused before any is read: they would look alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_result_folders import run_sim
from tests.tiny_project import make_project


@pytest.mark.parametrize("command", ["run", "check", "explain", "sweep"])
def test_equal_names_are_refused(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the line of the name and the other file; nothing else is said or written."""
    path = make_project(tmp_path)
    copy = path.with_name("copy.yaml")
    copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert run_sim(command, path, copy) == 2
    heard = capsys.readouterr()
    said = " ".join(heard.err.split())
    assert "scenarios/copy.yaml:2: name 'tiny' is that of" in said
    assert heard.out == ""
    assert not (tmp_path / "results").exists()


def test_one_scenario_named_twice_is_explained_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same file is no other scenario."""
    path = make_project(tmp_path)
    assert run_sim("explain", path, path) == 0
    assert capsys.readouterr().out
