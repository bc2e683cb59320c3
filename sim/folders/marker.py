"""The mark in a folder that a command wrote: which command, from what, and every file of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
WRITING = ".writing"
"""File in a folder that is being written: what a killed process leaves can be told by it."""
_VERSION = "waste-synergy"
_MARK = "written"
_TELLING = {
    "verification.json": "run",
    "frontier.json": "frontier",
    "synergy.json": "synergy",
    "share.json": "share",
    "alternatives.json": "alternatives",
    "points.csv": "sweep",
    "years.json": "years",
}
"""File that only one command writes -> the command, for folders without a mark."""
_EARLIER = re.compile(
    r"(flows|lines|line_inputs|line_outputs|zones|wastes|areas|costs|actors|borders|transfers"
    r"|unused|excluded_routes|prices|inputs|kpis|alternatives|plans|frontier|points|response"
    r"|tornado|distribution|drivers|binding|times|coalitions|players|divisions|payments|accounts)"
    r"\.csv|(summary|verification|manifest|alternatives|frontier|synergy)\.json"
    r"|(map|map-transfers|transfers|actors|compare|difference|frontier|synergy|response|tornado"
    r"|distribution|heat)\.(png|svg)|(sites|flows)\.geojson|report\.html"
    r"|scenario\.resolved\.yaml|point-\d+\.yaml|inputs/\w+\.csv|reference/flows\.csv|plans/.+"
)
"""What versions wrote that did not list their files."""


@dataclass(frozen=True)
class Source:
    """What a folder was made from: a scenario, or the folder of a run."""

    root: Path
    """The project, or the folder around."""
    file: str
    """Relative to the root, with '/'."""
    sha256: str = ""
    """Of the file; empty for a folder."""

    @property
    def path(self) -> Path:
        """Return where it is."""
        return self.root / self.file


@dataclass(frozen=True)
class Origin:
    """Who writes a folder: a command, of `sim`, and what it makes the folder from."""

    command: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Marker:
    """The mark of a folder as it was read."""

    command: str
    """Empty where it cannot be told."""
    sources: tuple[tuple[str, str], ...] = ()
    """File and root of each source; the root is empty where the folder lies within it."""
    files: Mapping[str, str] | None = None
    """File -> SHA-256 as it was written; None in folders of versions that did not list them."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Input file, relative to its project -> SHA-256."""

    def wrote(self, folder: Path, name: str) -> bool:
        """Return whether a file of the folder is what the command wrote, unchanged since."""
        if self.files is None:
            return bool(_EARLIER.fullmatch(name))
        if name == MANIFEST:
            return True
        path = folder / name
        is_known = name in self.files and path.is_file() and not path.is_symlink()
        return is_known and hash_file(path) == self.files[name]

    def has_below(self, name: str) -> bool:
        """Return whether the command wrote anything into a folder of the folder."""
        if self.files is None:
            return name in ("inputs", "reference", "plans")
        return any(file.startswith(f"{name}/") for file in self.files)


def read_marker(folder: Path) -> Marker | None:
    """Return the mark of a folder; None where no command wrote it."""
    content = _read_json(folder / MANIFEST)
    if _VERSION not in content:
        # Comparisons of earlier versions had no manifest.
        compared = _read_json(folder / "summary.json")
        is_comparison = {"reference", "runs", "kpis"} <= compared.keys()
        return Marker("compare") if is_comparison else None
    inputs = _texts(content.get("inputs_sha256"))
    mark = content.get(_MARK)
    if not isinstance(mark, dict):
        command = next((c for file, c in _TELLING.items() if (folder / file).exists()), "")
        return Marker(command, inputs=inputs)
    given = mark.get("from")
    sources = [_texts(source) for source in given] if isinstance(given, list) else []
    return Marker(
        str(mark.get("command", "")),
        tuple((source.get("file", ""), source.get("root", "")) for source in sources),
        _texts(mark.get("files")),
        inputs,
    )


def write_marker(folder: Path, target: Path, origin: Origin) -> None:
    """Add to the manifest of a new folder, of `target`, who wrote it and a hash of every file."""
    path = folder / MANIFEST
    content = _read_json(path)
    content[_MARK] = {
        "command": origin.command,
        "from": [
            {"file": source.file}
            | ({} if target.is_relative_to(source.root.resolve()) else {"root": str(source.root)})
            for source in origin.sources
        ],
        "files": {
            name: hash_file(folder / name)
            for name in sorted(list_files(folder))
            if name != MANIFEST
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def is_same(marker: Marker, origin: Origin, target: Path) -> bool:
    """Return whether a folder was made from what it would be made from now.

    A project that was moved or renamed is the same, and so is a scenario that was renamed only.
    Outside the project a moved one cannot be told from one that is out of reach for the moment:
    there the scenario must read as it did.
    """
    if marker.files is None:
        known = [*marker.inputs, *marker.inputs.values()]
        stated = [source for source in origin.sources if source.sha256]
        return all(source.file in known or source.sha256 in known for source in stated)
    return len(marker.sources) == len(origin.sources) and all(
        _is_source(old, new, marker, target)
        for old, new in zip(marker.sources, origin.sources, strict=True)
    )


def _is_source(old: tuple[str, str], new: Source, marker: Marker, target: Path) -> bool:
    file, root = old
    is_within = target.is_relative_to(new.root.resolve())
    if not root and not is_within:
        return False
    place = Path(root) if root else new.root
    there = place / file
    if there.exists():
        return new.path.exists() and there.samefile(new.path)
    reads_alike = bool(new.sha256) and marker.inputs.get(file) == new.sha256
    return reads_alike and (file == new.file or place == new.root)


def find_written(folder: Path) -> set[str] | None:
    """Return the names that a command wrote into a folder of results below its mark.

    None where the folder is of no results, or of versions that did not list their files.
    """
    marker = read_marker(folder.parent)
    if marker is None or marker.files is None or not marker.has_below(folder.name):
        return None
    below = (Path(file) for file in marker.files)
    return {path.name for path in below if path.parent.as_posix() == folder.name}


def list_files(folder: Path, below: str = "") -> Iterator[str]:
    """Yield every file below a folder, relative to it, with '/'; links are not followed."""
    for entry in (folder / below).iterdir():
        name = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir() and not entry.is_symlink():
            yield from list_files(folder, name)
        else:
            yield name


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def _read_json(path: Path) -> dict[str, Any]:
    """Return the mapping that a file holds; an empty one where it holds none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _texts(content: Any) -> dict[str, str]:
    if not isinstance(content, dict):
        return {}
    return {key: text for key, text in content.items() if isinstance(text, str)}
