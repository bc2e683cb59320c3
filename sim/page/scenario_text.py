"""The edits as a scenario file: what the page plans, in the words of the scenario language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import yaml

from sim.loader.describe.resolve import write_number
from sim.page.asked import Asked
from sim.page.edits import apply
from sim.page.edits.edit import Overlay
from sim.say import label, say
from sim.scenario.document import Scenario
from sim.scenario.escaping import CONTROL

SCHEMA = "# yaml-language-server:"
_LISTS = ("change", "borders", "limits")
_WIDTH = 130
"""Signs up to which an entry stands on one line."""
_TOLD = 3500
"""Signs of a description; the loader takes 4000."""


@dataclass(frozen=True)
class Head:
    """What a scenario file is called."""

    name: str
    title: dict[str, str]


def read_head(asked: Asked) -> Head:
    """Return name and title that a request gives the edited scenario, or those it gets by itself.

    A title is a text, or one in each language.
    """
    base: Scenario = asked.base.loaded.scenario
    name, title = asked.body.get("name"), asked.body.get("title")
    if isinstance(title, dict):
        words = {key: str(title[key]) for key in ("en", "zh") if title.get(key)}
    elif title:
        words = {"en": str(title), "zh": str(title)}
    else:
        own = {"en": base.title.en, "zh": base.title.zh or base.title.en}
        words = {key: say("page_yaml_title", key, title=own[key]) for key in ("en", "zh")}
    words.setdefault("en", words.get("zh", ""))
    return Head(str(name) if name else f"{base.name}-edited", words)


def write_scenario_text(asked: Asked) -> str:
    """Return the YAML of the edits that are on: a scenario that extends the one they are made on.

    Raises
    ------
    InputError
        All that is wrong with the edits.
    """
    overlay, _ = apply(asked.base.loaded, asked.edits)
    parts = [*_write_head(asked), *_write_keys(asked, overlay)]
    return "\n".join(parts) + "\n"


def _write_head(asked: Asked) -> Iterator[str]:
    head, path = read_head(asked), asked.path
    with path.open(encoding="utf-8") as base:
        first = base.readline().strip()
    if first.startswith(SCHEMA):
        yield first
    yield "format: 1"
    yield _dump({"name": head.name, "title": head.title})
    description = {key: _describe(asked, key) for key in ("en", "zh")}
    if all(description.values()):
        yield _dump({"description": description})
    yield _dump({"extends": path.name})


def _describe(asked: Asked, language: Any) -> str:
    """Return what was changed against the base, in a sentence; empty where nothing was."""
    base = asked.base.loaded.scenario
    texts = asked.base.texts(language)
    said = [_one_line(edit.say(asked.ground, texts)) for edit in asked.edits if edit.on]
    if not said:
        return ""
    title = base.title.en if language == "en" or not base.title.zh else base.title.zh
    shown = list(said)
    while sum(map(len, shown)) > _TOLD:
        shown.pop()
    more = [say("page_yaml_more", language, count=len(said) - len(shown))] * (shown != said)
    changes = say("list_semicolon", language).join([*shown, *more])
    return say("page_yaml_description", language, title=title, changes=changes)


def _write_keys(asked: Asked, overlay: Overlay) -> Iterator[str]:
    """Yield the keys of the edits, each below a comment that says which edit it is of."""
    comments = {edit.id: _comment(asked, edit) for edit in asked.edits}
    for key, value in overlay.keys.items():
        if key not in _LISTS:
            yield comments.get(overlay.owner_of((key,)), "")
            yield _dump({key: value})
            continue
        yield f"{key}:"
        owner = ""
        for number, entry in enumerate(value):
            if owner != (owner := overlay.owner_of((key, number))):
                yield f"  {comments[owner]}"
            yield _write_entry(entry)


def _comment(asked: Asked, edit: Any) -> str:
    """Return the sentence of an edit as a comment, with the planner's own name for it."""
    said = edit.say(asked.ground, asked.texts)
    text = label(edit.name, said, asked.language) if edit.name.strip() else said
    return f"# {_one_line(text)}"


def _one_line(text: str) -> str:
    """Return a text without line ends, and without signs that no scenario may hold."""
    plain = CONTROL.sub("", " ".join(text.split()))
    return "".join(sign for sign in plain if sign.isprintable())


def _write_entry(entry: Any) -> str:
    """Return an entry of a list: on one line where it fits."""
    flow = _dump(entry, is_flow=True)
    if len(flow) <= _WIDTH:
        return f"  - {flow}"
    lines = _dump([entry]).splitlines()
    return "\n".join(f"  {line}" for line in lines)


class _Writer(yaml.SafeDumper):
    """Writes texts without quotes wherever the loader reads them as they are."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def ignore_aliases(self, data: Any) -> bool:
        """Write out what stands twice: the loader knows no links."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the entries of lists."""
        super().increase_indent(flow, False)


_Writer.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile("(?:~|null|)$", re.IGNORECASE), ["~", "n", "N", ""]
)
_Writer.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("(?:true|false)$", re.IGNORECASE), list("tTfF")
)


def _dump(value: Any, *, is_flow: bool = False) -> str:
    """Return plain data as YAML that the loader reads as the same data."""
    return yaml.dump(
        _as_text(value), Dumper=_Writer, allow_unicode=True, sort_keys=False,
        default_flow_style=is_flow, width=10**6 if is_flow else 100,
    ).rstrip("\n").removesuffix("\n...")  # fmt: skip


def _as_text(value: Any) -> Any:
    """Return plain data whose numbers are texts, as the loader reads them."""
    if isinstance(value, dict):
        return {str(key): _as_text(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_text(entry) for entry in value]
    if isinstance(value, float):
        return write_number(value)
    if value is None or isinstance(value, (bool, str)):
        return value
    return str(value)
