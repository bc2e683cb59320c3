"""Safe YAML: plain data with the line of every key, and no surprises.

Scalars stay the text that was written, apart from blank (None) and true/false: `no`, `010`,
`1:30` and `2025-01-01` are texts, and numbers are read where a number is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml
from yaml import events

from sim.errors import InputError, Problem
from sim.loader.read.words import curb, show
from sim.say import WORDS
from sim.say.message import Message, message
from sim.scenario.escaping import CONTROL

Key = str | int
Path = tuple[Key, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 30
_TAG = "tag:yaml.org,2002:"
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_HINTS = {
    "mapping values are not allowed": message("yaml_quote_colon"),
    "expected <block end>": message("yaml_indentation"),
    "could not find expected ':'": message("yaml_key_value"),
    "expected ',' or '}'": message("yaml_close", sign="{"),
    "expected ',' or ']'": message("yaml_close", sign="["),
    "unexpected end of stream": message("yaml_close_quotes"),
    "cannot start any token": message("yaml_quote_sign"),
}
"""Part of what the parser says -> what to write instead."""


@dataclass(frozen=True)
class Document:
    """Plain data of a YAML file, and where each key stands."""

    data: dict[str, Any]
    places: dict[Path, str] = field(default_factory=dict)
    """Path of keys -> `file:line` of its key, or of the list entry."""

    def where(self, path: Path) -> str:
        """Return the place of `path`, or of the nearest mapping around it that exists."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]


def read_yaml(text: str, name: str, problems: list[Problem]) -> Document:
    """Return the mapping that a YAML text holds; duplicate keys are added to `problems`.

    Raises
    ------
    InputError
        Not one well-formed mapping; anchors, aliases, tags or merge keys; nested too deep.
    """
    reader = _Reader(text, name)
    try:
        data = reader.read()
    except InputError as error:
        raise InputError([*reader.problems, *error.problems]) from None
    except yaml.MarkedYAMLError as error:
        raise InputError([*reader.problems, _syntax_problem(error, text, name)]) from None
    except yaml.YAMLError:
        problem = Problem(f"{name}:1", message("yaml_forbidden"), code="yaml")
        raise InputError([problem]) from None
    problems += curb(reader.problems, name)
    return Document(data, reader.places)


class _Reader:
    """Builds plain data from the events of the YAML parser."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.events: Iterator[events.Event] = yaml.parse(text, Loader=_Loader)
        self.places: dict[Path, str] = {}
        self.problems: list[Problem] = []

    def read(self) -> dict[str, Any]:
        """Return the only document of the text, a mapping."""
        next(self.events)
        if isinstance(next(self.events), events.StreamEndEvent):
            self._refuse(1, message("yaml_comments_only"), code="empty")
        top = next(self.events)
        self.places[()] = f"{self.name}:{_line(top)}"
        data = self._read_value(top, ())
        if not isinstance(data, dict):
            self._refuse(_line(top), message("yaml_no_mapping"), message("yaml_begins"))
        next(self.events)
        after = next(self.events)
        if not isinstance(after, events.StreamEndEvent):
            self._refuse(_line(after), message("yaml_second"), message("yaml_one_document"))
        return dict(data)

    def _refuse(
        self, line: int, what: Message, hint: Message | None = None, code: str = "yaml"
    ) -> NoReturn:
        """Stop at once: what follows cannot be read."""
        raise InputError([Problem(f"{self.name}:{line}", what, hint, code)])

    def _read_value(self, event: events.Event, path: Path) -> Any:
        if len(path) > _DEPTH:
            self._refuse(_line(event), message("yaml_deep", most=_DEPTH))
        self._refuse_marks(event)
        if isinstance(event, events.MappingStartEvent):
            return self._read_mapping(path)
        if isinstance(event, events.SequenceStartEvent):
            return self._read_list(path)
        text = _read_scalar(event)
        if isinstance(text, str) and CONTROL.search(text):
            self._refuse(_line(event), message("control_in", text=show(text)), message("remove_it"))
        return text

    def _read_list(self, path: Path) -> list[Any]:
        entries: list[Any] = []
        while not isinstance(event := next(self.events), events.SequenceEndEvent):
            here = (*path, len(entries))
            self.places[here] = f"{self.name}:{_line(event)}"
            entries.append(self._read_value(event, here))
        return entries

    def _read_mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), events.MappingEndEvent):
            key = self._read_key(event, path)
            if key in mapping:
                self._note_again(event, (*path, key))
                self._read_value(next(self.events), (*path, key, "again"))
                continue
            self.places[(*path, key)] = f"{self.name}:{_line(event)}"
            mapping[key] = self._read_value(next(self.events), (*path, key))
        return mapping

    def _note_again(self, event: events.Event, path: Path) -> None:
        """Note a key that its mapping has already."""
        first = self.places[path].rpartition(":")[2]
        what = message("duplicate_key", key=show(path[-1]))
        hint = message("stands_in_line", line=first)
        self.problems.append(Problem(f"{self.name}:{_line(event)}", what, hint, "duplicate_key"))

    def _read_key(self, event: events.Event, path: Path) -> str:
        self._refuse_marks(event)
        if not isinstance(event, events.ScalarEvent):
            self._refuse(_line(event), message("yaml_key"), message("yaml_quote_braces"))
        key = str(getattr(event, "value", ""))
        if key == "<<":
            self._refuse(_line(event), message("yaml_merge"), message("yaml_use_extends"))
        return key

    def _refuse_marks(self, event: events.Event) -> None:
        """Refuse anchors, aliases and tags, which can hide much in little."""
        anchor = getattr(event, "anchor", None)
        if anchor:
            sign = "*" if isinstance(event, events.AliasEvent) else "&"
            what = message("yaml_anchor", anchor=show(f"{sign}{anchor}"))
            self._refuse(_line(event), what, message("yaml_write_out"))
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            short = str(tag).replace(_TAG, "!!", 1)
            self._refuse(
                _line(event), message("yaml_tag", tag=show(short)), message("leave_it_out")
            )


def _read_scalar(event: events.Event) -> str | bool | None:
    text = str(getattr(event, "value", ""))
    is_plain = not getattr(event, "style", None)
    return _WORDS.get(text.lower(), text) if is_plain else text


def _line(event: events.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """Return what the YAML parser stumbled over, in words."""
    said = str(error.problem or error.context or "syntax error")
    is_open = "end of stream" in said
    mark = (error.context_mark if is_open else None) or error.problem_mark
    line = mark.line + 1 if mark else 1
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return Problem(f"{name}:{line}", message("yaml_tab"), message("yaml_spaces"), "yaml")
    hint = next((hint for part, hint in _HINTS.items() if part in said), None)
    return Problem(f"{name}:{line}", message("yaml_syntax", said=_translate(said)), hint, "yaml")


def _translate(said: str) -> Message:
    """Return what the parser says as a message: it speaks English only."""
    key = f"yaml: {said.replace('}', '{sign}')}"
    return message(key, sign="}") if key in WORDS else message("yaml_other")
