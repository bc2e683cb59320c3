"""The scenario files of the project that the page may open and write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sim.errors import InputError, Problem
from sim.loader.read.files import MEGABYTE, Project
from sim.loader.read.yaml_text import Document, read_yaml
from sim.say.message import message

SCENARIOS = "scenarios"
UNKNOWN = "not_there"
"""Code of a problem: what is asked for is not there."""


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario of the project."""

    file: str
    """Relative to the project folder, with slashes."""
    name: str
    title: dict[str, str]


def list_files(root: Path, first: str) -> list[str]:
    """Return the scenario files of a project, the first one of the page before the others."""
    folder = root / SCENARIOS
    found = sorted(folder.rglob("*.yaml")) if folder.is_dir() else []
    names = [path.relative_to(root).as_posix() for path in found if _is_plain(path, root)]
    return [first, *(name for name in names if name != first)]


def _is_plain(path: Path, root: Path) -> bool:
    """Return whether a path is a file of the project itself, and not hidden."""
    steps = path.relative_to(root).parts
    hidden = any(step.startswith(".") for step in steps)
    return not hidden and path.is_file() and path.resolve().is_relative_to(root.resolve())


def find_file(root: Path, first: str, asked: object) -> Path:
    """Return the path of a scenario that was asked for; the first one where none was.

    Raises
    ------
    InputError
        It is none of the project's scenarios.
    """
    name = first if asked in (None, "") else str(asked)
    if name != first and name not in list_files(root, first):
        raise InputError([Problem(name, message("page_no_scenario"), code="unknown_scenario")])
    return root.joinpath(*PurePosixPath(name).parts)


def not_there(table: str, key: str) -> InputError:
    """Return the error that a table of the scenario has no row of a key."""
    what = message("page_not_there", table=table, id=key[:80])
    return InputError([Problem(key[:80], what, code=UNKNOWN)])


def list_scenarios(root: Path, first: str) -> list[ScenarioFile]:
    """Return the scenarios of a project that can be read, the first one of the page at the top."""
    project = Project(root)
    found = []
    for name in list_files(root, first):
        try:
            document = read_yaml(project.read(root / name, MEGABYTE), name, [])
        except InputError:
            continue
        if "format" in document.data:
            own = str(document.data.get("name") or name)
            found.append(ScenarioFile(name, own, _title(document, own)))
    return found


def _title(document: Document, name: str) -> dict[str, str]:
    title = document.data.get("title")
    words = title if isinstance(title, dict) else {}
    english = str(words.get("en") or name)
    return {"en": english, "zh": str(words.get("zh") or english)}
