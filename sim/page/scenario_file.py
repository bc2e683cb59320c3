"""Edits as a scenario file, written as people write one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.errors import InputError, Problem
from sim.loader.describe.scenario_text import write_scenario_text
from sim.loader.load import Loaded, load_rows
from sim.loader.read.yaml_text import Path as Place
from sim.page.asked import Asked
from sim.page.edits import apply
from sim.page.edits.edit import Overlay
from sim.page.edits.given import APPENDED
from sim.say import say
from sim.say.message import message
from sim.scenario.fields import Id

_NAME: TypeAdapter[str] = TypeAdapter(Id)
_MARK = "# Written by the planner's page: "
_DIGITS = 16
_SCHEMA = "# yaml-language-server:"
_TITLE = 200
_TOLD = 3500
"""Signs of a description; the loader takes 4000."""
_LISTS = APPENDED
_ANEW = ("format", "name", "title", "description")


@dataclass(frozen=True)
class Written:
    """A scenario as the text of a file of the project."""

    path: Path
    text: str

    def load(self, root: Path) -> Loaded:
        """Return the scenario, read as if the file were there.

        Raises
        ------
        InputError
        """
        return load_rows(self.path, root, text=self.text)


def write_scenario(asked: Asked) -> Written:
    """Return the file of the scenario that gives the plan of the edits, beside that of the page.

    It extends the scenario of the page; where entries of that are altered or taken away, which no
    extending file can say, it states all keys itself.

    Raises
    ------
    InputError
        An edit is wrong, or the name is.
    """
    name = _read_name(asked)
    overlay, _ = apply(asked.base.loaded, asked.edits)
    head = {"format": 1, "name": name, "title": _title(asked), **_describe(asked)}
    if overlay.altered:
        keys, owners = _stated(asked, overlay)
    else:
        keys, owners = {"extends": asked.path.name, **overlay.keys}, overlay.owners
    body = write_scenario_text({**head, **keys}, _comments(asked, owners))
    return Written(asked.path.with_name(f"{name}.yaml"), _schema(asked.path) + _mark(body) + body)


def _schema(base: Path) -> str:
    """Return the line by which editors know the schema, where the base has it."""
    with base.open(encoding="utf-8") as file:
        first = file.readline()
    return first if first.startswith(_SCHEMA) else ""


def _mark(body: str) -> str:
    """Return the line by which the page knows a file that it wrote and nobody has changed."""
    return f"{_MARK}{sha256(body.encode()).hexdigest()[:_DIGITS]}\n"


def is_own(text: str) -> bool:
    """Return whether the page wrote a file, and nobody has changed it since."""
    lines = text.splitlines(keepends=True)
    at = next((n for n, line in enumerate(lines[:2]) if line.startswith(_MARK)), None)
    return at is not None and _mark("".join(lines[at + 1 :])) == lines[at]


def _stated(asked: Asked, overlay: Overlay) -> tuple[dict[str, Any], dict[Place, str]]:
    """Return all keys of the scenario with its edits, and whose they are; nothing is extended."""
    base = asked.base.loaded.document.data
    keys, replaced = overlay.whole()
    kept = {key: value for key, value in base.items() if key not in _ANEW}
    owners: dict[Place, str] = {}
    for key, value in keys.items():
        old = kept.get(key)
        before = old if key in _LISTS and key not in replaced and isinstance(old, list) else []
        kept[key] = [*before, *value] if isinstance(value, list) else value
        for place, owner in overlay.stated.items():
            if place[0] == key and owner != "edits":
                steps = [len(before) + step if isinstance(step, int) else step for step in place]
                owners[tuple(steps)] = owner
    return {key: value for key, value in kept.items() if value != []}, owners


def _title(asked: Asked) -> dict[str, str]:
    """Return the title: the one given, or that of the base with a remark."""
    given = " ".join(str(asked.body.get("title") or "").split())[:_TITLE]
    if given:
        return {"en": given, "zh": given}
    own = _base_title(asked)
    return {key: say("page_yaml_title", key, title=own[key]) for key in ("en", "zh")}


def _base_title(asked: Asked) -> dict[str, str]:
    title = asked.base.loaded.scenario.title
    return {"en": title.en, "zh": title.zh or title.en}


def _describe(asked: Asked) -> dict[str, Any]:
    """Return the key that says what was changed against the base; nothing where nothing was."""
    edits = [edit for edit in asked.edits if edit.on]
    titles, told = _base_title(asked), {}
    for texts in (asked.base.texts("en"), asked.base.texts("zh")):
        shown = [" ".join(edit.say(asked.ground, texts).split()) for edit in edits]
        while sum(map(len, shown)) > _TOLD:
            shown.pop()
        if len(shown) < len(edits):
            shown.append(texts.say("page_yaml_more", count=len(edits) - len(shown)))
        changes, title = texts.join(shown, "list_semicolon"), texts.of(titles)
        told[texts.language] = texts.say("page_yaml_description", title=title, changes=changes)
    return {"description": told} if edits else {}


def _comments(asked: Asked, owners: Mapping[Place, str]) -> dict[Place, str]:
    """Return what stands above keys and entries: the sentence of the edit, where one begins."""
    said = {edit.id: _say(asked, edit) for edit in asked.edits}
    comments: dict[Place, str] = {}
    for place, owner in owners.items():
        *before, last = place
        is_first = not isinstance(last, int) or owners.get((*before, last - 1)) != owner
        if is_first and (isinstance(last, int) or last not in _LISTS):
            comments[place] = said.get(owner, "")
    return comments


def _say(asked: Asked, edit: Any) -> str:
    """Return the sentence of an edit, with the planner's own name for it."""
    said = edit.say(asked.ground, asked.texts)
    return asked.texts.label(edit.name, said) if edit.name.strip() else said


def _read_name(asked: Asked) -> str:
    """Return the name that the scenario is to have.

    Raises
    ------
    InputError
    """
    given = str(asked.body.get("name") or f"{asked.base.loaded.scenario.name}-edited")
    try:
        return _NAME.validate_python(given)
    except ValidationError:
        what = message("page_name_refused", name=given[:80])
        raise InputError([Problem("name", what, message("page_name_hint"), "name")]) from None
