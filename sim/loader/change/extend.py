"""A loaded scenario extended in memory: as a file that extends it would, without the file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from os import PathLike, fspath
from typing import Any

import yaml

from sim.errors import InputError, Problem
from sim.loader.change.patch import apply_changes
from sim.loader.load import Loaded, check_loaded, read_document
from sim.loader.read.files import Project
from sim.loader.read.inherit import merge
from sim.loader.read.money import in_yuan, read_money
from sim.loader.read.words import curb, show
from sim.loader.read.yaml_text import Document, Path, read_yaml
from sim.say.message import message

SETTLED = ("format", "extends", "region", "library", "tables", "currency")
"""Keys that say which tables are read, and how: settled once they are."""
PlaceOf = Callable[[Path], str]
"""Tells where a path of the keys stands."""


def extend(
    loaded: Loaded, keys: Mapping[str, Any], place: str | PlaceOf, replaced: Collection[str] = ()
) -> Loaded:
    """Return a scenario with further keys, under the rules of a file that extends it.

    Changes, limits, border rules and entries of `expand` are added to those there are, settings
    of the solver are merged, all else replaces what there was; so do the `replaced` lists. Values
    are plain data; a number stands for its text. `place` is where all of it stands, for messages,
    or tells it of each key.

    Raises
    ------
    InputError
        All that is wrong, with the messages of a file.
    TypeError
        A value is no plain data.
    """
    problems: list[Problem] = []
    place_of: PlaceOf = place if callable(place) else lambda _: place
    child = _read_keys(keys, place_of, problems)
    problems += _refuse_settled(keys, place_of)
    document = merge(_without(loaded.document, replaced), child)
    document = in_yuan(document, read_money(document))
    scenario = read_document(document, problems)
    if scenario is None or problems:
        raise InputError(problems)
    project = Project(loaded.project.root, dict(loaded.project.hashes))
    done = len(loaded.scenario.change)
    found: list[Problem] = []
    tables = apply_changes(loaded.tables, scenario.change[done:], document, found, first=done)
    problems += curb(found, place_of(()))
    # A scenario changed in memory is no longer that of its file.
    extended = check_loaded(tables, scenario, document, project, "", problems, known=loaded.tables)
    if problems or extended is None:
        raise InputError(problems)
    return extended


def _read_keys(keys: Mapping[str, Any], place_of: PlaceOf, problems: list[Problem]) -> Document:
    """Return keys as YAML would hold them, each at its place."""
    text, place = yaml.safe_dump(_plain(keys), allow_unicode=True, sort_keys=False), place_of(())
    try:
        document = read_yaml(text, place, problems)
    except InputError as error:
        raise InputError([replace(problem, where=place) for problem in error.problems]) from None
    return Document(document.data, {path: place_of(path) for path in document.places})


def _plain(value: Any) -> Any:
    """Return a value as plain data; nothing in it is shared, which YAML would write as a link."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(entry) for entry in value]
    if isinstance(value, PathLike):
        return fspath(value)
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"{value!r} is neither text, number, list nor mapping")


def _without(document: Document, keys: Collection[str]) -> Document:
    data = {key: value for key, value in document.data.items() if key not in keys}
    places = {path: at for path, at in document.places.items() if not path or path[0] not in keys}
    return Document(data, places)


def _refuse_settled(keys: Mapping[str, Any], place_of: PlaceOf) -> list[Problem]:
    hint = message("load_another")
    return [
        Problem(place_of((key,)), message("key_settled", key=show(key)), hint, "settled")
        for key in SETTLED
        if key in keys
    ]
