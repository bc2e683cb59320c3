"""Scenario files: reading a chain of `extends` into one document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as File
from typing import Any

from sim.errors import InputError, Problem
from sim.loader.read.files import MEGABYTE, Project, exists, missing_file
from sim.loader.read.words import show
from sim.loader.read.yaml_text import Document, Path, read_yaml
from sim.say.message import message, plain

_FORMAT = "1"
_DEPTH = 16
_APPENDED = ("borders", "limits", "choose", "expand", "change")
_MERGED = ("solver",)
_OWN = "name"
_SOURCES = ("region", "library", "tables")


def read_scenario(path: File, project: Project, problems: list[Problem]) -> Document:
    """Return the document of a scenario file with all that it extends merged in.

    Mappings are merged key by key, lists of rules and changes are appended, all else of the
    extending file replaces what it extends. The places tell the file of every key. Where the
    chain breaks, the reason is added to `problems` and the key `extends` is left standing.

    Raises
    ------
    InputError
        The file itself cannot be read.
    """
    chain = [path]
    documents = [_read_one(path, project, problems)]
    is_broken = False
    try:
        while (base := documents[-1].data.get("extends")) is not None:
            where = documents[-1].where(("extends",))
            chain.append(_find_base(base, chain, where, project))
            documents.append(_read_one(chain[-1], project, problems))
    except InputError as error:
        problems += error.problems
        is_broken = True
    problems += [problem for document in documents for problem in _check_head(document)]
    is_copy = documents[0].data.get("extends") is not None
    if is_copy:
        problems += _check_own(documents[0])
    takes_title = is_copy and documents[0].data.get("title") is None
    merged = documents.pop()
    while documents:
        merged = merge(merged, documents.pop())
    if takes_title:
        merged.data["title"] = _title_of_copy(merged.data)
    if not is_broken:
        merged.data.pop("extends", None)
    # The format has been checked; as a number it is what the type of the document wants.
    merged.data["format"] = int(_FORMAT)
    return merged


def _read_one(path: File, project: Project, problems: list[Problem]) -> Document:
    return read_yaml(project.read(path, MEGABYTE), project.name(path), problems)


def _find_base(base: Any, chain: list[File], where: str, project: Project) -> File:
    """Return the file that `extends` names, refusing a circle."""
    if not isinstance(base, str):
        hint = plain("extends: baseline.yaml")
        raise InputError([Problem(where, message("extends_wanted"), hint, "type")])
    path = project.join(chain[-1].parent, base, where)
    same = [file.resolve() for file in chain]
    if path.resolve() in same:
        circle = [*chain[same.index(path.resolve()) :], path]
        what = message("extends_circle", names=" -> ".join(file.name for file in circle))
        raise InputError([Problem(where, what, message("extends_remove"), "cycle")])
    if len(chain) >= _DEPTH:
        raise InputError([Problem(where, message("extends_long", most=_DEPTH), code="too_deep")])
    if not exists(path):
        raise InputError([missing_file(path, where, base)])
    return path


def _check_head(document: Document) -> list[Problem]:
    """Refuse a file of another format, and two sources of tables at once."""
    problems = []
    version = document.data.get("format")
    if "format" not in document.data:
        what = message("key_missing", key=show("format"))
        problems.append(Problem(document.where(()), what, message("format_begin"), "missing"))
    elif version != _FORMAT:
        what = message("format_unknown", format=show(version))
        hint = message("format_read", format=_FORMAT)
        problems.append(Problem(document.where(("format",)), what, hint, "format"))
    other = [key for key in ("region", "library") if document.data.get(key) is not None]
    if document.data.get("tables") is not None and other:
        what = message("exclude_each_other", one="tables", other=other[0])
        problems.append(Problem(document.where(("tables",)), what, message("keep_one"), "one_of"))
    return problems


def _check_own(document: Document) -> list[Problem]:
    """Require what a file must not inherit."""
    if document.data.get(_OWN) is not None:
        return []
    what = message("key_missing", key=show(_OWN))
    return [Problem(document.where(()), what, message("extends_own"), "missing")]


def _title_of_copy(data: Mapping[str, Any]) -> Any:
    """Return the title that a file has from what it extends, with its own name behind."""
    title, name = data.get("title"), data.get("name")
    if isinstance(title, str):
        return f"{title} ({name})"
    if not isinstance(title, dict):
        return title
    return {key: f"{text} ({name})" if text else text for key, text in title.items()}


def merge(base: Document, child: Document) -> Document:
    """Return the document of `child` applied to `base`."""
    merged = _without_other_sources(base, child)
    joined: dict[str, int] = {}
    for key, value in child.data.items():
        old = merged.data.get(key)
        if key in _APPENDED and isinstance(old, list) and isinstance(value, list):
            merged.data[key] = old + value
            joined[key] = len(old)
        elif key in _MERGED and isinstance(old, dict) and isinstance(value, dict):
            merged.data[key] = old | value
            joined[key] = 0
        else:
            merged.data[key] = value
    replaced = child.data.keys() - joined.keys()
    kept = {p: place for p, place in merged.places.items() if not p or p[0] not in replaced}
    moved = {_move(path, joined): place for path, place in child.places.items()}
    return Document(merged.data, kept | moved)


def _without_other_sources(base: Document, child: Document) -> Document:
    """Return a copy of the base; tables of a folder and of a region exclude each other."""
    given = {key for key in _SOURCES if child.data.get(key) is not None}
    dropped: set[str] = set()
    if "tables" in given:
        dropped = {"region", "library"}
    elif given:
        dropped = {"tables"}
    data = {key: value for key, value in base.data.items() if key not in dropped}
    return Document(data, dict(base.places))


def _move(path: Path, joined: Mapping[str, int]) -> Path:
    """Return where a path of the child is in the merged document: behind the base's entries."""
    if len(path) > 1 and isinstance(path[1], int):
        return (path[0], path[1] + joined.get(str(path[0]), 0), *path[2:])
    return path
