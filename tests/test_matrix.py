"""The Pythons that `make matrix` tries: those the project declares, each where it may be found."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from tools import matrix


def plant(home: Path, folder: str, version: str, says: str) -> Path:
    """A file that stands where a Python would, and prints what it is told to."""
    python = home / folder / "bin" / f"python{version}"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\necho {says}\n")
    python.chmod(0o755)
    return python


def test_the_matrix_has_every_declared_python(project_root: Path) -> None:
    """What pyproject.toml allows is tried, and what its classifiers name."""
    project = tomllib.loads((project_root / "pyproject.toml").read_text())["project"]
    allowed = SpecifierSet(project["requires-python"])
    assert tuple(f"3.{n}" for n in range(30) if f"3.{n}" in allowed) == matrix.VERSIONS
    named = [c.rsplit(" ", 1)[1] for c in project["classifiers"] if ":: 3." in c]
    assert tuple(named) == matrix.VERSIONS


def test_quick_tests_are_there(project_root: Path) -> None:
    """Every file that the matrix runs exists."""
    gone = [name for name in matrix.QUICK if not (project_root / f"tests/{name}.py").is_file()]
    assert gone == []


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
def test_the_newest_of_a_version_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """3.12.10 is newer than 3.12.9; one that says it is another version is passed over."""
    monkeypatch.setattr(matrix.shutil, "which", lambda name: None)
    plant(tmp_path, ".pyenv/versions/3.12.9", "3.12", "3.12")
    newest = plant(tmp_path, ".pyenv/versions/3.12.10", "3.12", "3.12")
    plant(tmp_path, ".pyenv/versions/3.13.1", "3.13", "3.9")
    assert matrix.find_python("3.12", tmp_path) == newest
    assert matrix.find_python("3.13", tmp_path) is None
    kept = plant(tmp_path, ".local/share/uv/python/cpython-3.13.2-linux", "3.13", "3.13")
    assert matrix.find_python("3.13", tmp_path) == kept


def test_missing_versions_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing version is named and fails nothing; a failing one, or none at all, does."""
    ends = dict(zip(matrix.VERSIONS, ("passed", "missing", "passed"), strict=True))
    monkeypatch.setattr(matrix, "try_version", lambda version, arguments: ends[version])
    assert matrix.main([]) == 0
    assert "Python 3.12: missing" in capsys.readouterr().out
    ends["3.13"] = "failed"
    assert matrix.main([]) == 1
    ends.update(dict.fromkeys(matrix.VERSIONS, "missing"))
    assert matrix.main([]) == 1


def test_this_python_is_one_of_them() -> None:
    """The tests run with a version of the matrix."""
    assert "{}.{}".format(*sys.version_info[:2]) in matrix.VERSIONS
