"""What is damaged: the projects of this repository, each as files held in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import yaml

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("daye-anqing-jiujiang", "handan-changzhi-anyang", "beijing-tianjin-hebei")
EXAMPLES = {
    "process": "docs/examples/process",
    "transport": "docs/examples/transport",
    "building": "docs/examples/building",
}


@dataclass(frozen=True)
class Target:
    """A project: path below its root -> text, and the scenarios that are asked of it."""

    name: str
    files: dict[str, str]
    scenarios: tuple[str, ...]
    small: bool
    """Whether a whole run takes about a second."""

    def used_by(self, scenario: str) -> tuple[list[str], list[str]]:
        """Return the tables and the scenario files that a scenario reads."""
        chain = [scenario]
        while base := _read(self.files[chain[-1]]).get("extends"):
            chain.append(_join(chain[-1], base))
        tables = [path for path in self.files if path.endswith(".csv")]
        return tables, chain


@cache
def _read(text: str) -> dict[str, object]:
    """Return what a scenario says; nobody may change it."""
    found: dict[str, object] = yaml.safe_load(text)
    return found


def _join(scenario: str, base: object) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(scenario).parent / str(base)).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


@cache
def targets() -> tuple[Target, ...]:
    """Return every project: the shipped regions, the example, and the textbook studies."""
    return (*map(_region, SHIPPED), _project("example", ROOT / "sim" / "example"), *_textbook())


def _region(name: str) -> Target:
    """Return one region with the library and the scenarios that are about it."""
    tables = _take(ROOT, (ROOT / "geodata" / name).glob("*.csv"))
    library = _take(ROOT, (ROOT / "scenarios" / "library").glob("*.csv"))
    everything = _take(ROOT, (ROOT / "scenarios").rglob("*.yaml"))
    about = Target(name, everything, (), small=False)
    chosen = [path for path in everything if _region_of(about, path) == name]
    read = {path: everything[path] for path in chosen}
    return Target(name, {**tables, **library, **read}, tuple(chosen), small=False)


def _region_of(target: Target, scenario: str) -> object:
    _, chain = target.used_by(scenario)
    return next((r for path in chain if (r := _read(target.files[path]).get("region"))), None)


def _project(name: str, root: Path) -> Target:
    """Return a project as it lies on disk."""
    files = _take(root, [*root.rglob("*.csv"), *root.rglob("*.yaml")])
    scenarios = tuple(path for path in files if path.endswith(".yaml"))
    return Target(name, files, scenarios, small=True)


def _textbook() -> tuple[Target, ...]:
    return tuple(_project(name, ROOT / folder) for name, folder in EXAMPLES.items())


def _take(root: Path, paths: Iterable[Path]) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(paths)
    }
