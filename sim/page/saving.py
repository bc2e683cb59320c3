"""Edits as a scenario file: written, saved into the project, and read back as edits."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.errors import InputError, Problem
from sim.loader.describe.resolve import dump_document
from sim.loader.load import load_rows
from sim.page.asked import Asked
from sim.page.edits import apply
from sim.page.edits.edit import Overlay
from sim.page.project import SCENARIOS, list_scenarios
from sim.say.message import message
from sim.scenario.fields import Id

EXISTS = "exists"
"""Code of the problem that a file is there already."""
_NAME: TypeAdapter[str] = TypeAdapter(Id)
_TITLE = 200


def write_scenario(asked: Asked, folder: Path) -> str:
    """Return the text of a scenario file in a folder that gives the plan of the edits.

    It extends the scenario of the page; where entries of that are altered or taken away, which no
    extending file can say, it states all keys itself.

    Raises
    ------
    InputError
        An edit is wrong, or the name is.
    """
    name, title = _read_name(asked), str(asked.body.get("title") or "")[:_TITLE]
    overlay, _ = apply(asked.base.loaded, asked.edits)
    head: dict[str, Any] = {"format": 1, "name": name, "title": _title(title or name)}
    if overlay.altered:
        document = {**head, **_stated(asked, overlay)}
    else:
        base = os.path.relpath(asked.path, folder)
        document = {**head, "extends": PurePosixPath(base).as_posix(), **overlay.keys}
    return _comment(asked) + dump_document(document)


def _stated(asked: Asked, overlay: Overlay) -> dict[str, Any]:
    """Return all keys of the scenario with its edits; nothing of it is extended."""
    base = asked.base.loaded.document.data
    keys, replaced = overlay.whole()
    kept = {k: v for k, v in base.items() if k not in ("format", "name", "title", "description")}
    for key, value in keys.items():
        old = kept.get(key)
        joins = key == "change" and isinstance(old, list)
        kept[key] = old + value if joins else value
    for key in ("borders", "limits"):
        if key in overlay.keys and key not in replaced:
            kept[key] = [*(base.get(key) or []), *overlay.keys[key]]
    return {key: value for key, value in kept.items() if value != []}


def _title(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def _comment(asked: Asked) -> str:
    """Return a line of comment for each edit."""
    lines = []
    for edit in asked.edits:
        if edit.on:
            said = edit.say(asked.ground, asked.texts)
            told = asked.texts.label(edit.name, said) if edit.name else said
            lines.append("# " + "".join(c if c.isprintable() else " " for c in told) + "\n")
    return "".join(lines)


def _read_name(asked: Asked) -> str:
    """Return the name that the scenario is to have.

    Raises
    ------
    InputError
    """
    given = str(asked.body.get("name") or "")
    try:
        return _NAME.validate_python(given)
    except ValidationError:
        what = message("page_name_refused", name=given[:80])
        raise InputError([Problem("name", what, message("page_name_hint"), "name")]) from None


def place_for(asked: Asked) -> Path:
    """Return the folder that saved scenarios go to: `scenarios/`, or that of the page's own."""
    folder = asked.setup.root / SCENARIOS
    return folder if folder.is_dir() else asked.path.parent


def save_scenario(asked: Asked) -> str:
    """Write the scenario of the edits into the project; return its file.

    It is written beside its place, read as any other, and moved there whole.

    Raises
    ------
    InputError
        There is such a file and it was not asked to be replaced, its name belongs to another
        scenario, or it cannot be read again.
    """
    folder = place_for(asked)
    text, name = write_scenario(asked, folder), _read_name(asked)
    target = folder / f"{name}.yaml"
    _refuse_place(asked, target, name)
    new = folder / f".{name}.yaml.new"
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        load_rows(new, asked.setup.root)
        _put(new, target, replace=asked.body.get("overwrite") is True)
    finally:
        with suppress(OSError):
            new.unlink()
    return target.relative_to(asked.setup.root).as_posix()


def _refuse_place(asked: Asked, target: Path, name: str) -> None:
    """Refuse a place that the scenario itself reads, and a name that another file has."""
    file = target.relative_to(asked.setup.root).as_posix()
    if file in asked.base.loaded.project.hashes:
        raise InputError([Problem(file, message("page_is_read"), message("page_name_hint"), "own")])
    for other in list_scenarios(asked.setup.root, asked.setup.first):
        if other.name == name and other.file != file:
            what = message("equal_name", name=name, other=other.file)
            raise InputError([Problem(file, what, message("page_name_hint"), EXISTS)])


def _put(new: Path, target: Path, *, replace: bool) -> None:
    """Move a file to its place; one that is there stays unless it is to be replaced."""
    if replace:
        new.replace(target)
        return
    try:
        os.link(new, target)
    except FileExistsError:
        problem = Problem(target.name, message("page_exists"), message("page_exists_hint"), EXISTS)
        raise InputError([problem]) from None


def write_yaml(asked: Asked) -> str:
    """Return the file as it would be saved, under the name given or a plain one."""
    asked.body.setdefault("name", "edited")
    return write_scenario(asked, place_for(asked))
