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
from sim.loader.words import CONTROL, curb, show

Key = str | int
Path = tuple[Key, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 30
_TAG = "tag:yaml.org,2002:"
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_HINTS = {
    "mapping values are not allowed": "put a text that holds ': ' in quotes",
    "expected <block end>": "check the indentation: keys of one mapping begin in one column",
    "could not find expected ':'": "write 'key: value', with a space after the colon",
    "expected ',' or '}'": "close the '{' and put commas between the entries",
    "expected ',' or ']'": "close the '[' and put commas between the entries",
    "unexpected end of stream": "close the quotes",
    "cannot start any token": "put texts that begin with @, `, % or & in quotes",
}


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
        problem = Problem(f"{name}:1", "the file holds characters that YAML forbids", code="yaml")
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
            self._refuse(1, "the file is empty: it holds comments only", code="empty")
        top = next(self.events)
        self.places[()] = f"{self.name}:{_line(top)}"
        data = self._read_value(top, ())
        if not isinstance(data, dict):
            hint = "a scenario begins with 'format: 1'"
            self._refuse(_line(top), "the file must be a mapping of keys to values", hint)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, events.StreamEndEvent):
            self._refuse(_line(after), "a second document begins here", "one file, one document")
        return dict(data)

    def _refuse(self, line: int, what: str, hint: str = "", code: str = "yaml") -> NoReturn:
        """Stop at once: what follows cannot be read."""
        raise InputError([Problem(f"{self.name}:{line}", what, hint, code)])

    def _note(self, event: events.Event, what: str, hint: str = "", code: str = "yaml") -> None:
        self.problems.append(Problem(f"{self.name}:{_line(event)}", what, hint, code))

    def _read_value(self, event: events.Event, path: Path) -> Any:
        if len(path) > _DEPTH:
            self._refuse(_line(event), f"nested deeper than {_DEPTH} levels")
        self._refuse_marks(event)
        if isinstance(event, events.MappingStartEvent):
            return self._read_mapping(path)
        if isinstance(event, events.SequenceStartEvent):
            return self._read_list(path)
        text = _read_scalar(event)
        if isinstance(text, str) and CONTROL.search(text):
            self._refuse(_line(event), f"{show(text)} holds a control character", "remove it")
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
                first = self.places[(*path, key)].rpartition(":")[2]
                what = f"duplicate key {show(key)}"
                self._note(event, what, f"it stands in line {first} already", "duplicate_key")
                self._read_value(next(self.events), (*path, key, "again"))
                continue
            self.places[(*path, key)] = f"{self.name}:{_line(event)}"
            mapping[key] = self._read_value(next(self.events), (*path, key))
        return mapping

    def _read_key(self, event: events.Event, path: Path) -> str:
        self._refuse_marks(event)
        if not isinstance(event, events.ScalarEvent):
            self._refuse(_line(event), "a key must be a word", "put a text with braces in quotes")
        key = str(getattr(event, "value", ""))
        if key == "<<":
            self._refuse(_line(event), "merge keys ('<<') are not read", "use 'extends'")
        return key

    def _refuse_marks(self, event: events.Event) -> None:
        """Refuse anchors, aliases and tags, which can hide much in little."""
        anchor = getattr(event, "anchor", None)
        if anchor:
            sign = "*" if isinstance(event, events.AliasEvent) else "&"
            what = f"anchors and aliases ({show(f'{sign}{anchor}')}) are not read"
            self._refuse(_line(event), what, "write the text out; share with 'extends'")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            short = str(tag).replace(_TAG, "!!", 1)
            self._refuse(_line(event), f"the tag {show(short)} is not read", "leave it out")


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
        what = "a tab stands in the indentation"
        return Problem(f"{name}:{line}", what, "indent with spaces", "yaml")
    hint = next((hint for part, hint in _HINTS.items() if part in said), "")
    return Problem(f"{name}:{line}", f"not valid YAML: {said}", hint, "yaml")
